"""The connection to SQLite or PostgreSQL, and the sessions made from it.

SQLite runs in WAL mode with `synchronous=FULL` and foreign keys on. A reader
begins plainly; whoever is about to write begins with `BEGIN IMMEDIATE`, so that
two writers queue instead of failing half-way. On PostgreSQL a writer takes one
advisory lock instead. Either way there is one business step at a time, a few
milliseconds each, and no service needs to think about row locks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from portal.settings import Settings, resource_dir

BUSY_SECONDS = 30
WRITER = "portal_writer"
# Any number does, as long as nobody else locks by it.
_LOCK = 4_207_151_119

Sessions = sessionmaker[Session]


def engine_for(settings: Settings) -> Engine:
    """An engine on the installation's database; SQLite's folder is made when missing."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = create_engine(
            url,
            connect_args={"timeout": BUSY_SECONDS},
            pool_size=16,
            max_overflow=48,
            json_serializer=_packed,
            json_deserializer=orjson.loads,
        )
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=10,
            json_serializer=_packed,
            json_deserializer=orjson.loads,
        )
    event.listen(engine, "begin", _begin)
    return engine


def _packed(document: Any) -> str:
    """An assessment is a megabyte of JSON, read for every page that shows it."""
    return orjson.dumps(document).decode()


def sessions_for(engine: Engine, settings: Settings) -> Sessions:
    """A factory of plain sessions that know their installation's settings."""
    return sessionmaker(engine, expire_on_commit=False, info={"settings": settings})


def settings_of(session: Session) -> Settings:
    """The settings of the installation this session belongs to."""
    settings = session.info["settings"]
    assert isinstance(settings, Settings)  # noqa: S101 - made by sessions_for, narrows the type
    return settings


def begin_writing(session: Session) -> None:
    """Start the session's next transaction as a writer; objects read before are read anew.

    Raises RuntimeError when something was already changed outside: it would be lost.
    """
    if session.new or session.deleted or any(map(session.is_modified, session.dirty)):
        raise RuntimeError("something was changed before the step began")
    session.rollback()
    session.expire_all()
    session.connection(execution_options={WRITER: True})


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the tables up to a revision, by default to what this program needs."""
    from alembic import command

    command.upgrade(_alembic(settings), revision)


def downgrade(settings: Settings, revision: str) -> None:
    """Take the tables back to a revision; `base` removes them."""
    from alembic import command

    command.downgrade(_alembic(settings), revision)


def revisions(engine: Engine, settings: Settings) -> tuple[str | None, str | None]:
    """The revision the database is at, and the one the program wants."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found, ScriptDirectory.from_config(_alembic(settings)).get_current_head()


def _alembic(settings: Settings) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")).replace("%", "%%"))
    config.attributes["settings"] = settings
    return config


def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ARG001
    # The driver's own idea of when to begin is switched off; _begin says it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITER, False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
