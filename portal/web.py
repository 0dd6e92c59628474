"""The web server process: gunicorn with one process and several threads.

One process, because SQLite takes one writer at a time and the limits of sign-in attempts are
counted in memory. `portal run` starts it on a socket that is already open.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from portal.processes import die_with_parent
from portal.settings import Settings, load


class WebServer(BaseApplication):
    """Gunicorn with our settings instead of a file of its own."""

    def __init__(self, settings: Settings, bind: str) -> None:
        self.settings = settings
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in options(self.settings, self.bind).items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application, in the process that serves it."""
        from portal.app import create_app

        return create_app(self.settings)


def options(settings: Settings, bind: str) -> dict[str, Any]:
    """Gunicorn's settings. Times are in seconds, sizes in bytes."""
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat, a file without a name
    return {
        "bind": bind,
        "worker_class": "gthread",
        "workers": 1,
        "threads": settings.web_threads,
        "timeout": 60,
        "graceful_timeout": 15,
        "keepalive": 5,
        "limit_request_line": 4094,
        "limit_request_fields": 64,
        "worker_tmp_dir": str(memory) if memory.is_dir() else None,
        "loglevel": "warning",
        "control_socket_disable": True,
        # Who may say that a request came by https is for PORTAL_PROXIES alone to decide.
        "forwarded_allow_ips": "",
        "secure_scheme_headers": {},
    }


def main(descriptor: str) -> None:
    """Serve on the socket that the supervisor opened."""
    die_with_parent()
    WebServer(load(), f"fd://{descriptor}").run()


if __name__ == "__main__":
    main(sys.argv[1])
