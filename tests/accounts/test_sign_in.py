"""Signing up, confirming, signing in and out."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Consent, Letter, Login, User
from tests.client import Client
from tests.world import PASSPHRASE, People, on_both


def link_in(db: Session, kind: str) -> str:
    """The path of the link in the newest letter of a kind."""
    db.rollback()
    letter = db.scalars(
        select(Letter).where(Letter.kind == kind).order_by(Letter.created_at.desc())
    ).first()
    assert letter is not None, f"no letter of kind {kind}"
    body = letter.body
    db.rollback()
    line = next(line for line in body.splitlines() if line.startswith("https://"))
    return line.removeprefix("https://portal.example.com")


@on_both
@pytest.mark.asvs("6.3.2")
def test_a_new_client_signs_up_confirms_and_is_signed_in(visitor: Client, db: Session) -> None:
    page = visitor.get("/account/sign-up")
    assert page.status_code == 200
    answer = visitor.send(
        "/account/sign-up", email="New@Example.com", passphrase=PASSPHRASE, consent="y"
    )
    assert answer.location == "/account/look-in-your-mail"
    link = link_in(db, "confirm_email")
    assert visitor.get(link).status_code == 200
    answer = visitor.send(link, passphrase=PASSPHRASE)
    assert answer.location == "/account/welcome"
    assert visitor.get("/account").status_code == 200
    user = db.scalars(select(User)).one()
    assert (user.state, user.role, user.email_lower) == ("active", "client", "new@example.com")
    consent = db.scalars(select(Consent)).one()
    assert (consent.purpose, consent.user_id) == ("assessment", user.id)
