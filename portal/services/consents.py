"""Consents: one row for one purpose, with the version of the text that was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Consent, User

# Goes up whenever the privacy page says something new. Older consents keep their version.
PRIVACY_VERSION = "privacy-2026-11-25"
PURPOSES = ("assessment",)


def record(session: Session, user: User, purpose: str, language: str, now: datetime) -> None:
    """Keep a consent given just now, inside the caller's step."""
    if purpose not in PURPOSES:
        raise ValueError(f"no purpose is called {purpose}")
    session.add(
        Consent(
            user_id=user.id,
            purpose=purpose,
            text_version=PRIVACY_VERSION,
            language=language,
            accepted_at=now,
        )
    )


def of_user(session: Session, user: User) -> list[Consent]:
    """Every consent a person has given, the newest first."""
    given = select(Consent).where(Consent.user_id == user.id)
    return list(session.scalars(given.order_by(Consent.accepted_at.desc())))
