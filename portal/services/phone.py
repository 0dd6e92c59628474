"""Cases that a specialist opens for somebody on the phone, and how the client takes one over."""

from __future__ import annotations

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, User
from portal.services import accounts, consents, intake, mail, passphrases, tokens
from portal.services.actor import CASE_ROLES, Actor
from portal.services.database import settings_of
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


def link_owner(session: Session, token: str, now: datetime) -> User:
    """Whose link it is, while it can be used. Raises LinkDead."""
    return session.get_one(User, tokens.find(session, token, PURPOSE, now).user_id)


def take_over(
    session: Session,
    actor: Actor,
    token: str,
    *,
    now: datetime,
    name: str = "",
    passphrase: str = "",
    consent: bool = False,
) -> Case:
    """Make the person the link was mailed to the case's client; works once.

    Somebody without a passphrase chooses one with it and consents to the keeping of
    the answers. The questionnaire stays as it is; from now on only the client
    changes it. Raises LinkDead, WeakPassphrase, Refused.
    """
    user = link_owner(session, token, now)
    new_account = user.passphrase_hash is None
    stored = None
    if new_account:
        if not consent:
            raise Refused(msg("Your agreement is needed before we may keep your answers."))
        accounts.demand_good(session, passphrase, (user.email, name))
        session.rollback()
        stored = passphrases.hashed(settings_of(session), passphrase)
    with step(session, actor, "case.take_over") as audit:
        link, user = tokens.use(session, token, PURPOSE, now)
        case = session.get(Case, link.case_id)
        if case is None or case.client_id is not None:
            raise Refused(msg("This case has been taken over already."))
        if stored is not None:
            _open_account(session, user, name, stored, now)
            audit.also("account.take_over", user, "passphrase_hash", "state")
        case.client_id = user.id
        case.version += 1
        person = dict(case.draft.document.get("person") or {})
        if not person.get("email"):
            person["email"] = user.email
            case.draft.document = {**case.draft.document, "person": person}
        audit.about(case)
        audit.fields("client_id")
    return case


def _open_account(session: Session, user: User, name: str, stored: str, now: datetime) -> None:
    consents.record(session, user, "assessment", user.language, now)
    user.name = name.strip()[:200]
    user.passphrase_hash = stored
    user.state = "active"
    user.email_confirmed_at = now
    user.epoch += 1
