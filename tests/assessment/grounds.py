"""Profiles to grounds, streams, categories and rounds, for the tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.assessment.facts import Facts
from portal.assessment.ground import Ground
from portal.assessment.reading import parse_profile
from portal.assessment.rounds import RoundResult, replay_rounds
from portal.assessment.steps import standing_on
from portal.assessment.streams import StreamResult, judge_streams
from portal.rulebook import load


def ground_of(document: dict[str, Any], day: str) -> Ground:
    """The ground a profile's criteria are judged on."""
    on = date.fromisoformat(day)
    facts = Facts(parse_profile(document, load()), load())
    then = standing_on(facts, on)
    return Ground(facts, then.factors, on, crs=then.crs, most=then.most, programs=then.programs)


def streams_of(document: dict[str, Any], day: str) -> dict[str, StreamResult]:
    """Every stream of a day by id."""
    return {each.id: each for each in judge_streams(ground_of(document, day))}


def rounds_of(document: dict[str, Any], on: str) -> dict[str, RoundResult]:
    """Every round up to a day by id."""
    facts = Facts(parse_profile(document, load()), load())
    return {each.id: each for each in replay_rounds(facts, load(), date.fromisoformat(on))}
