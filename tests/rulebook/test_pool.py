"""Where a score stood in the pool on the nearest published day."""

from datetime import date

import pytest

from portal.rulebook import load
from portal.rulebook.pool import Pool


@pytest.fixture(scope="module")
def pool() -> Pool:
    return load().part(Pool)


def test_every_published_day_is_read(pool):
    assert len(pool.days) == 123
    assert pool.days[0].as_on == date(2022, 1, 17)


# IRCC's file, pool of 2026-08-16 (one source; its sums hold)
def test_a_score_stands_below_all_better_bands(pool):
    standing = pool.standing(475, date(2026, 8, 20))
    assert standing.day.as_on == date(2026, 8, 16)
    assert standing.day.confidence == "low"
    assert standing.better == 439 + 18657 + 12915 + 13066
    assert (standing.band.low, standing.band.high, standing.band.candidates) == (471, 480, 16626)
    assert standing.better + standing.band.candidates + standing.worse == standing.day.total


@pytest.mark.parametrize(("score", "band"), [(0, (0, 300)), (451, (451, 460)), (1200, (601, 1200))])
def test_every_score_has_its_band(pool, score, band):
    found = pool.standing(score, date(2026, 8, 16)).band
    assert (found.low, found.high) == band


def test_a_score_off_the_scale_is_refused(pool):
    with pytest.raises(ValueError, match="1201"):
        pool.standing(1201, date(2026, 8, 16))
