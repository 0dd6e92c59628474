"""Jobs stand or fall with the step that orders them, and survive a killed worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.services import queue
from portal.services.actor import SYSTEM
from portal.services.database import Sessions, begin_writing
from portal.services.refusal import Refused
from portal.settings import Settings

WORKER = Path(__file__).with_name("slow_worker.py")


def order(sessions: Sessions, *names: str, keep: bool = True) -> None:
    """One step that marks and orders a job for each name."""
    with sessions() as session:
        begin_writing(session)
        for name in names:
            queue.enqueue(session, "rescore_case", name, workflow_id=f"job-{name}")
        if keep:
            session.commit()
        else:
            session.rollback()


@contextmanager
def worker(
    settings: Settings, executor: str, seconds: float = 0.0
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(WORKER), settings.database_url, executor, str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(WORKER.parents[2])},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def states(session: Session, *names: str) -> list[str]:
    session.rollback()
    return [each.state for each in queue.states_of(session, [f"job-{name}" for name in names])]


def marks(session: Session) -> dict[str, int]:
    session.rollback()
    rows = session.execute(text("select job, count(*) from marks group by job")).all()
    return {row[0]: row[1] for row in rows}


@pytest.mark.asvs("2.3.3")
def test_a_step_that_is_rolled_back_leaves_no_job(sessions: Sessions) -> None:
    order(sessions, "undone", keep=False)
    with sessions() as session:
        assert queue.state_of(session, "job-undone") is None
        assert queue.unfinished(session) == []


def test_a_job_is_there_once_the_step_has_committed(sessions: Sessions) -> None:
    order(sessions, "one")
    with sessions() as session:
        job = queue.state_of(session, "job-one")
        assert job is not None
        assert (job.state, job.name, job.arguments) == (queue.WAITING, "rescore_case", ("one",))
        assert [each.id for each in queue.unfinished(session)] == ["job-one"]


def test_the_same_natural_key_is_one_job(sessions: Sessions) -> None:
    order(sessions, "twice")
    order(sessions, "twice")
    with sessions() as session:
        assert len(queue.unfinished(session)) == 1


def test_an_unknown_job_is_refused_and_the_queue_can_be_prepared_again(
    sessions: Sessions, installation: Settings
) -> None:
    queue.prepare(installation.database_url)
    with sessions() as session, pytest.raises(KeyError):
        queue.enqueue(session, "no_such_job", workflow_id="x")


def test_only_a_failed_job_can_be_tried_again(sessions: Sessions) -> None:
    order(sessions, "waiting")
    with sessions() as session:
        with pytest.raises(Refused):
            queue.retry(session, "job-waiting", SYSTEM)
        with pytest.raises(Refused):
            queue.retry(session, "job-none", SYSTEM)


def test_a_worker_killed_in_mid_step_loses_and_doubles_nothing(
    sessions: Sessions, installation: Settings
) -> None:
    names = [f"n{number}" for number in range(6)]
    order(sessions, *names)
    with sessions() as session:
        with worker(installation, "one", seconds=0.6) as process:
            until(lambda: queue.RUNNING in states(session, *names))
            time.sleep(0.3)
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert queue.RUNNING in states(session, *names)
        with worker(installation, "one"):
            until(lambda: states(session, *names) == [queue.DONE] * len(names))
        assert marks(session) == dict.fromkeys(names, 1)
        job = queue.state_of(session, "job-n0")
        assert job is not None
        assert job.progress == {"done": 1, "of": 2}


def test_what_a_dead_worker_held_is_taken_over(sessions: Sessions, installation: Settings) -> None:
    order(sessions, "held")
    with sessions() as session:
        with worker(installation, "gone", seconds=30) as process:
            until(lambda: states(session, "held") == [queue.RUNNING])
            process.kill()
            process.wait()
        with worker(installation, "another"):
            time.sleep(1)
            assert states(session, "held") == [queue.RUNNING]
            assert queue.take_over(session, "gone") == 1
            assert queue.take_over(session, "gone") == 0
            until(lambda: states(session, "held") == [queue.DONE])
        assert marks(session) == {"held": 1}


def test_failed_work_is_listed_and_runs_again_when_it_is_told_to(
    sessions: Sessions, installation: Settings
) -> None:
    order(sessions, "fails")
    with sessions() as session, worker(installation, "one"):
        until(lambda: states(session, "fails") == [queue.FAILED])
        [job] = queue.failed(session)
        assert (job.id, job.arguments, job.error) == ("job-fails", ("fails",), "it fails")
        with sessions() as other:
            begin_writing(other)
            other.execute(text("insert into marks values ('mended', 1)"))
            other.commit()
        queue.retry(session, "job-fails", SYSTEM)
        until(lambda: states(session, "fails") == [queue.DONE])
        assert marks(session)["fails"] == 1
