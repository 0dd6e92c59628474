"""What the office counts: numbers given out, attempts made, disposals recorded."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, random_id


class Counter(Base):
    """The last number given out in one series, such as the cases of 2026."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class Attempt(Base):
    """One try at a gate (sign-in, reset …), counted to slow down whoever guesses.

    Whom or where it was about is kept as a keyed hash only.
    """

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_gate_subject_at", "gate", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gate: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Disposal(Base):
    """A recorded disposal: while it is open, its transaction may delete what is append-only."""

    __tablename__ = "disposals"

    id: Mapped[uuid.UUID] = random_id()
    reason: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[uuid.UUID | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
