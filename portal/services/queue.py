"""Work that takes time: put into the queue in a step's own transaction, watched, tried again.

The queue is DBOS Transact; its tables lie in our own database. ``dbos`` is
imported only when a job is put in or looked at, so that the command line does
not pay for it. Arguments are ids, never personal data: they are stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from portal.services.actor import Actor
from portal.services.refusal import Refused
from portal.services.steps import step
from portal.text import msg

if TYPE_CHECKING:
    from dbos import DBOSClient, WorkflowStatus

APPLICATION = "portal"
# By hand: DBOS would hash the code, and a deploy would leave unfinished work behind.
# Goes up only when a workflow's steps change so that a half-done one cannot be taken up.
WORKFLOWS_VERSION = "1"

# Which queue a job waits in. One PDF at a time: WeasyPrint is not safe in two threads.
QUEUES: Mapping[str, int] = {"documents": 1, "letters": 4, "scores": 1}
JOBS: Mapping[str, str] = {
    "render_pdf": "documents",
    "send_letter": "letters",
    "rescore_case": "scores",
    "rescore_all": "scores",
    "rescore_outdated": "scores",
    "weigh_amendment": "scores",
    "sweep_letters": "letters",
}

# On SQLite these lie beside our own tables; Alembic must not touch them.
DBOS_TABLES = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
_STATES = {
    "ENQUEUED": WAITING,
    "DELAYED": WAITING,
    "PENDING": RUNNING,
    "SUCCESS": DONE,
    "ERROR": FAILED,
    "CANCELLED": FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": FAILED,
}
FAILED_STATUSES = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(frozen=True, slots=True)
class JobState:
    """One job as the office sees it. ``progress`` holds what its workflow last told."""

    id: str
    name: str
    state: str
    arguments: tuple[str, ...]
    progress: Mapping[str, Any] | None
    error: str | None
    created_at: datetime
    updated_at: datetime


_clients: WeakKeyDictionary[Engine, DBOSClient] = WeakKeyDictionary()


def dbos_url(database_url: str) -> str:
    """Our database's address as DBOS spells it (it picks the psycopg driver itself)."""
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)


def prepare(database_url: str) -> None:
    """Create or bring up to date the queue's own tables. Can be called again and again."""
    from dbos import DBOS

    DBOS.migrate(dbos_url(database_url))


def enqueue(session: Session, name: str, *ids: object, workflow_id: str) -> None:
    """Put a job into the queue within the session's open transaction.

    It exists once the caller commits and never if the caller rolls back. A second
    job with the same ``workflow_id`` (the natural key) is the first one: nothing
    is added. Raises KeyError for an unknown job.
    """
    from dbos import EnqueueOptions, WorkflowSerializationFormat

    options: EnqueueOptions = {
        "workflow_name": name,
        "queue_name": JOBS[name],
        "workflow_id": workflow_id,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,
        "application_name": APPLICATION,
    }
    session.flush()
    client(session).enqueue_in_transaction(session, options, *(str(each) for each in ids))


def client(session: Session) -> DBOSClient:
    """The queue's client for the session's database, made once per engine."""
    from dbos import DBOSClient, DBOSPortableJSONSerializer

    engine = cast("Engine", session.get_bind())
    found = _clients.get(engine)
    if found is None:
        found = DBOSClient(
            system_database_engine=engine,
            application_name=APPLICATION,
            serializer=DBOSPortableJSONSerializer(),
            lazy=True,
        )
        _clients[engine] = found
    return found


def state_of(session: Session, workflow_id: str) -> JobState | None:
    """How far a job is, or None when there is no such job."""
    found = _read(session, [workflow_id])
    return found[0] if found else None


def states_of(session: Session, workflow_ids: list[str]) -> list[JobState]:
    """How far several jobs are; those that do not exist are left out."""
    return _read(session, workflow_ids) if workflow_ids else []


def failed(session: Session, limit: int = 50) -> list[JobState]:
    """Jobs that gave up, the newest first."""
    return _listed(session, FAILED_STATUSES, limit)


def unfinished(session: Session, limit: int = 50) -> list[JobState]:
    """Jobs that wait or run, the newest first."""
    return _listed(session, ["ENQUEUED", "DELAYED", "PENDING"], limit)


def retry(session: Session, workflow_id: str, actor: Actor) -> None:
    """Let a job that gave up run again from its first step.

    Its steps are idempotent, so what was done before is found done. Raises Refused
    when the job does not exist or has not failed.
    """
    job = state_of(session, workflow_id)
    if job is None or job.state != FAILED or job.name not in JOBS:
        raise Refused(msg("This job has not failed. Nothing was started."))
    with step(session, actor, f"job.retry.{job.name}"):
        pass  # the audit event first; the library then writes on a connection of its own
    client(session).rewind_workflow(
        workflow_id,
        start_step=1,
        application_version=WORKFLOWS_VERSION,
        queue_name=JOBS[job.name],
    )


def take_over(session: Session, executor_id: str) -> int:
    """Put what a worker that never came back held into the queue again; gives how much.

    Should it come back after all, steps are idempotent: nothing happens twice.
    """
    engine = client(session)
    held = engine.list_workflows(
        status="PENDING", executor_id=executor_id, load_input=False, load_output=False
    )
    for each in held:
        engine.resume_workflow(each.workflow_id, queue_name=JOBS.get(each.name))
    return len(held)


def _listed(session: Session, statuses: list[str], limit: int) -> list[JobState]:
    found = client(session).list_workflows(status=statuses, limit=limit, sort_desc=True)
    return [_job(each, None) for each in found]


# The library reads a status in a writing transaction of its own; a page only looks, so it
# reads the same rows within the request's transaction.
_EVENT = "select workflow_uuid, value from {schema}workflow_events where key = 'progress' and "
_STATUS = """
select s.workflow_uuid, s.name, s.status, s.created_at, s.updated_at, i.inputs, s.error
from {schema}workflow_status s left join {schema}workflow_input i
  on i.workflow_uuid = s.workflow_uuid
where """


def _read(session: Session, ids: list[str]) -> list[JobState]:
    schema = "dbos." if session.get_bind().dialect.name == "postgresql" else ""
    names = {f"w{n}": each for n, each in enumerate(ids)}
    places = ", ".join(f":{name}" for name in names)
    events = session.execute(
        text(_EVENT.format(schema=schema) + f"workflow_uuid in ({places})"), names
    )
    progress = {row.workflow_uuid: json.loads(row.value) for row in events}
    rows = session.execute(
        text(_STATUS.format(schema=schema) + f"s.workflow_uuid in ({places})"), names
    )
    return [
        JobState(
            id=row.workflow_uuid,
            name=row.name,
            state=_STATES[row.status],
            arguments=tuple(json.loads(row.inputs)["positionalArgs"]) if row.inputs else (),
            progress=progress.get(row.workflow_uuid),
            error=_message(row.error),
            created_at=_instant(row.created_at),
            updated_at=_instant(row.updated_at),
        )
        for row in rows
    ]


def _job(found: WorkflowStatus, progress: Mapping[str, Any] | None) -> JobState:
    inputs = found.input or {"args": ()}
    return JobState(
        id=found.workflow_id,
        name=found.name,
        state=_STATES[found.status],
        arguments=tuple(str(each) for each in inputs["args"]),
        progress=progress,
        error=str(found.error) if found.error else None,
        created_at=_instant(found.created_at or 0),
        updated_at=_instant(found.updated_at or 0),
    )


def _message(error: str | None) -> str | None:
    return None if error is None else str(json.loads(error).get("message", ""))


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
