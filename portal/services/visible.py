"""What somebody may see: objects of a case are loaded through here and nowhere else.

What is not visible answers exactly like what does not exist: None here,
NotVisible where a row is demanded, 404 on a page.
"""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from portal.models import Case, Question, StoredAssessment
from portal.services.actor import Actor

# A client reads what the office has handed over, never work in progress.
SHOWN_TO_CLIENTS = ("released", "superseded", "withdrawn")


class NotVisible(LookupError):
    """There is no such object for this person."""


def cases(actor: Actor) -> ColumnElement[bool]:
    """The condition on `cases` that holds for what this person may see.

    A client sees their own. Staff who work on cases see every case but the
    drafts that a client fills in alone; an administrator as such sees none.
    """
    if actor.is_client:
        return Case.client_id == actor.user_id
    if actor.works_on_cases:
        by_staff = or_(Case.client_id.is_(None), Case.opened_by != Case.client_id)
        return or_(Case.state != "draft", and_(Case.opened_by.is_not(None), by_staff))
    return true() if actor.role == "system" else false()


def assessments(actor: Actor) -> ColumnElement[bool]:
    """The condition on `assessments`, to be used together with `cases`."""
    if actor.is_client:
        return StoredAssessment.state.in_(SHOWN_TO_CLIENTS)
    return true()


def case(session: Session, actor: Actor, case_id: uuid.UUID) -> Case:
    """The case, if this person may see it. Raises NotVisible otherwise."""
    found = find_case(session, actor, case_id)
    if found is None:
        raise NotVisible
    return found


def find_case(session: Session, actor: Actor, case_id: uuid.UUID) -> Case | None:
    """The case, if it exists and this person may see it."""
    return session.scalar(select(Case).where(Case.id == case_id, cases(actor)))


def find_assessment(
    session: Session, actor: Actor, assessment_id: uuid.UUID
) -> StoredAssessment | None:
    """The assessment, if this person may see its case and the assessment itself."""
    chosen = select(StoredAssessment).join(Case, Case.id == StoredAssessment.case_id)
    return session.scalar(
        chosen.where(StoredAssessment.id == assessment_id, cases(actor), assessments(actor))
    )


def find_question(session: Session, actor: Actor, question_id: uuid.UUID) -> Question | None:
    """The question, if this person may see its case."""
    chosen = select(Question).join(Case, Case.id == Question.case_id)
    return session.scalar(chosen.where(Question.id == question_id, cases(actor)))


def may_change(actor: Actor, case: Case) -> bool:
    """Whether this person, who sees the case, may change it.

    Clients their own; an assistant or lead any; a specialist what is theirs or nobody's.
    """
    if actor.is_client:
        return case.client_id == actor.user_id
    if actor.role == "specialist":
        return case.owner_id in (None, actor.user_id)
    return actor.role in ("assistant", "lead", "system")
