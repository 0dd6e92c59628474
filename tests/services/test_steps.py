"""A business step: all or nothing, one writer at a time, and a trail that shows tampering."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Disposal, Letter, User
from portal.services import audit, clock, mail, numbers
from portal.services.actor import SYSTEM, Actor
from portal.services.database import Sessions
from portal.services.steps import step
from portal.settings import Settings
from tests.world import People, a_user, actor_of, on_both


def rename(session: Session, people: People, name: str) -> None:
    """A step with every part: a change, a second event, a letter."""
    user = session.get_one(User, people["client"].id)
    with step(session, actor_of(user), "account.set_name", user) as entry:
        user.name = name
        entry.fields("name")
        entry.also("account.tell", user)
        mail.queue(session, "passphrase_changed", user=user, path="/")


def count(session: Session, table: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


@on_both
@pytest.mark.asvs("2.3.3")
def test_a_step_leaves_its_change_its_events_and_its_letter(db: Session, people: People) -> None:
    rename(db, people, "New Name")
    db.rollback()
    assert db.get_one(User, people["client"].id).name == "New Name"
    events = db.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(each.action, each.fields) for each in events] == [
        ("account.set_name", ["name"]),
        ("account.tell", []),
    ]
    assert events[0].actor_id == people["client"].id
    assert events[0].object_id == str(people["client"].id)
    assert count(db, Letter) == 1


@on_both
@pytest.mark.asvs("16.5.3")
def test_whatever_fails_in_a_step_undoes_all_of_it(
    db: Session, engine: Engine, people: People
) -> None:
    statements = 0
    fail_at = 0

    def count_or_fail(connection, cursor, statement, *rest) -> None:  # type: ignore[no-untyped-def]
        nonlocal statements
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            statements += 1
            if statements == fail_at:
                raise OSError("disk full")

    event.listen(engine, "before_cursor_execute", count_or_fail)
    rename(db, people, "First")
    writes, statements = statements, 0
    before = (count(db, AuditEvent), count(db, Letter))
    for fail_at in range(1, writes + 1):  # noqa: B007 - read by the listener
        statements = 0
        with pytest.raises(OSError, match="disk full"):
            rename(db, people, "Second")
        assert (count(db, AuditEvent), count(db, Letter)) == before
        assert db.get_one(User, people["client"].id).name == "First"
    event.remove(engine, "before_cursor_execute", count_or_fail)
    assert writes >= 4


@on_both
def test_a_commit_that_fails_leaves_nothing(
    db: Session, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_commit() -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(db, "commit", no_commit)
        with pytest.raises(OSError, match="power cut"):
            rename(db, people, "Lost")
    assert count(db, AuditEvent) == count(db, Letter) == 0


def test_a_step_inside_a_step_is_refused(db: Session) -> None:
    outer, inner = step(db, SYSTEM, "outer"), step(db, SYSTEM, "inner")
    with pytest.raises(RuntimeError, match="inner began inside"), outer, inner:
        pass
    assert count(db, AuditEvent) == 0


def test_a_change_before_the_step_is_refused_instead_of_lost(db: Session, people: People) -> None:
    user = db.get_one(User, people["client"].id)
    user.name = "Too early"
    with pytest.raises(RuntimeError, match="before the step"), step(db, SYSTEM, "late", user):
        pass


@on_both
@pytest.mark.asvs("15.4.2")
def test_writers_at_once_queue_and_none_fails(
    portal_sessions: Sessions, portal_settings: Settings
) -> None:
    with portal_sessions() as session:
        user_id = a_user(session, portal_settings).id
        session.commit()
    faults: list[BaseException] = []

    def write(times: int = 10) -> None:
        for _ in range(times):
            try:
                with portal_sessions() as session:
                    session.get(User, user_id)  # a reader first, as every page is
                    user = session.get_one(User, user_id)
                    with step(session, SYSTEM, "account.count", user):
                        user.epoch += 1
                        numbers.next_number(session, "case")
            except BaseException as fault:  # noqa: BLE001 - the test tells
                faults.append(fault)

    in_parallel(write, 6)
    with portal_sessions() as session:
        assert faults == []
        assert session.get_one(User, user_id).epoch == 60
        assert numbers_given(session) == 60
        assert audit.verify(session) == (60, None)


def in_parallel(work: Callable[[], None], threads: int) -> None:
    started = [threading.Thread(target=work) for _ in range(threads)]
    for each in started:
        each.start()
    for each in started:
        each.join()


def numbers_given(session: Session) -> int:
    year = clock.today().year
    return (
        session.scalar(
            text("select value from counters where series = :series"), {"series": f"C-{year}"}
        )
        or 0
    )


@on_both
def test_numbers_have_no_holes_and_name_their_year(db: Session) -> None:
    with suppress(OSError), step(db, SYSTEM, "case.open"):
        numbers.next_number(db, "case")
        raise OSError("undone")
    with step(db, SYSTEM, "case.open"):
        given = [numbers.next_number(db, kind) for kind in ("case", "case", "assessment")]
    year = clock.today().year
    assert given == [f"C-{year}-0001", f"C-{year}-0002", f"A-{year}-0001"]


TAMPERING = {
    "a changed event": ("update audit_events set action = 'x' where id = 2", 1),
    "a missing event": ("delete from audit_events where id = 2", 1),
    "a new hash too": ("update audit_events set hash = previous_hash where id = 2", 1),
    "a cut-off end": ("delete from audit_events where id = 3", 2),
}


@on_both
@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_the_trail_is_found(db: Session, what: str) -> None:
    for number in range(3):
        with step(db, Actor(role="lead", request_id="r", address="192.0.2.1"), f"test.{number}"):
            pass
    assert audit.verify(db) == (3, None)
    statement, fitting = TAMPERING[what]
    without_triggers(db)
    db.execute(text(statement))
    db.commit()
    found, broken = audit.verify(db)
    assert found == fitting
    assert broken is not None


def without_triggers(session: Session) -> None:
    """What somebody with the database's password could do."""
    on = " ON audit_events" if session.get_bind().dialect.name == "postgresql" else ""
    for what in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER audit_events_keep_{what}{on}"))
    session.commit()


@on_both
def test_a_recorded_disposal_may_delete_and_only_inside_itself(db: Session) -> None:
    with step(db, SYSTEM, "test.one"):
        pass
    with step(db, SYSTEM, "disposal.run") as entry:
        disposal = Disposal(reason="retention", opened_at=clock.now())
        db.add(disposal)
        db.flush()
        db.execute(text("delete from audit_events where action = 'test.one'"))
        disposal.closed_at = clock.now()
        entry.about(disposal)
    assert [each.action for each in db.scalars(select(AuditEvent))] == ["disposal.run"]
    with pytest.raises(Exception, match="disposal only"):
        db.execute(text("delete from audit_events"))
