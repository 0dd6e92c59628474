"""The seed case, line by line, worked by hand from the published tables.

Married, partner coming. 34 years: 75. Master's: 126. IELTS 8.0 / 7.5 / 8.5 / 7.5 is CLB 10 in
all four: 4 x 32 = 128. Partner: bachelor's 8; IELTS reading 6.0 CLB 7, writing 6.0 CLB 7,
listening 7.0 CLB 7, speaking 6.5 CLB 8: 4 x 3 = 12; no Canadian work. Transferability: a master's
with CLB 9: 50; three years abroad with CLB 9: 50.
"""

import pytest

from tests.builders import assessed, crs_of, eligible, program_of, the_seed

ON = "2019-08-01"

LINES = {
    "crs.core.age": 75,
    "crs.core.education": 126,
    "crs.core.first_language": 128,
    "crs.core.second_language": 0,
    "crs.core.canadian_work": 0,
    "crs.spouse.education": 8,
    "crs.spouse.language": 12,
    "crs.spouse.canadian_work": 0,
    "crs.transferability.education_language": 50,
    "crs.transferability.education_canadian_work": 0,
    "crs.transferability.foreign_work_language": 50,
    "crs.transferability.foreign_work_canadian_work": 0,
    "crs.transferability.certificate_language": 0,
    "crs.additional.nomination": 0,
    "crs.additional.job_offer": 0,
    "crs.additional.canadian_study": 0,
    "crs.additional.sibling": 0,
    "crs.additional.french": 0,
}


def test_the_seed_case_scores_449():
    crs = crs_of(the_seed(), ON)
    assert crs.total == 449
    assert {each.id: each.points for each in crs.sections} == {
        "core": 329,
        "spouse": 20,
        "transferability": 100,
        "additional": 0,
    }


@pytest.mark.parametrize(("line", "points"), LINES.items())
def test_every_line_of_the_seed_case(line, points):
    assert crs_of(the_seed(), ON).line(line).points == points


def test_the_seed_case_names_every_line_and_no_other():
    crs = crs_of(the_seed(), ON)
    assert [line.id for section in crs.sections for line in section.lines] == list(LINES)


def test_the_seed_case_is_a_federal_skilled_worker_with_79_points():
    # Master's, CLB 9 in all four, six years or more, age 34, partner at CLB 4 or more.
    fsw = program_of(the_seed(), "fsw", ON)
    assert fsw.eligible is True
    assert fsw.points == 23 + 24 + 15 + 12 + 5
    assert eligible(the_seed(), "cec", ON) is False
    assert eligible(the_seed(), "fst", ON) is False


@pytest.mark.parametrize(
    ("on", "total"),
    [
        ("2018-09-30", 80 + 126 + 8),  # no test yet: age 33, education, partner's education
        ("2019-03-13", 454),  # 33 for one more day: 80
        ("2019-03-14", 449),  # 34 today: 75
        ("2020-03-14", 444),  # 35: 70
        ("2020-10-05", 444),  # the last day of both tests
        ("2020-10-06", 70 + 126 + 8),  # two years old to the day: both earn nothing
    ],
)
def test_the_seed_case_by_day(on, total):
    assert crs_of(the_seed(), on).total == total


def test_the_seed_case_alone_counts_as_single_when_the_partner_stays_behind():
    # 83 + 135 + 4 x 34 + 100; funds still for three people.
    seed = the_seed()
    seed["spouse"]["accompanying"] = False
    assert crs_of(seed, ON).total == 83 + 135 + 136 + 100
    assert assessed(seed, ON).factors["family_size"].value == 3


def test_the_assessment_names_rulebook_engine_and_disclaimer():
    document = assessed(the_seed(), ON).as_json()
    assert document["schema"] == "portal.assessment/1"
    assert len(document["rulebook"]) == 64
    assert document["provisional"] is None
    assert document["disclaimer"]["msg"]["id"]
