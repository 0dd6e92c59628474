"""A crowd of invented applicants, each different: what `assess-many` is measured on.

`python -m tests.population 10000 > people.jsonl`. The same number gives the
same people.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

_SEED = 1_773
_TODAY = date(2026, 11, 24)
# Occupations people in the pool have: health, technology, trades, offices, kitchens, roads.
_CODES_2021 = """
    21231 21232 21234 21222 21223 20012 31301 31102 32101 33102 72401 72106 73300 73400
    63200 62010 60020 64100 11100 12200 12100 13110 13112 41200 41220 42202 22220 22221
    75110 65201 21300 21310 21301 10022 11202 70010 72310 72200 33109 44101
""".split()  # noqa: SIM905 - a list of codes
_CODES_2016 = ["2173", "2174", "2171", "2281", "1111", "3012", "6322", "7511", "7321", "1241"]
_COUNTRIES = ("IN", "IN", "IN", "CN", "NG", "PH", "FR", "CM", "BR", "PK", "IR", "MA", "VN")
_PROVINCES = ["ON", "ON", "ON", "BC", "AB", "MB", "SK", "NS", "NB", "PE", "NL", "YT", "NT"]
_CREDENTIALS = (
    ("secondary", 36),
    ("post_secondary_one_year", 12),
    ("post_secondary_two_year", 24),
    ("bachelors_or_three_year", 36),
    ("bachelors_or_three_year", 48),
    ("masters", 24),
    ("professional_degree", 48),
    ("doctorate", 48),
)


def people(count: int) -> Iterator[dict[str, Any]]:
    """This many profiles, as documents of the contract's form."""
    chance = random.Random(_SEED)
    for number in range(count):
        yield _person(chance, number)


def _person(chance: random.Random, number: int) -> dict[str, Any]:
    born = _day(chance, date(1972, 1, 1), date(2004, 12, 31))
    home = chance.choice(_COUNTRIES)
    here = chance.random() < 0.4
    married = chance.random() < 0.5
    jobs = _work(chance, born.year, home, here=here)
    person = {
        "given_names": f"Person {number}",
        "family_name": "Invented",
        "date_of_birth": born.isoformat(),
        "citizenships": [home],
        "country_of_residence": "CA" if here else home,
        "email": f"person{number}@example.com",
        "status_in_canada": "worker" if here else "none",
    }
    profile: dict[str, Any] = {
        "schema": "portal.profile/1",
        "person": person,
        "marital_status": "married" if married else "never_married",
        "dependent_children": chance.choice((0, 0, 0, 1, 1, 2, 3)),
        "education": _studies(chance, born.year, home, here=here),
        "language_tests": _tests(chance),
        "work": jobs,
        "certificate_of_qualification": False,
        "job_offer": _offer(chance, jobs) if chance.random() < 0.15 else False,
        "provincial_nomination": False,
        "relatives_in_canada": _relatives(chance),
        "ties": {
            "provinces_of_interest": sorted(set(chance.choices(_PROVINCES, k=2))),
            "previous_stays": [],
        },
        "settlement_funds": chance.randrange(8_000, 60_000, 250),
        "express_entry": {
            "profile_created_on": _day(chance, date(2025, 12, 1), _TODAY).isoformat(),
            "provinces": "all",
        },
    }
    if married:
        profile["spouse"] = _spouse(chance, home)
    return profile


def _day(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def _work(chance: random.Random, born: int, home: str, *, here: bool) -> list[dict[str, Any]]:
    trade = chance.choice(_CODES_2021)
    jobs = []
    at = _day(chance, date(max(born + 20, 2012), 1, 1), date(2024, 12, 31))
    for turn in range(chance.choice((1, 1, 2, 2, 3))):
        end = at + timedelta(days=chance.randrange(150, 1_800))
        last = end >= _TODAY
        code = trade if chance.random() < 0.7 else chance.choice(_CODES_2021)
        noc: dict[str, Any] = {"version": "2021", "code": code}
        if turn == 0 and chance.random() < 0.1:
            noc = {"version": "2016", "code": chance.choice(_CODES_2016)}
        canada = here and (turn > 0 or last)
        jobs.append(
            {
                "title": "Work",
                "employer": f"Employer {chance.randrange(900)}",
                "noc": noc,
                "country": "CA" if canada else home,
                **({"province": chance.choice(_PROVINCES), "authorized": True} if canada else {}),
                "start": at.isoformat(),
                "end": None if last else end.isoformat(),
                "hours_per_week": chance.choice((40, 40, 40, 37.5, 35, 30, 20)),
                "paid": True,
                "self_employed": False,
                "full_time_student": False,
            }
        )
        at = end + timedelta(days=chance.randrange(1, 200))
        if at >= _TODAY:
            break
    return jobs


def _studies(chance: random.Random, born: int, home: str, *, here: bool) -> list[dict[str, Any]]:
    made = []
    for _ in range(chance.choice((1, 1, 1, 2, 2))):
        credential, months = chance.choice(_CREDENTIALS)
        done = _day(chance, date(born + 19, 1, 1), date(min(born + 30, 2025), 12, 31))
        study: dict[str, Any] = {"credential": credential, "completed_on": done.isoformat()}
        study["program_months"] = months
        if here and chance.random() < 0.4:
            study |= {
                "country": "CA",
                "province": chance.choice(_PROVINCES),
                "full_time": True,
                "months_in_canada": months,
                "distance": False,
                "language_course_majority": False,
                "return_obligation": False,
            }
        else:
            issued = _day(chance, date(2022, 6, 1), _TODAY)
            study |= {"country": home, "eca": {"issued_on": issued.isoformat()}}
        made.append(study)
    return made


def _tests(chance: random.Random) -> list[dict[str, Any]]:
    made = []
    level = chance.choice((5, 6, 7, 7, 8, 8, 9, 10))
    if chance.random() < 0.6:
        scores = [
            min(9.0, max(3.0, (level + chance.choice((-2, -1, 0, 1))) / 2 + 3)) for _ in "1234"
        ]
        made.append(_test(chance, "ielts_general_training", scores))
    elif chance.random() < 0.9:
        scores = [min(12, level + chance.choice((-1, 0, 0, 1))) for _ in "1234"]
        made.append(_test(chance, "celpip_general", scores))
    if not made or chance.random() < 0.2:
        scores = [chance.randrange(250, 650) for _ in "1234"]
        made.append(_test(chance, "tef_canada", scores) | {"scale": "699"})
    return made


def _test(chance: random.Random, test: str, scores: list[Any]) -> dict[str, Any]:
    abilities = ("reading", "writing", "listening", "speaking")
    taken = _day(chance, date(2024, 12, 15), _TODAY).isoformat()
    return {"test": test, "taken_on": taken, **dict(zip(abilities, scores, strict=True))}


def _offer(chance: random.Random, jobs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "employer": jobs[-1]["employer"],
        "noc": jobs[-1]["noc"],
        "province": chance.choice(_PROVINCES),
        "hours_per_week": chance.choice((30, 37.5, 40)),
        "permanent": chance.random() < 0.8,
        "seasonal": False,
        "offered_on": _day(chance, date(2026, 1, 1), _TODAY).isoformat(),
        "lmia": chance.choice(("approved", "exempt", "none")),
        "wage_per_hour": chance.randrange(18, 75),
    }


def _relatives(chance: random.Random) -> list[dict[str, Any]]:
    if chance.random() > 0.15:
        return []
    return [
        {
            "of": "applicant",
            "relation": chance.choice(("sibling", "aunt_uncle", "cousin", "parent")),
            "status": "citizen",
            "province": chance.choice(_PROVINCES),
            "age_18_or_over": True,
        }
    ]


def _spouse(chance: random.Random, home: str) -> dict[str, Any]:
    born = _day(chance, date(1975, 1, 1), date(2003, 12, 31))
    return {
        "accompanying": chance.random() < 0.85,
        "canadian_citizen_or_pr": False,
        "date_of_birth": born.isoformat(),
        "education": _studies(chance, born.year, home, here=False),
        "language_tests": _tests(chance) if chance.random() < 0.6 else [],
        "work": [],
    }


if __name__ == "__main__":
    for each in people(int(sys.argv[1])):
        print(json.dumps(each))  # noqa: T201 - a command's own output
