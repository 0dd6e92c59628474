"""What one client was told is kept for the next, and never changes what the next one is told."""

from datetime import date
from decimal import Decimal

import pytest

from portal.assessment import grids, plans, remembered, written
from portal.assessment.assess import assess
from portal.assessment.reading import parse_profile
from portal.assessment.remembered import telling
from portal.rulebook import DATA, load, read_directory
from portal.text import Label, Money, msg
from tests.population import people

RULES = load()
TODAY = date(2026, 11, 24)


def told(document, rules=RULES, on=TODAY):
    made = assess(parse_profile(document, rules), rules, on, rounds=False)
    return written.written(made, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (37, 37.0),
        (Decimal(1), 1),
        (Money(5), 5),
        ("5", 5),
        (msg("CLB %(level)s", level=7), msg("CLB %(level)s", level=7.0)),
        (msg("%(a)s of %(b)s", a=1, b=2), msg("%(a)s of %(b)s", b=1, a=2)),
        (msg("Works"), "Works by"),
        (Label("Ontario", "Ontario"), Label("Ontario", "l’Ontario")),
        ((1, 2), (1, True)),
        (None, False),
    ],
)
def test_what_is_written_in_another_way_is_told_apart(one, other):
    assert telling(one) != telling(other)


def test_what_is_written_alike_is_told_once():
    assert telling(msg("CLB %(level)s", level=7)) == telling(msg("CLB %(level)s", level=7))
    assert telling((1, msg("a"))) == telling([1, msg("a")])


def test_a_client_is_told_the_same_first_and_after_a_crowd():
    crowd = list(people(60))
    first = told(crowd[7], read_directory(DATA))
    for each in crowd:
        told(each)
    assert told(crowd[7]) == first


def test_days_do_not_mix():
    crowd = list(people(12))
    days = [date(2022, 5, 2), TODAY, date(2024, 9, 9)]
    alone = [told(each, read_directory(DATA), day) for each in crowd[:2] for day in days]
    for each in crowd:
        for day in days:
            told(each, on=day)
    assert [told(each, on=day) for each in crowd[:2] for day in days] == alone


def test_who_comes_when_the_shelf_is_full_is_told_the_same(monkeypatch):
    crowd = list(people(10))
    before = [told(each) for each in crowd]
    for module in (grids, plans, remembered, written):
        monkeypatch.setattr(module, "_MANY", 3)
    fresh = read_directory(DATA)
    assert [told(each, fresh) for each in crowd] == before
