"""Months of work within a look-back window, and the days on which there are enough or too few.

A window of calendar months moves by no day or by several at the end of a month, and two
days of February weigh half in leap years; so an amount that should only grow wobbles by a
few days. What lies further from the line than that is passed over, the rest is looked at
day by day: no day is missed, and few are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from portal.assessment.calendar import months_after, months_before
from portal.assessment.experience import Track

# Days the two ends of a window may stray from an even pace, in all; more than they do.
_WOBBLE_DAYS = 16


def amount_in(track: Track, on: date, months: int) -> int:
    """Amount done in the window of ``months`` that ends the day before; 0: no window."""
    done = track.upto(on.toordinal())
    return done - track.upto(months_before(on, months).toordinal()) if months else done


def months_in(track: Track, on: date, months: int) -> int:
    """Whole months (twelfths of a year) done in such a window."""
    return track.whole_months(amount_in(track, on, months))


def turning_days(track: Track, need: int, window: int, first: date, last: date) -> list[date]:
    """The days on which ``need`` months begin or cease to be there, ``window`` months back.

    After ``first``, up to ``last``; ``window`` 0: none.
    """
    if not track:
        return []

    def over(ordinal: int) -> int:
        """By how much the need is met; negative where it is not."""
        return amount_in(track, date.fromordinal(ordinal), window) - least

    least = track.amount_of(need)
    wobble = _WOBBLE_DAYS * track.day
    low, high = first.toordinal(), last.toordinal()
    ordered = sorted(
        {low, high, *(each for each in _stops(track, window, high) if low < each < high)}
    )
    found: list[int] = []
    for begin, end in pairwise(ordered):
        if not _still(track, window, begin, end):
            found += _turns(over, begin, end, wobble)
    return [date.fromordinal(each) for each in found]


def _still(track: Track, window: int, begin: int, end: int) -> bool:
    """Whether nothing is worked, and nothing falls out of the window, between two days."""
    if track.upto(begin) != track.upto(end):
        return False
    if not window:
        return True
    back = [months_before(date.fromordinal(each), window).toordinal() for each in (begin, end)]
    return track.upto(back[0]) == track.upto(back[1])


def _stops(track: Track, window: int, last: int) -> Iterator[int]:
    """Days between which work goes on, and falls out of the window, at an even pace."""
    for edge in track.stops(None):
        if edge <= last:
            yield edge
            if window:
                yield months_after(date.fromordinal(edge), window).toordinal()


def _turns(over: Callable[[int], int], begin: int, end: int, wobble: int) -> list[int]:
    """The days after ``begin``, up to ``end``, on which ``over`` changes its side."""
    a, b = over(begin), over(end)
    near_a, near_b = abs(a) <= 2 * wobble, abs(b) <= 2 * wobble
    if (a >= 0) == (b >= 0) and not near_a and not near_b:
        return []
    left, right = begin, end
    if not near_a:  # far from the line at first: skip to where it comes near
        left, far = begin, end
        while far - left > 1:
            middle = (left + far) // 2
            value = over(middle)
            if (value >= 0) == (a >= 0) and abs(value) > 2 * wobble:
                left = middle
            else:
                far = middle
    if not near_b:
        near, right = left, end
        while right - near > 1:
            middle = (near + right) // 2
            value = over(middle)
            if (value >= 0) == (b >= 0) and abs(value) > 2 * wobble:
                right = middle
            else:
                near = middle
    found, side = [], over(left) >= 0
    for day in range(left + 1, right + 1):
        if (over(day) >= 0) != side:
            side = not side
            found.append(day)
    return found
