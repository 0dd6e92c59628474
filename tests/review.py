"""Cases in every state of their review, for the tests of services, desk and jobs."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.models import (
    Agreement,
    Case,
    Draft,
    ProfileVersion,
    Rendering,
    StoredAssessment,
    User,
)
from portal.rulebook import Rulebook
from portal.services import assessments, case_facts, cases, clock, flags, opinions, review, signing
from portal.services.database import begin_writing
from tests.world import People, a_case

SEED = Path(__file__).parent / "cases" / "profile.example.json"
OPINION = {"summary": "Ontario's tech round fits.", "route": "Ontario.", "next_steps": "Wait."}


@cache
def _seed() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SEED.read_text(encoding="utf-8"))
    return read


def a_profile(**changes: Any) -> dict[str, Any]:
    """The seed profile, with some of its keys changed."""
    return {**copy.deepcopy(_seed()), **changes}


# A TEF whose scale nobody can tell: an error flag.
TEF = [
    {
        "test": "tef_canada",
        "taken_on": "2026-01-06",
        "reading": 200,
        "writing": 300,
        "listening": 250,
        "speaking": 300,
    }
]


def a_submitted_case(
    session: Session,
    client: User,
    *,
    profile: dict[str, Any] | None = None,
    agreed: bool = True,
    assessed: bool = True,
    now: datetime | None = None,
    number: str = "",
) -> Case:
    """A case as it stands when the client has sent it and the worker has assessed it."""
    now = now or clock.now()
    document = profile or a_profile()
    case = a_case(session, client, state="submitted", number=number)
    case.submitted_at = case.state_since = now
    case.due_on = (now + timedelta(days=7)).date()
    case.draft = session.get(Draft, case.id) or case.draft
    case.draft.document, case.draft.progress = document, {"base": 1}
    session.add(
        ProfileVersion(
            case_id=case.id,
            number=1,
            document=document,
            kind="submission",
            author_id=client.id,
            created_at=now,
        )
    )
    if agreed:
        agree(session, case, client, now)
    session.commit()
    if assessed:
        assessments.rescore(session, case.id, now)
    return case


def agree(session: Session, case: Case, client: User, now: datetime) -> None:
    """The client accepts the consultation agreement."""
    session.add(
        Agreement(
            case_id=case.id,
            user_id=client.id,
            text_version="consultation/1",
            language="en",
            text="The agreement.",
            signature_name="Ananya Rao",
            licensee_name="Claire Desrosiers",
            licensee_number="R900001",
            accepted_at=now,
        )
    )
    session.flush()


def a_claimed_case(session: Session, people: People, role: str = "specialist", **more: Any) -> Case:
    """A case in review."""
    case = a_submitted_case(session, people["client"], **more)
    cases.claim(session, case, people.actor(role), clock.now())
    return case


def write_opinion(session: Session, case: Case, people: People, role: str = "specialist") -> None:
    """The opinion, written whole."""
    opinions.save(session, case, seen=0, texts=OPINION, actor=people.actor(role), now=clock.now())


def settle_stops(session: Session, case: Case, people: People) -> None:
    """Settle every flag that keeps the case from being signed."""
    stored = assessments.current(session, case)
    version = assessments.newest_version(session, case)
    assert stored is not None
    assert version is not None
    for state in flags.states(session, case, stored.document, version):
        if state.blocks:
            review.clear_flag(
                session,
                case,
                flag_id=state.flag["id"],
                path=state.flag["path"],
                reason="Looked at.",
                actor=people.actor("specialist"),
                now=clock.now(),
            )


def a_case_to_sign(session: Session, people: People, **more: Any) -> Case:
    """A case in review with every gate open."""
    case = a_claimed_case(session, people, **more)
    settle_stops(session, case, people)
    write_opinion(session, case, people)
    return case


def a_signed_case(session: Session, people: People, **more: Any) -> tuple[Case, StoredAssessment]:
    """A case with a signed assessment that waits for its PDF."""
    case = a_case_to_sign(session, people, **more)
    stored = assessments.current(session, case)
    assert stored is not None
    signed = signing.sign(
        session, case, shown=stored.id, actor=people.actor("specialist"), now=clock.now()
    )
    return case, signed


def store_pdf(session: Session, stored: StoredAssessment, language: str = "en") -> None:
    """A stored PDF, as the worker leaves it."""
    content = b"%PDF-1.7 a test"
    assessment_id = stored.id
    begin_writing(session)
    session.add(
        Rendering(
            assessment_id=assessment_id,
            language=language,
            edition="letter",
            pages=8,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            created_at=clock.now(),
        )
    )
    session.commit()


def a_released_case(session: Session, people: People, **more: Any) -> tuple[Case, StoredAssessment]:
    """A case whose assessment the client can read."""
    case, signed = a_signed_case(session, people, **more)
    store_pdf(session, signed)
    signing.release(session, case, people.actor("specialist"), clock.now())
    return case, signed


_compute, _best = assessments.compute, case_facts.best_route
_results: dict[tuple[str, date, str], dict[str, Any]] = {}
_routes: dict[int, dict[str, Any]] = {}


def remember_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the real engine assess the same facts on the same day once a session."""

    def compute(profile: Any, on: date, rules: Rulebook) -> dict[str, Any]:
        key = (json.dumps(profile, sort_keys=True), on, rules.hash)
        if key not in _results:
            _results[key] = _compute(profile, on, rules)
        return _results[key]

    def best(document: Any) -> dict[str, Any]:
        key = id(document)
        if key not in _routes:
            _routes[key] = _best(document)
        return _routes[key]

    monkeypatch.setattr(assessments, "compute", compute)
    monkeypatch.setattr(case_facts, "best_route", best)
