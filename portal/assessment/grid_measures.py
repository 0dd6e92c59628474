"""What a grid's factor counts, and the conditions it may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.assessment.criteria_ties import months_studied, registered, relative_in
from portal.assessment.experience import Months
from portal.assessment.ground import Answer, Ground, all_of
from portal.assessment.profile import JobOffer, Study
from portal.assessment.work_months import (
    months_between,
    months_related,
    months_with_offer_employer,
    with_offer_employer_now,
    worked,
)
from portal.vocabulary import EDUCATION_LEVELS

# A province's list of close relatives, where it names no other; the wide one is Manitoba's.
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
    studies = ground.profile.education
    if studies is None:
        return None
    done = [
        (study.eca.equivalent if study.eca and study.eca.equivalent else study.credential, study)
        for study in studies
        if study.completed_on and study.completed_on <= ground.day and study.credential
    ]
    done = [(level, study) for level, study in done if study.country == "CA" or study.eca]
    reached = max((EDUCATION_LEVELS.index(level) for level, _ in done if level), default=0)
    made = set(EDUCATION_LEVELS[: reached + 1]) - {"two_or_more"}
    long = [study for _, study in done if (study.program_months or 0) >= 2 * _MONTHS_A_YEAR]
    if len(long) > 1:
        made |= {"two_programs", "two_or_more"}
    held = ground.profile.certificate_of_qualification
    if held is False:
        return frozenset(made)
    with_trade = frozenset({*made, "trade_certificate"})
    return Between(frozenset(made), with_trade) if held is None else with_trade


def _credentials(ground: Ground, _: str) -> int | None:
    studies = ground.profile.education
    if studies is None:
        return None
    return sum(
        study.country == "CA"
        and study.completed_on is not None
        and study.completed_on <= ground.day
        and (study.program_months or 0) >= _MONTHS_A_YEAR
        for study in studies
    )


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
    "months_with_employer": lambda ground, _: _between(months_with_offer_employer(ground)),
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


def _worked_related(ground: Ground, parts: list[str]) -> Answer:
    return _reach(months_related(ground, parts[0]), parts[1])


def _reach(have: Months | None, need: str) -> Answer:
    """Whether there are so many months; None where only the possible ones reach them."""
    if have is None:
        return None
    least = int(need)
    return True if have.certain >= least else None if have.possible >= least else False


def _studied(ground: Ground, parts: list[str]) -> Answer:
    have = months_studied(ground, parts[0])
    return None if have is None else have >= int(parts[1])


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


def _credential_in(ground: Ground, parts: list[str]) -> Answer:
    studies = ground.profile.education
    if studies is None:
        return None
    return any(
        study.completed_on is not None
        and study.completed_on <= ground.day
        and study.country == "CA"
        and (parts[0] == "canada" or study.province == parts[0])
        and _level_of(study) > EDUCATION_LEVELS.index("secondary")
        for study in studies
    )


def _level_of(study: Study) -> int:
    """The level of a credential as its assessment states it, else as it is; -1: not known."""
    level = (study.eca.equivalent if study.eca else None) or study.credential
    return -1 if level is None else EDUCATION_LEVELS.index(level)


def _highest_in(ground: Ground, parts: list[str]) -> Answer:
    """Whether the highest credential is of a province, or of Canada."""
    studies = ground.profile.education
    if studies is None:
        return None
    done = [
        (_level_of(study), study)
        for study in studies
        if study.completed_on is not None and study.completed_on <= ground.day
    ]
    top = max((level for level, _ in done), default=-1)
    if top <= EDUCATION_LEVELS.index("secondary"):
        return False
    return any(
        study.country == "CA" and (parts[0] == "canada" or study.province == parts[0])
        for level, study in done
        if level == top
    )


def _credential_elsewhere(ground: Ground, parts: list[str]) -> Answer:
    inside, anywhere = _credential_in(ground, parts), _credential_in(ground, ["canada"])
    return all_of([anywhere, None if inside is None else not inside])


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


def _studied_elsewhere(ground: Ground, parts: list[str]) -> Answer:
    return _credential_elsewhere(ground, parts)


def _with_employer(ground: Ground, parts: list[str]) -> Answer:
    if len(parts) < 2:
        return with_offer_employer_now(ground)
    offer = ground.offer
    if offer is None:
        return None
    if offer is False:
        return False
    return all_of([_is_in(offer, parts[0]), _reach(months_with_offer_employer(ground), parts[1])])


def _permit(ground: Ground, kind: str) -> Answer:
    status = ground.profile.person.status_in_canada
    return None if status is None else status == kind


_CONDITIONS: Mapping[str, Callable[[Ground, list[str]], Answer]] = {
    "relative": lambda ground, parts: relative_in(ground, parts[0]),
    "relative_close": lambda ground, parts: relative_in(
        ground, parts[0], _CLOSE, only_applicant=True
    ),
    "relative_wide": lambda ground, parts: relative_in(ground, parts[0], _WIDE),
    "worked": _worked,
    "worked_related": _worked_related,
    "worked_elsewhere": _elsewhere,
    "studied": _studied,
    "studied_elsewhere": _studied_elsewhere,
    "credential_in": _credential_in,
    "credential_elsewhere_in_canada": _credential_elsewhere,
    "highest_in": _highest_in,
    "registered": lambda ground, parts: registered(ground, None, parts[0]),
    "en": _level("en"),
    "fr": _level("fr"),
    "bilingual": _bilingual,
    "language": _either,
    "offer": _offer,
    "offer_outside": _offer_outside,
    "with_offer_employer": _with_employer,
    "with_offer_employer_months": _with_employer,
    "work_permit": lambda ground, _: _permit(ground, "worker"),
    "study_permit": lambda ground, _: _permit(ground, "student"),
    "unknown": lambda *_: None,
}
