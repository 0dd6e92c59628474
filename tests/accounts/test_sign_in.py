"""Signing up, confirming, signing in and out; known and unknown addresses answer alike."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Consent, Letter, Login, MailToken, User
from portal.services import accounts, passphrases, tokens
from portal.services.accounts import Browser, WrongPassphrase
from portal.services.actor import VISITOR
from portal.services.database import Sessions
from portal.settings import Settings
from tests.accounts.letters import letters, link_in
from tests.client import HOST, Client
from tests.services.test_steps import in_parallel
from tests.world import PASSPHRASE, People, a_user, as_client, on_both

NEW = "copper lantern 47 meadow"


def sign_up(visitor: Client, email: str = "new@example.com") -> None:
    answer = visitor.send("/account/sign-up", email=email, passphrase=PASSPHRASE, consent="y")
    assert answer.location == "/account/look-in-your-mail"


def plain(text: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]* value=")[^"]+', r"\1", text)


@on_both
@pytest.mark.asvs("6.3.2")
def test_a_new_client_signs_up_confirms_and_is_signed_in(visitor: Client, db: Session) -> None:
    assert visitor.get("/account/sign-up").status_code == 200
    sign_up(visitor, "New@Example.com")
    link = link_in(db, "confirm_email")
    assert visitor.get(link).status_code == 200
    assert visitor.send(link, passphrase=PASSPHRASE).location == "/account/welcome"
    assert visitor.get("/account").status_code == 200
    user = db.scalars(select(User)).one()
    assert (user.state, user.role, user.email_lower) == ("active", "client", "new@example.com")
    consent = db.scalars(select(Consent)).one()
    assert (consent.purpose, consent.user_id, consent.language) == ("assessment", user.id, "en")
    assert consent.text_version.startswith("privacy-")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"consent": ""}, "Tick this if you agree"),
        ({"email": "nobody"}, "such as name@example.com"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"passphrase": "short"}, "at least 12 characters"),
        ({"passphrase": "password1234"}, "Many people use this one"),
        ({"passphrase": "new.example.com"}, "little more than a name"),
        ({"passphrase": "x" * 129}, "128"),
        ({"email": "a\u202eb@example.com"}, "control character"),
        ({"passphrase": "tulip\x00gravel ninety"}, "control character"),
    ],
)
def test_what_is_wrong_with_a_sign_up_stands_at_its_field(
    visitor: Client, db: Session, fields: dict[str, str], says: str
) -> None:
    given = {"email": "new@example.com", "passphrase": PASSPHRASE, "consent": "y"} | fields
    answer = visitor.send("/account/sign-up", **given)
    assert answer.status_code == 422
    assert says in answer.text
    assert letters(db) == []
    if given["email"].isascii():
        assert f'value="{given["email"]}"' in answer.text


@on_both
@pytest.mark.asvs("6.3.8")
def test_signing_up_with_a_known_address_answers_the_same_and_writes_as_much(
    app: Flask, db: Session, people: People
) -> None:
    answers = []
    for email in ("unknown@example.com", "Client@Example.com"):
        browser = as_client(app)
        answer = browser.send("/account/sign-up", email=email, passphrase=PASSPHRASE, consent="y")
        answers.append((answer.status_code, answer.location, plain(answer.text)))
    assert answers[0] == answers[1]
    assert [each.kind for each in letters(db)] == ["confirm_email", "already_registered"]
    known = db.get_one(User, people["client"].id)
    assert known.state == "active"
    assert db.scalar(select(func.count()).select_from(User)) == 7


@on_both
@pytest.mark.asvs("6.3.8")
def test_a_forgotten_passphrase_answers_the_same_for_every_address(
    app: Flask, db: Session, people: People
) -> None:
    answers = []
    for email in (people["client"].email, "nobody@example.com"):
        answer = as_client(app).send("/account/forgotten", email=email)
        answers.append((answer.status_code, answer.location, plain(answer.text)))
    assert answers[0] == answers[1]
    assert [(each.kind, each.recipient) for each in letters(db)] == [
        ("reset_passphrase", "client@example.com"),
        ("nobody", None),
    ]


@pytest.mark.asvs("6.3.8")
def test_one_hash_is_computed_whoever_asks(
    db: Session, portal_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_user(db, portal_settings)
    a_user(db, portal_settings, email="closed@example.com", state="disabled")
    db.commit()
    hashes = 0
    fits = passphrases.fits

    def counted(*args: object) -> bool:
        nonlocal hashes
        hashes += 1
        return fits(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(passphrases, "fits", counted)
    for email in ("client@example.com", "closed@example.com", "nobody@example.com"):
        hashes = 0
        with pytest.raises(WrongPassphrase):
            accounts.sign_in(db, VISITOR, email=email, passphrase=NEW, browser=Browser())
        assert hashes == 1


@on_both
@pytest.mark.parametrize("state", ["pending", "disabled"])
def test_only_an_open_account_signs_in_and_the_answer_does_not_tell(
    app: Flask, db: Session, portal_settings: Settings, state: str
) -> None:
    a_user(db, portal_settings, email="shut@example.com", state=state)
    db.commit()
    texts = set()
    for email, passphrase in (
        ("shut@example.com", PASSPHRASE),
        ("shut@example.com", NEW),
        ("nobody@example.com", NEW),
    ):
        answer = as_client(app).send("/account/sign-in", email=email, passphrase=passphrase)
        assert answer.status_code == 422
        texts.add(plain(answer.text).replace(email, ""))
    assert len(texts) == 1


@on_both
def test_somebody_signs_in_and_out_and_the_copied_cookie_is_dead(
    app: Flask, visitor: Client, people: People, db: Session
) -> None:
    answer = visitor.send("/account/sign-in", email=" CLIENT@example.com ", passphrase=PASSPHRASE)
    assert answer.status_code == 303
    cookie = visitor.get_cookie("__Host-portal", domain=HOST)
    assert cookie is not None
    assert (cookie.http_only, cookie.secure, cookie.path) == (True, True, "/")
    assert visitor.get("/account").status_code == 200
    login = db.scalars(select(Login)).one()
    assert cookie.value != login.token_hash
    assert "client" not in cookie.value
    visitor.send("/account/sign-out")
    thief = as_client(app)
    thief.set_cookie("__Host-portal", cookie.value, domain=HOST, secure=True)
    assert thief.get("/account").status_code == 303


@pytest.mark.asvs("7.2.4")
def test_signing_in_gives_a_new_cookie_and_a_new_token(visitor: Client, people: People) -> None:
    visitor.get("/account/sign-in")
    cookie, token = visitor.get_cookie("__Host-portal", domain=HOST), visitor.token
    visitor.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
    visitor.get("/account")
    after = visitor.get_cookie("__Host-portal", domain=HOST)
    assert cookie is not None
    assert after is not None
    assert cookie.value != after.value
    answer = visitor.post("/account/name", data={"csrf_token": token, "name": "X"})
    assert answer.status_code == 400


def test_the_link_is_opened_by_a_scanner_and_still_good(
    app: Flask, visitor: Client, db: Session
) -> None:
    sign_up(visitor)
    link = link_in(db, "confirm_email")
    for _ in range(3):
        assert as_client(app).get(link).status_code == 200
    assert visitor.send(link, passphrase=PASSPHRASE).status_code == 303


def test_the_owner_of_an_address_never_confirms_somebody_elses_account(
    app: Flask, visitor: Client, db: Session
) -> None:
    """Somebody signs up with my address and waits; my click must not open their account."""
    sign_up(visitor, "mine@example.com")
    mine = as_client(app)
    answer = mine.send(link_in(db, "confirm_email"), passphrase=NEW)
    assert answer.status_code == 422
    assert db.scalars(select(User.state)).one() == "pending"
    db.rollback()
    mine.send("/account/forgotten", email="mine@example.com")
    assert mine.send(link_in(db, "reset_passphrase"), passphrase=NEW).status_code == 303
    mine.get("/account/sign-in")
    answer = mine.send("/account/sign-in", email="mine@example.com", passphrase=NEW)
    assert answer.status_code == 303
    refused = as_client(app).send(
        "/account/sign-in", email="mine@example.com", passphrase=PASSPHRASE
    )
    assert refused.status_code == 422


@on_both
@pytest.mark.asvs("6.4.3")
def test_a_mailed_link_works_once_of_fifty_at_once(
    portal_sessions: Sessions, portal_settings: Settings
) -> None:
    with portal_sessions() as session:
        user = a_user(session, portal_settings)
        session.commit()
        accounts.ask_reset(session, VISITOR, email=user.email, language="en")
        token = link_in(session, "reset_passphrase").rsplit("/", 1)[1]
    done: list[str] = []

    def use() -> None:
        with portal_sessions() as session:
            try:
                accounts.choose_passphrase(
                    session, VISITOR, token=token, purpose="reset", passphrase=NEW
                )
                done.append("set")
            except tokens.LinkDead:
                done.append("dead")

    in_parallel(use, 50)
    assert sorted(done) == ["dead"] * 49 + ["set"]


@pytest.mark.asvs("6.4.3")
@pytest.mark.parametrize(
    ("after", "status"), [(timedelta(minutes=59), 200), (timedelta(minutes=61), 409)]
)
def test_a_reset_link_is_good_for_an_hour(
    visitor: Client, db: Session, people: People, after: timedelta, status: int
) -> None:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False) as clock:
        visitor.send("/account/forgotten", email="client@example.com")
        link = link_in(db, "reset_passphrase")
        clock.shift(after)
        assert visitor.get(link).status_code == status


@on_both
@pytest.mark.asvs("6.4.3")
def test_letters_die_when_the_passphrase_changes_and_every_login_ends(
    app: Flask, db: Session, people: People, browser_of: object
) -> None:
    first, second = as_client(app), as_client(app)
    for each in (first, second):
        each.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
    for _ in range(2):
        as_client(app).send("/account/forgotten", email="client@example.com")
    reset = [
        line.removeprefix(f"https://{HOST}")
        for letter in letters(db)
        for line in letter.body.splitlines()
        if line.startswith("https://")
    ]
    assert first.get(reset[0]).status_code == 200
    assert first.send(reset[0], passphrase=NEW).status_code == 303
    assert as_client(app).get(reset[0]).status_code == 409
    assert as_client(app).get(reset[1]).status_code == 409
    for each in (first, second):
        assert each.get("/account").status_code == 303
    kinds = [each.kind for each in letters(db)]
    assert kinds[-1] == "passphrase_changed"


def test_a_link_serves_its_own_purpose_only(visitor: Client, db: Session) -> None:
    sign_up(visitor)
    token = link_in(db, "confirm_email").rsplit("/", 1)[1]
    for purpose in ("reset", "invitation", "new-email"):
        assert visitor.get(f"/account/{purpose}/{token}").status_code == 409
    stored = db.scalars(select(MailToken)).one()
    assert token not in (stored.token_hash, stored.note)


def test_letters_hold_the_configured_address_whatever_host_is_asked(
    visitor: Client, db: Session, people: People
) -> None:
    visitor.get("/account/forgotten")
    visitor.post(
        "/account/forgotten",
        data={"csrf_token": visitor.token, "email": "client@example.com"},
        headers={"X-Forwarded-Host": "evil.example", "Referer": f"https://{HOST}/"},
    )
    assert f"https://{HOST}/account/reset/" in letters(db)[0].body
    assert "evil" not in letters(db)[0].body


@on_both
@pytest.mark.asvs("6.2.1")
def test_two_sign_ups_for_one_address_at_once_make_one_account(
    portal_sessions: Sessions, db: Session
) -> None:
    faults: list[BaseException] = []

    def sign_up_once() -> None:
        try:
            with portal_sessions() as session:
                accounts.sign_up(
                    session, VISITOR, email="twice@example.com", name="", passphrase=PASSPHRASE,
                    language="en",
                )  # fmt: skip
        except BaseException as fault:  # noqa: BLE001 - the test tells
            faults.append(fault)

    in_parallel(sign_up_once, 8)
    assert faults == []
    assert db.scalar(select(func.count()).select_from(User)) == 1
    assert db.scalar(select(func.count()).select_from(Letter)) == 8
