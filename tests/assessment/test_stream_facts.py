"""What an audit of every stream against the provinces' pages found, one case a finding.

The criteria are those of ``facts/pnp_streams.yaml``; each test says which.
"""

from __future__ import annotations

import pytest

from tests.assessment.grounds import streams_of
from tests.assessment.people import a_person, an_offer, in_canada

TODAY = "2026-09-26"


def criterion(document, day, stream_id, criterion_id):
    found = streams_of(document, day)[stream_id]
    return next(each for each in found.criteria if each.id == criterion_id)


# --- New Brunswick: "working now, full-time" and "residence, 12 months" -----------------------


def a_neighbour(*jobs):
    """Somebody who lives in Canada and works in New Brunswick."""
    return a_person(person={"country_of_residence": "CA"}, work=list(jobs))


@pytest.mark.parametrize("month", range(1, 13))
def test_who_works_in_the_province_works_there_after_months_of_any_length(month):
    here = a_neighbour(in_canada("21232", "NB", "2025-04-05"))
    assert criterion(here, f"2026-{month:02d}-10", "nb.ee_employment", "working").met is True


@pytest.mark.parametrize(
    ("job", "met"),
    [
        ({"start": "2026-09-20"}, True),  # a week is enough to be working now
        ({"start": "2025-01-10", "end": "2026-09-25"}, False),
        ({"start": "2026-10-01"}, False),  # has not begun
        ({"start": "2025-01-10", "hours_per_week": 20}, False),
        ({"start": "2025-01-10", "hours_per_week": None}, None),
        ({"start": "2025-01-10", "province": "NS"}, False),
    ],
)
def test_working_now_asks_for_a_full_time_job_held_on_the_day(job, met):
    work = {**in_canada("21232", "NB", "2025-01-10"), **job}
    assert criterion(a_neighbour(work), TODAY, "nb.ee_employment", "working").met is met


@pytest.mark.parametrize(
    ("jobs", "met"),
    [
        # one job follows the other on the next day
        ([("2025-01-10", "2026-03-31"), ("2026-04-01", None)], True),
        # a week without work: where the client lived is for a person
        ([("2025-01-10", "2026-03-24"), ("2026-04-01", None)], None),
        ([("2026-04-01", None)], False),
    ],
)
def test_who_changes_jobs_within_a_province_still_lives_there(jobs, met):
    work = [in_canada("21232", "NB", start, end=end) for start, end in jobs]
    assert criterion(a_neighbour(*work), TODAY, "nb.ee_employment", "residence").met is met


# --- Newfoundland and Labrador: a permit with four months left --------------------------------


@pytest.mark.parametrize(
    ("until", "met"),
    [("2027-01-26", True), ("2027-01-25", False), ("2027-01-01", False), (None, True)],
)
def test_four_months_left_are_counted_to_the_day(until, met):
    permit = {"kind": "open", "from": "2025-01-01", "until": until}
    document = a_person(work_permits=[permit], person={"status_in_canada": "worker"})
    assert criterion(document, TODAY, "nl.ee", "permit").met is met


# Nobody grows two years older within a year: at 19 the lowest age of 21 is no near miss.
@pytest.mark.parametrize(
    ("born", "status"), [("2006-08-01", "near_miss"), ("2007-08-01", "no_match")]
)
def test_too_young_by_more_than_a_year_is_no_near_miss(born, status):
    document = a_person(
        person={"date_of_birth": born}, job_offer=an_offer("NL"), settlement_funds=50000
    )
    found = streams_of(document, TODAY)["nl.ee"]
    failing = [each.id for each in found.criteria if each.kind == "fact" and each.met is False]
    assert (failing, found.status) == (["age"], status)


# --- British Columbia: without an offer only the offer is missing ------------------------------


def test_who_has_no_offer_is_not_told_that_its_pay_is_missing_as_well():
    found = streams_of(a_person(), TODAY)["bc.ee_skilled_worker"]
    failing = [each.id for each in found.criteria if each.kind == "fact" and each.met is False]
    assert (found.status, failing) == ("near_miss", ["offer"])


def test_pay_is_judged_where_there_is_an_offer():
    poor = a_person(job_offer=an_offer("BC", wage_per_hour=12))
    assert criterion(poor, TODAY, "bc.ee_skilled_worker", "income").met is False
