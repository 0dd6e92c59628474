"""Rules in words: no raw key on any page, what a version changed, a client's own rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from portal.assessment.assess import assess
from portal.assessment.result import localize
from portal.rendering.rules.changes import changes
from portal.rendering.rules.explained import explained
from portal.rendering.rules.own import own
from portal.rendering.rules.reading import read, rule_ids
from portal.rendering.rules.shape import RuleView, VersionView
from portal.rendering.rules.words import COLUMNS, KEYS
from portal.rulebook import load
from portal.rulebook.check import plain_rules
from portal.services import rule_list
from portal.services.rule_differences import differences
from portal.text import catalogue, render, show
from tests.builders import profile_of, the_seed

RAW = re.compile(r"\b[a-z0-9]+(_[a-z0-9]+)+\b|%\(|\bTrue\b|\bFalse\b|\bNone\b")
SEED_DAY = date(2019, 8, 1)


@lru_cache(maxsize=4)
def document(lang: str = "en", on: date = SEED_DAY) -> dict[str, Any]:
    """The seed case's assessment as a client's page has it."""
    made: dict[str, Any] = localize(assess(profile_of(the_seed()), load(), on).as_json(), lang)
    return made


def view(rule_id: str) -> RuleView:
    found = read(load(), rule_id)
    assert found is not None
    return found


def said(version: VersionView, lang: str) -> Iterator[str]:
    """Every word a version puts on a page."""
    for fact in version.facts:
        yield f"{show(fact.label, lang)}: {show(fact.value, lang)}"
    for table in version.tables:
        yield from (show(each, lang) for each in table.headings)
        yield from (show(cell, lang) for row in table.rows for cell in row.cells)
    for each in version.requirements:
        yield f"{show(each.label, lang)}: {show(each.details, lang)}"
    yield from (show(each.title, lang) for each in version.occupations)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_rule_shows_a_raw_key(lang: str) -> None:
    for rule_id in rule_ids(load()):
        rule = view(rule_id)
        words = [render(rule.label, lang)]
        for version, older in zip(rule.versions, (*rule.versions[1:], None), strict=True):
            words += said(version, lang)
            for change in changes(older, version) if older else []:
                parts = (change.what, change.old, change.new)
                words += [show(each, lang) for each in parts if each is not None]
        assert [each for each in words if RAW.search(each)] == [], rule_id


def test_every_column_and_key_of_the_shipped_tables_has_words() -> None:
    bands = re.compile(r"(below_)?clb\d+|years_\d+")
    for rule_id in filter(rule_list.for_clients, plain_rules(load())):
        for version in load().history(rule_id):
            names = {each for each in version.columns if not bands.fullmatch(each)}
            assert names <= set(COLUMNS), rule_id
            for key, value in version.values.items():
                if not isinstance(value, dict):
                    assert key in KEYS, (rule_id, key)


def test_every_rule_a_client_can_reach_is_explained_in_both_languages() -> None:
    french = catalogue("fr")
    for entry in rule_list.every_rule(load()):
        if rule_list.for_clients(entry.id):
            assert explained(entry.id), entry.id
            for words in explained(entry.id):
                assert french.gettext(words.msgid) != words.msgid
                assert not re.search(
                    r"\d", words.msgid.replace("NOC 2021", "").replace("NOC 2016", "")
                )


def test_neighbouring_ages_with_the_same_points_are_one_row() -> None:
    table = view("crs.core.age").versions[0].tables[0]
    heads = [show(row.cells[0], "en") for row in table.rows]
    assert heads[:4] == ["18", "19", "20 to 29", "30"]


def test_the_last_row_of_years_is_open() -> None:
    rows = view("crs.core.canadian_work").versions[0].tables[0].rows
    assert show(rows[-1].cells[0], "en") == "5 or more"


def test_a_chart_has_a_row_for_each_level_and_a_column_for_each_ability() -> None:
    table = view("language.ielts_general_training").versions[0].tables[0]
    nine = next(row for row in table.rows if row.first == 9)
    assert [show(each, "en") for each in nine.cells] == ["9", "7", "7", "8", "7"]
    eight = next(row for row in table.rows if row.first == 8)
    assert [show(each, "fr") for each in eight.cells] == ["8", "6,5", "6,5", "7,5", "6,5"]


def test_the_change_of_25_march_2025_is_told_as_it_was() -> None:
    found = differences(load(), date(2025, 3, 24), date(2025, 3, 25))
    offer = next(each for each in found if each.view.id == "crs.additional.job_offer")
    ((day, changed),) = offer.days
    assert day == date(2025, 3, 25)
    assert [(show(c.what, "en"), c.old, c.new) for c in changed] == [
        ("Points for a senior management occupation", 200, 0),
        ("Points for another skilled occupation", 50, 0),
    ]


def test_a_stream_that_pauses_is_among_the_changes() -> None:
    found = differences(load(), date(2017, 11, 6), date(2017, 11, 7))
    (hcp,) = [each for each in found if each.view.id == "streams.ontario.hcp"]
    ((_, (change,)),) = hcp.days
    assert (show(change.old, "en"), show(change.new, "en")) == ("open", "paused")


def test_nothing_changes_in_no_days() -> None:
    assert differences(load(), SEED_DAY, SEED_DAY) == []


# --- a client's own rows --------------------------------------------------------------------


def rows_of(rule_id: str, facts: dict[str, Any]) -> dict[str, list[str]]:
    """The heads of the client's rows, each with what falls there."""
    version = view(rule_id).in_force(SEED_DAY)
    assert version is not None
    found = own(rule_id, version, facts)
    table = version.tables[0]
    return {
        show(table.rows[at].cells[0], "en"): [show(each, "en") for each in words]
        for (_, at), words in found.rows.items()
    }


@pytest.mark.parametrize(
    ("rule_id", "row", "worth"),
    [
        ("crs.core.age", "34", 75),
        ("crs.core.education", "Master’s degree", 126),
        ("crs.core.canadian_work", "0", 0),
        ("crs.spouse.education", "Bachelor’s degree or program of three or more years", 8),
        ("crs.spouse.canadian_work", "0", 0),
        ("crs.transferability.education_language", "Master’s degree", 50),
        ("crs.transferability.foreign_work_language", "3 or more", 50),
        ("crs.transferability.foreign_work_canadian_work", "3 or more", 0),
        ("crs.transferability.certificate_language", "without", 0),
        ("programs.fsw.age", "18 to 35", 12),
        ("programs.fsw.education", "Master’s degree", 23),
        ("programs.fsw.experience", "6 or more", 15),
    ],
)
def test_the_seed_cases_row_gives_the_points_of_its_line(
    rule_id: str, row: str, worth: int
) -> None:
    version = view(rule_id).in_force(SEED_DAY)
    assert version is not None
    found = own(rule_id, version, document())
    table = version.tables[0]
    ((_, at),) = found.rows
    assert show(table.rows[at].cells[0], "en") == row
    assert table.rows[at].cells[found.columns[0]] == worth == found.said[0].entry["points"]


def test_each_ability_falls_into_its_own_row() -> None:
    """The seed case's partner: CLB 7 in reading, writing and listening, 8 in speaking."""
    assert rows_of("crs.spouse.language", document()) == {
        "7 to 8": ["Reading", "Writing", "Listening", "Speaking"]
    }
    assert rows_of("crs.core.first_language", document()) == {
        "10 or more": ["Reading", "Writing", "Listening", "Speaking"]
    }


def test_what_each_ability_is_worth_adds_up_to_the_line() -> None:
    version = view("crs.core.first_language").in_force(SEED_DAY)
    found = own("crs.core.first_language", version, document())
    assert [show(each, "en") for each in found.worth] == [
        f"{ability}: level 10, 32 points"
        for ability in ("Reading", "Writing", "Listening", "Speaking")
    ]
    assert found.said[0].entry["points"] == 4 * 32


def test_the_family_finds_its_row_in_the_funds_table() -> None:
    assert rows_of("funds.settlement", document()) == {"3": []}


def test_a_rule_the_assessment_does_not_cite_says_nothing_of_it() -> None:
    assert own("language.pte_core", None, document()).said == ()
