"""One round typed by hand, or one row of a draft typed anew, as a change of the rulebook.

The rounds' files name a source by its address alone; its title and clause stay with the
change (``cited``), so that who edits a draft finds all that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.rulebook import NotInForce, Rulebook
from portal.rulebook.amending import CITED, path_of
from portal.rulebook.round_csv import columns_of
from portal.rulebook.rounds import FEDERAL, PROVINCIAL, FederalRound, Rounds
from portal.rulebook.schema import read_toml
from portal.rulebook.streams import Streams
from portal.services.change_entries import BadEntry, Change, Cited
from portal.text import msg

Row = Mapping[str, str]
AS_DRAFTED = "as_drafted"  # what no list offers, and the draft's row has


@dataclass(frozen=True, slots=True)
class Held:
    """One row of a draft, to be typed anew. ``part``: federal or provincial; ``place``: which."""

    change: Change
    part: str
    place: int

    @property
    def row(self) -> Row:
        """The row as it stands in the draft."""
        found: Row = self.change[self.part][self.place]
        return found

    @property
    def cited(self) -> Mapping[str, Any]:
        """Day and source, as a dated entry has them."""
        beside = self.change.get(CITED, {}).get(name_of(self.row), {})
        source = {
            "title": beside.get("title"),
            "url": self.row["source"],
            "clause": beside.get("clause"),
            "read_on": _day(self.row["read_on"]),
        }
        return {
            "from": _day(self.row["date"]),
            "source": source,
            "confidence": self.row["confidence"],
            "note": self.row["note"],
        }


def held(change: Change, part: str, place: int) -> Held | None:
    """A row of a draft, or None where it has none there."""
    return Held(change, part, place) if 0 <= place < len(change.get(part) or ()) else None


def name_of(row: Row) -> str:
    """What tells a row from the others of its file."""
    return row.get("number") or row["id"]


def federal_round(
    rules: Rulebook,
    like: str,
    figures: Mapping[str, Any],
    cited: Cited,
    instead: Held | None = None,
) -> Change:
    """One federal round of the same kind as a known one (``like``: its id, or AS_DRAFTED).

    ``figures``: number, at (instant), invitations, lowest, tie_break (instant or None).
    ``instead``: the row of a draft it takes the place of. Raises BadEntry for figures that no
    round has: a known number, a day or a tie-break that does not fit its instant, a score
    above the most there is.
    """
    old = instead.row if instead else {}
    at: datetime = figures["at"]
    tie: datetime | None = figures["tie_break"]
    _new_number(rules, str(figures["number"]))
    if abs((at.date() - cited.from_).days) > 1:  # Ottawa's evening is the next day in UTC
        raise BadEntry("at", msg("This is not the day of the round, %(day)s.", day=cited.from_))
    if tie and tie > at:
        raise BadEntry("tie_break", msg("The tie-break lies after the round."))
    _attainable(rules, "lowest", figures["lowest"], cited.from_)
    stamp = _stamp(tie) if tie else ""
    same = bool(old) and stamp == old["tie_break_utc"]
    row = dict.fromkeys(columns_of(rules, FEDERAL), "") | {
        "number": str(figures["number"]),
        "date": cited.from_.isoformat(),
        "day": cited.from_.isoformat(),
        "time_utc": _stamp(at),
        **_kind(rules, like, old),
        "invitations": str(figures["invitations"]),
        "lowest_crs": str(figures["lowest"]),
        "tie_break_utc": stamp,
        "tie_break_as_published": old["tie_break_as_published"] if same else stamp,
        **_row_source(cited),
    }
    return _with(row, "federal", cited, instead)


def _new_number(rules: Rulebook, number: str) -> None:
    if any(each.number == number for each in rules.part(Rounds).federal):
        words = msg("Round %(number)s is in the rulebook already.", number=number)
        raise BadEntry("number", words)


def _attainable(rules: Rulebook, field: str, score: int | None, day: date) -> None:
    """Refuse a CRS above the most the rules of the day give."""
    try:
        most = int(rules.table("crs.caps", on=day).values["grand_total"])
    except NotInForce:
        raise BadEntry("from_", msg("There was no Express Entry on that day.")) from None
    if score is not None and score > most:
        raise BadEntry(field, msg("No CRS is above %(most)s.", most=most))


_KIND = ("kind", "name", "name_fr", "category", "category_version", "programs")


def _kind(rules: Rulebook, like: str, old: Row) -> dict[str, str]:
    """What a round has in common with all of its kind."""
    if like == AS_DRAFTED and old:
        return {column: old[column] for column in _KIND}
    try:
        known = rules.part(Rounds).get(like)
    except KeyError:
        known = None
    if not isinstance(known, FederalRound):
        raise BadEntry("like", msg("Choose one of the rounds listed."))
    return {
        "kind": known.kind,
        "name": known.name.en,
        "name_fr": known.name.fr,
        "category": known.category,
        "category_version": known.category_version,
        "programs": known.programs,
    }


def like_of(rules: Rulebook, row: Row) -> str:
    """The known round whose kind a row has; AS_DRAFTED where none is the same."""
    for each in latest_kinds(rules):
        if _kind(rules, each.id, row) == {column: row[column] for column in _KIND}:
            return each.id
    return AS_DRAFTED


def provincial_round(
    rules: Rulebook,
    stream_rule: str,
    figures: Mapping[str, str],
    cited: Cited,
    instead: Held | None = None,
) -> Change:
    """One round of a province. ``figures``: columns of its file that were typed.

    ``instead``: the row of a draft it takes the place of; what the form does not ask stays.
    Raises BadEntry for a CRS above the most there is, and for a ceiling under its floor.
    """
    lowest, highest = (int(figures.get(key) or 0) for key in ("crs_min", "crs_max"))
    for field, score in (("crs_min", lowest), ("crs_max", highest)):
        _attainable(rules, field, score, cited.from_)
    if figures.get("crs_max") and highest < lowest:
        raise BadEntry("crs_max", msg("The highest score is under the lowest."))
    top = read_toml(rules.file(path_of(stream_rule)), stream_rule)
    stream = str(top["id"])
    columns = columns_of(rules, PROVINCIAL)
    begun: dict[str, str] = dict.fromkeys(columns, "") | {
        "date": cited.from_.isoformat(),
        "province": str(top["province"]),
        "stream": stream,
        "name": str(top["name"]["en"]),
        "name_fr": str(top["name"]["fr"]),
    }
    french = cited.note
    if instead is not None:
        old = instead.row
        begun |= {key: value for key, value in old.items() if key != "date"}
        french = old["note_fr"] if cited.note == old["note"] else cited.note
    row = begun | {
        "id": _row_id(rules, stream, cited, instead),
        "note_fr": french,
        **{key: value for key, value in figures.items() if key in columns},
        **_row_source(cited),
    }
    return _with(row, "provincial", cited, instead)


def _row_id(rules: Rulebook, stream: str, cited: Cited, instead: Held | None) -> str:
    """A row's name: its stream and day; a draft's row keeps its own while the day is the same."""
    if instead is not None and instead.row["date"] == cited.from_.isoformat():
        return instead.row["id"]
    taken = {each.id for each in rules.part(Rounds).provincial}
    if instead is not None:
        taken |= {each["id"] for each in instead.change["provincial"]}
    wanted = found = f"{stream}.{cited.from_}"
    number = 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _with(row: dict[str, str], part: str, cited: Cited, instead: Held | None) -> Change:
    """A change of this row, or the draft's with the row in its place."""
    beside = {"title": cited.title, "clause": cited.clause}
    if instead is None:
        return {part: [row], CITED: {name_of(row): beside}}
    rows = list(instead.change[part])
    kept = dict(instead.change.get(CITED) or {})
    kept.pop(name_of(rows[instead.place]), None)
    rows[instead.place] = row
    return {**instead.change, part: rows, CITED: {**kept, name_of(row): beside}}


def stream_rule(rules: Rulebook, row: Row) -> str:
    """The rule of the stream a province's row names; empty where the book has none."""
    stream = rules.part(Streams).get(row["stream"])
    return stream.rule_id if stream is not None else ""


def latest_kinds(rules: Rulebook) -> list[FederalRound]:
    """The newest federal round of every kind and version of a category, the newest first."""
    seen: dict[tuple[str, str, str], FederalRound] = {}
    for each in reversed(rules.part(Rounds).federal):
        seen.setdefault((each.kind, each.category, each.category_version), each)
    return list(seen.values())


def _row_source(cited: Cited) -> dict[str, str]:
    return {
        "source": cited.url,
        "confidence": cited.confidence,
        "read_on": cited.read_on.isoformat(),
        "note": cited.note,
    }


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
