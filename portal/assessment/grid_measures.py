"""What a grid's factor counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of
from portal.assessment.offer_work import begun_related, months_related, months_with_offer_employer
from portal.assessment.profile import Job
from portal.assessment.studies import credentials, levels
from portal.assessment.work_months import begun, full_time_months, months_between, paid, worked

_MONTHS_A_YEAR = 12
_UNDER_ONE = 0.5
_PROFESSIONAL = "professional_degree"


@dataclass(frozen=True, slots=True)
class Between:
    """What is counted at least and at most, where the two are not the same."""

    least: Any
    most: Any


def _education(ground: Ground, which: str) -> frozenset[str] | Between | None:
    """Every level that counts on the day: all that are reached, and trade or two programs.

    ``named``: the grid names the professions whose degrees it takes for professional ones.
    A profile has the field in free text, so that any such degree only may be one of them.
    """
    found = levels(ground)
    if found is None:
        return None
    least, most = found
    if which == "named" and _PROFESSIONAL in least and "doctorate" not in least:
        least -= {_PROFESSIONAL, "masters"}
    return least if least == most else Between(least, most)


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


class _Some(NamedTuple):
    """Months as ``Months``, with half ones."""

    certain: float
    possible: float


def _between(found: Months | _Some | None, unit: Callable[[Any], Any] = int) -> Any:
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
    found = _some(months_related(ground), begun_related(ground))
    return _between(found, lambda months: months / _MONTHS_A_YEAR)


def _months_total(ground: Ground, _: str) -> Any:
    """Months of full-time work; whether part-time work alone is some is for a person."""

    def counts(job: Job) -> Answer:
        hours = job.hours_per_week
        return all_of([paid(job), None if hours is None or hours < ground.full_time else True])

    return _between(_some(full_time_months(ground), begun(ground, counts)), float)


def _some(found: Months | None, any_day: Answer) -> _Some | None:
    """Months, half a one where there is work that makes none yet: less than a month is some."""
    if found is None:
        return None
    least = found.certain or (_UNDER_ONE if any_day is True else 0)
    return _Some(least, max(least, found.possible or (0 if any_day is False else _UNDER_ONE)))


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
    "months_total": _months_total,
    "months_in": lambda ground, place: _between(worked(ground, place)),
    "months_in_position": lambda ground, place: _between(
        months_with_offer_employer(ground, place, position=True)
    ),
    "offer_teer": _offer_teer,
    "offer_category": _offer_category,
    "wage": _wage,
    "wage_minus": _wage,
}
