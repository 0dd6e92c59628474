"""The demo's accounts, and the ten clients as files with days counted from today."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

PASSPHRASE = "larchmere demo passphrase"  # noqa: S105 - demo mode only, printed at start
CLIENTS = Path(__file__).parent / "clients"
_RELATIVE = re.compile(r"^@(-?\d+)d$")


@dataclass(frozen=True, slots=True)
class Member:
    """One of the office's demo accounts."""

    email: str
    name: str
    role: str
    licence: str | None = None


CLAIRE = Member("claire@example.com", "Claire Desrosiers", "specialist", "R900001")
PRIYA = Member("priya@example.com", "Priya Nair", "lead", "R900002")
SAMUEL = Member("samuel@example.com", "Samuel Okafor", "assistant")
HELENE = Member("helene@example.com", "Hélène Roy", "administrator")
STAFF = (CLAIRE, PRIYA, SAMUEL, HELENE)


@dataclass(frozen=True, slots=True)
class Client:
    """One demo client: who, how far the case has come, and the answers."""

    email: str
    name: str
    language: str
    stage: str
    days_ago: int
    plan: dict[str, Any]
    profile: dict[str, Any]


def clients(today: date) -> Iterator[Client]:
    """The ten clients, with every relative day made a date."""
    for path in sorted(CLIENTS.glob("*.json")):
        raw = dated(json.loads(path.read_text(encoding="utf-8")), today)
        person = raw["profile"]["person"]
        names = (person.get("given_names"), person.get("family_name"))
        yield Client(
            email=person["email"],
            name=" ".join(each for each in names if each),
            language=raw["language"],
            stage=raw["stage"],
            days_ago=raw["days_ago"],
            plan=raw.get("plan", {}),
            profile=raw["profile"],
        )


def dated(value: Any, today: date) -> Any:
    """The same value with ``@-400d`` read as the day 400 days before today."""
    if isinstance(value, dict):
        return {key: dated(each, today) for key, each in value.items()}
    if isinstance(value, list):
        return [dated(each, today) for each in value]
    if isinstance(value, str) and (found := _RELATIVE.match(value)):
        return (today + timedelta(days=int(found[1]))).isoformat()
    return value
