"""Letters. A step writes one into the outbox; a job sends it, or the office reads it there.

A letter has one recipient and no personal data: it says that something waits
in the portal. Its text is a template `templates/email/<kind>.txt` whose first
line is the subject. Without a mail server letters are kept for the office's
outbox page; with one, the text is wiped once it is sent.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import Letter, User
from portal.services import clock
from portal.services import queue as jobs
from portal.services.database import begin_writing, settings_of
from portal.settings import Settings, resource_dir
from portal.text import catalogue, show

SECONDS = 20
WAITING_LONG = timedelta(minutes=3)


class NotDelivered(Exception):
    """The mail server did not take the letter; only the kind of failure is told."""


def queue(
    session: Session, kind: str, *, user: User | None = None, recipient: str | None = None,
    language: str | None = None, **names: Any,
) -> Letter:  # fmt: skip
    """Write a letter inside the caller's step, and its delivery with it.

    `names` fill the template; they must hold nothing personal.
    """
    settings = settings_of(session)
    chosen = language or (user.language if user else "en")
    address = recipient or (user.email if user else None)
    if address is None:
        raise ValueError(f"the letter {kind} has no recipient")
    subject, body = written(settings, kind, chosen, names)
    letter = Letter(
        kind=kind, recipient=address, language=chosen, subject=subject, body=body,
        state="queued" if settings.smtp_url else "kept", created_at=clock.now(),
    )  # fmt: skip
    session.add(letter)
    session.flush()
    if settings.smtp_url:
        jobs.enqueue(session, "send_letter", letter.id, workflow_id=f"letter-{letter.id}")
    return letter


def queue_nobody(session: Session, language: str) -> None:
    """Write the row that an unknown address gets, so that it costs the same."""
    settings = settings_of(session)
    written(settings, "nobody", language, {"path": "/"})
    letter = Letter(kind="nobody", language=language, state="nobody", created_at=clock.now())
    session.add(letter)
    session.flush()
    if settings.smtp_url:
        jobs.enqueue(session, "send_letter", letter.id, workflow_id=f"letter-{letter.id}")


def written(settings: Settings, kind: str, language: str, names: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter in a language."""
    template = _templates(language).get_template(f"{kind}.txt")
    shown = {name: _shown(value, language) for name, value in names.items()}
    text = template.render(firm=settings.firm, link=settings.link, lang=language, **shown)
    first, _, body = text.partition("\n")
    return clean(first.removeprefix("Subject:")), body.strip() + "\n"


def clean(header: str) -> str:
    """A header value without line breaks and control characters, at most 200 long."""
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", header).strip()[:200]


def deliver(session: Session, letter_id: UUID, now: datetime, settings: Settings) -> None:
    """Send one letter, once. A letter that is not waiting is left alone.

    Raises NotDelivered so that the job tries again later.
    """
    letter = session.get(Letter, letter_id)
    if letter is None or letter.state not in ("queued", "failed") or settings.smtp_url is None:
        return
    recipient, subject, body, language = (
        letter.recipient, letter.subject, letter.body, letter.language,
    )  # fmt: skip
    session.rollback()
    fault = None
    try:
        _send(settings, _message(settings, letter_id, recipient or "", subject, body, language))
    except (OSError, smtplib.SMTPException) as error:
        fault = type(error).__name__
    _note(session, letter_id, now, fault)
    if fault:
        raise NotDelivered(fault)


def enqueue_waiting(session: Session, now: datetime) -> int:
    """Put letters that have waited long back into the queue; gives how many there were."""
    settings = settings_of(session)
    if settings.smtp_url is None:
        return 0
    begin_writing(session)
    old = now - WAITING_LONG
    waiting = session.scalars(
        select(Letter).where(Letter.state == "queued", Letter.created_at < old)
    ).all()
    for letter in waiting:
        jobs.enqueue(session, "send_letter", letter.id, workflow_id=f"letter-{letter.id}")
    session.commit()
    return len(waiting)


def outbox(session: Session, limit: int = 100) -> list[Letter]:
    """The newest letters, as the office's outbox shows them."""
    shown = select(Letter).where(Letter.state != "nobody")
    return list(session.scalars(shown.order_by(Letter.created_at.desc()).limit(limit)))


def _note(session: Session, letter_id: UUID, now: datetime, fault: str | None) -> None:
    begin_writing(session)
    values: dict[str, Any] = {"attempts": Letter.attempts + 1, "last_error": fault}
    if fault is None:
        values |= {"state": "sent", "sent_at": now, "body": ""}
    session.execute(update(Letter).where(Letter.id == letter_id).values(**values))
    session.commit()


def _message(
    settings: Settings, letter_id: UUID, recipient: str, subject: str, body: str, language: str
) -> EmailMessage:
    message = EmailMessage()
    sender = settings.mail_from or settings.firm.email
    message["From"] = formataddr((clean(settings.firm.name), clean(sender)))
    message["To"] = clean(recipient)
    message["Subject"] = clean(subject)
    message["Date"] = formatdate(clock.now().timestamp())
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["Message-ID"] = make_msgid(idstring=letter_id.hex, domain=host)
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def _send(settings: Settings, message: EmailMessage) -> None:
    parts = urlsplit(settings.smtp_url or "")
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _shown(value: Any, language: str) -> str:
    return value if isinstance(value, str) else show(value, language)


@lru_cache(maxsize=2)
def _templates(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource_dir("templates") / "email"),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        autoescape=False,  # noqa: S701 - plain text, nothing to escape
    )
    texts = catalogue(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        texts.gettext, texts.ngettext, newstyle=True
    )
    return environment
