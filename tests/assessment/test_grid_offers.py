"""Points for the place of a job, for parents, and the words for the first days of work.

The rows are those of ``facts/pnp_streams.yaml``: Alberta’s grid of 2025-08-07 and British
Columbia’s of 2026-06-10.
"""

from __future__ import annotations

import pytest

from portal.assessment.grids import score
from portal.text import render
from tests.assessment.grounds import ground_of
from tests.assessment.people import a_job, a_person, an_offer

DAY = "2026-09-26"


def line_of(document, grid, factor):
    made = score(ground_of(document, DAY), grid)
    return next(each for each in made.lines if each.id == f"{grid}.{factor}")


def points(document, grid, factor):
    return line_of(document, grid, factor).points


# Alberta: “parent, child or sibling, citizen or PR over 18”
@pytest.mark.parametrize(("relation", "worth"), [("parent", 8), ("sibling", None), ("child", None)])
def test_a_client_s_parent_is_of_age(relation, worth):
    relative = {"of": "applicant", "relation": relation, "status": "citizen", "province": "AB"}
    assert points(a_person(relatives_in_canada=[relative]), "ab.weoi", "family") == worth


def test_the_line_says_that_it_is_under_a_month():
    line = line_of(a_person(work=[a_job(start="2026-09-06")]), "ab.weoi", "work")
    assert render(line.because, "en") == "Under a month"


# --- Alberta and British Columbia: where the job is ---------------------------------------------


@pytest.mark.parametrize(
    ("offer", "worth"),
    [
        (an_offer("AB", city="Calgary"), 0),
        (an_offer("AB", city="Edmonton, AB"), 0),
        (an_offer("AB", city="Banff"), None),  # whether it is of an area is for a person
        (an_offer("AB"), None),
        (an_offer(None, city="Banff"), None),
        (an_offer("BC", city="Banff"), 0),
        (False, 0),
    ],
)
def test_a_job_in_alberta_s_big_cities_earns_nothing_for_its_place(offer, worth):
    assert points(a_person(job_offer=offer), "ab.weoi", "location") == worth


@pytest.mark.parametrize(
    ("offer", "worth"),
    [
        (an_offer("BC", city="Vancouver"), 0),
        (an_offer("BC", city="Abbotsford"), 5),
        (an_offer("BC", city="Agassiz"), 5),
        (an_offer("BC", city="Kelowna"), None),  # 15, where it is not of Metro Vancouver
        (an_offer("BC"), None),
        (an_offer("AB", city="Vancouver"), 0),
        (False, 0),
    ],
)
def test_the_city_of_a_job_in_british_columbia_says_its_area_where_the_guide_names_it(offer, worth):
    assert points(a_person(job_offer=offer), "bc.sirs", "area") == worth
