"""Work counted day by day: thirty hours a week at most over all jobs at once.

A year is twelve calendar months of full-time work or as much part-time. That is
never less than the department's 1,560 hours; who has the hours but not yet the
months stands one or two days short and is flagged (facts: programs, work).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.assessment.calendar import HALF_DAYS_A_YEAR, weight, years_before

_FAR = date(2200, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Spell:
    """Work from ``first`` up to, not including, ``last`` (day ordinals), hundredths of an hour a week."""

    first: int
    last: int
    rate: int


def spells_of(
    start: date, end: date | None, hours_per_week: float, breaks: Iterable[tuple[date, date | None]]
) -> list[Spell]:
    """The spells of one job without its breaks. ``end`` None: still there."""
    rate = round(hours_per_week * 100)
    first, last = start.toordinal(), end.toordinal() + 1 if end else _FAR
    made: list[Spell] = []
    for pause, over in sorted((a.toordinal(), b.toordinal() + 1 if b else _FAR) for a, b in breaks):
        if pause > first and first < last:
            made.append(Spell(first, min(pause, last), rate))
        first = max(first, over)
    if first < last:
        made.append(Spell(first, last, rate))
    return made


class Track:
    """How much work was done up to any day, for one way of counting.

    Amounts are half-days times hundredths of capped weekly hours; ``year`` of them
    make a year of full-time work. ``cap``: hours a week that count (rulebook).
    """

    __slots__ = ("_amounts", "_edges", "_rates", "year")

    def __init__(self, spells: Sequence[Spell], cap: int) -> None:
        self.year = HALF_DAYS_A_YEAR * cap * 100
        edges = sorted({each.first for each in spells} | {each.last for each in spells})
        self._edges = edges
        self._rates = [
            min(cap * 100, sum(s.rate for s in spells if s.first <= first and s.last >= last))
            for first, last in pairwise(edges)
        ] + ([0] if edges else [])
        self._amounts = [0] * len(edges)
        for at in range(1, len(edges)):
            gained = (weight(edges[at]) - weight(edges[at - 1])) * self._rates[at - 1]
            self._amounts[at] = self._amounts[at - 1] + gained

    def __bool__(self) -> bool:
        return bool(self._edges)

    def upto(self, ordinal: int) -> int:
        """Amount done before a day."""
        at = bisect_right(self._edges, ordinal) - 1
        if at < 0:
            return 0
        rate = self._rates[at]
        done = self._amounts[at]
        return done + (weight(ordinal) - weight(self._edges[at])) * rate if rate else done

    def amount(self, on: date, window_years: int | None) -> int:
        """Amount in the window that ends the day before ``on``; None = no window."""
        done = self.upto(on.toordinal())
        if window_years is None:
            return done
        return done - self.upto(years_before(on, window_years).toordinal())

    def years(self, on: date, window_years: int | None = None) -> int:
        """Completed years in the window."""
        return self.amount(on, window_years) // self.year

    def months(self, on: date, window_years: int | None = None) -> int:
        """Completed months (twelfths of a year) in the window."""
        return self.amount(on, window_years) * 12 // self.year

    def nearly(self, on: date, window_years: int | None, hours_per_year: int, cap: int) -> bool:
        """Whether the hours of one more year are there, but not its twelve months."""
        done = self.amount(on, window_years)
        hours = done / (2 * 100 * 7)
        return hours >= (done // self.year + 1) * hours_per_year

    def change_days(self, window_years: int | None, first: date, last: date) -> list[date]:
        """The days from ``first`` to ``last`` on which the completed years change."""
        if not self._edges:
            return []
        stops = {first.toordinal(), last.toordinal()}
        for edge in self._edges:
            stops.add(edge)
            if window_years is not None and edge < _FAR:
                stops.add(_shifted(edge, window_years))
        ordered = sorted(s for s in stops if first.toordinal() <= s <= last.toordinal())
        found: list[date] = []
        for low, high in pairwise(ordered):
            self._crossings(low, high, window_years, found)
        return found

    def _years_at(self, ordinal: int, window_years: int | None) -> int:
        return self.years(date.fromordinal(ordinal), window_years)

    def _crossings(self, low: int, high: int, window: int | None, found: list[date]) -> None:
        # Between two stops the amount only grows, stays or shrinks.
        before = self._years_at(low, window)
        after = self._years_at(high, window)
        while before != after:
            under, over = low, high
            while over - under > 1:
                middle = (under + over) // 2
                if self._years_at(middle, window) == before:
                    under = middle
                else:
                    over = middle
            found.append(date.fromordinal(over))
            low, before = over, self._years_at(over, window)


def _shifted(ordinal: int, years: int) -> int:
    day = date.fromordinal(ordinal)
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:
        return date(day.year + years, 3, 1).toordinal()


def stretches(spells: Sequence[Spell], cap: int) -> list[tuple[int, int, Track]]:
    """The unbroken stretches of work: first day, day after the last, and their track.

    No length of harmless gap is written anywhere, so a single free day breaks one.
    """
    made: list[tuple[int, int, Track]] = []
    group: list[Spell] = []
    until = 0
    for each in sorted(spells, key=lambda spell: spell.first):
        if group and each.first > until:
            made.append((group[0].first, until, Track(group, cap)))
            group = []
        until = max(until, each.last) if group else each.last
        group.append(each)
    if group:
        made.append((group[0].first, until, Track(group, cap)))
    return made
