"""How work is counted: five windows, thirty hours a week, one occupation or all together."""

import pytest

from tests.builders import (
    a_job,
    a_profile,
    a_test,
    assessed,
    before,
    crs_of,
    eligible,
    flags_of,
    grid_points,
    in_canada,
    met,
)

ON = "2026-06-01"


def years(document, kind, on=ON):
    return assessed(document, on).factors[f"{kind}_work_years"].value


def canadian(*jobs, on=ON):
    return years(a_profile(on, work=list(jobs)), "canadian", on)


def foreign(*jobs, on=ON):
    return years(a_profile(on, work=list(jobs)), "foreign", on)


# --- the five windows -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "counted"),
    [
        ("2016-06-01", 1),  # the first day of the ten years
        ("2016-05-31", 0),  # a day of it lies before the window's edge
        ("2015-12-01", 0),
    ],
)
def test_crs_work_at_the_edge_of_ten_years_counts_in_part(start, counted):
    end = before(f"{int(start[:4]) + 1}{start[4:]}", days=1)
    assert canadian(in_canada(start=start, end=end)) == counted
    assert foreign(a_job(start=start, end=end)) == counted


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        ("2023-06-01", "2024-05-31", True),  # the first year of the three
        ("2023-05-31", "2024-05-30", False),  # a day outside
        ("2025-06-01", None, True),  # twelve months up to yesterday
        ("2025-06-02", None, False),
    ],
)
def test_cec_wants_a_year_in_canada_in_the_last_three(start, end, answer):
    document = a_profile(ON, work=[in_canada(start=start, end=end)])
    assert met(document, "cec.work") is answer


def test_cec_adds_up_skilled_occupations_and_leaves_out_the_others():
    half = {"start": "2025-06-01", "end": "2025-11-30"}
    other = {"start": "2025-12-01", "end": "2026-05-31"}
    two = [in_canada(code="21231", **half), in_canada(code="63200", **other)]
    assert met(a_profile(ON, work=two), "cec.work") is True
    low = [in_canada(code="21231", **half), in_canada(code="65201", **other)]
    assert met(a_profile(ON, work=low), "cec.work") is False


def test_fsw_wants_one_continuous_year_in_the_primary_occupation():
    half = {"start": "2025-06-01", "end": "2025-11-30"}
    other = {"start": "2025-12-01", "end": "2026-05-31"}
    one = [a_job(code="21231", **half), a_job(code="21231", **other)]
    assert met(a_profile(ON, work=one), "fsw.work") is True  # a new employer is no break
    two = [a_job(code="21231", **half), a_job(code="21311", **other)]
    assert met(a_profile(ON, work=two), "fsw.work") is False
    # Its grid takes all skilled work together.
    assert grid_points(a_profile(ON, work=two), "experience") == 9


def test_the_fsw_year_lies_within_ten_years():
    old = [a_job(start="2015-06-01", end="2016-05-31")]
    assert met(a_profile(ON, work=old), "fsw.work") is False
    edge = [a_job(start="2016-06-01", end="2017-05-31")]
    assert met(a_profile(ON, work=edge), "fsw.work") is True


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        ("2021-06-01", "2023-05-31", True),  # the first two years of the five
        ("2021-05-31", "2023-05-30", False),
        ("2024-06-01", None, True),
        ("2024-06-02", None, False),
    ],
)
def test_fst_wants_two_years_in_one_trade_in_the_last_five(start, end, answer):
    job = a_job(code="72401", start=start, end=end, qualified_on="2015-01-01")
    assert met(a_profile(ON, work=[job]), "fst.work") is answer


def test_fst_adds_no_trades_together():
    jobs = [
        a_job(code="72401", start="2024-06-01", end="2025-05-31", qualified_on="2015-01-01"),
        a_job(code="72400", start="2025-06-01", end=None, qualified_on="2015-01-01"),
    ]
    assert met(a_profile(ON, work=jobs), "fst.work") is False


@pytest.mark.parametrize(("qualified", "answer"), [("2024-06-01", True), ("2024-06-02", False)])
def test_fst_counts_from_the_day_the_trade_could_be_practised_alone(qualified, answer):
    job = a_job(code="72401", start="2020-01-01", end=None, qualified_on=qualified)
    assert met(a_profile(ON, work=[job]), "fst.work") is answer


def test_fst_without_that_day_is_not_known():
    job = a_job(code="72401", start="2020-01-01", end=None)
    assert met(a_profile(ON, work=[job]), "fst.work") is None


# --- thirty hours a week ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "start", "counted"),
    [
        (15, "2024-06-01", 1),  # fifteen hours for twenty-four months
        (15, "2024-06-02", 0),
        (10, "2023-06-01", 1),
        (30, "2025-06-01", 1),
        (29.99, "2025-06-01", 0),
        (60, "2025-12-01", 0),  # sixty hours for six months are six months
    ],
)
def test_a_year_is_thirty_hours_a_week_or_as_much_part_time(hours, start, counted):
    assert canadian(in_canada(start=start, end=None, hours_per_week=hours)) == counted
    assert foreign(a_job(start=start, end=None, hours_per_week=hours)) == counted


def test_two_full_time_jobs_at_once_are_one():
    jobs = [in_canada(start="2025-12-01", end=None), in_canada(start="2025-12-01", end=None)]
    assert canadian(*jobs) == 0


def test_two_part_time_jobs_at_once_make_a_full_one():
    half = {"start": "2025-06-01", "end": None, "hours_per_week": 15}
    assert canadian(in_canada(**half), in_canada(code="63200", **half)) == 1


def test_breaks_add_nothing_and_break_the_fsw_year():
    pause = {"breaks": [{"start": "2025-09-01", "end": "2025-12-31"}]}
    job = a_job(start="2025-01-01", end=None, **pause)
    assert foreign(job) == 1  # 17 months less 4
    document = a_profile(ON, work=[job])
    assert met(document, "fsw.work") is False
    assert flags_of(document)["work.gap"] == "warning"


@pytest.mark.parametrize(
    ("again", "answer"),
    [
        ("2025-12-01", True),  # the next day
        ("2025-12-02", None),  # one free day: a person decides
        ("2026-01-01", None),  # 31 free days
        ("2026-01-02", False),  # 32: no short gap any more
    ],
)
def test_a_short_gap_in_the_fsw_year_is_put_to_a_person(again, answer):
    jobs = [a_job(start="2025-05-01", end="2025-11-30"), a_job(start=again, end="2026-06-30")]
    assert met(a_profile("2026-07-01", work=jobs), "fsw.work", "2026-07-01") is answer


def test_364_days_reach_the_hours_and_are_flagged():
    document = a_profile(ON, work=[a_job(start="2025-06-02", end="2026-05-31")])
    assert years(document, "foreign") == 0  # 364 days: 52 weeks of 30 hours
    assert flags_of(document)["work.nearly.foreign"] == "warning"
    document = a_profile(ON, work=[a_job(start="2025-06-03", end="2026-05-31")])
    assert "work.nearly.foreign" not in flags_of(document)


def test_a_year_a_day_short_is_flagged_over_a_29_february_too():
    def worked(start, end):
        job = a_job(1, "2024-09-01", start=start, end=end)
        return "work.nearly.foreign" in flags_of(a_profile("2024-09-01", work=[job]), "2024-09-01")

    assert worked("2023-06-15", "2024-06-12")  # 364 days with the 29th: 1,560 hours
    assert worked("2023-06-15", "2024-06-13")
    assert not worked("2023-06-15", "2024-06-11")
    assert not worked("2023-06-15", "2024-06-14")  # the twelve months are there


@pytest.mark.parametrize(
    ("start", "end", "on", "counted"),
    [
        ("2023-03-01", "2024-02-29", "2024-03-01", 1),  # 366 days
        ("2024-02-29", "2025-02-27", "2025-02-28", 0),
        ("2024-02-29", "2025-02-28", "2025-03-01", 1),
        ("2024-03-01", "2025-02-28", "2025-03-01", 1),  # 365 days
        ("2023-03-01", "2024-02-28", "2024-02-29", 0),  # 365 days, a day short of the year
    ],
)
def test_twelve_months_are_a_year_whatever_february_has(start, end, on, counted):
    assert foreign(a_job(start=start, end=end), on=on) == counted


def test_eleven_months_are_none_and_23_are_one():
    assert foreign(a_job(start="2025-07-01", end=None)) == 0
    assert foreign(a_job(start="2024-07-01", end=None)) == 1


# --- what counts where ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"full_time_student": True},
        {"self_employed": True},
        {"authorized": False},
        {"paid": False},
    ],
)
def test_study_self_employment_and_missing_authorization_take_canadian_work_out(changes):
    document = a_profile(ON, work=[in_canada(2, ON, **changes)])
    assert years(document, "canadian") == 0
    assert met(document, "cec.work") is False


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"full_time_student": True}, True),  # paid work during study may count
        ({"self_employed": True}, True),  # with a flag
        ({"authorized": False}, False),
        ({"paid": False}, False),
    ],
)
def test_fsw_counts_canadian_work_by_its_own_rule(changes, counts):
    document = a_profile(ON, work=[in_canada(2, ON, **changes)])
    assert met(document, "fsw.work") is counts
    if changes.get("self_employed"):
        assert flags_of(document)["work.self_employed.0"] == "warning"


@pytest.mark.parametrize(
    "changes", [{"full_time_student": True}, {"self_employed": True}, {"authorized": False}]
)
def test_abroad_study_and_self_employment_exclude_nothing(changes):
    assert foreign(a_job(2, ON, **changes)) == 2


@pytest.mark.parametrize(
    ("on", "answer"),
    [("2023-04-24", False), ("2023-04-25", None), ("2026-06-01", None)],
)
def test_self_employed_physicians_are_a_question_since_25_april_2023(on, answer):
    job = in_canada(2, on, code="31102", self_employed=True)
    assert met(a_profile(on, work=[job]), "cec.work", on) is answer
    other = in_canada(2, on, code="21231", self_employed=True)
    assert met(a_profile(on, work=[other]), "cec.work", on) is False


def test_foreign_points_come_from_one_occupation_the_best_one():
    jobs = [
        a_job(code="21231", start="2021-06-01", end="2023-05-31"),
        a_job(code="21311", start="2023-06-01", end="2024-05-31"),
    ]
    assert foreign(*jobs) == 2
    document = a_profile(ON, work=jobs)
    assert flags_of(document)["work.one_occupation"] == "warning"  # three years would earn more


def test_one_occupation_in_two_editions_is_one():
    jobs = [
        a_job(code="2147", start="2021-06-01", end="2022-11-15"),
        a_job(code="21311", start="2022-11-16", end="2024-05-31"),
    ]
    assert foreign(*jobs) == 3


def test_a_primary_occupation_of_another_edition_is_a_question_where_the_code_was_split():
    entry = {"primary_noc": {"version": "2021", "code": "21232"}}
    document = a_profile(ON, work=[a_job(code="2174", years=2)], express_entry=entry)
    assert met(document, "fsw.work") is None
    sure = a_profile(
        ON,
        work=[a_job(code="2147", years=2)],
        express_entry={"primary_noc": {"version": "2021", "code": "21311"}},
    )
    assert met(sure, "fsw.work") is True


def test_a_primary_occupation_without_a_job_is_no_experience():
    entry = {"primary_noc": {"version": "2021", "code": "11101"}}
    assert met(a_profile(ON, express_entry=entry), "fsw.work") is False


def test_work_without_pay_hours_or_place_known_is_no_silent_zero():
    document = a_profile(ON, work=[in_canada(2, ON, hours_per_week=None)])
    assert crs_of(document, ON).line("crs.core.canadian_work").points is None
    assert flags_of(document)["work.dates.0"] == "warning"
    document = a_profile(ON, work=[in_canada(2, ON, noc=None)])
    assert crs_of(document, ON).line("crs.core.canadian_work").points is None
    assert met(document, "cec.work") is None


def test_candidates_that_are_all_skilled_decide_and_others_do_not():
    both = [{"version": "2021", "code": "21231"}, {"version": "2021", "code": "21232"}]
    job = in_canada(2, ON, noc=None, noc_candidates=both)
    assert years(a_profile(ON, work=[job]), "canadian") == 2
    mixed = [*both[:1], {"version": "2021", "code": "65201"}]
    job = in_canada(2, ON, noc=None, noc_candidates=mixed)
    assert years(a_profile(ON, work=[job]), "canadian") is None


def test_skilled_means_skill_levels_before_and_teer_from_16_november_2022():
    # 73300 was 7511, level C; TEER 3 since. 4412 was level C; 44100 is TEER 4.
    job = in_canada(2, "2023-06-01", code="7511")
    assert canadian(in_canada(2, "2022-11-15", code="7511"), on="2022-11-15") == 0
    assert canadian(job, on="2023-06-01") == 2


def test_remote_work_in_canada_for_an_employer_abroad_is_a_question():
    document = a_profile(ON, work=[in_canada(2, ON, employer_country="US")])
    assert years(document, "canadian") is None
    assert flags_of(document)["work.foreign_employer.0"] == "warning"


def test_overlap_above_sixty_hours_is_flagged():
    jobs = [a_job(hours_per_week=40), a_job(hours_per_week=20)]
    assert "work.clash" not in flags_of(a_profile(ON, work=jobs))
    jobs = [a_job(hours_per_week=40), a_job(hours_per_week=21)]
    assert flags_of(a_profile(ON, work=jobs))["work.clash"] == "warning"


# --- the language CEC asks ----------------------------------------------------------------


def test_cec_asks_the_level_of_the_occupation_with_most_time():
    # Five months at TEER 1 beat four and three months in two TEER 2 occupations: CLB 7.
    jobs = [
        in_canada(code="21231", start="2025-06-01", end="2025-10-31"),
        in_canada(code="62020", start="2025-11-01", end="2026-02-28"),
        in_canada(code="72400", start="2026-03-01", end="2026-05-31"),
    ]
    six = a_profile(ON, work=jobs, language_tests=[a_test(6)])
    assert met(six, "cec.language") is False
    seven = a_profile(ON, work=jobs, language_tests=[a_test(7)])
    assert eligible(seven, "cec") is True


def test_cec_takes_the_higher_level_on_a_tie_and_flags_it():
    jobs = [
        in_canada(code="21231", start="2024-06-01", end="2025-05-31"),
        in_canada(code="62020", start="2025-06-01", end="2026-05-31"),
    ]
    document = a_profile(ON, work=jobs, language_tests=[a_test(6)])
    assert met(document, "cec.language") is False
    assert flags_of(document)["cec.tie"] == "warning"


@pytest.mark.parametrize(
    ("on", "code", "level", "answer"),
    [
        ("2022-11-15", "2173", 7, True),  # A: 7
        ("2022-11-15", "2173", 6, False),
        ("2022-11-15", "6322", 5, True),  # B: 5
        ("2022-11-15", "6322", 4, False),
        ("2022-11-16", "21231", 6, False),  # TEER 1: 7
        ("2022-11-16", "10010", 6, False),  # TEER 0: 7
        ("2022-11-16", "63200", 5, True),  # TEER 3: 5
        ("2022-11-16", "22220", 5, True),  # TEER 2: 5
        ("2022-11-16", "22220", 4, False),
    ],
)
def test_cec_language_by_level_and_date(on, code, level, answer):
    job = in_canada(2, on, code=code)
    document = a_profile(on, work=[job], language_tests=[a_test(level, on)])
    assert met(document, "cec.language", on) is answer
