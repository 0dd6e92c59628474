"""Cases that a specialist opens for somebody on the phone, and how the client takes one over."""

from __future__ import annotations

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, MailToken, User
from portal.services import intake, mail, tokens
from portal.services.actor import CASE_ROLES, Actor
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

PURPOSE = "take_over"


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
        user = session.scalar(select(User).where(User.email_lower == address.lower()))
        if user is None:
            user = User(
                email=address,
                email_lower=address.lower(),
                role="client",
                language=case.language,
                state="pending",
                created_at=now,
            )
            session.add(user)
            session.flush()
        if user.role != "client" or user.state == "disabled":
            raise Refused(msg("This address cannot take a case over. Use another one."))
        token = tokens.issue(session, user, PURPOSE, now, case_id=case.id)
        mail.queue(
            session,
            "case_takeover",
            user=user,
            language=case.language,
            number=case.number,
            path=f"/intake/take-over/{token}",
        )
        audit.fields("client_id")


def link_of(session: Session, token: str, now: datetime) -> tuple[MailToken, User]:
    """The link and whose it is, unused. Raises LinkDead."""
    found = tokens.find(session, token, PURPOSE, now)
    return found, session.get_one(User, found.user_id)


def take_over(
    session: Session,
    actor: Actor,
    token: str,
    *,
    now: datetime,
    passphrase_hash: str | None = None,
) -> Case:
    """Make the person the link was mailed to the case's client; works once.

    Somebody without a passphrase sets one with it (hashed before this step). The
    questionnaire stays as it is; from now on only the client changes it.
    """
    with step(session, actor, "case.take_over") as audit:
        link, user = tokens.use(session, token, PURPOSE, now)
        case = session.get(Case, link.case_id)
        if case is None or case.client_id is not None:
            raise Refused(msg("This case has been taken over already."))
        if user.passphrase_hash is None:
            if passphrase_hash is None:
                raise Refused(msg("Choose a passphrase to take the case over."))
            user.passphrase_hash = passphrase_hash
            user.epoch += 1
        user.state = "active"
        user.email_confirmed_at = user.email_confirmed_at or now
        case.client_id = user.id
        person = dict(case.draft.document.get("person") or {})
        if not person.get("email"):
            person["email"] = user.email
            case.draft.document = {**case.draft.document, "person": person}
        audit.about(case)
        audit.fields("client_id")
        audit.also("user.confirm", user, "state", "email_confirmed_at")
    return case
