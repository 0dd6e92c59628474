"""The real worker: it assesses, renders, stores; killed in between it does each once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Amendment, CaseFacts, Rendering, WorkerSeen
from portal.rulebook.amending import written
from portal.services import amendments, clock, queue, signing
from portal.settings import Settings
from tests.jobs.test_queue import until
from tests.review import a_signed_case, a_submitted_case
from tests.world import People, on_both

ROOT = Path(__file__).resolve().parents[2]
RUN = "from portal.settings import Settings; from portal.jobs import run_worker; run_worker(Settings.from_env())"  # noqa: E501


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """`portal worker` on the test's database, once it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "PORTAL_DATA_DIR": str(settings.data_dir),
            "PORTAL_DATABASE_URL": settings.database_url,
            "PORTAL_SECRET_KEY": settings.secret_key,
            "PORTAL_BASE_URL": settings.base_url,
        },
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        for line in process.stderr:
            said.append(line)
            if line.endswith("is ready\n"):
                break
        else:
            pytest.fail("".join(said))
        drain = threading.Thread(target=process.stderr.read, daemon=True)
        drain.start()
        yield process
    finally:
        process.kill()
        process.wait()
        drain.join(5)
        process.stderr.close()


def stored(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Rendering)) or 0


@on_both
def test_a_worker_assesses_what_was_sent_while_none_ran(
    db: Session, people: People, portal_settings: Settings
) -> None:
    case = a_submitted_case(db, people["client"], assessed=False)
    with worker(portal_settings) as process:

        def assessed() -> bool:
            db.rollback()
            return db.get(CaseFacts, case.id) is not None

        until(assessed, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert db.scalars(select(WorkerSeen)).one().executor_id.endswith("-1")


def test_a_pdf_is_rendered_once_though_the_worker_is_killed(
    db: Session, people: People, portal_settings: Settings
) -> None:
    case, signed = a_signed_case(db, people)
    job = signing.pdf_job(signed.id, "en", "letter")

    def state() -> str:
        db.rollback()
        found = queue.state_of(db, job)
        assert found is not None
        return found.state

    with worker(portal_settings) as process:
        until(lambda: state() != queue.WAITING, 60)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with worker(portal_settings):
        until(lambda: state() == queue.DONE, 300)
    assert stored(db) == 1
    signing.release(db, case, people.actor("specialist"), clock.now())
    assert signed.state == "released"


def test_an_error_keeps_its_kind_and_place_and_loses_its_message() -> None:
    program = """
from portal.jobs import StepFailed, discreet
def step():
    raise ValueError("Ananya Rao, born 1985")
try:
    discreet(step)()
except StepFailed as failed:
    assert failed.__cause__ is None and failed.__suppress_context__
    print(failed)
"""
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("ValueError in")
    assert "Ananya" not in said.stdout + said.stderr


def test_two_workers_of_one_machine_have_different_names(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from portal.jobs import seat
first, lock = seat(Path({str(tmp_path)!r}))
second, other = seat(Path({str(tmp_path)!r}))
lock.close()
third, again = seat(Path({str(tmp_path)!r}))
assert first != second and third == first
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_the_command_line_does_not_load_the_job_library() -> None:
    program = "import sys, portal.services.signing, portal.cli; assert 'dbos' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@on_both
def test_a_worker_weighs_a_change_of_the_rules_and_assesses_by_it_once_accepted(
    db: Session, people: People, portal_settings: Settings
) -> None:
    case = a_submitted_case(db, people["client"])
    lead = people.actor("lead")
    entry = {
        "from": date(2026, 11, 20),
        "state": "open",
        "confidence": "high",
        "source": {"title": "Ontario", "url": "https://example.com", "read_on": date(2026, 11, 24)},
    }
    change = {"rule_id": "streams.ontario.hcp", "entry": written(entry)}
    draft = amendments.draft(db, lead, "status", change, "announced today", clock.now())
    with worker(portal_settings):

        def weighed() -> bool:
            db.rollback()
            db.expire_all()
            return amendments.weighed(db.get_one(Amendment, draft.id))

        until(weighed, 60)
        accepted = amendments.accept(db, lead, draft.id, draft.version, clock.now())

        def assessed() -> bool:
            db.rollback()
            db.expire_all()
            return db.get_one(CaseFacts, case.id).rulebook_hash == accepted.result_hash

        until(assessed, 60)
