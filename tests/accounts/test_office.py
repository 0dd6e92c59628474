"""The office's people and its outbox; nobody but the member chooses a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, User
from portal.services import people as office
from portal.services.actor import COMMAND_LINE
from portal.services.database import Sessions, engine_for, sessions_for
from portal.services.refusal import Refused
from portal.settings import Settings
from tests.accounts.letters import link_in
from tests.client import HOST, Client
from tests.world import PASSPHRASE, People, as_client, on_both

AsRole = Callable[[str], Client]
INVITED = {"email": "claire@example.com", "name": "Claire Example", "role": "specialist",
           "licence": "R900003", "language": "fr"}  # fmt: skip


@on_both
@pytest.mark.asvs("6.4.6")
def test_an_administrator_invites_and_the_member_chooses_the_passphrase(
    app: Flask, as_role: AsRole, db: Session
) -> None:
    boss = as_role("administrator")
    assert boss.get("/office/people/invite").status_code == 200
    assert boss.send("/office/people/invite", **INVITED).location == "/office/people"
    assert "Claire Example" in boss.get("/office/people").text
    link = link_in(db, "invitation")
    claire = as_client(app)
    assert 'value="Claire Example"' in claire.get(link).text
    weak = claire.send(link, name="Claire", passphrase="claire.example")
    assert weak.status_code == 422
    assert claire.send(link, name="Claire Desrosiers", passphrase=PASSPHRASE).status_code == 303
    claire.get("/account/sign-in")
    signed_in = claire.send("/account/sign-in", email="claire@example.com", passphrase=PASSPHRASE)
    assert signed_in.status_code == 303
    member = db.scalars(select(User).where(User.email == "claire@example.com")).one()
    assert (member.name, member.licence, member.language) == ("Claire Desrosiers", "R900003", "fr")
    assert member.may_sign
    assert as_client(app).get(link).status_code == 409


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"email": "lead@example.com"}, "has an account already"),
        ({"licence": "R12345"}, "R and six digits"),
        ({"role": "assistant"}, "Only a specialist or a lead"),
        ({"role": "owner"}, "role"),
        ({"name": ""}, "Enter a name"),
    ],
)
def test_an_invitation_that_cannot_be_says_why(
    as_role: AsRole, change: dict[str, str], says: str
) -> None:
    answer = as_role("administrator").send("/office/people/invite", **(INVITED | change))
    assert answer.status_code == 422
    assert says in answer.text


@on_both
def test_role_and_licence_are_changed_and_leave_an_event(
    as_role: AsRole, people: People, db: Session
) -> None:
    boss = as_role("administrator")
    url = f"/office/people/{people['assistant'].id}"
    assert boss.get(url).status_code == 200
    assert boss.send(url, role="specialist", licence="r900004").status_code == 303
    member = db.get_one(User, people["assistant"].id)
    assert (member.role, member.licence) == ("specialist", "R900004")
    newest = db.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert newest is not None
    assert (newest.action, newest.fields) == ("account.set_role", ["licence", "role"])
    assert newest.actor_id == people["administrator"].id
    assert "R900004" not in str(vars(newest))


@on_both
def test_the_last_administrator_stays(as_role: AsRole, people: People) -> None:
    boss = as_role("administrator")
    url = f"/office/people/{people['administrator'].id}"
    answer = boss.send(url, role="lead", licence="")
    assert answer.status_code == 422
    assert "needs one administrator" in answer.text
    assert boss.send(url + "/close").status_code == 409


def test_a_closed_account_is_opened_again(as_role: AsRole, people: People, db: Session) -> None:
    boss = as_role("administrator")
    url = f"/office/people/{people['lead'].id}"
    assert boss.send(url + "/close").location == "/office/people"
    assert db.get_one(User, people["lead"].id).state == "disabled"
    db.rollback()
    assert "Open the account again" in boss.get(url).text
    assert boss.send(url + "/open").location == "/office/people"
    assert db.get_one(User, people["lead"].id).state == "active"


def test_a_client_is_no_member_of_the_office(as_role: AsRole, people: People) -> None:
    boss = as_role("administrator")
    url = f"/office/people/{people['client'].id}"
    assert boss.get(url).status_code == 404
    assert boss.send(url, role="administrator", licence="").status_code == 404


def test_the_outbox_shows_what_a_letter_says_while_there_is_no_mail_server(
    app: Flask, as_role: AsRole, people: People
) -> None:
    as_client(app).send("/account/forgotten", email="client@example.com")
    as_client(app).send("/account/forgotten", email="nobody@example.com")
    page = as_role("administrator").get("/office/outbox").text
    assert f'href="https://{HOST}/account/reset/' in page
    assert page.count("<section") == 1
    assert as_role("lead").get("/office/outbox").status_code == 403


def test_demo_accounts_exist_in_demo_mode_only(
    db: Session, portal_settings: Settings, portal_sessions: Sessions
) -> None:
    person = {"email": "a@example.com", "name": "A", "role": "lead", "passphrase": PASSPHRASE}
    with pytest.raises(Refused, match="demo mode"):
        office.create_demo_user(db, **person)
    demo = replace(portal_settings, demo=True)
    engine = engine_for(demo)
    with sessions_for(engine, demo)() as session:
        first = office.create_demo_user(session, **person, licence="R900001")
        assert first.demo
        assert office.create_demo_user(session, **person).id == first.id
        assert office.demo_accounts(session) == 1
    engine.dispose()


def test_the_first_administrator_comes_from_the_command_line(
    app: Flask, portal_settings: Settings, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    import portal.settings
    from portal.cli_user import user

    monkeypatch.setattr(portal.settings, "load", lambda: portal_settings)
    run = CliRunner().invoke(user, ["add", "boss@example.com", "--role", "administrator"])
    assert run.exit_code == 0, run.output
    link = run.output.strip().splitlines()[-1]
    assert link.startswith(f"https://{HOST}/account/invitation/")
    browser = as_client(app)
    done = browser.send(link.removeprefix(f"https://{HOST}"), name="Boss", passphrase=PASSPHRASE)
    assert done.status_code == 303
    made = db.scalars(select(User)).one()
    assert (made.role, made.state, made.demo) == ("administrator", "active", False)
    event = db.scalars(select(AuditEvent).order_by(AuditEvent.id)).first()
    assert event is not None
    assert event.actor_role == COMMAND_LINE.role


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nobody", "--role", "lead"], "is no e-mail address"),
        (["a@example.com", "--role", "lead", "--licence", "X1"], "R and six digits"),
        (["a@example.com", "--role", "client"], "Invalid value for '--role'"),
    ],
)
def test_the_command_line_refuses_in_one_line(
    portal_settings: Settings, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    import portal.settings
    from portal.cli_user import user

    monkeypatch.setattr(portal.settings, "load", lambda: portal_settings)
    run = CliRunner().invoke(user, ["add", *arguments])
    assert run.exit_code == 2
    assert says in run.output


@on_both
@pytest.mark.asvs("16.4.2")
def test_audit_verify_tells_on_the_command_line(
    db: Session, portal_settings: Settings, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    import portal.settings
    from portal.cli_audit import audit
    from tests.services.test_steps import rename, without_triggers

    monkeypatch.setattr(portal.settings, "load", lambda: portal_settings)
    rename(db, people, "New")
    fine = CliRunner().invoke(audit, ["verify"])
    assert fine.exit_code == 0
    assert "2 events fit" in fine.output
    without_triggers(db)
    db.execute(AuditEvent.__table__.update().values(action="nothing.happened"))  # type: ignore[attr-defined]
    db.commit()
    broken = CliRunner().invoke(audit, ["verify"])
    assert broken.exit_code == 1
    assert "Event 1" in broken.output
