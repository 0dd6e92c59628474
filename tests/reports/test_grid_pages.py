"""A province's grid in words: what each line asks, and when it counts at all."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.client import Client
from tests.reports.test_rule_pages import words

As = Callable[[str], Client]


@pytest.mark.parametrize("role", ["client", "specialist"])
def test_a_grid_says_which_lines_want_an_offer_in_the_province(as_role: As, role: str) -> None:
    page = words(as_role(role).get("/rules/grids.on_owp"))
    with_offer = ["TEER of the job", "Hourly wage offered", "Months in this position"]
    for line in with_offer:
        assert re.search(rf"{line}: \d+ points at most Only with a job offer in Ontario\.", page)
    assert "Education: 10 points at most What counts" in page  # asks for none


def test_a_column_without_an_offer_says_so(as_role: As) -> None:
    page = words(as_role("client").get("/rules/grids.pe_ee"))
    with_offer = "Work experience, with a PEI job offer: 15 points at most"
    assert f"{with_offer} Only with a job offer in Prince Edward Island." in page
    without = "Work experience, without a PEI job offer: 20 points at most"
    assert f"{without} Only without a job offer in Prince Edward Island." in page


def test_lines_that_shut_each_other_out_or_share_a_ceiling_say_so(as_role: As) -> None:
    page = words(as_role("client").get("/rules/grids.on_owp"))
    assert "Only where this earns nothing: Months in this position." in page
    page = words(as_role("client").get("/rules/grids.nl_ee"))
    assert "Together at most 20 points with: Work six to ten years ago." in page


def test_a_grid_s_conditions_are_said_without_raw_keys(as_role: As) -> None:
    page = words(as_role("client").get("/rules/grids.mb_eoi"))
    assert "A post-secondary program completed in Manitoba, 24 months or more" in page
    assert "A close friend or a distant relative" in page
    assert "An invitation under a strategic recruitment initiative" in page
    page = words(as_role("client").get("/rules/grids.mb_swo"))
    assert "Full-time jobs held for 6 months or longer alone." in page
    page = words(as_role("client").get("/rules/grids.pe_ee"))
    assert "A permanent job in Prince Edward Island with a valid permit for it" in page
    assert "Full-time work in Prince Edward Island without a break, 12 months or more" in page


def test_manitoba_s_stream_says_what_it_asks_with_a_profile_and_without(as_role: As) -> None:
    page = words(as_role("client").get("/rules/streams.manitoba.swo"))
    assert "Not asked where: No Express Entry profile" in page
    assert "No work in Canada outside Manitoba now" in page
    assert "No spouse or partner who is a citizen or permanent resident" in page
    assert "$10,000 for the client" in page
    assert "$2,000 for each member of the family who comes along" in page
    assert "A post-secondary program completed in Manitoba" in page
