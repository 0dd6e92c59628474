"""The life of a case: one table of allowed moves, who may make each, and what it needs.

Every move is one conditional UPDATE on the case's state and version, so that of two
people who press at once one wins and the other is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from portal.models import Case, User
from portal.services.actor import CASE_ROLES, Actor
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import Text, msg

CLIENT = ("client",)
OFFICE = CASE_ROLES
CONSULTANTS = ("specialist", "lead")

UNSIGNED = ("in_review", "waiting_for_client", "ready_to_sign")
# What is still scored by today's rules; a signed assessment stands for its own day.
SCORED = ("submitted", *UNSIGNED)
ON_DESK = (*SCORED, "signed", "released", "closed")

# What the office promises: an answer within a week of sending, unless a specialist says otherwise.
PROMISE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that may happen to a case.

    ``target`` None: the state stays. ``licence``: only an account with a licence.
    ``needs`` names gates of ``services.gates`` that must be open.
    """

    sources: tuple[str, ...]
    target: str | None
    roles: tuple[str, ...]
    label: Text
    needs: tuple[str, ...] = ()
    licence: bool = False


READY = ("agreement", "assessment", "rules", "flags", "opinion")

MOVES: Mapping[str, Move] = {
    "submit": Move(("draft",), "submitted", CLIENT, msg("Send the answers"), ("agreement",)),
    "answer": Move(("waiting_for_client",), "in_review", CLIENT, msg("Answer the questions")),
    "claim": Move(("submitted",), "in_review", OFFICE, msg("Claim")),
    "hand_over": Move(UNSIGNED, None, OFFICE, msg("Hand over")),
    "promise": Move(("submitted", *UNSIGNED), None, OFFICE, msg("Set the date")),
    "correct": Move(("in_review", "waiting_for_client"), None, OFFICE, msg("Correct")),
    "ask": Move(
        ("in_review", "waiting_for_client", "ready_to_sign"),
        "waiting_for_client",
        OFFICE,
        msg("Ask the client"),
    ),
    "take_back": Move(
        ("waiting_for_client", "ready_to_sign"), "in_review", OFFICE, msg("Take back")
    ),
    "settle_flag": Move(UNSIGNED, None, OFFICE, msg("Settle a flag")),
    "assess": Move(("submitted", *UNSIGNED), None, OFFICE, msg("Assess again")),
    "write_opinion": Move(("in_review", "waiting_for_client"), None, OFFICE, msg("Save opinion")),
    "mark_ready": Move(("in_review",), "ready_to_sign", OFFICE, msg("Mark as ready"), READY),
    "sign": Move(
        ("in_review", "ready_to_sign"), "signed", CONSULTANTS, msg("Sign"), READY, licence=True
    ),
    "release": Move(("signed",), "released", CONSULTANTS, msg("Release"), ("pdf",)),
    "withdraw": Move(
        ("signed", "released", *UNSIGNED),
        "in_review",
        CONSULTANTS,
        msg("Withdraw"),
        licence=True,
    ),
    "reassess": Move(("released",), "in_review", CONSULTANTS, msg("Start a new assessment")),
    "close": Move(("released",), "closed", CONSULTANTS, msg("Close")),
}

STATE_NAMES: Mapping[str, Text] = {
    "draft": msg("Being filled in"),
    "submitted": msg("Submitted"),
    "in_review": msg("In review"),
    "waiting_for_client": msg("Waiting for client"),
    "ready_to_sign": msg("Ready to sign"),
    "signed": msg("Signed"),
    "released": msg("Released"),
    "closed": msg("Closed"),
}


class TakenByAnother(Refused):
    """Somebody else has claimed the case; ``name`` says who."""

    def __init__(self, name: str) -> None:
        super().__init__(msg("%(name)s has already claimed this case.", name=name))
        self.name = name


def allowed(case: Case, actor: Actor) -> frozenset[str]:
    """The moves this person may try now; what each still needs is another question."""
    return frozenset(
        name for name, rule in MOVES.items() if case.state in rule.sources and _may(rule, actor)
    )


def check(case: Case, name: str, actor: Actor) -> Move:
    """The rule of a move, or Refused when this person may not make it in this state."""
    rule = MOVES[name]
    if not _may(rule, actor):
        if rule.licence and actor.role in rule.roles:
            raise Refused(msg("Only a consultant with a licence may do this."))
        raise Refused(msg("Your role does not allow this."))
    if case.state not in rule.sources:
        raise Refused(
            msg(
                "This cannot be done now: the case is “%(state)s”.",
                state=STATE_NAMES[case.state],
            )
        )
    return rule


def move(
    session: Session, case: Case, name: str, actor: Actor, now: datetime, **columns: Any
) -> None:
    """Make a move within the caller's step, and set further columns of the case with it.

    Raises Refused when role, state or a need forbids it, or when somebody else moved
    the case first.
    """
    from portal.services import gates

    rule = check(case, name, actor)
    for gate in gates.of(session, case, rule.needs):
        if not gate.is_open:
            raise Refused(gate.detail)
    if name == "submit":
        columns.setdefault("due_on", (now + PROMISE).date())
    target = rule.target or case.state
    if target != case.state:
        columns["state"] = target
        columns["state_since"] = now
    done = cast(
        "CursorResult[Any]",
        session.execute(
            update(Case)
            .where(Case.id == case.id, Case.state == case.state, Case.version == case.version)
            .values(version=case.version + 1, **columns)
            .execution_options(synchronize_session=False)
        ),
    )
    if done.rowcount != 1:
        raise Refused(msg("Somebody changed this case a moment ago. Look again."))
    session.refresh(case)


def claim(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Take a submitted case. Raises TakenByAnother when somebody was quicker."""
    with step(session, actor, "case.claim", case) as audit:
        if case.owner is not None and case.state != "draft":
            if case.owner_id == actor.user_id:
                raise Refused(msg("You have this case already."))
            raise TakenByAnother(case.owner.name)
        due = case.due_on or ((case.submitted_at or now) + PROMISE).date()
        move(session, case, "claim", actor, now, owner_id=actor.user_id, claimed_at=now, due_on=due)
        audit.fields("owner_id", "state")


def hand_over(session: Session, case: Case, to: uuid.UUID, actor: Actor, now: datetime) -> User:
    """Give a case to a colleague; whoever has it now and a lead may do so. Gives the new owner."""
    with step(session, actor, "case.hand_over", case) as audit:
        if case.owner_id != actor.user_id and actor.role != "lead":
            raise Refused(msg("Only its owner or a lead hands a case over."))
        colleague = session.get(User, to)
        if colleague is None or colleague.role not in OFFICE or colleague.state != "active":
            raise Refused(msg("Choose a colleague who works on cases."))
        move(session, case, "hand_over", actor, now, owner_id=colleague.id)
        audit.fields("owner_id")
    return colleague


def promise(session: Session, case: Case, day: date, actor: Actor, now: datetime) -> None:
    """Set the day the office promised an answer for."""
    with step(session, actor, "case.promise", case) as audit:
        move(session, case, "promise", actor, now, due_on=day)
        audit.fields("due_on")


def take_back(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Go on reviewing without waiting any longer, or before signing after all."""
    _simple(session, case, "take_back", actor, now)


def mark_ready(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Tell the consultant that nothing but the signature is missing; an assistant may."""
    _simple(session, case, "mark_ready", actor, now)


def close(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Close a released case."""
    _simple(session, case, "close", actor, now)


def colleagues(session: Session) -> list[User]:
    """Everybody in the office who works on cases, by name."""
    from sqlalchemy import select

    return list(
        session.scalars(
            select(User).where(User.role.in_(OFFICE), User.state == "active").order_by(User.name)
        )
    )


def _simple(session: Session, case: Case, name: str, actor: Actor, now: datetime) -> None:
    with step(session, actor, f"case.{name}", case) as audit:
        move(session, case, name, actor, now)
        audit.fields("state")


def _may(rule: Move, actor: Actor) -> bool:
    return actor.role in rule.roles and (actor.may_sign or not rule.licence)
