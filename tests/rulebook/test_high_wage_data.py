"""What a high-wage table must say before it is in force. Every figure here is invented."""

import pytest

from portal.rulebook import load
from portal.rulebook.check import check
from portal.rulebook.figures import points_faults
from portal.rulebook.high_wage import high_wage_faults, high_wage_on, high_wage_tables
from portal.text import render
from tests.builders import day
from tests.rulebook.high_wage_book import CODES, PATH, a_book, a_high_wage_file

ON = day("2026-11-10")


def test_the_shipped_book_has_no_figures_for_it():
    assert high_wage_tables(load()) == ()
    assert high_wage_on(load(), ON) is None


def test_a_whole_table_has_no_fault():
    book = a_book()
    assert check(book) == []
    table = high_wage_on(book, ON)
    assert table is not None
    assert (table.most, table.tiers) == (60, ("2.0", "1.5", "1.3"))
    assert "65201" in table.tier_of
    assert "65201" not in table.work.tiers  # TEER 5 is not among those the terms accept
    assert high_wage_on(book, day("2026-11-02")) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"codes_reported": 186}, "7 codes, but the source reports 186"),
        ({"edition": "2026"}, "edition: found '2026'. Write one of ['2016', '2021']"),
        ({"tiers": ["1.3", "1.5", "2.0"]}, "Write the highest first"),
        ({"tiers": ["2.0", "1.5"]}, "21233: '1.3' is no tier. Write one of ['2.0', '1.5']"),
        ({"tiers": ["high", "1.5", "1.3"]}, "Write numbers as text"),
        ({"tiers": ["2.5", "2.0", "1.5", "1.3"]}, "no code is in tier 2.5"),
        ({"section": "spouse"}, "section: found 'spouse'"),
        ({"combine": "both"}, "Write one of ['higher', 'sum']"),
        ({"max": 61}, "work and offer give 60 at most"),
        ({"combine": "sum", "max": 111}, "work and offer give 110 at most"),
        ({"max": 0}, "max: found 0. Write a whole number, 1 or more"),
        ({"max": True}, "max: found True"),
        ({"max": None}, "values: max is missing"),
        ({"surprise": 1}, "unknown key 'surprise'"),
        ({"work": None}, "work is missing"),
        ({"offer": 3}, "offer: found 3. Write a table"),
        ({"work__min_months": 0}, "min_months: found 0. Write a whole number, 1 or more"),
        ({"work__min_months": 37}, "37 months do not fit into a window of 36"),
        ({"work__months_in": "any"}, "months_in: found 'any'"),
        ({"work__teer": []}, "teer: found []"),
        ({"work__teer": ["6"]}, "work, teer: found '6'"),
        ({"work__points__1.3": -1}, "work, points, 1.3: found -1"),
        ({"work__points__1.3": None}, "work, points, 1.3: found None"),
        ({"work__points__1.1": 5}, "work, points, 1.1: found 5"),
        ({"work__points__1.5": 40.5}, "work, points, 1.5: found 40.5"),
        ({"offer__seasonal": "no"}, "seasonal: found 'no'. Write true or false"),
        ({"offer__needs_lmia": None}, "needs_lmia is missing"),
        ({"offer__min_hours_per_week": -1}, "min_hours_per_week: found -1"),
        ({"work__points__2.0": 601, "max": 601}, "the section it sits in ends at 600"),
        (
            {"work__points__2.0": 501, "max": 501, "section": "core"},
            "the section it sits in ends at 500",
        ),
    ],
)
def test_a_fault_is_told_with_what_to_write(changes, told):
    faults = list(map(render, high_wage_faults(a_book(**changes))))
    assert any(told in fault for fault in faults), faults
    assert all(fault.startswith("crs.additional.high_wage, 2026-11-03") for fault in faults)


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ({**CODES, "99999": "1.3"}, "'99999' is no NOC 2021 code"),
        ({**CODES, "2173": "1.3"}, "'2173' is no NOC 2021 code"),
        ([*CODES.items(), ("21231", "1.3")], "21231 stands there twice"),
        ({**CODES, "21234": "3.0"}, "21234: '3.0' is no tier"),
    ],
)
def test_a_list_with_a_wrong_code_is_refused(codes, told):
    assert any(told in fault for fault in map(render, high_wage_faults(a_book(codes))))


def test_the_whole_check_tells_it_too():
    assert any("'99999' is no NOC" in fault for fault in check(a_book({**CODES, "99999": "1.3"})))


def test_codes_without_figures_are_refused():
    """A list alone, still reported and not known, would look as if it counted."""
    raw = a_high_wage_file().replace(b'status = "in_force"', b'status = "expected"')
    faults = list(map(render, high_wage_faults(load().with_files({PATH: raw}))))
    assert any("it lists codes, but is expected" in fault for fault in faults)


def test_in_the_core_its_ceiling_may_stay_or_rise():
    """The facts do not say; both are sound, anything between is not."""
    caps = "crs/caps.toml"
    book = a_book(section="core", from_="2015-01-01")
    raw = load().file(caps).decode()
    for core, couple, grand in ((500, 460, 1200), (560, 520, 1260), (550, 510, 1250)):
        text = raw.replace("core_single = 500", f"core_single = {core}")
        text = text.replace("core_with_spouse = 460", f"core_with_spouse = {couple}")
        text = text.replace("core_and_spouse = 500", f"core_and_spouse = {core}")
        text = text.replace("grand_total = 1200", f"grand_total = {grand}")
        sound = not list(points_faults(book.with_files({caps: text.encode()})))
        assert sound is (core != 550)
