"""Rules and background work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.rulebook import load
from portal.services import clock, queue, rule_list, workers
from portal.services.database import begin_writing
from tests.client import Client
from tests.world import People

Sign = Callable[[str], Client]


def test_every_rule_is_listed_and_has_a_page_with_its_source(as_role: Sign) -> None:
    browser = as_role("assistant")
    page = browser.get("/desk/rules").text
    for rule in rule_list.every_rule(load()):
        assert f"/desk/rules/{rule.id}" in page
    for rule_id in ("crs.core.age", "funds.settlement", "language.tests"):
        answer = browser.get(f"/desk/rules/{rule_id}")
        assert answer.status_code == 200
        assert "Source:" in answer.text


def test_every_rule_can_be_read(as_role: Sign) -> None:
    browser = as_role("specialist")
    groups = {each.group: each for each in rule_list.every_rule(load())}
    for rule in groups.values():
        assert browser.get(f"/desk/rules/{rule.id}").status_code == 200


def test_rules_are_found_by_a_word(as_role: Sign) -> None:
    browser = as_role("specialist")
    assert "crs.core.age" in browser.get("/desk/rules?q=crs.core.age").text
    assert "No rule of that name" in browser.get("/desk/rules?q=zzzz").text


@pytest.mark.parametrize("rule_id", ["nothing", "../secret", "crs", "noc_2016"])
def test_a_rule_that_does_not_exist_is_not_found(as_role: Sign, rule_id: str) -> None:
    assert as_role("lead").get(f"/desk/rules/{rule_id}").status_code == 404


def test_a_versions_end_is_the_day_before_the_next_begins() -> None:
    rule = rule_list.find(load(), "crs.additional.job_offer")
    assert rule is not None
    for newer, older in zip(rule.versions, rule.versions[1:], strict=False):
        assert older.until is not None
        assert (newer.from_ - older.until).days == 1


def test_background_work_is_for_lead_and_administrator(as_role: Sign) -> None:
    for role in ("client", "assistant", "specialist"):
        assert as_role(role).get("/desk/work").status_code == 403
        assert as_role(role).send("/desk/work/retry", job="x").status_code == 403
    for role in ("lead", "administrator"):
        page = as_role(role).get("/desk/work")
        assert page.status_code == 200
        assert "No worker has been heard of" in page.text


def test_waiting_work_and_living_workers_are_shown(
    db: Session, people: People, as_role: Sign
) -> None:
    begin_writing(db)
    queue.enqueue(db, "rescore_case", people["client"].id, workflow_id="rescore-x")
    db.commit()
    workers.arrive(db, "desk-1", clock.now())
    page = as_role("administrator").get("/desk/work").text
    assert "desk-1" in page
    assert "Assess a case anew" in page


def test_a_job_that_has_not_failed_is_not_started_again(as_role: Sign) -> None:
    answer = as_role("lead").send("/desk/work/retry", job="none")
    assert answer.status_code == 409
    assert "has not failed" in answer.text


@pytest.mark.parametrize("role", ["assistant", "specialist", "lead", "administrator"])
def test_the_offices_page_offers_what_the_role_may_open(as_role: Sign, role: str) -> None:
    page = as_role(role).get("/desk/office").text
    assert ("/desk/work" in page) == (role in ("lead", "administrator"))
