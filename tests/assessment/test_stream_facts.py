"""What an audit of every stream against the provinces' pages found, one case a finding.

The criteria are those of ``facts/pnp_streams.yaml``; each test says which.
"""

from __future__ import annotations

import pytest

from portal.text import render
from tests.assessment.grounds import rounds_of, streams_of
from tests.assessment.people import a_job, a_person, an_offer, french, in_canada, the_example

TODAY = "2026-09-26"


def criterion(document, day, stream_id, criterion_id):
    found = streams_of(document, day)[stream_id]
    return next(each for each in found.criteria if each.id == criterion_id)


# --- New Brunswick: "working now, full-time" and "residence, 12 months" -----------------------


def a_neighbour(*jobs):
    """Somebody who lives in Canada and works in New Brunswick."""
    return a_person(person={"country_of_residence": "CA"}, work=list(jobs))


@pytest.mark.parametrize("month", range(1, 13))
def test_who_works_in_the_province_works_there_after_months_of_any_length(month):
    here = a_neighbour(in_canada("21232", "NB", "2025-04-05"))
    assert criterion(here, f"2026-{month:02d}-10", "nb.ee_employment", "working").met is True


@pytest.mark.parametrize(
    ("hours", "en", "fr"),
    [
        (40, "Works there now, 40 hours a week", "40 heures"),
        (37.5, "Works there now, 37.5 hours a week", "37,5 heures"),
        (20.25, "Works there now, but 20.25 hours a week are under 30", "20,25 heures"),
    ],
)
def test_the_hours_worked_in_the_province_are_said_in_both_languages(hours, en, fr):
    here = a_neighbour(in_canada("21232", "NB", "2025-04-05", hours_per_week=hours))
    because = criterion(here, TODAY, "nb.ee_employment", "working").because
    assert render(because, "en") == en
    assert fr in render(because, "fr")


@pytest.mark.parametrize(
    ("job", "met"),
    [
        ({"start": "2026-09-20"}, True),  # a week is enough to be working now
        ({"start": "2025-01-10", "end": "2026-09-25"}, False),
        ({"start": "2026-10-01"}, False),  # has not begun
        ({"start": "2025-01-10", "hours_per_week": 20}, False),
        ({"start": "2025-01-10", "hours_per_week": None}, None),
        ({"start": "2025-01-10", "province": "NS"}, False),
    ],
)
def test_working_now_asks_for_a_full_time_job_held_on_the_day(job, met):
    work = {**in_canada("21232", "NB", "2025-01-10"), **job}
    assert criterion(a_neighbour(work), TODAY, "nb.ee_employment", "working").met is met


@pytest.mark.parametrize(
    ("jobs", "met"),
    [
        # one job follows the other on the next day
        ([("2025-01-10", "2026-03-31"), ("2026-04-01", None)], True),
        # a week without work: where the client lived is for a person
        ([("2025-01-10", "2026-03-24"), ("2026-04-01", None)], None),
        ([("2026-04-01", None)], False),
    ],
)
def test_who_changes_jobs_within_a_province_still_lives_there(jobs, met):
    work = [in_canada("21232", "NB", start, end=end) for start, end in jobs]
    assert criterion(a_neighbour(*work), TODAY, "nb.ee_employment", "residence").met is met


# --- Newfoundland and Labrador: a permit with four months left --------------------------------


@pytest.mark.parametrize(
    ("until", "met"),
    [("2027-01-26", True), ("2027-01-25", False), ("2027-01-01", False), (None, True)],
)
def test_four_months_left_are_counted_to_the_day(until, met):
    permit = {"kind": "open", "from": "2025-01-01", "until": until}
    document = a_person(work_permits=[permit], person={"status_in_canada": "worker"})
    assert criterion(document, TODAY, "nl.ee", "permit").met is met


# Nobody grows two years older within a year: at 19 the lowest age of 21 is no near miss.
@pytest.mark.parametrize(
    ("born", "status"), [("2006-08-01", "near_miss"), ("2007-08-01", "no_match")]
)
def test_too_young_by_more_than_a_year_is_no_near_miss(born, status):
    document = a_person(
        person={"date_of_birth": born}, job_offer=an_offer("NL"), settlement_funds=50000
    )
    found = streams_of(document, TODAY)["nl.ee"]
    failing = [each.id for each in found.criteria if each.kind == "fact" and each.met is False]
    assert (failing, found.status) == (["age"], status)


# --- British Columbia: without an offer only the offer is missing ------------------------------


def test_who_has_no_offer_is_not_told_that_its_pay_is_missing_as_well():
    found = streams_of(a_person(), TODAY)["bc.ee_skilled_worker"]
    failing = [each.id for each in found.criteria if each.kind == "fact" and each.met is False]
    assert (found.status, failing) == ("near_miss", ["offer"])


def test_pay_is_judged_where_there_is_an_offer():
    poor = a_person(job_offer=an_offer("BC", wage_per_hour=12))
    assert criterion(poor, TODAY, "bc.ee_skilled_worker", "income").met is False


# --- Ontario Workforce Priority: a recent Ontario graduate needs three months, no test ---------


def a_graduate(months_program=24, finished="2025-04-30", level="post_secondary_two_year"):
    return {
        "credential": level,
        "country": "CA",
        "province": "ON",
        "completed_on": finished,
        "program_months": months_program,
    }


def at_the_employer(start, code="21232"):
    return [in_canada(code, "ON", start, employer="Birchmount Works")]


@pytest.mark.parametrize(
    ("education", "start", "status"),
    [
        (a_graduate(), "2026-06-01", "possible"),  # three months are enough
        (a_graduate(), "2026-07-20", "near_miss"),
        (a_graduate(finished="2022-04-30"), "2026-06-01", "near_miss"),  # no recent graduate
        (a_graduate(finished="2022-04-30"), "2026-03-01", "possible"),  # six months
    ],
)
def test_a_recent_ontario_graduate_needs_three_months_in_the_position(education, start, status):
    document = a_person(
        education=[education], work=at_the_employer(start), job_offer=an_offer("ON")
    )
    assert streams_of(document, TODAY)["on.owp_0_3"].status == status


def test_months_at_the_employer_count_in_the_position_offered_alone():
    document = a_person(work=at_the_employer("2026-01-05", "65200"), job_offer=an_offer("ON"))
    assert criterion(document, TODAY, "on.owp_0_3", "work_here").met is False


@pytest.mark.parametrize(
    ("education", "met"),
    [
        (a_graduate(), {"graduate_language": True}),
        # a year at an Ontario college may be the graduate certificate: for a person
        (
            a_graduate(12, level="post_secondary_one_year"),
            {"graduate_language": False, "graduate_certificate_language": None},
        ),
        (
            a_graduate(12, "2022-04-30", "post_secondary_one_year"),
            {"graduate_language": False, "graduate_certificate_language": False},
        ),
    ],
)
def test_no_language_test_is_asked_of_a_recent_ontario_graduate(education, met):
    document = a_person(education=[education], language_tests=[], job_offer=an_offer("ON"))
    found = streams_of(document, TODAY)["on.owp_0_3"]
    assert {each.id: each.met for each in found.criteria if each.id in met} == met


# --- Saskatchewan and the old Manitoba pathway name no assessment of foreign credentials -------


@pytest.mark.parametrize("stream_id", ["sk.oid", "sk.tech_ee", "sk.health_ee", "mb.ee_pathway"])
def test_no_assessment_is_asked_where_none_is_published(stream_id):
    plain = [{**a_person()["education"][0], "eca": None}]
    assert criterion(a_person(education=plain), TODAY, stream_id, "education").met is True


def test_saskatchewan_express_entry_asks_for_an_assessment():
    plain = [{**a_person()["education"][0], "eca": None}]
    assert criterion(a_person(education=plain), TODAY, "sk.ee", "education").met is False


# --- Manitoba: the relatives its page names, six months in a row, friends are not asked --------


@pytest.mark.parametrize(
    ("relation", "met"),
    [("parent", True), ("cousin", True), ("niece_nephew", True), ("child", False)],
)
def test_manitoba_names_its_close_relatives(relation, met):
    relative = {"of": "spouse", "relation": relation, "status": "citizen", "province": "MB"}
    document = a_person(relatives_in_canada=[relative])
    assert criterion(document, TODAY, "mb.swo", "relative").met is met


@pytest.mark.parametrize(("gap", "met"), [(False, True), (True, False)])
def test_work_in_manitoba_counts_from_six_months_in_a_row(gap, met):
    second = "2025-05-01" if gap else "2025-04-01"
    work = [
        in_canada("21232", "MB", "2025-01-01", end="2025-03-31"),
        in_canada("21232", "MB", second, end="2025-07-31" if gap else "2025-07-05"),
    ]
    assert criterion(a_person(work=work), TODAY, "mb.swo", "worked").met is met


def test_a_friend_in_manitoba_may_still_bring_the_pass_mark():
    # English 20, age 10, two years 10, one-year program 14 = 54: a friend would bring 64
    study = {**a_person()["education"][0], "credential": "post_secondary_one_year"}
    document = a_person(
        education=[{**study, "program_months": 12}],
        work=[{**a_person()["work"][0], "start": "2024-09-01"}],
    )
    found = criterion(document, TODAY, "mb.swo", "grid")
    assert (found.have, found.met) == (54, None)


@pytest.mark.parametrize(("code", "met"), [("21232", False), ("72106", True)])
def test_the_old_manitoba_pathway_asks_seven_of_skill_level_a_and_six_of_b(code, met):
    six = [{**a_person()["language_tests"][0], "reading": 5.0, "writing": 5.5}]
    work = [{**a_person()["work"][0], "noc": {"version": "2021", "code": code}}]
    document = a_person(language_tests=six, work=work)
    assert criterion(document, TODAY, "mb.ee_pathway", "clb").met is met


# --- Northwest Territories: a year in the same or a similar occupation -------------------------


@pytest.mark.parametrize(
    ("start", "code", "met"),
    [
        ("2022-09-01", "21232", {"work": True}),
        ("2022-09-01", "31301", {"work": False, "work_similar": None}),
        ("2026-03-01", "31301", {"work": False, "work_similar": False}),
    ],
)
def test_a_similar_occupation_is_for_a_person_once_there_is_a_year_of_work(start, code, met):
    work = [{**a_person()["work"][0], "start": start, "noc": {"version": "2021", "code": code}}]
    found = streams_of(a_person(work=work, job_offer=an_offer("NT")), TODAY)["nt.ee"]
    assert {each.id: each.met for each in found.criteria if each.id in met} == met


# --- Funds: Ontario's "savings, or Ontario job income or offer"; New Brunswick's "unless exempt" --


@pytest.mark.parametrize(
    ("end", "met"),
    [(None, True), ("2026-02-28", False)],
)
def test_income_from_an_ontario_job_stands_for_savings(end, met):
    work = [a_person()["work"][0], in_canada("21232", "ON", "2025-12-01", end=end)]
    document = a_person(work=work, settlement_funds=1000)
    assert criterion(document, "2026-03-01", "on.hcp", "funds").met is met


@pytest.mark.parametrize(("start", "met"), [("2025-04-05", True), ("2026-04-05", False)])
def test_new_brunswick_asks_no_funds_of_who_is_exempt(start, met):
    # a year of work in Canada makes the Canadian Experience Class, which asks for none
    document = {**a_neighbour(in_canada("21232", "NB", start)), "settlement_funds": 1000}
    assert criterion(document, TODAY, "nb.ee_employment", "funds").met is met


# --- Ontario Skilled Trades: suspended with its criteria known --------------------------------


def test_a_closed_stream_still_asks_for_the_occupations_it_last_asked_for():
    document = a_person(
        person={"country_of_residence": "CA", "status_in_canada": "worker"},
        work=[
            a_job("72200", end="2024-06-30", start="2021-01-01"),
            in_canada("72200", "ON", "2024-07-01"),
        ],
        work_permits=[{"kind": "open", "from": "2024-01-01", "until": "2027-01-01"}],
        express_entry={"profile_created_on": "2025-09-01", "provinces": "all"},
    )
    found = streams_of(document, "2025-11-20")["on.st"]
    assert (found.status, found.state) == ("closed", "suspended")
    assert criterion(document, "2025-11-20", "on.st", "work").met is True


# --- Rounds: what stands only in the list's or the row's words ---------------------------------


@pytest.mark.parametrize(("scores", "outcome"), [([], "not_eligible"), ([french(7)], "unknown")])
def test_british_columbia_s_education_round_was_for_french_speaking_teachers(scores, outcome):
    document = a_person(
        work=[a_job("41221")],
        job_offer=an_offer("BC", "41221"),
        language_tests=[*a_person()["language_tests"], *scores],
    )
    found = rounds_of(document, "2026-08-06")["bc.ee_skilled_worker.2026-08-06-3"]
    assert found.outcome == outcome


@pytest.mark.parametrize(
    "day",
    [
        "2019-06-03",  # five years as an early childhood educator
        "2019-10-28",  # three years as a nurse
        "2019-12-20",  # two years in advertising, marketing or public relations
    ],
)
def test_a_software_engineer_had_the_wrong_occupation_for_nova_scotia_s_rounds(day):
    """The contract’s order: all that is asked beside the occupation is met, that is not."""
    found = rounds_of(the_example(), day)[f"ns.lmp.{day}"]
    assert found.if_in_pool.outcome == "wrong_occupation"


def test_a_nurse_of_two_years_had_the_occupation_and_too_few_years_of_it():
    work = the_example()["work"][0]
    young = {**work, "noc": {"version": "2016", "code": "3012"}, "start": "2017-10-01"}
    found = rounds_of(the_example(work=[young]), "2019-10-28")["ns.lmp.2019-10-28"]
    assert found.outcome == "not_eligible"
    assert "36 months" in render(found.because)


def test_an_engineer_with_too_little_english_was_not_eligible_before_the_occupation_counts():
    """The round of 28 October 2019 asked CLB 8 of everybody; 6.0 in reading is CLB 7."""
    weak = [{**each, "reading": 6.0} for each in the_example()["language_tests"]]
    found = rounds_of(the_example(language_tests=weak), "2019-10-28")["ns.lmp.2019-10-28"]
    assert found.outcome == "not_eligible"


def test_a_round_by_criteria_alone_says_that_it_printed_no_range():
    nurse = the_example(
        work=[{**the_example()["work"][0], "noc": {"version": "2016", "code": "3012"}}]
    )
    found = rounds_of(nurse, "2019-10-28")["ns.lmp.2019-10-28"]
    assert found.outcome == "unknown"
    assert "All that the round printed is met" in render(found.because)
