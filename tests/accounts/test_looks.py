"""A client reads who of the office opened their file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent
from portal.services import cases, clock, looks
from tests.client import Client
from tests.review import a_submitted_case
from tests.world import People, on_both


@on_both
@pytest.mark.asvs("16.3.3")
def test_a_client_sees_who_opened_the_file_once_a_day_and_person(
    as_role: Callable[[str], Client], people: People, db: Session
) -> None:
    with time_machine.travel("2026-11-24 15:00:00+00:00", tick=False) as moment:
        case = a_submitted_case(db, people["client"])
        client, specialist = as_role("client"), as_role("specialist")
        assert "Nobody of the office" in client.get("/account/looks").text
        for _ in range(3):
            assert specialist.get(f"/desk/cases/{case.id}").status_code == 200
        moment.shift(timedelta(days=1))
        assert as_role("lead").get(f"/desk/cases/{case.id}").status_code == 200
        cases.claim(db, case, people.actor("lead"), clock.now())
        page = as_role("client").get("/account/looks").text
    assert page.count("<tr>") == 3
    assert "Specialist Example" in page
    assert "Read and worked on it" in page
    reads = db.scalars(select(AuditEvent.actor_id).where(AuditEvent.action == looks.READ)).all()
    assert set(reads) == {people["specialist"].id, people["lead"].id}
    assert len(reads) == 2


def test_nobody_sees_who_opened_another_file(
    as_role: Callable[[str], Client], people: People, db: Session
) -> None:
    case = a_submitted_case(db, people.other)
    assert as_role("lead").get(f"/desk/cases/{case.id}").status_code == 200
    assert "Lead Example" not in as_role("client").get("/account/looks").text
    assert as_role("lead").get("/account/looks").status_code == 403
