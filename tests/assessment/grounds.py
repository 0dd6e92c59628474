"""Profiles to grounds, streams, categories and rounds, for the tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.assessment.facts import Facts
from portal.assessment.ground import Ground
from portal.assessment.grounds import Grounds
from portal.assessment.reading import parse_profile
from portal.assessment.rounds import RoundResult, replay_rounds
from portal.assessment.streams import StreamResult, judge_streams
from portal.rulebook import load


def ground_of(document: dict[str, Any], day: str) -> Ground:
    """The ground a profile's criteria are judged on."""
    on = date.fromisoformat(day)
    return Grounds(Facts(parse_profile(document, load()), load()), on).on(on, today=True)


def streams_of(document: dict[str, Any], day: str) -> dict[str, StreamResult]:
    """Every stream of a day by id."""
    return {each.id: each for each in judge_streams(ground_of(document, day))}


def rounds_of(document: dict[str, Any], on: str) -> dict[str, RoundResult]:
    """Every round up to a day by id."""
    facts = Facts(parse_profile(document, load()), load())
    return {each.id: each for each in replay_rounds(facts, load(), date.fromisoformat(on))}
