"""The matrix of routes, roles and objects."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from portal.services.database import Sessions
from portal.settings import Settings
from tests.web.matrix import WRITES, Matrix, objects_of
from tests.world import ROLES, People, a_user


@pytest.fixture
def matrix(
    app: Flask, portal_sessions: Sessions, portal_settings: Settings, people: People
) -> Iterator[Matrix]:
    """Each role with an object of its own and one it must not see."""
    made = Matrix(app, portal_sessions, portal_settings, people.by_role)
    with portal_sessions() as session:
        mine = objects_of(session, people["client"], people["specialist"])
        hidden = objects_of(session, people.other, None)
        extra = a_user(session, portal_settings, role="assistant", email="extra@example.com")
        session.commit()
        own = {**mine, "member_id": extra.id, "missing": uuid4()}
        other = {**hidden, "member_id": people.other.id, "missing": uuid4()}
    for role in ROLES:
        made.own[role], made.others[role] = own, other
    engine: Engine = app.extensions["portal_engine"]

    def note(connection, cursor, statement, *rest) -> None:  # type: ignore[no-untyped-def]
        if found := WRITES.match(statement):
            made.written.append(found.group(2).lower())

    event.listen(engine, "before_cursor_execute", note)
    yield made
    event.remove(engine, "before_cursor_execute", note)
