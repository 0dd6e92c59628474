"""Mailed links: 32 random bytes, one purpose, one use, dead after a change of the account.

Only the SHA-256 is stored. A link opens a page; a POST uses it up by one
conditional UPDATE whose row count must be 1, in the step's own transaction.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import MailToken, User
from portal.services.refusal import Refused
from portal.services.sessions import digest, new_token
from portal.text import msg

# How long each kind of link is good.
GOOD_FOR = {
    "confirm": timedelta(days=2),
    "reset": timedelta(hours=1),
    "invite": timedelta(days=7),
    "take_over": timedelta(days=14),
    "new_email": timedelta(hours=12),
}


class LinkDead(Refused):
    """The link was used, is too old, or the account has changed since."""

    def __init__(self) -> None:
        super().__init__(
            msg("This link has been used, has expired, or was replaced by a newer one.")
        )


def issue(
    session: Session, user: User, purpose: str, now: datetime, *,
    case_id: uuid.UUID | None = None, note: str | None = None,
) -> str:  # fmt: skip
    """Make a link's token inside the caller's step. `note` is what the purpose needs to know."""
    token = new_token()
    session.add(
        MailToken(
            token_hash=digest(token),
            user_id=user.id,
            purpose=purpose,
            epoch=user.epoch,
            case_id=case_id,
            note=note,
            created_at=now,
            expires_at=now + GOOD_FOR[purpose],
        )
    )
    return token


def find(session: Session, token: str, purpose: str, now: datetime) -> MailToken:
    """The link's row, if a POST would be able to use it now. Raises LinkDead."""
    found = session.scalar(
        select(MailToken)
        .join(User, User.id == MailToken.user_id)
        .where(
            MailToken.token_hash == digest(token),
            MailToken.purpose == purpose,
            MailToken.used_at.is_(None),
            MailToken.expires_at > now,
            MailToken.epoch == User.epoch,
            User.state != "disabled",
        )
    )
    if found is None:
        raise LinkDead
    return found


def use(session: Session, token: str, purpose: str, now: datetime) -> tuple[MailToken, User]:
    """Use a link up inside the caller's step. Raises LinkDead for all but the first."""
    found = find(session, token, purpose, now)
    user = session.get_one(User, found.user_id)
    taken = session.execute(
        update(MailToken)
        .where(MailToken.id == found.id, MailToken.used_at.is_(None), MailToken.epoch == user.epoch)
        .values(used_at=now)
        .returning(MailToken.id)
        .execution_options(synchronize_session=False)
    )
    if taken.first() is None:
        raise LinkDead
    return found, user
