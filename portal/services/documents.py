"""The papers of an assessment: what stands on them, rendering them once, reading them.

A PDF is rendered in a child process, outside any transaction, and stored as a row of its own
that is never replaced. The same row is what everybody downloads.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from portal.assessment.result import localize
from portal.models import Case, Opinion, ProfileVersion, Rendering, StoredAssessment
from portal.rendering.child import render_in_child
from portal.rendering.paper import Paper
from portal.rendering.view import Report, report
from portal.services import clock, flags, queue, signing
from portal.services.actor import SYSTEM, Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import LANGUAGES, msg

#: What a page says of a PDF: not_signed, waiting, running, failed, ready.
NOT_SIGNED, READY, WAITING = "not_signed", "ready", "waiting"


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """An assessment as a page shows it; `pdf` is the stored paper, without its bytes."""

    stored: StoredAssessment
    case: Case
    document: Mapping[str, Any]
    report: Report
    pdf: Rendering | None
    pdf_state: str
    papers: tuple[Rendering, ...]


def render(
    session: Session,
    assessment_id: uuid.UUID,
    language: str,
    edition: str = signing.EDITION,
    now: datetime | None = None,
) -> Rendering:
    """Render and store one PDF of a signed assessment; a stored one is given back untouched.

    Raises Refused for what is not signed or an unknown language or edition, and
    RenderingFailed when the child process gave no PDF. Nothing is half stored.
    """
    if language not in LANGUAGES or edition not in signing.EDITIONS:
        raise Refused(msg("There is no such PDF."))
    stored = session.get(StoredAssessment, assessment_id)
    if stored is None or stored.state not in signing.NUMBERED:
        raise Refused(msg("Only a signed assessment has a PDF."))
    found = _stored(session, assessment_id, language, edition)
    if found is not None:
        return found
    document, paper = stored.document, paper_of(session, stored)
    session.rollback()  # rendering takes seconds: no transaction stays open meanwhile
    content, pages = render_in_child(document, paper, lang=language, edition=edition)
    with step(session, SYSTEM, "rendering.store", stored) as audit:
        found = _stored(session, assessment_id, language, edition)
        if found is None:
            found = Rendering(
                assessment_id=assessment_id,
                language=language,
                edition=edition,
                pages=pages,
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                created_at=now or clock.now(),
            )
            session.add(found)
            session.flush()
            audit.about(found)
    return found


def paper_of(session: Session, stored: StoredAssessment) -> Paper:
    """What stands on the paper beside the result: sealed when signed, else as it is today."""
    settings = settings_of(session)
    seal = stored.seal
    if seal is None:
        seal = _unsigned(session, stored)
    values = {"firm": asdict(settings.firm), "timezone": settings.timezone} | dict(seal)
    return Paper.model_validate(values | {"number": stored.number})


def _unsigned(session: Session, stored: StoredAssessment) -> dict[str, Any]:
    """The draft of a seal: opinion and cleared flags as they stand, no signer."""
    case = session.get_one(Case, stored.case_id)
    version = session.get_one(ProfileVersion, stored.profile_version_id)
    opinion = session.get(Opinion, case.id)
    names = ("summary", "route", "next_steps", "watch")
    states = flags.states(session, case, stored.document, version)
    return {
        "client": {"name": signing.full_name(version.document), "case_number": case.number},
        "opinion": {name: getattr(opinion, name) for name in names} if opinion else {},
        "flags": [
            {
                "id": each.flag["id"],
                "path": each.flag["path"],
                "reason": each.cleared.reason,
                "cleared_by": each.cleared_by,
                "cleared_at": each.cleared.cleared_at.isoformat(),
            }
            for each in states
            if each.cleared is not None
        ],
    }


def page(session: Session, stored: StoredAssessment, language: str) -> AssessmentPage:
    """Everything the assessment's page shows, in one language. Reads only."""
    document = localize(stored.document, language)
    papers = tuple(signing.renderings(session, stored))
    case = session.get_one(Case, stored.case_id)
    pdf = _best(papers, language)
    return AssessmentPage(
        stored=stored,
        case=case,
        document=document,
        report=report(document, paper_of(session, stored), language),
        pdf=pdf,
        pdf_state=READY if pdf else pdf_state(session, stored, case.language),
        papers=papers,
    )


def pdf_state(session: Session, stored: StoredAssessment, language: str) -> str:
    """How far the PDF in a language is: not_signed, waiting, running, failed or ready."""
    if stored.state not in signing.NUMBERED:
        return NOT_SIGNED
    if _stored(session, stored.id, language, signing.EDITION) is not None:
        return READY
    job = queue.state_of(session, signing.pdf_job(stored.id, language, signing.EDITION))
    return job.state if job is not None and job.state != queue.DONE else WAITING


def download(
    session: Session, stored: StoredAssessment, actor: Actor, language: str, edition: str
) -> Rendering | None:
    """The stored PDF with its bytes, or None; that it was read leaves an audit event."""
    papers = signing.renderings(session, stored)
    found = _best([each for each in papers if each.edition == edition], language)
    if found is None:
        return None
    with step(session, actor, "rendering.read", found):
        content = found.content  # loaded before the transaction ends
    if hashlib.sha256(content).hexdigest() != found.sha256:
        raise RuntimeError(f"rendering {found.id} is not what was stored")
    return found


def _best(papers: list[Rendering] | tuple[Rendering, ...], language: str) -> Rendering | None:
    """The paper in the reader's language, Letter first; else any."""
    ranked = sorted(
        papers, key=lambda each: (each.language != language, each.edition != signing.EDITION)
    )
    return next(iter(ranked), None)


def _stored(
    session: Session, assessment_id: uuid.UUID, language: str, edition: str
) -> Rendering | None:
    return session.scalar(
        select(Rendering)
        .where(
            Rendering.assessment_id == assessment_id,
            Rendering.language == language,
            Rendering.edition == edition,
        )
        .options(defer(Rendering.content))
    )
