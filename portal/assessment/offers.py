"""What a job offer is good for: its conditions, its LMIA, the permit behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from portal.assessment.calendar import months_after
from portal.assessment.facts import Facts
from portal.assessment.profile import JobOffer, WorkPermit
from portal.assessment.work import all_of


class Standing(Enum):
    """Whether an offer meets a rule's conditions."""

    MEETS = "meets"
    FAILS = "fails"
    UNKNOWN = "unknown"


def _tri(answer: bool | None) -> Standing:
    return {True: Standing.MEETS, False: Standing.FAILS, None: Standing.UNKNOWN}[answer]


def offer_standing(facts: Facts, day: date, rule_day: date, rule: Mapping[str, Any]) -> Standing:
    """Whether the offer meets the CRS conditions of a day (table crs.additional.job_offer)."""
    offer = facts.profile.job_offer
    if not offer:
        return Standing.FAILS if offer is False else Standing.UNKNOWN
    answers = [
        _offered(offer, day),
        hours_enough(offer, rule["min_hours_per_week"]),
        None if offer.seasonal is None else not offer.seasonal,
        offer.permanent if rule["needs_permanent"] else long_enough(offer, rule["min_months"]),
        skilled(facts, offer, rule_day),
    ]
    if offer.lmia == "approved":
        answers.append(True)
    elif offer.lmia is None:
        answers.append(None)
    elif offer.lmia == "exempt" and not rule["needs_lmia"]:
        answers.append(
            exempt_permit(
                facts, offer, day, rule["exempt_exemptions"], rule["exempt_permit_months"]
            )
        )
    else:
        answers.append(False)
    return _tri(all_of(answers))


def _offered(offer: JobOffer, day: date) -> bool:
    return offer.offered_on is None or offer.offered_on <= day


def hours_enough(offer: JobOffer, least: int) -> bool | None:
    """Whether the offer is full-time."""
    return None if offer.hours_per_week is None else offer.hours_per_week >= least


def long_enough(offer: JobOffer, months: int) -> bool | None:
    """Whether the offer runs long enough; a permanent one does."""
    if offer.permanent:
        return True
    return None if offer.duration_months is None else offer.duration_months >= months


def skilled(facts: Facts, offer: JobOffer, rule_day: date) -> bool | None:
    """Whether the offer is in a skilled occupation by the rule of a day."""
    if offer.noc is None:
        return None
    return facts.rules.occupations.skilled_on(offer.noc.version, offer.noc.code, rule_day)


def permits_on(facts: Facts, day: date) -> list[WorkPermit] | None:
    """Work permits valid on a day; None when permits were not asked."""
    permits = facts.profile.work_permits
    if permits is None:
        return None
    return [
        each
        for each in permits
        if (each.from_ is None or each.from_ <= day) and (each.until is None or each.until >= day)
    ]


def named_permit(facts: Facts, offer: JobOffer, day: date) -> bool | None:
    """Whether a valid permit names the employer of the offer. An open permit names nobody."""
    permits = permits_on(facts, day)
    if permits is None:
        return None
    wanted = _name(offer.employer)
    names = [_name(each.employer) for each in permits if each.kind in (None, "employer_specific")]
    if wanted is not None and wanted in names:
        return True
    return None if names and (wanted is None or None in names) else False


def _name(employer: str | None) -> str | None:
    return None if employer is None else employer.casefold().strip()


def exempt_permit(
    facts: Facts, offer: JobOffer, day: date, exemptions: list[str], months: int
) -> bool | None:
    """The LMIA-exempt case: a permit of a listed kind, and some time with that employer."""
    if offer.exemption is None:
        return None
    if offer.exemption not in exemptions:
        return False
    answers = [named_permit(facts, offer, day)]
    if months:
        answers.append(
            None
            if offer.employed_since is None
            else months_after(offer.employed_since, months) <= day
        )
    return all_of(answers)
