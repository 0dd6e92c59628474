"""Invented people for stream, category and round decisions: dull defaults, one change each."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).resolve().parent.parent / "cases" / "profile.example.json"

# 34 in 2026, single, bachelor’s degree with an assessment, English at CLB 9 or better,
# three years as a software developer abroad, money enough.
PLAIN: dict[str, Any] = {
    "schema": "portal.profile/1",
    "person": {
        "given_names": "Ines",
        "family_name": "Okafor",
        "date_of_birth": "1992-03-01",
        "country_of_residence": "NG",
        "status_in_canada": "none",
    },
    "marital_status": "never_married",
    "dependent_children": 0,
    "education": [
        {
            "credential": "bachelors_or_three_year",
            "country": "NG",
            "completed_on": "2014-06-30",
            "program_months": 48,
            "eca": {"issued_on": "2025-01-15", "organization": "WES"},
        }
    ],
    "language_tests": [
        {
            "test": "ielts_general_training",
            "taken_on": "2025-10-04",
            "reading": 8.0,
            "writing": 7.0,
            "listening": 8.0,
            "speaking": 7.0,
        }
    ],
    "work": [
        {
            "title": "Software developer",
            "employer": "Palmgrove Systems",
            "noc": {"version": "2021", "code": "21232"},
            "primary": True,
            "country": "NG",
            "start": "2022-09-01",
            "end": None,
            "hours_per_week": 40,
        }
    ],
    "certificate_of_qualification": False,
    "job_offer": False,
    "work_permits": [],
    "provincial_nomination": False,
    "registrations": [],
    "relatives_in_canada": [],
    "ties": {"provinces_of_interest": [], "previous_stays": []},
    "settlement_funds": 40000,
    "express_entry": {"profile_created_on": "2026-01-10", "provinces": "all"},
}


def a_person(**changes: Any) -> dict[str, Any]:
    """The plain person with some top-level keys replaced; ``person`` is merged."""
    made = copy.deepcopy(PLAIN)
    for key, value in changes.items():
        made[key] = {**made[key], **value} if key == "person" else value
    return made


def a_job(code: str = "21232", **changes: Any) -> dict[str, Any]:
    """A full-time job abroad since 2022, in an occupation of NOC 2021."""
    job = {**PLAIN["work"][0], "noc": {"version": "2021", "code": code}}
    return {**job, **changes}


def in_canada(code: str, province: str, start: str, **changes: Any) -> dict[str, Any]:
    """A full-time job in a province with authorization."""
    return a_job(code, country="CA", province=province, start=start, authorized=True, **changes)


def an_offer(province: str, code: str = "21232", **changes: Any) -> dict[str, Any]:
    """A permanent full-time job offer."""
    offer = {
        "employer": "Birchmount Works",
        "noc": {"version": "2021", "code": code},
        "province": province,
        "hours_per_week": 40,
        "permanent": True,
        "seasonal": False,
        "wage_per_hour": 45,
    }
    return {**offer, **changes}


def french(level: int = 7) -> dict[str, Any]:
    """A TEF Canada report at NCLC 7 (or far below, at NCLC 4) in all four abilities."""
    scores = {7: (434, 428, 434, 456), 4: (306, 268, 306, 328)}[level]
    names = ("reading", "writing", "listening", "speaking")
    return {
        "test": "tef_canada",
        "scale": "699",
        "taken_on": "2025-09-06",
        **dict(zip(names, scores, strict=True)),
    }


def the_example(**changes: Any) -> dict[str, Any]:
    """The contract's own example with some top-level keys replaced."""
    return {**json.loads(EXAMPLE.read_text(encoding="utf-8")), **changes}
