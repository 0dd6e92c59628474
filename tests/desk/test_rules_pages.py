"""The rules at the desk: compared with their sources, filtered, what changed between two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditEvent, RuleCheck
from portal.rulebook import load
from portal.services import rule_list
from tests.client import Client

Sign = Callable[[str], Client]
LATER = datetime(2027, 3, 1, 15, tzinfo=UTC)  # more than 60 days after every file's own day


def checks(db: Session) -> list[RuleCheck]:
    db.rollback()
    return list(db.scalars(select(RuleCheck).order_by(RuleCheck.rule_id)))


def test_a_rule_compared_today_says_who_when_and_why(as_role: Sign, db: Session) -> None:
    before = load().hash
    browser = as_role("specialist")
    answer = browser.send(
        "/desk/rules/compared", rule="crs.core.age", back="rule", note="Read the page again"
    )
    assert answer.status_code == 303
    page = browser.get("/desk/rules/crs.core.age").text
    assert "Read the page again" in page
    (made,) = checks(db)
    assert (made.rule_id, made.rulebook_hash) == ("crs.core.age", before)
    event = db.scalars(select(AuditEvent).where(AuditEvent.action == "rule.compare")).one()
    assert event.object_id == str(made.id)


def test_pressing_twice_records_once(as_role: Sign, db: Session) -> None:
    browser = as_role("lead")
    for _ in range(2):
        assert browser.send("/desk/rules/compared", rule="crs.caps").status_code == 303
    assert len(checks(db)) == 1
    events = select(AuditEvent).where(AuditEvent.action == "rule.compare")
    assert len(db.scalars(events).all()) == 1


@pytest.mark.parametrize("role", ["client", "assistant", "administrator"])
def test_only_a_specialist_or_lead_compares(as_role: Sign, db: Session, role: str) -> None:
    browser = as_role(role)
    assert browser.send("/desk/rules/compared", rule="crs.core.age").status_code == 403
    assert checks(db) == []
    if role != "client":
        assert "Compared today" not in browser.get("/desk/rules/crs.core.age").text


@pytest.mark.parametrize("rule", ["", "no.such.rule", "noc_2021"])
def test_what_is_no_rule_is_refused_with_words(as_role: Sign, db: Session, rule: str) -> None:
    fields = {"rule": rule} if rule else {}
    answer = as_role("lead").send("/desk/rules/compared", **fields)
    assert answer.status_code == 409
    assert ("There is no such rule" in answer.text) == bool(rule)
    assert checks(db) == []


def test_after_sixty_days_rules_wait_until_somebody_looks(as_role: Sign, db: Session) -> None:
    every = [each.id for each in rule_list.every_rule(load())]
    with time_machine.travel(LATER, tick=True):
        browser = as_role("specialist")
        page = browser.get("/desk/rules?late=1").text
        assert page.count('type="checkbox"') == len(every)
        assert f"{len(every)} rules have not been compared" in browser.get("/desk/office").text
        answer = browser.send("/desk/rules/compared", rule=every[:3], note="")
        assert answer.status_code == 303
        page = browser.get("/desk/rules?late=1").text
        assert page.count('type="checkbox"') == len(every) - 3
        assert "over 60 days ago" in page
    assert [each.rule_id for each in checks(db)] == sorted(every[:3])


def test_a_rule_looked_at_is_late_again_sixty_days_on(as_role: Sign) -> None:
    with time_machine.travel(LATER, tick=True):
        as_role("lead").send("/desk/rules/compared", rule="crs.core.age")
    with time_machine.travel(LATER + timedelta(days=60), tick=True):
        assert "over 60 days ago" not in as_role("lead").get("/desk/rules/crs.core.age").text
    with time_machine.travel(LATER + timedelta(days=61), tick=True):
        assert "over 60 days ago" in as_role("lead").get("/desk/rules/crs.core.age").text


def test_what_changed_on_25_march_2025_stands_on_its_own_page(as_role: Sign) -> None:
    page = as_role("assistant").get("/desk/rules/changes?from=2025-03-24&to=2025-03-25").text
    assert "/desk/rules/crs.additional.job_offer" in page
    assert "Points for a senior management occupation:" in page
    assert "From 25 March 2025" in page
    assert "crs.core.age" not in page


def test_the_order_of_the_two_days_does_not_matter(as_role: Sign) -> None:
    browser = as_role("assistant")
    one = browser.get("/desk/rules/changes?from=2025-03-24&to=2025-03-25").text
    two = browser.get("/desk/rules/changes?from=2025-03-25&to=2025-03-24").text
    assert one.count("<h2>") == two.count("<h2>") == 1


@pytest.mark.parametrize("query", ["from=yesterday", "to=2014-12-31", "from=2025-02-30"])
def test_a_day_that_is_none_is_answered_with_words(as_role: Sign, query: str) -> None:
    answer = as_role("lead").get(f"/desk/rules/changes?{query}")
    assert answer.status_code == 422
    assert "Enter two days" in answer.text
    assert "rules changed in these days" not in answer.text


def test_without_days_the_page_shows_the_year(as_role: Sign) -> None:
    assert as_role("lead").get("/desk/rules/changes").status_code == 200


def test_a_streams_states_stand_in_words(as_role: Sign) -> None:
    page = as_role("specialist").get("/desk/rules/streams.ontario.hcp").text
    assert "Ontario: Express Entry: Human Capital Priorities" in page
    assert "open, without rounds" in page
    assert "open_no_draws" not in page
