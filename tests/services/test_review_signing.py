"""Signing freezes, once; a release needs the PDF; a withdrawal needs a reason."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.models import Case, Letter, RulebookRecord, StoredAssessment
from portal.rulebook import load
from portal.services import assessments, audit, cases, clock, gates, queue, signing
from portal.services.database import Sessions
from portal.services.refusal import Refused
from tests.review import (
    TEF,
    a_case_to_sign,
    a_claimed_case,
    a_profile,
    a_released_case,
    a_signed_case,
    agree,
    settle_stops,
    store_pdf,
    write_opinion,
)
from tests.services.test_review_cases import at_once
from tests.world import People, on_both


def sign(db: Session, case: Case, people: People, role: str = "specialist") -> StoredAssessment:
    stored = assessments.current(db, case)
    assert stored is not None
    return signing.sign(db, case, shown=stored.id, actor=people.actor(role), now=clock.now())


@on_both
def test_signing_freezes_numbers_and_seals(db: Session, people: People) -> None:
    case, signed = a_signed_case(db, people)
    assert case.state == "signed"
    assert signed.state == "signed"
    assert signed.number == f"{case.number}-1"
    assert signed.signed_by == people["specialist"].id
    assert signed.seal is not None
    assert signed.seal["signer"] == {"name": people["specialist"].name, "licence": "R900001"}
    assert signed.seal["opinion"]["route"] == "Ontario."
    assert signed.seal["client"] == {"name": "Ananya Rao", "case_number": case.number}
    assert signed.seal["agreement"]["text_version"] == "consultation/1"
    assert signing.intact(db, signed)
    job = queue.state_of(db, signing.pdf_job(signed.id, "en", "letter"))
    assert job is not None
    assert (job.state, job.arguments) == (queue.WAITING, (str(signed.id), "en", "letter"))
    assert audit.verify(db)[1] is None


@on_both
@pytest.mark.parametrize(
    "change",
    [
        "document = '{}'",
        "seal = '{}'",
        "sha256 = 'x'",
        "number = 'x'",
        "state = 'working'",
        "signed_at = NULL",
    ],
)
def test_a_signed_assessment_cannot_be_changed(db: Session, people: People, change: str) -> None:
    _, signed = a_signed_case(db, people)
    with pytest.raises(DBAPIError):
        db.execute(text(f"UPDATE assessments SET {change} WHERE number = '{signed.number}'"))
    db.rollback()
    with pytest.raises(DBAPIError):
        db.execute(text(f"DELETE FROM assessments WHERE number = '{signed.number}'"))


def test_the_rulebook_behind_a_signature_is_kept_whole(db: Session, people: People) -> None:
    _, signed = a_signed_case(db, people)
    rules = signing.rules_of(db, signed)
    assert rules is not None
    assert rules.hash == signed.rulebook_hash == load().hash
    assert rules.paths == load().paths
    assert db.scalar(select(func.count()).select_from(RulebookRecord)) == 1


def test_an_assistant_prepares_and_never_signs(db: Session, people: People) -> None:
    case = a_case_to_sign(db, people)
    cases.mark_ready(db, case, people.actor("assistant"), clock.now())
    assert case.state == "ready_to_sign"
    with pytest.raises(Refused, match="role"):
        sign(db, case, people, "assistant")
    sign(db, case, people)


def test_an_open_stop_blocks_the_signature(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, profile=a_profile(language_tests=TEF))
    write_opinion(db, case, people)
    with pytest.raises(Refused, match="open"):
        sign(db, case, people)


def test_no_signature_without_the_clients_agreement(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, agreed=False)
    settle_stops(db, case, people)
    write_opinion(db, case, people)
    with pytest.raises(Refused, match="agreement"):
        sign(db, case, people)
    agree(db, case, people["client"], clock.now())
    db.commit()
    sign(db, case, people)


def test_no_signature_without_an_opinion(db: Session, people: People) -> None:
    case = a_claimed_case(db, people)
    settle_stops(db, case, people)
    with pytest.raises(Refused, match="Opinion"):
        sign(db, case, people)


def test_no_signature_by_an_older_rulebook(db: Session, people: People) -> None:
    case = a_case_to_sign(db, people)
    stored = assessments.current(db, case)
    assert stored is not None
    stored.rulebook_hash = "0" * 64
    db.commit()
    with pytest.raises(Refused, match="rulebook"):
        sign(db, case, people)


def test_what_was_made_again_since_it_was_shown_is_not_signed(db: Session, people: People) -> None:
    case = a_case_to_sign(db, people)
    shown = assessments.current(db, case)
    assert shown is not None
    assessments.assess_on(db, case, date(2019, 8, 1), people.actor("specialist"), clock.now())
    with pytest.raises(Refused, match="made again"):
        signing.sign(db, case, shown=shown.id, actor=people.actor("specialist"), now=clock.now())


def test_a_double_click_signs_once(db: Session, people: People) -> None:
    case, signed = a_signed_case(db, people)
    again = signing.sign(
        db, case, shown=signed.id, actor=people.actor("specialist"), now=clock.now()
    )
    assert again.number == signed.number
    assert len(signing.signed_of(db, case)) == 1


def sign_as(people: People, role: str, shown: UUID) -> Callable[[Session, Case], object]:
    actor = people.actor(role)
    return lambda session, held: signing.sign(
        session, held, shown=shown, actor=actor, now=clock.now()
    )


@on_both
@pytest.mark.asvs("15.4.2")
def test_of_two_who_sign_at_once_exactly_one_does(
    portal_sessions: Sessions, db: Session, people: People
) -> None:
    for _round in range(20):
        case = a_case_to_sign(db, people)
        stored = assessments.current(db, case)
        assert stored is not None
        acts = [sign_as(people, role, stored.id) for role in ("specialist", "lead")]
        outcomes = at_once(portal_sessions, case, *acts)
        assert sorted(outcomes) == ["Refused", "done"]
        db.rollback()
        db.expire_all()
        assert len(signing.signed_of(db, case)) == 1


def test_a_release_needs_the_stored_pdf_in_the_clients_language(
    db: Session, people: People
) -> None:
    case, signed = a_signed_case(db, people)
    actor = people.actor("specialist")
    with pytest.raises(Refused, match="PDF"):
        signing.release(db, case, actor, clock.now())
    store_pdf(db, signed, "fr")
    with pytest.raises(Refused, match="PDF"):
        signing.release(db, case, actor, clock.now())
    store_pdf(db, signed, "en")
    released = signing.release(db, case, actor, clock.now())
    assert (case.state, released.state) == ("released", "released")
    letter = db.scalars(select(Letter)).one()
    for word in (str(signed.document["crs"]["total"]), "Ananya", "Rao", "Ontario"):
        assert word not in letter.subject + letter.body.replace(str(case.id), "")


def test_a_withdrawn_assessment_keeps_its_number_and_the_case_is_reviewed_again(
    db: Session, people: People
) -> None:
    case, signed = a_released_case(db, people)
    actor = people.actor("specialist")
    with pytest.raises(Refused, match="Say why"):
        signing.withdraw(
            db, case, assessment_id=signed.id, reason=" ", actor=actor, now=clock.now()
        )
    signing.withdraw(
        db, case, assessment_id=signed.id, reason="The ECA was another person's.",
        actor=actor, now=clock.now(),
    )  # fmt: skip
    assert (case.state, signed.state) == ("in_review", "withdrawn")
    assert signed.withdrawn_reason == "The ECA was another person's."
    again = sign(db, case, people)
    assert again.number == f"{case.number}-2"
    assert signing.intact(db, signed)


def test_a_newer_release_supersedes_the_older_one(db: Session, people: People) -> None:
    case, first = a_released_case(db, people)
    actor = people.actor("specialist")
    assessments.reassess(db, case, actor, clock.now())
    assert (case.state, first.state) == ("in_review", "released")
    second = sign(db, case, people)
    store_pdf(db, second)
    signing.release(db, case, actor, clock.now())
    assert (first.state, second.state) == ("superseded", "released")


def test_a_further_pdf_is_ordered_for_signed_assessments_only(db: Session, people: People) -> None:
    case, signed = a_signed_case(db, people)
    actor = people.actor("assistant")
    signing.order_pdf(db, case, signed, "fr", "a4", actor)
    assert queue.state_of(db, signing.pdf_job(signed.id, "fr", "a4")) is not None
    for language, edition in (("de", "letter"), ("en", "a3")):
        with pytest.raises(Refused):
            signing.order_pdf(db, case, signed, language, edition, actor)


def test_a_replay_by_the_same_rules_gives_the_same_document(db: Session, people: People) -> None:
    _, signed = a_signed_case(db, people)
    assert assessments.replay(db, signed) == []


def test_a_replay_names_each_place_that_differs(
    db: Session, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, signed = a_signed_case(db, people)
    real = assessments.compute

    def other(*given: object) -> dict[str, object]:
        made = copy.deepcopy(real(*given))  # type: ignore[arg-type]
        made["crs"]["total"] += 1
        return made

    monkeypatch.setattr(assessments, "compute", other)
    [change] = assessments.replay(db, signed)
    assert change.path == "crs.total"
    assert change.after == change.before + 1


def test_the_gates_say_what_is_missing(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, agreed=False)
    open_ = {each.id: each.is_open for each in gates.of(db, case, cases.READY)}
    assert open_["agreement"] is False
    assert open_["assessment"] is True
    assert open_["opinion"] is False
