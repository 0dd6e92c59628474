"""What the office does to the rulebook: its own changes, its comparisons, whom rounds reached."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, random_id
from portal.models.people import User

AMENDMENT_STATES = ("draft", "accepted", "withdrawn", "discarded")


class Amendment(Base):
    """One change of the office to the shipped rulebook: a stream's state, a round, a table.

    A draft has no effect. An accepted one is laid over the shipped rules in the
    order of ``position`` and keeps its content (trigger); withdrawn, it has no effect
    again and stays on record.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        CheckConstraint(
            "state in (" + ",".join(f"'{each}'" for each in AMENDMENT_STATES) + ")", name="state"
        ),
        Index("ix_amendments_state_position", "state", "position"),
    )

    id: Mapped[uuid.UUID] = random_id()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    # The rule it touches, or "rounds" where it touches many.
    rule_id: Mapped[str] = mapped_column(String(120))
    # What is laid over the rulebook; see portal.rulebook.amending.
    change: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int | None] = mapped_column(unique=True)
    # What it would change of the open cases, worked out against the rulebook ``base_hash``.
    effect: Mapped[dict[str, Any] | None]
    base_hash: Mapped[str | None] = mapped_column(String(64))
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    accepted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]
    result_hash: Mapped[str | None] = mapped_column(String(64))
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    author: Mapped[User | None] = relationship(foreign_keys=[created_by])
    accepter: Mapped[User | None] = relationship(foreign_keys=[accepted_by])
    withdrawer: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by])


class RuleCheck(Base):
    """Somebody compared a rule with its source and found it right; append-only.

    It says nothing about figures, so it is no part of the rulebook and its hash.
    """

    __tablename__ = "rule_checks"
    __table_args__ = (
        UniqueConstraint("rule_id", "on", "checked_by", name="uq_rule_checks_natural"),
    )

    id: Mapped[uuid.UUID] = random_id()
    rule_id: Mapped[str] = mapped_column(String(120))
    on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime]
    rulebook_hash: Mapped[str] = mapped_column(String(64))

    checker: Mapped[User] = relationship(foreign_keys=[checked_by])


class CaseRound(Base):
    """A round that invited a case as it stood, or would with today's facts; derived.

    Rounds that do neither have no row. Rewritten with the case's working assessment.
    """

    __tablename__ = "case_rounds"
    __table_args__ = (Index("ix_case_rounds_case_id", "case_id"),)

    round_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    was: Mapped[bool]
    would: Mapped[bool]
    crs: Mapped[int | None]
