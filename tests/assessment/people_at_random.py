"""Random people for the property tests: well-formed documents of every shape, any day."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.builders import _TEF_2023, ABILITIES

FIRST, LAST = date(2015, 1, 1), date(2027, 12, 31)
CODES = ("21231", "21232", "63200", "72401", "31102", "65201", "00012", "73300", "2173", "2174")
CODES += ("7511", "6322", "0012", "3112")
LEVELS = ("none", "secondary", "post_secondary_one_year", "post_secondary_two_year")
LEVELS += ("bachelors_or_three_year", "masters", "professional_degree", "doctorate")

days = st.dates(FIRST, LAST)
past = st.dates(date(2008, 1, 1), date(2027, 6, 30)).map(date.isoformat)
yes_no = st.sampled_from([True, False, None])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or null."""
    return st.none() | strategy


def shaped(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """An object any of whose keys may be missing."""
    return st.fixed_dictionaries({}, optional=keys)


def ordered(strategy: st.SearchStrategy[dict[str, Any]], first: str, last: str) -> Any:
    """The same with two days put in order."""

    def sort(made: dict[str, Any]) -> dict[str, Any]:
        if made.get(first) and made.get(last) and made[last] < made[first]:
            return {**made, first: made[last], last: made[first]}
        return made

    return strategy.map(sort)


nocs = st.sampled_from(CODES).map(
    lambda code: {"version": "2016" if len(code) == 4 else "2021", "code": code}
)
celpip = st.fixed_dictionaries(
    {"test": st.just("celpip_general"), **{each: maybe(st.integers(0, 12)) for each in ABILITIES}},
    optional={"taken_on": past, "exempt": st.just([])},
)
ielts = st.fixed_dictionaries(
    {
        "test": st.just("ielts_general_training"),
        **{each: st.integers(0, 18).map(lambda half: half / 2) for each in ABILITIES},
    },
    optional={"taken_on": past},
)
tef = st.fixed_dictionaries(
    {"test": st.just("tef_canada"), **{each: st.integers(0, 300) for each in ABILITIES}},
    optional={"taken_on": past, "scale": st.just("legacy")},
)
tef_new = st.sampled_from(sorted(_TEF_2023)).map(
    lambda level: {
        "test": "tef_canada",
        "scale": "699",
        "taken_on": "2024-03-01",
        **dict(zip(ABILITIES, _TEF_2023[level], strict=True)),
    }
)
tests_taken = st.lists(celpip | ielts | tef | tef_new, max_size=4)
studies = st.lists(
    ordered(
        shaped(
            credential=maybe(st.sampled_from(LEVELS)),
            country=maybe(st.sampled_from(["CA", "IN", "FR"])),
            started_on=maybe(past),
            completed_on=maybe(past),
            program_months=maybe(st.integers(0, 60)),
            eca=maybe(shaped(issued_on=maybe(past), equivalent=maybe(st.sampled_from(LEVELS)))),
            full_time=yes_no,
            months_in_canada=maybe(st.integers(0, 60)),
            distance=yes_no,
            language_course_majority=yes_no,
            return_obligation=yes_no,
        ),
        "started_on",
        "completed_on",
    ),
    max_size=3,
)
breaks = st.lists(
    ordered(st.fixed_dictionaries({"start": past, "end": past}), "start", "end"), max_size=2
)
work = st.lists(
    ordered(
        shaped(
            noc=maybe(nocs),
            noc_candidates=st.lists(nocs, max_size=2),
            primary=yes_no,
            country=maybe(st.sampled_from(["CA", "CA", "IN"])),
            employer_country=st.sampled_from([None, "CA", "US"]),
            start=maybe(past),
            end=maybe(past),
            breaks=breaks,
            hours_per_week=maybe(st.sampled_from([0, 10, 15, 29.5, 30, 40, 80])),
            paid=yes_no,
            self_employed=yes_no,
            full_time_student=yes_no,
            authorized=yes_no,
            qualified_on=maybe(past),
        ),
        "start",
        "end",
    ),
    max_size=4,
)
spouses = maybe(
    shaped(
        accompanying=yes_no,
        canadian_citizen_or_pr=yes_no,
        education=maybe(studies),
        language_tests=maybe(tests_taken),
        work=maybe(work),
    )
)
offers = st.just(False) | shaped(
    employer=st.just("Birchmount Works"),
    noc=maybe(nocs),
    hours_per_week=maybe(st.sampled_from([20, 30, 40])),
    permanent=yes_no,
    seasonal=yes_no,
    offered_on=maybe(past),
    duration_months=maybe(st.integers(0, 36)),
    lmia=st.sampled_from([None, "approved", "exempt", "none"]),
    exemption=st.sampled_from([None, "treaty", "significant_benefit", "other"]),
    employed_since=maybe(past),
)
permits = st.lists(
    ordered(
        shaped(
            kind=st.sampled_from([None, "employer_specific", "open", "pgwp"]),
            employer=st.sampled_from([None, "Birchmount Works", "Else"]),
            until=maybe(past),
            **{"from": maybe(past)},
        ),
        "from",
        "until",
    ),
    max_size=2,
)
nominations = st.just(False) | ordered(
    shaped(province=st.just("ON"), nominated_on=maybe(past), ended_on=maybe(past), enhanced=yes_no),
    "nominated_on",
    "ended_on",
)
relatives = st.lists(
    shaped(
        of=st.sampled_from([None, "applicant", "spouse"]),
        relation=st.sampled_from([None, "sibling", "parent", "cousin"]),
        status=st.sampled_from([None, "citizen", "permanent_resident"]),
        age_18_or_over=yes_no,
    ),
    max_size=2,
)
stays = st.lists(
    ordered(
        shaped(
            of=st.sampled_from([None, "applicant", "spouse"]),
            kind=st.sampled_from([None, "work", "study", "visit"]),
            province=st.just("ON"),
            start=maybe(past),
            end=maybe(past),
            full_time=yes_no,
        ),
        "start",
        "end",
    ),
    max_size=2,
)
people = st.fixed_dictionaries(
    {
        "schema": st.just("portal.profile/1"),
        "person": st.fixed_dictionaries(
            {"date_of_birth": st.dates(date(1955, 1, 1), date(2007, 12, 31)).map(date.isoformat)},
            optional={
                "status_in_canada": st.sampled_from([None, "none", "worker", "refugee_claimant"]),
                "intended_province": st.sampled_from([None, "any", "ON", "QC"]),
            },
        ),
    },
    optional={
        "marital_status": st.sampled_from([None, "never_married", "married", "common_law"]),
        "marital_status_since": maybe(past),
        "spouse": spouses,
        "dependent_children": maybe(st.integers(0, 9)),
        "education": maybe(studies),
        "language_tests": maybe(tests_taken),
        "first_official_language": st.sampled_from([None, "en", "fr"]),
        "work": maybe(work),
        "certificate_of_qualification": maybe(
            st.just(False) | shaped(issued_on=maybe(past), noc=maybe(nocs))
        ),
        "job_offer": maybe(offers),
        "work_permits": maybe(permits),
        "provincial_nomination": maybe(nominations),
        "relatives_in_canada": maybe(relatives),
        "ties": maybe(shaped(previous_stays=maybe(stays))),
        "settlement_funds": maybe(st.integers(0, 60_000)),
    },
)
