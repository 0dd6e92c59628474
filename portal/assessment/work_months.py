"""How many months of full-time work a choice of jobs comes to on a day.

The counting itself is that of ``experience``: day by day, thirty hours a week at
most over all jobs at once, a month a twelfth of a year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from portal.assessment.calendar import months_after, months_before
from portal.assessment.experience import Months, Spell, Track, full_time, spells_of, stretches
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.profile import Job, Noc, Stay

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
    whole: bool = False,
) -> Months | None:
    """Months of the jobs that count, up to the day (not included).

    ``window``: only the last so many months; ``before``: leave out the last so
    many. ``continuous``: the longest unbroken stretch alone. ``whole``: full-time
    work alone, part-time work does not add up. None when work is not known at all.
    """
    jobs = ground.profile.work
    if jobs is None:
        return None
    answered = [(job, answer) for job in jobs if (answer := counts(job)) is not False]
    return measure(
        ground, answered, window=window, before=before, continuous=continuous, whole=whole
    )


def measure(
    ground: Ground,
    answered: Sequence[tuple[Job, Answer]],
    *,
    window: int | None = None,
    before: int = 0,
    continuous: bool = False,
    whole: bool = False,
) -> Months:
    """As ``months_of``, for jobs already told apart: those that count and those that may.

    Many criteria ask the same of the same jobs: it is counted once a profile and day.
    """
    if not answered:
        return NONE
    jobs = tuple([(id(job), answer) for job, answer in answered])
    key = (ground.day, ground.full_time, jobs, window, before, continuous, whole)
    known = ground.facts.months.get(key)
    if known is None:
        tracks = _tracks(ground, answered, continuous=continuous, whole=whole)
        known = _measure(ground, tracks, window, before)
        ground.facts.months[key] = known
    return known


def _measure(
    ground: Ground, tracks: tuple[list[Track], list[Track]], window: int | None, before: int
) -> Months:
    first = _EARLIEST if window is None else months_before(ground.day, window)
    last = months_before(ground.day, before) if before else ground.day
    certain, possible = tracks
    sure = _months(certain, first, last)
    return Months(sure, sure if possible is certain else _months(possible, first, last))


def _tracks(
    ground: Ground, answered: Sequence[tuple[Job, Answer]], *, continuous: bool, whole: bool
) -> tuple[list[Track], list[Track]]:
    """The work that counts, and all that may; the same jobs are asked about over many windows."""
    cap = ground.full_time
    key = (cap, continuous, whole, *[(id(job), answer) for job, answer in answered])
    known = ground.facts.tracks.get(key)
    if known is None:
        sure: list[Spell] = []
        unsure: list[Spell] = []
        for job, answer in answered:
            certain = answer is True and job.start is not None and job.hours_per_week is not None
            (sure if certain else unsure).extend(_spells(job, cap))
        made = _made(sure, cap, continuous=continuous, whole=whole)
        every = sure + unsure
        known = (made, _made(every, cap, continuous=continuous, whole=whole) if unsure else made)
        ground.facts.tracks[key] = known
    return known


def _spells(job: Job, cap: int) -> list[Spell]:
    """What is not known is taken at its best: since ever, and full-time."""
    hours = float(cap) if job.hours_per_week is None else float(job.hours_per_week)
    breaks = [(pause.start, pause.end) for pause in job.breaks or ()]
    return spells_of(job.start or _EARLIEST, job.end, hours, breaks)


def _made(spells: list[Spell], cap: int, *, continuous: bool, whole: bool) -> list[Track]:
    if whole:
        spells = full_time(spells, cap)
    return stretches(spells, cap) if continuous else [Track(spells, cap)]


def _months(tracks: list[Track], first: date, last: date) -> int:
    """Whole months between two days, on the track that has most of them."""
    low, high = first.toordinal(), last.toordinal()
    done = [track.whole_months(track.upto(high) - track.upto(low)) for track in tracks]
    return max(0, *done) if done else 0


# --- what grids and ties ask ------------------------------------------------------------


def worked(
    ground: Ground,
    place: str,
    window: int | None = None,
    *,
    continuous: bool = False,
    whole: bool = False,
    elsewhere: bool = False,
) -> Months | None:
    """Months of paid work in a province (or "canada"), earlier stays included.

    ``continuous``: the longest unbroken stretch, or the longest stay, alone. ``whole``:
    full-time work alone. ``elsewhere``: in Canada, but not in the province.
    """
    counts = worked_beside if elsewhere else worked_in
    found = months_of(
        ground,
        lambda job: counts(job, place),
        window=window,
        continuous=continuous,
        whole=whole,
    )
    if found is None:
        return None
    certain, possible = found.certain, found.possible
    for stay, sure in stays_of(ground, "work", place, elsewhere=elsewhere):
        months = _months_stayed(ground, stay, window)
        known = sure and stay.full_time is not None if whole else sure
        if whole and stay.full_time is False:
            continue
        certain = max(certain, months if known else 0)
        possible = max(possible, months)
    return Months(certain, possible)


def stays_of(
    ground: Ground, kind: str, place: str, *, elsewhere: bool = False
) -> Iterator[tuple[Stay, bool]]:
    """The client's earlier stays of a kind in a province, and such as only may be (False).

    "canada": anywhere in Canada. A stay whose dates are not known only may count.
    """
    tied = ground.profile.ties
    for stay in (tied.previous_stays if tied else None) or ():
        here: Answer = True
        if place != "canada":
            here = None if stay.province is None else (stay.province == place) is not elsewhere
        answer = all_of(
            [
                None if stay.kind is None else stay.kind == kind,
                here,
                _own(ground, stay),
                None if stay.start is None or stay.end is None else True,
            ]
        )
        if answer is not False:
            yield stay, answer is True


def _own(ground: Ground, stay: Stay) -> Answer:
    """Whether a stay is the client's: nobody else's where there is no partner."""
    if stay.of is not None:
        return stay.of == "applicant"
    return True if ground.facts.partner_on(ground.day, ground.rule_day) is False else None


def _months_stayed(ground: Ground, stay: Stay, window: int | None) -> int:
    """Months of one stay, its first and last day included, counted as those of a job are.

    What is not known is taken at its best: since ever, and still.
    """
    cap = ground.full_time
    first = _EARLIEST if window is None else months_before(ground.day, window)
    spells = spells_of(stay.start or _EARLIEST, stay.end, float(cap), ())
    return _months([Track(spells, cap)], first, ground.day)


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
        return of_job(
            job,
            lambda noc: ground.occupations.skilled_on(noc.version, noc.code, ground.rule_day),
        )

    return months_of(ground, counts, window=12 * last, before=12 * first)


def full_time_months(ground: Ground) -> Months | None:
    """Months of paid full-time work, of whatever kind and wherever."""
    return months_of(ground, paid, whole=True)


def paid(job: Job) -> Answer:
    """Whether a job is paid: the ordinary case where nobody has said."""
    return job.paid is not False


def begun(ground: Ground, counts: Counts) -> Answer:
    """Whether any day of work that counts lies before the day, months or not."""
    if ground.profile.work is None:
        return None
    return any_of(
        [
            all_of(
                [
                    counts(job),
                    None if job.start is None else job.start < ground.day,
                    None if job.hours_per_week is None else job.hours_per_week > 0,
                ]
            )
            for job in ground.profile.work
        ]
    )


def of_job(job: Job, asks: Callable[[Noc], Answer]) -> Answer:
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


def held(ground: Ground) -> Iterator[Job]:
    """The jobs held on the day."""
    return (job for job in ground.jobs() if job.end is None or job.end >= ground.day)


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


def works_in_now(ground: Ground, place: str, *, elsewhere: bool = False) -> Answer:
    """Whether a paid job in a province (or "canada") is held on the day; None: not known.

    ``elsewhere``: in Canada, but not in the province.
    """
    if ground.profile.work is None:
        return None
    counts = worked_beside if elsewhere else worked_in
    return any_of([counts(job, place) for job in held(ground)])


def lived_before(ground: Ground, province: str, months: int) -> bool:
    """Whether earlier work in a province reaches back so many months, with a gap since."""
    first = months_before(ground.day, months)
    return any(start <= first <= (end or ground.day) for start, end in _begun_in(ground, province))


_DAY = timedelta(days=1)


def _begun_in(ground: Ground, province: str) -> list[tuple[date, date | None]]:
    return [
        (job.start, job.end)
        for job in ground.profile.work or ()
        if job.start is not None and job.start <= ground.day and worked_in(job, province) is True
    ]


def worked_in(job: Job, place: str) -> Answer:
    """Whether a job is a paid one in a province (or "canada")."""
    if job.paid is False:
        return False
    if job.country is None:
        return None
    if job.country != "CA":
        return False
    if place == "canada":
        return True
    return None if job.province is None else job.province == place


def worked_beside(job: Job, province: str) -> Answer:
    """Whether a job is a paid one in Canada, but not in a province."""
    here = worked_in(job, province)
    return all_of([worked_in(job, "canada"), None if here is None else not here])
