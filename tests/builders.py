"""Invented people for the scoring engine: dull defaults, so that a test writes only what matters.

Everything is dated from ``on``, the day a test asks about: a test report of six months before,
an assessment of a year before. Documents are plain dicts of the profile contract.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.assessment.assess import assess
from portal.assessment.crs import best_factors, score
from portal.assessment.crs_points import bare_total
from portal.assessment.crs_tables import tables_on
from portal.assessment.facts import Facts
from portal.assessment.profile import Profile
from portal.assessment.reading import ProfileRefused, parse_profile
from portal.assessment.result import Assessment, Crs, Program
from portal.assessment.steps import standing_on
from portal.rulebook import load

CASES = Path(__file__).resolve().parent / "cases"
TODAY = "2026-06-01"
Document = dict[str, Any]
ABILITIES = ("reading", "writing", "listening", "speaking")

# TEF scores that are the lowest of a level, typed from the official chart: NCLC: R, W, L, S.
_TEF_LEGACY = {
    0: (0, 0, 0, 0),
    4: (121, 181, 145, 181),
    5: (151, 226, 181, 226),
    6: (181, 271, 217, 271),
    7: (207, 310, 249, 310),
    8: (233, 349, 280, 349),
    9: (248, 371, 298, 371),
    10: (263, 393, 316, 393),
}
_TEF_2019 = {0: 0, 4: 300, 5: 350, 6: 400, 7: 450, 8: 500, 9: 533, 10: 566}
_TEF_2023 = {
    0: (0, 0, 0, 0),
    4: (306, 268, 306, 328),
    5: (352, 330, 352, 387),
    6: (393, 379, 393, 422),
    7: (434, 428, 434, 456),
    8: (462, 472, 462, 494),
    9: (503, 512, 503, 518),
    10: (546, 558, 546, 556),
}


def day(text: str) -> date:
    """A day as ISO text."""
    return date.fromisoformat(text)


def before(on: str, *, days: int = 0, years: int = 0) -> str:
    """A day some days or calendar years earlier (1 March for a 29 February that is none)."""
    found = day(on)
    try:
        found = found.replace(year=found.year - years)
    except ValueError:
        found = date(found.year - years, 3, 1)
    return (found - timedelta(days=days)).isoformat()


def a_test(
    clb: int | Sequence[int] = 9, on: str = TODAY, *, taken_on: str | None = None, **changes: Any
) -> Document:
    """A CELPIP report, whose scores are its CLB levels (reading, writing, listening, speaking)."""
    levels = [clb] * 4 if isinstance(clb, int) else list(clb)
    scores = dict(zip(ABILITIES, map(float, levels), strict=True))
    taken = taken_on or before(on, days=180)
    return {"test": "celpip_general", "taken_on": taken, **scores, **changes}


def a_french_test(
    nclc: int | Sequence[int] = 7, on: str = TODAY, *, taken_on: str | None = None, **changes: Any
) -> Document:
    """A TEF Canada report at given NCLC levels, by the chart of the day it was taken."""
    taken = taken_on or before(on, days=180)
    levels = [nclc] * 4 if isinstance(nclc, int) else list(nclc)
    if taken < "2019-10-01":
        scores = [_TEF_LEGACY[level][at] for at, level in enumerate(levels)]
        scale = "legacy"
    elif taken < "2023-12-11":
        scores, scale = [_TEF_2019[level] for level in levels], "699"
    else:
        scores = [_TEF_2023[level][at] for at, level in enumerate(levels)]
        scale = "699"
    made = dict(zip(ABILITIES, map(float, scores), strict=True))
    return {"test": "tef_canada", "scale": scale, "taken_on": taken, **made, **changes}


def a_study(
    credential: str = "bachelors_or_three_year", on: str = TODAY, **changes: Any
) -> Document:
    """A finished foreign credential with an assessment of a year before ``on``."""
    return {
        "credential": credential,
        "country": "IN",
        "completed_on": "2008-06-30",
        "eca": {"issued_on": before(on, years=1), "organization": "WES"},
        **changes,
    }


def studied_in_canada(credential: str, completed_on: str, **changes: Any) -> Document:
    """A Canadian credential, full time and present for two years."""
    return {
        "credential": credential,
        "country": "CA",
        "completed_on": completed_on,
        "program_months": 24,
        "full_time": True,
        "months_in_canada": 24,
        "distance": False,
        "language_course_majority": False,
        "return_obligation": False,
        **changes,
    }


def a_noc(code: str) -> Document:
    """An occupation: four digits are NOC 2016, five NOC 2021."""
    return {"version": "2016" if len(code) == 4 else "2021", "code": code}


def a_job(
    years: int = 1, on: str = TODAY, *, code: str = "21231", country: str = "IN", **changes: Any
) -> Document:
    """A full-time job abroad of so many years, up to the day before ``on``."""
    return {
        "noc": a_noc(code),
        "country": country,
        "start": before(on, years=years),
        "end": before(on, days=1),
        "hours_per_week": 40,
        **changes,
    }


def in_canada(years: int = 1, on: str = TODAY, **changes: Any) -> Document:
    """A full-time authorized job in Ontario of so many years, up to the day before ``on``."""
    return a_job(years, on, **{"country": "CA", "province": "ON", **changes})


def an_offer(code: str = "21231", **changes: Any) -> Document:
    """A permanent full-time offer with an LMIA."""
    return {
        "employer": "Birchmount Works",
        "noc": a_noc(code),
        "province": "ON",
        "hours_per_week": 40,
        "permanent": True,
        "seasonal": False,
        "lmia": "approved",
        **changes,
    }


def a_permit(on: str = TODAY, **changes: Any) -> Document:
    """A work permit for the employer of ``an_offer``, valid around ``on``."""
    return {
        "kind": "employer_specific",
        "employer": "Birchmount Works",
        "from": before(on, years=1),
        "until": f"{int(on[:4]) + 2}-01-01",
        **changes,
    }


def a_spouse(**changes: Any) -> Document:
    """A partner who comes along and brings nothing."""
    return {
        "accompanying": True,
        "canadian_citizen_or_pr": False,
        "education": [],
        "language_tests": [],
        "work": [],
        **changes,
    }


def a_profile(on: str = TODAY, *, age: int = 30, **changes: Any) -> Document:
    """Thirty, single, a bachelor's degree, CLB 9, two years abroad; asked, and nothing else."""
    made: Document = {
        "schema": "portal.profile/1",
        "person": {
            "given_names": "Ines",
            "family_name": "Okafor",
            "date_of_birth": before(on, years=age, days=30),
            "status_in_canada": "none",
        },
        "marital_status": "never_married",
        "dependent_children": 0,
        "education": [a_study(on=on)],
        "language_tests": [a_test(on=on)],
        "work": [a_job(2, on)],
        "certificate_of_qualification": False,
        "job_offer": False,
        "work_permits": [],
        "provincial_nomination": False,
        "relatives_in_canada": [],
        "ties": {"provinces_of_interest": [], "previous_stays": []},
        "settlement_funds": 60000,
        "express_entry": False,
    }
    if "spouse" in changes:
        made["marital_status"] = "married"
    for key, value in changes.items():
        made[key] = {**made[key], **value} if key == "person" else value
    return made


def without(document: Document, *keys: str) -> Document:
    """The document without some keys: nobody asked."""
    return {key: value for key, value in document.items() if key not in keys}


def the_seed() -> Document:
    """The contract's example, the seed case."""
    made: Document = json.loads((CASES / "seed.json").read_text(encoding="utf-8"))
    return made


# --- what the engine says --------------------------------------------------------------


def profile_of(document: Document) -> Profile:
    """The typed profile; raises ProfileRefused."""
    return parse_profile(document, load())


def faults_of(document: Any, on: date | None = None) -> dict[str, str]:
    """Path and expectation of every fault; empty for an accepted document."""
    try:
        parse_profile(document, load(), on)
    except ProfileRefused as refused:
        paths = [fault.path for fault in refused.faults]
        assert len(paths) == len(set(paths)), "one fault a key"
        return {fault.path: fault.expected for fault in refused.faults}
    return {}


@lru_cache(maxsize=4096)
def _facts(raw: str) -> Facts:
    return Facts(parse_profile(raw, load()), load())


def facts_of(document: Document) -> Facts:
    """The profile compiled for the shipped rulebook."""
    return _facts(json.dumps(document))


def crs_of(document: Document, on: str = TODAY) -> Crs:
    """The explained CRS score; the bare total must agree with it."""
    facts = facts_of(document)
    factors = best_factors(facts, day(on))
    crs = score(facts, factors)
    assert crs.total == bare_total(facts, factors, tables_on(facts.rules, day(on)))
    return crs


def crs_points(document: Document, line: str, on: str = TODAY) -> int | None:
    """Points of one CRS line (``core.age``)."""
    return crs_of(document, on).line(f"crs.{line}").points


def assessed(document: Document, on: str = TODAY, *, rounds: bool = False) -> Assessment:
    """The whole assessment, rounds left out unless asked for."""
    return assess(profile_of(document), load(), day(on), rounds=rounds)


def program_of(document: Document, program: str, on: str = TODAY) -> Program:
    """One federal program on a day, explained."""
    from portal.assessment.eligibility import judge_programs

    facts = facts_of(document)
    factors = best_factors(facts, day(on))
    return next(each for each in judge_programs(facts, factors) if each.id == program)


def eligible(document: Document, program: str, on: str = TODAY) -> bool | None:
    """Whether a program takes the person on a day; the bare and the explained answer agree."""
    explained = program_of(document, program, on).eligible
    assert standing_on(facts_of(document), day(on)).programs[program] == explained
    return explained


def met(document: Document, criterion: str, on: str = TODAY) -> bool | None:
    """One criterion of a program (``fsw.work``)."""
    found = program_of(document, criterion[:3], on).criteria
    return next(each.met for each in found if each.id == criterion)


def grid_points(document: Document, line: str, on: str = TODAY) -> int | None:
    """Points of one line of the FSW grid (``education``)."""
    lines = program_of(document, "fsw", on).lines
    return next(each.points for each in lines if each.id == f"programs.fsw.{line}")


def flags_of(document: Document, on: str = TODAY) -> dict[str, str]:
    """Severity of every flag of an assessment, by id."""
    return {flag.id: flag.severity for flag in assessed(document, on).flags}
