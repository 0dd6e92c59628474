"""The days on which a window of months holds enough: found by leaps, the same as day by day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.assessment.experience import Spell, Track
from portal.assessment.windows import months_in, turning_days

FIRST, LAST = date(2022, 11, 1), date(2026, 12, 31)
CAP = 30

spells = st.lists(
    st.tuples(
        st.dates(date(2019, 1, 1), date(2026, 6, 30)),
        st.integers(1, 900),
        st.sampled_from([400, 1000, 1500, 3000, 4000]),
    ),
    max_size=4,
).map(
    lambda made: [
        Spell(first.toordinal(), first.toordinal() + days, rate) for first, days, rate in made
    ]
)


@settings(max_examples=150, deadline=None)
@given(spells, st.integers(1, 24), st.sampled_from([0, 1, 6, 12, 18, 24, 36]))
def test_no_day_is_missed_and_none_is_made_up(worked, need, window):
    track = Track(worked, CAP)
    enough = [
        (day, months_in(track, day, window) >= need)
        for day in (FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1))
    ]
    turns = [day for (_, before), (day, after) in pairwise(enough) if before != after]
    assert turning_days(track, need, window, FIRST, LAST) == turns


@pytest.mark.parametrize("window", [6, 12, 36])
def test_work_that_just_fills_the_window_is_looked_at_day_by_day(window):
    """A full window holds as many months as it has, give or take the length of February."""
    track = Track([Spell(date(2015, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 3000)], CAP)
    held = [
        (day, months_in(track, day, window) >= window)
        for day in (FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1))
    ]
    turns = [b for (_, one), (b, two) in pairwise(held) if one != two]
    assert turning_days(track, window, window, FIRST, LAST) == turns


def test_no_work_turns_nothing():
    assert turning_days(Track([], CAP), 1, 36, FIRST, LAST) == []
