"""A throw-away PostgreSQL server: made in a new folder, reachable by a unix socket, gone after.

PostgreSQL refuses to run as root, so root hands it to another user of the system.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def programs() -> Path:
    """The folder of initdb and pg_ctl: on the PATH, or where Debian puts the newest version."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    known = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    assert known, "PostgreSQL is missing: run the tests by ./dev test, which installs it"
    return known[-1]


def other_user() -> list[str]:
    """What to put before a command so that it runs as somebody other than root."""
    if os.geteuid() != 0:
        return []
    return ["runuser", "-u", _owner(), "--"]


def _owner() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass(frozen=True)
class Server:
    """A running server; every test gets a database of its own in it."""

    folder: Path

    def url(self, database: str) -> str:
        """SQLAlchemy's address of a database on the unix socket."""
        return f"postgresql+psycopg://portal@/{database}?host={self.folder}"

    def connect(self) -> psycopg.Connection:
        """A connection to the server's own database, outside any transaction."""
        return psycopg.connect(
            host=str(self.folder), user="portal", dbname="postgres", autocommit=True
        )

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new, empty database, dropped afterwards."""
        name = f"portal_{uuid4().hex[:12]}"
        with self.connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield self.url(name)
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


@contextmanager
def throw_away_server() -> Iterator[Server]:
    """Start a server that listens on a unix socket only, and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _owner())
    bin_dir, data = programs(), folder / "data"
    run([bin_dir / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "-N",
         "--locale=C.UTF-8"], folder)  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {FAST}"
    run(
        [bin_dir / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], folder
    )
    try:
        yield Server(folder)
    finally:
        run([bin_dir / "pg_ctl", "-D", data, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


def run(command: list[object], folder: Path) -> None:
    """Run a PostgreSQL program as its user; what it said is in the error when it fails."""
    words = [*other_user(), *map(str, command)]
    with (folder.parent / f"{folder.name}.out").open("w+") as output:
        done = subprocess.run(words, cwd="/", stdout=output, stderr=output, check=False)
        output.seek(0)
        said = output.read()
    Path(output.name).unlink()
    assert done.returncode == 0, said
