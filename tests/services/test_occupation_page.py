"""What the page of one occupation says on a day."""

from __future__ import annotations

from datetime import date

import pytest

from portal.rulebook import NotInForce, load
from portal.services.occupations import OccupationPage, Span, occupation_page, sentence
from portal.text import render
from tests.rulebook.high_wage_book import a_book


def page(edition: str, code: str, on: str) -> OccupationPage:
    return occupation_page(load(), edition, code, date.fromisoformat(on))


def listed(shown: OccupationPage) -> dict[str, str]:
    return {listing.version.id: listing.kind for listing in shown.in_force}


@pytest.mark.parametrize(
    ("edition", "code", "on", "skilled", "trade"),
    [
        ("2021", "21231", "2026-11-24", True, False),
        ("2021", "63200", "2026-11-24", True, True),
        ("2021", "73300", "2022-11-15", False, False),
        ("2021", "73300", "2022-11-16", True, True),
        ("2016", "1123", "2022-11-15", True, False),
        ("2016", "1123", "2022-11-16", None, False),
        ("2016", "6331", "2026-11-24", None, None),
        ("2021", "65100", "2026-11-24", False, False),
    ],
)
def test_skilled_and_trade_on_a_day(
    edition: str, code: str, on: str, skilled: bool | None, trade: bool | None
) -> None:
    shown = page(edition, code, on)
    assert (shown.skilled.met, shown.trade.met) == (skilled, trade)


def test_the_reason_reads_the_edition_of_that_day() -> None:
    assert render(page("2021", "21231", "2026-11-24").skilled.because) == (
        "TEER 1. The rule accepts TEER 0, 1, 2, 3."
    )
    assert render(page("2021", "73300", "2022-11-15").skilled.because) == (
        "The rule of that day reads NOC 2016: 7511, level C. It accepts 0, A, B."
    )
    assert render(page("2016", "1123", "2026-11-24").skilled.because) == (
        "The rule of that day reads NOC 2021: 11202, 10022, 64409, TEER 1, 0, 4. "
        "It accepts TEER 0, 1, 2, 3."
    )


def test_the_sentence_on_top_says_the_answer() -> None:
    assert render(sentence(page("2021", "63200", "2026-11-24"))) == (
        "On 24 November 2026 this is skilled work for Express Entry, and a skilled trade."
    )
    assert "nobody can say" in render(sentence(page("2016", "6331", "2026-11-24")))
    assert "no skilled work" in render(sentence(page("2021", "65100", "2026-11-24")))


def test_software_engineers_left_stem_on_27_february_2025() -> None:
    assert listed(page("2021", "21231", "2025-02-26"))["ee.stem"] == "category"
    after = page("2021", "21231", "2025-02-27")
    assert "ee.stem" not in listed(after)
    stem = next(each for each in after.other_days if each.version.id == "ee.stem")
    assert stem.spans == (Span(date(2023, 5, 31), date(2025, 2, 26)),)


def test_cooks_were_in_the_trade_category_for_a_year() -> None:
    shown = page("2021", "63200", "2026-11-24")
    trade = next(each for each in shown.other_days if each.version.id == "ee.trade")
    assert trade.spans == (Span(date(2025, 2, 27), date(2026, 2, 17)),)


def test_an_old_code_is_on_a_list_only_in_part() -> None:
    stem = next(
        each for each in page("2016", "2171", "2026-11-24").in_force if each.version.id == "ee.stem"
    )
    assert stem.certain is False


def test_the_list_of_a_round_is_never_open() -> None:
    shown = page("2016", "2173", "2019-08-01")
    assert "on.tech_2019" not in listed(shown)
    assert "on.tech_2019" in {each.version.id for each in shown.other_days}


def test_what_a_province_leaves_out_is_said() -> None:
    assert listed(page("2021", "73300", "2026-11-24"))["sk.excluded"] == "exclusion"


def test_where_a_code_came_from_and_what_became_of_it() -> None:
    came = page("2021", "21231", "2026-11-24")
    assert [(way.occupation.code, way.certain) for way in came.ways] == [("2173", True)]
    became = page("2016", "2171", "2026-11-24")
    assert became.ways[0].occupation.code == "21222"
    assert {way.certain for way in became.ways} == {False}
    assert became.titles is None


def test_a_code_or_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        page("2021", "2173", "2026-11-24")
    with pytest.raises(NotInForce):
        page("2021", "21231", "2014-12-31")


def test_every_code_has_a_page_on_every_side_of_the_change() -> None:
    rules = load()
    for edition in ("2016", "2021"):
        for group in rules.occupations.all(edition):
            for on in (
                date(2015, 1, 1),
                date(2022, 11, 15),
                date(2022, 11, 16),
                date(2026, 11, 24),
            ):
                shown = occupation_page(rules, edition, group.code, on)
                assert render(sentence(shown))
                assert shown.ways


@pytest.mark.parametrize(
    ("edition", "code", "listed", "words"),
    [
        ("2021", "20010", True, "Tier 2.0. Work in Canada or an offer may earn CRS points."),
        ("2016", "0211", True, "Tier 2.0. Work in Canada or an offer may earn CRS points."),
        ("2016", "2174", None, "Tier 1.5. Work in Canada or an offer may earn CRS points."),
        ("2021", "64100", False, "Not on the list: it earns none of these CRS points."),
    ],
)
def test_a_high_wage_code_says_its_tier_once_a_list_is_in_force(edition, code, listed, words):
    """By a list invented for tests; the shipped book has none."""
    day = date(2026, 12, 1)
    found = occupation_page(a_book(), edition, code, day).high_wage
    assert found is not None
    assert (found.met, render(found.because)) == (listed, words)
    assert occupation_page(load(), edition, code, day).high_wage is None
    assert occupation_page(a_book(), edition, code, date(2026, 11, 2)).high_wage is None
