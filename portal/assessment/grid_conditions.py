"""The conditions that a row of a grid may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from portal.assessment.criteria_ties import has_permit, registered, relative_in
from portal.assessment.criteria_work import city_name
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.offer_work import (
    months_related,
    months_with_offer_employer,
    same_name,
    with_offer_employer_now,
    works_for_offer,
)
from portal.assessment.profile import Certificate, JobOffer, WorkPermit
from portal.assessment.studies import (
    credential_elsewhere,
    credential_in,
    highest_in,
    program_in,
    studied,
    studied_elsewhere,
)
from portal.assessment.work_months import begun, measure, worked, worked_beside

# The close relatives that Alberta names; the wide list is Manitoba's.
_CLOSE = ["parent", "child", "sibling"]
_SETTLED = ["citizen", "permanent_resident"]
_WIDE = ["parent", "sibling", "grandparent", "aunt_uncle", "niece_nephew", "cousin"]


def condition(ground: Ground, written: str) -> Answer:
    """Whether a condition of a grid's row holds; raises KeyError for an unknown one."""
    name, *parts = written.split(":")
    return _CONDITIONS[name](ground, parts)


def _worked(ground: Ground, parts: list[str]) -> Answer:
    place, months, *window = parts
    return _reach(worked(ground, place, int(window[0]) if window else None), months)


def _worked_unbroken(ground: Ground, parts: list[str]) -> Answer:
    """Full-time work without a break."""
    return _reach(worked(ground, parts[0], continuous=True, whole=True), parts[1])


def _near(ground: Ground, parts: list[str]) -> Answer:
    """A close relative where the province's own list was not read: others may be close too."""
    close = relative_in(ground, parts[0], _CLOSE, only_applicant=True)
    if close is False and relative_in(ground, parts[0]) is not False:
        return None
    return close


def _worked_related(ground: Ground, parts: list[str]) -> Answer:
    return _reach(months_related(ground, parts[0]), parts[1])


def _reach(have: Months | None, need: str) -> Answer:
    """Whether there are so many months; None where only the possible ones reach them."""
    if have is None:
        return None
    least = int(need)
    return True if have.certain >= least else None if have.possible >= least else False


def _studied(ground: Ground, parts: list[str]) -> Answer:
    return _reach(studied(ground, parts[0]), parts[1])


def _program(ground: Ground, parts: list[str]) -> Answer:
    return program_in(ground, parts[0], int(parts[1]))


def _level(language: str) -> Callable[[Ground, list[str]], Answer]:
    def reached(ground: Ground, parts: list[str]) -> Answer:
        have = ground.lowest_clb(language)
        if have is None:
            return None if ground.language_unclear else False
        return have >= int(parts[0])

    return reached


def _bilingual(ground: Ground, parts: list[str]) -> Answer:
    return all_of([_level("en")(ground, parts), _level("fr")(ground, parts)])


def _either(ground: Ground, parts: list[str]) -> Answer:
    answers = [_level("en")(ground, parts), _level("fr")(ground, parts)]
    return True if True in answers else None if None in answers else False


def _offer(ground: Ground, parts: list[str]) -> Answer:
    offer = ground.offer
    if offer is None:
        return None
    if not offer:
        return False
    hours = offer.hours_per_week
    full_time = None if hours is None else hours >= ground.full_time
    lasting = all_of([offer.permanent, offer.seasonal is not True])
    return all_of([_is_in(offer, parts[0]), lasting, full_time])


def _is_in(offer: JobOffer, province: str) -> Answer:
    return None if offer.province is None else offer.province == province


def _offer_in_city(ground: Ground, parts: list[str]) -> Answer:
    """An offer in one of the cities named, which plus signs part."""
    offer = ground.offer
    if not offer:
        return None if offer is None else False
    city = None if offer.city is None else city_name(offer.city)
    cities = [city_name(each) for each in parts[1].split("+")]
    return all_of([_is_in(offer, parts[0]), None if city is None else city in cities])


def _offer_outside(ground: Ground, parts: list[str]) -> Answer:
    """An offer outside the areas of the cities named; never certain.

    Whether another place belongs to such an area is for a person.
    """
    offer = ground.offer
    if not offer:
        return None if offer is None else False
    inside = offer.city is not None and city_name(offer.city) in map(city_name, parts[1].split("+"))
    return all_of([_is_in(offer, parts[0]), False if inside else None])


def _elsewhere(ground: Ground, parts: list[str]) -> Answer:
    """Any work in Canada outside a province, of whatever length."""
    months = _reach(worked(ground, parts[0], elsewhere=True), "1")
    return any_of([months, begun(ground, lambda job: worked_beside(job, parts[0]))])


def _with_employer(ground: Ground, parts: list[str]) -> Answer:
    """Working full-time in the position offered in a province today."""
    offer = ground.offer
    if not offer:
        return None if offer is None else False
    here = _is_in(offer, parts[0])
    return all_of([here, with_offer_employer_now(ground, parts[0], position=True)])


def _with_employer_months(ground: Ground, parts: list[str]) -> Answer:
    """So many months in a province with the employer of a long-term offer there."""
    offer = ground.offer
    if not offer:
        return None if offer is None else False
    months = _reach(months_with_offer_employer(ground, parts[0]), parts[1])
    # How long an offer that is not permanent must last was not printed.
    return all_of([_is_in(offer, parts[0]), months, offer.permanent or None])


def _family_language(ground: Ground, parts: list[str]) -> Answer:
    """The partner, or a child, has a language level; of children nobody has asked."""
    facts, level = ground.facts, int(parts[0])
    has = facts.partner_on(ground.day, ground.rule_day)
    if has:
        side = facts.partner
        if side is None or side.reports is None:
            return None
        approved = ground.rules.table("language.tests", on=ground.rule_day)
        reports = [
            each for lang in ("en", "fr") for each in side.candidates(lang, ground.day, approved)
        ]
        known = [each.lowest for each in reports if each is not None]
        has = any_of([None if lowest is None else lowest >= level for lowest in known])
    return has if has or ground.profile.dependent_children == 0 else None


def _partner_worked(ground: Ground, parts: list[str]) -> Answer:
    """The partner has so many months of paid work in the last so many."""
    has = ground.facts.partner_on(ground.day, ground.rule_day)
    if not has:
        return has
    spouse = ground.profile.spouse
    if spouse is None or spouse.work is None:
        return None
    jobs = [(job, True) for job in spouse.work if job.paid is not False]
    return _reach(measure(ground, jobs, window=int(parts[1])), parts[0])


def _permanent_job(ground: Ground, parts: list[str]) -> Answer:
    """A permanent job in a province with a valid permit for it.

    Whether an offer is enough that the client has not begun to work on was not printed.
    """
    offer = ground.offer
    if not offer:
        return None if offer is None else False
    permits = ground.profile.work_permits
    valid = None
    if permits is not None:
        valid = any_of([_permits(each, offer, ground) for each in permits])
    works = works_for_offer(ground, parts[0])
    permanent = all_of([offer.permanent, offer.seasonal is not True])
    return all_of([_is_in(offer, parts[0]), permanent, valid, works or None])


def _permits(permit: WorkPermit, offer: JobOffer, ground: Ground) -> Answer:
    """Whether a permit is valid on the day, and lets its holder do the job offered."""
    if permit.from_ is not None and permit.from_ > ground.day:
        return False
    if permit.until is not None and permit.until < ground.day:
        return False
    if permit.kind is not None and permit.kind != "employer_specific":
        return True
    same = same_name(offer.employer, permit.employer)
    return same if permit.kind is not None or same else None


def _work_permit(ground: Ground) -> Answer:
    """A valid work permit: by the permits where they are known, else by the status."""
    status = _status(ground, "worker")
    if ground.profile.work_permits is None:
        # Students and claimants may hold one as well; a visitor, or who is not there, holds none.
        has = ground.profile.person.status_in_canada
        return status if status or has in ("none", "visitor") else None
    held = has_permit(ground)
    return held if held or status is False else None


def _status(ground: Ground, kind: str) -> Answer:
    """Whether the client is in Canada with a status that has not run out by the day."""
    person = ground.profile.person
    if person.status_in_canada is None:
        return None
    ends = person.status_expires_on
    return person.status_in_canada == kind and (ends is None or ends >= ground.day)


def _licensed(ground: Ground, parts: list[str]) -> Answer:
    """An offer in a regulated occupation of a province, and its licence or trade certificate.

    A registration names its body and no occupation, and which ones are regulated was not
    read: of both a person decides.
    """
    offer, certificate = ground.offer, ground.profile.certificate_of_qualification
    if not offer:
        return None if offer is None else False
    held: Answer = None if certificate is None else False
    if certificate:
        held = _certified(certificate, offer, parts[0], ground.day)
    registered_there = registered(ground, None, parts[0])
    registration = False if registered_there is False else None
    return all_of([_is_in(offer, parts[0]), any_of([held, registration])])


def _certified(held: Certificate, offer: JobOffer, place: str, day: date) -> Answer:
    return all_of(
        [
            None if held.province is None else held.province == place,
            held.issued_on is None or held.issued_on <= day,
            None if None in (held.noc, offer.noc) else held.noc == offer.noc,
        ]
    )


_CONDITIONS: Mapping[str, Callable[[Ground, list[str]], Answer]] = {
    "relative_close": lambda ground, parts: relative_in(
        ground, parts[0], _CLOSE, _SETTLED, only_applicant=True, adult=True
    ),
    "relative_near": _near,
    "relative_wide": lambda ground, parts: relative_in(ground, parts[0], _WIDE),
    "worked": _worked,
    "worked_related": _worked_related,
    "worked_elsewhere": _elsewhere,
    "worked_unbroken": _worked_unbroken,
    "studied": _studied,
    "studied_elsewhere": lambda ground, parts: studied_elsewhere(ground, parts[0]),
    "program": _program,
    "credential_in": lambda ground, parts: credential_in(ground, parts[0]),
    "credential_elsewhere_in_canada": lambda ground, parts: credential_elsewhere(ground, parts[0]),
    "highest_in": lambda ground, parts: highest_in(ground, parts[0]),
    "registered": lambda ground, parts: registered(ground, None, parts[0]),
    "en": _level("en"),
    "fr": _level("fr"),
    "bilingual": _bilingual,
    "language": _either,
    "offer": _offer,
    "offer_in_city": _offer_in_city,
    "offer_outside": _offer_outside,
    "with_offer_employer": _with_employer,
    "with_offer_employer_months": _with_employer_months,
    "permanent_job": _permanent_job,
    "licensed_offer": _licensed,
    "family_language": _family_language,
    "partner_worked": _partner_worked,
    "work_permit": lambda ground, _: _work_permit(ground),
    "study_permit": lambda ground, _: _status(ground, "student"),
    # What no profile answers.
    "friend": lambda *_: None,
    "own_home": lambda *_: None,
    "strategic_invitation": lambda *_: None,
    "unknown": lambda *_: None,
}
