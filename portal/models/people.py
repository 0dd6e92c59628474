"""Accounts, logins, mailed tokens, consents, letters."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, random_id


class User(Base):
    """Somebody who can sign in: a client or a member of the office."""

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_email_lower", "email_lower", unique=True),
        CheckConstraint(
            "role in ('client','assistant','specialist','lead','administrator')", name="role"
        ),
        CheckConstraint("state in ('pending','active','disabled')", name="state"),
    )

    id: Mapped[uuid.UUID] = random_id()
    email: Mapped[str] = mapped_column(String(254))
    email_lower: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20))
    licence: Mapped[str | None] = mapped_column(String(7))
    language: Mapped[str] = mapped_column(String(2), default="en")
    state: Mapped[str] = mapped_column(String(10), default="pending")
    passphrase_hash: Mapped[str | None] = mapped_column(String(255))
    email_confirmed_at: Mapped[datetime | None]
    # Goes up by one at every change of e-mail, passphrase, factor or state: all letters die.
    epoch: Mapped[int] = mapped_column(default=0)
    # The place of the second factor (DESIGN section 10); no column of it is read yet.
    second_factor: Mapped[str | None] = mapped_column(String(20))
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def is_staff(self) -> bool:
        """Whether this account belongs to the office."""
        return self.role != "client"

    @property
    def may_sign(self) -> bool:
        """Only a licensed consultant signs; the role alone is not enough."""
        return self.role in ("specialist", "lead") and self.licence is not None


class Login(Base):
    """One browser's session. The cookie holds 32 random bytes, this row their SHA-256."""

    __tablename__ = "logins"
    __table_args__ = (Index("ix_logins_user_id", "user_id"),)

    id: Mapped[uuid.UUID] = random_id()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    epoch: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    fresh_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120), default="")


class MailToken(Base):
    """A mailed link: one purpose, one use, dead after a change of the account."""

    __tablename__ = "mail_tokens"

    id: Mapped[uuid.UUID] = random_id()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(30))
    epoch: Mapped[int]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    # What one purpose needs to know: for "new_email" the address to change to.
    note: Mapped[str | None] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ParkedPost(Base):
    """What somebody sent after their login had ended, kept until they sign in again."""

    __tablename__ = "parked_posts"

    id: Mapped[uuid.UUID] = random_id()
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Consent(Base):
    """One consent for one purpose, with the text's version as it was read."""

    __tablename__ = "consents"

    id: Mapped[uuid.UUID] = random_id()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    accepted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Letter(Base):
    """A mail to send (the outbox): written in the step's own transaction."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state in ('queued','sent','failed','nobody','kept')", name="state"),
        Index("ix_outbox_state_created_at", "state", "created_at"),
    )

    id: Mapped[uuid.UUID] = random_id()
    kind: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="en")
    subject: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class AuditEvent(Base):
    """Who did what to which object, when. Ids and field names, never values; append-only."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor_id: Mapped[uuid.UUID | None]
    actor_role: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[uuid.UUID | None]
    fields: Mapped[list[Any]] = mapped_column(default=list)
    request_id: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RulebookRecord(Base):
    """A rulebook that an assessment was made with, kept whole (a zip of its files)."""

    __tablename__ = "rulebooks"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    engine: Mapped[str] = mapped_column(String(40))
    archive: Mapped[bytes] = mapped_column(LargeBinary)
    first_used_at: Mapped[datetime]


__all__ = [
    "AuditEvent",
    "Consent",
    "Letter",
    "Login",
    "MailToken",
    "ParkedPost",
    "RulebookRecord",
    "User",
]
