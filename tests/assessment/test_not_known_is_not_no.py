"""A fact taken away from a profile never turns a province's yes into a no, nor a no into a yes.

People made up of what streams and grids look at, one fact of theirs struck out after the other:
every criterion gives the answer it gave or none, and what the whole profile earns in a grid lies
between what is certain of the rest and what is possible.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from portal.assessment.grids import score
from portal.assessment.streams import judge_streams
from tests.assessment.grounds import ground_of
from tests.assessment.people import a_person, an_offer, in_canada

DAY = "2026-09-26"
GRIDS = ("ab.weoi", "bc.sirs", "mb.eoi", "mb.swo", "nl.ee", "on.owp", "pe.ee", "sk.isw")
PROVINCES = ("ON", "AB", "BC", "SK", "MB", "NL", "PE", "NB", "NT")
CODES = ("21232", "31301", "65201", "72106")
LEVELS = (
    "secondary",
    "post_secondary_one_year",
    "post_secondary_two_year",
    "bachelors_or_three_year",
    "masters",
    "doctorate",
)
# The facts struck out; what the contract gives a meaning of its own when absent is left (``end``,
# ``completed_on``, ``eca``), as is what is only said of what else is known (``since``, ``from``).
STRUCK = {
    *("work", "country", "province", "start", "hours_per_week", "employer", "noc"),
    *("education", "credential", "program_months", "full_time"),
    *("kind", "of", "relation", "status", "age_18_or_over", "relatives_in_canada"),
    *("job_offer", "permanent", "seasonal", "wage_per_hour", "city"),
    *("work_permits", "registrations", "certificate_of_qualification", "body"),
    *("express_entry", "provinces", "canadian_citizen_or_pr", "accompanying"),
    *("settlement_funds", "dependent_children", "country_of_residence", "status_in_canada"),
}
Path = tuple[Any, ...]


def made_up(seed: int) -> dict[str, Any]:
    """Somebody who has a little of everything, all of it known."""
    pick = random.Random(seed)
    one = pick.choice

    def job() -> dict[str, Any]:
        start = one(["2018-01-01", "2022-09-01", "2025-09-26", "2026-08-01"])
        made = in_canada(one(CODES), one(PROVINCES), start, employer=one(["Acme", "Else"]))
        ends = {"end": one([None, "2026-09-20"]), "hours_per_week": one([20, 30, 40])}
        abroad = {"country": "NG", "province": None} if pick.random() < 0.3 else {}
        return {**made, **ends, **abroad, "primary": False}

    def study() -> dict[str, Any]:
        level = pick.randrange(len(LEVELS))
        months = 12 * max(1, level)
        made = {
            "credential": LEVELS[level],
            "country": "CA",
            "province": one(PROVINCES),
            "completed_on": "2024-04-30",
            "program_months": months,
            "full_time": True,
        }
        eca = {"issued_on": "2025-01-15", "organization": "WES"}
        return (
            made
            if pick.random() < 0.6
            else {**made, "country": "NG", "province": None}
            | ({"eca": eca} if pick.random() < 0.7 else {})
        )

    def stay() -> dict[str, Any]:
        dates = {"start": "2024-01-01", "end": one(["2024-12-31", "2024-02-28"])}
        kind = one(["work", "study", "visit"])
        return {"of": "applicant", "kind": kind, "province": one(PROVINCES), **dates}

    def relative() -> dict[str, Any]:
        kin = {"of": one(["applicant", "spouse"]), "relation": one(["sibling", "parent", "cousin"])}
        return {**kin, "status": "citizen", "province": one(PROVINCES), "age_18_or_over": True}

    some = lambda make, most: [make() for _ in range(pick.randint(0, most))]  # noqa: E731
    couple = {
        "marital_status": "married",
        "spouse": {
            "accompanying": one([True, False]),
            "canadian_citizen_or_pr": one([True, False]),
            "education": [],
            "language_tests": [],
            "work": [],
        },
    }
    welder = {"version": "2021", "code": "72106"}
    return a_person(
        person={"status_in_canada": "worker", "country_of_residence": one(["CA", "NG"])},
        work=some(job, 3),
        education=some(study, 3),
        ties={"provinces_of_interest": [], "previous_stays": some(stay, 2)},
        relatives_in_canada=some(relative, 2),
        job_offer=one([False, an_offer(one(PROVINCES), one(CODES), employer="Acme", city="Banff")]),
        work_permits=one([[], [{"kind": "employer_specific", "employer": "Acme"}]]),
        registrations=one([[], [{"body": "APEGA", "province": one(PROVINCES)}]]),
        certificate_of_qualification=one([False, {"province": one(PROVINCES), "noc": welder}]),
        express_entry=one([False, {"profile_created_on": "2026-01-10", "provinces": "all"}]),
        settlement_funds=one([9_000, 12_000, 40_000]),
        **one([{}, couple]),
    )


def facts_in(value: Any, before: Path = ()) -> Iterator[Path]:
    """The places of the facts that may be struck out."""
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        if key in STRUCK and each is not None:
            yield (*before, key)
        if isinstance(each, dict | list) and key != "noc":
            yield from facts_in(each, (*before, key))


def without(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """The profile, this fact not known."""
    made = copy.deepcopy(document)
    part = made
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = None
    return made


def answers_of(ground: Any) -> dict[tuple[str, str], bool | None]:
    """Every criterion of every stream; but the CRS, whose total is that of what is known."""
    return {
        (stream.id, each.id): each.met
        for stream in judge_streams(ground)
        for each in stream.criteria
        if each.id != "crs"
    }


@pytest.mark.parametrize("seed", range(16))
def test_a_fact_taken_away_opens_answers_and_turns_none(seed: int) -> None:
    document = made_up(seed)
    whole = ground_of(document, DAY)
    answered, earned = answers_of(whole), {grid: score(whole, grid) for grid in GRIDS}
    wrong = []
    for path in facts_in(document):
        ground = ground_of(without(document, path), DAY)
        for key, met in answers_of(ground).items():
            if met is not None and answered[key] is (not met):
                wrong.append((path, key, answered[key], met))
        for grid in GRIDS:
            made, full = score(ground, grid), earned[grid]
            assert made is not None
            assert full is not None
            for line, before in zip(made.lines, full.lines, strict=True):
                known = None not in (line.points, before.points)
                if known and line.points != before.points:
                    wrong.append((path, line.id, before.points, line.points))
            # What takes points away in Manitoba counts once it is certain.
            if grid != "mb.eoi" and not (
                made.points <= full.points + full.open and full.points <= made.points + made.open
            ):
                wrong.append((path, grid, (full.points, full.open), (made.points, made.open)))
    assert wrong == []
