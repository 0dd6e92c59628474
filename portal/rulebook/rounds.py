"""Rounds of invitations: IRCC's own and the provinces', one row each.

Federal rows keep IRCC's words and figures; ``day`` is the day of the draw in
Ottawa, which for a few rounds is not the published date. A provincial row carries
what stood only in its note as ``extra``: a small closed vocabulary.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.schema import CONFIDENCES, RulebookError
from portal.text import Label, msg

FEDERAL = "rounds_federal.csv"
PROVINCIAL = "rounds_provincial.csv"
FEDERAL_KINDS = (
    "general",
    "pnp",
    "cec",
    "fsw",
    "fst",
    "french",
    "health",
    "stem",
    "trade",
    "transport",
    "agriculture",
    "education",
    "physicians",
    "senior_managers",
    "researchers",
    "military",
)
SCOPES = ("exact", "mixed", "share")
CRS = "CRS"
# What a row may add to its stream's criteria, and how many parts follow the word.
EXTRAS: Mapping[str, tuple[int, int]] = {
    "occupations": (1, 1),
    "primary": (0, 0),
    "program": (1, 1),
    "experience": (1, 2),
    "experience_window": (1, 1),
    "job_offer": (1, 1),
    "offer_months": (1, 1),
    "wage": (1, 1),
    "earnings": (1, 1),
    "teer": (1, 1),
    "nclc": (1, 1),
    "clb": (2, 2),
    "french": (1, 1),
    "first_language": (1, 1),
    "education": (1, 1),
    "relatives": (1, 1),
    "residence": (1, 1),
    "sector": (1, 1),
    "working_in": (1, 1),
    "range": (1, 1),
    "selection": (1, 1),
}
OCCUPATIONS = ("all", "stream", "not_read", "not_printed")


@dataclass(frozen=True, slots=True)
class FederalRound:
    """One round of IRCC. ``at``: its published instant; ``instant``: None where that is wrong."""

    id: str
    number: str
    on: date
    day: date
    at: datetime
    instant: datetime | None
    kind: str
    name: Label
    category: str
    category_version: str
    programs: str
    invitations: int
    lowest: int
    tie_break: datetime | None
    source: str
    confidence: str
    read_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ProvincialRound:
    """One round of a province. Empty figures were not published.

    ``codes`` are NOC codes of ``edition`` where the row names them itself; else
    ``lists`` names the occupation lists that together were targeted.
    """

    id: str
    on: date
    province: str
    stream: str
    name: Label
    invitations: int | None
    lowest: int | None
    highest: int | None
    score: int | None
    score_scale: str
    profile_from: date | None
    profile_to: date | None
    lists: tuple[str, ...]
    codes: frozenset[str]
    edition: str
    extra: Mapping[str, tuple[tuple[str, ...], ...]]
    scope: str
    note: str
    note_fr: str
    source: str
    confidence: str
    read_on: date

    def has(self, word: str, *parts: str) -> bool:
        """Whether the row carries this word (with these parts)."""
        found = self.extra.get(word)
        return found is not None and (not parts or parts in found)

    def one(self, word: str) -> str | None:
        """The first part of a word, or None."""
        found = self.extra.get(word)
        return found[0][0] if found and found[0] else None


class Rounds:
    """Every round of one rulebook, oldest first."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules

    @cached_property
    def federal(self) -> tuple[FederalRound, ...]:
        """IRCC's rounds, in the order they were held."""
        rows = [federal_row(row, place) for row, place in self._rows(FEDERAL)]
        _unique(rows, FEDERAL)
        return tuple(sorted(rows, key=lambda each: (each.on, each.at, each.id)))

    @cached_property
    def provincial(self) -> tuple[ProvincialRound, ...]:
        """The provinces' rounds, by day."""
        rows = [provincial_row(row, place) for row, place in self._rows(PROVINCIAL)]
        _unique(rows, PROVINCIAL)
        return tuple(sorted(rows, key=lambda each: (each.on, each.id)))

    @cached_property
    def _by_id(self) -> Mapping[str, FederalRound | ProvincialRound]:
        made: dict[str, FederalRound | ProvincialRound] = {each.id: each for each in self.federal}
        made.update((each.id, each) for each in self.provincial)
        return made

    def get(self, round_id: str) -> FederalRound | ProvincialRound:
        """The round of this id; raises KeyError when there is none."""
        return self._by_id[round_id]

    def _rows(self, path: str) -> Any:
        text = self._rules.file(path).decode("utf-8")
        reader = csv.DictReader(io.StringIO(text), strict=True)
        for number, row in enumerate(reader, 2):
            place = f"{path}, line {number}"
            if None in row or None in row.values():
                raise RulebookError(
                    msg(
                        "%(place)s: write one cell for each of %(fieldnames)s.",
                        place=place,
                        fieldnames=str(reader.fieldnames),
                    )
                )
            yield row, place


def _unique(rows: list[Any], path: str) -> None:
    seen: set[str] = set()
    for each in rows:
        if each.id in seen:
            raise RulebookError(
                msg("%(path)s: the round %(id)s stands twice.", path=path, id=each.id)
            )
        seen.add(each.id)


def _day(row: Mapping[str, str], key: str, place: str) -> date | None:
    if not row[key]:
        return None
    try:
        return date.fromisoformat(row[key])
    except ValueError:
        said = {"place": place, "key": key, "row": repr(row[key])}
        raise RulebookError(
            msg("%(place)s, %(key)s: %(row)s is no date. Write YYYY-MM-DD.", **said)
        ) from None


def _needed_day(row: Mapping[str, str], key: str, place: str) -> date:
    found = _day(row, key, place)
    if found is None:
        raise RulebookError(
            msg("%(place)s, %(key)s: missing. Write YYYY-MM-DD.", place=place, key=key)
        )
    return found


def _instant(row: Mapping[str, str], key: str, place: str) -> datetime | None:
    if not row[key]:
        return None
    try:
        found = datetime.fromisoformat(row[key])
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        said = {"place": place, "key": key, "row": repr(row[key])}
        raise RulebookError(
            msg("%(place)s, %(key)s: %(row)s. Write an instant with its offset.", **said)
        )
    return found


def _number(row: Mapping[str, str], key: str, place: str) -> int | None:
    if not row[key]:
        return None
    if not row[key].isdigit():
        said = {"place": place, "key": key, "row": repr(row[key])}
        raise RulebookError(msg("%(place)s, %(key)s: %(row)s is no whole number.", **said))
    return int(row[key])


def _name(row: Mapping[str, str], place: str) -> Label:
    if not row["name"] or not row["name_fr"]:
        raise RulebookError(msg("%(place)s: write name and name_fr.", place=place))
    return Label(row["name"], row["name_fr"])


def _confidence(row: Mapping[str, str], place: str) -> str:
    if row["confidence"] not in CONFIDENCES:
        raise RulebookError(
            msg(
                "%(place)s, confidence: write one of %(confidences)s.",
                place=place,
                confidences=str(CONFIDENCES),
            )
        )
    if not row["source"].startswith(("http://", "https://")):
        raise RulebookError(
            msg(
                "%(place)s, source: %(source)s. Write the page's address.",
                place=place,
                source=repr(row["source"]),
            )
        )
    return row["confidence"]


def federal_row(row: Mapping[str, str], place: str) -> FederalRound:
    """One row of IRCC's rounds; raises RulebookError that names the place."""
    at = _instant(row, "time_utc", place)
    invitations, lowest = _number(row, "invitations", place), _number(row, "lowest_crs", place)
    if at is None or invitations is None or lowest is None:
        raise RulebookError(
            msg("%(place)s: time_utc, invitations and lowest_crs are needed.", place=place)
        )
    if row["kind"] not in FEDERAL_KINDS:
        raise RulebookError(
            msg(
                "%(place)s, kind: %(kind)s. Write one of %(federal_kinds)s.",
                place=place,
                kind=repr(row["kind"]),
                federal_kinds=", ".join(FEDERAL_KINDS),
            )
        )
    day = _needed_day(row, "day", place)
    # Where the published instant is more than a day away from the day, it is a slip.
    near = abs((at.date() - day).days) <= 1
    return FederalRound(
        id=f"ee.{row['number']}",
        number=row["number"],
        on=_needed_day(row, "date", place),
        day=day,
        at=at,
        instant=at if near else None,
        kind=row["kind"],
        name=_name(row, place),
        category=row["category"],
        category_version=row["category_version"],
        programs=row["programs"],
        invitations=invitations,
        lowest=lowest,
        tie_break=_instant(row, "tie_break_utc", place),
        source=row["source"],
        confidence=_confidence(row, place),
        read_on=_needed_day(row, "read_on", place),
        note=row["note"],
    )


def _extra(row: Mapping[str, str], place: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    made: dict[str, tuple[tuple[str, ...], ...]] = {}
    for part in filter(None, row["extra"].split(";")):
        word, *parts = part.split(":")
        least, most = EXTRAS.get(word, (1, 0))
        if not least <= len(parts) <= most:
            raise RulebookError(
                msg(
                    "%(place)s, extra: %(part)s. Write one of %(extras)s.",
                    place=place,
                    part=repr(part),
                    extras=", ".join(sorted(EXTRAS)),
                )
            )
        made[word] = (*made.get(word, ()), tuple(parts))
    for (found,) in made.get("occupations", ()):
        if found not in OCCUPATIONS:
            raise RulebookError(
                msg(
                    "%(place)s, extra: occupations is one of %(occupations)s.",
                    place=place,
                    occupations=", ".join(OCCUPATIONS),
                )
            )
    return made


def provincial_row(row: Mapping[str, str], place: str) -> ProvincialRound:
    """One row of the provinces' file; raises RulebookError that names the place."""
    if row["ee_scope"] not in SCOPES:
        raise RulebookError(
            msg(
                "%(place)s, ee_scope: %(ee_scope)s. Write one of %(scopes)s.",
                place=place,
                ee_scope=repr(row["ee_scope"]),
                scopes=", ".join(SCOPES),
            )
        )
    on = _needed_day(row, "date", place)
    if not row["id"].startswith(f"{row['stream']}.{on}"):
        raise RulebookError(
            msg(
                "%(place)s, id: %(id)s. Write %(stream)s.%(on)s.",
                place=place,
                id=repr(row["id"]),
                stream=str(row["stream"]),
                on=str(on),
            )
        )
    codes = frozenset(filter(None, row["noc_codes"].split(";")))
    if bool(codes) != bool(row["noc_version"]):
        raise RulebookError(msg("%(place)s: noc_codes and noc_version go together.", place=place))
    lowest, highest = _number(row, "crs_min", place), _number(row, "crs_max", place)
    if lowest is not None and highest is not None and highest < lowest:
        raise RulebookError(
            msg(
                "%(place)s: crs_max %(highest)s is under crs_min %(lowest)s.",
                place=place,
                highest=str(highest),
                lowest=str(lowest),
            )
        )
    return ProvincialRound(
        id=row["id"],
        on=on,
        province=row["province"],
        stream=row["stream"],
        name=_name(row, place),
        invitations=_number(row, "invitations", place),
        lowest=lowest,
        highest=highest,
        score=_number(row, "score_min", place),
        score_scale=row["score_scale"],
        profile_from=_day(row, "profile_from", place),
        profile_to=_day(row, "profile_to", place),
        lists=tuple(filter(None, row["occupation_list"].split(";"))),
        codes=codes,
        edition=row["noc_version"],
        extra=_extra(row, place),
        scope=row["ee_scope"],
        note=row["note"],
        note_fr=row["note_fr"],
        source=row["source"].split()[0],
        confidence=_confidence(row, place),
        read_on=_needed_day(row, "read_on", place),
    )
