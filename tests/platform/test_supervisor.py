"""The supervisor keeps both children running, and leaves none behind however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.server import Child, listen
from portal.settings import SettingsRefused

# Two children that write their process id to a file and wait; the portal "is up" once both have.
PROGRAM = """
import sys
from pathlib import Path
from portal import server
folder = Path(sys.argv[1])
body = (
    "import os, sys, time; from portal.processes import die_with_parent; die_with_parent();"
    "open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
)
def child(name):
    return server.Child(name, [sys.executable, "-c", body, str(folder / name)])
def up():
    return all((folder / n).exists() and (folder / n).read_text() for n in ("web", "worker"))
def say_so():
    print("up", flush=True)
sys.exit(server.Supervisor(child("web"), child("worker"), up, say_so).run())
"""

HOPELESS = """
import sys
from portal import server
server.LONGEST_PAUSE = 0.01
bad = server.Child("web server", [sys.executable, "-c", "raise SystemExit(3)"], pause=0.01)
good = server.Child("worker", [sys.executable, "-c", "import time; time.sleep(60)"])
sys.exit(server.Supervisor(bad, good, lambda: False, lambda: None).run())
"""


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline, "it did not happen within 20 seconds"
        time.sleep(0.02)


def gone(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


class Running:
    """A supervisor in a process of its own, and its two children."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "up\n"

    def child(self, name: str) -> int:
        return int((self.folder / name).read_text())


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    supervisor = Running(tmp_path)
    yield supervisor
    supervisor.process.kill()
    supervisor.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_both_children_and_then_the_supervisor(
    running: Running, number: signal.Signals
) -> None:
    children = [running.child("web"), running.child("worker")]
    running.process.send_signal(number)
    assert running.process.wait(20) == 0
    assert all(map(gone, children))


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_child_is_started_again(running: Running, name: str) -> None:
    other = "worker" if name == "web" else "web"
    first, untouched = running.child(name), running.child(other)
    os.kill(first, signal.SIGKILL)
    file = running.folder / name
    wait_for(lambda: file.read_text() not in ("", str(first)))
    assert not gone(running.child(name))
    assert running.child(other) == untouched
    assert not gone(untouched)


def test_a_killed_supervisor_leaves_nobody_behind(running: Running) -> None:
    children = [running.child("web"), running.child("worker")]
    running.process.kill()
    wait_for(lambda: all(map(gone, children)))


def test_a_child_that_keeps_crashing_waits_longer_each_time() -> None:
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(3):
        child.due = 0.0
        child.tend()
        assert child.process is not None
        child.process.wait()
        assert child.crashed()
        pauses.append(child.due - time.monotonic())
    assert pauses[0] < pauses[1] < pauses[2]
    assert child.failures == 3


def test_a_web_server_that_never_starts_is_given_up(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOPELESS], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "The web server does not start: the reason stands above."


def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsRefused) as refused:
            listen("127.0.0.1", port)
    (fault,) = refused.value.faults
    assert fault.startswith(f"Port {port} on 127.0.0.1 cannot be used (Address already in use)")


def test_portal_run_says_that_the_port_is_taken_and_starts_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "portal.cli", "run"],
            env=os.environ | {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
