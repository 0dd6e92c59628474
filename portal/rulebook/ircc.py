"""IRCC's published file of rounds, read into rows of our own form.

The file is ``{"rounds": [{"drawNumber": …}, …]}``; each round also carries how the
pool was spread on a day. Every oddity seen in it so far is read by rule and noted in
the row; what could mean two things is a fault, and a file with faults adds nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.rulebook.book import Rulebook
from portal.rulebook.ircc_times import Spelled, Unreadable, read_day, read_instant
from portal.rulebook.rounds import FederalRound, Rounds
from portal.text import Text, msg

Row = Mapping[str, str]
NAMES, POOL_FIELDS = "process.ircc_round_names", "process.ircc_pool_fields"
OTTAWA = ZoneInfo("America/Toronto")
NEEDED = ("drawNumber", "drawDate", "drawName", "drawSize", "drawCRS", "drawText2",
          "drawDateTime", "drawCutOff", "drawDistributionAsOn")  # fmt: skip
_NUMBER = re.compile(r"[1-9]\d*[a-z]?", re.ASCII)
_COUNT = re.compile(r"\d{1,3}(,\d{3})*|\d+", re.ASCII)
_VERSION = re.compile(
    r"(?P<base>.+?),? *(?:\(version (?P<plain>\d+)\)|(?P<year>\d{4})-version (?P<dated>\d+))",
    re.IGNORECASE | re.ASCII,
)


@dataclass
class Incoming:
    """What a file holds, in rows of our own columns. With faults, nothing of it is used."""

    federal: list[Row] = field(default_factory=list)
    provincial: list[Row] = field(default_factory=list)
    pool: list[Row] = field(default_factory=list)
    faults: list[Text] = field(default_factory=list)


def read_ircc(content: bytes, rules: Rulebook, *, read_on: date, source: str = "") -> Incoming:
    """The rounds and pool days of IRCC's JSON; ``source``: its address, if not IRCC's own page."""
    made = Incoming()
    try:
        raw = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raw = None
    except _Twice as twice:
        made.faults.append(
            msg("The file gives %(key)s twice in one place. Ask for it anew.", key=repr(str(twice)))
        )
        return made
    rounds = raw.get("rounds") if isinstance(raw, dict) else None
    if not isinstance(rounds, list) or not all(isinstance(each, dict) for each in rounds):
        made.faults.append(_NO_FILE)
        return made
    seen: dict[str, Row] = {}
    for at, each in enumerate(rounds, 1):
        reader = _Round(each, at, rules, made, read_on, source)
        row = reader.row()
        if row is not None:
            _add(seen, row, made)
            reader.pool()
    made.federal.sort(key=_order)
    made.pool[:] = _pool_once(made)
    return made


_NO_FILE = msg(
    "This is not IRCC’s file of rounds. Take the JSON behind its page of rounds; it begins with"
    " {“rounds”: [ … ]}."
)


class _Twice(Exception):
    """A key stands twice in one object; a reader that takes the second would not notice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _Twice(key)
        made[key] = value
    return made


def _add(seen: dict[str, Row], row: Row, made: Incoming) -> None:
    before = seen.setdefault(row["number"], row)
    if before is row:
        made.federal.append(row)
    for key in row:
        if before[key] != row[key]:
            made.faults.append(
                msg("Round %(number)s stands twice in the file, with %(field)s %(one)s and"
                    " %(two)s. Find out which is right.", number=row["number"], field=key,
                    one=before[key] or "–", two=row[key] or "–")
            )  # fmt: skip


def _order(row: Row) -> tuple[int, str]:
    digits = row["number"].rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits), row["number"]


def _pool_once(made: Incoming) -> list[Row]:
    """The pool's rows by day and band; a day that is given twice must say the same twice."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in made.pool:
        key = (row["as_on"], row["band_low"], row["band_high"])
        before = seen.setdefault(key, row)
        if before["candidates"] != row["candidates"]:
            made.faults.append(
                msg("The pool of %(day)s stands twice in the file: %(low)s to %(high)s are"
                    " %(one)s and %(two)s. Find out which is right.", day=key[0], low=key[1],
                    high=key[2], one=before["candidates"], two=row["candidates"])
            )  # fmt: skip
    return sorted(
        seen.values(),
        key=lambda row: (row["as_on"], -int(row["band_low"]), -int(row["band_high"])),
    )


class _Round:
    """One round of the file on its way into our columns; faults go to the whole."""

    def __init__(
        self, raw: Mapping[str, Any], at: int, rules: Rulebook, made: Incoming, read_on: date,
        source: str,
    ) -> None:  # fmt: skip
        self._raw, self._rules, self._made = raw, rules, made
        self._read_on, self._source = read_on, source
        number = str(raw.get("drawNumber", "")).strip()
        self._number = number if _NUMBER.fullmatch(number) else ""
        self._place = number or f"№ {at}"
        self._notes: list[str] = []
        self._low = False

    def row(self) -> Row | None:
        """The round in our columns; None where a fault was found."""
        before = len(self._made.faults)
        for key in NEEDED:
            if not isinstance(self._raw.get(key), str):
                self._fault(key, msg("missing, or no text"))
        if len(self._made.faults) > before:
            return None
        if not self._number:
            self._fault("drawNumber", msg("%(found)s is no number of a round. Write 435 or 91a.",
                                          found=repr(self._text("drawNumber"))))  # fmt: skip
        on, at = self._date(), self._instant("drawDateTime")
        tie_break = self._tie_break(on, at)
        size, lowest = self._count("drawSize"), self._count("drawCRS")
        named = self._named(on)
        if lowest is not None and lowest > self._highest(on):
            self._fault("drawCRS", msg("%(found)s is no CRS score.", found=str(lowest)))
        if len(self._made.faults) > before or on is None or at is None or named is None:
            return None
        day = self._day(on, at.at)
        return {
            "number": self._number,
            "date": on.isoformat(),
            "day": day.isoformat(),
            "time_utc": _utc(at.at),
            **named,
            "programs": self._text("drawText2"),
            "invitations": str(size),
            "lowest_crs": str(lowest),
            "tie_break_utc": "" if tie_break is None else _utc(tie_break),
            "tie_break_as_published": self._raw["drawCutOff"].strip(),
            "source": self._source or self._rules.table(NAMES, on=on).source.url,
            "confidence": "low" if self._low else "high",
            "read_on": self._read_on.isoformat(),
            "note": " ".join(self._notes),
        }

    def _text(self, key: str) -> str:
        return " ".join(str(self._raw[key]).split())

    def _fault(self, key: str, words: Text) -> None:
        self._made.faults.append(
            msg("Round %(number)s, %(field)s: %(fault)s", number=self._place, field=key,
                fault=words)
        )  # fmt: skip

    def _tried(self, key: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Unreadable as unreadable:
            self._fault(key, unreadable.words)
            return None

    # --- days and instants ------------------------------------------------------------

    def _date(self) -> date | None:
        """The day as IRCC dates the round; both spellings of it must agree."""
        text = self._text("drawDate")
        try:
            on = date.fromisoformat(text)
        except ValueError:
            self._fault("drawDate", msg("%(found)s is no date. Write YYYY-MM-DD.",
                                        found=repr(text)))  # fmt: skip
            return None
        full = self._raw.get("drawDateFull")
        if isinstance(full, str) and full.strip():
            said = self._tried("drawDateFull", lambda: read_day(full))
            if said is not None and said != on:
                self._fault("drawDateFull", msg("%(found)s is another day than drawDate, %(day)s.",
                                                found=repr(full), day=on))  # fmt: skip
        return on

    def _instant(self, key: str, before: datetime | None = None, months: int = 0) -> Any:
        text = self._raw[key]
        found: Spelled | None = self._tried(
            key, lambda: read_instant(text, before=before, months=months)
        )
        what = "time of the round" if key == "drawDateTime" else "tie-break"
        if found is not None and found.zone_supplied:
            self._notes.append(f"The published {what} names no zone; read as UTC.")
        if found is not None and found.year_supplied:
            self._low = True
            self._notes.append(
                f"The {what} is published without its year; {found.at.year} is the only year that"
                " fits the life of a profile."
            )
        return found

    def _tie_break(self, on: date | None, at: Spelled | None) -> datetime | None:
        if not self._text("drawCutOff") or on is None or at is None:
            return None
        life = self._rules.table("process.profile_validity", on=at.at.date()).values["months"]
        found: Spelled | None = self._instant("drawCutOff", at.at, life)
        if found is None:
            return None
        if found.at > at.at and not _slipped(on, at.at):
            self._fault("drawCutOff", msg("the tie-break %(tie_break)s lies after the round,"
                                          " %(at)s. Find out which is wrong.",
                                          tie_break=found.at, at=at.at))  # fmt: skip
        elif found.at == at.at:
            self._doubt("Tie-break and round are published as the same instant; this may be a"
                        " copying slip.")  # fmt: skip
        elif found.at < at.at - timedelta(days=31 * life):
            self._doubt(f"The tie-break lies longer before the round than a profile lives ({life}"
                        " months); its year may be a slip.")  # fmt: skip
        return found.at

    def _day(self, on: date, at: datetime) -> date:
        """The day of the draw in Ottawa; the published one where the instant is days away."""
        there = at.astimezone(OTTAWA).date()
        if there == on:
            return on
        if _slipped(on, at):
            self._doubt(f"The instant is published as {at.date()}, the round is dated {on}. The day"
                        " counts here, the instant does not.")  # fmt: skip
            return on
        self._notes.append(f"IRCC dates the round {on}; by its instant it was drawn on {there},"
                           " Ottawa time.")  # fmt: skip
        return there

    def _doubt(self, note: str) -> None:
        self._low = True
        self._notes.append(note)

    # --- figures and names ------------------------------------------------------------

    def _count(self, key: str) -> int | None:
        found = self._text(key) if isinstance(self._raw.get(key), str) else ""
        if not _COUNT.fullmatch(found):
            self._fault(key, msg("%(found)s is no whole number. Write 3,000.", found=repr(found)))
            return None
        return int(found.replace(",", ""))

    def _highest(self, on: date | None) -> int:
        fields = self._rules.table(POOL_FIELDS, on=on or self._read_on)
        return fields.max("high")

    def _named(self, on: date | None) -> dict[str, str] | None:
        """Kind, name in both languages, category and its version, by what IRCC calls the round."""
        name = self._text("drawName")
        known = self._known(name)
        if known is not None:
            return known
        found = _VERSION.fullmatch(name)
        base = found["base"] if found else name
        table = self._rules.table(NAMES, on=on or self._read_on)
        for listed, french, kind, category in table.rows:
            if listed.casefold() == base.casefold():
                words, version = _versioned(found)
                return {"kind": kind, "name": name, "name_fr": french + words,
                        "category": category, "category_version": version}  # fmt: skip
        self._fault("drawName", msg("no kind of round is called %(name)s. Add the name to the rule"
                                    " %(rule)s first, with its kind and category.",
                                    name=repr(base), rule=NAMES))  # fmt: skip
        return None

    def _known(self, name: str) -> dict[str, str] | None:
        """What the rulebook says of this very round, if it stands there under this very name."""
        try:
            row = self._rules.part(Rounds).get(f"ee.{self._number}")
        except KeyError:
            return None
        if not isinstance(row, FederalRound) or row.name.en != name:
            return None
        return {"kind": row.kind, "name": row.name.en, "name_fr": row.name.fr,
                "category": row.category, "category_version": row.category_version}  # fmt: skip

    # --- the pool ---------------------------------------------------------------------

    def pool(self) -> None:
        """Add how the pool was spread on the day the round names; only zeros say nothing."""
        before = len(self._made.faults)
        as_on = self._tried("drawDistributionAsOn",
                            lambda: read_day(self._raw["drawDistributionAsOn"]))  # fmt: skip
        if as_on is None:
            return
        table = self._rules.table(POOL_FIELDS, on=as_on)
        total_field = table.values["total"]
        keys = [*(row[0] for row in table.rows), total_field]
        counts = {key: self._count(key) for key in keys}
        if len(self._made.faults) > before or not any(counts.values()):
            return
        held = {key: value or 0 for key, value in counts.items()}
        doubts = dict(_sums(table.rows, held, total_field))
        for key, low, high, _ in table.rows:
            self._made.pool.append(
                {
                    "as_on": as_on.isoformat(),
                    "band_low": str(low),
                    "band_high": str(high),
                    "candidates": str(held[key]),
                    "source": self._source or table.source.url,
                    "confidence": "low" if key in doubts else "high",
                    "note": doubts.get(key, ""),
                }
            )


def _sums(
    rows: Sequence[tuple[Any, ...]], held: Mapping[str, int], total: str
) -> Iterator[tuple[str, str]]:
    """Bands that are not the sum of their parts, and a total that is not that of the bands."""
    for key, low, high, _ in rows:
        parts = [held[each[0]] for each in rows if each[3] == key]
        if parts and sum(parts) != held[key]:
            yield key, (f"The band {low}–{high} says {held[key]:,}, its parts give {sum(parts):,};"
                        " which holds the slip is not known.")  # fmt: skip
    whole = sum(held[each[0]] for each in rows if not each[3])
    if whole != held[total]:
        first = rows[0][0]
        yield first, (f"The bands together give {whole:,}, the published total is {held[total]:,};"
                      " which holds the slip is not known.")  # fmt: skip


def _versioned(found: re.Match[str] | None) -> tuple[str, str]:
    """The version in French words, and as the rulebook writes it."""
    if found is None:
        return "", ""
    if found["plain"]:
        return f" (version {found['plain']})", f"V{found['plain']}"
    return f", {found['year']}, version {found['dated']}", f"{found['year']}-V{found['dated']}"


def _slipped(on: date, at: datetime) -> bool:
    """Whether an instant lies days away from its round: then the instant is the slip."""
    return abs((at.astimezone(OTTAWA).date() - on).days) > 1


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
