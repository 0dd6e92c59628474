"""The client's own pages: begin, the case's state, questions, corrections, taking a case over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.models import Case, Letter, ProfileVersion, StoredAssessment, User
from portal.services import cases, clock, phone, review
from tests.client import Client
from tests.intake import seed
from tests.intake.walk import FormReader, Walk
from tests.world import PASSPHRASE, People, as_client


@pytest.fixture
def sent(walk: Walk) -> Walk:
    """The seed case, sent through the pages."""
    seed.fill_in(walk)
    walk.fill("agreement", address="12 Church Street, Bengaluru", accept=["", "y"])
    walk.fill("declare", declared=["", "y"])
    return walk


def stored(walk: Walk, db: Session) -> Case:
    db.rollback()
    db.expire_all()
    return db.get_one(Case, walk.case_id)


def test_a_client_begins_once_and_comes_back_to_the_case(as_role: Callable[[str], Client]) -> None:
    browser = as_role("client")
    assert "Begin with what you know" in browser.get("/intake").text
    first = browser.send("/intake").headers["Location"]
    assert browser.send("/intake").headers["Location"] == first
    assert browser.get("/intake").headers["Location"] == first.replace("/intake/", "/case/")[:-4]


def test_pressing_twice_sends_once_and_says_so(sent: Walk, db: Session) -> None:
    page = sent.browser.send(sent.url("declare"), declared="y")
    assert page.status_code == 303
    assert len(db.scalars(select(ProfileVersion)).all()) == 1
    assert "We have your answers" in sent.get(f"/case/{sent.case_id}").text


def test_answers_that_are_no_profile_are_shown_at_their_pages(walk: Walk, db: Session) -> None:
    seed.fill_in(walk)
    case = stored(walk, db)
    spoilt = dict(case.draft.document)
    spoilt["language_tests"] = [{**spoilt["language_tests"][0], "listening": 95}]
    case.draft.document = spoilt
    db.commit()
    page = walk.get("check")
    assert "has to be mended" in page.text
    assert f'href="{walk.url("language/1/scores")}#listening"' in page.text


def test_corrections_before_a_claim_are_sent_again(sent: Walk, db: Session) -> None:
    sent.fill("money", settlement_funds="31000")
    home = sent.get(f"/case/{sent.case_id}")
    assert "You have changed answers since you sent them" in home.text
    answer = sent.browser.send(f"/case/{sent.case_id}/send")
    assert answer.headers["Location"].endswith("/declare")
    sent.fill("declare", declared=["", "y"])
    kinds = db.scalars(select(ProfileVersion.kind).order_by(ProfileVersion.number)).all()
    assert kinds == ["submission", "client_correction"]


def test_a_question_leads_to_its_field_and_its_answer_back_to_the_office(
    sent: Walk, db: Session, people: People
) -> None:
    case = stored(sent, db)
    specialist = people.actor("specialist")
    cases.claim(db, case, specialist, clock.now())
    assert "Specialist is reading your answers" in sent.get(f"/case/{case.id}").text
    assert sent.get("money").headers["Location"].endswith(f"/case/{case.id}")

    review.ask(
        db, case, path="work.0.hours_per_week", text="40 or 35?", actor=specialist, now=clock.now()
    )
    home = sent.get(f"/case/{case.id}")
    assert "Specialist has a question for you" in home.text
    assert f'href="{sent.url("work/1")}#hours_per_week"' in home.text

    form = re.search(r'action="(/case/[^"]+/questions/[^"]+)"', home.text)
    assert form is not None
    assert sent.browser.send(form[1], answer=" ").status_code == 422
    assert sent.browser.send(form[1], answer="Forty.").status_code == 303
    answer = sent.browser.send(f"/case/{case.id}/send")
    assert answer.status_code == 303
    assert stored(sent, db).state == "in_review"
    letters = db.scalars(select(Letter).where(Letter.kind.startswith("case_"))).all()
    bodies = [letter.body.replace(str(case.id), "") for letter in letters]
    assert all("Forty" not in body and "35" not in body for body in bodies)
    asked = next(letter for letter in letters if letter.kind == "case_question")
    assert f"/case/{case.id}" in asked.body


def test_a_correction_is_asked_for_while_the_office_has_the_case(
    sent: Walk, db: Session, people: People
) -> None:
    case = stored(sent, db)
    assert sent.get(f"/case/{case.id}/correction").status_code == 303
    cases.claim(db, case, people.actor("specialist"), clock.now())
    page = f"/case/{case.id}/correction"
    assert sent.get(page).status_code == 200
    assert sent.browser.send(page, text="").status_code == 422
    assert sent.browser.send(page, text="My job ended.").status_code == 303
    assert "Specialist is reading your answers" in sent.get(f"/case/{case.id}").text


def test_a_released_assessment_is_one_press_away(sent: Walk, db: Session) -> None:
    case = stored(sent, db)
    version = db.scalar(select(ProfileVersion))
    assert version is not None
    for number, state in (
        ("A-2026-0001", "withdrawn"),
        ("A-2026-0002", "released"),
        (None, "working"),
    ):
        db.add(
            StoredAssessment(
                case_id=case.id, profile_version_id=version.id, number=number, state=state,
                on=clock.today(), document={}, rulebook_hash="0" * 64, engine="test",
                created_at=clock.now(), signed_at=clock.now() if number else None,
            )
        )  # fmt: skip
    case.state = "released"
    db.commit()
    home = sent.get(f"/case/{case.id}")
    assert "Your assessment is ready" in home.text
    assert home.text.count("/assessment/") == 2
    assert "do not act on it" in home.text


def test_a_client_who_goes_on_in_french_accepts_and_declares_in_french(
    walk: Walk, db: Session
) -> None:
    seed.fill_in(walk)
    walk.browser.send("/language", language="fr", next="/")
    assert "CONTRAT DE CONSULTATION" in walk.get("agreement").text
    walk.fill("agreement", address="14, rue Main, Moncton", accept=["", "y"])
    assert "Je déclare que" in walk.get("declare").text
    walk.fill("declare", declared=["", "y"])
    walk.browser.send("/language", language="en", next="/")
    case = stored(walk, db)
    assert (case.state, case.language) == ("submitted", "fr")


def test_the_agreement_needs_address_name_and_tick(walk: Walk) -> None:
    seed.about_you(walk)
    page = walk.fill("agreement", keep=True, signature_name="")
    assert page.status_code == 422
    assert page.text.count('class="message"') == 3
    assert walk.get("declare").headers["Location"].endswith("/agreement")


def test_a_post_after_the_login_ended_is_parked_and_sent_after_signing_in(
    walk: Walk, app: Flask, people: People, db: Session
) -> None:
    seed.about_you(walk)
    sent = walk.read("money")
    sent["settlement_funds"] = "28000"
    from portal.models import Login

    login = db.scalar(select(Login).where(Login.user_id == people["client"].id))
    assert login is not None
    login.seen_at = clock.now() - timedelta(minutes=61)
    db.commit()
    answer = walk.browser.post(walk.url("money"), data=sent)
    assert answer.status_code == 303
    assert "/account/sign-in" in answer.headers["Location"]
    assert "settlement_funds" not in walk.document

    browser = walk.browser
    browser.get(answer.headers["Location"])
    signed = browser.send(
        answer.headers["Location"], email="client@example.com", passphrase=PASSPHRASE
    )
    restore = browser.get(signed.headers["Location"])
    kept = MultiDict(FormReader(restore.text, "settlement_funds").pairs)
    again = browser.post("/account/restore", data=kept)
    assert (again.status_code, again.headers["Location"]) == (307, walk.url("money"))
    assert browser.post(walk.url("money"), data=kept).status_code == 303
    assert walk.document["settlement_funds"] == 28000


def test_somebody_takes_over_what_the_office_began(
    app: Flask, db: Session, people: People, as_role: Callable[[str], Client]
) -> None:
    specialist = people.actor("specialist")
    case = phone.open_case_by_phone(db, specialist, clock.now())
    office = Walk(as_role("specialist"), case.id, db)
    office.fill("money", settlement_funds="12000")
    assert "The client sends the answers" in office.get("check").text
    assert office.get("agreement").status_code == 403

    phone.send_takeover_link(db, specialist, case, email="new@example.com", now=clock.now())
    body = db.scalar(select(Letter.body).where(Letter.kind == "case_takeover")) or ""
    found = re.search(r"/intake/take-over/\S+", body)
    assert found is not None
    newcomer = as_client(app)
    page = newcomer.get(found[0])
    assert {name for name, _v in FormReader(page.text, "passphrase").pairs} >= {"name", "consent"}
    weak = newcomer.send(found[0], name="New", passphrase="short", consent="y")
    assert weak.status_code == 422
    done = newcomer.send(found[0], name="New", passphrase=PASSPHRASE, consent="y")
    assert done.status_code == 303
    assert newcomer.get(found[0]).status_code == 409
    user = db.scalar(select(User).where(User.email == "new@example.com"))
    assert user is not None
    assert stored(office, db).client_id == user.id
    assert office.get("money").status_code in (303, 404)
