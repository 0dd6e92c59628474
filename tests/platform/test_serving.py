"""`portal run` as an installation starts it: web server and worker, both real."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

MEGABYTE = 1024 * 1024


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"it did not happen within {seconds:g} seconds"
        time.sleep(0.05)


def children(process_id: int) -> list[int]:
    """The running children of a process."""
    try:
        text = Path(f"/proc/{process_id}/task/{process_id}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(word) for word in text.split() if not gone(int(word))]


def gone(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def family(process_id: int) -> list[int]:
    """A process and everything below it."""
    return [process_id, *(each for child in children(process_id) for each in family(child))]


def resident(process_id: int) -> int:
    """Bytes of memory that a process holds."""
    return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


class Portal:
    """A portal on a free port, with a new database."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environ = {name: v for name, v in os.environ.items() if not name.startswith("PORTAL_")}
        environ |= {"PORTAL_DATA_DIR": str(folder), "PORTAL_PORT": str(self.port)}
        portal = [sys.executable, "-m", "portal.cli"]
        subprocess.run([*portal, "db", "upgrade"], env=environ, check=True)
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*portal, "run"], env=environ, stdout=log, stderr=log, start_new_session=True
            )
        wait_for(lambda: "The portal answers at" in self.log.read_text() or self.ended())
        assert not self.ended(), self.log.read_text()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def status(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code
        except (URLError, OSError):
            return 0

    def child(self, word: str) -> int:
        """The process id of the child whose command line holds `word`; 0 while there is none."""
        for process_id in children(self.process.pid):
            if word in Path(f"/proc/{process_id}/cmdline").read_text():
                return process_id
        return 0


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("serving"))
    yield running
    running.process.terminate()
    running.process.wait(30)


def test_the_portal_answers_and_is_ready_once_its_worker_is_seen(portal: Portal) -> None:
    assert portal.status("/health") == 200
    assert portal.status("/") == 200
    wait_for(lambda: portal.status("/ready") == 200)


def test_the_web_process_stays_under_250_megabytes(portal: Portal) -> None:
    for _ in range(20):
        assert portal.status("/") == 200
    sizes = [resident(process_id) for process_id in family(portal.child("portal.web"))]
    assert sizes
    assert max(sizes) < 250 * MEGABYTE


def test_a_killed_worker_is_replaced_while_the_pages_go_on(portal: Portal) -> None:
    first = portal.child("worker")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: portal.child("worker") not in (0, first))
    assert portal.status("/health") == 200


def test_a_killed_web_server_is_replaced_on_the_same_port(portal: Portal) -> None:
    first = portal.child("portal.web")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: portal.child("portal.web") not in (0, first))
    wait_for(lambda: portal.status("/health") == 200)


def test_stopped_it_leaves_no_process_and_a_free_port(portal: Portal) -> None:
    # Supervisor, worker, the web server and the process that it serves from.
    wait_for(lambda: len(family(portal.process.pid)) >= 4 and portal.status("/health") == 200)
    everybody = family(portal.process.pid)
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(30) == 0
    assert all(map(gone, everybody[1:]))
    socket.create_server(("127.0.0.1", portal.port)).close()
