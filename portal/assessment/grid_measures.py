"""What a grid's factor counts, and the conditions it may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.assessment.criteria_ties import registered, relative_in
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.profile import JobOffer, WorkPermit
from portal.assessment.studies import (
    credential_elsewhere,
    credential_in,
    credentials,
    highest_in,
    levels,
    program_in,
    studied,
    studied_elsewhere,
)
from portal.assessment.work_months import (
    months_between,
    months_related,
    months_with_offer_employer,
    same_name,
    with_offer_employer_now,
    worked,
    works_for_offer,
)

# The close relatives that Alberta names; the wide list is Manitoba's.
_CLOSE = ["parent", "child", "sibling"]
_WIDE = ["parent", "sibling", "grandparent", "aunt_uncle", "niece_nephew", "cousin"]
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Between:
    """What is counted at least and at most, where the two are not the same."""

    least: Any
    most: Any


def _education(ground: Ground, _: str) -> frozenset[str] | Between | None:
    """Every level that counts on the day: all that are reached, and trade or two programs."""
    found = levels(ground)
    return None if found is None else _one(*found)


def _credentials(ground: Ground, _: str) -> int | Between | None:
    found = credentials(ground)
    return None if found is None else _one(*found)


def _one(least: Any, most: Any) -> Any:
    return least if least == most else Between(least, most)


def _clb_first(ground: Ground, _: str) -> int | None:
    first, _second = ground.languages_by_level
    if first is None:
        return None if ground.language_unclear else 0
    return ground.lowest_clb(first)


def _clb_second(ground: Ground, _: str) -> int | None:
    _first, second = ground.languages_by_level
    if second is None:
        return None if ground.language_unclear else 0
    return ground.lowest_clb(second)


def _clb_each(ground: Ground, _: str) -> tuple[int, ...] | None:
    first, _second = ground.languages_by_level
    if first is None:
        return None if ground.language_unclear else ()
    return ground.clb_levels(first)


def _years(first: int, last: int, *, skilled: bool) -> Callable[[Ground, str], Any]:
    def measured(ground: Ground, least: str) -> Any:
        months = int(least) if least else 0
        found = months_between(ground, first, last, skilled=skilled, least=months)
        return _between(found, lambda months: months // _MONTHS_A_YEAR)

    return measured


def _between(found: Months | None, unit: Callable[[int], Any] = int) -> Any:
    """Months in a unit: one figure where what is certain and what is possible agree in it."""
    if found is None:
        return None
    least = unit(found.certain)
    if found.possible == found.certain:
        return least
    most = unit(found.possible)
    return least if least == most else Between(least, most)


def _years_related(ground: Ground, _: str) -> Any:
    """Years with their fraction: under one is still some."""
    return _between(months_related(ground), lambda months: months / _MONTHS_A_YEAR)


def _offer_teer(ground: Ground, _: str) -> frozenset[str] | None:
    offer = ground.offer
    if offer is None or (offer and offer.noc is None):
        return None
    return ground.levels(offer.noc) if offer and offer.noc else frozenset()


def _offer_category(ground: Ground, _: str) -> frozenset[str] | None:
    offer = ground.offer
    if offer is None or (offer and offer.noc is None):
        return None
    return frozenset({offer.noc.code[0]}) if offer and offer.noc else frozenset()


def _wage(ground: Ground, _: str) -> Any:
    offer = ground.offer
    if offer is None:
        return None
    return offer.wage_per_hour if offer else 0


MEASURES: Mapping[str, Callable[[Ground, str], Any]] = {
    "age": lambda ground, _: ground.age,
    "education": _education,
    "canadian_credentials": _credentials,
    "clb_first": _clb_first,
    "clb_second": _clb_second,
    "clb_each": _clb_each,
    "years_recent": _years(0, 5, skilled=True),
    "years_recent_any": _years(0, 5, skilled=False),
    "years_older": _years(5, 10, skilled=True),
    "years_related": _years_related,
    "years_total": _years(0, 60, skilled=False),
    "months_total": lambda ground, _: _between(months_between(ground, 0, 60, skilled=False)),
    "months_in": lambda ground, place: _between(worked(ground, place)),
    "months_in_position": lambda ground, place: _between(
        months_with_offer_employer(ground, place, position=True)
    ),
    "offer_teer": _offer_teer,
    "offer_category": _offer_category,
    "wage": _wage,
    "wage_minus": _wage,
}


# --- conditions -------------------------------------------------------------------------


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


def _offer_outside(ground: Ground, parts: list[str]) -> Answer:
    offer = ground.offer
    if offer is None:
        return None
    if not offer or offer.province != parts[0]:
        return False
    cities = [each.casefold() for each in parts[1].split("+")]
    # Whether another place belongs to the metropolitan area is for a person.
    city = offer.city.casefold() if offer.city else None
    return False if city in cities else None


def _elsewhere(ground: Ground, parts: list[str]) -> Answer:
    return _reach(worked(ground, parts[0], elsewhere=True), "1")


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


def _permit(ground: Ground, kind: str) -> Answer:
    status = ground.profile.person.status_in_canada
    return None if status is None else status == kind


_CONDITIONS: Mapping[str, Callable[[Ground, list[str]], Answer]] = {
    "relative_close": lambda ground, parts: relative_in(
        ground, parts[0], _CLOSE, only_applicant=True
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
    "offer_outside": _offer_outside,
    "with_offer_employer": _with_employer,
    "with_offer_employer_months": _with_employer_months,
    "permanent_job": _permanent_job,
    "work_permit": lambda ground, _: _permit(ground, "worker"),
    "study_permit": lambda ground, _: _permit(ground, "student"),
    # What no profile answers.
    "friend": lambda *_: None,
    "strategic_invitation": lambda *_: None,
    "unknown": lambda *_: None,
}
