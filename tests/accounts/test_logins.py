"""How long a login lasts, what ends it, and what is kept of a page sent too late."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Login, ParkedPost, User
from portal.services import people as office
from tests.client import HOST, Client
from tests.world import PASSPHRASE, People, as_client, login, on_both

NOON = "2026-11-24 12:00:00+00:00"
NEW = "copper lantern 47 meadow"
AsRole = Callable[[str], Client]


@on_both
@pytest.mark.asvs("7.3.1")
@pytest.mark.parametrize(
    ("role", "idle"), [("client", 60), ("assistant", 30), ("lead", 30), ("administrator", 30)]
)
def test_a_login_ends_when_nobody_is_there(as_role: AsRole, role: str, idle: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role(role)
        for _ in range(3):
            clock.shift(timedelta(minutes=idle) - timedelta(seconds=1))
            assert browser.get("/account").status_code == 200
        clock.shift(timedelta(minutes=idle))
        answer = browser.get("/account")
        assert answer.location == "/account/sign-in?next=/account"
        assert f"You were away {idle} minutes" in browser.get(answer.location).text


@pytest.mark.asvs("7.3.2")
@pytest.mark.parametrize(("role", "hours", "every"), [("client", 24, 48), ("specialist", 12, 24)])
def test_a_login_ends_after_its_whole_time_even_in_use(
    as_role: AsRole, role: str, hours: int, every: int
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role(role)
        for _ in range(hours * 60 // every - 1):
            clock.shift(timedelta(minutes=every))
            assert browser.get("/account").status_code == 200
        clock.shift(timedelta(minutes=every))
        assert browser.get("/account").status_code == 303


@on_both
@pytest.mark.asvs("7.4.2")
def test_a_closed_account_is_out_at_its_next_request(
    as_role: AsRole, people: People, db: Session
) -> None:
    browser = as_role("assistant")
    assert browser.get("/account").status_code == 200
    office.disable(db, people.actor("administrator"), people["assistant"].id)
    assert browser.get("/account").status_code == 303
    office.enable(db, people.actor("administrator"), people["assistant"].id)
    assert browser.get("/account").status_code == 303


@on_both
@pytest.mark.asvs("8.3.2")
def test_another_role_holds_from_the_next_request(
    as_role: AsRole, people: People, db: Session
) -> None:
    browser = as_role("assistant")
    assert browser.get("/office/people").status_code == 403
    boss = people.actor("administrator")
    office.set_role(db, boss, people["assistant"].id, role="administrator", licence=None)
    assert browser.get("/office/people").status_code == 200
    office.set_role(db, boss, people["assistant"].id, role="assistant", licence=None)
    assert browser.get("/office/people").status_code == 403


@pytest.mark.asvs("7.5.2")
def test_people_see_their_logins_and_end_them(
    app: Flask, people: People, db: Session, as_role: AsRole
) -> None:
    here, there, stranger = as_role("client"), as_role("client"), as_role("lead")
    page = here.get("/account").text
    ends = re.findall(r"/account/logins/([0-9a-f-]{36})/end", page)
    assert len(ends) == 2
    mine = db.scalars(select(Login).order_by(Login.created_at)).first()
    assert mine is not None
    assert stranger.send(f"/account/logins/{mine.id}/end").status_code == 404
    assert here.send("/account/logins/end-others").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    last = re.findall(r"/account/logins/([0-9a-f-]{36})/end", here.get("/account").text)
    assert len(last) == 1
    here.send(f"/account/logins/{last[0]}/end")
    assert here.get("/account").status_code == 303


@on_both
@pytest.mark.asvs("7.5.1")
def test_the_passphrase_is_asked_again_before_it_is_changed(
    app: Flask, as_role: AsRole, people: People, db: Session
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser, other = as_role("client"), as_role("client")
        clock.shift(timedelta(minutes=16))
        answer = browser.get("/account/passphrase")
        assert answer.location == "/account/again?next=/account/passphrase"
        refused = browser.send(answer.location, passphrase=NEW)
        assert "This is not your passphrase" in refused.text
        answer = browser.send(answer.location, passphrase=PASSPHRASE)
        assert answer.location == "/account/passphrase"
        assert browser.get("/account/passphrase").status_code == 200
        wrong = browser.send("/account/passphrase", present=NEW, passphrase=NEW)
        assert wrong.status_code == 422
        weak = browser.send("/account/passphrase", present=PASSPHRASE, passphrase="123456789012")
        assert "Many people use this one" in weak.text
        before = browser.get_cookie("__Host-portal", domain=HOST)
        done = browser.send("/account/passphrase", present=PASSPHRASE, passphrase=NEW)
        assert done.location == "/account"
        after = browser.get_cookie("__Host-portal", domain=HOST)
        assert before != after
        assert browser.get("/account").status_code == 200
        assert other.get("/account").status_code == 303


@on_both
def test_another_address_is_used_once_its_owner_has_pressed_the_link(
    app: Flask, as_role: AsRole, people: People, db: Session
) -> None:
    from tests.accounts.letters import letters, link_in

    browser = as_role("client")
    assert browser.get("/account/email").status_code == 200
    browser.send("/account/email", email="other@example.com")
    assert letters(db)[-1].kind == "already_registered"
    browser.send("/account/email", email="Fresh@example.com")
    assert db.get_one(User, people["client"].id).email == "client@example.com"
    db.rollback()
    link = link_in(db, "new_email")
    assert browser.get(link).status_code == 200
    assert browser.send(link).location == "/account/sign-in"
    user = db.get_one(User, people["client"].id)
    assert (user.email, user.email_lower) == ("Fresh@example.com", "fresh@example.com")
    assert letters(db)[-1].recipient == "client@example.com"
    assert browser.get("/account").status_code == 303
    assert as_client(app).get(link).status_code == 409


def test_what_was_done_is_said_once(as_role: AsRole) -> None:
    browser = as_role("client")
    assert browser.send("/account/name", name="Ana").location == "/account"
    assert "Your name is changed." in browser.get("/account").text
    assert "Your name is changed." not in browser.get("/account").text


def test_two_pages_opened_at_once_after_signing_in_agree_on_the_token(
    visitor: Client, people: People
) -> None:
    visitor.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
    visitor.get("/account")
    first = visitor.token
    visitor.get("/account")
    for token in (first, visitor.token):
        answer = visitor.post("/account/name", data={"csrf_token": token, "name": "Ana"})
        assert answer.status_code == 303


def test_a_login_that_ended_by_time_is_not_listed(as_role: AsRole) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        as_role("client")
        clock.shift(timedelta(minutes=61))
        assert as_role("client").get("/account").text.count('/end"') == 1


def test_the_query_of_a_kept_post_is_kept_too(as_role: AsRole, people: People, db: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        browser.get("/account")
        clock.shift(timedelta(hours=2))
        browser.send("/account/name?from=here", name="Ana")
    assert db.scalars(select(ParkedPost.path)).one() == "/account/name?from=here"


def send_late(browser: Client, clock: time_machine.Coordinates) -> None:
    """Open the account page, go away for two hours, send a name."""
    browser.get("/account")
    clock.shift(timedelta(hours=2))
    answer = browser.send("/account/name", name="Ana & “Rosa”", more="kept <too>")
    assert answer.location == "/account/sign-in"


@on_both
def test_what_is_sent_after_the_time_out_is_kept_and_restored(
    as_role: AsRole, people: People, db: Session
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        send_late(browser, clock)
        assert db.get_one(User, people["client"].id).name == "Client Example"
        db.rollback()
        assert "kept too" in browser.get("/account/sign-in").text
        answer = browser.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
        assert answer.location == "/account/restore"
        page = browser.get("/account/restore")
        assert 'value="Ana &amp; “Rosa”"' in page.text
        answer = browser.send("/account/restore", name="Ana & “Rosa”")
        assert (answer.status_code, answer.location) == (307, "/account/name")
        assert browser.send("/account/name", name="Ana & “Rosa”").location == "/account"
        assert db.get_one(User, people["client"].id).name == "Ana & “Rosa”"
        db.rollback()
        assert browser.get("/account/restore").status_code == 303


def test_a_kept_post_is_given_back_to_nobody_else(
    as_role: AsRole, people: People, db: Session
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        send_late(browser, clock)
        browser.send("/account/sign-in", email="lead@example.com", passphrase=PASSPHRASE)
        assert browser.get("/account/restore").status_code == 303
        assert "Rosa" not in browser.get("/account").text
        assert db.scalars(select(ParkedPost.user_id)).one() == people["client"].id


def test_a_forged_post_is_not_kept(app: Flask, as_role: AsRole, db: Session) -> None:
    """Another site could send it; replayed after sign-in it would count as one's own."""
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        browser.get("/account")
        clock.shift(timedelta(hours=2))
        for token in ("", "x.y.z", browser.token[:-2] + "zz"):
            answer = browser.post("/account/name", data={"name": "Evil", "csrf_token": token})
            assert answer.location == "/account/sign-in"
    assert db.scalars(select(ParkedPost)).all() == []


def test_a_page_opened_before_the_time_out_can_be_sent_after_signing_in_again(
    as_role: AsRole, people: People, db: Session
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        browser.get("/account")
        old = browser.token
        clock.shift(timedelta(hours=2))
        browser.get("/account/sign-in")
        browser.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
        answer = browser.post("/account/name", data={"csrf_token": old, "name": "Kept"})
        assert answer.location == "/account"


def test_another_person_on_the_same_browser_gets_a_token_of_their_own(
    as_role: AsRole, people: People
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        browser.get("/account")
        old = browser.token
        clock.shift(timedelta(hours=2))
        browser.get("/account/sign-in")
        browser.send("/account/sign-in", email="lead@example.com", passphrase=PASSPHRASE)
        answer = browser.post("/account/name", data={"csrf_token": old, "name": "Mixed up"})
        assert answer.status_code == 400


def test_passphrases_are_never_kept(as_role: AsRole, db: Session) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = as_role("client")
        browser.get("/account/passphrase")
        clock.shift(timedelta(hours=2))
        browser.send("/account/passphrase", present=PASSPHRASE, passphrase=NEW)
    assert db.scalars(select(ParkedPost)).all() == []


@pytest.mark.asvs("7.2.4")
def test_a_made_up_cookie_is_nobodys(app: Flask, people: People) -> None:
    for cookie in ("x", "x" * 43, "a.b.c", "eyJhIjoxfQ.ZzZz.c2ln", "\"'<>", "é" * 40):
        browser = as_client(app)
        browser.set_cookie("__Host-portal", cookie, domain=HOST, secure=True)
        assert browser.get("/account").status_code == 303
        assert browser.get("/account/sign-in").status_code == 200


def test_a_login_of_a_changed_account_opens_nothing(
    app: Flask, db: Session, people: People
) -> None:
    browser = as_client(app)
    login(app, browser, people["client"])
    db.get_one(User, people["client"].id).epoch += 1
    db.commit()
    assert browser.get("/account").status_code == 303
