"""The consultation agreement: its text by version and language, and its acceptance, word for word.

The licensees' Code asks for it before the first consultation, free or paid
(facts: process, practice, consultation_agreement). A text is never edited: a new
wording is a new file with a higher number.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agreement, Case, User
from portal.services import mail
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.settings import resource_dir
from portal.text import msg

CONSULTATION = "consultation.v1"
DECLARATION = "declaration.v1"


@lru_cache(maxsize=16)
def wording(version: str, language: str) -> str:
    """The text of a version in a language, with its places open."""
    path = resource_dir("templates") / "agreements" / f"{version}.{language}.txt"
    return path.read_text(encoding="utf-8").strip()


def filled(version: str, language: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; what stands in a value is never read as a place."""
    return wording(version, language) % dict(values)


def consultation_text(session: Session, case: Case, client: Mapping[str, str]) -> str:
    """The agreement between the firm's licensee and this client, in the case's language.

    ``client`` has name, address, phone and email; what is missing stands as a dash.
    """
    firm = settings_of(session).firm
    values = {
        "firm": firm.name,
        "licensee": firm.rcic_name,
        "licence": firm.rcic_number,
        "firm_address": firm.address,
        "firm_phone": firm.phone,
        "firm_email": firm.email,
        "register": firm.register_url,
        "complaints": firm.complaints_url,
        "case": case.number,
        **{f"client_{key}": value or "–" for key, value in client.items()},
    }
    return filled(CONSULTATION, case.language, values)


def accepted(session: Session, case: Case) -> Agreement | None:
    """The newest consultation agreement accepted for a case."""
    return session.scalar(
        select(Agreement)
        .where(Agreement.case_id == case.id, Agreement.kind == "consultation")
        .order_by(Agreement.accepted_at.desc())
        .limit(1)
    )


def of_case(session: Session, case: Case, agreement_id: uuid.UUID) -> Agreement | None:
    """One agreement of a case, or None."""
    found = session.get(Agreement, agreement_id)
    return found if found is not None and found.case_id == case.id else None


def accept_agreement(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    client: Mapping[str, str],
    signature_name: str,
    now: datetime,
) -> Agreement:
    """Keep the agreement as the client accepted it, and tell them where their copy is.

    Only the client can accept; a second press on the same text changes nothing.
    Raises Refused when no name was written.
    """
    if not signature_name.strip():
        raise Refused(msg("Write your name to accept the agreement."))
    with step(session, actor, "agreement.accept", case) as audit:
        if case.client_id is None or case.client_id != actor.user_id:
            raise Refused(msg("Only the client can accept the agreement."))
        text = consultation_text(session, case, client)
        before = accepted(session, case)
        if before is not None and before.text == text:
            return before
        firm = settings_of(session).firm
        agreement = Agreement(
            case_id=case.id,
            user_id=actor.user_id,
            text_version=CONSULTATION,
            language=case.language,
            text=text,
            signature_name=signature_name.strip()[:200],
            licensee_name=firm.rcic_name,
            licensee_number=firm.rcic_number,
            accepted_at=now,
        )
        session.add(agreement)
        session.flush()
        user = session.get_one(User, actor.user_id)
        mail.queue(
            session,
            "agreement_copy",
            user=user,
            language=case.language,
            number=case.number,
            path=f"/case/{case.id}/agreement",
        )
        audit.about(agreement)
        audit.fields("text_version", "accepted_at")
    return agreement
