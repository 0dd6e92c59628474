"""The audit trail: who did what to which object, when, from where; chained by hashes.

It holds ids and field names, never values, so it can be append-only and still
survive an erasure. Each event's hash covers the hash before it: whoever
changes, removes or inserts one breaks the chain from there on. How many events
there are is counted apart, so that cutting off the end is found too.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, Counter
from portal.services import clock
from portal.services.actor import Actor

FIRST_HASH = "0" * 64
SERIES = "audit"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event whose hash does not fit, and what is wrong with it."""

    event_id: int | None
    reason: str


def append(
    session: Session,
    actor: Actor,
    action: str,
    about: Any = None,
    *,
    fields: Iterable[str] = (),
    case_id: uuid.UUID | None = None,
) -> AuditEvent:
    """Add one event to the chain; the caller's step holds the write lock and commits.

    `about` is a row (its table, id and case are noted) or None. Values never
    belong in `fields`, only the names of what changed.
    """
    session.flush()
    kind, identity, of_case = _named(about)
    entry = AuditEvent(
        at=clock.now(),
        actor_id=actor.user_id,
        actor_role=actor.role,
        action=action,
        object_kind=kind,
        object_id=identity,
        case_id=case_id or of_case,
        fields=sorted(set(fields)),
        request_id=actor.request_id,
        address=actor.address,
        previous_hash=last_hash(session),
    )
    entry.hash = digest(entry)
    session.add(entry)
    counter = session.get(Counter, SERIES)
    if counter is None:
        counter = Counter(series=SERIES, value=0)
        session.add(counter)
    counter.value += 1
    session.flush()
    return entry


def last_hash(session: Session) -> str:
    """The hash of the newest event. Written down elsewhere, it proves the trail up to there."""
    last = select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)
    return session.scalar(last) or FIRST_HASH


def digest(entry: AuditEvent) -> str:
    """The SHA-256 over an event's content and the hash before it, in hex."""
    content = [
        entry.previous_hash,
        entry.at.isoformat(timespec="microseconds"),
        str(entry.actor_id or ""),
        entry.actor_role,
        entry.action,
        entry.object_kind,
        entry.object_id,
        str(entry.case_id or ""),
        list(entry.fields),
        entry.request_id,
        entry.address,
    ]
    packed = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def verify(session: Session) -> tuple[int, Broken | None]:
    """Walk the whole chain. Gives how many events fit, and the first that does not."""
    previous, fitting = FIRST_HASH, 0
    events = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    with closing(session.scalars(events)) as trail:
        for entry in trail:
            if entry.previous_hash != previous:
                return fitting, Broken(entry.id, "the event before it was changed or is missing")
            if digest(entry) != entry.hash:
                return fitting, Broken(entry.id, "the event itself was changed")
            previous = entry.hash
            fitting += 1
    counter = session.get(Counter, SERIES)
    counted = counter.value if counter else 0
    if counted != fitting:
        return fitting, Broken(None, f"{counted} events were written, {fitting} are there")
    return fitting, None


def _named(about: Any) -> tuple[str, str, uuid.UUID | None]:
    if about is None:
        return "portal", "", None
    kind = str(about.__tablename__)
    identity = inspect(about).identity
    key = ",".join(str(part) for part in identity) if identity else ""
    case_id = about.id if kind == "cases" else getattr(about, "case_id", None)
    return kind, key, case_id
