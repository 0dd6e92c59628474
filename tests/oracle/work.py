"""Counting of work: weeks capped at 30 hours (programs.yaml common.work, crs.yaml rules).

A year is 1,560 such hours, and twelve months: the facts leave the day or two between open
(`near_miss`), and the house counts the later day. A stretch before a 29 February not worked on
lacks that day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from tests.oracle import occupations
from tests.oracle.days import (
    DAY,
    MAYBE,
    NO,
    YES,
    Fact,
    Span,
    both,
    day,
    either,
    leap_days,
    nay,
    said,
    truth,
    years_on,
)

Job = dict[str, Any]
Piece = tuple[date, date, float]  # [from, to) and hours a week
Test = Callable[[Job], Fact]
Window = tuple[date, date]
EVER = date(1940, 1, 1)


def pieces(job: Job, start: date, end: date, *, sure: bool) -> list[Piece]:
    """A job without its breaks, cut to [start, end); what is not known counts unless `sure`."""
    first, last = day(job.get("start")), day(job.get("end"))
    hours = job.get("hours_per_week")
    if (first is None or hours is None) and sure:
        return []
    rate = 30.0 if hours is None else float(hours)
    spans = [(max(first or start, start), min(last + DAY if last else end, end))]
    for gap in job.get("breaks") or []:
        off, back = date.fromisoformat(gap["start"]), date.fromisoformat(gap["end"])
        cut = [((s, min(e, off)), (max(s, back + DAY), e)) for s, e in spans]
        spans = [p for two in cut for p in two if p[0] < p[1]]
    return [(s, e, rate) for s, e in spans if s < e and rate > 0]


def together(parts: list[Piece]) -> list[Piece]:
    """Elementary stretches with the hours of all jobs at once."""
    cuts = sorted({p[0] for p in parts} | {p[1] for p in parts})
    out = []
    for s, e in pairwise(cuts):
        rate = sum(p[2] for p in parts if p[0] <= s and e <= p[1])
        if rate:
            out.append((s, e, rate))
    return out


def _whole_years(stretches: list[Piece]) -> Span:
    """By 365 full-time days, 29 February not counted; open by the 29th that was just missed."""
    full = least = 1e-6
    for s, e, rate in stretches:
        share = min(30.0, rate) / 30
        full += ((e - s).days - leap_days(s, e)) * share
        least += ((e - s).days - leap_days(s, e + DAY)) * share
    return Span(int(least // 365), int(full // 365))


def window(on: date, years: int | None) -> Window:
    """From the same day N years earlier up to the day before (dates.boundary_reading)."""
    start = EVER if years is None else years_on(on, -years)
    return (start + DAY if start.day < on.day and years else start), on


def years(jobs: list[Job], test: Test, on: date, back: int | None) -> Span:
    """Whole years of the jobs that pass the test, all together."""
    when = window(on, back)
    sure = [p for j in jobs if test(j).lo for p in pieces(j, *when, sure=True)]
    may = [p for j in jobs if test(j).hi for p in pieces(j, *when, sure=False)]
    return Span(_whole_years(together(sure)).lo, _whole_years(together(may)).hi)


def in_occupations(jobs: list[Job], on: date) -> list[tuple[list[Job], list[Job]]]:
    """For each occupation the jobs that surely are in it, and those that may be."""
    found = [(job, occupations.codes_of(job, on)) for job in jobs]
    every = {code for _, codes in found for code in codes or ()}
    out = [
        (
            [job for job, codes in found if codes == frozenset({code})],
            [job for job, codes in found if codes is None or code in codes],
        )
        for code in sorted(every)
    ]
    unknown = [job for job, codes in found if codes is None]
    # A job alone is one occupation, whichever it is.
    return out + [([job], [job, *(j for j in unknown if j is not job)]) for job in jobs]


def years_in_one(jobs: list[Job], test: Test, on: date, back: int) -> Span:
    """Whole years in the one occupation that gives most."""
    groups = in_occupations(jobs, on)
    return Span(
        max((years(sure, test, on, back).lo for sure, _ in groups), default=0),
        max((years(may, test, on, back).hi for _, may in groups), default=0),
    )


def continuous_year(sure: list[Job], may: list[Job], test: Test, on: date, back: int) -> Fact:
    """One year without a break; a gap of up to three months is left open, a longer one breaks."""

    def runs(stretches: list[Piece], gap: int) -> list[list[Piece]]:
        out: list[list[Piece]] = []
        for piece in stretches:
            if out and (piece[0] - out[-1][-1][1]).days <= gap:
                out[-1].append(piece)
            else:
                out.append([piece])
        return out

    when = window(on, back)
    certain = together([p for j in sure if test(j).lo for p in pieces(j, *when, sure=True)])
    possible = together([p for j in may if test(j).hi for p in pieces(j, *when, sure=False)])
    return Span(
        int(any(_whole_years(run).lo for run in runs(certain, 0))),
        int(any(_whole_years(run).hi for run in runs(possible, 92))),
    )


# -- which work counts -----------------------------------------------------------------------------


def paid(job: Job) -> Fact:
    """Wages or commission; paid unless said otherwise."""
    return said(job.get("paid"), YES)


def in_canada(job: Job) -> Fact:
    """Where the work is done."""
    country = job.get("country")
    return MAYBE if country is None else truth(country == "CA")


def authorized(job: Job) -> Fact:
    """Authorized unless said otherwise; abroad nobody asks."""
    return either(nay(in_canada(job)), said(job.get("authorized"), YES))


def skilled(job: Job, on: date) -> Fact:
    """By the edition of the day."""
    return occupations.skilled(occupations.codes_of(job, on))


def canadian_work(job: Job, on: date) -> Fact:
    """CRS and CEC: crs.yaml rules.canadian_work_counts, programs.yaml cec.work.

    For a foreign employer the sources disagree.
    """
    here = in_canada(job)
    return both(
        here if job.get("employer_country") in (None, "CA") else both(here, MAYBE),
        skilled(job, on),
        paid(job),
        nay(said(job.get("self_employed"), NO)),
        nay(said(job.get("full_time_student"), NO)),
        authorized(job),
    )


def foreign_work(job: Job, on: date) -> Fact:
    """CRS: outside Canada, skilled, paid; study beside it is not named."""
    return both(nay(in_canada(job)), skilled(job, on), paid(job))


def fsw_work(job: Job, on: date) -> Fact:
    """FSW: in Canada or abroad, skilled, paid; study and self-employment do not hinder."""
    return both(skilled(job, on), paid(job), authorized(job))


def full_time_year_in_canada(jobs: list[Job], test: Test, on: date) -> Fact:
    """FSW adaptability: a year of full-time work; a part-time equivalent is not in the text."""
    full = years([j for j in jobs if (j.get("hours_per_week") or 30) >= 30], test, on, None)
    return Span(min(1, full.lo), min(1, full.hi))
