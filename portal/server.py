"""The supervisor behind `portal run`: one web server and one worker, kept alive together.

The supervisor opens the listening socket itself, so a taken port is one sentence before anything
starts, and a restarted web server loses no connection. Both children ask the kernel to end them
when the supervisor dies, however it dies.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import URLError
from urllib.request import Request, urlopen

from portal.settings import Settings, SettingsRefused, load

GRACE = 20.0  # seconds a child has to finish what it does once asked to stop
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a crashed child starts again
STEADY = 60.0  # seconds after which a child counts as running well
HOPELESS = 5  # starts that failed at once before the web server, never once up, is given up


def say(text: str) -> None:
    """One line on standard error, where the children's logs go too."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the address. Raises SettingsRefused with one sentence otherwise."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as fault:
        listener.close()
        raise SettingsRefused(
            [f"Port {port} on {host} cannot be used ({fault.strerror}): set another PORTAL_PORT."]
        ) from None
    return listener


@dataclass
class Child:
    """A program to keep running, and when it may start again after a crash."""

    name: str
    command: list[str]
    inherit: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.inherit,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        self.started = time.monotonic()

    def crashed(self) -> bool:
        """Whether it has ended since it was last started; plans its next start if so."""
        if self.process is None or (code := self.process.poll()) is None:
            return False
        now = time.monotonic()
        if now - self.started >= STEADY:
            self.pause, self.failures = FIRST_PAUSE, 0
        self.failures += 1
        self.due, self.process = now + self.pause, None
        say(f"The {self.name} ended with {_ending(code)}; it starts again in {self.pause:g} s.")
        self.pause = min(self.pause * 2, LONGEST_PAUSE)
        return True

    def tend(self) -> None:
        """Start it when it is not running and its pause is over."""
        if not self.crashed() and self.process is None and time.monotonic() >= self.due:
            self.start()


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


@dataclass
class Supervisor:
    """Keeps the children running until a signal says otherwise."""

    web: Child
    worker: Child
    is_up: Callable[[], bool]
    on_up: Callable[[], None]
    stopping: bool = False
    was_up: bool = False
    _wake: tuple[int, int] = field(default_factory=os.pipe)

    def run(self) -> int:
        """Run until SIGTERM, SIGINT or SIGHUP; the exit code is 0 then, 1 when the web gave up."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only so that it wakes the loop
        os.set_blocking(self._wake[1], False)
        signal.set_wakeup_fd(self._wake[1], warn_on_full_buffer=False)
        try:
            while not self.stopping:
                self.web.tend()
                self.worker.tend()
                self._look()
                if not self.was_up and self.web.failures >= HOPELESS:
                    say("The web server does not start: the reason stands above.")
                    return 1
                self._sleep(1.0 if self.was_up else 0.1)
        finally:
            signal.set_wakeup_fd(-1)
            self.end_children()
        return 0

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _look(self) -> None:
        """Say once that the portal answers."""
        if not self.was_up and self.web.process is not None and self.is_up():
            self.was_up = True
            self.on_up()

    def _sleep(self, seconds: float) -> None:
        """Wait, but no longer than to the next signal or the next start that is due."""
        for child in (self.web, self.worker):
            if child.process is None:
                seconds = min(seconds, max(0.0, child.due - time.monotonic()))
        if select.select([self._wake[0]], [], [], seconds)[0]:
            os.read(self._wake[0], 512)

    def end_children(self) -> None:
        """Ask both to finish, wait, and end whoever is still there after the grace time."""
        running = [child.process for child in (self.web, self.worker) if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(settings: Settings) -> bool:
    """Whether the web server answers `/health`."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    question = Request(f"http://{host}:{settings.port}/health", headers={"Host": settings.hosts[0]})
    try:
        with urlopen(question, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def supervise(settings: Settings) -> int:
    """Serve the portal until a signal; returns the exit code."""
    listener = listen(settings.host, settings.port)
    listener.set_inheritable(True)
    python = [sys.executable, "-m"]
    descriptor = listener.fileno()
    supervisor = Supervisor(
        web=Child("web server", [*python, "portal.web", str(descriptor)], (descriptor,)),
        worker=Child("worker", [*python, "portal.cli", "worker"]),
        is_up=lambda: answers(settings),
        on_up=lambda: say(f"The portal answers at {settings.base_url} (Ctrl-C ends it)."),
    )
    with listener:
        return supervisor.run()


def check_port() -> int:
    """Say in one sentence, before a longer preparation, that the port is taken."""
    try:
        settings = load()
        listen(settings.host, settings.port).close()
    except SettingsRefused as refused:
        for fault in refused.faults:
            say(fault)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(check_port())
