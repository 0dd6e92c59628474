"""One business step: a transaction, its audit event and its outgoing work, all or nothing.

    with step(session, actor, "case.claim", case) as audit:
        case.owner_id = actor.user_id
        audit.fields("owner_id")

The write lock is taken at the start and everything read before is read anew
inside, so a check made in the step still holds when it commits. Hash, render
and talk to the network outside.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from portal.services import audit
from portal.services.actor import Actor
from portal.services.database import begin_writing


class Entry:
    """The audit event a step is going to leave; the step fills it in as it goes."""

    def __init__(self, action: str, about: Any) -> None:
        self.action = action
        self.subject = about
        self.changed: set[str] = set()
        self.case_id: uuid.UUID | None = None
        self.more: list[tuple[str, Any, tuple[str, ...]]] = []

    def fields(self, *names: str) -> None:
        """Name what was changed; never the values."""
        self.changed.update(names)

    def about(self, row: Any) -> None:
        """Name the row the step is about, when the step itself made it."""
        self.subject = row

    def also(self, action: str, about: Any, *fields: str) -> None:
        """Leave a second event in the same step."""
        self.more.append((action, about, fields))


@contextmanager
def step(session: Session, actor: Actor, action: str, about: Any = None) -> Iterator[Entry]:
    """Run a business step; it commits at the end, and anything raised undoes all of it.

    Raises RuntimeError inside another step: a step calls plain functions, not steps.
    """
    if session.info.get("step"):
        raise RuntimeError(f"{action} began inside the step {session.info['step']}")
    begin_writing(session)
    session.info["step"] = action
    try:
        entry = Entry(action, about)
        yield entry
        audit.append(
            session, actor, entry.action, entry.subject, fields=entry.changed, case_id=entry.case_id
        )
        for name, row, fields in entry.more:
            audit.append(session, actor, name, row, fields=fields)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["step"] = None
