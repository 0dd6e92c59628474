"""What is missing is told once, and is near only where it can be there within a year."""

from __future__ import annotations

import pytest

from portal.text import render
from tests.assessment.grounds import streams_of
from tests.assessment.people import a_job, a_person, an_offer, in_canada

TODAY = "2026-09-26"
OPEN = "2026-03-01"  # Ontario’s streams of the pool, open without draws


def failing(document, stream_id, day=TODAY):
    """The status, and the criteria of fact that are not met."""
    found = streams_of(document, day)[stream_id]
    names = [each.id for each in found.criteria if each.kind == "fact" and each.met is False]
    return found.status, names


def status(document, stream_id, day=TODAY):
    return streams_of(document, day)[stream_id].status


def said(document, stream_id, day=TODAY):
    return render(streams_of(document, day)[stream_id].because, "en")


# --- an unmet program is near where what it lacks is near --------------------------------------

OF_THE_POOL = [
    ("on.hcp", OPEN),
    ("on.fssw", OPEN),
    ("ab.ee", TODAY),
    ("ab.ee_family", "2024-05-02"),
]


@pytest.mark.parametrize(("stream_id", "day"), OF_THE_POOL)
@pytest.mark.parametrize(
    "work",
    [
        [],  # never worked
        [a_job("65200", start="2019-01-01")],  # years as a server: nothing skilled
    ],
)
def test_who_has_no_month_of_skilled_work_is_no_near_miss(stream_id, day, work):
    assert status(a_person(work=work), stream_id, day) == "no_match"


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2026-01-20", "near_miss"), ("2026-09-26", "no_match")],  # eight months; begins today
)
def test_some_months_of_skilled_work_that_goes_on_are_near(start, expected):
    document = a_person(work=[a_job(start=start)])
    assert status(document, "ab.ee", TODAY) == expected


def test_a_language_test_to_be_taken_is_near():
    low = {**a_person()["language_tests"][0], "reading": 5.0}  # CLB 6: FSW asks 7
    assert failing(a_person(language_tests=[low]), "ab.ee") == ("near_miss", ["program"])


def test_an_assessment_still_to_come_is_near_and_no_schooling_is_not():
    degree = [{**a_person()["education"][0], "eca": None}]
    assert status(a_person(education=degree), "ab.ee") == "near_miss"
    assert status(a_person(education=[]), "ab.ee") == "no_match"


def test_money_still_to_be_saved_is_near():
    assert failing(a_person(settlement_funds=500), "ab.ee") == ("near_miss", ["program"])


# Two years in the trade, of which one is there: the second can come within a year.
@pytest.mark.parametrize(
    ("start", "expected"), [("2025-09-01", "near_miss"), ("2025-11-01", "no_match")]
)
def test_a_trade_lacks_a_year_at_most(start, expected):
    weak = {**a_person()["language_tests"][0], "reading": 4.0, "writing": 4.0}  # CLB 4: FST’s
    document = a_person(
        work=[a_job("72106", start=start)],
        language_tests=[weak],
        education=[],  # FSW is out of reach
    )
    program = streams_of(document, TODAY)["ab.ee"].criteria[0]
    assert ("not within a year" in render(program.because, "en")) is (expected == "no_match")


def test_work_in_another_occupation_than_the_declared_one_is_near():
    """The primary occupation is declared anew in a minute."""
    entry = {"profile_created_on": "2026-01-10", "provinces": "all"}
    noc = {"version": "2021", "code": "31301"}
    document = a_person(express_entry={**entry, "primary_noc": noc})
    assert status(document, "ab.ee") == "near_miss"


# One year in Canada in the last three: some months of it are near, none are not.
@pytest.mark.parametrize(
    ("start", "end", "near"),
    [
        ("2026-01-05", None, True),
        ("2026-09-10", None, False),  # sixteen days
        ("2023-01-05", "2023-09-20", False),  # over three years ago
        ("2023-01-05", "2023-11-20", True),  # a month and more within three years
    ],
)
def test_canadian_work_within_three_years_is_near(start, end, near):
    document = a_person(
        work=[in_canada("21232", "ON", start, end=end, primary=False)],
        education=[],  # FSW is out of reach
        job_offer=False,
    )
    assert (status(document, "ab.ee") == "near_miss") is near


def test_the_words_say_that_a_program_is_out_of_reach():
    found = streams_of(a_person(work=[]), TODAY)["ab.ee"]
    program = next(each for each in found.criteria if each.id == "program")
    assert "not within a year" in render(program.because, "en")
    assert said(a_person(work=[]), "ab.ee") == "Not met: Eligible for a federal program"


def test_a_program_that_is_not_known_is_not_out_of_reach():
    assert status(a_person(work=None), "ab.ee") == "possible"


# --- work in the position offered follows from the offer ---------------------------------------


def test_without_an_offer_the_offer_is_all_that_is_missing():
    status_, names = failing(a_person(), "on.owp_0_3")
    assert status_ == "near_miss"
    assert said(a_person(), "on.owp_0_3") == "Still missing: Job offer in Ontario"
    assert "offer" in names


@pytest.mark.parametrize(
    "offer",
    [an_offer("BC"), an_offer("BC", "31301"), an_offer("ON", "65200")],
)
def test_an_offer_of_another_kind_is_no_offer_either(offer):
    assert said(a_person(job_offer=offer), "on.owp_0_3") == "Still missing: Job offer in Ontario"


def test_too_little_work_for_any_offer_is_missing_beside_it():
    fifteen = a_person(work=[a_job(start="2025-06-20")])  # of twenty-four
    assert said(fifteen, "on.owp_0_3") == (
        "Still missing: Job offer in Ontario, 24 months of work in the last 5 years"
    )
    assert status(a_person(work=[]), "on.owp_0_3") == "no_match"


@pytest.mark.parametrize(
    ("code", "stream_id", "expected"),
    [
        ("65200", "on.owp_0_3", "no_match"),  # a server’s years are of no job of TEER 0 to 3
        ("65200", "on.owp_4_5", "near_miss"),
        ("21232", "on.owp_0_3", "near_miss"),
        ("21232", "on.owp_4_5", "no_match"),
    ],
)
def test_work_without_an_offer_is_of_the_teer_the_offer_must_be_of(code, stream_id, expected):
    document = a_person(work=[in_canada(code, "ON", "2023-01-05")])
    assert status(document, stream_id) == expected


def test_work_in_a_position_that_is_not_permanent_is_judged_by_itself():
    """The same employer may make it permanent: the months asked are those in that position."""
    at_work = in_canada("65200", "ON", "2026-07-20", employer="Birchmount Works")
    offer = an_offer("ON", permanent=False)
    found = failing(a_person(work=[a_job("65200"), at_work], job_offer=offer), "on.owp_0_3")
    assert found[0] == "no_match"


def test_who_has_no_offer_reads_why_the_work_is_not_judged():
    found = streams_of(a_person(), TODAY)["on.owp_0_3"]
    work = next(each for each in found.criteria if each.id == "work_any")
    why = "Only work in the job offered counts, and there is no such offer"
    assert render(work.because, "en") == why


# --- Ontario Workforce Priority: graduates and licences ----------------------------------------


def a_certificate(finished="2025-04-30"):
    """A year at an Ontario college, which may be an Ontario College Graduate Certificate."""
    return {
        "credential": "post_secondary_one_year",
        "country": "CA",
        "province": "ON",
        "completed_on": finished,
        "program_months": 12,
    }


# Recent Ontario graduates: two years or more, or an Ontario College Graduate Certificate.
@pytest.mark.parametrize(
    ("finished", "start", "met"),
    [
        ("2025-04-30", "2026-06-01", None),  # three months: whether it is one is for a person
        ("2025-04-30", "2026-07-20", False),  # two months are too few for anybody
        ("2022-04-30", "2026-06-01", False),  # finished over three years ago
    ],
)
def test_three_months_may_be_enough_for_a_graduate_certificate(finished, start, met):
    document = a_person(
        education=[a_certificate(finished)],
        work=[in_canada("21232", "ON", start, employer="Birchmount Works")],
        job_offer=an_offer("ON"),
    )
    found = streams_of(document, TODAY)["on.owp_0_3"]
    by_id = {each.id: each.met for each in found.criteria}
    assert by_id["work_here_graduate_certificate"] is met
    assert by_id["work_here_graduate"] is False
    assert found.status == ("possible" if met is None else "near_miss")


# A valid Ontario licence in a mandatory regulated profession: the profile says neither of them.
@pytest.mark.parametrize(
    ("registrations", "met"),
    [
        ([{"body": "Professional Engineers Ontario", "province": "ON"}], None),
        ([{"body": "Engineers and Geoscientists BC", "province": "BC"}], False),
        ([], False),
        (None, None),
    ],
)
def test_whether_a_licence_is_the_one_the_job_asks_is_for_a_person(registrations, met):
    document = a_person(
        work=[a_job("65200")],  # as a server: nothing in the position offered
        job_offer=an_offer("ON"),
        registrations=registrations,
    )
    found = streams_of(document, TODAY)["on.owp_0_3"]
    licence = next(each for each in found.criteria if each.id == "work_licence")
    assert (licence.kind, licence.met) == ("judgement", met)
    assert found.status == ("possible" if met is None else "no_match")


# --- Ontario’s streams of the pool -------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "wish", "met"),
    [
        ({"provinces": ["BC"]}, ["ON"], False),  # the profile in the pool decides
        ({"provinces": ["BC", "ON"]}, [], True),
        ({"provinces": "all"}, ["BC"], True),
        ({}, ["ON"], True),  # the profile’s provinces are not known
        (None, ["ON"], True),
        (False, ["ON"], True),  # no profile yet
        ({"provinces": ["BC"], "ended_on": "2026-02-01"}, ["ON"], True),  # no longer in the pool
    ],
)
@pytest.mark.parametrize("stream_id", ["on.hcp", "on.fssw"])
def test_the_provinces_of_a_profile_in_the_pool_decide(stream_id, entry, wish, met):
    if entry:
        entry = {"profile_created_on": "2026-01-10", **entry}
    elif entry is not None and entry is not False:
        entry = {"profile_created_on": "2026-01-10"}
    document = a_person(express_entry=entry, ties={"provinces_of_interest": wish})
    found = streams_of(document, OPEN)[stream_id]
    assert next(each for each in found.criteria if each.id == "interest").met is met


def test_where_somebody_wants_to_live_does_not_change_a_profile_in_the_pool():
    document = a_person(
        express_entry={"profile_created_on": "2026-01-10", "provinces": ["BC"]},
        person={"intended_province": "ON"},
    )
    assert said(document, "on.hcp", OPEN) == "Still missing: Interest in Ontario"


# Self-employed physicians count for Ontario since 2025-01-28 alone; IRCC’s policy is of 2023-04-25.
@pytest.mark.parametrize(
    ("stream_id", "day", "met"),
    [
        ("on.hcp", "2025-01-27", False),
        ("on.hcp", "2025-01-28", None),
        ("on.fssw", "2025-01-27", False),
        ("on.fssw", "2025-01-28", None),
    ],
)
def test_a_self_employed_physician_s_work_counts_since_ontario_says_so(stream_id, day, met):
    physician = in_canada("31102", "ON", "2021-01-01", self_employed=True)
    report = {**a_person()["language_tests"][0], "taken_on": "2024-01-04"}
    document = a_person(work=[physician], language_tests=[report], education=[])  # no FSW
    found = streams_of(document, day)[stream_id]
    assert next(each for each in found.criteria if each.id == "work_cec").met is met
