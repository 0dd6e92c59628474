"""Agreement, declaration, sending once, answering, correcting, and taking a case over."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.models import (
    Agreement,
    Case,
    Consent,
    Declaration,
    Letter,
    ProfileVersion,
    Question,
    User,
)
from portal.rulebook import load
from portal.services import agreements, cases, clock, drafts, intake, phone, submission, tokens
from portal.services.actor import Actor
from portal.services.database import Sessions
from portal.services.refusal import Refused
from tests.world import PASSPHRASE, People, on_both

PARTY = {"name": "Ananya Rao", "address": "12 Church Street", "phone": "", "email": "a@example.com"}


@pytest.fixture
def client(people: People) -> Actor:
    return people.actor("client")


@pytest.fixture
def case(db: Session, client: Actor, root: Path) -> Case:
    """The seed case, filled in and not sent."""
    case = intake.start_case(db, client, clock.now())
    case.draft.document = json.loads((root / "tests/cases/profile.example.json").read_text())
    db.commit()
    return case


def accept(db: Session, client: Actor, case: Case) -> Agreement:
    return agreements.accept_agreement(
        db, client, case, client=PARTY, signature_name="Ananya Rao", now=clock.now()
    )


def send(db: Session, client: Actor, case: Case) -> ProfileVersion:
    return submission.submit_intake(db, client, case, declared=True, now=clock.now())


def sent(db: Session, client: Actor, case: Case) -> Case:
    accept(db, client, case)
    send(db, client, case)
    return case


def change(db: Session, client: Actor, case: Case, **facts: Any) -> None:
    intake.save_page(
        db, client, case, page="money", place=(), facts=facts, unknown=(), version=99,
        now=clock.now(),
    )  # fmt: skip


def count(db: Session, table: Any) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_nothing_is_sent_without_the_agreement(db: Session, client: Actor, case: Case) -> None:
    with pytest.raises(Refused, match="not accepted the agreement"):
        send(db, client, case)
    assert case.state == "draft"
    assert count(db, ProfileVersion) == 0


def test_nothing_is_sent_without_the_declaration(db: Session, client: Actor, case: Case) -> None:
    accept(db, client, case)
    with pytest.raises(Refused, match="declaration"):
        submission.submit_intake(db, client, case, declared=False, now=clock.now())


def test_the_agreement_names_all_that_the_code_wants(
    db: Session, client: Actor, case: Case
) -> None:
    agreement = accept(db, client, case)
    firm = db.info["settings"].firm
    for wanted in (
        firm.rcic_name, firm.rcic_number, firm.address, firm.phone, firm.email,  # the licensee
        *filter(None, PARTY.values()),  # the client
        "free of charge", "College of Immigration and Citizenship Consultants",
        "What this consultation is for", firm.complaints_url,
    ):  # fmt: skip
        assert wanted in agreement.text, wanted
    assert (agreement.text_version, agreement.language) == ("consultation.v1", "en")
    assert (agreement.licensee_number, agreement.user_id) == (firm.rcic_number, client.user_id)


def test_both_languages_of_a_text_have_the_same_places() -> None:
    places = [
        set(re.findall(r"%\((\w+)\)s", agreements.wording(agreements.CONSULTATION, language)))
        for language in ("en", "fr")
    ]
    assert places[0] == places[1]
    assert all(agreements.wording(agreements.DECLARATION, each) for each in ("en", "fr"))


def test_a_name_with_places_in_it_stays_a_name(db: Session, client: Actor, case: Case) -> None:
    party = PARTY | {"name": "%(licence)s %s 100%"}
    text = agreements.consultation_text(db, case, party)
    assert "%(licence)s %s 100%" in text


def test_accepting_twice_keeps_one_agreement_and_one_letter(
    db: Session, client: Actor, case: Case
) -> None:
    assert accept(db, client, case).id == accept(db, client, case).id
    assert (count(db, Agreement), count(db, Letter)) == (1, 1)


def test_staff_cannot_accept_for_the_client(db: Session, people: People, case: Case) -> None:
    with pytest.raises(Refused, match="Only the client"):
        accept(db, people.actor("specialist"), case)


@on_both
def test_sending_makes_one_version_one_declaration_one_job_and_one_letter(
    db: Session, client: Actor, case: Case
) -> None:
    version = send_after_accepting(db, client, case)
    assert (case.state, version.number, version.kind) == ("submitted", 1, "submission")
    declaration = db.scalar(select(Declaration))
    assert declaration is not None
    assert declaration.text == agreements.wording("declaration.v1", "en")
    assert declaration.accepted_at is not None
    assert list(db.scalars(select(Letter.kind).order_by(Letter.created_at))) == [
        "agreement_copy",
        "case_submitted",
    ]
    schema = "dbos." if db.get_bind().dialect.name == "postgresql" else ""
    jobs = db.execute(text(f"select name from {schema}workflow_status")).scalars().all()
    assert jobs == ["rescore_case"]


def send_after_accepting(db: Session, client: Actor, case: Case) -> ProfileVersion:
    accept(db, client, case)
    return send(db, client, case)


@on_both
def test_of_many_presses_one_sends(
    portal_sessions: Sessions, db: Session, client: Actor, case: Case
) -> None:
    accept(db, client, case)

    def press(_number: int) -> bool:
        with portal_sessions() as session:
            try:
                send(session, client, session.get_one(Case, case.id))
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(press, range(16))) == 1
    db.rollback()
    assert (count(db, ProfileVersion), count(db, Declaration)) == (1, 1)


def test_what_is_no_profile_is_not_sent_and_says_where(
    db: Session, client: Actor, case: Case
) -> None:
    accept(db, client, case)
    document = json.loads(json.dumps(case.draft.document))
    document["language_tests"][0]["listening"] = 95
    document["work"][0]["noc"]["code"] = "9999"
    case.draft.document = document
    db.commit()
    with pytest.raises(submission.NotComplete) as refused:
        send(db, client, case)
    paths = {str(fault.path) for fault in refused.value.faults}
    assert any(path.startswith("language_tests.0.listening") for path in paths), paths
    assert any(path.startswith("work.0.noc") for path in paths), paths
    db.rollback()
    assert case.state == "draft"


def test_the_client_corrects_until_somebody_claims(
    db: Session, client: Actor, people: People, case: Case
) -> None:
    sent(db, client, case)
    assert not submission.unsent(db, case)
    change(db, client, case, settlement_funds=31000)
    assert submission.unsent(db, case)
    version = submission.resubmit(db, client, case, declared=True, now=clock.now())
    assert version is not None
    assert (version.number, version.kind, version.document["settlement_funds"]) == (
        2, "client_correction", 31000,
    )  # fmt: skip
    assert case.state == "submitted"
    with pytest.raises(Refused, match="Nothing has changed"):
        submission.resubmit(db, client, case, declared=True, now=clock.now())
    cases.claim(db, case, people.actor("specialist"), clock.now())
    with pytest.raises(Refused):
        change(db, client, case, settlement_funds=1)


@pytest.fixture
def asked(db: Session, client: Actor, people: People, case: Case) -> Question:
    """A question of the specialist who has claimed the case."""
    from portal.services import review

    sent(db, client, case)
    specialist = people.actor("specialist")
    cases.claim(db, case, specialist, clock.now())
    return review.ask(
        db, case, path="work.0.hours_per_week", text="How many?", actor=specialist, now=clock.now()
    )


def test_a_question_is_answered_and_the_case_goes_back(
    db: Session, client: Actor, case: Case, asked: Question
) -> None:
    with pytest.raises(Refused, match="Answer each question"):
        submission.resubmit(db, client, case, declared=False, now=clock.now())
    submission.answer_question(db, client, case, asked.id, "  Forty. ", clock.now())
    assert asked.answer == "Forty."
    assert submission.resubmit(db, client, case, declared=False, now=clock.now()) is None
    assert case.state == "in_review"
    assert "case_answered" in set(db.scalars(select(Letter.kind)))
    with pytest.raises(Refused):
        submission.answer_question(db, client, case, asked.id, "Fifty.", clock.now())


def test_a_changed_fact_answers_a_question_with_a_declaration(
    db: Session, client: Actor, case: Case, asked: Question
) -> None:
    change(db, client, case, settlement_funds=31000)
    with pytest.raises(Refused, match="declaration"):
        submission.resubmit(db, client, case, declared=False, now=clock.now())
    db.rollback()
    version = submission.resubmit(db, client, case, declared=True, now=clock.now())
    assert version is not None
    assert case.state == "in_review"


def test_the_client_asks_for_a_correction_later(
    db: Session, client: Actor, people: People, case: Case
) -> None:
    sent(db, client, case)
    with pytest.raises(Refused):
        submission.request_correction(db, client, case, "My job ended.", clock.now())
    db.rollback()
    cases.claim(db, case, people.actor("specialist"), clock.now())
    request = submission.request_correction(db, client, case, "My job ended.", clock.now())
    assert request.asked_by == client.user_id
    assert submission.questions_to_client(db, case) == []
    assert "case_correction_requested" in set(db.scalars(select(Letter.kind)))


def test_nobody_eligible_is_a_score_without_a_rank(case: Case) -> None:
    document = {
        "schema": drafts.SCHEMA,
        "person": {"date_of_birth": "1979-08-08"},
        "marital_status": "divorced",
        "education": [],
        "language_tests": [],
        "work": [],
        "job_offer": False,
        "certificate_of_qualification": False,
        "provincial_nomination": False,
        "settlement_funds": 0,
    }
    assert submission.preview(document, clock.today(), load()).nobody_eligible
    assert not submission.preview(case.draft.document, date(2019, 8, 1), load()).nobody_eligible


# --- on the phone -------------------------------------------------------------------------


@pytest.fixture
def by_phone(db: Session, people: People) -> Case:
    return phone.open_case_by_phone(db, people.actor("specialist"), clock.now())


def token_of(db: Session) -> str:
    body = db.scalar(select(Letter.body).where(Letter.kind == "case_takeover"))
    found = re.search(r"/intake/take-over/(\S+)", body or "")
    assert found is not None
    return found[1]


def link(db: Session, people: People, case: Case, email: str) -> str:
    phone.send_takeover_link(db, people.actor("specialist"), case, email=email, now=clock.now())
    return token_of(db)


def test_the_office_fills_in_for_somebody_on_the_phone(
    db: Session, people: People, by_phone: Case
) -> None:
    specialist = people.actor("specialist")
    assert intake.editable(by_phone, specialist)
    change(db, specialist, by_phone, settlement_funds=12000)
    assert by_phone.draft.document["settlement_funds"] == 12000


def test_somebody_without_an_account_takes_the_case_over_with_a_passphrase(
    db: Session, people: People, by_phone: Case
) -> None:
    token = link(db, people, by_phone, "new@example.com")
    visitor = Actor()
    with pytest.raises(Refused, match="agreement is needed"):
        phone.take_over(db, visitor, token, now=clock.now(), passphrase=PASSPHRASE)
    db.rollback()
    phone.take_over(
        db, visitor, token, now=clock.now(), name="New", passphrase=PASSPHRASE, consent=True
    )
    user = db.scalar(select(User).where(User.email == "new@example.com"))
    assert user is not None
    assert (user.state, by_phone.client_id) == ("active", user.id)
    assert count(db, Consent) == 1
    assert by_phone.draft.document["person"]["email"] == "new@example.com"
    assert not intake.editable(by_phone, people.actor("specialist"))
    with pytest.raises(tokens.LinkDead):
        phone.take_over(db, visitor, token, now=clock.now(), passphrase=PASSPHRASE, consent=True)


def test_a_known_client_takes_the_case_over_with_a_press(
    db: Session, people: People, by_phone: Case
) -> None:
    token = link(db, people, by_phone, "CLIENT@example.com")
    phone.take_over(db, Actor(), token, now=clock.now())
    assert by_phone.client_id == people["client"].id


@pytest.mark.parametrize("email", ["nonsense", "specialist@example.com", "a@b@c", ""])
def test_a_link_goes_to_clients_only(
    db: Session, people: People, by_phone: Case, email: str
) -> None:
    with pytest.raises(Refused):
        link(db, people, by_phone, email)


def test_clients_open_no_cases_by_phone(db: Session, client: Actor) -> None:
    with pytest.raises(Refused):
        phone.open_case_by_phone(db, client, clock.now())
