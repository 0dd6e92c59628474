"""Who opened a client's file: noted once a day for each person of the office, for the client."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Case, User
from portal.services import clock
from portal.services.actor import STAFF_ROLES, Actor
from portal.services.database import settings_of
from portal.services.steps import step

READ = "case.read"


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the office had the file open on a day; `changed` when they also did something."""

    day: date
    number: str
    name: str
    role: str
    changed: bool


def note(session: Session, actor: Actor, case: Case) -> None:
    """Leave an event that a member of the office opened the case, the first time on a day."""
    zone = ZoneInfo(settings_of(session).timezone)
    morning = datetime.combine(clock.today(str(zone)), time(), zone)
    noted = select(AuditEvent.id).where(
        AuditEvent.case_id == case.id,
        AuditEvent.actor_id == actor.user_id,
        AuditEvent.action == READ,
        AuditEvent.at >= morning,
    )
    if session.scalar(noted.limit(1)) is None:
        with step(session, actor, READ, case):
            pass


def of_client(session: Session, client_id: uuid.UUID) -> list[Look]:
    """Every look of the office at a client's cases, a line a day and person, newest first."""
    zone = ZoneInfo(settings_of(session).timezone)
    events = session.execute(
        select(AuditEvent.at, AuditEvent.action, Case.number, User.id, User.name, User.role)
        .join(Case, Case.id == AuditEvent.case_id)
        .join(User, User.id == AuditEvent.actor_id)
        .where(Case.client_id == client_id, AuditEvent.actor_role.in_(STAFF_ROLES))
        .order_by(AuditEvent.id.desc())
    )
    found: dict[tuple[date, str, uuid.UUID], Look] = {}
    for at, action, number, person, name, role in events:
        day = at.astimezone(zone).date()
        before = found.get((day, number, person))
        changed = action != READ or (before is not None and before.changed)
        found[day, number, person] = Look(day, number, name, role, changed)
    return list(found.values())
