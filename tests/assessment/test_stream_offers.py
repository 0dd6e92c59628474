"""Pay, place and licence of a job offer in British Columbia, Alberta and Ontario."""

from __future__ import annotations

import pytest

from portal.text import render
from tests.assessment.grounds import streams_of
from tests.assessment.people import a_job, a_person, an_offer

TODAY = "2026-09-26"
BC = "bc.ee_skilled_worker"


def criterion(document, stream_id, criterion_id, day=TODAY):
    found = streams_of(document, day)[stream_id]
    return next(each for each in found.criteria if each.id == criterion_id)


# --- British Columbia: pay by the area and the family ------------------------------------------


def test_the_pay_of_an_offer_in_another_province_does_not_fail_as_well():
    poor = a_person(job_offer=an_offer("AB", wage_per_hour=12))
    found = streams_of(poor, TODAY)[BC]
    assert render(found.because, "en") == "Still missing: Job offer in British Columbia"
    assert criterion(poor, BC, "income").met is None


# One person: 31,264 dollars in Metro Vancouver, 26,057 elsewhere; 14 dollars are 29,120 a year.
@pytest.mark.parametrize(
    ("city", "met"),
    [
        ("Vancouver", False),
        (" vancouver, BC", False),
        ("Abbotsford", True),
        ("Mission", True),
        ("Burnaby", None),  # whether it is of Metro Vancouver no source says
        ("North Vancouver", None),
        (None, None),
    ],
)
def test_the_city_of_the_offer_says_which_area_s_pay_is_asked(city, met):
    document = a_person(job_offer=an_offer("BC", wage_per_hour=14, city=city))
    assert criterion(document, BC, "income").met is met


@pytest.mark.parametrize(
    ("city", "wage", "met"),
    [
        (None, 15.04, True),  # 31,283 are enough in either area
        (None, 12.50, False),  # 26,000 are too little in both
        ("Abbotsford", 12.53, True),  # 26,062
        ("Abbotsford", 12.52, False),  # 26,041
        ("Vancouver", 15.04, True),
        ("Vancouver", 15.03, False),  # 31,262
    ],
)
def test_pay_is_enough_from_the_dollar_of_the_area_on(city, wage, met):
    document = a_person(job_offer=an_offer("BC", wage_per_hour=wage, city=city))
    assert criterion(document, BC, "income").met is met


def test_the_amount_that_is_missing_is_that_of_the_area():
    document = a_person(job_offer=an_offer("BC", wage_per_hour=14, city="Vancouver"))
    assert "31,264" in render(criterion(document, BC, "income").because, "en")


# --- Alberta ------------------------------------------------------------------------------------


def test_a_person_looks_whether_alberta_s_occupation_is_eligible():
    found = criterion(a_person(), "ab.ee", "ineligible", "2024-09-30")
    assert (found.kind, found.met) == ("judgement", None)


# --- whose occupation a pathway tests: the facts name the client’s alone -----------------------


@pytest.mark.parametrize(
    ("stream_id", "offer"),
    [("ab.ee_health", an_offer("AB")), ("ab.ee_police", an_offer("AB")), ("sk.tech_ee", None)],
)
def test_a_pathway_whose_offer_s_occupation_is_not_said_is_of_low_confidence(stream_id, offer):
    code = {"ab.ee_health": "31301", "ab.ee_police": "42100", "sk.tech_ee": "21232"}[stream_id]
    document = a_person(work=[a_job(code)], job_offer=offer or an_offer("SK", "31301"))
    found = criterion(document, stream_id, "occupation")
    assert (found.met, found.rule.confidence) == (True, "low")


# 26,100 a year are enough for one person elsewhere in the province and for nobody in a family.
@pytest.mark.parametrize(
    ("wage", "met"),
    [(12.00, False), (12.55, None), (33.15, None), (33.20, True)],  # 68,955 for seven
)
def test_pay_is_open_while_the_size_of_the_family_is(wage, met):
    offer = an_offer("BC", wage_per_hour=wage, city="Abbotsford")
    document = a_person(job_offer=offer, dependent_children=None)
    assert criterion(document, BC, "income").met is met
