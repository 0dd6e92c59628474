"""Heartbeats of the worker processes, so that one can take over what a dead one held."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import WorkerSeen
from portal.services.database import begin_writing


def arrive(session: Session, executor_id: str, now: datetime) -> None:
    """Note that a worker has started."""
    begin_writing(session)
    row = session.get(WorkerSeen, executor_id)
    if row is None:
        session.add(WorkerSeen(executor_id=executor_id, started_at=now, seen_at=now))
    else:
        row.started_at = row.seen_at = now
    session.commit()


def beat(session: Session, executor_id: str, now: datetime) -> None:
    """Note that a worker lives."""
    begin_writing(session)
    row = session.get(WorkerSeen, executor_id)
    if row is None:
        session.add(WorkerSeen(executor_id=executor_id, started_at=now, seen_at=now))
    else:
        row.seen_at = now
    session.commit()


def silent_since(session: Session, moment: datetime, *, but: str) -> list[str]:
    """Workers that have not been heard of since a moment, without the asking one."""
    return list(
        session.scalars(
            select(WorkerSeen.executor_id).where(
                WorkerSeen.seen_at < moment, WorkerSeen.executor_id != but
            )
        )
    )


def forget(session: Session, executor_id: str) -> None:
    """Strike a worker off once its work is taken over."""
    begin_writing(session)
    session.execute(delete(WorkerSeen).where(WorkerSeen.executor_id == executor_id))
    session.commit()


def alive(session: Session, since: datetime) -> list[WorkerSeen]:
    """Workers heard of since a moment."""
    return list(
        session.scalars(
            select(WorkerSeen).where(WorkerSeen.seen_at >= since).order_by(WorkerSeen.executor_id)
        )
    )
