"""Provinces' own points, added up by hand from the published grids."""

import pytest

from portal.assessment.grids import score
from tests.assessment.grounds import ground_of, streams_of
from tests.assessment.people import a_job, a_person, an_offer, french, in_canada

DAY = "2026-09-26"
SIBLING = {"of": "applicant", "relation": "sibling", "status": "citizen", "age_18_or_over": True}


def points(document, grid, day=DAY):
    made = score(ground_of(document, day), grid)
    return {line.id.rsplit(".", 1)[1]: line.points for line in made.lines}, made


# Saskatchewan, International Skilled Worker (page read 2026-06-20): bachelor 20, four full
# years 8, nothing older, CLB 8+ 20, age 34 12, no connection.
def test_saskatchewan_s_grid():
    lines, made = points(a_person(), "sk.isw")
    assert lines == {
        "education": 20,
        "experience_recent": 8,
        "experience_older": 0,
        "first_language": 20,
        "second_language": 0,
        "age": 12,
        "connection": 0,
    }
    assert (made.points, made.open) == (60, 0)


@pytest.mark.parametrize(
    ("change", "line", "worth"),
    [
        ({"person": {"date_of_birth": "2004-09-26"}}, "age", 12),  # 22
        ({"person": {"date_of_birth": "2004-09-27"}}, "age", 8),  # 21 for one more day
        ({"person": {"date_of_birth": "1991-09-26"}}, "age", 10),  # 35
        ({"person": {"date_of_birth": "1975-09-27"}}, "age", 8),  # 50
        ({"person": {"date_of_birth": "1975-09-26"}}, "age", 0),  # 51
        ({"relatives_in_canada": [{**SIBLING, "province": "SK"}]}, "connection", 20),
        ({"work": [in_canada("21232", "SK", "2025-09-01")]}, "connection", 5),
        ({"work": [a_job(start="2017-09-01")]}, "experience_older", 4),  # 2017-09 to 2021-09
        ({"work": [a_job(start="2021-09-26")]}, "experience_recent", 10),
        ({"certificate_of_qualification": {"province": "SK"}, "education": []}, "education", 20),
    ],
)
def test_rows_of_saskatchewan_s_grid(change, line, worth):
    assert points(a_person(**change), "sk.isw")[0][line] == worth


def test_a_second_language_earns_its_own_row():
    both = a_person(language_tests=[*a_person()["language_tests"], french(7)])
    assert points(both, "sk.isw")[0]["second_language"] == 8
    assert points(both, "ab.weoi")[0]["bilingual"] == 3


# Manitoba, Skilled Worker Overseas: CLB 8+ 20, age 21-45 10, four years 15, one program of
# two or more years 20; 60 are needed.
def test_manitoba_s_grid():
    lines, made = points(a_person(), "mb.swo")
    assert (made.points, made.grid.pass_mark) == (65, 60)
    assert lines["regional"] is None  # the profile does not ask
    assert lines["connection_other"] is None  # nor for friends and strategic invitations
    assert made.open == 25
    near = a_person(relatives_in_canada=[{**SIBLING, "province": "MB"}])
    assert points(near, "mb.swo")[1].points == 85


# Newfoundland and Labrador: degree 23, four years 12, CLB 8+ 27, age 34 10 = 72 of 100.
def test_newfoundland_s_grid():
    assert points(a_person(), "nl.ee")[1].points == 72


def test_newfoundland_caps_recent_and_older_experience_together_at_20():
    made = points(a_person(work=[a_job(start="2014-09-01")]), "nl.ee")[1]
    counted = {line.id: line.counted for line in made.lines}
    assert counted["nl.ee.experience_recent"] == 15
    assert counted["nl.ee.experience_older"] == 5


# Alberta, Worker EOI: degree 7, abroad 0, English CLB 6+ 10, 12+ months 11, age 34 5 = 33.
def test_alberta_s_grid():
    lines, made = points(a_person(), "ab.weoi")
    assert made.points == 33
    assert (lines["offer"], lines["sector_offer"]) == (0, 0)
    offered = points(a_person(job_offer=an_offer("AB", city="Calgary")), "ab.weoi")
    assert offered[1].points == 43
    assert offered[0]["location"] == 0
    assert (
        points(a_person(job_offer=an_offer("AB", city="Banff")), "ab.weoi")[0]["location"] is None
    )


@pytest.mark.parametrize(
    ("wage", "worth"), [(15, 0), (16, 1), (45, 30), (69.9, 54), (70, 55), (120, 55)]
)
def test_british_columbia_pays_a_point_a_dollar(wage, worth):
    document = a_person(job_offer=an_offer("BC", wage_per_hour=wage))
    assert points(document, "bc.sirs")[0]["wage"] == worth


@pytest.mark.parametrize(
    ("wage", "worth"), [(19.99, 0), (20, 5), (25, 8), (30, 10), (35, 12), (39.99, 12), (40, 15)]
)
def test_ontario_s_wage_rows(wage, worth):
    document = a_person(job_offer=an_offer("ON", wage_per_hour=wage))
    assert points(document, "on.owp")[0]["wage"] == worth


def test_a_grid_whose_rows_were_not_read_gives_no_points_and_no_zero():
    lines, made = points(a_person(), "nb.ee_67")
    assert lines == {"rows": None}
    assert (made.points, made.open) == (0, 100)


def test_a_grid_is_not_applied_before_its_first_known_day():
    assert score(ground_of(a_person(), "2024-04-30"), "sk.isw") is None


def test_an_unknown_fact_leaves_the_line_open():
    assert points(a_person(relatives_in_canada=None), "ab.weoi")[0]["family"] is None
    assert points(a_person(education=None), "sk.isw")[0]["education"] is None


# Alberta: "highest credential completed in Alberta", a "permanent, full-time, non-seasonal" offer
def test_alberta_looks_at_the_highest_credential():
    abroad = a_person()["education"][0]
    here = {
        "credential": "post_secondary_one_year",
        "country": "CA",
        "province": "AB",
        "completed_on": "2024-04-30",
        "program_months": 12,
    }
    assert points(a_person(education=[abroad, here]), "ab.weoi")[0]["education_place"] == 0
    assert points(a_person(education=[here]), "ab.weoi")[0]["education_place"] == 10


@pytest.mark.parametrize(
    ("change", "worth"),
    [({}, 10), ({"seasonal": True}, 0), ({"hours_per_week": 20}, 0), ({"permanent": False}, 0)],
)
def test_alberta_s_offer_is_permanent_full_time_and_not_seasonal(change, worth):
    document = a_person(job_offer=an_offer("AB", **change))
    assert points(document, "ab.weoi")[0]["offer"] == worth


def test_alberta_s_grid_of_2025_is_not_read_back_to_2024():
    assert score(ground_of(a_person(), "2025-08-06"), "ab.weoi") is None
    assert score(ground_of(a_person(), "2025-08-07"), "ab.weoi") is not None


# British Columbia: "under 1" year of directly related work is worth 1, "none" 0; the bonus is
# for who is now working full-time for the employer
@pytest.mark.parametrize(
    ("start", "worth"), [("2022-09-01", 16), ("2025-09-01", 4), ("2026-01-10", 1)]
)
def test_british_columbia_pays_a_point_for_less_than_a_year(start, worth):
    document = a_person(work=[a_job(start=start)], job_offer=an_offer("BC"))
    assert points(document, "bc.sirs")[0]["work"] == worth
    other = a_person(work=[a_job("65200", start=start)], job_offer=an_offer("BC"))
    assert points(other, "bc.sirs")[0]["work"] == 0


@pytest.mark.parametrize(("end", "worth"), [(None, 20), ("2026-06-30", 10)])
def test_the_bonus_is_for_who_works_for_the_employer_now(end, worth):
    job = in_canada("21232", "BC", "2025-01-10", end=end, employer="Birchmount Works")
    document = a_person(work=[job], job_offer=an_offer("BC"))
    assert points(document, "bc.sirs")[0]["work_bonus"] == worth


# Manitoba counts full-time jobs held for six months on end or longer
def test_short_jobs_do_not_count_in_manitoba():
    short = [a_job(start=f"20{y}-01-01", end=f"20{y}-05-31") for y in (22, 23, 24, 25, 26)]
    assert points(a_person(work=short), "mb.swo")[0]["work"] == 0
    assert points(a_person(work=short), "mb.eoi")[0]["work"] == 50


# Newfoundland and Labrador: "worked in NL 3, studied in NL 3", no length printed
def test_newfoundland_names_no_length_of_work_or_study():
    here = a_person(work=[a_job(), in_canada("21232", "NL", "2024-01-01", end="2024-04-30")])
    assert points(here, "nl.ee")[0]["connection"] == 3


# Close relatives are paid for: Alberta names them ("parent, child or sibling"), Prince Edward
# Island, Newfoundland and Labrador and Saskatchewan print no list that was read.
@pytest.mark.parametrize(
    ("grid", "line", "worth"),
    [
        ("ab.weoi", "family", 8),
        ("pe.ee", "adaptability", 5),
        ("nl.ee", "connection", 7),
        ("sk.isw", "connection", 20),
    ],
)
@pytest.mark.parametrize(
    ("relation", "of", "close"),
    [
        ("sibling", "applicant", True),
        ("parent", "applicant", True),
        ("cousin", "applicant", False),
        ("sibling", "spouse", False),
    ],
)
def test_a_relative_not_named_as_close_is_no_where_there_is_a_list_and_open_where_none_was_read(
    grid, line, worth, relation, of, close
):
    relative = {**SIBLING, "relation": relation, "of": of, "province": grid[:2].upper()}
    lines, made = points(a_person(relatives_in_canada=[relative]), grid)
    counted = {each.id: each.counted for each in made.lines}
    assert counted[f"{grid}.{line}"] == (worth if close else 0)
    if grid == "ab.weoi":
        assert lines[line] == counted[f"{grid}.{line}"]
    elif grid != "pe.ee":  # whose other rows are not asked, whichever relative there is
        assert lines[line] == (worth if close else None)
        assert made.open == (0 if close else worth)
    elsewhere = a_person(relatives_in_canada=[{**relative, "province": "ON"}])
    counted = {each.id: each.counted for each in points(elsewhere, grid)[1].lines}
    assert counted[f"{grid}.{line}"] == 0


# An earlier stay counts from its first to its last day: a calendar year is twelve months
@pytest.mark.parametrize(
    ("start", "end", "worth"),
    [
        ("2023-01-01", "2023-12-31", 5),
        ("2023-01-01", "2023-12-30", 0),
        ("2024-02-29", "2025-02-28", 5),
        ("2020-01-01", "2020-12-31", 0),  # Saskatchewan asks for it in the last five years
    ],
)
def test_a_calendar_year_of_an_earlier_stay_is_twelve_months(start, end, worth):
    stay = {"of": "applicant", "kind": "work", "province": "SK", "start": start, "end": end}
    document = a_person(ties={"provinces_of_interest": [], "previous_stays": [stay]})
    assert points(document, "sk.isw")[0]["connection"] == worth


# Prince Edward Island: "permanent job in PEI with valid permit" and "offer related to education"
# stand in the column with an offer only; an offer in another province is none.
@pytest.mark.parametrize(("province", "worth"), [("PE", 5), ("ON", 0)])
def test_only_an_island_offer_opens_the_rows_of_the_island_job(province, worth):
    work = [in_canada("21232", province, "2026-08-01", employer="Acme")]
    document = a_person(
        work=work, job_offer=an_offer(province, employer="Acme"), work_permits=[{"kind": "open"}]
    )
    lines, made = points(document, "pe.ee")
    assert lines["permanent_job"] == worth
    assert lines["related_offer"] == (None if province == "PE" else 0)
    assert lines["employment"] == 0
    # five for the studies behind the job, and five for a home nobody asks about
    assert made.open == (10 if province == "PE" else 5)


_HERS = {"kind": "employer_specific", "employer": "Acme", "until": "2027-06-30"}


@pytest.mark.parametrize(
    ("offer", "permits", "works", "worth"),
    [
        ({}, [_HERS], True, 5),
        ({}, [{**_HERS, "kind": "pgwp", "employer": None}], True, 5),
        ({}, [{**_HERS, "employer": "Somebody else"}], True, 0),
        ({}, [{**_HERS, "until": "2026-09-25"}], True, 0),  # ran out yesterday
        ({}, [], True, 0),
        ({}, None, True, None),
        ({}, [{**_HERS, "employer": None}], True, None),
        ({"permanent": False}, [_HERS], True, 0),
        ({"permanent": None}, [_HERS], True, None),
        ({"seasonal": True}, [_HERS], True, 0),
        ({}, [_HERS], False, None),  # an offer: whether that is a job yet is for a person
    ],
)
def test_the_island_pays_for_a_permanent_job_with_a_permit_for_it(offer, permits, works, worth):
    work = [in_canada("21232", "PE", "2026-08-01", employer="Acme")] if works else []
    document = a_person(
        work=work, job_offer=an_offer("PE", employer="Acme", **offer), work_permits=permits
    )
    assert points(document, "pe.ee")[0]["permanent_job"] == worth


# "1+ year continuous full-time work in PEI"
_ISLAND = {"code": "21232", "province": "PE"}


@pytest.mark.parametrize(
    ("work", "worth"),
    [
        ([{"start": "2025-09-26"}], 5),
        ([{"start": "2025-09-27"}], 0),  # a day short
        ([{"start": "2024-09-26", "hours_per_week": 20}], 0),  # half-time for two years
        ([{"start": "2024-09-26", "hours_per_week": None}], None),
        ([{"start": "2025-01-01", "end": "2025-08-31"}, {"start": "2025-09-01"}], 5),
        ([{"start": "2025-01-01", "end": "2025-08-31"}, {"start": "2025-11-01"}], 0),  # a break
        ([{"start": "2025-09-26", "hours_per_week": 15}] * 2, 5),  # thirty hours in all
    ],
)
def test_the_island_s_year_of_work_is_unbroken_and_full_time(work, worth):
    document = a_person(work=[in_canada(**_ISLAND, **each) for each in work])
    assert points(document, "pe.ee")[0]["employment"] == worth


def test_the_island_s_employment_rows_give_15_at_most():
    document = a_person(
        work=[in_canada("21232", "PE", "2024-08-01", employer="Acme")],
        job_offer=an_offer("PE", employer="Acme"),
        registrations=[{"body": "Engineers PEI", "province": "PE", "since": "2025-01-01"}],
        work_permits=[{"kind": "open"}],
    )
    lines, made = points(document, "pe.ee")
    assert (lines["employment"], lines["permanent_job"]) == (10, 5)
    assert {each.id: each.counted for each in made.lines}["pe.ee.related_offer"] == 0
    assert made.open == 5  # for a home of their own


# "Hangs on an unknown: points null; the total is the sum of what is known": work in the
# province is 3, a relative nobody asked about may be 7 more
def test_a_row_not_known_stays_open_beside_one_that_holds():
    work = [in_canada("21232", "NL", "2022-09-01")]
    asked = points(a_person(work=work), "nl.ee")
    assert (asked[0]["connection"], asked[1].open) == (3, 0)
    lines, made = points(a_person(work=work, relatives_in_canada=None), "nl.ee")
    assert (lines["connection"], made.open) == (None, 7)
    assert made.points == asked[1].points  # the 3 for the work are certain


def test_a_pass_mark_in_reach_of_an_unknown_relative_is_not_missed():
    english = {**a_person()["language_tests"][0], "reading": 6, "writing": 6, "speaking": 6}
    short = {
        "language_tests": [{**english, "listening": 6}],
        "work": [in_canada("21232", "NL", "2025-03-01")],
    }

    # degree 23, a year 3, CLB 7 23, age 34 10, work in the province 3: 62 of 67
    def grid(**more):
        made = streams_of(a_person(**short, **more), "2026-11-24")["nl.ee"]
        return next(each for each in made.criteria if each.id.endswith("grid")).met, made.points

    assert grid() == (False, 62)
    assert grid(relatives_in_canada=None) == (None, 62)


# Manitoba takes the best of its rows: half a year of work there is 12, a relative 20
def test_the_best_row_is_open_while_a_better_one_is_not_known():
    work = [in_canada("21232", "MB", "2022-09-01")]
    sure = points(a_person(work=work), "mb.swo")[1]
    lines, made = points(a_person(work=work, relatives_in_canada=None), "mb.swo")
    assert lines["connection"] is None
    assert (made.points, made.open) == (sure.points, sure.open)  # another tie may give the 8
    known = a_person(work=work, relatives_in_canada=[{**SIBLING, "province": "MB"}])
    assert points({**known, "work": None}, "mb.swo")[0]["connection"] == 20


# British Columbia gives 13 at most for 8, 6 and 5: two that hold leave nothing open
def test_what_reaches_its_maximum_hangs_on_nothing():
    here = {
        "credential": "post_secondary_two_year",
        "country": "CA",
        "province": "BC",
        "completed_on": "2024-04-30",
        "program_months": 24,
    }
    licence = {"registrations": [{"body": "EGBC", "province": "BC"}]}
    assert points(a_person(education=[here], **licence), "bc.sirs")[0]["education_bonus"] == 13
    open_to = points(a_person(education=[here], registrations=None), "bc.sirs")[0]
    assert open_to["education_bonus"] is None


# "Trade certification equivalent to a degree" is 23 in Newfoundland and Labrador, a one-year
# diploma 15: while nobody has asked for a certificate of qualification, eight points are open
def test_a_certificate_of_qualification_nobody_asked_about_is_open():
    diploma = {**a_person()["education"][0], "credential": "post_secondary_one_year"}
    without = points(a_person(education=[diploma]), "nl.ee")
    assert (without[0]["education"], without[1].open) == (15, 0)
    lines, made = points(a_person(education=[diploma], certificate_of_qualification=None), "nl.ee")
    assert (lines["education"], made.points, made.open) == (None, without[1].points, 8)
    held = a_person(education=[diploma], certificate_of_qualification={"province": "NL"})
    assert points(held, "nl.ee")[0]["education"] == 23


# A degree is worth as much as the certificate: whether there is one does not matter
def test_a_certificate_that_would_add_nothing_leaves_nothing_open():
    made = points(a_person(certificate_of_qualification=None), "nl.ee")
    assert (made[0]["education"], made[1].open) == (23, 0)


# Six years in another job: certain in every grid once its occupation, hours and start are known,
# and until then neither counted nor ruled out
_LONG = {"start": "2018-09-26", "end": "2024-09-25"}
_SKILLED, _HELPER = ({"version": "2021", "code": code} for code in ("31301", "44101"))


@pytest.mark.parametrize(
    ("change", "recent", "older"),
    [
        ({}, 12, 5),  # four full years with the present job, and three from six to ten years ago
        ({"noc": None}, None, None),
        ({"noc": None, "noc_candidates": [_SKILLED, _HELPER]}, None, None),
        ({"noc": None, "noc_candidates": [_SKILLED, {**_SKILLED, "code": "21232"}]}, 12, 5),
        ({"noc": _HELPER}, 3, 0),
        ({"noc": None, "noc_candidates": [_HELPER]}, 3, 0),
        ({"hours_per_week": None}, None, None),
        ({"start": None}, None, None),
    ],
)
def test_experience_not_known_in_full_is_open(change, recent, older):
    now = a_job(start="2025-01-26")  # a year and eight months
    lines, made = points(a_person(work=[now, a_job(**{**_LONG, **change})]), "nl.ee")
    assert (lines["experience_recent"], lines["experience_older"]) == (recent, older)
    counted = {line.id: line.counted for line in made.lines}
    assert counted["nl.ee.experience_recent"] == (recent or 3)  # the present job is certain
    assert (made.open > 0) is (recent is None)


def test_what_the_experience_of_a_job_without_a_code_may_give_is_open_within_the_cap():
    now = a_job(start="2025-01-26")
    full = points(a_person(work=[now, a_job(**_LONG)]), "nl.ee")[1]
    made = points(a_person(work=[now, a_job(**_LONG, noc=None)]), "nl.ee")[1]
    assert made.points + made.open == full.points


def test_more_work_than_the_grid_pays_for_leaves_nothing_open():
    long = a_job(start="2021-09-26")  # five years, the most Saskatchewan pays for
    beside = a_job(start="2023-01-01", noc=None)
    lines, _made = points(a_person(work=[long, beside]), "sk.isw")
    assert lines["experience_recent"] == 10


# Every grid that counts work, for whom hours, place or employer of the one job are not known
@pytest.mark.parametrize(
    ("grid", "line", "unknown"),
    [
        ("sk.isw", "experience_recent", {"noc": None}),
        ("sk.isw", "connection", {"province": None}),
        ("mb.swo", "work", {"hours_per_week": None}),
        ("mb.swo", "connection", {"hours_per_week": None}),
        ("mb.eoi", "work", {"hours_per_week": None}),
        ("mb.eoi", "demand", {"employer": None}),
        ("mb.eoi", "risk", {"province": None}),
        ("ab.weoi", "work", {"hours_per_week": None}),
        ("ab.weoi", "work_canada", {"province": None}),
        ("bc.sirs", "work", {"noc": None}),
        ("bc.sirs", "work_bonus", {"noc": None}),
        ("on.owp", "position", {"employer": None}),
        ("on.owp", "ontario_experience", {"province": None}),  # with another employer
        ("pe.ee", "work_with_offer", {"start": None}),
    ],
)
def test_every_grid_leaves_work_open_that_is_not_known(grid, line, unknown):
    province = grid[:2].upper()
    offer = an_offer(province)
    employer = "Elsewhere" if line == "ontario_experience" else offer["employer"]
    job = in_canada("21232", province, "2022-09-01", employer=employer)
    known, _ = points(a_person(work=[job], job_offer=offer), grid)
    assert known[line] is not None
    lines, made = points(a_person(work=[{**job, **unknown}], job_offer=offer), grid)
    assert lines[line] is None
    assert made.open > 0
