"""Cases: the draft, its versions, agreement, questions, opinion, and what was assessed."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, random_id
from portal.models.people import User

CASE_STATES = (
    "draft",
    "submitted",
    "in_review",
    "waiting_for_client",
    "ready_to_sign",
    "signed",
    "released",
    "closed",
)


class Case(Base):
    """One client's matter, from the first answer to a released assessment."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("state in (" + ",".join(f"'{s}'" for s in CASE_STATES) + ")", name="state"),
        Index("ix_cases_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[uuid.UUID] = random_id()
    number: Mapped[str] = mapped_column(String(20), unique=True)
    # Null while a specialist fills it in for somebody on the phone who has no account yet.
    client_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    opened_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(2), default="en")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    due_on: Mapped[date | None]

    client: Mapped[User | None] = relationship(foreign_keys=[client_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    draft: Mapped[Draft] = relationship(back_populates="case", uselist=False)
    facts: Mapped[CaseFacts | None] = relationship(uselist=False)


class Draft(Base):
    """The questionnaire as it stands: a profile document, saved page by page in place."""

    __tablename__ = "drafts"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    document: Mapped[dict[str, Any]]
    # Which pages were saved, and answers that are no profile facts ("booked", "under way").
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship(back_populates="draft")


class ProfileVersion(Base):
    """The facts as submitted or corrected; append-only."""

    __tablename__ = "profile_versions"
    __table_args__ = (
        UniqueConstraint("case_id", "number", name="uq_profile_versions_case_number"),
    )

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(20))  # submission | correction | client_correction
    reason: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]


class Declaration(Base):
    """The client's declaration at one submission: text and time, as read."""

    __tablename__ = "declarations"

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profile_versions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime]


class Agreement(Base):
    """A consultation agreement as accepted, word for word."""

    __tablename__ = "agreements"

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(20), default="consultation")
    text_version: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    signature_name: Mapped[str] = mapped_column(String(200))
    licensee_name: Mapped[str] = mapped_column(String(200))
    licensee_number: Mapped[str] = mapped_column(String(7))
    accepted_at: Mapped[datetime]


class Question(Base):
    """Something the office asks the client, at one field of the questionnaire."""

    __tablename__ = "questions"

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    path: Mapped[str] = mapped_column(String(200))  # profile key path, "work.0.hours_per_week"
    text: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]


class FlagCleared(Base):
    """A flag of the assessment that a specialist looked at and settled, with the reason."""

    __tablename__ = "flags_cleared"

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    flag_id: Mapped[str] = mapped_column(String(120))
    path: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    cleared_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    cleared_at: Mapped[datetime]
    # A correction of the fact behind it opens the flag again.
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profile_versions.id"))


class Opinion(Base):
    """The consultant's own words on a case, until signing freezes a copy."""

    __tablename__ = "opinions"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    route: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    watch: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))


class StoredAssessment(Base):
    """An assessment: a working one, or signed and numbered and then immutable (trigger)."""

    __tablename__ = "assessments"
    __table_args__ = (
        CheckConstraint(
            "state in ('working','signed','released','withdrawn','superseded')", name="state"
        ),
        Index("ix_assessments_case_id_created_at", "case_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = random_id()
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profile_versions.id"))
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="working")
    on: Mapped[date]
    document: Mapped[dict[str, Any]]
    rulebook_hash: Mapped[str] = mapped_column(String(64))
    engine: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    # Frozen by signing: {"opinion": …, "flags": [...], "client": …, "signer": …, "agreement": …}
    seal: Mapped[dict[str, Any] | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)


class Rendering(Base):
    """One PDF of one signed assessment; inserted once, never replaced (trigger)."""

    __tablename__ = "renderings"
    __table_args__ = (
        UniqueConstraint("assessment_id", "language", "edition", name="uq_renderings_natural"),
    )

    id: Mapped[uuid.UUID] = random_id()
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    edition: Mapped[str] = mapped_column(String(20), default="letter")
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class CaseFacts(Base):
    """What the queue filters and sorts by; derived from the newest assessment, rebuildable."""

    __tablename__ = "case_facts"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    profile_version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("profile_versions.id"))
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"))
    client_name: Mapped[str] = mapped_column(String(400), default="")
    on: Mapped[date]
    rulebook_hash: Mapped[str] = mapped_column(String(64))
    crs_total: Mapped[int | None] = mapped_column(index=True)
    provisional: Mapped[bool] = mapped_column(default=False)
    programs: Mapped[list[Any]] = mapped_column(default=list)
    streams: Mapped[list[Any]] = mapped_column(default=list)
    noc: Mapped[str | None] = mapped_column(String(12))
    errors: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime]
