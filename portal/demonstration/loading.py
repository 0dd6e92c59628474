"""Put the demo's people and cases through the real services, step by step."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.demonstration.people import CLAIRE, PASSPHRASE, SAMUEL, STAFF, Client, clients
from portal.models import Case, User
from portal.services import (
    agreements,
    assessments,
    cases,
    clock,
    drafts,
    flags,
    intake,
    opinions,
    people,
    review,
    signing,
    submission,
)
from portal.services.actor import Actor
from portal.services.steps import step

_ORDER = (
    "draft",
    "submitted",
    "in_review",
    "waiting_for_client",
    "ready_to_sign",
    "signed",
    "released",
)
_SETTLED = "Looked at with the client’s papers; nothing stands against it."


def load_demo(session: Session) -> int:
    """Load staff and clients once; gives the number of accounts made, 0 when all are there.

    Raises Refused outside demo mode.
    """
    if people.demo_accounts(session):
        session.rollback()
        return 0
    staff = {
        member.email: people.create_demo_user(
            session,
            email=member.email,
            name=member.name,
            role=member.role,
            licence=member.licence,
            passphrase=PASSPHRASE,
        )
        for member in STAFF
    }
    claire, samuel = actor_of(staff[CLAIRE.email]), actor_of(staff[SAMUEL.email])
    now = clock.now()
    made = len(staff)
    for client in clients(now.date()):
        _one(session, client, claire, samuel, now)
        made += 1
    return made


def actor_of(user: User) -> Actor:
    """The actor of an account."""
    return Actor(user_id=user.id, role=user.role, licence=user.licence, name=user.name)


def _one(session: Session, client: Client, claire: Actor, samuel: Actor, now: datetime) -> None:
    user = people.create_demo_user(
        session,
        email=client.email,
        name=client.name,
        role="client",
        passphrase=PASSPHRASE,
        language=client.language,
    )
    me = actor_of(user)
    began = now - timedelta(days=client.days_ago)
    case = intake.start_case(session, me, began, language=client.language)
    _answer(session, case, client, me, began)
    reached = _ORDER.index(client.stage)
    if reached < 1:
        return
    names = {"name": client.name, "email": client.email}
    person = client.profile["person"]
    names |= {"address": person.get("country_of_residence", ""), "phone": person.get("phone", "")}
    agreements.accept_agreement(
        session, me, case, client=names, signature_name=client.name, now=began
    )
    submission.submit_intake(session, me, case, declared=True, now=began)
    assessments.rescore(session, case.id, began)
    if reached >= _ORDER.index("in_review"):
        cases.claim(session, case, claire, began + timedelta(hours=20))
    if client.stage == "waiting_for_client":
        question = client.plan["question"]
        review.ask(
            session, case, path=question["path"], text=question["text"], actor=claire, now=now
        )
    if reached >= _ORDER.index("ready_to_sign"):
        _prepare(session, case, client, claire, samuel, now)
    if reached >= _ORDER.index("signed"):
        _sign(session, case, claire, now, release=client.stage == "released")


def _answer(session: Session, case: Case, client: Client, me: Actor, at: datetime) -> None:
    """Fill the draft as the questionnaire's pages would, in one step."""
    with step(session, me, "draft.fill_demo", case) as audit:
        case.draft.document = drafts.as_draft(client.profile)
        case.draft.updated_at = at
        case.draft.version += 1
        audit.fields("document")


def _prepare(
    session: Session, case: Case, client: Client, claire: Actor, samuel: Actor, now: datetime
) -> None:
    on = client.plan.get("on")
    if on:
        assessments.assess_on(session, case, date.fromisoformat(on), claire, now)
    for flag_id, path in _open_flags(session, case):
        review.clear_flag(
            session, case, flag_id=flag_id, path=path, reason=_SETTLED, actor=claire, now=now
        )
    opinions.save(session, case, seen=0, texts=client.plan["opinion"], actor=samuel, now=now)
    cases.mark_ready(session, case, samuel, now)


def _open_flags(session: Session, case: Case) -> list[tuple[str, str]]:
    stored = assessments.current(session, case)
    version = assessments.newest_version(session, case)
    if stored is None or version is None:
        return []
    return [
        (state.flag["id"], state.flag["path"])
        for state in flags.states(session, case, stored.document, version)
        if state.is_open and state.flag["severity"] != flags.NOTE
    ]


def _sign(session: Session, case: Case, claire: Actor, now: datetime, *, release: bool) -> None:
    shown = assessments.current(session, case)
    if shown is None:
        raise RuntimeError(f"{case.number} has nothing to sign")
    shown_id: uuid.UUID = shown.id
    stored = signing.sign(session, case, shown=shown_id, actor=claire, now=now)
    if release:
        from portal.services import documents

        documents.render(session, stored.id, case.language, "letter", now=now)
        signing.release(session, case, claire, now)
