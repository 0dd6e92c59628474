"""Letters: written with the step, sent once, one recipient, nothing personal kept after."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.models import Letter
from portal.services import clock, mail
from portal.services.actor import SYSTEM
from portal.services.database import engine_for, sessions_for
from portal.services.mail import NotDelivered
from portal.services.steps import step
from portal.settings import Settings
from portal.text import LANGUAGES
from tests.world import on_both

KINDS = sorted(file.stem for file in Path("templates/email").glob("*.txt"))


class Server:
    """A mail server that keeps what it is given, or fails as told."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.fault: Exception | None = None

    def __call__(self, *args: object, **named: object) -> Server:
        return self

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *args: object) -> None:
        return None

    def login(self, user: str, password: str) -> None:
        assert (user, password) == ("portal", "p@ss")

    def send_message(self, message: EmailMessage) -> None:
        if self.fault:
            raise self.fault
        self.got.append(message)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(smtplib, "SMTP_SSL", made)
    return made


@pytest.fixture
def mailing(portal_settings: Settings) -> Settings:
    """Settings with a mail server."""
    return replace(
        portal_settings,
        smtp_url="smtps://portal:p%40ss@mail.example.com",
        mail_from="a@example.com",
    )


@pytest.fixture
def outgoing(mailing: Settings) -> Iterator[Session]:
    """A session of an installation with a mail server."""
    engine = engine_for(mailing)
    with sessions_for(engine, mailing)() as session:
        yield session
    engine.dispose()


def a_letter(session: Session, recipient: str = "client@example.com") -> Letter:
    with step(session, SYSTEM, "test.letter"):
        return mail.queue(session, "reset_passphrase", recipient=recipient, path="/x")


@on_both
def test_a_letter_and_its_job_are_written_together_or_not_at_all(outgoing: Session) -> None:
    jobs = {"sqlite": "workflow_status", "postgresql": "dbos.workflow_status"}
    count = text(f"select count(*) from {jobs[outgoing.get_bind().dialect.name]}")
    with suppress(OSError), step(outgoing, SYSTEM, "test.letter"):
        mail.queue(outgoing, "reset_passphrase", recipient="a@example.com", path="/x")
        raise OSError("undone")
    assert outgoing.scalar(count) == 0
    assert a_letter(outgoing).state == "queued"
    assert outgoing.scalar(count) == 1


@on_both
@pytest.mark.asvs("1.3.11")
def test_a_letter_is_sent_once_and_its_text_is_gone(
    outgoing: Session, mailing: Settings, server: Server
) -> None:
    letter = a_letter(outgoing)
    for _ in range(3):
        mail.deliver(outgoing, letter.id, clock.now(), mailing)
    assert len(server.got) == 1
    message = server.got[0]
    assert message["To"] == "client@example.com"
    assert "https://portal.example.com/x" in message.get_content()
    outgoing.refresh(letter)
    assert (letter.state, letter.body, letter.attempts) == ("sent", "", 1)


def test_a_server_that_fails_is_tried_again_and_its_words_are_not_kept(
    outgoing: Session, mailing: Settings, server: Server
) -> None:
    letter = a_letter(outgoing)
    server.fault = smtplib.SMTPRecipientsRefused({"client@example.com": (550, b"no")})
    with pytest.raises(NotDelivered, match="SMTPRecipientsRefused"):
        mail.deliver(outgoing, letter.id, clock.now(), mailing)
    outgoing.refresh(letter)
    assert (letter.state, letter.last_error) == ("queued", "SMTPRecipientsRefused")
    server.fault = None
    mail.deliver(outgoing, letter.id, clock.now(), mailing)
    outgoing.refresh(letter)
    assert (letter.state, letter.attempts, letter.last_error) == ("sent", 2, None)


def test_letters_that_wait_long_are_put_into_the_queue_again(outgoing: Session) -> None:
    a_letter(outgoing)
    assert mail.enqueue_waiting(outgoing, clock.now()) == 0
    assert mail.enqueue_waiting(outgoing, clock.now() + timedelta(minutes=5)) == 1


@pytest.mark.asvs("1.3.11")
def test_a_name_cannot_add_a_header(
    portal_settings: Settings, server: Server, mailing: Settings
) -> None:
    hostile = "Firm\r\nBcc: everybody@example.com"
    firm = replace(mailing.firm, name=hostile)
    settings = replace(mailing, firm=firm)
    engine = engine_for(settings)
    with sessions_for(engine, settings)() as session:
        letter = a_letter(session)
        mail.deliver(session, letter.id, clock.now(), settings)
    engine.dispose()
    message = server.got[0]
    assert message["Bcc"] is None
    assert "Bcc" not in message.as_string().split("\n\n")[0].replace("Firm Bcc: every", "")


def test_without_a_mail_server_a_letter_is_kept_for_the_outbox(db: Session) -> None:
    letter = a_letter(db)
    assert letter.state == "kept"
    assert [each.id for each in mail.outbox(db)] == [letter.id]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_a_subject_and_a_link_and_names_the_firm(
    portal_settings: Settings, kind: str, language: str
) -> None:
    names = {"path": "/x", "number": "C-2026-0001", "text": "…", "agreement": "…", "version": "1"}
    subject, body = mail.written(portal_settings, kind, language, names)
    assert 5 < len(subject) < 100
    assert "\n" not in subject
    assert portal_settings.firm.name in body
