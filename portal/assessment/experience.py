"""Work counted day by day: thirty hours a week at most over all jobs at once.

A year is twelve calendar months of full-time work or as much part-time. That is
never less than the department's 1,560 hours; who has the hours but not yet the
months stands one or two days short and is flagged (facts: programs, work).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.assessment.calendar import (
    HALF_DAYS_A_YEAR,
    days_of,
    weight,
    whole_months,
    years_before,
)

_FAR = date(2200, 1, 1).toordinal()
# A year of 1,560 hours is 364 days, and one of twelve months never more than 366.
_NEAR_DAYS = 4


@dataclass(frozen=True, slots=True)
class Spell:
    """Work from ``first`` up to, not including, ``last`` (day ordinals).

    ``rate`` in hundredths of an hour a week.
    """

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


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months that are certain, and that are possible once everything is known."""

    certain: int
    possible: int


class Track:
    """How much work was done up to any day, for one way of counting.

    Amounts are half-days times hundredths of capped weekly hours; ``day`` of them
    make a day of full-time work, ``year`` a year. ``cap``: hours a week that count
    (rulebook).
    """

    __slots__ = ("_amounts", "_edges", "_rates", "day", "year")

    def __init__(self, spells: Sequence[Spell], cap: int) -> None:
        self.day = 2 * cap * 100
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
        return self.whole_months(self.amount(on, window_years))

    def whole_months(self, amount: int) -> int:
        """Completed months that an amount makes: full days of full-time work count."""
        return whole_months(amount // self.day)

    def amount_of(self, months: int) -> int:
        """The least amount that makes so many months."""
        return days_of(months) * self.day

    def nearly(self, on: date, window_years: int | None, hours_per_year: int) -> bool:
        """Whether the hours of one more year are there, but not its twelve months."""
        done = self.amount(on, window_years)
        years = done // self.year + 1
        if years * self.year - done > _NEAR_DAYS * self.day:
            return False
        return self._hours(on, window_years) >= years * hours_per_year

    def _hours(self, on: date, window_years: int | None) -> float:
        """Hours worked, at most the cap a week, with 28 and 29 February as whole days."""
        first = 0 if window_years is None else years_before(on, window_years).toordinal()
        last = on.toordinal()
        done = 0
        for (start, end), rate in zip(pairwise(self._edges), self._rates, strict=False):
            done += max(0, min(end, last) - max(start, first)) * rate
        return done / (100 * 7)

    def change_days(self, window_years: int | None, first: date, last: date) -> list[date]:
        """The days from ``first`` to ``last`` on which the completed years change."""
        if not self._edges:
            return []
        stops = self.stops(window_years)
        return crossings(lambda day: self.years(day, window_years), stops, first, last)

    def stops(self, window_years: int | None) -> set[int]:
        """The days on which work begins, ends, or leaves a window (day ordinals)."""
        made = set(self._edges)
        if window_years is not None:
            made |= {_shifted(edge, window_years) for edge in self._edges if edge < _FAR}
        return made


def crossings(
    value: Callable[[date], int], stops: Iterable[int], first: date, last: date
) -> list[date]:
    """The days on which a value changes that between two stops only grows or only shrinks."""
    low, high = first.toordinal(), last.toordinal()
    ordered = sorted({low, high, *(stop for stop in stops if low <= stop <= high)})
    found: list[date] = []
    for begin, end in pairwise(ordered):
        at, before, after = begin, value(date.fromordinal(begin)), value(date.fromordinal(end))
        while before != after:
            under, over = at, end
            while over - under > 1:
                middle = (under + over) // 2
                if value(date.fromordinal(middle)) == before:
                    under = middle
                else:
                    over = middle
            found.append(date.fromordinal(over))
            at, before = over, value(date.fromordinal(over))
    return found


def _shifted(ordinal: int, years: int) -> int:
    day = date.fromordinal(ordinal)
    try:
        return day.replace(year=day.year + years).toordinal()
    except ValueError:
        return date(day.year + years, 3, 1).toordinal()


def full_time(spells: Sequence[Spell], cap: int) -> list[Spell]:
    """The days on which all spells together came to full-time work; part-time days are left out."""
    edges = sorted({each.first for each in spells} | {each.last for each in spells})
    return [
        Spell(first, last, cap * 100)
        for first, last in pairwise(edges)
        if sum(s.rate for s in spells if s.first <= first and s.last >= last) >= cap * 100
    ]


def stretches(spells: Sequence[Spell], cap: int, gap_days: int = 0) -> list[Track]:
    """The stretches of work without a gap of more than ``gap_days`` free days.

    No length of harmless gap is written anywhere: by default a single free day breaks one.
    """
    groups: list[list[Spell]] = []
    until = 0
    for each in sorted(spells, key=lambda spell: spell.first):
        if groups and each.first - until <= gap_days:
            groups[-1].append(each)
            until = max(until, each.last)
        else:
            groups.append([each])
            until = each.last
    return [Track(group, cap) for group in groups]
