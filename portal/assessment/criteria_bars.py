"""Criteria about what shuts a stream: work elsewhere now, a Canadian partner, a profile or none."""

from __future__ import annotations

from datetime import date

from portal.assessment.criteria_ties import province_name
from portal.assessment.ground import Answer, Ground, Judged, any_of
from portal.assessment.pool import NO_PROFILE, NOT_KNOWN, membership
from portal.assessment.profile import WorkPermit
from portal.assessment.work_months import works_in_now
from portal.rulebook.criteria import Spec
from portal.text import msg


def not_working(ground: Ground, spec: Spec) -> Judged:
    """No paid job in Canada on the day, or none outside one province."""
    outside = spec.values.get("outside")
    works = works_in_now(ground, outside or "canada", elsewhere=outside is not None)
    if works is None:
        return Judged(None, None, None, msg("Where the client works now is not known yet"))
    if outside is None:
        words = {True: msg("Works in Canada now"), False: msg("Does not work in Canada now")}
    else:
        name = province_name(outside)
        words = {
            True: msg("Works in Canada outside %(province)s now", province=name),
            False: msg("Does not work in Canada outside %(province)s now", province=name),
        }
    # Where somebody works is not changed soon (docs/decisions: streams and rounds as data).
    return Judged(not works, works, None, words[works], soon=False)


def no_canadian_partner(ground: Ground, _: Spec) -> Judged:
    """No spouse or common-law partner who is a citizen or permanent resident."""
    has: Answer = ground.facts.partner_on(ground.day, ground.rule_day)
    if has:
        spouse = ground.profile.spouse
        has = None if spouse is None else spouse.canadian_citizen_or_pr
    words = {
        True: msg("The partner is a Canadian citizen or permanent resident"),
        False: msg("No partner who is a Canadian citizen or permanent resident"),
        None: msg("Whether there is a Canadian partner is not known yet"),
    }
    return Judged(None if has is None else not has, has, None, words[has], soon=False)


def no_permit(ground: Ground, spec: Spec) -> Judged:
    """No work permit of some kinds valid on the day; with ``ever``, none before it either."""
    kinds, permits = spec.values["kinds"], ground.profile.work_permits
    held: Answer = None
    if permits is not None:
        current = [each for each in permits if spec.values.get("ever") or _valid(each, ground.day)]
        begun = [each for each in current if each.from_ is None or each.from_ <= ground.day]
        held = any_of([None if each.kind is None else each.kind in kinds for each in begun])
    words = {
        True: msg("There is such a permit"),
        False: msg("There is no such permit"),
        None: msg("Work permits, or their kinds, are not known yet"),
    }
    return Judged(None if held is None else not held, held, None, words[held])


def _valid(permit: WorkPermit, day: date) -> bool:
    return permit.until is None or permit.until >= day


def express_entry(ground: Ground, spec: Spec) -> Judged:
    """Whether the client has an Express Entry profile on the day, or has none."""
    has = _has_profile(ground)
    words = {
        True: msg("Has an Express Entry profile"),
        False: NO_PROFILE,
        None: NOT_KNOWN,
    }
    wanted: bool = spec.values["profile"]
    met = None if has is None else has is wanted
    # Nobody gives up a place in the pool for a stream beside it.
    return Judged(met, has, None, words[has], soon=wanted)


def _has_profile(ground: Ground) -> Answer:
    """Whether a profile is in the pool; one without a date holds on every day."""
    entry = ground.profile.express_entry
    if not entry:
        return None if entry is None else False
    member = membership(ground.profile, ground.rules)
    if member.known:
        return member.on(ground.day, None)
    return entry.ended_on is None or ground.day <= entry.ended_on
