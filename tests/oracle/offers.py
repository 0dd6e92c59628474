"""Offers (programs.yaml fsw.grid.arranged_employment, crs.yaml additional.job_offer)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle import occupations
from tests.oracle.days import (
    MAYBE,
    NO,
    YES,
    Fact,
    Span,
    both,
    day,
    either,
    nay,
    said,
    truth,
    years_on,
)

NEW_OFFER = date(2016, 11, 19)


def permit_valid(permit: dict[str, Any], on: date) -> Fact:
    began, until = day(permit.get("from")), day(permit.get("until"))
    if (began and began > on) or (until and until < on):
        return NO
    return MAYBE if began is None or until is None or until == on else YES


def may_work(p: dict[str, Any], on: date) -> Fact:
    """A valid work permit or another authorization to work on the day."""
    status, permits = p["person"].get("status_in_canada"), p.get("work_permits")
    held = MAYBE if permits is None else either(*(permit_valid(x, on) for x in permits))
    if held == NO:
        return NO if status in ("none", "visitor") else MAYBE
    return both(held, YES if status in ("worker", "student", None) else MAYBE)


def terms(p: dict[str, Any], on: date) -> Fact:
    """The offer itself: full time, skilled, permanent (before) or one year (from 2016-11-19)."""
    offer = p["job_offer"]
    offered = day(offer.get("offered_on"))
    if offered and offered > on:
        return NO
    hours, months = offer.get("hours_per_week"), offer.get("duration_months")
    permanent, seasonal = said(offer.get("permanent")), said(offer.get("seasonal"))
    if on < NEW_OFFER:
        lasts = both(permanent, Span(1 - seasonal.hi, 1 - seasonal.lo))
    else:
        lasts = either(permanent, MAYBE if months is None else truth(months >= 12))
        if seasonal.hi:
            lasts = both(lasts, nay(seasonal))  # "continuous": a seasonal job is not
    noc = offer.get("noc")
    return both(
        MAYBE if hours is None else truth(hours >= 30),
        lasts,
        occupations.skilled(occupations.codes_on(noc, on)) if noc else MAYBE,
    )


def year_with_employer(p: dict[str, Any], on: date) -> Fact:
    offer = p["job_offer"]
    since = day(offer.get("employed_since"))
    if since is None:
        return MAYBE
    if on < years_on(since, 1):
        return NO
    return YES


def exempt_case(p: dict[str, Any], on: date) -> Fact:
    """R82(2)(b): LMIA-exempt permit of the employer who offers, a year of work for it."""
    offer = p["job_offer"]
    kind = offer.get("exemption")
    ground = MAYBE if kind is None else truth(kind in ("treaty", "significant_benefit"))
    permits = p.get("work_permits")
    if permits is None:
        named = MAYBE
    else:
        named = either(
            *(
                both(
                    permit_valid(x, on),
                    MAYBE if x.get("kind") is None else truth(x["kind"] == "employer_specific"),
                    MAYBE
                    if None in (x.get("employer"), offer.get("employer"))
                    else truth(x["employer"] == offer["employer"]),
                )
                for x in permits
            )
        )
    if p["person"].get("status_in_canada") not in ("worker", None):
        named = both(named, MAYBE)
    year = year_with_employer(p, on) if on >= NEW_OFFER else MAYBE
    return both(ground, named, year)


def qualifies(p: dict[str, Any], on: date) -> Fact:
    """The 10 points of R82: an LMIA always fits one of the cases a, c, d; without one only b."""
    offer = p.get("job_offer")
    if offer is None:
        return MAYBE
    if offer is False:
        return NO
    lmia = offer.get("lmia")
    if lmia is None:
        ground = MAYBE
    else:
        ground = YES if lmia == "approved" else exempt_case(p, on) if lmia == "exempt" else NO
    return both(terms(p, on), ground)


def funds_exempt(p: dict[str, Any], on: date) -> Fact:
    """R76: cases a, b, d; not c, the offer of one who may not work."""
    return both(qualifies(p, on), may_work(p, on))


def crs_points(p: dict[str, Any], on: date, table: tuple[int, int]) -> Span:
    top, other = table
    offer = p.get("job_offer")
    fact = qualifies(p, on)
    if offer and on < NEW_OFFER and offer.get("lmia") == "exempt":
        fact = NO  # 2015-2016: LMIA-backed only
    if not offer:
        return Span(0, top * fact.hi)
    noc = offer.get("noc")
    senior = occupations.major_00(occupations.codes_on(noc, on)) if noc else MAYBE
    high, low = (top if senior.hi else other), (top if senior.lo else other)
    return Span(low * fact.lo, high * fact.hi)
