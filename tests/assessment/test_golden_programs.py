"""FSW grids, and CEC and FST decisions, as others published them."""

import pytest

from tests.assessment.golden import SOURCES
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
    eligible,
    grid_points,
    in_canada,
    met,
    program_of,
)

ON = "2026-02-23"
NOC_2016_DAY = "2019-06-01"
BACHELOR = "bachelors_or_three_year"
RELATIVE = {"of": "applicant", "relation": "parent", "status": "citizen", "age_18_or_over": True}
STUDY = {"kind": "study", "province": "ON", "full_time": True}
STUDY |= {"start": "2010-09-01", "end": "2012-06-30"}


def worker(age=30, education=BACHELOR, clb=9, years=1, **more):
    """A candidate of a published grid, working abroad."""
    made = {
        "education": [a_study(education, ON)] if education else [],
        "language_tests": [a_test(clb, ON)],
        "work": [a_job(years, ON)] if years else [],
        **more,
    }
    return a_profile(ON, age=age, **made)


BILINGUAL = {"language_tests": [a_test(9, ON), a_french_test(5, ON)]}
BILINGUAL["first_official_language"] = "en"
BEST_PARTNER = a_spouse(language_tests=[a_test(9, ON)], work=[in_canada(1, ON)])

# CLB 9, 10, 9, 9 by its listening, reading, writing and speaking; two years and a quarter abroad.
REPORTED = {"test": "ielts_general_training", "taken_on": "2025-10-01"}
REPORTED |= {"listening": 8.0, "reading": 8.5, "writing": 7.0, "speaking": 7.0}
DATA_SCIENTIST = a_job(code="21211", start="2023-11-20", end="2026-02-20")
THREE_TIES = {
    "spouse": a_spouse(language_tests=[a_test(4, ON)]),
    "relatives_in_canada": [RELATIVE],
    "ties": {"previous_stays": [STUDY]},
}

# source, the candidate, the grid's total (None: only the decision is published), FSW or not
GRIDS = [
    ("maplesteps", worker(age=29), 66, False),
    ("maplesteps", worker(age=29, job_offer=an_offer()), None, True),
    ("navly", worker(), 66, False),
    ("navly", worker(years=2), 68, True),
    ("navly", worker(clb=(6, 9, 9, 9), years=6), None, False),
    ("navly", worker(years=2, settlement_funds=1000, dependent_children=1), 68, False),
    (
        "navly",
        worker(
            years=2,
            settlement_funds=1000,
            dependent_children=1,
            job_offer=an_offer(),
            work_permits=[a_permit(ON)],
        ),
        None,
        True,
    ),
    ("fsw_app", worker(years=6, **BILINGUAL), 76, True),
    ("fsw_app", worker(years=6, clb=(9, 9, 9, 6)), None, False),
    ("fsw_app", worker(years=0, **BILINGUAL), None, False),
    (
        "webnew_fsw",
        worker(
            education="doctorate",
            years=6,
            job_offer=an_offer(),
            relatives_in_canada=[RELATIVE],
            spouse=BEST_PARTNER,
            ties={"previous_stays": [STUDY, {**STUDY, "of": "spouse"}]},
            **BILINGUAL,
        ),
        100,
        True,
    ),
    ("webnew_fsw", worker(education="doctorate", years=6), None, True),
    ("webnew_fsw", worker(education="secondary", clb=7), None, False),
    ("webnew_fsw", worker(education="doctorate", years=6, clb=6), None, False),
    ("fsw_guide", worker(age=31, clb=8, years=3), 64, False),
    ("fsw_guide", worker(age=31, clb=(9, 8, 8, 8), years=3), 65, False),
    ("fsw_guide", worker(age=31, clb=9, years=3), 68, True),
    (
        "canvisa",
        worker(
            age=26,
            education="masters",
            language_tests=[REPORTED],
            work=[DATA_SCIENTIST],
            settlement_funds=16000,
        ),
        70,
        True,
    ),
    ("maplesteps_ui", worker(age=29, work=[in_canada(1, ON)]), 76, True),
    ("maplesteps_ui", worker(age=29, work=[in_canada(1, ON)], **THREE_TIES), 76, True),
    (
        "eligibility_app",
        worker(
            age=33,
            work=[a_job(start="2021-01-01", end="2024-01-31")],
            settlement_funds=20000,
        ),
        None,
        True,
    ),
    (
        "eligibility_app",
        worker(
            age=50,
            education="secondary",
            work=[a_job(code="13110", start="2023-01-01", end="2024-01-01", hours_per_week=30)],
            settlement_funds=20000,
        ),
        None,
        False,
    ),
]

# source, the candidate, a line of the grid, its points
LINES = [
    ("navly", worker(age=35), "age", 12),
    ("navly", worker(age=36), "age", 11),
    ("navly", worker(age=46), "age", 1),
    ("navly", worker(age=47), "age", 0),
    ("fsw_app", worker(age=40), "age", 7),
    *[("canvisa", worker(age=age), "age", points) for age, points in ((43, 4), (44, 3), (45, 2))],
    ("canvisa", worker(language_tests=[REPORTED]), "first_language", 24),
    ("canvisa", worker(work=[DATA_SCIENTIST]), "experience", 11),
    ("canvisa", worker(years=4), "experience", 13),
    ("canvisa", worker(work=[in_canada(2, ON)], **THREE_TIES), "adaptability", 10),
    ("webnew_fsw", worker(clb=7), "first_language", 16),
    ("webnew_fsw", worker(clb=8), "first_language", 20),
    ("webnew_fsw", worker(clb=10), "first_language", 24),
    ("webnew_fsw", worker(clb=6), "first_language", 0),
    ("webnew_fsw", worker(**BILINGUAL), "second_language", 4),
    ("webnew_fsw", worker(years=3), "experience", 11),
    ("webnew_fsw", worker(years=5), "experience", 13),
    ("webnew_fsw", worker(years=9), "experience", 15),
    ("webnew_fsw", worker(education="post_secondary_two_year"), "education", 19),
    ("webnew_fsw", worker(education="masters"), "education", 23),
    ("webnew_fsw", worker(education=None), "education", 0),
    ("webnew_fsw", worker(job_offer=an_offer()), "arranged_employment", 10),
    ("webnew_fsw", worker(job_offer=an_offer()), "adaptability", 5),
    ("webnew_fsw", worker(work=[in_canada(1, ON)]), "adaptability", 10),
    (
        "webnew_fsw",
        worker(relatives_in_canada=[RELATIVE], ties={"previous_stays": [STUDY]}),
        "adaptability",
        10,
    ),
    (
        "webnew_fsw",
        worker(
            relatives_in_canada=[RELATIVE],
            ties={"previous_stays": [STUDY]},
            spouse=a_spouse(language_tests=[a_test(4, ON)]),
        ),
        "adaptability",
        10,
    ),
    (
        "webnew_fsw",
        worker(spouse={**BEST_PARTNER, "accompanying": False}),
        "adaptability",
        0,
    ),
]


@pytest.mark.parametrize(
    ("source", "document", "total", "answer"),
    GRIDS,
    ids=[f"{each[0]}-{at}" for at, each in enumerate(GRIDS)],
)
def test_published_fsw_grids(source, document, total, answer):
    fsw = program_of(document, "fsw", ON)
    assert total in (None, fsw.points), SOURCES[source]
    assert eligible(document, "fsw", ON) is answer, SOURCES[source]


@pytest.mark.parametrize(
    ("source", "document", "line", "points"),
    LINES,
    ids=[f"{each[0]}-{each[2]}-{each[3]}-{at}" for at, each in enumerate(LINES)],
)
def test_published_points_of_one_factor(source, document, line, points):
    assert grid_points(document, line, ON) == points, SOURCES[source]


# --- CEC ------------------------------------------------------------------------------------


def cec(*jobs, clb=9, on=ON, **more):
    made = {"work": list(jobs), "language_tests": [a_test(clb, on)], **more}
    return a_profile(on, education=[], **made)


def long_job(**changes):
    """The job of the eligibility tests: since 2024-01-01, forty hours."""
    return in_canada(start="2024-01-01", end=None, **changes)


OLD = {"on": NOC_2016_DAY}
CEC = [
    ("eligibility_app", cec(long_job()), ON, True),
    (
        "eligibility_app",
        cec(long_job(), language_tests=[a_test(9, taken_on="2022-01-01")]),
        ON,
        False,
    ),
    ("eligibility_app", cec(long_job(authorized=False, self_employed=True)), ON, False),
    (
        "eligibility_app",  # two full-time jobs through 2024: 1,560 hours, no more
        cec(*[in_canada(start="2024-01-01", end="2024-12-31")] * 2),
        ON,
        True,
    ),
    ("navly", cec(in_canada(1, ON, hours_per_week=20)), ON, False),
    ("navly", cec(in_canada(1, ON, hours_per_week=30)), ON, True),
    ("navly", cec(in_canada(1, ON, code="22220"), clb=5), ON, True),
    ("navly", cec(in_canada(1, ON), clb=5), ON, False),
    ("navly", cec(in_canada(1, ON, full_time_student=True)), ON, False),
    ("neuron_programs", cec(in_canada(1, ON)), ON, True),
    ("apis", cec(in_canada(start="2025-08-23", end=None, hours_per_week=15)), ON, False),
    ("apis", cec(in_canada(1, NOC_2016_DAY, code="2173"), clb=7, **OLD), NOC_2016_DAY, True),
    ("apis", cec(in_canada(1, NOC_2016_DAY, code="2173"), clb=6, **OLD), NOC_2016_DAY, False),
    ("tamas", cec(in_canada(1, NOC_2016_DAY, code="6322"), clb=5, **OLD), NOC_2016_DAY, True),
    ("tamas", cec(in_canada(1, NOC_2016_DAY, code="6322"), clb=4, **OLD), NOC_2016_DAY, False),
    ("tamas", cec(in_canada(1, NOC_2016_DAY, code="6421"), clb=9, **OLD), NOC_2016_DAY, False),
    ("ronald", cec(in_canada(2, ON, hours_per_week=15)), ON, True),
    ("ronald", cec(*[in_canada(1, ON, hours_per_week=15)] * 2), ON, True),
    ("monfared", cec(in_canada(1, ON, province="QC")), ON, True),
    ("royalcoast", cec(in_canada(2, ON, self_employed=True)), ON, False),
    ("royalcoast", cec(in_canada(2, ON, full_time_student=True)), ON, False),
]

# --- FST ------------------------------------------------------------------------------------

CERTIFICATE = {"province": "AB", "noc": a_noc("72200"), "issued_on": "2020-01-01"}
ELECTRICIAN = in_canada(
    code="72200", start="2021-01-01", end="2023-12-31", qualified_on="2020-12-31"
)
IELTS = {"test": "ielts_general_training", "taken_on": "2025-10-01"}
IELTS |= {"listening": 6.0, "reading": 5.0, "writing": 5.0, "speaking": 6.0}


def trade(**more):
    made = {"work": [ELECTRICIAN], "language_tests": [IELTS], "education": [], **more}
    return a_profile(ON, **made)


def levels(reading, writing, listening, speaking):
    return [a_test((reading, writing, listening, speaking), ON)]


COOK = a_job(2, ON, code="63200", qualified_on="2015-01-01")
FST = [
    ("eligibility_app", trade(job_offer=an_offer("72200")), ON, True),
    ("neuron_programs", trade(), ON, False),  # neither offer nor certificate
    ("jiauddin", trade(certificate_of_qualification=CERTIFICATE), ON, True),
    (
        "jiauddin",
        trade(certificate_of_qualification=CERTIFICATE, language_tests=levels(4, 4, 5, 5)),
        ON,
        True,
    ),
    (
        "nscimm",
        trade(certificate_of_qualification=CERTIFICATE, language_tests=levels(4, 4, 5, 4)),
        ON,
        False,
    ),
    (
        "nscimm",
        trade(certificate_of_qualification=CERTIFICATE, language_tests=levels(3, 4, 5, 5)),
        ON,
        False,
    ),
    (
        "jiauddin",  # it counts only after the trade could be practised alone
        trade(
            certificate_of_qualification=CERTIFICATE,
            work=[{**ELECTRICIAN, "qualified_on": "2022-06-01"}],
        ),
        ON,
        False,
    ),
    (
        "jiauddin",  # chefs and cooks
        trade(certificate_of_qualification={**CERTIFICATE, "noc": a_noc("63200")}, work=[COOK]),
        ON,
        True,
    ),
    (
        "jiauddin",  # paid work
        trade(certificate_of_qualification=CERTIFICATE, work=[{**ELECTRICIAN, "paid": False}]),
        ON,
        False,
    ),
    (
        "nscimm",  # at least two years
        trade(
            certificate_of_qualification=CERTIFICATE,
            work=[{**ELECTRICIAN, "end": "2022-12-30"}],
        ),
        ON,
        False,
    ),
]


@pytest.mark.parametrize(
    ("program", "source", "document", "on", "answer"),
    [*(("cec", *each) for each in CEC), *(("fst", *each) for each in FST)],
)
def test_published_cec_and_fst_decisions(program, source, document, on, answer):
    assert eligible(document, program, on) is answer, SOURCES[source]


def test_an_overlap_is_one_year_of_work_and_no_more():
    document = cec(*[in_canada(start="2024-01-01", end="2024-12-31")] * 2)
    work = next(each for each in program_of(document, "cec", ON).criteria if each.id == "cec.work")
    assert work.have == 12, SOURCES["eligibility_app"]


def test_there_are_as_many_published_cases_as_asked_for():
    assert len(GRIDS) + len(LINES) >= 20
    assert len(CEC) + len(FST) >= 15
    assert met(cec(long_job()), "cec.work", ON) is True
