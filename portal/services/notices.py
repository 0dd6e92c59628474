"""Letters to the client of a case: that something waits in the portal, never what it is."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.models import Case
from portal.services import mail


def tell_client(session: Session, case: Case, kind: str) -> None:
    """Write a letter in the client's language within the caller's step.

    ``kind`` names the template `email/case_<kind>.txt`: question, released, withdrawn.
    Nothing is written while nobody has taken the case over.
    """
    if case.client is not None:
        mail.queue(
            session,
            f"case_{kind}",
            user=case.client,
            language=case.language,
            number=case.number,
            path=f"/case/{case.id}",
        )
