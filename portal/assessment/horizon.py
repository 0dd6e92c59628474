"""Experience over time: when there will be enough if the work goes on, and until when there was.

A criterion of experience is judged on a day; here its own look-back window is moved along,
by that day's conditions and by work that is certain. Only explained answers ask for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.assessment.calendar import months_after
from portal.assessment.criteria_experience import alike
from portal.assessment.decided import Decided
from portal.assessment.experience import Spell, Track, full_time, spells_of, stretches
from portal.assessment.ground import Ground
from portal.assessment.profile import Job
from portal.assessment.result import Criterion
from portal.assessment.windows import months_in, turning_days
from portal.rulebook.criteria import Spec
from portal.text import Text, msg

# How far ahead work without a look-back window is followed.
_FAR_AHEAD = 120
# First day, and the day on which it is over (None: not in the days looked at).
Stretch = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Horizon:
    """``on``: the first day with enough, if the work goes on; None: today, or never.

    ``until``: the last day with enough, to come or gone by; None: no end, or never.
    ``goes_on``: a job of the kind is still held. ``changed``: other conditions, not time,
    made it too little.
    """

    on: date | None
    until: date | None
    goes_on: bool
    changed: bool = False


def horizon(ground: Ground, spec: Spec, since: date) -> Horizon | None:
    """The days of an experience criterion; what lies before ``since`` is left out.

    None where nothing certain of the kind was worked, or the criterion asks for work on
    the day itself.
    """
    work = _certain(ground, spec)
    last = months_after(ground.day, spec.values.get("window_months") or _FAR_AHEAD)
    enough = _stretches(ground, spec, work, min(since, ground.day), last)
    if not work:
        return None
    until, held = _until(enough, ground.day), _on(enough, ground.day)
    if not held:
        gone = [over for _, over in enough if over is not None and over <= ground.day]
        until = max(gone, default=None)
    later = [first for first, _ in enough if first > ground.day]
    return Horizon(
        None if held else min(later, default=None),
        None if until is None else until - timedelta(days=1),
        any(job.end is None for jobs in work for job in jobs),
    )


def enough_days(ground: Ground, spec: Spec, first: date, last: date) -> list[Stretch]:
    """The stretches from ``first`` to ``last`` with enough certain work."""
    return _stretches(ground, spec, _certain(ground, spec), first, last)


def _stretches(
    ground: Ground, spec: Spec, work: list[list[Job]], first: date, last: date
) -> list[Stretch]:
    need, window = spec.values["months"], spec.values.get("window_months") or 0
    return [
        each
        for jobs in work
        for track in _tracks(ground, spec, jobs)
        for each in _enough(track, need, window, first, last)
    ]


def _certain(ground: Ground, spec: Spec) -> list[list[Job]]:
    """The jobs that certainly count, in groups whose months add up; empty where none does."""
    if spec.values.get("current") or not may_be_listed(ground, spec, ground.rule_day):
        return []
    made = [
        [job for job, sure in group if sure and job.start and job.hours_per_week is not None]
        for group in alike(ground, spec) or ()
    ]
    return [jobs for jobs in made if jobs]


def may_be_listed(ground: Ground, spec: Spec, day: date) -> bool:
    """A quick no for lists of a day that name no occupation of the client: most of them."""
    if spec.list_id is None:
        return True
    version = ground.lists.on(spec.list_id, day)
    return version.edition != "2021" or not version.codes.isdisjoint(ground.codes_2021)


def _tracks(ground: Ground, spec: Spec, jobs: list[Job]) -> list[Track]:
    spells: list[Spell] = []
    for job in jobs:
        if job.start is not None and job.hours_per_week is not None:
            breaks = [(each.start, each.end) for each in job.breaks or ()]
            spells += spells_of(job.start, job.end, float(job.hours_per_week), breaks)
    if spec.values.get("full_time"):
        spells = full_time(spells, ground.full_time)
    if spec.values.get("continuous"):
        return stretches(spells, ground.full_time)
    return [Track(spells, ground.full_time)]


def _enough(track: Track, need: int, window: int, first: date, last: date) -> list[Stretch]:
    """The stretches with enough months: first day, and the day it is over (None: not by last)."""
    turns = turning_days(track, need, window, first, last)
    if months_in(track, first, window) >= need:
        turns = [first, *turns]
    return [
        (turns[at], turns[at + 1] if at + 1 < len(turns) else None)
        for at in range(0, len(turns), 2)
    ]


def _on(enough: list[Stretch], day: date) -> bool:
    return any(first <= day and (over is None or day < over) for first, over in enough)


def _until(enough: list[Stretch], day: date) -> date | None:
    """The day on which what holds today is over, one stretch taking over from another."""
    reached = day
    while True:
        overs = [
            over for first, over in enough if first <= reached and (not over or over > reached)
        ]
        if not overs or None in overs:
            return None if None in overs or reached == day else reached
        reached = max(over for over in overs if over is not None)


# --- in words -----------------------------------------------------------------------------


def with_days(
    ground: Ground, specs: Sequence[Spec], decided: Decided, since: date
) -> tuple[Criterion, ...]:
    """The criteria decided; experience that lacks months says when they will be there."""
    lacking = {each.id for each in decided.failing if each.have}
    asked = {each.id: each for each in specs if each.kind == "experience" and each.id in lacking}
    made = []
    for each in decided.criteria:
        spec = asked.get(each.id)
        days = None if spec is None else horizon(ground, spec, since)
        made.append(each if spec is None or days is None else dated(each, spec, days))
    return tuple(made)


def dated(criterion: Criterion, spec: Spec, days: Horizon) -> Criterion:
    """A criterion of experience with the day on which its answer turns, where one is known."""
    if criterion.met is None or criterion.have is None:
        return criterion
    because = _said(criterion, days, spec.values.get("window_months"))
    return criterion if because is None else replace(criterion, because=because)


def _said(criterion: Criterion, days: Horizon, window: int | None) -> Text | None:
    why = criterion.because
    if criterion.met:
        if days.until is None:
            return None
        return msg(
            "%(why)s; they are enough until %(until)s if no more is added",
            why=why,
            until=days.until,
        )
    if days.on is not None:
        return msg("%(why)s; enough on %(on)s if this work goes on", why=why, on=days.on)
    if days.changed:
        return msg(
            "%(why)s; the work was enough until %(until)s, when the conditions changed",
            why=why,
            until=days.until,
        )
    if days.until is not None:
        return msg(
            "%(why)s; the work was enough until %(until)s, and is too long ago since",
            why=why,
            until=days.until,
        )
    if days.goes_on and window:
        return msg(
            "%(why)s; at these hours the last %(window)s months never hold enough",
            why=why,
            window=window,
        )
    return None
