"""Spans and days: the oracle says a value, or the bounds between which the facts leave it open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Span(NamedTuple):
    """A number known exactly (lo == hi) or only between two bounds."""

    lo: int
    hi: int

    @property
    def exact(self) -> bool:
        return self.lo == self.hi


NO, YES, MAYBE = Span(0, 0), Span(1, 1), Span(0, 1)
Fact = Span  # a truth: NO, YES or MAYBE


def only(n: int) -> Span:
    return Span(n, n)


def plus(spans: Iterable[Span]) -> Span:
    spans = list(spans)
    return Span(sum(s.lo for s in spans), sum(s.hi for s in spans))


def at_most(s: Span, cap: int) -> Span:
    return Span(min(s.lo, cap), min(s.hi, cap))


def both(*facts: Fact) -> Fact:
    return Span(min(f.lo for f in facts), min(f.hi for f in facts))


def either(*facts: Fact) -> Fact:
    return Span(max((f.lo for f in facts), default=0), max((f.hi for f in facts), default=0))


def nay(f: Fact) -> Fact:
    return Span(1 - f.hi, 1 - f.lo)


def said(value: object, default: Fact = MAYBE) -> Fact:
    """A boolean of the profile; null or absent is `default`."""
    return default if value is None else (YES if value else NO)


def truth(value: bool) -> Fact:
    return YES if value else NO


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text[:10])


def years_on(d: date, years: int) -> date:
    """The same calendar day some years on; 29 February falls on the 28th (programs.yaml
    dates.boundary_reading.feb_29: the strict side for what expires)."""
    try:
        return d.replace(year=d.year + years)
    except ValueError:
        return date(d.year + years, 2, 28)


def months_on(d: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    year, month = divmod(d.year * 12 + d.month - 1 + months, 12)
    for number in (d.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(d)


def age(born: date, on: date) -> Span:
    """Completed years; born on a 29 February, the 28th of a common year is left open."""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    leapling = (born.month, born.day) == (2, 29)
    if leapling and (on.month, on.day) == (2, 28) and years_on(born, on.year - born.year) == on:
        return Span(years, years + 1)
    return only(years)


def fresh(issued: date | None, on: date, years: int) -> Fact:
    """Less than so many years old on the day; not there before its day; an unknown day is open."""
    if issued is None:
        return MAYBE
    return truth(issued <= on < years_on(issued, years))


def leap_days(start: date, end: date) -> int:
    """How many 29 Februaries lie in [start, end)."""
    count = 0
    for year in range(start.year, end.year + 1):
        if year % 4 == 0 and (year % 100 or year % 400 == 0):
            count += start <= date(year, 2, 29) < end
    return count
