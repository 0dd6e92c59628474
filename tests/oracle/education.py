"""Education that counts on a day (crs.yaml core.education, programs.yaml fsw)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.days import (
    MAYBE,
    NO,
    YES,
    Fact,
    Span,
    both,
    day,
    either,
    fresh,
    months_on,
    nay,
    said,
    truth,
)
from tests.oracle.figures import RANK


def _level(credential: dict[str, Any]) -> Span:
    """The rank a credential has if it counts; `eca.equivalent` decides where it is given."""
    name = credential.get("credential")
    eca = credential.get("eca") or {}
    if credential.get("country") != "CA" and eca.get("equivalent"):
        name = eca["equivalent"]
    return Span(0, 7) if name is None else Span(RANK[name], RANK[name])


def counts(credential: dict[str, Any], on: date) -> Fact:
    """Completed, and Canadian or with an ECA under five years old."""
    done = day(credential.get("completed_on"))
    if done is None or done > on:
        return NO
    eca = credential.get("eca")
    assessed = NO if eca is None else fresh(day(eca.get("issued_on")), on, 5)
    country = credential.get("country")
    canadian = MAYBE if country is None else truth(country == "CA")
    return either(canadian, assessed)


def level(education: list[dict[str, Any]] | None, on: date) -> Span:
    """The rank of figures.LEVELS: the highest one, or two or more with one of three years."""
    if education is None:
        return Span(0, 7)
    known = [(counts(c, on), _level(c)) for c in education]
    low = max((lv.lo for ok, lv in known if ok.lo), default=0)
    high = max((lv.hi for ok, lv in known if ok.hi), default=0)
    sure = [lv for ok, lv in known if ok.lo and lv.lo >= 2]
    maybe = [lv for ok, lv in known if ok.hi and lv.hi >= 2]
    if len(sure) >= 2 and any(lv.lo >= 4 for lv in sure):
        low = max(low, 5)
    if len(maybe) >= 2 and any(lv.hi >= 4 for lv in maybe):
        high = max(high, 5)
    return Span(low, high)


def canadian_or_assessed(education: list[dict[str, Any]] | None, on: date) -> Fact:
    """FSW: a credential of secondary level or more that counts."""
    if education is None:
        return MAYBE
    return either(
        *(
            both(counts(c, on), Span(int(_level(c).lo >= 1), int(_level(c).hi >= 1)))
            for c in education
        )
    )


def study_points(education: list[dict[str, Any]] | None, on: date, short: int, long: int) -> Span:
    """CRS points for study in Canada (crs.yaml additional.canadian_study)."""
    if education is None:
        return Span(0, long)
    best = Span(0, 0)
    for c in education:
        done, rank, country = day(c.get("completed_on")), _level(c), c.get("country")
        if done is None or done > on or rank.hi < 2 or country not in ("CA", None):
            continue
        months, start = c.get("program_months"), day(c.get("started_on"))
        waived = NO
        if done >= date(2020, 3, 1):
            waived = MAYBE if start is None else truth(start <= date(2022, 8, 31))
            if done <= date(2022, 8, 31):
                waived = YES
        full = both(said(c.get("full_time")), truth((months or 8) >= 8))
        stay = c.get("months_in_canada")
        there = MAYBE if stay is None else truth(stay >= 8)
        fits = both(
            truth(country == "CA") if country else MAYBE,
            either(both(full, there), waived),
            nay(said(c.get("distance"))),
            nay(said(c.get("language_course_majority"))),
            nay(said(c.get("return_obligation"))),
        )
        academic_year = MAYBE if months is None else truth(months >= 8)
        if rank.hi >= 6:
            fits = both(fits, academic_year)
        low, high = (long if rank.lo >= 4 else short), (long if rank.hi >= 4 else short)
        if rank.lo < 2:
            low = 0
        best = Span(max(best.lo, low if fits.lo else 0), max(best.hi, high if fits.hi else 0))
    return best


def two_years_of_study(person: dict[str, Any], on: date) -> Fact:
    """FSW adaptability: two academic years (16 months there) in a program of two years."""
    education = person.get("education")
    return MAYBE if education is None else either(*(_long_study(c, on) for c in education))


def _long_study(credential: dict[str, Any], on: date) -> Fact:
    start, done = day(credential.get("started_on")), day(credential.get("completed_on"))
    months, country = credential.get("program_months"), credential.get("country")
    stay = credential.get("months_in_canada")
    stay = months if stay is None else stay
    if start and start > on:
        return NO
    by_then = MAYBE if start is None else truth(months_on(start, 16) <= on)
    return both(
        MAYBE if country is None else truth(country == "CA"),
        nay(said(credential.get("distance"), NO)),
        said(credential.get("full_time")),
        MAYBE if months is None else truth(months >= 24),
        MAYBE if stay is None else truth(stay >= 16),
        YES if done and done <= on else by_then,
    )
