"""Rounds that put the same question to today's facts: it is judged once for all of them.

Before any score a round asks for programs, criteria, occupations. Two rounds ask the
same where the law, the criteria and every list they look into are the same; they then
differ in figures alone.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from portal.assessment.criteria import Needs
from portal.assessment.grounds import LawDays
from portal.assessment.round_outcome import Plans
from portal.rulebook import Rulebook
from portal.rulebook.categories import Categories
from portal.rulebook.lists import Lists
from portal.rulebook.round_rules import Asked
from portal.rulebook.rounds import FederalRound


class Gates:
    """The number of the question each round of a rulebook asks."""

    def __init__(self, rules: Rulebook) -> None:
        self._laws = rules.part(LawDays)
        self._lists = rules.part(Lists)
        self._plans = rules.part(Plans)
        self._categories = rules.part(Categories)
        self._numbers: dict[Hashable, int] = {}

    @property
    def count(self) -> int:
        """How many different questions there are among the rounds numbered so far."""
        return len(self._numbers)

    def federal(self, row: FederalRound) -> int:
        """The question of a federal round: program, nomination or category."""
        key: tuple[Hashable, ...] = (self._laws.at(row.on), row.kind, row.category)
        version = self._categories.on(row.category, row.on) if row.category else None
        if version is not None:
            needs = self._plans.categories[version.id, version.from_]
            key = (*key, version.from_, self._moving(needs, row.on))
        return self._number(("federal", *key))

    def provincial(self, asked: Asked) -> int:
        """The question of a provincial round: its stream, its own words, its occupations."""
        row, plan = asked.row, self._plans.provincial[asked.row.id]
        law = self._laws.at(row.on)
        if plan.stream is None:
            return self._number(("not found", law))
        own = tuple((each.key, each.group, each.since) for each in asked.specs)
        key: list[Hashable] = [law, id(plan.stream), own]
        asks = (plan.stream, plan.own, plan.listed)
        key += [self._moving(each, row.on) for each in asks if each is not None]
        key += [asked.occupations, asked.primary, row.codes, row.edition]
        key += [(each.id, each.from_) for each in asked.lists]
        if asked.occupations == "stream" and plan.occupation is not None:
            key += [id(plan.occupation), self._moving(plan.occupation, row.on)]
        return self._number(("provincial", *key))

    def _moving(self, needs: Needs, day: date) -> Hashable:
        """What of some needs may change between two days of one law: as ``meets`` keeps it."""
        lists = tuple(self._lists.on(each, day).from_ for each in needs.lists)
        return lists, day if needs.dated else None

    def _number(self, key: Hashable) -> int:
        return self._numbers.setdefault(key, len(self._numbers))
