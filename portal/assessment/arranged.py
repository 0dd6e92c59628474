"""Arranged employment: the offer that earns FSW points, carries FST, and spares the funds.

Ending CRS points for offers on 2025-03-25 left all of this alone (R82, R87.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.assessment.facts import Facts
from portal.assessment.offers import exempt_permit, hours_enough, long_enough, permits_on, skilled
from portal.assessment.profile import JobOffer
from portal.assessment.work import all_of


def authorized(facts: Facts, day: date) -> bool | None:
    """Whether the client may work in Canada on a day (a valid permit of any kind)."""
    permits = permits_on(facts, day)
    if permits is None:
        status = facts.profile.person.status_in_canada
        if status == "none" or facts.profile.job_offer is False:
            return False
        return None
    return bool(permits)


def _physician(facts: Facts, offer: JobOffer, rule: Mapping[str, Any]) -> bool | None:
    """Whether the offer is of the kind that need be neither continuous nor a year long.

    Public policy of 25 April 2023: physicians whose services are paid from public money.
    """
    codes = rule.get("physician_codes")
    if not codes or offer.noc is None:
        return None if codes else False
    return facts.rules.occupations.in_list(
        offer.noc.version, offer.noc.code, frozenset(codes), "2021"
    )


def arranged(
    facts: Facts,
    day: date,
    rule_day: date,
    rule: Mapping[str, Any],
    *,
    months: int,
    hours: int,
) -> tuple[bool | None, bool | None]:
    """Whether the offer qualifies, and whether it spares the settlement funds.

    ``rule``: needs_permanent, exempt_employed_years, exempt_exemptions of the
    program's own table, and physician_codes where their offers may be shorter. With
    an LMIA the offer qualifies whether or not the client may work here; without one
    only on a listed permit for that employer.
    """
    offer = facts.profile.job_offer
    if offer is None:
        return None, None
    if offer is False:
        return False, False
    lasting = all_of(
        [
            None if offer.seasonal is None else not offer.seasonal,
            offer.permanent if rule.get("needs_permanent") else long_enough(offer, months),
        ]
    )
    if lasting is False and _physician(facts, offer, rule) is not False:
        lasting = None  # who pays for the services is not in a profile
    conditions = [
        offer.offered_on is None or offer.offered_on <= day,
        hours_enough(offer, hours),
        lasting,
        skilled(facts, offer, rule_day),
    ]
    if offer.lmia == "approved":
        conditions.append(True)
    elif offer.lmia == "exempt":
        held = exempt_permit(
            facts, offer, day, rule["exempt_exemptions"], 12 * rule["exempt_employed_years"]
        )
        conditions.append(held)
    else:
        conditions.append(None if offer.lmia is None else False)
    met = all_of(conditions)
    return met, all_of([met, authorized(facts, day)])
