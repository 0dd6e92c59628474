"""What a province asks, or may ask, and no profile answers stands among the criteria.

The criteria are those of ``facts/pnp_streams.yaml``; each test says which.
"""

from __future__ import annotations

import pytest

from tests.assessment.grounds import streams_of
from tests.assessment.people import a_person, an_offer, in_canada

TODAY = "2026-09-26"


def criteria_of(document, stream_id, day=TODAY):
    return {each.id: each for each in streams_of(document, day)[stream_id].criteria}


# New Brunswick: "working now, full-time, non-seasonal, for a New Brunswick employer"
@pytest.mark.parametrize(("employer_in", "met"), [(None, True), ("CA", True), ("US", False)])
def test_remote_work_for_a_foreign_employer_is_no_work_for_a_new_brunswick_one(employer_in, met):
    work = [in_canada("21232", "NB", "2023-01-01", employer_country=employer_in)]
    found = criteria_of(a_person(work=work), "nb.ee_employment")
    assert found["working"].met is met
    # Of a Canadian employer a person says whether it is New Brunswick's, and the job seasonal.
    assert (found["working_for"].kind, found["working_for"].met) == ("judgement", None)


# New Brunswick: "upper limit not read"
@pytest.mark.parametrize("stream_id", ["nb.ee_employment", "nb.ee_interests"])
def test_an_upper_age_limit_nobody_read_is_not_known(stream_id):
    found = criteria_of(a_person(person={"date_of_birth": "1954-01-01"}), stream_id)
    assert found["age"].met is True
    assert (found["age_limit"].kind, found["age_limit"].met) == ("fact", None)


# Yukon: "six months, relevant"; no TEER is asked of that work
@pytest.mark.parametrize(
    ("code", "start", "met"),
    [
        ("63200", "2023-01-01", {"work": True}),  # the occupation of the job
        ("65201", "2023-01-01", {"work": False, "work_relevant": None}),  # TEER 5, but akin
        ("21232", "2023-01-01", {"work": False, "work_relevant": None}),  # a programmer
        ("21232", "2026-03-01", {"work": False, "work_relevant": False}),  # four months
    ],
)
def test_whether_work_was_relevant_to_a_yukon_job_is_for_a_person(code, start, met):
    document = a_person(work=[in_canada(code, "ON", start)], job_offer=an_offer("YT", "63200"))
    found = criteria_of(document, "yt.ee", "2026-07-10")
    assert {each: found[each].met for each in met} == met
