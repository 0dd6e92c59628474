"""Category-based selection: who is in, on which day, and by how much somebody is not.

Lists and conditions are those of IRCC's page of categories and the ministerial
instructions (see the sources of ``categories/*.toml``).
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.assessment.categories import ended_categories, judge_categories
from portal.assessment.targeted import targeted_occupations
from portal.text import render
from tests.assessment.grounds import ground_of
from tests.assessment.people import a_job, a_person, french, in_canada, the_example
from tests.builders import assessed


def categories_of(document, day):
    return {each.id: each for each in judge_categories(ground_of(document, day))}


ENGLISH = a_person()["language_tests"]
COOK = a_person(work=[a_job("63200", start="2023-01-09")])
GAP = [{"start": "2025-03-01", "end": "2025-03-31"}]


@pytest.mark.parametrize(
    ("category", "day", "document", "eligible"),
    [
        ("french", "2026-03-02", a_person(), False),
        ("french", "2026-03-02", a_person(language_tests=[*ENGLISH, french(7)]), True),
        ("french", "2026-03-02", a_person(language_tests=[*ENGLISH, french(4)]), False),
        # Software developers left STEM on 2025-02-27 and have not come back.
        ("stem", "2025-02-26", a_person(), True),
        ("stem", "2025-02-27", a_person(), False),
        ("stem", "2026-03-02", a_person(work=[a_job("21220")]), True),
        # Cooks were on the trade list from 2025-02-27 to 2026-02-17.
        ("trade", "2025-02-26", COOK, False),
        ("trade", "2025-02-27", COOK, True),
        ("trade", "2026-02-17", COOK, True),
        ("trade", "2026-02-18", COOK, False),
        ("trade", "2026-02-18", a_person(work=[a_job("63201")]), True),
        # Truck drivers were on the transport list of 2023 and are not on that of 2026.
        ("transport", "2026-02-18", a_person(work=[a_job("73300")]), False),
        ("transport", "2026-02-18", a_person(work=[a_job("72600")]), True),
        # Six unbroken months until 2026-02-17, twelve added up from then.
        ("healthcare", "2026-02-17", a_person(work=[a_job("31301", start="2025-08-01")]), True),
        ("healthcare", "2026-02-18", a_person(work=[a_job("31301", start="2025-08-01")]), False),
        (
            "healthcare",
            "2025-06-30",
            a_person(work=[a_job("31301", start="2024-12-01", breaks=GAP)]),
            False,
        ),
        (
            "healthcare",
            "2026-02-18",
            a_person(work=[a_job("31301", start="2024-12-01", breaks=GAP)]),
            True,
        ),
        # All months in one listed occupation.
        (
            "healthcare",
            "2026-02-18",
            a_person(
                work=[
                    a_job("31301", start="2024-12-01", end="2025-07-31"),
                    a_job("31303", start="2025-08-01"),
                ]
            ),
            False,
        ),
        # Canadian work alone.
        ("physicians_canada", "2026-03-02", a_person(work=[a_job("31102")]), False),
        (
            "physicians_canada",
            "2026-03-02",
            a_person(work=[a_job("31102"), in_canada("31102", "ON", "2025-03-01")]),
            True,
        ),
        (
            "physicians_canada",
            "2026-03-02",
            a_person(work=[a_job("31102"), in_canada("31102", "ON", "2025-03-10")]),
            False,
        ),
        ("researchers_canada", "2026-03-02", a_person(work=[a_job("41200")]), False),
        ("military_recruits", "2026-03-02", a_person(), False),  # no offer
    ],
)
def test_a_category_takes_whom_its_list_and_conditions_take(category, day, document, eligible):
    # The plain person needs enough years for a federal program of its own.
    document = {
        **document,
        "language_tests": [
            {**test, "taken_on": "2025-01-04"} for test in document["language_tests"]
        ],
    }
    if document["work"][0]["start"] > "2023-01-09":
        old = a_job("21232", start="2020-01-06", end="2023-12-31", primary=True)
        document["work"] = [old, *({**job, "primary": False} for job in document["work"])]
    assert categories_of(document, day)[category].eligible is eligible


HALF_A_YEAR = {"start": "2025-03-01", "end": "2025-08-31"}
THE_NEXT = {"start": "2025-09-01", "end": "2026-02-28"}


def undecided(*codes, **changes):
    candidates = [{"version": "2021", "code": code} for code in codes]
    return a_job(**changes) | {"noc": None, "noc_candidates": candidates}


@pytest.mark.parametrize(
    ("second", "met"),
    [
        (a_job("31301", **THE_NEXT), True),
        (a_job("31303", **THE_NEXT), False),
        # May be the same occupation: not known.
        (undecided("31301", "31303", **THE_NEXT), None),
        (undecided(**THE_NEXT), None),
        # Cannot be.
        (undecided("31303", "31300", **THE_NEXT), False),
        # NOC 2016's registered nurses all went to one group of NOC 2021.
        (a_job(**THE_NEXT) | {"noc": {"version": "2016", "code": "3012"}}, True),
    ],
)
def test_half_a_year_as_a_nurse_and_half_a_year_more_are_twelve_months_in_one_occupation(
    second, met
):
    document = a_person(work=[a_job("31301", **HALF_A_YEAR), second])
    found = categories_of(document, "2026-03-02")["healthcare"]
    assert [each.met for each in found.criteria if each.id == "experience"] == [met]


def test_undecided_jobs_without_a_common_candidate_never_add_up():
    jobs = [undecided("31301", "31303", **HALF_A_YEAR), undecided("32101", "33102", **THE_NEXT)]
    found = categories_of(a_person(work=jobs), "2026-03-02")["healthcare"]
    assert [each.met for each in found.criteria if each.id == "experience"] == [False]


def test_an_undecided_job_is_of_one_occupation_whichever_that_is():
    job = undecided("31301", "31303", start="2025-01-06")
    found = categories_of(a_person(work=[job]), "2026-03-02")["healthcare"]
    assert [each.met for each in found.criteria if each.id == "experience"] == [True]


def told(document, day, category):
    found = categories_of(document, day)[category]
    experience = next(each for each in found.criteria if each.id == "experience")
    return render(found.because), render(experience.because), found


def nurse(*spans, **changes):
    """Eligible by years as a developer; and some spells as a nurse (31301), twelve months asked."""
    old = a_job("21232", start="2018-01-08", end="2022-12-31")
    work = [a_job("31301", primary=False, start=a, end=b, **changes) for a, b in spans]
    return a_person(work=[old, *work])


NOW = "2026-03-02"  # conditions of 18 February 2026: twelve months in three years


def test_somebody_who_works_on_is_told_the_day():
    because, experience, found = told(nurse(("2025-07-01", None)), NOW, "healthcare")
    assert because == ("You would be in with 4 more months of the present work: on 1 July 2026")
    assert experience == (
        "8 months count, 4 short of 12; enough on 1 July 2026 if this work goes on"
    )
    assert (found.enough_on.isoformat(), found.enough_until) == ("2026-07-01", None)


@pytest.mark.parametrize(("day", "met"), [("2026-06-30", False), ("2026-07-01", True)])
def test_the_day_that_was_told_is_the_day_it_happens(day, met):
    assert told(nurse(("2025-07-01", None)), day, "healthcare")[2].eligible is met


def test_half_time_takes_twice_as_long():
    because, _, found = told(nurse(("2025-07-01", None), hours_per_week=15), NOW, "healthcare")
    assert because == ("You would be in with 16 more months of the present work: on 1 July 2027")
    assert found.enough_on.isoformat() == "2027-07-01"


def test_old_months_that_fall_out_meanwhile_push_the_day_back():
    """Six months of 2023 fall out before five hours a week make up for them."""
    spans = (("2023-03-02", "2023-08-31"), ("2025-11-03", None))
    slow = nurse(spans[0], (spans[1][0], spans[1][1]), hours_per_week=9)
    because, experience, found = told(slow, NOW, "healthcare")
    assert found.enough_on is None
    assert experience.endswith("at these hours the last 36 months never hold enough")
    assert because.startswith("You would be in with 10 more months")


def test_somebody_whose_work_left_the_window_is_told_until_when():
    """Worked to the end of March 2024: the window held a year of it until 31 March 2026."""
    document = nurse(("2023-04-01", "2024-03-31"))
    because, experience, found = told(document, "2026-06-01", "healthcare")
    assert because == (
        "Your work was enough until 1 April 2026; since then it is too long ago. You would be"
        " in with 2 more months"
    )
    assert experience == (
        "10 months count, 2 short of 12; the work was enough until 1 April 2026, and is too long"
        " ago since"
    )
    assert told(document, "2026-04-01", "healthcare")[2].eligible is True
    assert told(document, "2026-04-02", "healthcare")[2].eligible is False
    assert found.enough_until.isoformat() == "2026-04-01"


def test_somebody_who_is_in_by_work_that_ended_is_told_until_when():
    because, experience, _ = told(nurse(("2024-07-01", "2025-12-31")), NOW, "healthcare")
    assert (
        because == "You are in this category; the work done so far is enough until 1 January 2028"
    )
    assert experience.endswith("they are enough until 1 January 2028 if no more is added")


def test_somebody_who_works_on_and_is_in_stays_in():
    because, experience, found = told(nurse(("2024-07-01", None)), NOW, "healthcare")
    assert (because, experience) == ("You are in this category", "20 months count")
    assert (found.enough_on, found.enough_until) == (None, None)


def test_who_lost_a_category_by_new_conditions_is_told_so():
    """Cooks were on the trade list until 17 February 2026; six months were enough for nurses."""
    because, experience, _ = told(COOK, NOW, "trade")
    assert because.startswith(
        "Your work was enough until 17 February 2026, when the conditions changed."
    )
    assert "when the conditions changed" in experience
    stopped = nurse(("2025-06-01", "2026-01-31"))
    because, _, _ = told(stopped, NOW, "healthcare")
    assert because == (
        "Your work was enough until 17 February 2026, when the conditions changed. You would be"
        " in with 4 more months"
    )


def test_who_never_did_such_work_is_told_nothing_of_months():
    because, experience, found = told(a_person(), NOW, "healthcare")
    assert because.startswith("Not met: ")
    assert experience == "0 months count, 12 short of 12"
    assert (found.enough_on, found.enough_until) == (None, None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["31301", "31303", "21220", "72600"]),
            st.dates(date(2022, 1, 1), date(2026, 2, 1)),
            st.none() | st.integers(20, 900),
            st.sampled_from([8, 15, 30, 40]),
        ),
        max_size=3,
    ),
    st.dates(date(2026, 2, 18), date(2026, 11, 1)),
)
def test_each_day_told_is_where_the_answer_turns(jobs, day):
    """Of the criterion of experience: enough on the day told and not before; not after the last."""
    old = a_job("21232", start="2016-01-08", end="2021-12-31")
    work = [
        a_job(code, primary=False, start=start.isoformat(), hours_per_week=hours,
              end=None if days is None else (start + timedelta(days=days)).isoformat())
        for code, start, days, hours in jobs
    ]  # fmt: skip
    document = a_person(work=[old, *work])

    def held(on):
        found = categories_of(document, on.isoformat())
        return {
            name: next((c.met for c in each.criteria if c.id == "experience"), None)
            for name, each in found.items()
        }

    for name, found in categories_of(document, day.isoformat()).items():
        if found.enough_on is not None:
            before = found.enough_on - timedelta(days=1)
            assert (held(before)[name], held(found.enough_on)[name]) == (False, True)
        if found.enough_until is not None and found.enough_until >= date(2026, 2, 18):
            after = found.enough_until + timedelta(days=1)
            assert (held(found.enough_until)[name], held(after)[name]) == (True, False)


def test_a_category_that_ended_says_until_when_somebody_was_in():
    driver = a_person(work=[a_job("73300", start="2021-01-04")])
    document = {**driver, "language_tests": [{**ENGLISH[0], "taken_on": "2024-06-01"}]}
    ended = {each.id: each for each in ended_categories(ground_of(document, "2025-06-02"))}
    assert ended["transport"].until.isoformat() == "2025-02-26"
    assert "transport" not in categories_of(document, "2025-06-02")


# 82030 left with agriculture's list of 2023; butchers (63201) were in it until the category ended
@pytest.mark.parametrize(
    ("code", "start", "eligible"),
    [
        ("63201", "2022-09-01", True),
        ("63201", "2025-10-01", False),  # too few months on its last day, enough since
        ("82030", "2022-09-01", False),
    ],
)
def test_who_was_in_a_category_is_told_so_after_its_end(code, start, eligible):
    work = [a_job(code, start=start), a_job(end="2025-09-30", primary=True)]
    found = ended_categories(ground_of(a_person(work=work), "2026-09-26"))
    assert [(each.id, each.eligible) for each in found] == [("agriculture", eligible)]
    assert ("You were in this category" in render(found[0].because)) is eligible
    flags = [each.id for each in assessed(a_person(work=work), "2026-09-26").flags]
    assert ("category.ended.agriculture" in flags) is eligible


def test_the_example_s_occupation_was_targeted_by_the_tech_list():
    found = targeted_occupations(ground_of(the_example(), "2019-08-01"))
    assert [(each.noc.version, each.noc.code) for each in found] == [("2016", "2173")]
    target = next(each for each in found[0].targeted_by if each.list == "on.tech_2019")
    assert (target.kind, target.from_.isoformat(), target.to.isoformat()) == (
        "round",
        "2019-07-08",
        "2022-11-15",
    )
    assert target.certain is True


def test_a_list_that_only_the_duties_could_decide_is_marked_so():
    document = a_person(work=[a_job("21233", start="2017-01-02")])
    found = targeted_occupations(ground_of(document, "2019-08-01"))
    tech = next(each for each in found[0].targeted_by if each.list == "on.tech_2019")
    assert tech.certain is False
