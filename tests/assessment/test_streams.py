"""Stream decisions, worked from the provinces' published criteria.

Every row is one person, one stream, one day. The criteria are those of
``facts/pnp_streams.yaml`` (sources in each stream's own file).
"""

from datetime import date

import pytest

from portal.assessment.streams import stream_flags
from portal.text import render
from tests.assessment.grounds import streams_of
from tests.assessment.people import (
    a_job,
    a_person,
    an_offer,
    french,
    in_canada,
    the_example,
)

TODAY = "2026-09-26"
SIBLING = {"of": "applicant", "relation": "sibling", "status": "citizen", "age_18_or_over": True}
ENGLISH = a_person()["language_tests"]


def old_eca(profile):
    for study in profile["education"]:
        study["eca"]["issued_on"] = "2014-07-01"
    return profile


DECISIONS = [
    # Ontario, Human Capital Priorities
    ("on.hcp", "2019-08-01", the_example(), "match"),
    ("on.hcp", "2019-08-01", the_example(ties={"provinces_of_interest": ["BC"]}), "near_miss"),
    ("on.hcp", "2019-08-01", old_eca(the_example()), "near_miss"),
    ("on.hcp", "2016-05-01", the_example(), "closed"),  # paused, criteria not read
    ("on.hcp", "2026-03-01", a_person(), "match"),  # open, nobody chosen
    ("on.hcp", "2026-05-29", a_person(), "match"),
    ("on.hcp", "2026-05-30", a_person(), "closed"),  # revoked
    ("on.hcp", "2026-03-01", a_person(ties=None, express_entry={}), "possible"),
    # Ontario, French-Speaking Skilled Worker
    ("on.fssw", "2026-03-01", a_person(), "near_miss"),
    ("on.fssw", "2026-03-01", a_person(language_tests=[*ENGLISH, french(7)]), "match"),
    ("on.fssw", "2026-03-01", a_person(language_tests=[*ENGLISH, french(4)]), "near_miss"),
    # Ontario, Skilled Trades and Workforce Priority
    ("on.st", "2025-11-20", a_person(), "no_match"),  # lives abroad, no trade
    ("on.owp_0_3", TODAY, a_person(job_offer=an_offer("ON")), "possible"),
    ("on.owp_0_3", TODAY, a_person(job_offer=an_offer("ON", "65200")), "near_miss"),
    ("on.owp_0_3", "2026-03-01", a_person(job_offer=an_offer("ON")), "closed"),
    ("on.owp_physician", TODAY, a_person(), "no_match"),
    ("on.phase2", TODAY, a_person(), "closed"),  # announced only
    # Alberta
    ("ab.ee", TODAY, a_person(), "possible"),
    ("ab.ee_tech", TODAY, a_person(), "near_miss"),
    ("ab.ee_tech", TODAY, a_person(job_offer=an_offer("AB")), "possible"),
    ("ab.ee_tech", TODAY, a_person(job_offer=an_offer("BC")), "near_miss"),
    ("ab.ee_tech", TODAY, a_person(work=[a_job("42202")]), "no_match"),
    ("ab.ee_health", TODAY, a_person(work=[a_job("31301")]), "near_miss"),
    (
        "ab.ee_health",
        TODAY,
        a_person(work=[a_job("31301")], job_offer=an_offer("AB", "31301")),
        "possible",
    ),
    ("ab.ee_police", TODAY, a_person(), "no_match"),
    ("ab.ee_family", TODAY, a_person(), "no_match"),
    (
        "ab.ee_family",
        TODAY,
        a_person(relatives_in_canada=[{**SIBLING, "province": "AB"}]),
        "closed",
    ),
    # British Columbia
    ("bc.ee_skilled_worker", TODAY, a_person(), "near_miss"),
    ("bc.ee_skilled_worker", TODAY, a_person(job_offer=an_offer("BC")), "possible"),
    (
        "bc.ee_skilled_worker",
        TODAY,
        a_person(job_offer=an_offer("BC", permanent=False)),
        "near_miss",
    ),
    ("bc.ee_graduate", TODAY, a_person(), "closed"),
    # Saskatchewan: bachelor 20, four years 8, CLB 8+ 20, age 34 12 = 60 of 110
    ("sk.ee", TODAY, a_person(), "possible"),
    ("sk.ee", TODAY, a_person(work=[a_job("41220")]), "no_match"),  # excluded
    ("sk.ee", TODAY, a_person(person={"date_of_birth": "1988-03-01"}), "near_miss"),  # 58
    ("sk.tech_ee", TODAY, a_person(), "near_miss"),
    # Manitoba: English 20, age 10, four years 15, degree 20 = 65 of 100
    ("mb.swo", TODAY, a_person(), "possible"),
    ("mb.swo", TODAY, a_person(person={"status_in_canada": "refugee_claimant"}), "no_match"),
    # Nova Scotia
    ("ns.ee_experience", TODAY, a_person(), "no_match"),
    (
        "ns.ee_experience",
        TODAY,
        a_person(work=[a_job(), in_canada("21232", "NS", "2025-07-01")]),
        "possible",
    ),
    (
        "ns.ee_experience",
        TODAY,
        a_person(work=[a_job(), in_canada("21232", "NS", "2026-01-05")]),
        "near_miss",
    ),
    ("ns.ee_physician", TODAY, a_person(work=[a_job("31102")]), "near_miss"),
    ("ns.lmp", TODAY, a_person(), "closed"),
    # New Brunswick
    ("nb.ee_employment", TODAY, a_person(), "no_match"),
    ("nb.ee_interests", TODAY, a_person(), "possible"),
    # Prince Edward Island, Newfoundland and Labrador
    ("pe.ee", TODAY, a_person(), "possible"),
    ("nl.ee", TODAY, a_person(), "near_miss"),
    ("nl.ee", TODAY, a_person(job_offer=an_offer("NL")), "possible"),
    ("nl.ee", TODAY, a_person(person={"date_of_birth": "1966-03-01"}), "no_match"),
    # Territories, Quebec
    ("yt.ee", "2026-07-10", a_person(job_offer=an_offer("YT")), "possible"),
    ("yt.ee", "2026-07-18", a_person(job_offer=an_offer("YT")), "closed"),
    ("nt.ee", TODAY, a_person(), "near_miss"),
    ("nt.ee", "2026-03-08", a_person(), "closed"),
    ("nu.none", TODAY, a_person(), "no_match"),
    ("qc.none", TODAY, a_person(), "no_match"),
]


@pytest.mark.parametrize(
    ("stream_id", "day", "profile", "status"),
    DECISIONS,
    ids=[f"{n}-{row[0]}-{row[3]}" for n, row in enumerate(DECISIONS)],
)
def test_a_stream_is_decided_by_its_published_criteria(stream_id, day, profile, status):
    found = streams_of(profile, day)[stream_id]
    assert (found.status, found.because) == (status, found.because)


def test_a_near_miss_says_what_is_missing_and_by_how_much():
    found = streams_of(a_person(person={"date_of_birth": "1988-03-01"}), TODAY)["sk.ee"]
    short = next(each for each in found.criteria if each.id == "grid")
    assert (short.have, short.need) == (58, 60)
    assert short.because.values["short"] == 2


def test_a_closed_stream_says_since_when():
    found = streams_of(a_person(), "2026-09-26")
    assert found["on.hcp"].closed_on == date(2026, 5, 30)
    assert found["on.st"].closed_on == date(2025, 11, 14)  # suspended before it was revoked
    assert found["bc.ee_graduate"].closed_on == date(2024, 11, 26)


def test_a_closed_stream_tells_what_is_met_from_what_is_not_known():
    found = streams_of(a_person(language_tests=None), "2026-05-30")["on.hcp"]
    assert found.status == "closed"
    assert "no fact would have failed, not known: " in render(found.because, "en")


def test_an_open_stream_says_since_when_it_is_open_without_a_break():
    found = streams_of(the_example(), "2019-08-01")["on.hcp"]
    assert (found.open_since, found.closed_on) == (date(2018, 1, 22), None)
    assert streams_of(a_person(), TODAY)["ab.ee_tech"].open_since is None  # not found


def test_a_stream_nobody_had_heard_of_is_left_out():
    assert "on.owp_0_3" not in streams_of(the_example(), "2019-08-01")


def test_a_match_that_chooses_nobody_carries_a_flag():
    found = streams_of(a_person(), "2026-03-01")
    flags = stream_flags(list(found.values()))
    assert "streams.on.hcp" in [flag.path for flag in flags]


def test_what_is_asked_of_everybody_never_lowers_a_status():
    found = streams_of(the_example(), "2019-08-01")["on.hcp"]
    standing = [each for each in found.criteria if each.kind == "standing"]
    assert standing
    assert all(each.met is None for each in standing)
    assert found.status == "match"


def test_grid_lines_add_up_to_the_points():
    found = streams_of(a_person(), TODAY)["sk.ee"]
    assert found.points == sum(line.counted for line in found.lines) == 60
    assert found.pass_mark == 60


@pytest.mark.parametrize(
    ("stream_id", "lines"),
    [
        ("bc.ee_skilled_worker", {"wage", "area"}),
        ("on.owp_0_3", {"teer", "broad_category", "wage"}),
    ],
)
def test_an_offer_in_another_province_earns_nothing_in_a_grid(stream_id, lines):
    offered = a_person(job_offer=an_offer("AB"))
    found = streams_of(offered, "2026-08-01")[stream_id]
    points = {each.id.rsplit(".", 1)[-1]: each.points for each in found.lines}
    assert {points[each] for each in lines} == {0}
    nowhere = a_person(job_offer=an_offer(None))
    points = {
        each.id.rsplit(".", 1)[-1]: each.points
        for each in streams_of(nowhere, "2026-08-01")[stream_id].lines
    }
    assert {points[each] for each in lines} == {None}  # its province is not known


def test_a_waiver_stands_for_a_degree():
    nurse = a_person(
        work=[a_job("32101")],
        education=[
            {
                "credential": "post_secondary_two_year",
                "country": "NG",
                "completed_on": "2014-06-30",
                "program_months": 24,
                "eca": {"issued_on": "2025-01-15"},
            }
        ],
        registrations=[{"body": "College of Nurses of Ontario", "province": "ON"}],
    )
    education = next(
        each
        for each in streams_of(nurse, "2026-03-01")["on.hcp"].criteria
        if each.id == "education"
    )
    assert education.met is True


def test_a_near_miss_by_months_says_when_they_will_be_there():
    old = a_job("21232", start="2016-06-01", end="2020-12-31", primary=False)
    document = a_person(
        work=[a_job("21232", start="2025-07-01"), old],
        language_tests=[*ENGLISH, french(7)],
    )
    found = streams_of(document, "2026-03-01")["on.fssw"]
    work = next(each for each in found.criteria if each.id == "work_fsw")
    assert found.status == "near_miss"
    assert render(work.because) == (
        "8 months count, 4 short of 12; enough on 1 July 2026 if this work goes on"
    )
