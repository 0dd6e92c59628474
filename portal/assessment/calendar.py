"""Days, birthdays, anniversaries and how much of a year a day is.

People born on 29 February turn a year older on 1 March in other years; what
expires does so on 28 February. No official text on single days was found: both
are the strict side (facts: programs, boundary_reading, confidence low).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

# In a leap year 28 and 29 February weigh half a day each, so that twelve calendar
# months weigh the same from every starting day: 365 days, 730 half-days.
HALF_DAYS_A_YEAR = 730


def _lighter_days() -> list[int]:
    days: list[int] = []
    for year in range(1896, 2201):
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            days += [date(year, 2, 28).toordinal(), date(year, 2, 29).toordinal()]
    return days


_LIGHTER = _lighter_days()


def weight(ordinal: int) -> int:
    """Half-days from the start of time up to, not including, a day (its ordinal)."""
    return 2 * ordinal - bisect_left(_LIGHTER, ordinal)


def age_on(born: date, on: date) -> int:
    """Completed years on a day; negative before birth."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def anniversary(day: date, years: int) -> date:
    """The day that completes some years: of an age, of living together."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def expiry(day: date, years: int) -> date:
    """The first day on which something of ``day`` is ``years`` old and counts no more."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def years_before(on: date, years: int) -> date:
    """The first day of a window of ``years`` that ends the day before ``on``."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 3, 1)


def whole_months(days: int) -> int:
    """Completed months in a number of days, each a twelfth of a year of 365 begun in whole days.

    Month ``m`` is there on day ``days_of(m)``: 91 for three, 182 for six, 365 for twelve.
    """
    return (12 * days + 11) // 365


def days_of(months: int) -> int:
    """The days that make so many months (26 weeks at 30 hours are half of 1,560 hours)."""
    return months * 365 // 12


def months_before(on: date, months: int) -> date:
    """The same calendar day some months earlier, or the last day of that month."""
    index = on.year * 12 + on.month - 1 - months
    year, month = divmod(index, 12)
    day = on.day
    while True:
        try:
            return date(year, month + 1, day)
        except ValueError:
            day -= 1


def months_after(day: date, months: int) -> date:
    """The same calendar day some months later, or the last day of that month."""
    return months_before(day, -months)
