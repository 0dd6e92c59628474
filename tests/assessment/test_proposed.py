"""If this became law: a number only where the proposal gives one, and never in a result."""

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

import portal
from portal.assessment.assess import assess
from portal.assessment.proposed import if_law
from portal.rulebook import Rulebook, load
from portal.rulebook.proposals import FOLDER
from portal.text import render
from tests.assessment.people_at_random import days, people
from tests.assessment.test_properties import facts_or_skip, often
from tests.builders import (
    a_french_test,
    a_profile,
    a_study,
    a_test,
    day,
    in_canada,
    profile_of,
    studied_in_canada,
    the_seed,
    without,
)
from tests.rulebook.high_wage_book import a_book

ON = "2026-06-01"  # proposed, and high-wage points not yet reported in force
RULES = load()
ALONE = Rulebook({path: RULES.file(path) for path in RULES.paths if not path.startswith(FOLDER)})


def law(document, on=ON, rules=RULES):
    found = if_law(profile_of(document), rules, day(on))
    assert found is not None
    return found


def line(found, name):
    return next(each for each in found.lines if each.id == f"crs.{name}")


# --- it never enters a result -----------------------------------------------------------


@often
@given(people, days)
def test_an_assessment_is_the_same_with_and_without_it(document, on):
    profile = facts_or_skip(document).profile
    with_it, without_it = (
        assess(profile, rules, on, rounds=False).as_json() for rules in (RULES, ALONE)
    )
    assert {**with_it, "rulebook": ""} == {**without_it, "rulebook": ""}


def test_the_rounds_are_the_same_too():
    profile = profile_of(the_seed())
    with_it, without_it = (
        assess(profile, rules, date(2026, 11, 24)).as_json() for rules in (RULES, ALONE)
    )
    assert {**with_it, "rulebook": ""} == {**without_it, "rulebook": ""}


def test_no_scorer_reads_proposals():
    """Of the engine only ``proposed`` imports them, and nothing of the engine imports it."""
    engine = Path(portal.__file__).parent / "assessment"
    reads: dict[str, set[str]] = {}
    for file in engine.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                reads.setdefault(node.module, set()).add(file.stem)
    assert reads["portal.rulebook.proposals"] == {"proposed"}
    assert "portal.assessment.proposed" not in reads


@pytest.mark.parametrize("on", ["2015-01-01", "2026-03-31"])
def test_before_it_was_proposed_there_is_nothing_to_show(on):
    assert if_law(profile_of(a_profile(on)), RULES, day(on)) is None


# --- line by line -----------------------------------------------------------------------


def test_what_goes_is_0_what_stays_is_the_same():
    document = a_profile(
        ON,
        language_tests=[a_test(9), a_french_test(7)],
        relatives_in_canada=[
            {
                "of": "applicant",
                "relation": "sibling",
                "status": "citizen",
                "province": "ON",
                "age_18_or_over": True,
            }
        ],
    )
    found = law(document)
    assert [(line(found, each).now, line(found, each).then) for each in
            ("core.age", "additional.french", "additional.sibling")] == [
        (105, 105), (50, 0), (15, 0)]  # fmt: skip


@pytest.mark.parametrize(
    ("study", "now", "then", "bounds"),
    [
        (studied_in_canada("masters", "2025-06-30"), 30, None, (0, 30)),
        (studied_in_canada("bachelors_or_three_year", "2025-06-30"), 30, 0, (0, 0)),
        (studied_in_canada("post_secondary_two_year", "2025-06-30"), 15, 0, (0, 0)),
        (a_study("masters", ON), 0, 0, (0, 0)),
    ],
)
def test_study_in_canada_goes_or_stays_for_graduate_degrees(study, now, then, bounds):
    found = line(law(a_profile(ON, education=[study])), "additional.canadian_study")
    assert (found.now, found.then, (found.low, found.high)) == (now, then, bounds)


def test_both_outcomes_count_for_somebody_with_a_degree_of_each_kind():
    both = [
        studied_in_canada("doctorate", "2025-06-30"),
        studied_in_canada("post_secondary_one_year", "2019-06-30"),
    ]
    found = line(law(a_profile(ON, education=both)), "additional.canadian_study")
    assert (found.low, found.high) == (0, 30)


def test_a_certificate_has_no_figures_unless_there_is_none():
    name = "transferability.certificate_language"
    held = {"province": "ON", "noc": {"version": "2021", "code": "72401"},
            "issued_on": "2020-01-01"}  # fmt: skip
    found = line(law(a_profile(ON, certificate_of_qualification=held)), name)
    assert (found.now, found.then, found.low, found.high) == (50, None, 0, None)
    assert render(found.becomes) == "changes, no figures"
    assert line(law(a_profile(ON)), name).then == 0
    unasked = law(without(a_profile(ON), "certificate_of_qualification"))
    assert line(unasked, name).high is None


def test_what_nobody_mentions_has_no_figure_and_is_listed():
    found = law(a_profile(ON))
    education = line(found, "core.education")
    assert (education.now, education.then, education.change) == (120, None, None)
    assert education in found.not_mentioned
    assert education not in found.without_figures


# --- the total --------------------------------------------------------------------------


def test_the_total_counts_as_today_what_nobody_mentions():
    """Nothing of the additional section, no certificate: the reform would leave it as it is."""
    found = law(a_profile(ON))
    assert found.now == found.at_least == found.at_most
    assert found.without_figures == ()


def test_the_total_is_bounded_where_a_line_may_stay_or_go():
    found = law(a_profile(ON, education=[studied_in_canada("masters", "2025-06-30")]))
    assert (found.at_least, found.at_most) == (found.now - 30, found.now)
    assert [each.id for each in found.without_figures] == ["crs.additional.canadian_study"]


def test_no_upper_bound_is_made_up():
    """From 3 November 2026 high-wage points are reported in force without figures."""
    found = law(a_profile("2026-11-24"), "2026-11-24")
    assert found.at_most is None
    assert [each.id for each in found.without_figures] == ["crs.additional.high_wage"]
    known = law(a_profile("2026-11-24"), "2026-11-24", a_book())
    assert known.at_most == known.at_least == known.now


def test_under_a_full_section_nothing_is_lost():
    """With a nomination the 600 are full; French and a sibling count for nothing today."""
    document = a_profile(
        ON,
        language_tests=[a_test(9), a_french_test(7)],
        provincial_nomination={
            "province": "ON", "nominated_on": "2026-05-01", "enhanced": True},
    )  # fmt: skip
    found = law(document)
    assert found.at_least == found.now


def test_without_a_marital_status_there_is_no_total():
    found = law(without(a_profile(ON), "marital_status"))
    assert (found.now, found.at_least, found.at_most) == (None, None, None)


@often
@given(people)
def test_the_bounds_hold_today_s_total_when_nothing_of_it_goes(document):
    profile = facts_or_skip(document).profile
    found = if_law(profile, RULES, day(ON))
    assert found is not None
    if found.now is None:
        return
    lost = sum(each.now or 0 for each in found.lines if each.change and each.low < (each.now or 0))
    assert found.now - lost <= found.at_least <= found.now
    assert found.at_most is None or found.at_least <= found.at_most <= 1200
    for each in found.lines:
        assert each.then is None or each.then == each.low == each.high


# --- the class --------------------------------------------------------------------------


def test_the_class_asks_secondary_school_clb_6_and_a_year_in_three():
    found = law(a_profile(ON, education=[a_study("secondary", ON)], language_tests=[a_test(6)],
                          work=[in_canada(1, ON)]))  # fmt: skip
    assert found.eligible is True
    assert [each.met for each in found.criteria] == [True, True, True]


@pytest.mark.parametrize(
    ("changes", "failing", "met"),
    [
        ({"education": []}, "education", False),
        ({"language_tests": [a_test([6, 6, 5, 6])]}, "clb", False),
        ({"language_tests": []}, "clb", False),
        ({"work": [in_canada(1, ON, start="2025-06-15")]}, "experience", False),
        ({"work": [in_canada(1, ON, noc={"version": "2021", "code": "65201"})]}, "experience",
         False),
        ({"work": [in_canada(1, ON, noc=None)]}, "experience", None),
        ({"work": [in_canada(1, ON, start="2021-01-01", end="2023-05-31")]}, "experience", False),
    ],
)  # fmt: skip
def test_a_condition_of_the_class_that_is_not_met_or_not_known(changes, failing, met):
    found = law(a_profile(ON, **changes))
    assert found.eligible is met
    assert {each.id: each.met for each in found.criteria}[failing] is met


def test_work_abroad_counts_for_the_class_as_work_in_canada_does():
    assert law(a_profile(ON)).eligible is True


def test_everything_cites_where_it_was_read_and_how_sure_that_is():
    found = law(a_profile(ON))
    assert found.proposal.confidence == "low"
    assert all(each.rule.confidence == "low" for each in found.criteria)
    assert [each.on.isoformat() for each in found.proposal.events] == [
        "2026-04-01", "2026-04-21", "2026-04-23", "2026-05-24", "2026-06-15"]  # fmt: skip
