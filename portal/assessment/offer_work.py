"""Work beside a job offer: with its employer, in its occupation, in the position itself."""

from __future__ import annotations

from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.profile import Job, JobOffer
from portal.assessment.work_months import (
    NONE,
    Counts,
    begun,
    held,
    months_of,
    of_job,
    worked_in,
)


def months_with_offer_employer(
    ground: Ground, place: str, *, position: bool = False
) -> Months | None:
    """Months with the employer of the job offer in a province; none without an offer.

    ``position``: in the occupation of the offer alone.
    """
    offer = ground.offer
    if offer is None:
        return None
    if not offer:
        return NONE
    return months_of(ground, lambda job: _for_offer(ground, offer, job, place, position=position))


def _for_offer(ground: Ground, offer: JobOffer, job: Job, place: str, *, position: bool) -> Answer:
    """Whether a job is one with the employer of the offer in a province, and the position."""
    answers = [worked_in(job, place), same_employer(offer.employer, job)]
    if position:
        noc = offer.noc
        answers.append(
            None
            if noc is None
            else of_job(job, lambda own: ground.coded(frozenset({noc.code}), noc.version, (own,)))
        )
    return all_of(answers)


def months_related(ground: Ground, place: str = "any") -> Months | None:
    """Months in the occupation of the job offer, anywhere or in Canada."""
    counts = _related(ground, place)
    if counts is None:
        return NONE if ground.offer is False else None
    return months_of(ground, counts)


def begun_related(ground: Ground) -> Answer:
    """Whether there is any such work, months or not."""
    counts = _related(ground, "any")
    if counts is None:
        return False if ground.offer is False else None
    return begun(ground, counts)


def _related(ground: Ground, place: str) -> Counts | None:
    """Which jobs are of the occupation of the job offer; None where there is none, or no code."""
    offer = ground.offer
    if not offer or offer.noc is None:
        return None
    codes, edition = frozenset({offer.noc.code}), offer.noc.version

    def counts(job: Job) -> Answer:
        here = job.paid is not False if place == "any" else worked_in(job, place)
        if here is False:
            return False
        return all_of([here, of_job(job, lambda noc: ground.coded(codes, edition, (noc,)))])

    return counts


def with_offer_employer_now(ground: Ground, place: str, *, position: bool = False) -> Answer:
    """Whether the client works full-time for the employer of the offer in a province today."""
    offer = ground.offer
    if offer is None or ground.profile.work is None:
        return None
    if not offer:
        return False
    return any_of(
        [
            all_of(
                [
                    _for_offer(ground, offer, job, place, position=position),
                    None if job.hours_per_week is None else job.hours_per_week >= ground.full_time,
                ]
            )
            for job in held(ground)
        ]
    )


def works_for_offer(ground: Ground, place: str) -> Answer:
    """Whether the client works for the employer of the offer in a province today, at any hours."""
    offer = ground.offer
    if offer is None or ground.profile.work is None:
        return None
    if not offer:
        return False
    return any_of([_for_offer(ground, offer, job, place, position=False) for job in held(ground)])


def same_employer(name: str | None, job: Job) -> Answer:
    """Whether a job is with an employer of this name."""
    return same_name(name, job.employer)


def same_name(one: str | None, other: str | None) -> Answer:
    """Whether two employers have the same name."""
    if one is None or other is None:
        return None
    return one.strip().casefold() == other.strip().casefold()
