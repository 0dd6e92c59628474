"""How many months of full-time work a choice of jobs comes to on a day.

The counting itself is that of ``experience``: day by day, thirty hours a week at
most over all jobs at once, a month a twelfth of a year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from portal.assessment.calendar import months_after, months_before
from portal.assessment.experience import Months, Spell, Track, spells_of, stretches
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.profile import Job, Noc

Counts = Callable[[Job], Answer]
_EARLIEST = date(1900, 1, 1)


NONE = Months(0, 0)


def months_of(
    ground: Ground,
    counts: Counts,
    *,
    window: int | None = None,
    before: int = 0,
    continuous: bool = False,
) -> Months | None:
    """Months of the jobs that count, up to the day (not included).

    ``window``: only the last so many months; ``before``: leave out the last so
    many. ``continuous``: the longest unbroken stretch alone. None when work is not
    known at all.
    """
    jobs = ground.profile.work
    if jobs is None:
        return None
    answered = [(job, answer) for job in jobs if (answer := counts(job)) is not False]
    return measure(ground, answered, window=window, before=before, continuous=continuous)


def measure(
    ground: Ground,
    answered: Sequence[tuple[Job, Answer]],
    *,
    window: int | None = None,
    before: int = 0,
    continuous: bool = False,
) -> Months:
    """As ``months_of``, for jobs already told apart: those that count and those that may.

    Many criteria ask the same of the same jobs: it is counted once a profile and day.
    """
    if not answered:
        return NONE
    jobs = tuple([(id(job), answer) for job, answer in answered])
    key = (ground.day, ground.full_time, jobs, window, before, continuous)
    known = ground.facts.months.get(key)
    if known is None:
        known = _measure(ground, answered, window, before, continuous=continuous)
        ground.facts.months[key] = known
    return known


def _measure(
    ground: Ground,
    jobs: Sequence[tuple[Job, Answer]],
    window: int | None,
    before: int,
    *,
    continuous: bool,
) -> Months:
    first = _EARLIEST if window is None else months_before(ground.day, window)
    last = months_before(ground.day, before) if before else ground.day
    certain, possible = _tracks(ground, jobs, continuous=continuous)
    sure = _months(certain, first, last)
    return Months(sure, sure if possible is certain else _months(possible, first, last))


def _tracks(
    ground: Ground, answered: Sequence[tuple[Job, Answer]], *, continuous: bool
) -> tuple[list[Track], list[Track]]:
    """The work that counts, and all that may; the same jobs are asked about over many windows."""
    cap = ground.full_time
    key = (cap, continuous, *[(id(job), answer) for job, answer in answered])
    known = ground.facts.tracks.get(key)
    if known is None:
        sure: list[Spell] = []
        unsure: list[Spell] = []
        for job, answer in answered:
            certain = answer is True and job.start is not None and job.hours_per_week is not None
            (sure if certain else unsure).extend(_spells(job, cap))
        made = _made(sure, cap, continuous=continuous)
        known = (made, _made(sure + unsure, cap, continuous=continuous) if unsure else made)
        ground.facts.tracks[key] = known
    return known


def _spells(job: Job, cap: int) -> list[Spell]:
    """What is not known is taken at its best: since ever, and full-time."""
    hours = float(cap) if job.hours_per_week is None else float(job.hours_per_week)
    breaks = [(pause.start, pause.end) for pause in job.breaks or ()]
    return spells_of(job.start or _EARLIEST, job.end, hours, breaks)


def _made(spells: list[Spell], cap: int, *, continuous: bool) -> list[Track]:
    return stretches(spells, cap) if continuous else [Track(spells, cap)]


def _months(tracks: list[Track], first: date, last: date) -> int:
    """Whole months between two days, on the track that has most of them."""
    low, high = first.toordinal(), last.toordinal()
    done = [track.whole_months(track.upto(high) - track.upto(low)) for track in tracks]
    return max(0, *done) if done else 0


# --- what grids and ties ask ------------------------------------------------------------


def months_worked(
    ground: Ground, place: str, window: int | None = None, *, continuous: bool = False
) -> int | None:
    """Certain months of paid work, as of ``worked``."""
    found = worked(ground, place, window, continuous=continuous)
    return None if found is None else found.certain


def worked(
    ground: Ground,
    place: str,
    window: int | None = None,
    *,
    continuous: bool = False,
    elsewhere: bool = False,
) -> Months | None:
    """Months of paid work in a province (or "canada"), earlier stays included.

    ``continuous``: the longest unbroken stretch, or the longest stay, alone.
    ``elsewhere``: in Canada, but not in the province.
    """
    counts = _worked_beside if elsewhere else _worked_in
    found = months_of(ground, lambda job: counts(job, place), window=window, continuous=continuous)
    if found is None:
        return None
    stays = ground.profile.ties.previous_stays if ground.profile.ties else None
    stayed = [
        _months_stayed(ground, stay.start, stay.end, window)
        for stay in stays or ()
        if stay.kind == "work"
        and (place in ("canada", stay.province)) is not elsewhere
        and stay.of != "spouse"
        and stay.start
        and stay.end
    ]
    if not stayed:
        return found
    stay_months = max(stayed)
    return Months(max(found.certain, stay_months), max(found.possible, stay_months))


def _months_stayed(ground: Ground, start: date, end: date, window: int | None) -> int:
    """Months of one stay, its first and last day included, counted as those of a job are."""
    cap = ground.full_time
    first = _EARLIEST if window is None else months_before(ground.day, window)
    return _months([Track(spells_of(start, end, float(cap), ()), cap)], first, ground.day)


def months_between(
    ground: Ground, first: int, last: int, *, skilled: bool, least: int = 0
) -> Months | None:
    """Months of paid work between ``last`` and ``first`` years ago.

    ``skilled``: TEER 0 to 3 alone, as the rule on skilled occupations says. ``least``:
    only full-time jobs held for so many months or longer.
    """

    def counts(job: Job) -> Answer:
        if job.paid is False or (least and not _lasting(ground, job, least)):
            return False
        if not skilled:
            return True
        return _of(
            job,
            lambda noc: ground.occupations.skilled_on(noc.version, noc.code, ground.rule_day),
        )

    return months_of(ground, counts, window=12 * last, before=12 * first)


def _of(job: Job, asks: Callable[[Noc], Answer]) -> Answer:
    """Whether something holds of a job's occupation; undecided where its candidates differ."""
    if job.noc is not None:
        return asks(job.noc)
    answers = {asks(noc) for noc in job.noc_candidates or ()}
    return answers.pop() if len(answers) == 1 else None


def _lasting(ground: Ground, job: Job, months: int) -> bool:
    """Whether a job was full-time and held for some months; what is not known counts as so."""
    if job.hours_per_week is not None and job.hours_per_week < ground.full_time:
        return False
    last = ground.day if job.end is None else min(job.end + _DAY, ground.day)
    return job.start is None or months_after(job.start, months) <= last


def months_with_offer_employer(ground: Ground) -> Months | None:
    """Months with the employer of the job offer; none without an offer."""
    offer = ground.offer
    if offer is None:
        return None
    if not offer:
        return NONE
    return months_of(ground, lambda job: same_employer(offer.employer, job))


def months_related(ground: Ground, place: str = "any") -> Months | None:
    """Months in the occupation of the job offer, anywhere or in Canada."""
    offer = ground.offer
    if offer is False:
        return NONE
    if offer is None or offer.noc is None:
        return None
    codes, edition = frozenset({offer.noc.code}), offer.noc.version

    def counts(job: Job) -> Answer:
        here = place == "any" or _worked_in(job, place)
        if here is False:
            return False
        return all_of([here, _of(job, lambda noc: ground.coded(codes, edition, (noc,)))])

    return months_of(ground, counts)


def with_offer_employer_now(ground: Ground) -> Answer:
    """Whether the client works full-time for the employer of the job offer on the day."""
    offer = ground.offer
    if offer is None or ground.profile.work is None:
        return None
    if not offer:
        return False
    held = [job for job in ground.jobs() if job.end is None or job.end >= ground.day]
    return any_of(
        [
            all_of(
                [
                    job.paid is not False,
                    same_employer(offer.employer, job),
                    None if job.hours_per_week is None else job.hours_per_week >= ground.full_time,
                ]
            )
            for job in held
        ]
    )


def same_employer(name: str | None, job: Job) -> Answer:
    """Whether a job is with an employer of this name."""
    if name is None or job.employer is None:
        return None
    return name.strip().casefold() == job.employer.strip().casefold()


def lives_since(ground: Ground, province: str) -> date | None:
    """Since when the client works in a province without a gap; None where no job shows it.

    One job may follow another; a single free day between them breaks the run.
    """
    jobs = sorted(_begun_in(ground, province), key=lambda each: each[0], reverse=True)
    since: date | None = None
    for start, end in jobs:
        if end is None or end >= (since or ground.day) - (_DAY if since else timedelta(0)):
            since = start if since is None else min(since, start)
    return since


def works_in_now(ground: Ground, province: str) -> bool:
    """Whether a paid job in a province is held on the day."""
    return any(end is None or end >= ground.day for _, end in _begun_in(ground, province))


def lived_before(ground: Ground, province: str, months: int) -> bool:
    """Whether earlier work in a province reaches back so many months, with a gap since."""
    first = months_before(ground.day, months)
    return any(start <= first <= (end or ground.day) for start, end in _begun_in(ground, province))


_DAY = timedelta(days=1)


def _begun_in(ground: Ground, province: str) -> list[tuple[date, date | None]]:
    return [
        (job.start, job.end)
        for job in ground.profile.work or ()
        if job.start is not None and job.start <= ground.day and _worked_in(job, province) is True
    ]


def _worked_in(job: Job, place: str) -> Answer:
    if job.paid is False:
        return False
    if job.country is None:
        return None
    if job.country != "CA":
        return False
    if place == "canada":
        return True
    return None if job.province is None else job.province == place


def _worked_beside(job: Job, province: str) -> Answer:
    here = _worked_in(job, province)
    return all_of([_worked_in(job, "canada"), None if here is None else not here])
