"""Signing, releasing and withdrawing: what makes an assessment a record.

Signing freezes a working assessment under a number, with everything that stands on
the paper beside it and a hash over all of it. From then on a trigger keeps the row;
only its fate (released, withdrawn, superseded) is still written.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from portal.models import Case, Opinion, ProfileVersion, Rendering, StoredAssessment
from portal.rulebook import Rulebook
from portal.services import (
    assessments,
    cases,
    flags,
    gates,
    notices,
    opinions,
    queue,
    rulebooks,
)
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

EDITION = "letter"
EDITIONS = ("letter", "a4")
NUMBERED = ("signed", "released", "withdrawn", "superseded")


def sign(
    session: Session, case: Case, *, shown: uuid.UUID, actor: Actor, now: datetime
) -> StoredAssessment:
    """Freeze, number and sign the assessment the consultant was shown.

    Only an account with a licence; every gate of the move must be open. A second press
    of the same button gives back the assessment that the first one signed. Raises
    Refused, also when another assessment took the shown one's place meanwhile.
    """
    done = session.get(StoredAssessment, shown)
    if done is not None and done.case_id == case.id and done.signed_by == actor.user_id:
        session.refresh(done)
        if done.state in NUMBERED:
            return done
    with step(session, actor, "case.sign", case) as audit:
        stored = session.get(StoredAssessment, shown, populate_existing=True)
        if stored is not None and stored.case_id == case.id and stored.state in NUMBERED:
            raise Refused(
                msg("This assessment is signed already, under %(number)s.", number=stored.number)
            )
        cases.move(session, case, "sign", actor, now)
        stored = assessments.current(session, case)
        if stored is None or stored.id != shown:
            raise Refused(
                msg("The assessment was made again since you looked. Read it before you sign.")
            )
        _freeze(session, case, stored, actor, now)
        request_pdf(session, stored, case.language, EDITION)
        audit.about(stored)
        audit.fields("state", "number", "seal", "sha256")
    return stored


def _freeze(
    session: Session, case: Case, stored: StoredAssessment, actor: Actor, now: datetime
) -> None:
    rulebooks.keep(session, rulebooks.in_use(session), now)
    stored.number = _next_number(session, case)
    stored.seal = _seal(session, case, stored, actor, now)
    stored.signed_at = now
    stored.signed_by = actor.user_id
    stored.sha256 = fingerprint(session, stored)
    stored.state = "signed"
    session.flush()


def _seal(
    session: Session, case: Case, stored: StoredAssessment, actor: Actor, now: datetime
) -> dict[str, Any]:
    """All that stands on the paper beside the result, as it was at the signature."""
    settings = settings_of(session)
    version = session.get_one(ProfileVersion, stored.profile_version_id)
    opinion = session.get_one(Opinion, case.id)
    agreement = gates.agreement_of(session, case)
    return {
        "client": {"name": full_name(version.document), "case_number": case.number},
        "signer": {"name": actor.name, "licence": actor.licence},
        "signed_at": now.isoformat(),
        "profile_version": version.number,
        "opinion": {name: getattr(opinion, name) for name in opinions.FIELDS},
        "flags": [
            {
                "id": each.flag["id"],
                "severity": each.flag["severity"],
                "path": each.flag["path"],
                "reason": each.cleared.reason,
                "cleared_by": each.cleared_by,
                "cleared_at": each.cleared.cleared_at.isoformat(),
            }
            for each in flags.states(session, case, stored.document, version)
            if each.cleared is not None
        ],
        "agreement": None
        if agreement is None
        else {
            "id": str(agreement.id),
            "text_version": agreement.text_version,
            "accepted_at": agreement.accepted_at.isoformat(),
        },
        "firm": asdict(settings.firm),
        "timezone": settings.timezone,
    }


def full_name(profile: Mapping[str, Any]) -> str:
    """Given and family name, as on a letter."""
    person = profile.get("person") or {}
    names = (person.get("given_names"), person.get("family_name"))
    return " ".join(each for each in names if each)


def _next_number(session: Session, case: Case) -> str:
    """The case's number and how many were signed in it; the step's lock keeps it unique."""
    count = session.scalar(
        select(func.count())
        .select_from(StoredAssessment)
        .where(StoredAssessment.case_id == case.id, StoredAssessment.number.is_not(None))
    )
    return f"{case.number}-{(count or 0) + 1}"


def fingerprint(session: Session, stored: StoredAssessment) -> str:
    """SHA-256 over all that a signature covers, in hex."""
    version = session.get_one(ProfileVersion, stored.profile_version_id)
    covered: dict[str, Any] = {
        "number": stored.number,
        "on": stored.on.isoformat(),
        "document": stored.document,
        "profile": version.document,
        "profile_version": version.number,
        "rulebook": stored.rulebook_hash,
        "engine": stored.engine,
        "seal": stored.seal,
    }
    packed = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def intact(session: Session, stored: StoredAssessment) -> bool:
    """Whether a signed assessment still is what was signed."""
    return stored.sha256 is not None and stored.sha256 == fingerprint(session, stored)


def rules_of(session: Session, stored: StoredAssessment) -> Rulebook | None:
    """The rulebook a signed assessment was made with, as it was kept."""
    return rulebooks.kept(session, stored.rulebook_hash)


def signed_of(session: Session, case: Case) -> list[StoredAssessment]:
    """The numbered assessments of a case, the newest first."""
    return list(
        session.scalars(
            select(StoredAssessment)
            .where(StoredAssessment.case_id == case.id, StoredAssessment.state.in_(NUMBERED))
            .order_by(StoredAssessment.signed_at.desc())
        )
    )


def renderings(session: Session, stored: StoredAssessment) -> list[Rendering]:
    """The PDFs that are stored for a signed assessment, without their bytes."""
    return list(
        session.scalars(
            select(Rendering)
            .where(Rendering.assessment_id == stored.id)
            .options(defer(Rendering.content))
            .order_by(Rendering.created_at)
        )
    )


def pdf_job(assessment_id: uuid.UUID, language: str, edition: str) -> str:
    """The natural key of the job that makes one PDF."""
    return f"pdf-{assessment_id}-{language}-{edition}"


def request_pdf(session: Session, stored: StoredAssessment, language: str, edition: str) -> None:
    """Put one PDF into the queue within the caller's step; asking twice makes one."""
    queue.enqueue(
        session,
        "render_pdf",
        stored.id,
        language,
        edition,
        workflow_id=pdf_job(stored.id, language, edition),
    )


def order_pdf(
    session: Session,
    case: Case,
    stored: StoredAssessment,
    language: str,
    edition: str,
    actor: Actor,
) -> None:
    """Have a further PDF made: the other language, or A4."""
    if language not in ("en", "fr") or edition not in EDITIONS:
        raise Refused(msg("There is no such PDF."))
    if stored.case_id != case.id or stored.state not in NUMBERED:
        raise Refused(msg("Only a signed assessment has a PDF."))
    with step(session, actor, "assessment.order_pdf", stored):
        request_pdf(session, stored, language, edition)


def release(session: Session, case: Case, actor: Actor, now: datetime) -> StoredAssessment:
    """Show the signed assessment to the client, and send a letter without content.

    An assessment released earlier is superseded by it. Raises Refused until the PDF in
    the client's language is stored.
    """
    with step(session, actor, "case.release", case) as audit:
        stored = _newest(session, case, "signed")
        cases.move(session, case, "release", actor, now)
        for earlier in signed_of(session, case):
            if earlier.state == "released":
                earlier.state = "superseded"
                audit.also("assessment.supersede", earlier, "state")
        stored.state = "released"
        stored.released_at = now
        notices.tell_client(session, case, "released")
        audit.about(stored)
        audit.fields("state", "released_at")
    return stored


def withdraw(
    session: Session,
    case: Case,
    *,
    assessment_id: uuid.UUID,
    reason: str,
    actor: Actor,
    now: datetime,
) -> StoredAssessment:
    """Take a signed or released assessment back, with a reason; the case is reviewed again."""
    if not reason.strip():
        raise Refused(msg("Say why the assessment is withdrawn."))
    planned = assessments.plan(session, case)
    with step(session, actor, "case.withdraw", case) as audit:
        stored = session.get(StoredAssessment, assessment_id, populate_existing=True)
        if stored is None or stored.case_id != case.id:
            raise Refused(msg("This case has no such assessment."))
        if stored.state not in ("signed", "released"):
            raise Refused(msg("Only a signed or released assessment can be withdrawn."))
        was_released = stored.state == "released"
        cases.move(session, case, "withdraw", actor, now)
        stored.state = "withdrawn"
        stored.withdrawn_at = now
        stored.withdrawn_reason = reason.strip()[:2000]
        assessments.carry_out_if_current(session, case, planned, now)
        if was_released:
            notices.tell_client(session, case, "withdrawn")
        audit.about(stored)
        audit.fields("state", "withdrawn_at", "withdrawn_reason")
    return stored


def _newest(session: Session, case: Case, state: str) -> StoredAssessment:
    for each in signed_of(session, case):
        if each.state == state:
            return each
    raise Refused(msg("There is no signed assessment to release."))
