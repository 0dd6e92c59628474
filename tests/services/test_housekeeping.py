"""What has had its time goes; what is still good stays."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Attempt, AuditEvent, Login, MailToken, ParkedPost, User
from portal.services import accounts, attempts, clock, housekeeping, parked, sessions
from portal.services.actor import VISITOR
from portal.services.database import settings_of
from tests.world import People, on_both

TABLES = (Login, MailToken, Attempt, ParkedPost)


@on_both
def test_what_has_had_its_time_is_deleted_and_nothing_else(db: Session, people: People) -> None:
    with time_machine.travel("2026-11-24 12:00:00+00:00", tick=False) as moment:
        accounts.ask_reset(db, VISITOR, email="client@example.com", language="en")
        attempts.count(db, "reset", account="client@example.com", address="192.0.2.1")
        parked.park(db, people["client"].id, "/account/name", [("name", "x")], clock.now())
        user = db.get_one(User, people["client"].id)
        limits = settings_of(db).sessions
        sessions.begin(db, user, now=clock.now(), limits=limits, agent="", data={})
        db.commit()
        before = counts(db)
        housekeeping.sweep(db, clock.now())
        assert counts(db) == before == [1, 1, 3, 1]
        moment.shift(timedelta(days=4))
        housekeeping.sweep(db, clock.now())
        assert counts(db) == [0, 0, 0, 0]
        assert db.scalar(select(func.count()).select_from(AuditEvent)) == 1


def counts(db: Session) -> list[int]:
    return [db.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]
