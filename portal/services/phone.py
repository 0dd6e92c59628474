"""Cases that a specialist opens for somebody on the phone, and the link that hands one over.

The link is used up by ``services.accounts`` (``take_over``, ``choose_passphrase``).
"""

from __future__ import annotations

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, User
from portal.services import accounts, intake, mail, tokens
from portal.services.actor import CASE_ROLES, Actor
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

# Purpose of the link and the page it leads to.
TAKE_OVER = ("take_over", "/intake/take-over")
INVITATION = ("invite", "/account/invitation")


def open_case_by_phone(
    session: Session, actor: Actor, now: datetime, *, language: str = "en"
) -> Case:
    """A case without a client account yet, whose questionnaire the office fills in."""
    if actor.role not in CASE_ROLES:
        raise Refused(msg("Your role does not allow this."))
    with step(session, actor, "case.open_by_phone") as audit:
        case = intake.new_case(session, actor, now, language=language)
        audit.about(case)
    return case


def send_takeover_link(
    session: Session, actor: Actor, case: Case, *, email: str, now: datetime
) -> None:
    """Mail the person a link with which they take the case over; an account is made if needed.

    Raises Refused when the case has a client already, the address is none, or it
    belongs to a member of the office.
    """
    try:
        address = validate_email(
            email.strip(), check_deliverability=False, test_environment=True
        ).normalized
    except EmailNotValidError:
        raise Refused(msg("Enter an e-mail address, such as name@example.com")) from None
    with step(session, actor, "case.send_takeover_link", case) as audit:
        if actor.role not in CASE_ROLES:
            raise Refused(msg("Your role does not allow this."))
        if case.client_id is not None:
            raise Refused(msg("This case has been taken over already."))
        user = session.scalar(select(User).where(User.email_lower == accounts.lowered(address)))
        if user is None:
            user = User(
                email=address,
                email_lower=accounts.lowered(address),
                role="client",
                language=case.language,
                state="pending",
                created_at=now,
            )
            session.add(user)
            session.flush()
        if user.role != "client" or user.state == "disabled":
            raise Refused(msg("This address cannot take a case over. Use another one."))
        # Whoever has an account takes the case over signed in; others open one with the link.
        purpose, page = TAKE_OVER if user.passphrase_hash else INVITATION
        token = tokens.issue(session, user, purpose, now, case_id=case.id)
        mail.queue(
            session,
            "case_takeover",
            user=user,
            language=case.language,
            number=case.number,
            path=f"{page}/{token}",
        )
        audit.fields("client_id")
