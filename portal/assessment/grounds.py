"""The grounds of many days: those a profile stood on, and today's facts under old rules."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from portal.assessment.crs import best_span
from portal.assessment.eligibility import eligibility
from portal.assessment.facts import Factors, Facts
from portal.assessment.funds import funds_met
from portal.assessment.ground import Answer, Ground, Judged
from portal.assessment.pool import Membership
from portal.assessment.steps import FIRST_DAY, Standing, Steps
from portal.rulebook import Rulebook

_SCORE = ("crs/",)
_PROGRAMS = ("programs/", "language/tests")
_FUNDS = ("funds/",)

Key = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """A stretch of days under the same laws. Equal keys: nothing of that kind differs."""

    start: date
    score: Key
    programs: Key


class LawDays:
    """The stretches of one rulebook between changes of score, programs, funds or tests."""

    def __init__(self, rules: Rulebook) -> None:
        score, programs, funds = (_ids(rules, each) for each in (_SCORE, _PROGRAMS, _FUNDS))
        starts = {FIRST_DAY}
        for rule_id in (*score, *programs, *funds):
            starts.update(version.from_ for version in rules.history(rule_id))
        self.starts = sorted(day for day in starts if day >= FIRST_DAY)
        self.all = tuple(
            Law(day, _key(rules, score, day), _key(rules, programs, day)) for day in self.starts
        )

    def at(self, day: date) -> int:
        """The place of the law in force on a day."""
        return bisect_right(self.starts, day) - 1


def _ids(rules: Rulebook, folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        path.removesuffix(".toml").replace("/", ".")
        for path in rules.paths
        if path.startswith(folders) and path.endswith(".toml")
    )


def _key(rules: Rulebook, rule_ids: tuple[str, ...], day: date) -> Key:
    found = (rules.find(rule_id, on=day) for rule_id in rule_ids)
    return tuple(date.min if each is None else each.from_ for each in found)


class Grounds:
    """Grounds for one profile, each made when first asked for."""

    def __init__(self, facts: Facts, on: date, member: Membership | None = None) -> None:
        """``on``: today. ``member``: while it was in the pool a profile's own days are asked."""
        self._facts = facts
        self._on = on
        self._member = member
        self._laws = facts.rules.part(LawDays)
        self._steps: Steps | None = None
        self._days: dict[date, Ground] = {}
        self._today: dict[int, Ground] = {}
        self._scored: dict[tuple[Key, Key], tuple[Factors, int | None, int | None]] = {}
        self._programs: dict[tuple[Key, Answer], dict[str, Answer]] = {}
        self._lasting: dict[object, Judged] = {}
        self._between: dict[int, dict[object, Judged]] = {}

    def on(self, day: date, *, today: bool) -> Ground:
        """The profile as it stood on a day; with ``today``, its facts of now by old rules."""
        if today:
            return self.under(self._laws.at(day), day)
        ground = self._days.get(day)
        if ground is None:
            standing = self._own(day)
            ground = Ground(
                self._facts,
                standing.factors,
                day,
                crs=standing.crs,
                most=standing.most,
                programs=standing.programs,
                shared=self._between.setdefault(id(standing), {}),
                steps=True,
                replayed=True,
            )
            self._days[day] = ground
        return ground

    def _own(self, day: date) -> Standing:
        """The standing on a day in the pool."""
        if self._steps is None:
            first, last = self._on, self._on
            if self._member is not None and self._member.first and self._member.last:
                first = min(self._member.first, self._on)
                last = max(first, min(self._member.last, self._on))
            self._steps = Steps(self._facts, first, last)
        return self._steps.at(day)

    def under(self, at: int, day: date) -> Ground:
        """Today's facts under the law of this place in ``LawDays``, moved to a day of it."""
        ground = self._today.get(at)
        if ground is None:
            ground = self._today[at] = self._under(self._laws.all[at])
        # Between two law days only occupation lists change: see ``Ground``.
        ground.rule_day = day
        return ground

    def _under(self, law: Law) -> Ground:
        """Today's facts under one law; score and programs are kept where they cannot differ."""
        scored = self._scored.get((law.score, law.programs))
        if scored is None:
            scored = best_span(self._facts, self._on, law.start)
            self._scored[law.score, law.programs] = scored
        factors = scored[0]
        if factors.rule_day != law.start:
            factors = factors.under(law.start)
        key = (law.programs, funds_met(self._facts, factors)[0])
        programs = self._programs.get(key)
        if programs is None:
            programs = self._programs[key] = eligibility(self._facts, factors)
        return Ground(
            self._facts,
            factors,
            self._on,
            rule_day=law.start,
            crs=scored[1],
            most=scored[2],
            programs=programs,
            shared=self._lasting,
            replayed=True,
        )
