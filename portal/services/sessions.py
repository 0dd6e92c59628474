"""Logins: rows that a cookie's random bytes lead to, with limits by role.

The row holds the SHA-256 of the bytes, so a copy of the database opens nothing.
Times: a login ends after `idle` minutes without a request and after `total`
minutes whatever happens; both depend on the role as it is now, not as it was.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.orm import Session

from portal.models import Login, User
from portal.services.actor import STAFF_ROLES
from portal.settings import SessionLimits

# A login that ended by time stays this long: what is sent from its page can be kept and restored.
REMEMBERED = timedelta(days=2)
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A login that is good now, with the account as it is now."""

    login_id: uuid.UUID
    user_id: uuid.UUID
    email: str
    name: str
    role: str
    licence: str | None
    language: str
    data: dict[str, Any]
    seen_at: datetime
    fresh_until: datetime | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A login that ended by time: whose it was, and the token its forms carried."""

    user_id: uuid.UUID
    data: dict[str, Any]
    minutes: int


def new_token() -> str:
    """32 random bytes, as text fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def idle_minutes(limits: SessionLimits, role: str) -> int:
    """How long an account of this role may be away."""
    return limits.staff_idle if role in STAFF_ROLES else limits.client_idle


def total_minutes(limits: SessionLimits, role: str) -> int:
    """How long a login of this role lasts in all."""
    return limits.staff_total if role in STAFF_ROLES else limits.client_total


def look_up(
    connection: Connection, token: str, now: datetime, limits: SessionLimits
) -> SignedIn | Ended | None:
    """The login a cookie leads to; None when there is none or the account changed since."""
    row = connection.execute(
        select(
            Login.id, Login.epoch, Login.data, Login.seen_at, Login.created_at,
            Login.fresh_until, User.id.label("user_id"), User.email, User.name, User.role,
            User.licence, User.language, User.state, User.epoch.label("present"),
        )
        .join(User, User.id == Login.user_id)
        .where(Login.token_hash == digest(token))
    ).one_or_none()  # fmt: skip
    if row is None or row.state != "active" or row.epoch != row.present:
        return None
    idle = idle_minutes(limits, row.role)
    total = total_minutes(limits, row.role)
    if now - row.created_at >= timedelta(minutes=total):
        return Ended(row.user_id, row.data, total)
    if now - row.seen_at >= timedelta(minutes=idle):
        return Ended(row.user_id, row.data, idle)
    return SignedIn(
        row.id, row.user_id, row.email, row.name, row.role, row.licence, row.language,
        row.data, row.seen_at, row.fresh_until,
    )  # fmt: skip


def keep(
    connection: Connection, login_id: uuid.UUID, now: datetime, data: dict[str, Any] | None
) -> None:
    """Note that a login was used, and what its session holds; one that is gone stays gone."""
    values: dict[str, Any] = {"seen_at": now}
    if data is not None:
        values["data"] = data
    connection.execute(update(Login).where(Login.id == login_id).values(**values))


def begin(
    session: Session, user: User, *, now: datetime, limits: SessionLimits, agent: str,
    data: dict[str, Any],
) -> str:  # fmt: skip
    """Open a login inside the caller's step and give the cookie's token."""
    token = new_token()
    session.add(
        Login(
            token_hash=digest(token),
            user_id=user.id,
            epoch=user.epoch,
            data=data,
            created_at=now,
            seen_at=now,
            fresh_until=now + timedelta(minutes=limits.fresh),
            expires_at=now + timedelta(minutes=total_minutes(limits, user.role)),
            agent=agent[:120],
        )
    )
    session.flush()
    return token


def end(session: Session, user_id: uuid.UUID, login_id: uuid.UUID) -> bool:
    """End one login of a user; False when it was none of theirs or is gone already."""
    gone = session.execute(
        delete(Login).where(Login.id == login_id, Login.user_id == user_id).returning(Login.id)
    )
    return gone.first() is not None


def end_all(session: Session, user_id: uuid.UUID, but: uuid.UUID | None = None) -> None:
    """End every login of a user, except the one named."""
    condition = [Login.user_id == user_id]
    if but is not None:
        condition.append(Login.id != but)
    session.execute(delete(Login).where(*condition))


def of_user(session: Session, user: User, now: datetime, limits: SessionLimits) -> list[Login]:
    """The logins of a user that are good now, the last used first."""
    idle = timedelta(minutes=idle_minutes(limits, user.role))
    return list(
        session.scalars(
            select(Login)
            .where(Login.user_id == user.id, Login.expires_at > now, Login.seen_at > now - idle)
            .order_by(Login.seen_at.desc())
        )
    )


def forget_old(session: Session, now: datetime) -> None:
    """Delete what nobody can come back to."""
    session.execute(delete(Login).where(Login.expires_at < now - REMEMBERED))
