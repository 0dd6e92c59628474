"""Incoming rounds beside a rulebook: what is new, what is known, and what contradicts it.

One contradiction anywhere refuses the whole file: either the rulebook or the file is
wrong, and a person must find out which. Corrections the rulebook made (the day of a
draw, notes, confidence) are no contradiction: only what a source publishes is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.rulebook import crosscheck
from portal.rulebook.amending import amended
from portal.rulebook.book import Rulebook
from portal.rulebook.ircc import Incoming, Row, read_ircc
from portal.rulebook.pool import PATH as POOL
from portal.rulebook.pool import Pool
from portal.rulebook.round_csv import read_provincial, rows_of
from portal.rulebook.rounds import FEDERAL, PROVINCIAL
from portal.rulebook.schema import RulebookError
from portal.text import Text, msg

FIELDS: Mapping[str, Text] = {
    "date": msg("date"),
    "time_utc": msg("time of the draw"),
    "kind": msg("kind"),
    "category": msg("category"),
    "category_version": msg("version of the category"),
    "programs": msg("programs"),
    "invitations": msg("invitations"),
    "lowest_crs": msg("lowest CRS"),
    "tie_break_utc": msg("tie-break"),
    "province": msg("province"),
    "stream": msg("stream"),
    "crs_min": msg("lowest CRS"),
    "crs_max": msg("highest CRS"),
    "score_min": msg("lowest score of the province"),
    "score_scale": msg("scale of the province"),
    "profile_from": msg("profiles from"),
    "profile_to": msg("profiles to"),
    "occupation_list": msg("occupation list"),
    "noc_codes": msg("NOC codes"),
    "noc_version": msg("NOC edition"),
    "extra": msg("further criteria"),
    "ee_scope": msg("share of Express Entry"),
}
_FEDERAL = ("date", "time_utc", "kind", "category", "category_version", "programs",
            "invitations", "lowest_crs", "tie_break_utc")  # fmt: skip
_PROVINCIAL = ("date", "province", "stream", "invitations", "crs_min", "crs_max", "score_min",
               "score_scale", "profile_from", "profile_to", "occupation_list", "noc_codes",
               "noc_version", "extra", "ee_scope")  # fmt: skip
_BAND = ("band_low", "band_high")
_DIGITS = re.compile(r"\D")
# Where the order of several parts says nothing.
_SETS = ("occupation_list", "noc_codes", "extra")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One field of one round (or one band of a pool day) that the file says otherwise."""

    place: Text
    field: Text
    known: str
    incoming: str

    @property
    def words(self) -> Text:
        """The contradiction in one sentence, with both values."""
        return msg(
            "%(place)s, %(field)s: the rulebook has %(known)s, the file says %(incoming)s.",
            place=self.place,
            field=self.field,
            known=self.known or NOTHING,
            incoming=self.incoming or NOTHING,
        )


NOTHING = msg("nothing")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside a rulebook. ``known``, ``known_days``: how many rounds and pool days agree.

    ``missing``: numbers of IRCC's rounds that neither the rulebook nor the file has.
    """

    federal: tuple[Row, ...] = ()
    provincial: tuple[Row, ...] = ()
    pool: tuple[Row, ...] = ()
    known: int = 0
    known_days: int = 0
    contradictions: tuple[Contradiction, ...] = ()
    faults: tuple[Text, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing of the file may be added."""
        return bool(self.contradictions or self.faults)

    @property
    def new(self) -> tuple[Row, ...]:
        """The new rounds, IRCC's and the provinces'."""
        return self.federal + self.provincial

    @property
    def new_days(self) -> tuple[str, ...]:
        """The pool's new days."""
        return tuple(sorted({row["as_on"] for row in self.pool}))

    @property
    def empty(self) -> bool:
        """Whether the file holds nothing the rulebook does not have."""
        return not self.federal and not self.provincial and not self.pool

    @property
    def refusals(self) -> tuple[Text, ...]:
        """Every reason to refuse the file."""
        return self.faults + tuple(each.words for each in self.contradictions)

    def change(self) -> dict[str, list[dict[str, str]]]:
        """The one change of kind “rounds” that the file amounts to (portal.rulebook.amending)."""
        return {
            "federal": [dict(row) for row in self.federal],
            "provincial": [dict(row) for row in self.provincial],
            "pool": [dict(row) for row in self.pool],
        }


def compare_file(content: bytes, rules: Rulebook, *, read_on: date, source: str = "") -> Comparison:
    """A file of rounds (IRCC's JSON, or a CSV of provincial rounds) beside a rulebook."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return compare(read_ircc(content, rules, read_on=read_on, source=source), rules)
    return compare(read_provincial(content, rules, read_on=read_on), rules)


def compare(incoming: Incoming, rules: Rulebook) -> Comparison:
    """Rows of our own columns beside a rulebook; rounds that would not fit it are faults."""
    if incoming.faults:
        return Comparison(faults=tuple(incoming.faults))
    contradictions: list[Contradiction] = []
    federal = _new(incoming.federal, rows_of(rules, FEDERAL), "number", _FEDERAL, contradictions)
    provincial = _new(
        incoming.provincial, rows_of(rules, PROVINCIAL), "id", _PROVINCIAL, contradictions
    )
    pool, known_days = _new_days(incoming.pool, rules, contradictions)
    made = Comparison(
        tuple(federal),
        tuple(provincial),
        tuple(pool),
        known=len(incoming.federal) + len(incoming.provincial) - len(federal) - len(provincial),
        known_days=known_days,
        contradictions=tuple(contradictions),
        faults=tuple(_under_another_id(provincial, rules)),
        missing=_missing(federal, rules),
    )
    if made.refused or made.empty:
        return made
    return replace(made, faults=_unfit(made, rules))


def _under_another_id(rows: Sequence[Row], rules: Rulebook) -> Iterator[Text]:
    """New rows that say in every field what a known round of the day says."""
    held: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of(rules, PROVINCIAL):
        held.setdefault((row["stream"], row["date"]), []).append(row)
    for row in rows:
        for each in held.get((row["stream"], row["date"]), ()):
            if all(_meant(key, each[key]) == _meant(key, row[key]) for key in _PROVINCIAL):
                yield msg(
                    "Round %(id)s says what %(known)s says, which the rulebook has. Take it out.",
                    id=row["id"],
                    known=each["id"],
                )


def _missing(rows: Sequence[Row], rules: Rulebook) -> tuple[int, ...]:
    numbers = {int(_DIGITS.sub("", row["number"])) for row in rows}
    if not numbers:
        return ()
    held = {int(_DIGITS.sub("", row["number"])) for row in rows_of(rules, FEDERAL)} | numbers
    return tuple(each for each in range(1, max(numbers)) if each not in held)


def _new(
    rows: Sequence[Row],
    known: Sequence[Row],
    key: str,
    fields: tuple[str, ...],
    contradictions: list[Contradiction],
) -> list[Row]:
    held = {row[key]: row for row in known}
    fresh = []
    for row in rows:
        before = held.get(row[key])
        if before is None:
            fresh.append(row)
            continue
        place = msg("Round %(id)s", id=row[key])
        contradictions += [
            Contradiction(place, FIELDS[each], before[each], row[each])
            for each in fields
            if _meant(each, before[each]) != _meant(each, row[each])
        ]
    return fresh


def _meant(name: str, cell: str) -> object:
    if name in _SETS:
        return frozenset(filter(None, cell.split(";")))
    return " ".join(cell.split()).casefold()


def _new_days(
    rows: Sequence[Row], rules: Rulebook, contradictions: list[Contradiction]
) -> tuple[list[Row], int]:
    held: dict[str, dict[tuple[str, ...], str]] = {}
    for row in rows_of(rules, POOL):
        held.setdefault(row["as_on"], {})[row["band_low"], row["band_high"]] = row["candidates"]
    fresh, known = [], set()
    for row in rows:
        bands = held.get(row["as_on"])
        if bands is None:
            fresh.append(row)
            continue
        known.add(row["as_on"])
        low, high = (row[each] for each in _BAND)
        before = bands.get((low, high), "")
        if before != row["candidates"]:
            place = msg("Pool of %(day)s", day=date.fromisoformat(row["as_on"]))
            contradictions.append(
                Contradiction(place, msg("candidates with %(low)s to %(high)s", low=low, high=high),
                              before, row["candidates"])
            )  # fmt: skip
    return fresh, len(known)


def _unfit(made: Comparison, rules: Rulebook) -> tuple[Text, ...]:
    """What would be wrong with the rulebook once the new rows stood in it."""
    try:
        trial = amended(rules, "rounds", made.change())
        _ = trial.part(Pool).days
        found = crosscheck.found(trial)
    except RulebookError as fault:
        found = [fault.words]
    except (LookupError, ValueError) as fault:
        found = [msg("%(fault)s", fault=str(fault))]
    before = crosscheck.found(rules)
    return tuple(each for each in found if each not in before)
