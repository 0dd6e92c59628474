"""The bytes of ``assess-many`` are those of the document itself, whoever the client is."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings

from portal.assessment.assess import assess
from portal.assessment.reading import ProfileRefused, parse_profile
from portal.assessment.result import localize
from portal.assessment.written import written
from portal.rulebook import load
from tests.assessment.people import EXAMPLE
from tests.assessment.people_at_random import days, people
from tests.population import people as people_of_a_crowd

RULES = load()


def document(made, lang):
    localized = localize(made.as_json(), lang)
    return json.dumps(localized, ensure_ascii=False, separators=(",", ":")).encode()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(people, days)
def test_what_is_written_is_the_localized_document(profile, on):
    try:
        made = assess(parse_profile(profile, RULES), RULES, on, rounds=False)
    except ProfileRefused:
        assume(False)
    for lang in ("en", "fr"):
        assert written(made, lang) == document(made, lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("day", ["2019-08-01", "2026-11-24"])
def test_the_rounds_are_written_like_the_document_too(day, lang):
    profile = parse_profile(EXAMPLE.read_text(), RULES)
    made = assess(profile, RULES, date.fromisoformat(day))
    assert written(made, lang) == document(made, lang)
    # A second client is written with what was kept of the first.
    again = assess(profile.model_copy(update={"job_offer": None}), RULES, made.on)
    assert written(again, lang) == document(again, lang)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_crowd_of_different_people_is_written_to_the_last_word(lang):
    for document_ in people_of_a_crowd(80):
        made = assess(parse_profile(document_, RULES), RULES, date(2026, 11, 24), rounds=False)
        assert written(made, lang) == document(made, lang)
