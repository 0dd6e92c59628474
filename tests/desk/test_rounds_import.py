"""A lead brings a file of rounds in: compared, drafted, weighed, and only then in force."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.models import Amendment, AuditEvent, CaseRound
from portal.rulebook import load
from portal.rulebook.rounds import Rounds
from portal.services import assessments, clock, effect, rulebooks
from tests.client import Client
from tests.published import ircc_rounds, provincial_rounds
from tests.review import a_submitted_case
from tests.rulebook.test_round_import import a_file, a_round, changed
from tests.world import People

Sign = Callable[[str], Client]
URL = "/desk/rounds/import"


def published() -> bytes:
    """IRCC's file without its links: above 500 kB the test's own browser keeps a file open."""
    rounds = json.loads(ircc_rounds())["rounds"]
    links = ("drawNumberURL", "mitext", "DrawText1")
    return a_file(*({key: each[key] for key in each if key not in links} for each in rounds))


def send(browser: Client, content: bytes, name: str = "ee.json", **more: str) -> TestResponse:
    browser.get(URL)
    return browser.send(URL, file=(io.BytesIO(content), name), **more)


def drafts(db: Session) -> list[Amendment]:
    db.rollback()
    return list(db.scalars(select(Amendment)))


def test_the_published_file_is_known_and_writes_nothing(as_role: Sign, db: Session) -> None:
    answer = send(as_role("lead"), published())
    assert answer.status_code == 200
    assert "435 rounds and 122 days of the pool agree with the rulebook." in answer.text
    assert drafts(db) == []


def test_a_contradiction_is_shown_with_both_values_and_writes_nothing(
    as_role: Sign, db: Session
) -> None:
    raw = json.loads(changed(published(), "433", drawCRS="392"))
    raw["rounds"].insert(0, a_round())
    answer = send(as_role("lead"), json.dumps(raw).encode())
    assert answer.status_code == 422
    assert "Round 433, lowest CRS: the rulebook has 391, the file says 392." in answer.text
    assert "Find out which side is right" in answer.text
    assert drafts(db) == []


@pytest.mark.parametrize("content", [b"garbage {", b"{}", bytes(range(256)), b"date,province\n"])
def test_a_file_that_is_at_fault_itself_is_not_said_to_contradict(
    as_role: Sign, db: Session, content: bytes
) -> None:
    answer = send(as_role("lead"), content)
    assert answer.status_code == 422
    assert "Mend the file and send it again" in answer.text
    assert "Find out which side is right" not in answer.text
    assert drafts(db) == []


def test_new_rounds_become_one_draft_without_effect(as_role: Sign, db: Session) -> None:
    browser = as_role("lead")
    answer = send(browser, a_file(a_round()))
    (draft,) = drafts(db)
    assert (answer.status_code, draft.state, draft.kind) == (303, "draft", "rounds")
    assert draft.reason.startswith("import of ee.json")
    page = browser.get(answer.headers["Location"]).text
    assert "Canadian Experience Class" in page
    assert "3,000 invited, CRS 514 and up" in page
    assert browser.get("/desk/rounds/ee.438").status_code == 404


def test_the_same_file_sent_twice_is_one_draft(as_role: Sign, db: Session) -> None:
    browser = as_role("lead")
    first, second = (send(browser, a_file(a_round())) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(drafts(db)) == 1


def test_an_accepted_import_stands_among_the_rounds_and_reaches_cases(
    as_role: Sign, people: People, db: Session
) -> None:
    case = a_submitted_case(db, people["client"])
    browser = as_role("lead")
    send(browser, a_file(a_round(drawName="General", drawCRS="10")))
    (draft,) = drafts(db)
    assert effect.weigh(db, draft.id)
    page = f"/desk/changes/{draft.id}"
    browser.get(page)
    answer = browser.send(f"{page}/accept", seen=draft.version)
    assert answer.status_code == 303
    again = browser.send(f"{page}/accept", seen=draft.version)
    assert again.status_code == 409  # pressed twice, done once
    assert browser.get("/desk/rounds/ee.438").status_code == 200
    db.rollback()
    assert assessments.rescore(db, case.id, clock.now())
    db.rollback()
    assert rulebooks.in_use(db).hash != load().hash
    assert len(rulebooks.in_use(db).part(Rounds).federal) == 439
    found = db.scalars(select(CaseRound).where(CaseRound.round_id == "ee.438")).all()
    assert all(each.case_id == case.id for each in found)
    actions = set(db.scalars(select(AuditEvent.action)))
    assert {"amendment.draft", "amendment.accept"} <= actions


def test_a_list_of_provincial_rounds_is_taken_too(as_role: Sign, db: Session) -> None:
    answer = send(as_role("lead"), provincial_rounds(), "pnp.csv")
    assert "390 rounds" in answer.text
    assert drafts(db) == []


def test_without_a_file_the_form_says_what_to_choose(as_role: Sign) -> None:
    browser = as_role("lead")
    browser.get(URL)
    answer = browser.send(URL)
    assert answer.status_code == 422
    assert "Choose a file, such as IRCC’s ee_rounds.json" in answer.text


def test_another_source_than_irccs_is_an_address(as_role: Sign, db: Session) -> None:
    browser = as_role("lead")
    assert send(browser, a_file(a_round()), source="a mirror").status_code == 422
    assert drafts(db) == []
    send(browser, a_file(a_round()), source="https://example.com/mirror")
    (draft,) = drafts(db)
    assert draft.change["federal"][0]["source"] == "https://example.com/mirror"


@pytest.mark.parametrize("role", ["assistant", "specialist", "administrator", "client"])
def test_only_a_lead_imports(as_role: Sign, role: str) -> None:
    browser = as_role(role)
    assert browser.get(URL).status_code == 403
    assert browser.send(URL, file=(io.BytesIO(b"{}"), "x.json")).status_code == 403
    assert "/desk/rounds/import" not in browser.get("/desk/rounds").text


def test_a_lead_finds_the_import_at_the_list(as_role: Sign) -> None:
    assert 'href="/desk/rounds/import"' in as_role("lead").get("/desk/rounds").text
