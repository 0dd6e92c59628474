"""Assessments of a case: computed when something changes, stored, never made for a page view.

A case has at most two working assessments. One is by the rules of today and made by
the office itself (``created_by`` null): the queue reads it, and a job makes it again each
night and at every change of the rulebook. The other is by the rules of a day that
somebody chose; while there is one, it is what will be signed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.models import Case, CaseFacts, ProfileVersion, StoredAssessment
from portal.rulebook import Rulebook
from portal.services import case_facts, cases, clock, queue, rulebooks
from portal.services.actor import Actor
from portal.services.database import begin_writing, settings_of
from portal.services.paths import Change, changes
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

FIRST_DAY = date(2015, 1, 1)


def compute(profile: Mapping[str, Any], on: date, rules: Rulebook) -> dict[str, Any]:
    """The contract's document, without a language, for a stored profile on a day.

    Raises ProfileRefused for a document that is no profile.
    """
    from portal.assessment.assess import assess
    from portal.assessment.reading import parse_profile

    return assess(parse_profile(dict(profile), rules), rules, on).as_json()


def newest_version(session: Session, case: Case) -> ProfileVersion | None:
    """The facts as they stand: the last submission or correction."""
    return session.scalar(
        select(ProfileVersion)
        .where(ProfileVersion.case_id == case.id)
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )


def current(session: Session, case: Case) -> StoredAssessment | None:
    """The working assessment to look at and sign: the chosen day's, else today's."""
    return chosen(session, case) or automatic(session, case)


def chosen(session: Session, case: Case) -> StoredAssessment | None:
    """The working assessment by the rules of a day somebody chose."""
    return _working(session, case, by_person=True)


def automatic(session: Session, case: Case) -> StoredAssessment | None:
    """The working assessment by the rules of the day it was last made."""
    return _working(session, case, by_person=False)


def _working(session: Session, case: Case, *, by_person: bool) -> StoredAssessment | None:
    # By its id first: the document is large, and the session may hold the row already.
    who = StoredAssessment.created_by
    found = session.scalar(
        select(StoredAssessment.id)
        .where(
            StoredAssessment.case_id == case.id,
            StoredAssessment.state == "working",
            who.is_not(None) if by_person else who.is_(None),
        )
        .order_by(StoredAssessment.created_at.desc())
        .limit(1)
    )
    return None if found is None else session.get(StoredAssessment, found)


@dataclass(frozen=True, slots=True)
class Result:
    """One assessment that is computed and not yet stored. ``by`` None: the office's own."""

    on: date
    by: uuid.UUID | None
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """All a case's working assessments anew: computed before the write lock is taken."""

    rules: Rulebook
    results: tuple[Result, ...]
    best: dict[str, Any]


def plan(session: Session, case: Case, profile: Mapping[str, Any] | None = None) -> Plan | None:
    """Assess facts by today's rules, and by those of the chosen day if there is one.

    ``profile``: facts about to become a version; by default the newest version's. None
    when nothing was submitted yet. Nothing is written.
    """
    if profile is None:
        version = newest_version(session, case)
        if version is None:
            return None
        profile = version.document
    today = clock.today(settings_of(session).timezone)
    rules = rulebooks.in_use(session)
    document = compute(profile, today, rules)
    results = [Result(today, None, document)]
    by_choice = chosen(session, case)
    if by_choice is not None:
        again = compute(profile, by_choice.on, rules)
        results.append(Result(by_choice.on, by_choice.created_by, again))
    return Plan(rules, tuple(results), case_facts.best_route(document))


def carry_out(
    session: Session, case: Case, version: ProfileVersion, planned: Plan, now: datetime
) -> StoredAssessment:
    """Store a plan's results and the queue's facts within the caller's step.

    A plan by a rulebook that was changed a moment ago is made again first.
    """
    if rulebooks.in_use(session).hash != planned.rules.hash:
        planned = plan(session, case, version.document) or planned
    rulebooks.keep(session, planned.rules, now)
    stored, *_ = [_store(session, case, version, each, now) for each in planned.results]
    case_facts.store(session, case, version, stored, planned.best, now)
    return stored


def refresh(session: Session, case: Case, now: datetime) -> StoredAssessment | None:
    """Plan and carry out in one, for use inside a step; the caller commits.

    None when nothing was submitted yet.
    """
    planned, version = plan(session, case), newest_version(session, case)
    if planned is None or version is None:
        return None
    return carry_out(session, case, version, planned, now)


def assess_on(
    session: Session, case: Case, on: date, actor: Actor, now: datetime
) -> StoredAssessment:
    """Assess the case by the rules of a chosen day; that is then what will be signed.

    Today's date takes the choice back. Raises Refused before 2015-01-01 or when
    nothing was submitted.
    """
    if on < FIRST_DAY:
        raise Refused(msg("Express Entry began on %(day)s.", day=FIRST_DAY))
    cases.check(case, "assess", actor)
    seen = newest_version(session, case)
    if seen is None:
        raise Refused(msg("Nothing was submitted yet."))
    today = on == clock.today(settings_of(session).timezone)
    rules = rulebooks.in_use(session)
    result = Result(on, actor.user_id, compute(seen.document, on, rules))
    with step(session, actor, "case.assess", case) as audit:
        cases.move(session, case, "assess", actor, now)
        version = newest_version(session, case)
        if version is None or version.id != seen.id:
            raise Refused(msg("The answers changed a moment ago. Assess them again."))
        if rulebooks.in_use(session).hash != rules.hash:
            raise Refused(msg("The rules changed a moment ago. Assess the case again."))
        if today:
            _forget_choice(session, case)
            best = case_facts.best_route(result.document)
            planned = Plan(rules, (replace(result, by=None),), best)
            stored = carry_out(session, case, version, planned, now)
        else:
            rulebooks.keep(session, rules, now)
            stored = _store(session, case, version, result, now)
        audit.about(stored)
        audit.fields("on", "document")
    return stored


def _forget_choice(session: Session, case: Case) -> None:
    row = chosen(session, case)
    facts = session.get(CaseFacts, case.id)
    if row is not None and (facts is None or facts.assessment_id != row.id):
        session.delete(row)
        session.flush()


def _store(
    session: Session, case: Case, version: ProfileVersion, result: Result, now: datetime
) -> StoredAssessment:
    stored = _working(session, case, by_person=result.by is not None)
    if stored is None:
        stored = StoredAssessment(case_id=case.id, state="working")
        session.add(stored)
    stored.profile_version_id = version.id
    stored.on = result.on
    stored.document = result.document
    stored.rulebook_hash = result.document["rulebook"]
    stored.engine = result.document["engine"]
    stored.created_at = now
    stored.created_by = result.by
    session.flush()
    return stored


def reassess(session: Session, case: Case, actor: Actor, now: datetime) -> None:
    """Open a released case again; the client keeps the released assessment meanwhile."""
    planned = plan(session, case)
    with step(session, actor, "case.reassess", case) as audit:
        cases.move(session, case, "reassess", actor, now)
        carry_out_if_current(session, case, planned, now)
        audit.fields("state")


def carry_out_if_current(
    session: Session, case: Case, planned: Plan | None, now: datetime
) -> StoredAssessment | None:
    """Store a plan made outside the step, for facts that cannot have changed since."""
    version = newest_version(session, case)
    if planned is None or version is None:
        return None
    return carry_out(session, case, version, planned, now)


def rescore(session: Session, case_id: uuid.UUID, now: datetime) -> bool:
    """Make a case's working assessments again; False when there is nothing to do.

    Its own transaction, no audit event: no person decided anything. Doing it twice
    does no harm.
    """
    case = session.get(Case, case_id)
    if case is None or case.state not in cases.SCORED:
        session.rollback()
        return False
    seen = newest_version(session, case)
    planned = plan(session, case)
    begin_writing(session)
    version = newest_version(session, case)
    if planned is None or version is None or case.state not in cases.SCORED:
        session.rollback()
        return False
    if seen is None or version.id != seen.id:
        refresh(session, case, now)
    else:
        carry_out(session, case, version, planned, now)
    session.commit()
    return True


def stale_cases(session: Session) -> list[uuid.UUID]:
    """Open cases whose stored result is of an earlier day, another rulebook, or missing."""
    today = clock.today(settings_of(session).timezone)
    rules = rulebooks.in_use(session)
    rows = session.scalars(
        select(Case.id)
        .outerjoin(CaseFacts, CaseFacts.case_id == Case.id)
        .where(
            Case.state.in_(cases.SCORED),
            or_(
                CaseFacts.case_id.is_(None),
                CaseFacts.on < today,
                CaseFacts.rulebook_hash != rules.hash,
            ),
        )
        .order_by(Case.submitted_at)
    )
    return list(rows)


def enqueue_stale(session: Session) -> int:
    """Put a rescoring job for each stale case into the queue; gives how many."""
    begin_writing(session)
    today = clock.today(settings_of(session).timezone)
    found = stale_cases(session)
    rules = rulebooks.in_use(session).hash[:12]
    for case_id in found:
        key = f"rescore-{case_id}-{today}-{rules}"
        queue.enqueue(session, "rescore_case", case_id, workflow_id=key)
    session.commit()
    return len(found)


def replay(session: Session, stored: StoredAssessment) -> list[Change]:
    """Where the same facts, by the rules and the program of now, give something else.

    The stored document stays the record; an empty list says that both agree.
    """
    version = session.get_one(ProfileVersion, stored.profile_version_id)
    again = compute(version.document, stored.on, rulebooks.in_use(session))
    return [
        each
        for each in changes(stored.document, again)
        if not each.path.startswith(("rulebook", "engine"))
    ]
