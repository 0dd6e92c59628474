"""The consultant's opinion on a case: written in place until signing freezes a copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.models import Case, Opinion, User
from portal.services import cases
from portal.services.actor import Actor
from portal.services.refusal import Refused, Stale
from portal.services.steps import step
from portal.text import msg

FIELDS = ("summary", "route", "next_steps", "watch")
LONGEST = 10_000


def read(session: Session, case: Case) -> Opinion | None:
    """The opinion as it stands, or None when nobody has begun it."""
    return session.get(Opinion, case.id)


def save(
    session: Session,
    case: Case,
    *,
    seen: int,
    texts: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Opinion:
    """Save the opinion; ``seen`` is the version the form was made from, 0 for a new one.

    A field left out of ``texts`` keeps what it holds. Raises Stale, with both texts,
    when somebody saved in between.
    """
    brought = {name: texts[name].replace("\r\n", "\n") for name in FIELDS if name in texts}
    if any(len(each) > LONGEST for each in brought.values()):
        raise Refused(
            msg("A part of the opinion is longer than %(count)s characters.", count=LONGEST)
        )
    with step(session, actor, "case.write_opinion", case) as audit:
        cases.move(session, case, "write_opinion", actor, now)
        opinion = session.get(Opinion, case.id)
        if opinion is None:
            opinion = Opinion(case_id=case.id, version=0, updated_at=now)
            for name in FIELDS:
                setattr(opinion, name, "")
            session.add(opinion)
        held = {name: getattr(opinion, name) for name in FIELDS}
        if opinion.version != seen:
            by = session.get(User, opinion.updated_by) if opinion.updated_by else None
            raise Stale(by.name if by else "", held, brought, opinion.version)
        for name, text in brought.items():
            setattr(opinion, name, text)
        opinion.version = seen + 1
        opinion.updated_at = now
        opinion.updated_by = actor.user_id
        audit.fields(*(name for name, text in brought.items() if held[name] != text))
    return opinion
