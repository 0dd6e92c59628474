"""Changes of the rulebook without a release: drafted, weighed, accepted, withdrawn.

A draft is checked like the shipped rulebook itself: laid over the book in use, read by
its strict readers and proved by `portal rules check`. Before it is accepted the worker
works out what it does to every open case. Accepted, it makes one new rulebook; the open
cases are then assessed again. Withdrawn, the book is as it was without it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Amendment, AuditEvent, User
from portal.rulebook import Rulebook, RulebookError
from portal.rulebook.amending import amended
from portal.rulebook.check import faults
from portal.services import numbers, queue, rulebooks
from portal.services.actor import Actor
from portal.services.refusal import Refused, Stale
from portal.services.steps import Entry, step
from portal.text import Text, msg

DRAFT, ACCEPTED, WITHDRAWN, DISCARDED = "draft", "accepted", "withdrawn", "discarded"
# The operator is whoever runs the command line on the server itself; no account has that role.
ROLES = ("lead", "operator", "system")
ROUNDS = "rounds"  # the rule a change of kind "rounds" is about


class DoesNotFit(Refused):
    """The rulebook does not take a change; ``faults`` says why, a sentence each."""

    def __init__(self, faults: list[Text]) -> None:
        super().__init__(msg("The rulebook does not take this: %(why)s", why=faults[0]))
        self.faults = tuple(each for at, each in enumerate(faults) if each not in faults[:at])


def find(session: Session, amendment_id: uuid.UUID) -> Amendment | None:
    """One change by its id, or None."""
    return session.get(Amendment, amendment_id)


def listed(session: Session, *states: str) -> list[Amendment]:
    """Changes in these states (all without any), the newest first."""
    chosen = select(Amendment).order_by(Amendment.created_at.desc(), Amendment.number.desc())
    if states:
        chosen = chosen.where(Amendment.state.in_(states))
    return list(session.scalars(chosen))


def laid_over(rules: Rulebook, kind: str, change: Mapping[str, Any]) -> Rulebook:
    """The rulebook as it would be. Raises DoesNotFit where it would not be sound."""
    try:
        made = amended(rules, kind, change)
        found = faults(made)
    except RulebookError as fault:
        raise DoesNotFit([fault.words]) from fault
    if found:
        raise DoesNotFit(found)
    return made


def draft(
    session: Session,
    actor: Actor,
    kind: str,
    change: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Amendment:
    """Write a change down without effect, and have it weighed.

    The same change by the same person for the same reason is one draft, however often the
    button was pressed. Raises DoesNotFit where the rulebook does not take it, Refused without
    a reason.
    """
    _allowed(actor, reason)
    for each in listed(session, DRAFT):
        same = (each.kind, each.change, each.reason, each.created_by)
        if same == (kind, change, reason.strip(), actor.user_id):
            return each
    rules = rulebooks.in_use(session)
    laid_over(rules, kind, change)
    with step(session, actor, "amendment.draft") as audit:
        made = _add(session, actor, kind, change, reason, now)
        _weigh(session, made)
        audit.about(made)
        audit.fields("kind", "rule_id", "change", "reason")
    return made


def _add(
    session: Session,
    actor: Actor,
    kind: str,
    change: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Amendment:
    made = Amendment(
        number=numbers.next_number(session, "rules"),
        kind=kind,
        rule_id=str(change.get("rule_id") or ROUNDS),
        change=dict(change),
        reason=reason.strip(),
        created_by=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    session.add(made)
    session.flush()
    return made


def revise(
    session: Session,
    actor: Actor,
    amendment_id: uuid.UUID,
    seen: int,
    change: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Amendment:
    """Put another content into a draft. Raises Stale when somebody else did in between."""
    _allowed(actor, reason)
    found = _get(session, amendment_id)
    laid_over(rulebooks.in_use(session), found.kind, change)
    with step(session, actor, "amendment.revise") as audit:
        found = _draft(session, amendment_id, audit)
        _same(session, found, seen, {"change": dict(change), "reason": reason})
        found.change, found.reason = dict(change), reason.strip()
        found.rule_id = str(change.get("rule_id") or ROUNDS)
        found.version += 1
        found.updated_at = now
        found.effect = found.base_hash = None
        _weigh(session, found)
        audit.fields("change", "reason")
    return found


def draft_again(
    session: Session, actor: Actor, amendment_id: uuid.UUID, now: datetime
) -> Amendment:
    """A new draft with the content of one that was put away or withdrawn; that one stays so."""
    found = _get(session, amendment_id)
    if found.state not in (DISCARDED, WITHDRAWN):
        raise Refused(msg("This change stands. Nothing was written down."))
    return draft(session, actor, found.kind, found.change, found.reason, now)


def weigh_again(session: Session, actor: Actor, amendment_id: uuid.UUID, now: datetime) -> None:
    """Have a draft weighed anew: the rules or the cases changed since."""
    _allowed(actor)
    with step(session, actor, "amendment.weigh") as audit:
        found = _draft(session, amendment_id, audit)
        found.version += 1
        found.updated_at = now
        found.effect = found.base_hash = None
        _weigh(session, found)
        audit.fields("effect")


def discard(session: Session, actor: Actor, amendment_id: uuid.UUID, now: datetime) -> None:
    """Put a draft away; it stays on record and never takes effect."""
    _allowed(actor)
    with step(session, actor, "amendment.discard") as audit:
        found = _draft(session, amendment_id, audit)
        found.state = DISCARDED
        found.updated_at = now
        audit.fields("state")


def accept(
    session: Session, actor: Actor, amendment_id: uuid.UUID, seen: int, now: datetime
) -> Amendment:
    """Let a weighed draft take effect: one new rulebook, and the open cases assessed by it.

    Raises Refused before it was weighed against the book in use, and when the draft is
    another than the one that was seen.
    """
    _allowed(actor)
    found = _get(session, amendment_id)
    _still_a_draft(found)
    made = laid_over(rulebooks.in_use(session), found.kind, found.change)
    with step(session, actor, "amendment.accept") as audit:
        found = _draft(session, amendment_id, audit)
        if found.version != seen:
            raise Refused(msg("This draft changed since you opened it. Look at it again."))
        if not weighed(found) or found.base_hash != rulebooks.in_use(session).hash:
            raise Refused(
                msg("What it does to the open cases is not worked out by today’s rulebook yet.")
            )
        _take_up(session, actor, found, made, now)
        audit.fields("state", "position")
    return found


def take_up(
    session: Session,
    actor: Actor,
    kind: str,
    change: Mapping[str, Any],
    reason: str,
    now: datetime,
) -> Amendment:
    """Draft and accept in one step: an import from the command line, which has its own proof.

    Raises DoesNotFit where the rulebook does not take it.
    """
    _allowed(actor, reason)
    rules = rulebooks.in_use(session)
    made = laid_over(rules, kind, change)
    with step(session, actor, "amendment.accept") as audit:
        if rulebooks.in_use(session).hash != rules.hash:
            raise Refused(msg("The rulebook changed a moment ago. Try again."))
        found = _add(session, actor, kind, change, reason, now)
        _take_up(session, actor, found, made, now)
        audit.about(found)
        audit.fields("kind", "rule_id", "change", "reason", "state", "position")
    return found


def _take_up(
    session: Session, actor: Actor, found: Amendment, made: Rulebook, now: datetime
) -> None:
    last = session.scalar(select(func.max(Amendment.position))) or 0
    found.state = ACCEPTED
    found.position = last + 1
    found.accepted_by = actor.user_id
    found.accepted_at = found.updated_at = now
    found.result_hash = made.hash
    _assess_again(session, made)


def withdraw(
    session: Session, actor: Actor, amendment_id: uuid.UUID, reason: str, now: datetime
) -> None:
    """Take an accepted change back; the open cases are assessed again.

    Raises Refused where a later change stands on it.
    """
    _allowed(actor, reason)
    with step(session, actor, "amendment.withdraw") as audit:
        found = _get(session, amendment_id)
        audit.about(found)
        if found.state != ACCEPTED:
            raise Refused(msg("Only a change in force can be withdrawn."))
        _nothing_rests_on(session, found)
        found.state = WITHDRAWN
        found.withdrawn_by = actor.user_id
        found.withdrawn_at = found.updated_at = now
        found.withdrawn_reason = reason.strip()
        session.flush()
        _assess_again(session, rulebooks.in_use(session))
        audit.fields("state")


def _nothing_rests_on(session: Session, found: Amendment) -> None:
    before = {each for each, _ in rulebooks.composed(session).unfit}
    without = rulebooks.composed(session, without=found.id)
    fallen = [each for each, _ in without.unfit if each not in before]
    # A list goes on from the one before it: its codes would come back on the later day.
    fallen += [
        each.id
        for each in listed(session, ACCEPTED)
        if found.kind == each.kind == "list"
        and each.rule_id == found.rule_id
        and (each.position or 0) > (found.position or 0)
        and each.id not in fallen
    ]
    if fallen:
        numbers_ = ", ".join(session.get_one(Amendment, each).number for each in fallen)
        raise Refused(msg("%(numbers)s was built on it. Withdraw that first.", numbers=numbers_))
    if faults(without.rules):
        raise Refused(msg("Without it the rulebook would not be sound. Withdraw later ones first."))


def weighed(amendment: Amendment) -> bool:
    """Whether its effect on the open cases is worked out."""
    return bool(amendment.effect and amendment.effect.get("done_at"))


def _weigh(session: Session, amendment: Amendment) -> None:
    key = f"weigh-{amendment.id}-{amendment.version}"
    queue.enqueue(session, "weigh_amendment", amendment.id, workflow_id=key)


def _assess_again(session: Session, rules: Rulebook) -> None:
    # The same book may come back by a withdrawal: the newest audit event tells them apart.
    key = f"rules-{rules.hash[:12]}-{uuid.uuid4().hex[:8]}"
    queue.enqueue(session, "rescore_outdated", workflow_id=key)


def _allowed(actor: Actor, reason: str | None = None) -> None:
    if actor.role not in ROLES:
        raise Refused(msg("Only a lead changes the rulebook."))
    if reason is not None and not reason.strip():
        raise Refused(msg("Say why, for example “announced on the province’s page today”."))


def _get(session: Session, amendment_id: uuid.UUID) -> Amendment:
    found = session.get(Amendment, amendment_id)
    if found is None:
        raise Refused(msg("There is no such change."))
    return found


def _draft(session: Session, amendment_id: uuid.UUID, audit: Entry) -> Amendment:
    found = _get(session, amendment_id)
    audit.about(found)
    _still_a_draft(found)
    return found


def _still_a_draft(found: Amendment) -> None:
    if found.state != DRAFT:
        raise Refused(msg("This change is no draft any more."))


def _same(session: Session, found: Amendment, seen: int, yours: Mapping[str, Any]) -> None:
    if found.version != seen:
        theirs = {"change": found.change, "reason": found.reason}
        raise Stale(_last_hand(session, found), theirs, yours, found.version)


def _last_hand(session: Session, found: Amendment) -> str:
    """Who changed a draft last; the audit trail knows."""
    newest = (
        select(User.name)
        .join(AuditEvent, AuditEvent.actor_id == User.id)
        .where(AuditEvent.object_id == str(found.id))
        .order_by(AuditEvent.id.desc())
    )
    return session.scalar(newest.limit(1)) or (found.author.name if found.author else "")
