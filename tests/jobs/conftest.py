"""A database with the queue's tables and one of our own, on both kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from portal.services import queue
from portal.services.database import Sessions, engine_for, sessions_for, upgrade
from portal.settings import Settings


@pytest.fixture
def installation(settings: Settings, database_url: str) -> Settings:
    """Settings on a database where the queue is prepared."""
    made = replace(settings, database_url=database_url)
    upgrade(made)
    engine = engine_for(made)
    with engine.begin() as connection:
        connection.execute(text("create table marks (job text, times integer)"))
    engine.dispose()
    queue.prepare(database_url)
    return made


@pytest.fixture
def sessions(installation: Settings) -> Iterator[Sessions]:
    """Sessions as the web process has them."""
    engine = engine_for(installation)
    yield sessions_for(engine, installation)
    engine.dispose()
