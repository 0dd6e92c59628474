"""Arranged employment: the offer that earns FSW points, carries FST, and spares the funds.

Ending CRS points for offers on 2025-03-25 left all of this alone (R82, R87.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.assessment.facts import Facts
from portal.assessment.offers import exempt_permit, hours_enough, long_enough, permits_on, skilled
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
    program's own table. With an LMIA the offer qualifies whether or not the client
    may work here; without one only on a listed permit for that employer.
    """
    offer = facts.profile.job_offer
    if offer is None:
        return None, None
    if offer is False:
        return False, False
    conditions = [
        offer.offered_on is None or offer.offered_on <= day,
        hours_enough(offer, hours),
        None if offer.seasonal is None else not offer.seasonal,
        offer.permanent if rule.get("needs_permanent") else long_enough(offer, months),
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
