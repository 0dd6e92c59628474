"""The assessment's page and its downloads: who sees them, what stands on them, what bytes leave."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Rendering, StoredAssessment, User
from portal.services import documents, signing
from portal.services.refusal import Refused
from tests.client import Client
from tests.review import a_case_to_sign, a_signed_case
from tests.world import People, on_both

As = Callable[[str], Client]


def test_the_client_reads_score_sentence_and_standing_first(
    released: StoredAssessment, as_role: As
) -> None:
    page = as_role("client").get(f"/assessment/{released.id}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert '<span class="score">449</span>' in text
    headline = text.index("Ontario’s round of 1")
    assert headline < text.index("Where you stand") < text.index("How the 449 points add up")
    assert "1,773 invited, CRS 435 to 458" in text
    assert "3,396" in text
    assert "RCIC R900001" in text


def test_every_line_carries_its_because_its_maximum_and_its_rule(
    released: StoredAssessment, as_role: As
) -> None:
    text = as_role("client").get(f"/assessment/{released.id}").get_data(as_text=True)
    assert "34 years old on 1 August 2019" in text
    assert "of 100" in text
    assert f'href="/assessment/{released.id}/rules/crs.core.age"' in text
    assert f'href="/assessment/{released.id}/rules/programs.fsw.experience"' in text


@pytest.mark.asvs("8.2.2")
def test_another_clients_assessment_is_like_a_missing_one(
    released: StoredAssessment, people: People, browser_of: Callable[[User], Client]
) -> None:
    stranger = browser_of(people.other)
    for tail in ("", "/pdf", "/json"):
        other = stranger.get(f"/assessment/{released.id}{tail}")
        missing = stranger.get(f"/assessment/{uuid.uuid4()}{tail}")
        assert other.status_code == missing.status_code == 404


def test_only_the_office_sees_an_assessment_before_its_release(
    db: Session, people: People, time_machine_2019: None, as_role: As
) -> None:
    _, signed = a_signed_case(db, people)
    assert as_role("client").get(f"/assessment/{signed.id}").status_code == 404
    preview = as_role("assistant").get(f"/assessment/{signed.id}")
    assert "The client does not see this page yet." in preview.get_data(as_text=True)
    assert as_role("administrator").get(f"/assessment/{signed.id}").status_code in (403, 404)


def test_a_working_assessment_says_that_nobody_signed_it(
    db: Session, people: People, time_machine_2019: None, as_role: As
) -> None:
    case = a_case_to_sign(db, people)
    working = db.scalars(select(StoredAssessment).where(StoredAssessment.case_id == case.id)).one()
    text = as_role("specialist").get(f"/assessment/{working.id}").get_data(as_text=True)
    assert "Not signed." in text
    assert "Download PDF" not in text


@pytest.mark.asvs("5.4.2")
def test_the_pdf_is_an_attachment_in_a_sandbox(released: StoredAssessment, as_role: As) -> None:
    got = as_role("client").get(f"/assessment/{released.id}/pdf")
    assert got.mimetype == "application/pdf"
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"


@on_both
def test_client_and_specialist_get_the_same_bytes_each_time(
    released: StoredAssessment, as_role: As, db: Session
) -> None:
    bodies = {
        as_role(role).get(f"/assessment/{released.id}/pdf").data
        for role in ("client", "specialist", "client")
    }
    assert len(bodies) == 1
    digest = db.scalar(select(Rendering.sha256))
    assert hashlib.sha256(bodies.pop()).hexdigest() == digest
    reads = select(func.count()).where(AuditEvent.action == "rendering.read")
    assert db.scalar(reads) == 3


def test_a_stored_pdf_that_was_changed_is_not_handed_out(
    released: StoredAssessment, as_role: As, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents.hashlib, "sha256", lambda content: hashlib.md5(content))
    assert as_role("client").get(f"/assessment/{released.id}/pdf").status_code == 500


def test_an_unknown_language_or_edition_is_not_found(
    released: StoredAssessment, as_role: As
) -> None:
    client = as_role("client")
    for query in ("lang=de", "edition=a5", "edition=../letter"):
        assert client.get(f"/assessment/{released.id}/pdf?{query}").status_code == 404


def test_the_document_leaves_in_the_language_asked_for(
    released: StoredAssessment, as_role: As
) -> None:
    client = as_role("client")
    english = json.loads(client.get(f"/assessment/{released.id}/json?lang=en").data)
    french = json.loads(client.get(f"/assessment/{released.id}/json?lang=fr").data)
    assert english["schema"] == "portal.assessment/1"
    assert english["crs"]["total"] == french["crs"]["total"] == 449
    label = "crs.core.age"
    assert _label(english, label) != _label(french, label)


def _label(document: dict, line: str) -> str:
    lines = [each for section in document["crs"]["sections"] for each in section["lines"]]
    return next(each["label"] for each in lines if each["id"] == line)


def test_a_superseded_assessment_stays_and_says_so(
    released: StoredAssessment, as_role: As, db: Session
) -> None:
    db.get(StoredAssessment, released.id).state = "superseded"
    db.commit()
    text = as_role("client").get(f"/assessment/{released.id}").get_data(as_text=True)
    assert "A newer assessment has taken the place of this one." in text


def test_rendering_twice_stores_one_row(
    db: Session, people: People, time_machine_2019: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def fake(document, paper, *, lang, edition):
        calls.append((paper.number, lang, edition))
        return b"%PDF-1.7 made once", 9

    monkeypatch.setattr(documents, "render_in_child", fake)
    _, signed = a_signed_case(db, people)
    first = documents.render(db, signed.id, "en", "letter")
    again = documents.render(db, signed.id, "en", "letter")
    assert first.id == again.id
    assert calls == [(signed.number, "en", "letter")]
    assert first.sha256 == hashlib.sha256(b"%PDF-1.7 made once").hexdigest()
    assert documents.pdf_state(db, signed, "en") == "ready"


def test_what_is_not_signed_or_does_not_exist_has_no_pdf(
    db: Session, people: People, time_machine_2019: None
) -> None:
    case = a_case_to_sign(db, people)
    working = db.scalars(select(StoredAssessment).where(StoredAssessment.case_id == case.id)).one()
    for arguments in (
        (working.id, "en", "letter"),
        (uuid.uuid4(), "en", "letter"),
        (working.id, "de", "letter"),
        (working.id, "en", "a5"),
    ):
        with pytest.raises(Refused):
            documents.render(db, *arguments)
    assert documents.pdf_state(db, working, "en") == "not_signed"


def test_the_seal_not_the_case_decides_what_stands_on_the_paper(
    db: Session, people: People, time_machine_2019: None
) -> None:
    _, signed = a_signed_case(db, people)
    paper = documents.paper_of(db, signed)
    assert paper.number == signed.number
    assert paper.signer is not None
    assert paper.signer.licence == "R900001"
    assert paper.client.name == "Ananya Rao"
    assert paper.firm is not None
    assert paper.firm.name == signed.seal["firm"]["name"]
    assert signing.intact(db, signed)
