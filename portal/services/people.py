"""The office's own people: invited by an administrator, never given a passphrase by one."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import User
from portal.services import accounts, clock, mail, passphrases, sessions, tokens
from portal.services.actor import STAFF_ROLES, SYSTEM, Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

LICENCE = re.compile(r"R[0-9]{6}")


def invite(
    session: Session, actor: Actor, *, email: str, name: str, role: str,
    licence: str | None = None, language: str = "en",
) -> str:  # fmt: skip
    """Open a waiting account for a member of the office and mail the link; gives its path.

    Inviting somebody again who has not come yet mails a new link. Raises Refused
    for an address that has an account, a role that is none, a licence of another form.
    """
    _demand(role, licence)
    now = clock.now()
    with step(session, actor, "account.invite") as audit:
        user = accounts.by_email(session, email)
        if user is None:
            user = User(
                email=email.strip(), email_lower=accounts.lowered(email), role=role,
                language=language, state="pending", created_at=now,
            )  # fmt: skip
            session.add(user)
        elif not user.is_staff or user.state != "pending":
            raise Refused(msg("This address has an account already."))
        user.name, user.role, user.licence = name.strip(), role, licence or None
        user.epoch = (user.epoch or 0) + 1
        session.flush()
        audit.about(user)
        audit.fields("role", "licence", "name")
        path = f"/account/invitation/{tokens.issue(session, user, 'invite', now)}"
        mail.queue(session, "invitation", user=user, path=path)
    return path


def set_role(
    session: Session, actor: Actor, user_id: uuid.UUID, *, role: str, licence: str | None
) -> None:
    """Give a member of the office another role or licence; it holds from their next request."""
    _demand(role, licence)
    with step(session, actor, "account.set_role") as audit:
        user = _member(session, user_id)
        if user.role == "administrator" and role != "administrator":
            _demand_other_administrator(session, user)
        audit.about(user)
        audit.fields("role", "licence")
        user.role, user.licence = role, licence or None


def disable(session: Session, actor: Actor, user_id: uuid.UUID) -> None:
    """Close an account to sign-in at once: its logins end and its letters die."""
    with step(session, actor, "account.disable") as audit:
        user = session.get(User, user_id)
        if user is None:
            raise Refused(msg("There is no such account."))
        if user.id == actor.user_id:
            raise Refused(msg("You cannot close your own account."))
        if user.role == "administrator":
            _demand_other_administrator(session, user)
        audit.about(user)
        audit.fields("state")
        user.state = "disabled"
        user.epoch += 1
        session.flush()
        sessions.end_all(session, user.id)


def enable(session: Session, actor: Actor, user_id: uuid.UUID) -> None:
    """Open a closed account again; who never chose a passphrase waits for an invitation."""
    with step(session, actor, "account.enable") as audit:
        user = session.get(User, user_id)
        if user is None or user.state != "disabled":
            raise Refused(msg("This account is not closed."))
        audit.about(user)
        audit.fields("state")
        user.state = "active" if user.email_confirmed_at else "pending"
        user.epoch += 1


def staff(session: Session) -> list[User]:
    """Everybody of the office, by name."""
    return list(
        session.scalars(select(User).where(User.role.in_(STAFF_ROLES)).order_by(User.name, User.id))
    )


def find_member(session: Session, actor: Actor, member_id: uuid.UUID) -> User | None:
    """A member of the office, for an administrator."""
    if actor.role != "administrator":
        return None
    user = session.get(User, member_id)
    return user if user is not None and user.is_staff else None


def create_demo_user(
    session: Session, *, email: str, name: str, role: str, passphrase: str,
    licence: str | None = None, language: str = "en",
) -> User:  # fmt: skip
    """An invented person whose passphrase everybody knows; in demo mode only.

    Called again for the same address it gives the account that is there. A start
    in production refuses a database that holds one.
    """
    settings = settings_of(session)
    if not settings.demo:
        raise Refused(msg("Demo accounts exist in demo mode only."))
    there = accounts.by_email(session, email)
    if there is not None:
        return there
    session.rollback()
    stored = passphrases.hashed(settings, passphrase)
    now = clock.now()
    with step(session, SYSTEM, "account.create_demo") as audit:
        user = User(
            email=email, email_lower=accounts.lowered(email), name=name, role=role,
            licence=licence, language=language, state="active", passphrase_hash=stored,
            email_confirmed_at=now, demo=True, created_at=now,
        )  # fmt: skip
        session.add(user)
        audit.about(user)
    return user


def demo_accounts(session: Session) -> int:
    """How many accounts have a passphrase that everybody knows."""
    return session.scalar(select(func.count()).select_from(User).where(User.demo)) or 0


def _demand(role: str, licence: str | None) -> None:
    if role not in STAFF_ROLES:
        raise Refused(msg("Choose one of the office’s roles."))
    if licence and not LICENCE.fullmatch(licence):
        raise Refused(msg("A licence number is R and six digits, such as R900001."))
    if licence and role not in ("specialist", "lead"):
        raise Refused(msg("Only a specialist or a lead has a licence here."))


def _member(session: Session, user_id: uuid.UUID) -> User:
    user = session.get(User, user_id)
    if user is None or not user.is_staff:
        raise Refused(msg("There is no such member of the office."))
    return user


def _demand_other_administrator(session: Session, user: User) -> None:
    others = session.scalar(
        select(func.count())
        .select_from(User)
        .where(User.role == "administrator", User.state == "active", User.id != user.id)
    )
    if not others:
        raise Refused(msg("The office needs one administrator."))
