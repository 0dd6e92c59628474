# ruff: noqa: C408 - the words of dict() read as the published examples do
"""CRS totals as others published them, across the eras of the rules.

"Initial advanced" is CLB 9 and "advanced" CLB 10 in the articles, as the one of 2017-03-01 says.
"""

import pytest

from tests.assessment.golden import SOURCES
from tests.builders import (
    a_french_test,
    a_job,
    a_profile,
    a_spouse,
    a_study,
    a_test,
    before,
    crs_of,
    in_canada,
    studied_in_canada,
)

BACHELOR, MASTER, DOCTOR = "bachelors_or_three_year", "masters", "doctorate"
ONE, TWO = "post_secondary_one_year", "post_secondary_two_year"
SIBLING = {"of": "applicant", "relation": "sibling", "status": "citizen", "age_18_or_over": True}
NOW = "2025-10-01"


def ielts(reading, writing, listening, speaking):
    """An IELTS report to be dated later."""
    scores = {"reading": reading, "writing": writing, "listening": listening, "speaking": speaking}
    return {"test": "ielts_general_training", **scores}


def report(levels, on):
    """A report from CLB levels or from an undated IELTS report; None for none."""
    if levels is None:
        return []
    if isinstance(levels, dict):
        return [{**levels, "taken_on": before(on, days=180)}]
    return [a_test(levels, on)]


def partner(on, education=None, clb=None, canada=0, citizen=False):
    """A partner who comes, with one credential, one report and years in Canada."""
    return a_spouse(
        canadian_citizen_or_pr=citizen,
        education=[a_study(education, on)] if education else [],
        language_tests=report(clb, on),
        work=[in_canada(canada, on)] if canada else [],
    )


def person(
    on, age, education, clb, *, abroad=0, canada=0, french=None, study=None, spouse=None, **more
):
    """One candidate of a published example.

    ``study``: the credential was earned in Canada in a program of so many months.
    """
    if study:
        studies = [studied_in_canada(education, "2012-06-30", program_months=study)]
    else:
        studies = [a_study(education, on)] if education else []
    jobs = [a_job(abroad, on, code="2147" if on < "2022-11-16" else "21311")] if abroad else []
    if canada:
        jobs.append(in_canada(canada, on, code="2173" if on < "2022-11-16" else "21231"))
    if french is not None:
        more["language_tests"] = [*report(clb, on), a_french_test(french, on)]
    made = {"education": studies, "language_tests": report(clb, on), "work": jobs, **more}
    if spouse is not None:
        made["spouse"] = partner(on, **spouse)
    if age < 24:  # nobody holds a degree before birth
        for each in made["education"]:
            each["completed_on"] = before(on, years=1)
    return a_profile(on, age=age, **made)


CERTIFICATE = {"province": "ON", "issued_on": "2012-01-01"}
NOMINATED = {"province": "ON", "nominated_on": "2015-02-01", "enhanced": True}
I70 = ielts(7.0, 7.0, 7.0, 7.0)
I85 = ielts(8.5, 8.5, 8.5, 8.5)

CASES = [
    # --- 2015: an offer or a nomination 600, nothing for study -------------------------
    ("sas_2015", 342, "2015-09-29", dict(age=25, education=TWO, clb=7, canada=1, study=24)),
    ("sas_2015", 367, "2015-09-29", dict(age=25, education=TWO, clb=7, canada=2, study=24)),
    # --- 19 November 2016 to 5 June 2017 --------------------------------------------------
    ("apace_2017", 441, "2017-02-22", dict(age=29, education=BACHELOR, clb=10, abroad=3)),
    (
        "apace_2017",
        443,
        "2017-02-22",
        dict(age=29, education=BACHELOR, clb=10, abroad=3, spouse=dict(education=BACHELOR, clb=10)),
    ),
    (
        "eleos_2017",
        435,
        "2017-03-01",
        dict(age=29, education=BACHELOR, clb=(9, 9, 10, 10), abroad=3),
    ),
    (
        "eleos_2017",
        436,
        "2017-03-01",
        dict(age=35, education=BACHELOR, clb=7, abroad=3, canada=2, study=36),
    ),
    ("cic_0412", 424, "2017-04-12", dict(age=30, education=BACHELOR, clb=9, abroad=3)),
    (
        "cic_0419",
        415,
        "2017-04-19",
        dict(age=30, education=MASTER, clb=ielts(6.5, 8.5, 8.5, 8.5), abroad=3),
    ),
    # --- 6 June 2017 on: siblings and French ------------------------------------------------
    ("cic_0802", 441, "2017-08-02", dict(age=29, education=BACHELOR, clb=10, abroad=3)),
    (
        "cic_0823",
        435,
        "2017-08-23",
        dict(
            age=30,
            education=BACHELOR,
            clb=ielts(8.0, 8.0, 8.0, 8.0),
            abroad=3,
            spouse=dict(education=BACHELOR, clb=ielts(8.0, 8.0, 8.0, 8.0)),
        ),
    ),
    # --- 2024 ----------------------------------------------------------------------------------
    ("story_2024", 470, "2024-06-01", dict(age=31, education=MASTER, clb=10, abroad=3)),
    ("cliff_2024", 482, "2024-01-01", dict(age=29, education=BACHELOR, clb=9, abroad=3, canada=1)),
    ("cliff_2024", 477, "2024-11-03", dict(age=30, education=BACHELOR, clb=9, abroad=3, canada=1)),
    ("cliff_2024", 471, "2025-11-03", dict(age=31, education=BACHELOR, clb=9, abroad=3, canada=1)),
    (
        "cliff_2024",
        297,
        "2026-03-01",
        dict(age=31, education=BACHELOR, clb=None, abroad=3, canada=1),
    ),
    (
        "cliff_2024",
        292,
        "2026-11-03",
        dict(age=32, education=BACHELOR, clb=None, abroad=3, canada=1),
    ),
    # --- 25 March 2025 on: offers earn nothing --------------------------------------------------
    ("neuron", 429, NOW, dict(age=29, education=BACHELOR, clb=9, abroad=3)),
    (
        "neuron",
        458,
        NOW,
        dict(
            age=29,
            education=BACHELOR,
            clb=9,
            abroad=1,
            canada=1,
            spouse=dict(education="secondary", clb=7, canada=1),
        ),
    ),
    ("webnew", 225, NOW, dict(age=30, education=BACHELOR, clb=None)),
    (
        "webnew",
        695,
        NOW,
        dict(
            age=25,
            education=DOCTOR,
            clb=10,
            french=10,
            first_official_language="fr",
            canada=5,
            abroad=3,
            study=48,
            certificate_of_qualification=CERTIFICATE,
            relatives_in_canada=[SIBLING],
        ),
    ),
    (
        "webnew",
        1200,
        NOW,
        dict(
            age=25,
            education=DOCTOR,
            clb=10,
            french=10,
            first_official_language="fr",
            canada=5,
            abroad=3,
            study=48,
            certificate_of_qualification=CERTIFICATE,
            relatives_in_canada=[SIBLING],
            provincial_nomination=NOMINATED,
        ),
    ),
    (
        "official_tool",
        474,
        "2026-08-21",
        dict(age=23, education=BACHELOR, clb=10, canada=1, study=48),
    ),
    ("mapleguard", 110, NOW, dict(age=20, education=None, clb=None)),
    ("mapleguard", 356, NOW, dict(age=20, education="secondary", clb=10, canada=5)),
    ("mapleguard", 379, NOW, dict(age=20, education=BACHELOR, clb=9)),
    ("mapleguard", 379, NOW, dict(age=29, education=BACHELOR, clb=9, spouse=dict(citizen=True))),
    (
        "mapleguard",
        394,
        NOW,
        dict(age=29, education=BACHELOR, clb=9, relatives_in_canada=[SIBLING]),
    ),
    ("mapleguard", 409, NOW, dict(age=29, education=BACHELOR, clb=9, study=36)),
    (
        "mapleguard",
        373,
        NOW,
        dict(age=29, education=BACHELOR, clb=7, french=7, first_official_language="en"),
    ),
    (
        "mapleguard",
        291,
        NOW,
        dict(age=29, education=BACHELOR, clb=4, french=7, first_official_language="en"),
    ),
    (
        "mapleguard",
        378,
        NOW,
        dict(age=29, education=BACHELOR, clb=9, spouse=dict(education=BACHELOR, clb=7, canada=1)),
    ),
    (
        "ircc_grid",
        495,
        NOW,
        dict(age=28, education=MASTER, clb=ielts(8.0, 7.5, 8.5, 8.0), canada=3),
    ),
    (
        "ircc_grid",
        447,
        NOW,
        dict(
            age=32,
            education=MASTER,
            clb=I85,
            canada=2,
            spouse=dict(education=BACHELOR, clb=ielts(5.0, 5.0, 5.0, 5.0)),
        ),
    ),
    ("ircc_grid", 179, NOW, dict(age=45, education=TWO, clb=ielts(6.0, 6.0, 6.0, 6.0))),
    (
        "ircc_grid",
        606,
        NOW,
        dict(
            age=29,
            education=MASTER,
            clb=I85,
            canada=5,
            abroad=3,
            study=24,
            relatives_in_canada=[SIBLING],
        ),
    ),
    (
        "ircc_grid",
        479,
        NOW,
        dict(
            age=29,
            education=MASTER,
            clb=I85,
            canada=3,
            spouse=dict(education=MASTER, clb=ielts(5.5, 5.5, 5.5, 5.5), canada=1),
        ),
    ),
    ("ircc_grid", 197, NOW, dict(age=18, education="secondary", clb=ielts(6.0, 6.0, 6.0, 6.0))),
    (
        "reference",
        355,
        NOW,
        dict(age=32, education=MASTER, clb=8, abroad=3, spouse=dict(education="secondary", clb=5)),
    ),
    (
        "reference",
        667,
        NOW,
        dict(
            age=25,
            education=DOCTOR,
            clb=10,
            french=7,
            canada=3,
            abroad=3,
            study=48,
            certificate_of_qualification=CERTIFICATE,
            relatives_in_canada=[SIBLING],
        ),
    ),
    ("scenarios", 473, NOW, dict(age=25, education=TWO, clb=10, canada=3, study=24)),
    (
        "scenarios",
        509,
        NOW,
        dict(
            age=30,
            education=TWO,
            clb=10,
            canada=1,
            abroad=1,
            study=24,
            certificate_of_qualification=CERTIFICATE,
            relatives_in_canada=[SIBLING],
        ),
    ),
]


@pytest.mark.parametrize(
    ("source", "total", "on", "facts"),
    CASES,
    ids=[f"{source}-{total}-{at}" for at, (source, total, *_) in enumerate(CASES)],
)
def test_published_crs_totals(source, total, on, facts):
    assert crs_of(person(on, **facts), on).total == total, SOURCES[source]


def test_there_are_at_least_forty_totals_of_every_era():
    assert len(CASES) >= 40
    eras = {"2015": 0, "2017": 0, "2024": 0, "2025": 0, "2026": 0}
    for _, _, on, _ in CASES:
        eras[on[:4]] += 1
    assert all(eras.values())


# Sas, table A: human capital points alone, 20 to 29 years, CLB 7, one or two years in Canada.
@pytest.mark.parametrize(
    ("education", "years", "core"),
    [
        (TWO, 1, 316),
        (TWO, 2, 329),
        (BACHELOR, 1, 338),
        (BACHELOR, 2, 351),
        (MASTER, 1, 353),
        (MASTER, 2, 366),
    ],
)
def test_sas_human_capital_of_students_in_2015(education, years, core):
    on = "2015-09-29"
    crs = crs_of(person(on, age=25, education=education, clb=7, canada=years, study=36), on)
    assert crs.sections[0].points == core, SOURCES["sas_2015"]


# The invariants of lib/crs-grid.ts: what each section reaches at most.
def test_published_ceilings_of_the_sections():
    top = dict(age=25, education=DOCTOR, clb=10, french=10, canada=5)
    single = crs_of(person(NOW, **top), NOW)
    assert single.sections[0].points == 500, SOURCES["webnew"]
    couple = crs_of(person(NOW, **top, spouse=dict(education=DOCTOR, clb=10, canada=5)), NOW)
    assert [each.points for each in couple.sections[:2]] == [460, 40], SOURCES["webnew"]


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        (dict(education=DOCTOR, clb=9, canada=2), 50),
        (dict(education=BACHELOR, clb=7, canada=1), 26),
        (dict(education="secondary", clb=10, canada=2), 0),
        (dict(education=DOCTOR, clb=(9, 6, 9, 9)), 0),
        (dict(education=None, clb=7, certificate_of_qualification=CERTIFICATE), 50),
        (dict(education=None, clb=5, certificate_of_qualification=CERTIFICATE), 25),
        (dict(education=None, clb=4, certificate_of_qualification=CERTIFICATE), 0),
        (
            dict(
                education=DOCTOR,
                clb=10,
                canada=5,
                abroad=3,
                certificate_of_qualification=CERTIFICATE,
            ),
            100,
        ),
    ],
)
def test_published_transferability(facts, points):
    crs = crs_of(person(NOW, age=30, **facts), NOW)
    assert crs.sections[2].points == points, SOURCES["webnew"]
