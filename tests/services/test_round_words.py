"""What a round’s page says it asked."""

import pytest

from portal.rulebook import load
from portal.rulebook.rounds import Rounds
from portal.services.round_words import wording

INTEREST = "An expression of interest that stood with the province on that day"


@pytest.mark.parametrize(
    ("round_id", "says"),
    [
        ("bc.ee_skilled_worker.2026-06-18", True),
        ("nb.ee_employment.2026-06-04", True),
        ("ab.ee_tech.2026-09-22", True),
        ("ab.ee.2023-04-24", False),  # Alberta wrote to the federal pool until 2024-09-29
        ("on.hcp.2024-02-08", False),
    ],
)
def test_a_round_among_expressions_of_interest_says_so(round_id, says):
    rules = load()
    asked = wording(rules, rules.part(Rounds).get(round_id)).asked
    assert (INTEREST in [getattr(each, "msgid", None) for each in asked]) is says
