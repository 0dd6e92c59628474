"""A client with a case, in a browser that has signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, User
from portal.services import clock, intake
from portal.services.database import Sessions
from tests.client import Client
from tests.intake.walk import Walk
from tests.world import People, actor_of


@pytest.fixture
def case(portal_sessions: Sessions, people: People) -> Case:
    """The client's draft, begun as the portal begins it."""
    with portal_sessions() as session:
        made = intake.start_case(session, actor_of(people["client"]), clock.now())
        session.refresh(made)
        return made


@pytest.fixture
def browser(as_role: Callable[[str], Client]) -> Client:
    """The client's browser."""
    return as_role("client")


@pytest.fixture
def walk(browser: Client, case: Case, db: Session) -> Walk:
    """A client on the way through the questionnaire."""
    return Walk(browser, case.id, db)


def draft_of(db: Session, case: Case) -> dict[str, Any]:
    """The stored document, read anew."""
    db.rollback()
    found = db.scalar(select(Case).where(Case.id == case.id))
    assert found is not None
    return found.draft.document


def user_of(db: Session, role: str) -> User:
    """The account of a role."""
    found = db.scalar(select(User).where(User.role == role))
    assert found is not None
    return found
