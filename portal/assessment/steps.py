"""The score of a profile on any day, worked out once for every stretch without a change."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from portal.assessment.changes import change_days
from portal.assessment.crs import best_span
from portal.assessment.crs_tables import rule_starts
from portal.assessment.eligibility import eligibility, program_starts
from portal.assessment.facts import Factors, Facts
from portal.assessment.work import era_starts

FIRST_DAY = date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stood on a day: factors, bare CRS total, eligibility by program.

    ``most``: what the CRS can come to once all is known.
    """

    factors: Factors
    crs: int | None
    most: int | None
    programs: dict[str, bool | None]


class Steps:
    """The standing of one profile by day; between two changes it is worked out once."""

    def __init__(self, facts: Facts, first: date, last: date) -> None:
        self.facts = facts
        rules = facts.rules
        laws = {*rule_starts(rules), *program_starts(rules), *era_starts(rules)}
        days = {first, *(day for day in laws if first <= day <= last)}
        self._starts = sorted(days | set(change_days(facts, first, last)))
        self._made: dict[int, Standing] = {}

    @property
    def starts(self) -> list[date]:
        """The days on which something may change, the first day among them."""
        return list(self._starts)

    def at(self, day: date) -> Standing:
        """The standing on a day within the steps' range."""
        at = bisect_right(self._starts, day) - 1
        made = self._made.get(at)
        if made is None:
            made = standing_on(self.facts, self._starts[max(at, 0)])
            self._made[at] = made
        return made


def standing_on(facts: Facts, day: date, rule_day: date | None = None) -> Standing:
    """The standing by the facts of ``day`` under the rules of ``rule_day``."""
    factors, total, most = best_span(facts, day, rule_day)
    return Standing(factors, total, most, eligibility(facts, factors))
