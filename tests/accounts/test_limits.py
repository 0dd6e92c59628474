"""How often something may be tried: per account, per address and for the whole site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import StoredAssessment
from portal.services import attempts
from portal.services.attempts import LIMITS, TooMany
from portal.services.database import Sessions
from tests.accounts.letters import letters
from tests.client import Client
from tests.review import a_submitted_case
from tests.services.test_steps import in_parallel
from tests.world import PASSPHRASE, People, as_client, on_both

NOON = "2026-11-24 12:00:00+00:00"


@on_both
@pytest.mark.asvs("6.3.1")
def test_ten_tries_at_an_account_in_five_minutes(app: Flask, people: People) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(10):
            browser = as_client(app)
            answer = browser.send(
                "/account/sign-in", email="client@example.com", passphrase="a wrong guess"
            )
            assert answer.status_code == 422
        right = as_client(app)
        answer = right.send("/account/sign-in", email="CLIENT@example.com", passphrase=PASSPHRASE)
        assert answer.status_code == 429
        assert "Wait 5 minutes" in answer.text
        other = right.send("/account/sign-in", email="lead@example.com", passphrase=PASSPHRASE)
        assert other.status_code == 303
        clock.shift(timedelta(minutes=5))
        later = as_client(app)
        answer = later.send("/account/sign-in", email="client@example.com", passphrase=PASSPHRASE)
        assert answer.status_code == 303


@pytest.mark.asvs("6.3.8")
def test_an_unknown_address_is_counted_alike(visitor: Client) -> None:
    for _ in range(10):
        visitor.send("/account/sign-in", email="nobody@example.com", passphrase="a wrong guess")
    answer = visitor.send("/account/sign-in", email="nobody@example.com", passphrase="again")
    assert answer.status_code == 429


@pytest.mark.asvs("6.3.1")
def test_five_reset_letters_a_day(app: Flask, db: Session, people: People) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            as_client(app).send("/account/forgotten", email="client@example.com")
        answer = as_client(app).send("/account/forgotten", email="client@example.com")
        assert answer.status_code == 429
        assert "tomorrow" in answer.text
        assert len(letters(db)) == 5
        clock.shift(timedelta(days=1))
        answer = as_client(app).send("/account/forgotten", email="client@example.com")
        assert answer.status_code == 303


@on_both
@pytest.mark.asvs("2.4.1")
def test_of_fifty_tries_at_once_ten_get_through(portal_sessions: Sessions) -> None:
    through: list[bool] = []

    def attempt() -> None:
        with portal_sessions() as session:
            try:
                attempts.count(session, "sign_in", account="a@example.com", address="192.0.2.1")
                through.append(True)
            except TooMany:
                through.append(False)

    in_parallel(attempt, 50)
    assert sorted(through) == [False] * 40 + [True] * 10


@pytest.mark.parametrize("gate", ["sign_in", "reset", "sign_up"])
def test_every_public_gate_counts_account_address_and_site(gate: str) -> None:
    assert {f"{gate}.{kind}" in LIMITS for kind in ("account", "address", "site")} == {True}


def test_the_address_is_counted_over_all_accounts(db: Session) -> None:
    for number in range(LIMITS["sign_in.address"].times):
        attempts.count(db, "sign_in", account=f"{number}@example.com", address="192.0.2.1")
    with pytest.raises(TooMany):
        attempts.count(db, "sign_in", account="one@example.com", address="192.0.2.1")
    attempts.count(db, "sign_in", account="one@example.com", address="192.0.2.2")


def test_what_is_counted_names_nobody(db: Session) -> None:
    from sqlalchemy import text

    attempts.count(db, "sign_in", account="canary@example.com", address="192.0.2.77")
    rows = str(db.execute(text("select * from attempts")).all())
    assert "canary" not in rows
    assert "192.0.2.77" not in rows


@pytest.mark.asvs("2.4.1")
def test_downloads_are_limited_for_each_person(
    as_role: Callable[[str], Client], people: People, db: Session
) -> None:
    case = a_submitted_case(db, people["client"])
    made = db.scalars(select(StoredAssessment).where(StoredAssessment.case_id == case.id)).first()
    assert made is not None
    browser, url = as_role("lead"), f"/assessment/{made.id}/json"
    # A language that does not exist is soon answered, and counts.
    told = [browser.get(f"{url}?lang=xx").status_code for _ in range(61)]
    assert told == [404] * 60 + [429]
    assert as_role("specialist").get(url).status_code == 200


def test_looking_at_the_page_of_a_limited_form_counts_nothing(
    as_role: Callable[[str], Client], people: People
) -> None:
    browser = as_role("client")
    assert {browser.get("/intake").status_code for _ in range(25)} == {200}
    told = [browser.send("/intake").status_code for _ in range(21)]
    assert (told[0], told[-1]) == (303, 429)
