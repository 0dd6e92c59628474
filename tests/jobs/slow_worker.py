"""A worker of its own for the tests: each job sleeps in mid-step, then leaves one mark.

python slow_worker.py DATABASE_URL EXECUTOR SECONDS
"""

from __future__ import annotations

import sys
import threading
import time

from dbos import DBOS, DBOSPortableJSONSerializer, WorkflowSerializationFormat
from sqlalchemy import create_engine, text

from portal.services import queue

URL, EXECUTOR, SECONDS = sys.argv[1], sys.argv[2], float(sys.argv[3])
ENGINE = create_engine(URL, connect_args={"timeout": 30} if URL.startswith("sqlite") else {})


@DBOS.step(name="mark")
def mark(job: str) -> None:
    """Idempotent, as every step of ours: the mark is there or it is made."""
    time.sleep(SECONDS)
    with ENGINE.begin() as connection:
        mended = connection.execute(text("select 1 from marks where job = 'mended'")).first()
    if job.startswith("fails") and mended is None:
        raise RuntimeError("it fails")
    with ENGINE.begin() as connection:
        found = connection.execute(text("select 1 from marks where job = :job"), {"job": job})
        if found.first() is None:
            connection.execute(text("insert into marks values (:job, 1)"), {"job": job})


@DBOS.workflow(name="rescore_case", serialization_type=WorkflowSerializationFormat.PORTABLE)
def rescore_case(job: str) -> None:
    """Tell, then mark."""
    DBOS.set_event("progress", {"done": 1, "of": 2})
    mark(job)


DBOS(
    config={
        "name": queue.APPLICATION,
        "system_database_url": queue.dbos_url(URL),
        "executor_id": EXECUTOR,
        "application_version": queue.WORKFLOWS_VERSION,
        "serializer": DBOSPortableJSONSerializer(),
        "log_level": "ERROR",
        "notification_listener_polling_interval_sec": 0.1,
    }
)
DBOS.launch()
DBOS.register_queue("scores", worker_concurrency=4, polling_interval_sec=0.1)
sys.stdout.write("ready\n")
sys.stdout.flush()
threading.Event().wait()
