"""What provinces' grids pay for, at the edges: whose school, which work, what nobody has said.

Each test says in the words of the published grid (facts: ``pnp_streams.yaml``, grids) what it asks.
"""

from __future__ import annotations

import pytest

from portal.assessment.grids import score
from tests.assessment.grounds import ground_of
from tests.assessment.people import PLAIN, a_job, a_person, an_offer, in_canada

DAY = "2026-09-26"
EMPLOYER = "Birchmount Works"  # of ``an_offer``


def lines_of(document, grid):
    made = score(ground_of(document, DAY), grid)
    return {line.id.rsplit(".", 1)[1]: line.points for line in made.lines}


def line(document, grid, name):
    return lines_of(document, grid)[name]


def counted(document, grid, name):
    made = score(ground_of(document, DAY), grid)
    return next(each.counted for each in made.lines if each.id == f"{grid}.{name}")


def in_school(province, credential="post_secondary_two_year", months=24, **changes):
    """A finished Canadian study, full time."""
    return {
        "credential": credential,
        "country": "CA",
        "province": province,
        "completed_on": "2024-04-30",
        "program_months": months,
        "full_time": True,
        **changes,
    }


def a_stay(province="MB", kind="work", **changes):
    """An earlier stay of the client’s, the calendar year 2024."""
    dates = {"start": "2024-01-01", "end": "2024-12-31"}
    return {"of": "applicant", "kind": kind, "province": province, **dates, **changes}


def stayed(*stays, **changes):
    ties = {"provinces_of_interest": [], "previous_stays": list(stays)}
    return a_person(ties=ties, **changes)


# --- school -----------------------------------------------------------------------------


# Ontario: “post-secondary, at least one year full-time”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 5),
        ({"credential": "secondary"}, 0),
        ({"credential": None}, None),
        ({"credential": "masters", "program_months": 8}, 0),
        ({"credential": "post_secondary_one_year", "program_months": 8}, None),  # an academic year
        ({"program_months": None}, 5),  # its level says two years
        ({"credential": "masters", "program_months": None}, None),
        ({"full_time": False}, 0),
        ({"full_time": None}, None),
        ({"country": None, "province": None}, None),
        ({"completed_on": None}, 0),
    ],
)
def test_ontario_counts_canadian_credentials_above_secondary_school(change, worth):
    document = a_person(education=[{**in_school("ON", "post_secondary_two_year"), **change}])
    assert line(document, "on.owp", "canadian_credentials") == worth


def test_two_canadian_credentials_leave_nothing_open():
    unknown = in_school("ON", None)
    document = a_person(education=[in_school("ON"), in_school("BC"), unknown])
    assert line(document, "on.owp", "canadian_credentials") == 10
    assert line(
        a_person(education=[in_school("ON"), unknown]), "on.owp", "canadian_credentials"
    ) is (None)


# Ontario: “below bachelor, college, trades 5”: two college diplomas are no degree
def test_two_college_diplomas_are_no_bachelor_s_degree_in_ontario():
    document = a_person(education=[in_school("ON"), in_school("ON")])
    assert line(document, "on.owp", "education") == 5


# Ontario: “doctorate, or degree in medicine, dentistry, veterinary medicine or optometry 10”
def test_a_professional_degree_of_a_profession_not_said_is_open_in_ontario():
    def of(credential):
        return line(
            a_person(education=[in_school("ON", credential=credential)]), "on.owp", "education"
        )

    assert of("professional_degree") is None  # a lawyer’s is above a bachelor’s degree: 6
    assert of("masters") == 8
    assert of("doctorate") == 10


# Manitoba: “two programs of 2+ years 23, one program of 2+ years 20”, post-secondary ones
@pytest.mark.parametrize(
    ("second", "worth"),
    [
        (in_school("MB", "secondary", 48), 20),
        (in_school("MB"), 23),
        (in_school("MB", months=None), 23),  # its level says two years
        (in_school("MB", "post_secondary_one_year", 12), 20),
        (in_school("MB", None), None),
    ],
)
def test_secondary_school_is_no_second_program_in_manitoba(second, worth):
    document = a_person(education=[in_school("MB"), second])
    assert line(document, "mb.swo", "education") == worth


# Manitoba: “completed 2+ year program in Manitoba 12, completed 1-year program 10”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 12),
        ({"program_months": 23, "credential": "post_secondary_one_year"}, 10),
        ({"program_months": 20}, 10),  # two academic years by its level: 12 is open
        ({"program_months": 12, "credential": "post_secondary_one_year"}, 10),
        ({"program_months": 11, "credential": "post_secondary_one_year"}, 0),  # 10 is open
        ({"program_months": 11, "credential": "masters"}, 0),
        ({"program_months": None}, 12),  # its level says two years
        ({"program_months": None, "credential": "post_secondary_one_year"}, 10),  # or 12
        ({"credential": "secondary"}, 0),
        ({"completed_on": None}, 0),
        ({"province": "SK"}, 0),
    ],
)
def test_a_two_year_program_in_manitoba_lasts_twenty_four_months(change, worth):
    document = a_person(education=[{**in_school("MB"), **change}])
    assert counted(document, "mb.swo", "connection") == worth


def test_an_academic_year_in_manitoba_leaves_the_year_s_points_open():
    eight = in_school("MB", "post_secondary_one_year", 8)
    assert line(a_person(education=[eight]), "mb.swo", "connection") is None
    twenty = in_school("MB", months=20)
    assert line(a_person(education=[twenty]), "mb.swo", "connection") is None
    short = in_school("MB", "masters", 8)
    assert line(a_person(education=[short]), "mb.swo", "connection") == 0


# A stay for study is no completed program; Saskatchewan asks for an academic year alone
def test_a_stay_for_study_completes_no_program():
    document = stayed(a_stay(kind="study"))
    assert line(document, "mb.swo", "connection") == 0
    assert line(stayed(a_stay("SK", kind="study")), "sk.isw", "connection") == 5


# Saskatchewan: “studied in Saskatchewan one full academic year”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({"program_months": 8}, 5),
        ({"program_months": 7}, 0),
        ({"program_months": None}, None),
        ({"program_months": 24, "province": None}, None),
        ({"completed_on": None, "started_on": "2025-09-01"}, None),  # a year of it is done
        ({"completed_on": None, "started_on": "2026-09-01"}, 0),
    ],
)
def test_an_academic_year_in_saskatchewan(change, worth):
    document = a_person(education=[{**in_school("SK", "post_secondary_one_year"), **change}])
    assert line(document, "sk.isw", "connection") == worth


# British Columbia: “completed in B.C. 8, completed elsewhere in Canada 6”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 8),
        ({"province": "ON"}, 6),
        ({"province": None}, None),  # one of the two
        ({"province": None, "country": None}, None),
        ({"credential": None}, None),
        ({"credential": "secondary"}, 0),
    ],
)
def test_a_canadian_credential_without_a_province_is_not_elsewhere(change, worth):
    document = a_person(education=[{**in_school("BC"), **change}])
    assert line(document, "bc.sirs", "education_bonus") == worth


# Manitoba: “study in another province -100”, whoever also studied in Manitoba
@pytest.mark.parametrize(
    ("studies", "worth"),
    [
        ([in_school("MB")], 0),
        ([in_school("MB"), in_school("ON")], -100),
        ([in_school("ON", completed_on=None, started_on="2025-09-01")], -100),
        ([in_school(None)], None),
    ],
)
def test_study_in_another_province_counts_against_manitoba(studies, worth):
    assert line(a_person(education=studies), "mb.eoi", "risk") == worth


# Alberta: “highest credential completed in Alberta 10, elsewhere in Canada 6, abroad 0”
@pytest.mark.parametrize(
    ("studies", "worth"),
    [
        ([in_school("AB")], 10),
        ([in_school(None)], None),
        ([in_school("AB"), in_school("AB", None)], 10),
        ([in_school("AB"), in_school("ON", None)], None),  # it may be the higher one
        ([in_school("AB", None)], None),  # it may be a school-leaving certificate
    ],
)
def test_a_credential_of_unknown_level_may_be_the_highest(studies, worth):
    assert line(a_person(education=studies), "ab.weoi", "education_place") == worth


def test_a_credential_of_unknown_level_leaves_the_points_for_education_open():
    degree = PLAIN["education"][0]
    unknown = {**degree, "credential": None}
    made = score(ground_of(a_person(education=[degree, unknown]), DAY), "sk.isw")
    assert (made.lines[0].points, made.lines[0].counted, made.open) == (None, 20, 3)
    doctor = {**degree, "credential": "doctorate"}
    assert line(a_person(education=[doctor, unknown]), "sk.isw", "education") == 23
    # Nobody has said that it was finished, or assessed: then it counts for nothing.
    for less in ({"completed_on": None}, {"eca": None}):
        document = a_person(education=[degree, {**unknown, **less}])
        assert line(document, "sk.isw", "education") == 20


# --- work -------------------------------------------------------------------------------


def with_the_employer(where, grid, name, start="2024-08-01", **job):
    """A job with the employer of an offer in the grid's province, done somewhere."""
    place = {"country": "NG", "province": None} if where is None else {"province": where}
    document = a_person(
        work=[{**in_canada("21232", "ON", start, employer=EMPLOYER), **place, **job}],
        job_offer=an_offer(grid[:2].upper()),
    )
    return line(document, grid, name)


# Ontario: “months in position: over 24 18, 13-24 15”, a position in Ontario
@pytest.mark.parametrize(
    ("where", "change", "worth"),
    [
        ("ON", {}, 18),
        ("BC", {}, 0),
        (None, {}, 0),
        ("ON", {"noc": {"version": "2021", "code": "31301"}}, 0),  # another position
        ("ON", {"noc": None}, None),
        ("ON", {"province": None}, None),
    ],
)
def test_only_the_position_in_ontario_earns_its_months(where, change, worth):
    assert with_the_employer(where, "on.owp", "position", **change) == worth


# British Columbia: “now working full-time for the B.C. employer in the occupation 10”
@pytest.mark.parametrize(
    ("where", "change", "worth"),
    [
        ("BC", {}, 20),  # a year related in Canada, and the present job
        ("AB", {}, 10),
        (None, {}, 0),
        ("BC", {"noc": {"version": "2021", "code": "31301"}}, 0),
        ("BC", {"hours_per_week": 20}, 10),
        ("BC", {"province": None}, None),
    ],
)
def test_only_the_present_job_in_british_columbia_earns_its_bonus(where, change, worth):
    assert with_the_employer(where, "bc.sirs", "work_bonus", **change) == worth


# Manitoba: “employed in Manitoba 6+ months with long-term offer 500”
@pytest.mark.parametrize(
    ("where", "offer", "worth"),
    [
        ("MB", {}, 500),
        ("ON", {}, 0),
        (None, {}, 0),
        ("MB", {"permanent": False}, 0),  # is a contract of years long-term? open
        ("MB", {"employer": "Another"}, 0),
    ],
)
def test_manitoba_pays_for_employment_in_manitoba(where, offer, worth):
    place = {"country": "NG", "province": None} if where is None else {"province": where}
    job = {**in_canada("21232", "MB", "2026-01-01", employer=EMPLOYER), **place}
    document = a_person(work=[job], job_offer=an_offer("MB", **offer))
    assert counted(document, "mb.eoi", "demand") == worth
    # An invitation under a strategic recruitment initiative would give as much.
    assert line(document, "mb.eoi", "demand") == (500 if worth else None)


# Manitoba: “invitation under a strategic initiative 500”, "close friend or distant relative 50"
def test_what_no_profile_says_of_manitoba_stays_open():
    made = score(ground_of(a_person(), DAY), "mb.eoi")
    lines = {each.id: each for each in made.lines}
    assert (lines["mb.eoi.demand"].points, lines["mb.eoi.connection"].points) == (None, None)
    assert made.open == 600  # with 50 for a place outside Winnipeg
    worked = a_person(work=[in_canada("21232", "MB", "2022-09-01")])
    assert line(worked, "mb.eoi", "connection") == 100  # a friend would add nothing
    assert line(a_person(), "mb.swo", "connection_other") is None


# Ontario: “Ontario experience otherwise: only when months in position scores 0”
@pytest.mark.parametrize(
    ("employer", "position", "other"),
    [(EMPLOYER, 18, 0), ("Another", 0, 12), (None, None, None)],
)
def test_other_experience_is_open_while_the_position_is(employer, position, other):
    job = in_canada("21232", "ON", "2022-09-01", employer=employer)
    document = a_person(work=[job], job_offer=an_offer("ON"))
    lines = lines_of(document, "on.owp")
    assert (lines["position"], lines["ontario_experience"]) == (position, other)
    made = score(ground_of(document, DAY), "on.owp")
    known = a_person(work=[{**job, "employer": "Another"}], job_offer=an_offer("ON"))
    certain = score(ground_of(known, DAY), "on.owp")
    if employer is None:
        # One of the two at most: 18, where 12 would be certain with another employer.
        assert made.open - certain.open == 18


# --- earlier stays ------------------------------------------------------------------------


# Manitoba: “worked in Manitoba 6+ months 12”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 12),
        ({"kind": None}, None),
        ({"province": None}, None),
        ({"start": None}, None),
        ({"end": None}, None),
        ({"start": "2026-06-01", "end": None}, 0),  # at most four months
        ({"kind": "visit"}, 0),
        ({"province": "SK"}, 0),
        ({"of": "spouse"}, 0),
        ({"of": None}, 12),  # the client is single
    ],
)
def test_a_stay_of_which_something_is_not_known_is_open(change, worth):
    assert line(stayed(a_stay(**change)), "mb.swo", "connection") == worth


def test_whose_stay_it_was_is_open_where_there_is_a_partner():
    couple = {"marital_status": "married", "spouse": {"accompanying": True}}
    assert line(stayed(a_stay(of=None), **couple), "mb.swo", "connection") is None


# --- certificates -------------------------------------------------------------------------


def test_a_trade_certificate_counts_from_its_day():
    certificate = {"province": "SK", "issued_on": "2026-09-27"}
    document = a_person(education=[], certificate_of_qualification=certificate)
    assert line(document, "sk.isw", "education") == 0
    today = {**certificate, "issued_on": DAY}
    document = a_person(education=[], certificate_of_qualification=today)
    assert line(document, "sk.isw", "education") == 20


def test_a_job_without_code_beside_the_offer_s_is_not_certainly_of_another_occupation():
    work = [a_job("31301", start="2022-09-01"), a_job(noc=None, start="2020-09-01")]
    document = a_person(work=work, job_offer=an_offer("BC"))
    assert line(document, "bc.sirs", "work") is None


# --- Alberta ------------------------------------------------------------------------------


# Alberta: “parent, child or sibling, citizen or PR over 18, living in Alberta 8”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 8),
        ({"age_18_or_over": None}, None),
        ({"age_18_or_over": False}, 0),
        ({"status": None}, None),
        ({"relation": None}, None),
        ({"of": "spouse"}, 0),  # in-laws do not count
        ({"relation": "cousin", "age_18_or_over": None}, 0),
    ],
)
def test_alberta_pays_for_a_grown_up_relative(change, worth):
    sister = {
        "of": "applicant",
        "relation": "sibling",
        "status": "citizen",
        "province": "AB",
        "age_18_or_over": True,
    }
    document = a_person(relatives_in_canada=[{**sister, **change}])
    assert line(document, "ab.weoi", "family") == worth


# Alberta: “12+ months 11, 6-11 months 7, under 6 months 3; full-time, paid”
@pytest.mark.parametrize(
    ("job", "worth"),
    [
        ({"start": "2025-09-26"}, 11),
        ({"start": "2025-09-27"}, 7),
        ({"start": "2026-03-26"}, 7),
        ({"start": "2026-04-26"}, 3),
        ({"start": "2026-09-20"}, 3),  # six days
        ({"start": "2026-09-26"}, 0),  # the first day
        ({"start": "2026-09-27"}, 0),
        ({"start": "2020-09-26", "paid": False}, 0),
        ({"start": "2026-04-26", "hours_per_week": None}, None),
    ],
)
def test_alberta_pays_for_any_full_time_work(job, worth):
    assert line(a_person(work=[a_job(**job)]), "ab.weoi", "work") == worth


def test_years_of_part_time_work_are_no_full_time_year_in_alberta():
    part_time = a_job(start="2018-01-01", hours_per_week=20)
    made = score(ground_of(a_person(work=[part_time]), DAY), "ab.weoi")
    work = next(each for each in made.lines if each.id == "ab.weoi.work")
    assert (work.points, work.counted) == (None, 0)  # the 3 for less than half a year are open
    assert line(a_person(work=[part_time, part_time]), "ab.weoi", "work") == 11
    assert line(a_person(work=[]), "ab.weoi", "work") == 0


# Alberta: “offer in a regulated occupation and Alberta licence or trade certificate held 10”
@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, None),  # the licence of which occupation, and is it regulated?
        ({"job_offer": False}, 0),
        ({"job_offer": an_offer("ON")}, 0),
        ({"registrations": []}, 0),
        ({"registrations": None}, None),
        ({"registrations": [{"body": "PEO", "province": "ON"}]}, 0),
    ],
)
def test_alberta_pays_for_the_licence_of_the_job_offered(change, worth):
    held = {"registrations": [{"body": "APEGA", "province": "AB"}], "job_offer": an_offer("AB")}
    assert line(a_person(**{**held, **change}), "ab.weoi", "licence") == worth


@pytest.mark.parametrize(
    ("change", "worth"),
    [
        ({}, 10),
        ({"province": "SK"}, 0),
        ({"province": None}, None),
        ({"noc": {"version": "2021", "code": "72400"}}, 0),
        ({"noc": None}, None),
        ({"issued_on": "2026-09-27"}, 0),
    ],
)
def test_alberta_pays_for_the_trade_certificate_of_the_job_offered(change, worth):
    welder = {"version": "2021", "code": "72106"}
    certificate = {"province": "AB", "noc": welder, "issued_on": "2024-01-01", **change}
    document = a_person(certificate_of_qualification=certificate, job_offer=an_offer("AB", "72106"))
    assert line(document, "ab.weoi", "licence") == worth


# Alberta: “outside Calgary and Edmonton metropolitan areas 5”
def test_an_offer_of_a_province_not_known_may_be_outside_alberta_s_cities():
    def located(**offer):
        return line(a_person(job_offer={**an_offer("AB"), **offer}), "ab.weoi", "location")

    assert located(city="Calgary") == 0
    assert located(city="Calgary", province=None) == 0
    assert located(city="Banff", province=None) is None
    assert located(city="Banff", province="BC") == 0


# --- permits, and offers elsewhere --------------------------------------------------------


# Ontario: “valid work permit 10, valid study permit 5, neither 0”
@pytest.mark.parametrize(
    ("status", "permits", "worth"),
    [
        ({"status_in_canada": "worker"}, None, 10),
        ({"status_in_canada": "worker"}, [{"kind": "open", "until": "2026-09-26"}], 10),
        ({"status_in_canada": "worker"}, [{"kind": "open", "until": "2026-09-25"}], None),
        ({"status_in_canada": "worker", "status_expires_on": "2026-09-25"}, None, None),
        ({"status_in_canada": "student"}, [], 5),
        ({"status_in_canada": "student"}, None, None),  # may hold a work permit as well
        ({"status_in_canada": "student"}, [{"kind": "open"}], 10),
        ({"status_in_canada": "student", "status_expires_on": "2026-09-25"}, [], 0),
        ({"status_in_canada": "visitor"}, None, 0),
        ({"status_in_canada": "none"}, [], 0),
        ({"status_in_canada": None}, [], None),
        ({"status_in_canada": None}, [{"kind": "pgwp"}], 10),
    ],
)
def test_ontario_pays_for_a_permit_that_is_valid(status, permits, worth):
    document = a_person(person=status, work_permits=permits)
    assert line(document, "on.owp", "status") == worth


# British Columbia: “directly related” work is that of a job in British Columbia
@pytest.mark.parametrize(("province", "worth"), [("BC", 16), ("ON", 0), (None, None)])
def test_work_related_to_an_offer_elsewhere_earns_nothing_in_british_columbia(province, worth):
    document = a_person(job_offer={**an_offer("BC"), "province": province})
    assert line(document, "bc.sirs", "work") == worth


# British Columbia: “under 1 1, none 0”
@pytest.mark.parametrize(
    ("job", "worth"),
    [
        ({"start": "2026-09-20"}, 1),
        ({"start": DAY}, 0),
        ({"start": "2026-09-20", "noc": None}, None),
        ({"start": "2026-09-20", "paid": False}, 0),
        ({"start": None}, None),
    ],
)
def test_british_columbia_pays_a_point_for_days_of_related_work(job, worth):
    document = a_person(work=[a_job(**job)], job_offer=an_offer("BC"))
    assert line(document, "bc.sirs", "work") == worth


# Manitoba: “work in another province -100”, of whatever length
@pytest.mark.parametrize(
    ("start", "province", "worth"),
    [("2026-09-20", "ON", -100), ("2026-09-26", "ON", 0), ("2026-09-20", "MB", 0)],
)
def test_any_work_in_another_province_counts_against_manitoba(start, province, worth):
    document = a_person(work=[in_canada("21232", province, start)])
    assert line(document, "mb.eoi", "risk") == worth


# Prince Edward Island: “spouse or children CLB 6+ 5, spouse 3+ years work in last 5 5”
def a_couple(**spouse):
    """Married, no children, and nothing else that the island pays for but perhaps a home."""
    brings = {"accompanying": True, "education": [], "language_tests": [], "work": []}
    return a_person(marital_status="married", spouse={**brings, **spouse})


ENGLISH = PLAIN["language_tests"][0]
SIX = {**ENGLISH, "reading": 5.0, "writing": 5.5, "listening": 5.5, "speaking": 5.5}
THREE_YEARS = {"start": "2023-09-26", "end": "2026-09-25"}


@pytest.mark.parametrize(
    ("spouse", "counts", "still_open"),
    [
        ({}, 0, 5),  # a home of their own, which nobody asks about
        ({"language_tests": [ENGLISH]}, 5, 5),
        ({"language_tests": [SIX]}, 5, 5),
        ({"language_tests": [{**SIX, "writing": 5.0}]}, 0, 5),  # CLB 5
        ({"language_tests": None}, 0, 10),
        ({"work": [a_job(**THREE_YEARS)]}, 5, 5),
        ({"work": [a_job(**{**THREE_YEARS, "start": "2023-09-27"})]}, 0, 5),  # a day short
        ({"work": [a_job(start="2019-09-26", end="2022-09-25")]}, 0, 5),  # too long ago
        ({"work": [a_job(**THREE_YEARS, paid=False)]}, 0, 5),
        ({"work": [a_job(**{**THREE_YEARS, "hours_per_week": None})]}, 0, 10),
        ({"work": None}, 0, 10),
    ],
)
def test_the_island_pays_for_a_partner_s_language_and_work(spouse, counts, still_open):
    document = a_couple(**spouse)
    made = next(
        each for each in score(ground_of(document, DAY), "pe.ee").lines if "adapt" in each.id
    )
    assert (made.points, made.counted) == (None, counts)
    assert score(ground_of(document, DAY), "pe.ee").open == still_open


@pytest.mark.parametrize(("children", "still_open"), [(0, 5), (1, 10), (None, 10)])
def test_a_child_s_language_is_open_where_there_may_be_a_child(children, still_open):
    single = a_person(dependent_children=children)
    assert score(ground_of(single, DAY), "pe.ee").open == still_open
