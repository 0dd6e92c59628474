"""The days on which a fact of one profile may change: between two of them nothing does.

A day too many costs a moment, a day too few makes a wrong answer; so every way of
counting that a score or a program asks for names its days here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations

from portal.assessment.calendar import age_on, anniversary, expiry, months_after
from portal.assessment.experience import Track, crossings
from portal.assessment.facts import Facts, Side
from portal.assessment.high_wage import high_wage_days
from portal.assessment.work import Era, Measure, era_starts
from portal.rulebook import Rulebook

_LAST_AGE = 120


def change_days(facts: Facts, first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last`` on which a fact of this profile may change."""
    born = facts.profile.person.date_of_birth
    ages = range(max(0, age_on(born, first)), min(_LAST_AGE, age_on(born, last)) + 1)
    days = {anniversary(born, age) for age in ages}
    days.update(each for each in _dated(facts) if each is not None)
    for side in (facts.me, facts.partner):
        if side is not None:
            days.update(_side_days(facts.rules, side))
            days.update(_work_days(facts, side, first, last))
    days.update(high_wage_days(facts, first, last))
    return sorted(day for day in days if first <= day <= last)


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + timedelta(days=1)


def _figures(rules: Rulebook, rule_id: str, key: str) -> set[int]:
    return {version.values[key] for version in rules.history(rule_id)}


def _dated(facts: Facts) -> Iterator[date | None]:
    profile, rules = facts.profile, facts.rules
    if profile.provincial_nomination:
        yield profile.provincial_nomination.nominated_on
        yield profile.provincial_nomination.ended_on
    if profile.certificate_of_qualification:
        yield profile.certificate_of_qualification.issued_on
    if profile.job_offer:
        yield profile.job_offer.offered_on
        if profile.job_offer.employed_since is not None:
            for months in _employed_months(rules):
                yield months_after(profile.job_offer.employed_since, months)
    for permit in profile.work_permits or ():
        yield permit.from_
        yield _after(permit.until)
    if profile.marital_status_since is not None:
        yield profile.marital_status_since
        for years in _figures(rules, "programs.spouse", "common_law_years"):
            yield anniversary(profile.marital_status_since, years)
    for stay in (profile.ties.previous_stays if profile.ties else None) or ():
        for months in _stay_months(rules):
            yield months_after(stay.start, months) if stay.start is not None else None
        yield _after(stay.end)


def _employed_months(rules: Rulebook) -> set[int]:
    years = _figures(rules, "programs.fsw.arranged_employment", "exempt_employed_years")
    years |= _figures(rules, "programs.fst.requirements", "exempt_employed_years")
    months = _figures(rules, "crs.additional.job_offer", "exempt_permit_months")
    return months | {12 * each for each in years}


def _stay_months(rules: Rulebook) -> set[int]:
    study = _figures(rules, "programs.fsw.adaptability", "academic_years_months")
    return study | {
        12 * each for each in _figures(rules, "programs.fsw.adaptability", "work_years")
    }


def _side_days(rules: Rulebook, side: Side) -> Iterator[date]:
    eca_years = _figures(rules, "language.validity", "eca_years")
    for study in side.studies or ():
        if study.completed_on:
            yield study.completed_on
        if study.started_on:
            yield study.started_on
            for months in _figures(rules, "programs.fsw.adaptability", "academic_years_months"):
                yield months_after(study.started_on, months)
        if study.eca and study.eca.issued_on:
            yield study.eca.issued_on
            for years in eca_years:
                yield expiry(study.eca.issued_on, years)
    for report in side.reports or ():
        if report.from_ and report.until:
            yield report.from_
            yield report.until


# --- work -----------------------------------------------------------------------------


def _work_days(facts: Facts, side: Side, first: date, last: date) -> set[date]:
    days: set[date] = set()
    for at in sorted({first, *(each for each in era_starts(facts.rules) if first < each <= last)}):
        era = side.era(at)
        if era is None:
            continue
        for track, window in _tracks(era, at, facts.rules):
            days.update(track.change_days(window, first, last))
        if side is facts.me:
            window = era.canadian_rule["cec_window_years"]
            days.update(_lead_days(era, window, first, last))
        days.update(job.start for job in side.jobs or () if job.start is not None)
    return days


def _tracks(era: Era, at: date, rules: Rulebook) -> Iterator[tuple[Track, int | None]]:
    """Every track a score or a program counts years of, with its window."""
    yield from _of(era.canadian, era.canadian_rule["crs_window_years"])
    yield from _of(era.canadian, era.canadian_rule["cec_window_years"])
    abroad = rules.table("programs.foreign_work", on=at).values["window_years"]
    for measure in era.foreign.values():
        yield from _of(measure, abroad)
    yield from _of(
        era.all_skilled, rules.table("programs.fsw.experience", on=at).values["window_years"]
    )
    fsw = rules.table("programs.fsw.requirements", on=at).values
    trades = rules.table("programs.fst.requirements", on=at).values["window_years"]
    for jobs in era.occupations(None).values():
        for gap in (0, fsw["gap_days_flagged"]):
            yield from ((track, fsw["window_years"]) for track in era.unbroken(jobs, gap))
        if era.trade(jobs[0]) is not False:
            yield from _of(era.trade_measure(jobs), trades)
    for skilled in (True, False):
        yield from _of(era.full_time(skilled=skilled), None)


def _of(measure: Measure, window: int | None) -> Iterator[tuple[Track, int | None]]:
    yield measure.low, window
    if measure.high is not measure.low:
        yield measure.high, window


def _lead_days(era: Era, window: int, first: date, last: date) -> Iterator[date]:
    """The days on which another occupation has, or may have, most time in Canada."""
    measures = era.canadian_by_noc
    tracks = [measure.low for key, measure in measures.items() if key is not None]
    tracks += [
        measure.high
        for key, measure in measures.items()
        if key is not None and measure.high is not measure.low
    ]
    if era.canadian_undecided is not None:
        tracks.append(era.canadian_undecided.high)
    for one, two in combinations(tracks, 2):

        def ahead(day: date, one: Track = one, two: Track = two) -> int:
            lead = one.amount(day, window) - two.amount(day, window)
            return (lead > 0) - (lead < 0)

        stops: Iterable[int] = one.stops(window) | two.stops(window)
        yield from crossings(ahead, stops, first, last)
