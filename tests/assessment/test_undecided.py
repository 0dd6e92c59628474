"""What is undecided is no certain no: found by a second engine written from the facts alone."""

import pytest

from tests.builders import (
    a_french_test,
    a_job,
    a_noc,
    a_permit,
    a_profile,
    a_spouse,
    a_study,
    a_test,
    an_offer,
    assessed,
    crs_points,
    eligible,
    grid_points,
    in_canada,
    met,
    studied_in_canada,
)

ON = "2026-06-01"
CERTIFICATE = {"province": "ON", "noc": a_noc("72401"), "issued_on": "2020-01-01"}


def undecided(*codes, years=3, **changes):
    """Years in a job whose occupation is still to be chosen."""
    job = a_job(years, ON, qualified_on="2010-01-01", **changes)
    return {**job, "noc": None, "noc_candidates": [a_noc(code) for code in codes]}


# --- trades ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "answer"),
    [
        ((), None),
        (("72401", "72410"), True),  # a trade, whichever it turns out to be
        (("72401", "21231"), None),
        (("21231", "21232"), False),
    ],
)
def test_years_in_an_occupation_still_undecided_may_be_years_in_a_trade(codes, answer):
    document = a_profile(ON, work=[undecided(*codes)])
    assert met(document, "fst.work", ON) is answer


def test_an_undecided_job_may_complete_the_two_years_in_a_trade():
    known = {**a_job(1, ON, code="72401", qualified_on="2010-01-01")}
    earlier = undecided("72401", "72410", start="2024-06-01", end="2025-05-31")
    assert met(a_profile(ON, work=[known]), "fst.work", ON) is False
    assert met(a_profile(ON, work=[known, earlier]), "fst.work", ON) is None


def test_two_undecided_jobs_may_be_two_trades():
    jobs = [
        undecided("72401", "72410", start="2024-06-01", end="2025-05-31"),
        undecided("72401", "72410", start="2025-06-01", end="2026-05-31"),
    ]
    assert met(a_profile(ON, work=jobs), "fst.work", ON) is None


def test_who_may_not_work_needs_funds_for_fst_whatever_is_open_of_the_trade():
    job = {**a_job(2, ON, code="72401"), "qualified_on": None}
    asked = {"work": [job], "job_offer": an_offer("72401"), "settlement_funds": 0}
    assert met(a_profile(ON, **asked), "fst.funds", ON) is False
    permit = {"work_permits": [a_permit(ON, kind="open")]}
    assert met(a_profile(ON, **asked, **permit), "fst.funds", ON) is None


# --- the primary occupation -----------------------------------------------------------------------


def test_a_primary_occupation_marked_but_undecided_leaves_fsw_open():
    other = a_job(3, ON, code="21231", end="2025-05-31")
    short = undecided("11100", "11101", start="2026-01-01", primary=True)
    assert met(a_profile(ON, work=[other]), "fsw.work", ON) is True
    assert met(a_profile(ON, work=[other, short]), "fsw.work", ON) is None
    decided = {**short, "noc": a_noc("21231"), "noc_candidates": None}
    assert met(a_profile(ON, work=[other, decided]), "fsw.work", ON) is True


# --- marital status not yet asked -----------------------------------------------------------------


def test_the_stronger_language_comes_first_though_marital_status_is_not_known():
    tests = [a_test((9, 9, 9, 6), ON), a_french_test(8, ON)]
    document = a_profile(ON, marital_status=None, language_tests=tests)
    assert assessed(document, ON).factors["first_official_language"].value["language"] == "fr"
    assert met(document, "fsw.language", ON) is True
    assert grid_points(document, "first_language", ON) == 20


def test_on_a_tie_the_language_comes_first_that_can_still_give_more():
    tests = [a_test((6, 8, 10, 10), ON), a_french_test((7, 10, 10, 7), ON)]
    document = a_profile(ON, language_tests=tests, work=[])  # 118 points either way
    assert assessed(document, ON).factors["first_official_language"].value["language"] == "fr"
    # No credential, no work: nothing of skill transfers, and English comes first on a tie.
    bare = a_profile(ON, language_tests=tests, work=[], education=[])
    assert assessed(bare, ON).factors["first_official_language"].value["language"] == "en"
    open_ = a_profile(ON, language_tests=tests, education=[], work=[undecided()])
    assert assessed(open_, ON).factors["first_official_language"].value["language"] == "fr"


# --- several reports in one language --------------------------------------------------------------


def test_another_report_that_reaches_the_level_is_a_choice_and_no_refusal():
    retaken = [a_test((10, 10, 10, 3), ON), a_test((5, 5, 6, 6), ON)]
    document = a_profile(ON, work=[in_canada(2, ON, code="72401")], language_tests=retaken)
    assert met(document, "cec.language", ON) is None
    assert met(document, "fst.language", ON) is None
    alone = a_profile(ON, work=document["work"], language_tests=retaken[:1])
    assert met(alone, "cec.language", ON) is False
    assert eligible(alone, "cec", ON) is False
    sevens = a_profile(ON, language_tests=[a_test((10, 10, 10, 6), ON), a_test(7, ON)])
    assert met(sevens, "fsw.language", ON) is None


# --- education ------------------------------------------------------------------------------------


@pytest.mark.parametrize("unknown", [{"country": None}, {"credential": None}])
def test_the_level_an_assessment_states_bounds_a_credential_not_known_well_enough(unknown):
    study = {**a_study("post_secondary_one_year", ON), **unknown}
    study["eca"] = {**study["eca"], "equivalent": "masters"}
    document = a_profile(ON, education=[study], work=[in_canada(2, ON)])
    stated = unknown == {"credential": None}  # then the assessment says it all
    assert crs_points(document, "core.education", ON) == (135 if stated else None)
    worth = crs_points(document, "transferability.education_canadian_work", ON)
    assert worth == (50 if stated else None)


def test_an_assessment_without_a_day_may_raise_the_level_it_states():
    undated = a_study("bachelors_or_three_year", ON)
    undated["eca"] = {"issued_on": None, "organization": "WES", "equivalent": "masters"}
    both = a_profile(ON, education=[a_study(on=ON), undated], work=[in_canada(2, ON)])
    assert crs_points(both, "core.education", ON) is None
    assert crs_points(both, "transferability.education_canadian_work", ON) is None


@pytest.mark.parametrize(("months", "points"), [(6, 0), (7, 0), (8, 15), (None, 15)])
def test_eight_months_of_full_time_study_take_a_program_of_eight_months(months, points):
    study = studied_in_canada("post_secondary_one_year", "2019-06-30", program_months=months)
    assert crs_points(a_profile(ON, education=[study]), "additional.canadian_study", ON) == points


def test_a_short_program_of_the_pandemic_is_waived_too():
    study = studied_in_canada("post_secondary_one_year", "2021-06-30", program_months=6)
    assert crs_points(a_profile(ON, education=[study]), "additional.canadian_study", ON) == 15


# --- earlier stays in Canada ----------------------------------------------------------------------


def adaptability(**changes):
    return grid_points(a_profile(ON, **changes), "adaptability", ON)


def a_stay(kind="work", **changes):
    dates = {"start": "2019-01-01", "end": "2021-12-31", "full_time": True}
    return {"of": "applicant", "kind": kind, "province": "ON", **dates, **changes}


def stayed(*stays):
    return {"ties": {"provinces_of_interest": [], "previous_stays": list(stays)}}


@pytest.mark.parametrize(
    ("ties", "points"),
    [
        (stayed(), 0),
        (stayed(a_stay("visit")), 0),
        ({"ties": None}, None),  # nobody asked: no certain 0
        ({"ties": {"provinces_of_interest": []}}, None),
        (stayed(a_stay("study")), 5),
        (stayed(a_stay("study", end=None)), None),
        (stayed(a_stay(None)), None),
        (stayed(a_stay("work")), None),  # which occupation?
        (stayed(a_stay("work", start=None)), None),
        (stayed(a_stay("work", full_time=False)), 0),
    ],
)
def test_earlier_stays_not_asked_about_leave_adaptability_open(ties, points):
    assert adaptability(**ties) == points


@pytest.mark.parametrize(("start", "points"), [("2019-01-01", 5), ("2021-06-01", 0), (None, None)])
def test_a_partner_s_earlier_year_of_work(start, points):
    stay = a_stay("work", of="spouse", start=start)
    assert adaptability(spouse=a_spouse(), **stayed(stay)) == points


@pytest.mark.parametrize(("changes", "points"), [({}, None), ({"program_months": 12}, 0)])
def test_a_program_known_to_be_short_is_no_two_years_whatever_else_is_open(changes, points):
    study = studied_in_canada("post_secondary_one_year", "2019-06-30", full_time=None, **changes)
    assert adaptability(education=[a_study(), study]) == points
