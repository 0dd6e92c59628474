"""A whole portal for a test: migrated database, people of every role, clients that inspect pages.

A migrated database is made once a session and copied for every test: a file for
SQLite, a template for PostgreSQL. A test marked with `on_both` runs on each.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from portal.models import Case, Draft, User
from portal.services import clock, database, passphrases, queue, sessions
from portal.services.actor import Actor
from portal.services.database import Sessions, engine_for, sessions_for
from portal.settings import Settings
from tests.client import HOST, Client
from tests.postgres import Server

PASSPHRASE = "tulip gravel ninety cellar"
CHEAP = (1, 64, 1)
ROLES = ("client", "assistant", "specialist", "lead", "administrator")
on_both = pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"])


@pytest.fixture
def database_kind() -> str:
    """Which database a test runs on; `on_both` makes it each."""
    return "sqlite"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    file = tmp_path_factory.mktemp("template") / "portal.sqlite3"
    _migrate(f"sqlite:///{file}", file.parent)
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated PostgreSQL database."""
    with postgres.connect() as connection:
        connection.execute("CREATE DATABASE portal_template")
    _migrate(postgres.url("portal_template"), tmp_path_factory.mktemp("template"))
    return "portal_template"


@pytest.fixture
def migrated_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> Iterator[str]:
    """The address of a migrated database of the test's own."""
    if database_kind == "sqlite":
        file = tmp_path / "portal.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    template: str = request.getfixturevalue("postgres_template")
    server: Server = request.getfixturevalue("postgres")
    name = f"portal_{uuid4().hex[:12]}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    gone = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with server.connect() as connection:
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    yield server.url(name)
    with server.connect() as connection:
        connection.execute(gone.format(sql.Identifier(name)))


@pytest.fixture
def portal_settings(migrated_url: str, tmp_path: Path) -> Settings:
    """A production installation's settings, with hashes that cost little."""
    return Settings(
        data_dir=tmp_path / "data",
        database_url=migrated_url,
        secret_key="kept-in-the-test-only-0123456789ab",
        base_url=f"https://{HOST}",
        hosts=(HOST,),
        log_level="ERROR",
        argon2=CHEAP,
    )


@pytest.fixture
def engine(portal_settings: Settings) -> Iterator[Engine]:
    """The engine that a test and its app share."""
    made = engine_for(portal_settings)
    yield made
    made.dispose()


@pytest.fixture
def portal_sessions(engine: Engine, portal_settings: Settings) -> Sessions:
    """A factory of sessions on the test's database."""
    return sessions_for(engine, portal_settings)


@pytest.fixture
def db(portal_sessions: Sessions) -> Iterator[Session]:
    """A session on the test's database."""
    with portal_sessions() as session:
        yield session


@pytest.fixture
def app(portal_settings: Settings) -> Iterator[Flask]:
    """The portal in the configuration of production: https, CSRF on, cookies `__Host-`."""
    from portal.app import create_app
    from portal.extensions import limiter

    made = create_app(portal_settings)
    made.test_client_class = Client
    limiter.reset()
    yield made
    made.extensions["portal_engine"].dispose()


@pytest.fixture
def visitor(app: Flask) -> Client:
    """A browser that nobody has signed in with."""
    return as_client(app)


@dataclass(frozen=True)
class People:
    """One active account of each role, `by_role`, and another client, `other`."""

    by_role: dict[str, User]
    other: User

    def __getitem__(self, role: str) -> User:
        return self.by_role[role]

    def actor(self, role: str) -> Actor:
        """The person of that role, as services know them."""
        return actor_of(self.by_role[role])


@pytest.fixture
def people(portal_sessions: Sessions, portal_settings: Settings) -> People:
    """Somebody of every role, all with the same passphrase, and another client."""
    with portal_sessions() as session:
        made = {role: a_user(session, portal_settings, role=role) for role in ROLES}
        other = a_user(session, portal_settings, role="client", email="other@example.com")
        session.commit()
        session.expunge_all()
    return People(made, other)


@pytest.fixture
def browser_of(app: Flask) -> Callable[[User], Client]:
    """A browser that a person has signed in with."""

    def sign_in(user: User) -> Client:
        client = as_client(app)
        login(app, client, user)
        return client

    return sign_in


@pytest.fixture
def as_role(people: People, browser_of: Callable[[User], Client]) -> Callable[[str], Client]:
    """A browser that the person of a role has signed in with."""
    return lambda role: browser_of(people[role])


def as_client(app: Flask) -> Client:
    """A new browser."""
    made = app.test_client()
    assert isinstance(made, Client)
    return made


def login(app: Flask, client: Client, user: User) -> None:
    """Put a login of the user into the browser, without the form."""
    settings: Settings = app.extensions["portal_settings"]
    factory = sessions_for(app.extensions["portal_engine"], settings)
    with factory() as session:
        token = sessions.begin(
            session, session.get_one(User, user.id), now=clock.now(), limits=settings.sessions,
            agent="A test", data={},
        )  # fmt: skip
        session.commit()
    client.set_cookie("__Host-portal", token, domain=HOST, secure=True, httponly=True)


def a_user(
    session: Session, settings: Settings, *, role: str = "client", email: str = "",
    state: str = "active", now: datetime | None = None,
) -> User:  # fmt: skip
    """An account with PASSPHRASE; a specialist and a lead have a licence."""
    address = email or f"{role}@example.com"
    licences = {"specialist": "R900001", "lead": "R900002"}
    user = User(
        email=address,
        email_lower=address,
        name=f"{role.title()} Example",
        role=role,
        licence=licences.get(role),
        state=state,
        passphrase_hash=passphrases.hashed(settings, PASSPHRASE),
        email_confirmed_at=now or clock.now(),
        created_at=now or clock.now(),
    )
    session.add(user)
    session.flush()
    return user


def a_case(
    session: Session, client: User | None, *, state: str = "draft", owner: User | None = None,
    number: str = "", opened_by: User | None = None,
) -> Case:  # fmt: skip
    """A case with an empty questionnaire."""
    now = clock.now()
    opener = opened_by or client
    case = Case(
        number=number or f"C-2026-{uuid4().hex[:6]}",
        client_id=client.id if client else None,
        opened_by=opener.id if opener else None,
        owner_id=owner.id if owner else None,
        state=state,
        created_at=now,
        state_since=now,
        submitted_at=None if state == "draft" else now,
    )
    case.draft = Draft(document={}, updated_at=now)
    session.add(case)
    session.flush()
    return case


def actor_of(user: User) -> Actor:
    """A person as services know them."""
    return Actor(user_id=user.id, role=user.role, licence=user.licence, name=user.name)


def _migrate(url: str, folder: Path) -> None:
    settings = Settings(data_dir=folder, database_url=url, secret_key="x" * 32)
    database.upgrade(settings)
    queue.prepare(url)


__all__ = ["PASSPHRASE", "People", "a_case", "a_user", "actor_of", "on_both"]
