"""The grounds of many days: those a profile stood on, and today's facts under old rules."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from portal.assessment.crs_tables import rule_starts
from portal.assessment.eligibility import program_starts
from portal.assessment.facts import Facts
from portal.assessment.ground import Ground, Judged
from portal.assessment.steps import FIRST_DAY, Steps, standing_on
from portal.assessment.work import era_starts
from portal.rulebook import Rulebook


class LawDays:
    """The days of one rulebook on which score, programs, funds or tests are judged anew."""

    def __init__(self, rules: Rulebook) -> None:
        days = {FIRST_DAY, *rule_starts(rules), *program_starts(rules), *era_starts(rules)}
        for rule_id in ("funds.settlement", "language.tests"):
            days.update(version.from_ for version in rules.history(rule_id))
        self.starts = sorted(days)


class Grounds:
    """Grounds for one profile, each made when first asked for."""

    def __init__(self, facts: Facts, on: date, first: date | None = None) -> None:
        """``on``: today. ``first``: the earliest day whose own facts will be asked."""
        self._facts = facts
        self._on = on
        self._steps = Steps(facts, min(first or on, on), on)
        self._laws = facts.rules.part(LawDays).starts
        self._days: dict[date, Ground] = {}
        self._today: dict[int, Ground] = {}
        self._lasting: dict[str, Judged] = {}

    def on(self, day: date, *, today: bool) -> Ground:
        """The profile as it stood on a day; with ``today``, its facts of now by old rules."""
        if today:
            return self._with_rules_of(day)
        ground = self._days.get(day)
        if ground is None:
            standing = self._steps.at(day)
            ground = Ground(
                self._facts,
                standing.factors,
                day,
                crs=standing.crs,
                programs=standing.programs,
            )
            self._days[day] = ground
        return ground

    def now(self) -> Ground:
        """Today's facts under today's rules."""
        return self.on(self._on, today=False)

    def _with_rules_of(self, day: date) -> Ground:
        law = bisect_right(self._laws, day) - 1
        ground = self._today.get(law)
        if ground is None:
            standing = standing_on(self._facts, self._on, self._laws[law])
            ground = Ground(
                self._facts,
                standing.factors,
                self._on,
                rule_day=day,
                crs=standing.crs,
                programs=standing.programs,
                lasting=self._lasting,
            )
            self._today[law] = ground
        # Between two law days only occupation lists change: see ``Ground.moved``.
        return ground.moved(day)
