"""Every page opens, stands up to inspection, and says where one is."""

from __future__ import annotations

from typing import Any

import pytest

from portal.intake.pages import ListPage
from portal.intake.sections import PAGES
from portal.models import Case
from portal.services.database import Sessions
from tests.intake.walk import Walk

EVERYTHING: dict[str, Any] = {
    "schema": "portal.profile/1",
    "person": {"date_of_birth": "1985-03-14"},
    "marital_status": "married",
    "language_tests": [{"test": "ielts_general_training"}, {"test": "tef_canada"}],
    "job_offer": {},
    "provincial_nomination": {},
    "certificate_of_qualification": {},
    "express_entry": {},
}
SIMPLE = [page.id for page in PAGES.values()]
ENTRIES = [page.id for page in PAGES.values() if isinstance(page, ListPage)]


@pytest.fixture(autouse=True)
def all_asked(portal_sessions: Sessions, case: Case) -> None:
    with portal_sessions() as session:
        session.get_one(Case, case.id).draft.document = EVERYTHING
        session.commit()


def test_every_page_and_every_new_entry_opens(walk: Walk) -> None:
    for address in [*SIMPLE, *(f"{step}/new" for step in ENTRIES)]:
        page = walk.get(address)
        assert page.status_code == 200, address
        assert "Sections of the questionnaire" in page.text, address


def test_check_home_and_agreement_open_with_little_filled_in(walk: Walk) -> None:
    for address in ("check", "agreement", f"/case/{walk.case_id}"):
        assert walk.get(address).status_code == 200


def test_what_does_not_exist_is_not_found(walk: Walk) -> None:
    for address in ("nothing", "work/0", "work/2", "work/new/scores", "you/1", "notice/nothing"):
        assert walk.get(address).status_code == 404, address
