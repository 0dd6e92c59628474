"""Sending the answers: once, with agreement and declaration; and again when they are corrected."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.result import Line, Program
from portal.models import Case, Declaration, ProfileVersion, Question, User
from portal.rulebook import Rulebook
from portal.services import (
    agreements,
    cases,
    clock,
    drafts,
    intake,
    mail,
    queue,
    rulebooks,
)
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.refusal import Refused
from portal.services.steps import Entry, step
from portal.text import msg

LONGEST_ANSWER = 4000


class NotComplete(Refused):
    """The answers are no profile yet; ``faults`` says where (path, found, expected)."""

    def __init__(self, faults: list[Any]) -> None:
        super().__init__(msg("Some answers need another look before you can send them."))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be said of the answers before they are sent: faults, or what hangs on gaps.

    ``unknown`` are the CRS lines that have no points because a fact is missing.
    """

    faults: list[Any]
    unknown: tuple[Line, ...] = ()
    programs: tuple[Program, ...] = ()

    @property
    def nobody_eligible(self) -> bool:
        """Whether every federal program is known to be closed: a score without a rank."""
        return bool(self.programs) and all(each.eligible is False for each in self.programs)


def faults_of(document: Mapping[str, Any], rules: Rulebook) -> list[Any]:
    """What the profile's own rules refuse in these answers; empty when they can be sent."""
    from portal.assessment.reading import ProfileRefused, parse_profile

    try:
        parse_profile(drafts.in_use(document), rules)
    except ProfileRefused as refused:
        return list(refused.faults)
    return []


def preview(document: Mapping[str, Any], on: date, rules: Rulebook) -> Preview:
    """Score the answers as they stand, without streams and rounds; nothing is stored."""
    from portal.assessment.crs import best_factors, score
    from portal.assessment.eligibility import judge_programs
    from portal.assessment.facts import Facts
    from portal.assessment.reading import ProfileRefused, parse_profile

    try:
        profile = parse_profile(drafts.in_use(document), rules)
    except ProfileRefused as refused:
        return Preview(list(refused.faults))
    facts = Facts(profile, rules)
    factors = best_factors(facts, on)
    lines = [line for section in score(facts, factors).sections for line in section.lines]
    unknown = tuple(line for line in lines if line.points is None and line.max)
    return Preview([], unknown, tuple(judge_programs(facts, factors)))


def questions_to_client(session: Session, case: Case) -> list[Question]:
    """What the office asked, the oldest first; the client's own requests are left out."""
    asked = select(Question).where(
        Question.case_id == case.id, Question.asked_by.is_distinct_from(case.client_id)
    )
    return list(session.scalars(asked.order_by(Question.asked_at)))


def unsent(session: Session, case: Case) -> bool:
    """Whether the answers differ from what was last sent or corrected."""
    newest = intake.newest_version(session, case)
    if newest is None:
        return False
    document, _base = intake.current(session, case)
    return drafts.differs(document, drafts.as_draft(newest.document))


def submit_intake(
    session: Session, actor: Actor, case: Case, *, declared: bool, now: datetime
) -> ProfileVersion:
    """Send the answers for the first time.

    Needs the agreement (a gate of the move) and the declaration; raises Refused
    without them, NotComplete when the answers are no profile. A second press finds
    the case submitted and is refused.
    """
    with step(session, actor, "case.submit", case) as audit:
        _declared(declared)
        document = _complete(intake.current(session, case)[0], rulebooks.in_use(session))
        cases.move(session, case, "submit", actor, now, submitted_at=now)
        version = _store(session, case, actor, document, "submission", now, audit)
        _score(session, case, version)
        user = session.get_one(User, case.client_id)
        mail.queue(session, "case_submitted", user=user, language=case.language, number=case.number)
        audit.fields("state", "submitted_at")
    return version


def resubmit(
    session: Session, actor: Actor, case: Case, *, declared: bool, now: datetime
) -> ProfileVersion | None:
    """Send corrected answers before a claim, or answers to the office's questions.

    While the office waits, every question needs an answer or the facts a change.
    None when nothing was changed: then only the case goes back to the office.
    """
    with step(session, actor, "case.resubmit", case) as audit:
        if not intake.editable(case, actor) or case.state == "draft":
            raise Refused(msg("These answers are with your consultant now."))
        changed = unsent(session, case)
        version = None
        if changed:
            _declared(declared)
            document = _complete(intake.current(session, case)[0], rulebooks.in_use(session))
            version = _store(session, case, actor, document, "client_correction", now, audit)
            _score(session, case, version)
        if case.state == "waiting_for_client":
            if not changed and _unanswered(session, case):
                raise Refused(msg("Answer each question, or correct the answer it is about."))
            cases.move(session, case, "answer", actor, now)
            audit.fields("state")
        elif not changed:
            raise Refused(msg("Nothing has changed since you sent your answers."))
        _tell_owner(session, case, "case_answered")
    return version


def answer_question(
    session: Session, actor: Actor, case: Case, question_id: uuid.UUID, text: str, now: datetime
) -> Question:
    """Write the client's answer to one question; it can be changed until it is sent."""
    words = text.strip()[:LONGEST_ANSWER]
    if not words:
        raise Refused(msg("Write your answer."))
    with step(session, actor, "question.answer", case) as audit:
        question = session.get(Question, question_id)
        if question is None or question.case_id != case.id or not intake.editable(case, actor):
            raise Refused(msg("This question is no longer open."))
        question.answer, question.answered_at = words, now
        audit.about(question)
        audit.fields("answer")
    return question


def request_correction(
    session: Session, actor: Actor, case: Case, text: str, now: datetime
) -> Question:
    """Ask the office to let the client change something while it has the case.

    Kept as a question that the client asks (``asked_by`` is the client).
    """
    words = text.strip()[:LONGEST_ANSWER]
    if not words:
        raise Refused(msg("Write what you want to change."))
    with step(session, actor, "case.request_correction", case) as audit:
        if case.client_id is None or case.client_id != actor.user_id:
            raise Refused(msg("Only the client can ask for a correction."))
        if intake.editable(case, actor) or case.state == "closed":
            raise Refused(msg("There is nothing to ask for: look at your case."))
        request = Question(
            case_id=case.id, path="", text=words, asked_by=case.client_id, asked_at=now
        )
        session.add(request)
        session.flush()
        _tell_owner(session, case, "case_correction_requested")
        audit.about(request)
        audit.fields("text")
    return request


def _declared(declared: bool) -> None:
    if not declared:
        raise Refused(msg("Tick the declaration to send your answers."))


def _complete(document: Mapping[str, Any], rules: Rulebook) -> dict[str, Any]:
    faults = faults_of(document, rules)
    if faults:
        raise NotComplete(faults)
    return drafts.in_use(document)


def _store(
    session: Session,
    case: Case,
    actor: Actor,
    document: dict[str, Any],
    kind: str,
    now: datetime,
    audit: Entry,
) -> ProfileVersion:
    newest = intake.newest_version(session, case)
    version = ProfileVersion(
        case_id=case.id,
        number=newest.number + 1 if newest else 1,
        document=document,
        kind=kind,
        author_id=actor.user_id,
        created_at=now,
    )
    session.add(version)
    session.flush()
    declaration = Declaration(
        case_id=case.id,
        profile_version_id=version.id,
        user_id=actor.user_id,
        text_version=agreements.DECLARATION,
        language=case.language,
        text=agreements.wording(agreements.DECLARATION, case.language),
        accepted_at=now,
    )
    session.add(declaration)
    case.draft.progress = {**case.draft.progress, "base": version.number}
    session.flush()
    audit.also("profile.add_version", version, kind)
    audit.also("declaration.accept", declaration, "text_version", "accepted_at")
    return version


def _score(session: Session, case: Case, version: ProfileVersion) -> None:
    """Let the worker assess the new facts; the queue shows the case at once."""
    key = f"rescore-{case.id}-{version.number}"
    queue.enqueue(session, "rescore_case", case.id, workflow_id=key)


def _unanswered(session: Session, case: Case) -> bool:
    return any(each.answer is None for each in questions_to_client(session, case))


def _tell_owner(session: Session, case: Case, kind: str) -> None:
    if case.owner is not None:
        mail.queue(session, kind, user=case.owner, number=case.number)


def today(session: Session) -> date:
    """The day at the office."""
    return clock.today(settings_of(session).timezone)
