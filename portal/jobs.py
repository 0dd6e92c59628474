"""Workflows that run later, in the worker. Each is thin: it calls one service.

Workflow ids are natural keys and steps are idempotent, so a job that was cut off is
simply done again. A failure keeps the kind of error and its place, never its message:
messages can hold what people typed, and errors are stored.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import IO, Any, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, WorkflowSerializationFormat
from dbos import error as dbos_error

from portal.services import (
    assessments,
    clock,
    documents,
    effect,
    housekeeping,
    mail,
    queue,
    workers,
)
from portal.services.database import Sessions, engine_for, sessions_for
from portal.settings import Settings

PORTABLE = WorkflowSerializationFormat.PORTABLE
BEAT_SECONDS = 10
STALE = timedelta(seconds=60)
NIGHTLY = "30 3 * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"

P = ParamSpec("P")
R = TypeVar("R")


class StepFailed(Exception):
    """A step that did not succeed: the kind of error and where it was raised."""


class _Worker:
    """What the steps of this process work with; set once by `run_worker`."""

    sessions: Sessions
    settings: Settings


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """Let only the kind and place of an error out of a step."""

    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it was, its message stays here
            raise StepFailed(_place(error)) from None

    wrapped.__name__ = function.__name__
    wrapped.__qualname__ = function.__qualname__
    wrapped.__doc__ = function.__doc__
    return wrapped


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = ""
    if trace is not None:
        code = trace.tb_frame.f_code
        where = f" in {Path(code.co_filename).name}, line {trace.tb_lineno}"
    return type(error).__name__ + where


def _last_word(step: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a step; when all its tries failed, fail with what the last one said."""
    try:
        return step(*args, **kwargs)
    except dbos_error.DBOSMaxStepRetriesExceeded as given_up:
        raise StepFailed(str(given_up.errors[-1])) from None


def _tell(done: int, of: int) -> None:
    """Progress for the pages: how many of how many steps are done."""
    DBOS.set_event("progress", {"done": done, "of": of})


@DBOS.step(name="render", retries_allowed=True, max_attempts=4, interval_seconds=2.0)
@discreet
def _render(assessment_id: str, language: str, edition: str) -> str:
    with _Worker.sessions() as session:
        made = documents.render(
            session, uuid.UUID(assessment_id), language, edition, now=clock.now()
        )
        return made.sha256


@DBOS.workflow(name="render_pdf", serialization_type=PORTABLE)
def render_pdf(assessment_id: str, language: str, edition: str) -> str:
    """Make and store one PDF of a signed assessment; gives its SHA-256."""
    _tell(1, 2)
    sha256 = _last_word(_render, assessment_id, language, edition)
    _tell(2, 2)
    return sha256


@DBOS.step(name="deliver", retries_allowed=True, max_attempts=6, interval_seconds=5.0)
@discreet
def _deliver(letter_id: str) -> None:
    with _Worker.sessions() as session:
        mail.deliver(session, uuid.UUID(letter_id), clock.now(), _Worker.settings)


@DBOS.workflow(name="send_letter", serialization_type=PORTABLE)
def send_letter(letter_id: str) -> None:
    """Send one letter of the outbox."""
    _last_word(_deliver, letter_id)


@DBOS.step(name="rescore", retries_allowed=True, max_attempts=3, interval_seconds=5.0)
@discreet
def _rescore(case_id: str) -> bool:
    with _Worker.sessions() as session:
        return assessments.rescore(session, uuid.UUID(case_id), clock.now())


@DBOS.workflow(name="rescore_case", serialization_type=PORTABLE)
def rescore_case(case_id: str) -> bool:
    """Assess one open case by the rules of today."""
    return _last_word(_rescore, case_id)


@DBOS.step(name="rescore_stale", retries_allowed=True, max_attempts=3, interval_seconds=30.0)
@discreet
def _rescore_stale() -> int:
    with _Worker.sessions() as session:
        return assessments.enqueue_stale(session)


@DBOS.workflow(name="rescore_all")
def rescore_all(scheduled: datetime, context: Any) -> None:  # noqa: ARG001
    """Each night: put every open case with an outdated result into the queue."""
    _last_word(_rescore_stale)


@DBOS.workflow(name="rescore_outdated", serialization_type=PORTABLE)
def rescore_outdated() -> int:
    """After a change of the rulebook: put every open case into the queue."""
    return _last_word(_rescore_stale)


@DBOS.step(name="weigh", retries_allowed=True, max_attempts=3, interval_seconds=5.0)
@discreet
def _weigh(amendment_id: str) -> bool:
    with _Worker.sessions() as session:
        return effect.weigh(session, uuid.UUID(amendment_id))


@DBOS.workflow(name="weigh_amendment", serialization_type=PORTABLE)
def weigh_amendment(amendment_id: str) -> bool:
    """Work out what a drafted change of the rulebook does to the open cases."""
    return _last_word(_weigh, amendment_id)


@DBOS.step(name="sweep", retries_allowed=True, max_attempts=3, interval_seconds=10.0)
@discreet
def _sweep() -> int:
    with _Worker.sessions() as session:
        housekeeping.sweep(session, clock.now())
        return mail.enqueue_waiting(session, clock.now())


@DBOS.workflow(name="sweep_letters")
def sweep_letters(scheduled: datetime, context: Any) -> None:  # noqa: ARG001
    """Every few minutes: queue letters that have waited long, delete what has had its time."""
    _last_word(_sweep)


def launch(settings: Settings, executor_id: str, *, beat: float = 1.0) -> None:
    """Start the engine in this process: recovery of what this executor had begun, then work.

    `beat`: seconds between two looks into the queues.
    """
    _Worker.settings = settings
    _Worker.sessions = sessions_for(engine_for(settings), settings)
    config: DBOSConfig = {
        "name": queue.APPLICATION,
        "system_database_url": queue.dbos_url(settings.database_url),
        "executor_id": executor_id,
        "application_version": queue.WORKFLOWS_VERSION,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "WARNING",
        "scheduler_polling_interval_sec": max(beat, 1.0) * 10,
        "notification_listener_polling_interval_sec": beat,
    }
    DBOS(config=config)
    DBOS.launch()
    for name, most in queue.QUEUES.items():
        DBOS.register_queue(name, worker_concurrency=most, polling_interval_sec=beat)
    DBOS.apply_schedules(
        [
            {
                "schedule_name": "nightly-rescoring",
                "workflow_fn": rescore_all,
                "schedule": NIGHTLY,
                "cron_timezone": settings.timezone,
            },
            {
                "schedule_name": "letters",
                "workflow_fn": sweep_letters,
                "schedule": EVERY_FIVE_MINUTES,
            },
        ]
    )


def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; what is half done then is taken up at the next start."""
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    executor_id, lock = seat(settings.data_dir)
    launch(settings, executor_id)
    with _Worker.sessions() as session:
        workers.arrive(session, executor_id, clock.now())
        assessments.enqueue_stale(session)
    print(f"worker {executor_id} is ready", file=sys.stderr, flush=True)  # noqa: T201
    while not stop.wait(BEAT_SECONDS):
        _beat(executor_id)
    # What takes longer is taken up at the next start: nobody waits for it at Ctrl-C.
    DBOS.destroy(workflow_completion_timeout_sec=5)
    lock.close()


def _beat(executor_id: str) -> None:
    """Say that this worker lives, and take over what a dead one held."""
    with _Worker.sessions() as session:
        now = clock.now()
        workers.beat(session, executor_id, now)
        for dead in workers.silent_since(session, now - STALE, but=executor_id):
            queue.take_over(session, dead)
            workers.forget(session, dead)


def seat(folder: Path) -> tuple[str, IO[str]]:
    """A stable name for this worker, and the lock that keeps it.

    The first free place on this machine: `host-1`, `host-2` … A restarted worker gets
    the name of the one that went, and with it what that one had begun. The lock goes
    with the process, however it ends.
    """
    import fcntl

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in range(1, 100):
        file = (folder / f"worker-{place}.lock").open("w", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            continue
        file.write(str(os.getpid()))
        file.flush()
        return f"{socket.gethostname()[:60]}-{place}", file
    raise RuntimeError("100 workers on one machine are enough")
