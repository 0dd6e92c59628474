"""Flags of the work history: what does not count, what is nearly there, what clashes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.assessment.cec import needed_level
from portal.assessment.facts import Factors, Facts
from portal.assessment.fsw import Stretch
from portal.assessment.profile import Job
from portal.assessment.result import Flag
from portal.assessment.work import Era
from portal.text import msg

# The contract's own line between a busy week and a contradiction, no rule of law.
CLASH_HOURS = 60


def work_flags(facts: Facts, factors: Factors) -> list[Flag]:
    """Everything about the client's jobs that a specialist must see."""
    era = facts.me.era(factors.rule_day)
    if era is None or facts.me.jobs is None:
        return []
    found: list[Flag] = []
    for at, job in enumerate(facts.me.jobs):
        found += _job(job, at, era)
    found += _clashes(facts.me.jobs, factors.on)
    found += _claimant(facts, era)
    found += _nearly(facts, factors, era)
    found += _gap(facts, factors, era)
    found += _readings(facts, factors, era)
    return found


def _job(job: Job, at: int, era: Era) -> Iterator[Flag]:
    path = f"work.{at}"
    if job.noc is None:
        yield Flag(
            f"work.noc.{at}",
            "warning",
            f"{path}.noc",
            msg("The occupation of a job is not decided: choose it by the duties"),
        )
    elif era.skilled[at] is None:
        yield Flag(
            f"work.edition.{at}",
            "warning",
            f"{path}.noc",
            msg(
                "NOC %(code)s was split: only some of its successors are skilled. Choose by the"
                " duties",
                code=job.noc.code,
            ),
        )
    if job.start is None or job.hours_per_week is None:
        yield Flag(
            f"work.dates.{at}",
            "warning",
            path,
            msg("Dates or hours of a job are not known: it cannot be counted"),
        )
    if job.country == "CA":
        yield from _canadian_job(job, at, path)
    if job.evidence is not None and "reference_letter" not in job.evidence:
        yield Flag(
            f"work.letter.{at}",
            "note",
            f"{path}.evidence",
            msg("No reference letter yet for %(employer)s", employer=job.employer or msg("a job")),
        )


def _canadian_job(job: Job, at: int, path: str) -> Iterator[Flag]:
    if job.self_employed:
        yield Flag(
            f"work.self_employed.{at}",
            "warning",
            f"{path}.self_employed",
            msg(
                "Self-employed work in Canada earns no CRS points and no CEC; for FSW sources"
                " disagree"
            ),
        )
    if job.full_time_student:
        yield Flag(
            f"work.student.{at}",
            "note",
            f"{path}.full_time_student",
            msg("Work during full-time study in Canada does not count for CRS and CEC"),
        )
    if job.authorized is False:
        yield Flag(
            f"work.unauthorized.{at}",
            "warning",
            f"{path}.authorized",
            msg("Work without authorization never counts, and must be disclosed"),
        )
    if job.employer_country not in (None, "CA"):
        yield Flag(
            f"work.foreign_employer.{at}",
            "warning",
            f"{path}.employer_country",
            msg("Work done in Canada for an employer abroad: sources disagree whether it counts"),
        )


def _claimant(facts: Facts, era: Era) -> Iterator[Flag]:
    if facts.profile.person.status_in_canada == "refugee_claimant" and era.canadian.low:
        yield Flag(
            "work.refugee_claimant",
            "warning",
            "person.status_in_canada",
            msg("Work in Canada while claiming refugee protection does not count for CEC"),
        )


def _clashes(jobs: list[Job], on: date) -> Iterator[Flag]:
    timed = [job for job in jobs if job.start is not None and job.hours_per_week is not None]
    for job in timed:
        start = job.start or on
        together = sum(
            other.hours_per_week or 0
            for other in timed
            if (other.start or on) <= start and (other.end is None or other.end >= start)
        )
        if together > CLASH_HOURS:
            yield Flag(
                "work.clash",
                "warning",
                "work",
                msg(
                    "Jobs overlap with %(hours)s hours a week from %(start)s: check dates and"
                    " hours",
                    hours=round(together),
                    start=start,
                ),
            )
            return


def _nearly(facts: Facts, factors: Factors, era: Era) -> Iterator[Flag]:
    rule = facts.rules.table("programs.work", on=factors.rule_day).values
    window = era.canadian_rule["crs_window_years"]
    tracks = [("canadian", era.canadian.low, window)]
    abroad = facts.rules.table("programs.foreign_work", on=factors.rule_day).values
    tracks += [("foreign", each.low, abroad["window_years"]) for each in era.foreign.values()]
    for name, track, years in tracks:
        if track and track.nearly(factors.on, years, rule["hours_per_year"]):
            yield Flag(
                f"work.nearly.{name}",
                "warning",
                "work",
                msg(
                    "The hours of a further year are there, but not its twelve calendar months: a"
                    " day or two decides"
                ),
            )
            return


def _gap(facts: Facts, factors: Factors, era: Era) -> Iterator[Flag]:
    rule = facts.rules.table("programs.fsw.requirements", on=factors.rule_day)
    found = Stretch(facts, era, factors.on, rule)
    if found.unbroken < rule.values["continuous_years"] * 12 <= found.closed:
        yield Flag(
            "work.gap",
            "warning",
            "work",
            msg(
                "A break keeps the FSW year from being continuous. No harmless length is written"
                " anywhere: ask how long it was and why"
            ),
        )


def _readings(facts: Facts, factors: Factors, era: Era) -> Iterator[Flag]:
    abroad = facts.rules.table("programs.foreign_work", on=factors.rule_day).values
    if factors.foreign is not None and len(era.foreign) > 1:
        most = facts.rules.table(
            "crs.transferability.foreign_work_language", on=factors.rule_day
        ).rows[-1][0]
        tracks = [each.low for each in era.foreign.values()]
        done = sum(track.amount(factors.on, abroad["window_years"]) for track in tracks)
        together = done // tracks[0].year
        if min(together, most) > min(factors.foreign.low, most):
            yield Flag(
                "work.one_occupation",
                "warning",
                "work",
                msg(
                    "Work abroad counts in one occupation only, as the CRS tool asks; another"
                    " reading adds them up and would give more"
                ),
            )
    rule = facts.rules.table("programs.cec.requirements", on=factors.rule_day)
    _, tie = needed_level(facts, factors, rule)
    if tie:
        yield Flag(
            "cec.tie",
            "warning",
            "work",
            msg("Two occupations in Canada have the same time: the higher language level is asked"),
        )
