"""The moves of a case: who may make which, and that each happens once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Case
from portal.services import cases, clock
from portal.services.actor import Actor
from portal.services.cases import MOVES, TakenByAnother
from portal.services.database import Sessions
from portal.services.refusal import Refused
from tests.review import a_claimed_case, a_submitted_case
from tests.world import People, a_case, a_user, actor_of, on_both


def test_every_move_starts_and_ends_in_a_state_that_exists() -> None:
    for move in MOVES.values():
        assert set(move.sources) <= set(cases.STATE_NAMES)
        assert move.target is None or move.target in cases.STATE_NAMES


@pytest.mark.parametrize("name", ["sign", "withdraw"])
def test_only_a_licence_signs_and_withdraws(name: str) -> None:
    case = Case(state=MOVES[name].sources[0])
    for role in ("client", "assistant", "administrator"):
        with pytest.raises(Refused):
            cases.check(case, name, Actor(role=role, licence="R900001"))
    with pytest.raises(Refused, match="licence"):
        cases.check(case, name, Actor(role="specialist"))
    cases.check(case, name, Actor(role="specialist", licence="R900001"))


@pytest.mark.parametrize("role", ["client", "administrator"])
def test_the_desks_moves_are_closed_to_others(role: str) -> None:
    for name, move in MOVES.items():
        if name not in ("submit", "answer"):
            case = Case(state=move.sources[0])
            assert name not in cases.allowed(case, Actor(role=role))


@on_both
def test_a_claim_gives_the_case_to_whoever_claims_it(db: Session, people: People) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    cases.claim(db, case, people.actor("assistant"), clock.now())
    assert (case.state, case.owner_id) == ("in_review", people["assistant"].id)
    event = db.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.fields) == ("case.claim", ["owner_id", "state"])


def test_the_second_to_claim_is_told_who_was_first(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, assessed=False)
    with pytest.raises(TakenByAnother) as refused:
        cases.claim(db, case, people.actor("lead"), clock.now())
    assert refused.value.name == people["specialist"].name
    with pytest.raises(Refused, match="already"):
        cases.claim(db, case, people.actor("specialist"), clock.now())


@on_both
@pytest.mark.asvs("15.4.2")
def test_of_two_who_claim_at_once_exactly_one_wins(
    portal_sessions: Sessions, db: Session, people: People
) -> None:
    for _round in range(20):
        case = a_submitted_case(db, people["client"], assessed=False)
        acts = [claim_as(people, role) for role in ("specialist", "lead")]
        outcomes = at_once(portal_sessions, case, *acts)
        assert sorted(outcomes) == ["TakenByAnother", "done"]


def claim_as(people: People, role: str) -> Callable[[Session, Case], object]:
    actor = people.actor(role)
    return lambda session, held: cases.claim(session, held, actor, clock.now())


def at_once(sessions: Sessions, case: Case, *acts: Callable[[Session, Case], object]) -> list[str]:
    """Run each act in a thread of its own, all starting together; how each ended."""
    together = threading.Barrier(len(acts))
    outcomes: list[str] = []

    def run(act: Callable[[Session, Case], object]) -> None:
        with sessions() as session:
            held = session.get_one(Case, case.id)
            together.wait()
            try:
                act(session, held)
                outcomes.append("done")
            except Refused as refused:
                outcomes.append(type(refused).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_case_is_handed_over_by_its_owner_or_a_lead(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, assessed=False)
    with pytest.raises(Refused, match="owner"):
        cases.hand_over(db, case, people["lead"].id, people.actor("assistant"), clock.now())
    cases.hand_over(db, case, people["assistant"].id, people.actor("specialist"), clock.now())
    assert case.owner_id == people["assistant"].id
    cases.hand_over(db, case, people["specialist"].id, people.actor("lead"), clock.now())
    assert case.owner_id == people["specialist"].id


@pytest.mark.parametrize("role", ["client", "administrator"])
def test_a_case_is_handed_to_nobody_outside_the_desk(
    db: Session, people: People, role: str
) -> None:
    case = a_claimed_case(db, people, assessed=False)
    with pytest.raises(Refused, match="colleague"):
        cases.hand_over(db, case, people[role].id, people.actor("specialist"), clock.now())


def test_a_disabled_colleague_gets_no_case(
    db: Session, people: People, portal_settings: object
) -> None:
    case = a_claimed_case(db, people, assessed=False)
    gone = a_user(db, portal_settings, role="specialist", email="g@example.com", state="disabled")  # type: ignore[arg-type]
    db.commit()
    with pytest.raises(Refused, match="colleague"):
        cases.hand_over(db, case, gone.id, people.actor("specialist"), clock.now())
    assert actor_of(gone) is not None


def test_a_case_moved_meanwhile_refuses_the_move(db: Session, people: People) -> None:
    case = a_case(db, people["client"])
    db.commit()
    with pytest.raises(Refused, match="Being filled in"):
        cases.claim(db, case, people.actor("specialist"), clock.now())


def test_the_promised_day_is_the_offices_to_set(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, assessed=False)
    cases.promise(db, case, date(2026, 12, 24), people.actor("assistant"), clock.now())
    assert case.due_on == date(2026, 12, 24)


def test_nothing_is_ready_before_it_is_assessed_and_written(db: Session, people: People) -> None:
    case = a_claimed_case(db, people, assessed=False)
    with pytest.raises(Refused, match="assessed"):
        cases.mark_ready(db, case, people.actor("assistant"), clock.now())
    assert case.state == "in_review"
