"""Education with its assessments, and the additional points, each by date."""

import pytest

from tests.builders import (
    a_noc,
    a_permit,
    a_profile,
    a_spouse,
    a_study,
    assessed,
    crs_of,
    crs_points,
    eligible,
    flags_of,
    grid_points,
    met,
    program_of,
    studied_in_canada,
)
from tests.builders import an_offer as offer

ON = "2026-06-01"


def education(*studies, on=ON):
    return assessed(a_profile(on, education=list(studies)), on).factors["education_level"].value


# --- levels -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credentials", "level"),
    [
        (["bachelors_or_three_year", "post_secondary_one_year"], "two_or_more"),
        (["bachelors_or_three_year"] * 2, "two_or_more"),
        (["post_secondary_two_year"] * 2, "post_secondary_two_year"),  # none of three years
        (["bachelors_or_three_year", "secondary"], "bachelors_or_three_year"),
        (["masters", "bachelors_or_three_year"], "masters"),
        (["professional_degree"], "professional_degree"),
        (["none"], "none"),
        ([], "none"),
    ],
)
def test_the_level_of_several_credentials(credentials, level):
    assert education(*(a_study(each) for each in credentials)) == level


def test_one_masters_is_the_upper_group_and_one_bachelors_the_middle_one():
    line = "transferability.education_language"
    assert crs_points(a_profile(education=[a_study("masters")]), line) == 50
    assert crs_points(a_profile(education=[a_study("professional_degree")]), line) == 50
    assert crs_points(a_profile(education=[a_study("doctorate")]), line) == 50
    assert crs_points(a_profile(education=[a_study()]), line) == 25
    assert crs_points(a_profile(education=[a_study("secondary")]), line) == 0


@pytest.mark.parametrize(
    ("on", "level"),
    [
        ("2019-12-31", "none"),  # assessed tomorrow
        ("2020-01-01", "masters"),
        ("2024-12-31", "masters"),
        ("2025-01-01", "none"),  # five years old
    ],
)
def test_an_assessment_counts_from_its_day_for_five_years(on, level):
    study = a_study("masters", eca={"issued_on": "2020-01-01", "organization": "WES"})
    assert education(study, on=on) == level


def test_an_assessment_of_29_february_ends_on_28_february():
    study = a_study("masters", eca={"issued_on": "2020-02-29"})
    assert education(study, on="2025-02-27") == "masters"
    assert education(study, on="2025-02-28") == "none"


def test_an_expired_assessment_is_flagged():
    study = a_study("masters", eca={"issued_on": "2020-01-01"})
    assert flags_of(a_profile(ON, education=[study]))["education.not_counted.0"] == "warning"


def test_the_level_the_assessment_states_decides():
    study = a_study("masters", eca={"issued_on": "2026-01-01", "equivalent": "secondary"})
    assert education(study) == "secondary"


def test_a_canadian_credential_needs_no_assessment_and_an_unfinished_one_earns_nothing():
    assert education(a_study("masters", country="CA", eca=None)) == "masters"
    assert education(a_study("masters", country="IN", eca=None)) == "none"
    assert education(a_study("masters", country="CA", completed_on=None)) == "none"
    assert education(a_study("masters", country="CA", completed_on="2026-06-02")) == "none"


def test_a_credential_not_known_well_enough_is_no_silent_zero():
    document = a_profile(ON, education=[a_study(), a_study(credential=None)])
    assert crs_points(document, "core.education") is None
    assert crs_points(a_profile(ON, education=[a_study(country=None)]), "core.education") is None
    # It cannot raise a doctorate: known after all.
    sure = a_profile(ON, education=[a_study("doctorate"), a_study(credential=None)])
    assert crs_points(sure, "core.education") == 150


# --- study in Canada --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("credential", "on", "points"),
    [
        ("post_secondary_one_year", "2016-11-18", 0),
        ("post_secondary_one_year", "2016-11-19", 15),
        ("post_secondary_two_year", ON, 15),
        ("bachelors_or_three_year", ON, 30),
        ("masters", ON, 30),
        ("professional_degree", ON, 30),
        ("doctorate", ON, 30),
        ("secondary", ON, 0),
    ],
)
def test_study_in_canada_by_level_and_date(credential, on, points):
    study = studied_in_canada(credential, "2016-06-30")
    document = a_profile(on, education=[study])
    assert crs_points(document, "additional.canadian_study", on) == points


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({"months_in_canada": 8}, 15),
        ({"months_in_canada": 7}, 0),
        ({"full_time": False}, 0),
        ({"distance": True}, 0),
        ({"language_course_majority": True}, 0),
        ({"return_obligation": True}, 0),
        ({"distance": None}, None),
        ({"months_in_canada": None}, None),
        ({"full_time": None}, None),
    ],
)
def test_conditions_of_study_in_canada(changes, points):
    study = studied_in_canada("post_secondary_two_year", "2016-06-30", **changes)
    assert crs_points(a_profile(ON, education=[study]), "additional.canadian_study") == points


@pytest.mark.parametrize(
    ("started_on", "completed_on", "points"),
    [
        ("2018-09-01", "2020-02-29", 0),
        ("2018-09-01", "2020-03-01", 15),  # the first day of the waiver
        ("2022-08-31", "2024-06-30", 15),  # the last
        ("2022-09-01", "2024-06-30", 0),
        (None, "2021-06-30", 15),
        (None, "2024-06-30", None),
    ],
)
def test_study_in_the_pandemic_needs_no_presence(started_on, completed_on, points):
    study = studied_in_canada(
        "post_secondary_two_year", completed_on, started_on=started_on, months_in_canada=0
    )
    assert crs_points(a_profile(ON, education=[study]), "additional.canadian_study") == points


@pytest.mark.parametrize(("months", "points"), [(8, 30), (7, 0), (None, None)])
def test_a_graduate_degree_needs_an_academic_year(months, points):
    study = studied_in_canada("masters", "2019-06-30", program_months=months)
    assert crs_points(a_profile(ON, education=[study]), "additional.canadian_study") == points


def test_study_points_count_once():
    studies = [studied_in_canada("masters", "2019-06-30")] * 2
    studies += [studied_in_canada("post_secondary_two_year", "2014-06-30")]
    assert crs_points(a_profile(ON, education=studies), "additional.canadian_study") == 30


# --- brother or sister ------------------------------------------------------------------

SIBLING = {"of": "applicant", "relation": "sibling", "status": "citizen", "age_18_or_over": True}


@pytest.mark.parametrize(("on", "points"), [("2017-06-05", 0), ("2017-06-06", 15), (ON, 15)])
def test_a_sibling_earns_15_from_6_june_2017(on, points):
    document = a_profile(on, relatives_in_canada=[SIBLING, SIBLING])
    assert crs_points(document, "additional.sibling", on) == points


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({"status": "permanent_resident"}, 15),
        ({"age_18_or_over": False}, 0),
        ({"relation": "cousin"}, 0),
        ({"relation": None}, None),
        ({"status": None}, None),
        ({"age_18_or_over": None}, None),
        ({"of": None}, None),
    ],
)
def test_conditions_of_the_sibling(changes, points):
    document = a_profile(ON, relatives_in_canada=[{**SIBLING, **changes}])
    assert crs_points(document, "additional.sibling") == points


def test_the_sibling_of_a_partner_counts_only_when_the_partner_comes():
    theirs = [{**SIBLING, "of": "spouse"}]
    coming = a_profile(ON, spouse=a_spouse(), relatives_in_canada=theirs)
    staying = a_profile(ON, spouse=a_spouse(accompanying=False), relatives_in_canada=theirs)
    assert crs_points(coming, "additional.sibling") == 15
    assert crs_points(staying, "additional.sibling") == 0
    not_said = a_profile(ON, spouse=a_spouse(accompanying=None), relatives_in_canada=theirs)
    assert crs_points(not_said, "additional.sibling") is None
    assert grid_points(not_said, "adaptability") is None


# --- job offer --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "senior", "other"),
    [
        ("2015-01-01", 600, 600),
        ("2016-11-18", 600, 600),
        ("2016-11-19", 200, 50),
        ("2025-03-24", 200, 50),
        ("2025-03-25", 0, 0),
        ("2026-11-02", 0, 0),
        ("2026-11-03", 0, 0),
    ],
)
def test_job_offers_by_date(on, senior, other):
    codes = ("0012", "2173") if on < "2022-11-16" else ("00012", "21231")
    for code, points in zip(codes, (senior, other), strict=True):
        document = a_profile(on, job_offer=offer(code))
        assert crs_points(document, "additional.job_offer", on) == points


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({"hours_per_week": 29}, 0),
        ({"seasonal": True}, 0),
        ({"permanent": False, "duration_months": 12}, 50),
        ({"permanent": False, "duration_months": 11}, 0),
        ({"lmia": "none"}, 0),
        ({"lmia": None}, None),
        ({"noc": a_noc("65201")}, 0),
        ({"noc": None}, None),
        ({"offered_on": "2024-06-02"}, 0),
        ({"lmia": "exempt", "exemption": "other"}, 0),
        ({"lmia": "exempt", "exemption": "treaty", "employed_since": "2023-06-01"}, 50),
        ({"lmia": "exempt", "exemption": "treaty", "employed_since": "2023-06-02"}, 0),
    ],
)
def test_conditions_of_the_offer(changes, points):
    on = "2024-06-01"
    document = a_profile(on, job_offer=offer(**changes), work_permits=[a_permit(on)])
    assert crs_points(document, "additional.job_offer", on) == points


def test_a_permanent_offer_was_asked_until_18_november_2016():
    document = a_profile(ON, job_offer=offer("2173", permanent=False, duration_months=24))
    assert crs_points(document, "additional.job_offer", "2016-11-18") == 0
    assert crs_points(document, "additional.job_offer", "2016-11-19") == 50


def test_ending_the_crs_points_left_the_fsw_grid_and_the_funds_exemption_alone():
    for on, crs in (("2025-03-24", 50), ("2025-03-25", 0)):
        document = a_profile(on, job_offer=offer(), work_permits=[a_permit(on)], settlement_funds=0)
        assert crs_points(document, "additional.job_offer", on) == crs
        assert grid_points(document, "arranged_employment", on) == 10
        assert grid_points(document, "adaptability", on) == 5
        assert met(document, "fsw.funds", on) is True
        # 21 + 24 + 11 + 12 + 10 + 5
        assert program_of(document, "fsw", on).points == 83
        assert eligible(document, "fsw", on) is True


def test_an_offer_without_authorization_to_work_spares_no_funds():
    document = a_profile(ON, job_offer=offer(), work_permits=[], settlement_funds=0)
    assert grid_points(document, "arranged_employment") == 10
    assert met(document, "fsw.funds") is False


def test_an_open_permit_without_an_offer_spares_no_funds():
    permit = a_permit(ON, kind="open", employer=None)
    document = a_profile(ON, work_permits=[permit], settlement_funds=0)
    assert met(document, "fsw.funds") is False
    with_offer = {**document, "job_offer": offer()}
    assert met(with_offer, "fsw.funds") is True  # LMIA and authorized: case (d)


# --- nomination -------------------------------------------------------------------------


def nominated(**changes):
    made = {"province": "ON", "nominated_on": "2026-05-01", "enhanced": True, **changes}
    return a_profile(ON, provincial_nomination=made, relatives_in_canada=[SIBLING])


@pytest.mark.parametrize(
    ("changes", "on", "points"),
    [
        ({}, "2026-04-30", 0),
        ({}, "2026-05-01", 600),  # from its day
        ({"enhanced": False}, ON, 0),  # base: outside Express Entry
        ({"enhanced": None}, ON, None),
        ({"nominated_on": None}, ON, None),
        ({"ended_on": "2026-05-20", "ended_because": "expired"}, "2026-05-19", 600),
        ({"ended_on": "2026-05-20", "ended_because": "expired"}, "2026-05-20", 0),
    ],
)
def test_a_nomination_earns_600_when_enhanced_and_from_its_day(changes, on, points):
    assert crs_points(nominated(**changes), "additional.nomination", on) == points


def test_a_nomination_fills_the_600():
    section = crs_of(nominated()).sections[3]
    assert (section.id, section.points, section.max) == ("additional", 600, 600)
    sibling = crs_of(nominated()).line("crs.additional.sibling")
    assert (sibling.points, sibling.counted) == (15, 0)


def test_no_score_passes_1200():
    document = {**nominated(), "education": [studied_in_canada("doctorate", "2016-06-30")]}
    assert crs_of(document).total <= 1200


# --- the rules of 3 November 2026 -------------------------------------------------------


def test_results_are_provisional_from_3_november_2026():
    document = a_profile("2026-10-01")
    assert assessed(document, "2026-11-02").provisional is None
    later = assessed(document, "2026-11-03")
    assert later.provisional is not None
    assert later.provisional.may_change == ("crs.additional.high_wage",)
    assert later.provisional.bound == "unknown"
    line = later.line("crs.additional.high_wage")
    assert (line.points, line.counted, line.max) == (None, 0, None)
    assert later.crs.total == assessed(document, "2026-11-02").crs.total
    assert not any(flag.id.startswith("unknown.crs") for flag in later.flags)
