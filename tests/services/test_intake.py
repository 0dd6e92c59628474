"""Saving a questionnaire: page by page, once, and without losing what anybody typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Case, ProfileVersion
from portal.services import clock, drafts, intake
from portal.services.actor import Actor
from portal.services.database import Sessions
from portal.services.refusal import Refused, Stale
from tests.world import People, a_case, actor_of, on_both

Save = Callable[..., intake.Saved]


@pytest.fixture
def client(people: People) -> Actor:
    return people.actor("client")


@pytest.fixture
def case(db: Session, client: Actor) -> Case:
    return intake.start_case(db, client, clock.now())


@pytest.fixture
def save(db: Session, case: Case, client: Actor) -> Save:
    """Save the money page, or another one."""

    def saving(facts: dict[str, Any], version: int = 1, **more: Any) -> intake.Saved:
        given: dict[str, Any] = {"page": "money", "place": (), "unknown": ()} | more
        return intake.save_page(
            db, client, case, facts=facts, version=version, now=clock.now(), **given
        )

    return saving


@pytest.fixture
def save_job(db: Session, case: Case, client: Actor) -> Save:
    """Save an entry of the work list."""

    def saving(facts: dict[str, Any], index: int | None, mark: str, version: int) -> intake.Saved:
        return intake.save_entry(
            db,
            client,
            case,
            page="work",
            place=("work",),
            index=index,
            mark=mark,
            facts=facts,
            unknown=(),
            version=version,
            limit=3,
            now=clock.now(),
        )

    return saving


@on_both
def test_a_case_begins_once(db: Session, client: Actor) -> None:
    first = intake.start_case(db, client, clock.now())
    again = intake.start_case(db, client, clock.now())
    assert first.id == again.id
    assert first.draft.document["person"] == {"email": "client@example.com"}


def test_a_page_is_saved_with_its_time_and_leaves_names_not_values(
    db: Session, case: Case, save: Save
) -> None:
    save({"settlement_funds": 28000})
    assert case.draft.document["settlement_funds"] == 28000
    assert case.draft.progress["pages"]["money"]["version"] == case.draft.version == 2
    event = db.scalar(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1))
    assert event is not None
    assert (event.action, event.fields) == ("draft.save", ["settlement_funds"])


def test_another_page_saved_meanwhile_is_no_conflict(save: Save) -> None:
    save({"settlement_funds": 28000}, version=1)
    save({"marital_status": "widowed"}, version=1, page="family")


def test_a_stale_page_shows_both_values_and_changes_nothing(
    db: Session, case: Case, save: Save
) -> None:
    save({"settlement_funds": 28000}, version=1)
    with pytest.raises(Stale) as stale:
        save({"settlement_funds": 30000}, version=1)
    assert stale.value.theirs == {"settlement_funds": 28000}
    assert stale.value.yours == {"settlement_funds": 30000}
    db.rollback()
    assert case.draft.document["settlement_funds"] == 28000
    save({"settlement_funds": 30000}, version=stale.value.version)
    assert case.draft.document["settlement_funds"] == 30000


def test_the_same_post_twice_is_no_conflict(case: Case, save: Save) -> None:
    save({"settlement_funds": 28000}, version=1)
    save({"settlement_funds": 28000}, version=1)
    assert case.draft.document["settlement_funds"] == 28000


def test_an_entry_is_added_once_for_each_form(case: Case, save_job: Save) -> None:
    first = save_job({"title": "Cook"}, None, "form-1", 1)
    again = save_job({"title": "Cook"}, None, "form-1", 1)
    other = save_job({"title": "Baker"}, None, "form-2", 1)
    assert (first.index, again.index, other.index) == (0, 0, 1)
    assert [job["title"] for job in case.draft.document["work"]] == ["Cook", "Baker"]


def test_a_list_has_a_limit(save_job: Save) -> None:
    for number in range(3):
        save_job({"title": "Cook"}, None, f"form-{number}", 1)
    with pytest.raises(Refused, match="3 entries at most"):
        save_job({"title": "Cook"}, None, "form-9", 1)


def test_an_entry_is_found_where_it_has_moved_to(
    db: Session, case: Case, client: Actor, save_job: Save
) -> None:
    save_job({"title": "Cook"}, None, "a", 1)
    seen = save_job({"title": "Baker"}, None, "b", 1)
    cook, baker = (drafts.mark(job) for job in case.draft.document["work"])
    assert intake.remove_entry(
        db, client, case, page="work", place=("work",), mark=cook, now=clock.now()
    )
    moved = save_job({"hours_per_week": 40}, 1, baker, seen.version)
    assert moved.index == 0
    assert case.draft.document["work"] == [{"title": "Baker", "hours_per_week": 40}]


def test_an_entry_changed_in_another_tab_is_a_conflict(case: Case, save_job: Save) -> None:
    seen = save_job({"title": "Cook"}, None, "a", 1)
    mark = drafts.mark(case.draft.document["work"][0])
    save_job({"title": "Head cook"}, 0, mark, seen.version)
    with pytest.raises(Stale) as stale:
        save_job({"title": "Chef"}, 0, mark, seen.version)
    assert (stale.value.theirs, stale.value.yours) == ({"title": "Head cook"}, {"title": "Chef"})


def test_what_is_typed_into_a_removed_entry_comes_back_as_one(
    db: Session, case: Case, client: Actor, save_job: Save
) -> None:
    seen = save_job({"title": "Cook"}, None, "a", 1)
    mark = drafts.mark(case.draft.document["work"][0])
    gone = {"page": "work", "place": ("work",), "mark": mark, "now": clock.now()}
    assert intake.remove_entry(db, client, case, **gone)
    assert not intake.remove_entry(db, client, case, **gone)
    save_job({"title": "Cook", "employer": "Inn"}, 0, mark, seen.version)
    assert case.draft.document["work"] == [{"title": "Cook", "employer": "Inn"}]


@pytest.mark.parametrize(
    ("answer", "stored", "unknown"), [("none", [], None), ("unknown", None, ["work"])]
)
def test_none_and_not_known_are_different_answers(
    db: Session, case: Case, client: Actor, answer: str, stored: Any, unknown: Any
) -> None:
    intake.answer_list(
        db, client, case, page="work", place=("work",), answer=answer, now=clock.now()
    )
    assert case.draft.document.get("work", "absent") == (stored if stored == [] else "absent")
    assert case.draft.document.get("x_unknown") == unknown


def test_booked_tests_stand_last(db: Session, case: Case, client: Actor) -> None:
    for mark, facts in (("a", {"x_state": "booked"}), ("b", {"x_state": "have"})):
        saved = intake.save_entry(
            db, client, case, page="language", place=("language_tests",), index=None, mark=mark,
            facts=facts, unknown=(), version=1, limit=9, now=clock.now(),
        )  # fmt: skip
    assert saved.index == 0
    states = [test["x_state"] for test in case.draft.document["language_tests"]]
    assert states == ["have", "booked"]


@pytest.mark.parametrize(
    ("state", "claimed", "client_may"),
    [
        ("draft", False, True),
        ("submitted", False, True),
        ("submitted", True, False),
        ("in_review", True, False),
        ("waiting_for_client", True, True),
        ("ready_to_sign", True, False),
        ("signed", True, False),
        ("released", True, False),
        ("closed", True, False),
    ],
)
def test_the_client_edits_until_a_claim_and_when_asked(
    db: Session, people: People, state: str, claimed: bool, client_may: bool
) -> None:
    owner = people["specialist"] if claimed else None
    case = a_case(db, people["client"], state=state, owner=owner)
    assert intake.editable(case, people.actor("client")) is client_may
    assert not intake.editable(case, actor_of(people.other))
    for role in ("assistant", "specialist", "lead", "administrator"):
        assert not intake.editable(case, people.actor(role))
    db.commit()
    if not client_may:
        with pytest.raises(Refused):
            intake.save_page(
                db, people.actor("client"), case, page="money", place=(),
                facts={"settlement_funds": 1}, unknown=(), version=9, now=clock.now(),
            )  # fmt: skip


def test_a_correction_by_the_office_lies_under_what_the_client_saves_next(
    db: Session, case: Case, save: Save, client: Actor
) -> None:
    save({"settlement_funds": 28000})
    sent = drafts.in_use(case.draft.document)
    for number, document in ((1, sent), (2, sent | {"dependent_children": 2})):
        db.add(
            ProfileVersion(
                case_id=case.id, number=number, document=document, kind="correction",
                created_at=clock.now(),
            )
        )  # fmt: skip
    case.draft.progress = {**case.draft.progress, "base": 1}
    db.commit()
    save({"settlement_funds": 30000}, version=99)
    assert case.draft.document["dependent_children"] == 2
    assert case.draft.document["settlement_funds"] == 30000
    assert case.draft.progress["base"] == 2


@on_both
def test_two_writers_at_once_lose_nothing(
    portal_sessions: Sessions, people: People, database_kind: str
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    client = people.actor("client")
    with portal_sessions() as session:
        case_id = intake.start_case(session, client, clock.now()).id

    def add(number: int) -> None:
        with portal_sessions() as session:
            intake.save_entry(
                session, client, session.get_one(Case, case_id), page="stays",
                place=("ties", "previous_stays"), index=None, mark=f"m{number}",
                facts={"kind": "visit"}, unknown=(), version=1, limit=30, now=clock.now(),
            )  # fmt: skip

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    with portal_sessions() as session:
        stored = session.get_one(Case, case_id).draft
        assert len(stored.document["ties"]["previous_stays"]) == 12
        assert session.scalar(
            select(func.count()).where(AuditEvent.action == "draft.save_entry")
        ) == 12  # fmt: skip
