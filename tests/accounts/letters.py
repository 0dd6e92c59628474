"""Reading the outbox, as somebody who got the letter does."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Letter
from tests.client import HOST


def letters(db: Session) -> list[Letter]:
    """All letters, oldest first."""
    db.rollback()
    found = list(db.scalars(select(Letter).order_by(Letter.created_at)))
    db.rollback()
    return found


def link_in(db: Session, kind: str) -> str:
    """The path of the link in the newest letter of a kind."""
    db.rollback()
    newest = select(Letter.body).where(Letter.kind == kind).order_by(Letter.created_at.desc())
    body = db.scalars(newest).first()
    db.rollback()
    assert body is not None, f"no letter of kind {kind}"
    line = next(line for line in body.splitlines() if line.startswith("https://"))
    return line.removeprefix(f"https://{HOST}")
