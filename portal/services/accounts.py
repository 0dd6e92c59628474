"""Accounts: sign-up, confirmation, sign-in, passphrases and e-mail addresses.

Every function reads the account, hashes outside any transaction and writes in
one short step. Known and unknown addresses cost the same and answer the same.
"""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.models import Case, Login, User
from portal.services import clock, consents, mail, passphrases, sessions, tokens
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import Text, msg


class WrongPassphrase(Refused):
    """No account has this address and passphrase together, or it may not sign in."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "No account has this e-mail address and passphrase together. "
                "If you have just signed up, first use the link we mailed you."
            )
        )


class WeakPassphrase(Refused):
    """The new passphrase cannot be one; `words` tells how to mend it."""


@dataclass(frozen=True, slots=True)
class Browser:
    """What a new login has to know of the browser it is for."""

    agent: str = ""
    data: dict[str, Any] | None = None


def lowered(email: str) -> str:
    """An address as it is compared: two that differ by case or width only are one."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def by_email(session: Session, email: str) -> User | None:
    """The account with this address, whatever its state."""
    return session.scalar(select(User).where(User.email_lower == lowered(email)))


def sign_up(
    session: Session, actor: Actor, *, email: str, name: str, passphrase: str, language: str
) -> None:
    """Open a client's account that waits for its confirmation, and mail the link.

    The answer is the same for an address that has an account: its owner gets a
    letter that says so. The consent counts only with the confirmation.
    """
    settings = settings_of(session)
    demand_good(session, passphrase, (email, name))
    stored = passphrases.hashed(settings, passphrase)
    try:
        _open_client(session, actor, email, name, stored, language)
    except IntegrityError:
        # Two at once: the other one has opened it and gets the letter.
        session.rollback()


def _open_client(
    session: Session, actor: Actor, email: str, name: str, stored: str, language: str
) -> None:
    now = clock.now()
    with step(session, actor, "account.sign_up") as audit:
        user = by_email(session, email)
        if user is None:
            user = User(
                email=email.strip(), email_lower=lowered(email), name=name.strip(), role="client",
                language=language, state="pending", passphrase_hash=stored, created_at=now,
            )  # fmt: skip
            session.add(user)
            session.flush()
            consents.record(session, user, "assessment", language, now)
        audit.about(user)
        if user.state == "pending":
            token = tokens.issue(session, user, "confirm", now)
            mail.queue(session, "confirm_email", user=user, path=f"/account/confirm/{token}")
        elif user.state == "active":
            mail.queue(session, "already_registered", user=user, path="/account/sign-in")
        else:
            mail.queue_nobody(session, language)


def confirm_email(
    session: Session, actor: Actor, *, token: str, passphrase: str, browser: Browser
) -> str:
    """Confirm a new account by the mailed link and its passphrase; gives a login's token.

    The passphrase shows that who opened the letter is who signed up: an address
    signed up by somebody else never becomes their account. Raises LinkDead, WrongPassphrase.
    """
    settings = settings_of(session)
    user = session.get_one(User, tokens.find(session, token, "confirm", clock.now()).user_id)
    stored = user.passphrase_hash
    session.rollback()
    if not passphrases.fits(settings, stored, passphrase):
        raise WrongPassphrase
    now = clock.now()
    with step(session, actor, "account.confirm_email") as audit:
        _, user = tokens.use(session, token, "confirm", now)
        if user.passphrase_hash != stored:
            raise WrongPassphrase
        audit.about(user)
        audit.fields("state", "email_confirmed_at")
        _activate(user, now)
        return _begin(session, user, now, browser)


def sign_in(
    session: Session, actor: Actor, *, email: str, passphrase: str, browser: Browser
) -> str:
    """Check address and passphrase and open a login; gives the cookie's token.

    One hash is computed whoever asks. Raises WrongPassphrase.
    """
    settings = settings_of(session)
    user = by_email(session, email)
    user_id, stored = (user.id, user.passphrase_hash) if user else (None, None)
    session.rollback()
    fits = passphrases.fits(settings, stored, passphrase)
    renewed = None
    if fits and stored and passphrases.outdated(settings, stored):
        renewed = passphrases.hashed(settings, passphrase)
    now = clock.now()
    with step(session, actor, "account.sign_in") as audit:
        user = session.get(User, user_id) if user_id else None
        if user is not None:
            audit.about(user)
        # The passphrase may have been changed while the hash was computed.
        if user is None or not fits or user.state != "active" or user.passphrase_hash != stored:
            audit.action = "account.sign_in_refused"
            token = None
        else:
            user.passphrase_hash = renewed or stored
            token = _begin(session, user, now, browser)
    if token is None:
        raise WrongPassphrase
    return token


def sign_out(session: Session, actor: Actor, login_id: uuid.UUID) -> None:
    """End the login; a copy of its cookie opens nothing any more."""
    if actor.user_id is None:
        return
    with step(session, actor, "account.sign_out", session.get(User, actor.user_id)):
        sessions.end(session, actor.user_id, login_id)


def end_login(session: Session, actor: Actor, login_id: uuid.UUID) -> bool:
    """End one of the actor's own logins; False when it is none of theirs."""
    if actor.user_id is None:
        return False
    with step(session, actor, "account.end_login", session.get(User, actor.user_id)):
        return sessions.end(session, actor.user_id, login_id)


def end_other_logins(session: Session, actor: Actor, login_id: uuid.UUID) -> None:
    """End every login of the actor but the present one."""
    if actor.user_id is None:
        return
    with step(session, actor, "account.end_other_logins", session.get(User, actor.user_id)):
        sessions.end_all(session, actor.user_id, but=login_id)


def ask_reset(session: Session, actor: Actor, *, email: str, language: str) -> None:
    """Mail a link to choose a new passphrase; an unknown address costs and answers the same."""
    now = clock.now()
    with step(session, actor, "account.ask_reset") as audit:
        user = by_email(session, email)
        # An invited member of the office has an invitation; only an administrator renews it.
        if user is None or user.state == "disabled" or (user.is_staff and user.state == "pending"):
            mail.queue_nobody(session, language)
            return
        audit.about(user)
        token = tokens.issue(session, user, "reset", now)
        mail.queue(session, "reset_passphrase", user=user, path=f"/account/reset/{token}")


def choose_passphrase(
    session: Session, actor: Actor, *, token: str, purpose: str, passphrase: str,
    name: str | None = None, consent: bool = False,
) -> User:  # fmt: skip
    """Set a passphrase by a mailed link ("reset" or "invite"); every login ends.

    The link proves the address, so a waiting account becomes active. Raises
    LinkDead, WeakPassphrase; Refused for a client's invitation without consent.
    """
    settings = settings_of(session)
    link = tokens.find(session, token, purpose, clock.now())
    user = session.get_one(User, link.user_id)
    demand_good(session, passphrase, (user.email, user.name, name or ""))
    session.rollback()
    stored = passphrases.hashed(settings, passphrase)
    now = clock.now()
    with step(session, actor, f"account.{purpose}") as audit:
        _, user = tokens.use(session, token, purpose, now)
        audit.about(user)
        audit.fields("passphrase_hash")
        if user.state == "pending":
            if purpose == "invite" and not user.is_staff and not consent:
                raise Refused(msg("Your agreement is needed before we may keep your answers."))
            if consent:
                consents.record(session, user, "assessment", user.language, now)
            _activate(user, now)
            audit.fields("state", "email_confirmed_at")
        if name:
            user.name = name.strip()
        user.passphrase_hash = stored
        _changed(session, user)
        mail.queue(session, "passphrase_changed", user=user, path="/account/forgotten")
    return user


def confirm_passphrase(
    session: Session, actor: Actor, login_id: uuid.UUID, passphrase: str
) -> None:
    """Ask again who it is; the login then counts as fresh. Raises WrongPassphrase."""
    from datetime import timedelta

    settings = settings_of(session)
    stored = session.get_one(User, actor.user_id).passphrase_hash
    session.rollback()
    if not passphrases.fits(settings, stored, passphrase):
        raise WrongPassphrase
    with step(session, actor, "account.confirm_passphrase") as audit:
        user = session.get_one(User, actor.user_id)
        login = session.get(Login, login_id)
        if login is None or user.passphrase_hash != stored:
            raise WrongPassphrase
        audit.about(user)
        login.fresh_until = clock.now() + timedelta(minutes=settings.sessions.fresh)


def change_passphrase(
    session: Session, actor: Actor, *, present: str, passphrase: str, browser: Browser
) -> str:
    """Change the actor's own passphrase; all logins end and one new one is given.

    Raises WrongPassphrase, WeakPassphrase.
    """
    settings = settings_of(session)
    user = session.get_one(User, actor.user_id)
    before = user.passphrase_hash
    demand_good(session, passphrase, (user.email, user.name))
    session.rollback()
    if not passphrases.fits(settings, before, present):
        raise WrongPassphrase
    stored = passphrases.hashed(settings, passphrase)
    now = clock.now()
    with step(session, actor, "account.change_passphrase") as audit:
        user = session.get_one(User, actor.user_id)
        if user.passphrase_hash != before or user.state != "active":
            raise WrongPassphrase
        audit.about(user)
        audit.fields("passphrase_hash")
        user.passphrase_hash = stored
        _changed(session, user)
        mail.queue(session, "passphrase_changed", user=user, path="/account/forgotten")
        return _begin(session, user, now, browser)


def ask_new_email(session: Session, actor: Actor, *, email: str) -> None:
    """Mail a link to the new address; the account changes when it is used.

    An address that has an account already gets a letter that says so.
    """
    now = clock.now()
    with step(session, actor, "account.ask_new_email") as audit:
        user = session.get_one(User, actor.user_id)
        audit.about(user)
        if by_email(session, email) is not None:
            mail.queue(
                session, "already_registered", recipient=email.strip(), language=user.language,
                path="/account/sign-in",
            )  # fmt: skip
            return
        token = tokens.issue(session, user, "new_email", now, note=email.strip())
        mail.queue(
            session, "new_email", recipient=email.strip(), language=user.language,
            path=f"/account/new-email/{token}",
        )  # fmt: skip


def use_new_email(session: Session, actor: Actor, *, token: str) -> None:
    """Change the address by the link mailed to the new one; every login ends. Raises LinkDead."""
    now = clock.now()
    try:
        with step(session, actor, "account.change_email") as audit:
            link, user = tokens.use(session, token, "new_email", now)
            audit.about(user)
            audit.fields("email")
            mail.queue(session, "email_changed", user=user, path="/complaints")
            user.email = link.note or user.email
            user.email_lower = lowered(user.email)
            user.email_confirmed_at = now
            session.flush()
            _changed(session, user)
    except IntegrityError:
        raise tokens.LinkDead from None


def set_language(session: Session, actor: Actor, language: str) -> None:
    """Remember the language a person reads; a case of theirs that is not sent yet follows.

    So the agreement and the declaration that a client accepts are in the language
    they read; what was sent keeps the language it was sent in.
    """
    with step(session, actor, "account.set_language") as audit:
        user = session.get_one(User, actor.user_id)
        audit.about(user)
        audit.fields("language")
        user.language = language
        drafts = select(Case).where(Case.client_id == user.id, Case.state == "draft")
        for case in session.scalars(drafts):
            if case.language != language:
                case.language = language
                audit.also("case.set_language", case, "language")


def set_name(session: Session, actor: Actor, name: str) -> None:
    """Change the name the office and letters use."""
    with step(session, actor, "account.set_name") as audit:
        user = session.get_one(User, actor.user_id)
        audit.about(user)
        audit.fields("name")
        user.name = name.strip()


def demand_good(session: Session, passphrase: str, about: tuple[str, ...]) -> None:
    """Raise WeakPassphrase when this cannot be a passphrase here."""
    fault: Text | None = passphrases.fault(passphrase, (*about, settings_of(session).firm.name))
    if fault is not None:
        raise WeakPassphrase(fault)


def _begin(session: Session, user: User, now: datetime, browser: Browser) -> str:
    limits = settings_of(session).sessions
    return sessions.begin(
        session, user, now=now, limits=limits, agent=browser.agent, data=browser.data or {}
    )


def _activate(user: User, now: datetime) -> None:
    user.state = "active"
    user.email_confirmed_at = now


def _changed(session: Session, user: User) -> None:
    """The account changed: every letter under way and every login is dead."""
    user.epoch += 1
    session.flush()
    sessions.end_all(session, user.id)
