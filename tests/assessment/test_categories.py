"""Category-based selection: who is in, on which day, and by how much somebody is not.

Lists and conditions are those of IRCC's page of categories and the ministerial
instructions (see the sources of ``categories/*.toml``).
"""

import pytest

from portal.assessment.categories import ended_categories, judge_categories
from portal.assessment.targeted import targeted_occupations
from tests.assessment.grounds import ground_of
from tests.assessment.people import a_job, a_person, french, in_canada, the_example


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


def test_somebody_short_of_months_is_told_how_many():
    document = a_person(
        work=[
            a_job("21232", start="2020-01-06", end="2025-06-30"),
            a_job("31301", start="2025-07-01", primary=False),
        ]
    )
    found = categories_of(document, "2026-03-02")["healthcare"]
    assert found.eligible is False
    assert found.because.values == {"months": 4}


def test_a_category_that_ended_says_until_when_somebody_was_in():
    driver = a_person(work=[a_job("73300", start="2021-01-04")])
    document = {**driver, "language_tests": [{**ENGLISH[0], "taken_on": "2024-06-01"}]}
    ended = {each.id: each for each in ended_categories(ground_of(document, "2025-06-02"))}
    assert ended["transport"].until.isoformat() == "2025-02-26"
    assert "transport" not in categories_of(document, "2025-06-02")


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
