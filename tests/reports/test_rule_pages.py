"""Rules in plain words: for anybody signed in, and beside a client's own assessment."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.models import StoredAssessment, User
from portal.rulebook import load
from portal.rulebook.amending import last_entry, written
from portal.services import amendments, clock, effect, rule_list
from tests.client import Client
from tests.rulebook.high_wage_book import CODES, VALUES
from tests.world import People

As = Callable[[str], Client]
RAW = re.compile(r">[^<>]*\b[a-z0-9]+_[a-z0-9_]+\b[^<>]*<")


def words(answer: object) -> str:
    """The words of a page, without tags."""
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>", "", answer.text, flags=re.DOTALL)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def test_a_visitor_signs_in_first(visitor: Client) -> None:
    assert visitor.get("/rules").status_code in (302, 303)
    assert visitor.get("/rules/crs.core.age").status_code in (302, 303)


@pytest.mark.parametrize("role", ["client", "assistant", "administrator"])
def test_everybody_signed_in_reads_the_rules(as_role: As, role: str) -> None:
    browser = as_role(role)
    page = browser.get("/rules").text
    for entry in rule_list.every_rule(load()):
        assert (f'"/rules/{entry.id}"' in page) == rule_list.for_clients(entry.id)


def test_every_rule_reads_without_a_raw_key(as_role: As) -> None:
    browser = as_role("client")
    for entry in rule_list.every_rule(load()):
        if rule_list.for_clients(entry.id):
            answer = browser.get(f"/rules/{entry.id}")
            assert answer.status_code == 200, entry.id
            assert RAW.findall(answer.text) == [], entry.id


def test_a_rules_page_says_what_it_is_since_when_from_where_and_how_sure(as_role: As) -> None:
    page = words(as_role("client").get("/rules/crs.additional.french?on=2019-08-01"))
    assert "French at the level asked in all four abilities earns extra points" in page
    assert "In force since 6 June 2017, until 19 October 2020" in page
    assert "Points when English is lower, or not tested 15" in page
    assert "How sure we are" in page
    assert "Last compared with its source" in page
    assert "From 20 October 2020" in page


def test_a_day_before_express_entry_is_answered_with_words(as_role: As) -> None:
    answer = as_role("client").get("/rules/crs.core.age?on=2014-12-31")
    assert answer.status_code == 422
    assert "Express Entry began on 1 January 2015" in answer.text


@pytest.mark.parametrize("rule", ["nothing", "process.ircc_round_names", "../crs", "noc_2021"])
def test_what_clients_have_no_page_for_is_missing(as_role: As, rule: str) -> None:
    assert as_role("client").get(f"/rules/{rule}").status_code == 404


def test_the_high_wage_factor_says_that_its_figures_are_not_known(as_role: As) -> None:
    page = words(as_role("client").get("/rules/crs.additional.high_wage"))
    assert "The figures of this rule are not known." in page


def test_the_high_wage_factor_lists_its_occupations_by_title(
    db: Session, people: People, as_role: As
) -> None:
    """Every figure is invented; the titles are the classification's own."""
    entry = {
        "from": date(2026, 11, 3),
        "status": "in_force",
        "confidence": "low",
        "source": {"title": "Invented", "url": "https://example.com", "read_on": date(2026, 11, 3)},
        "columns": ["noc", "tier"],
        "rows": [list(row) for row in CODES.items()],
        "values": VALUES,
    }
    change = {"rule_id": "crs.additional.high_wage", "entry": written(entry)}
    lead = people.actor("lead")
    draft = amendments.draft(db, lead, "table", change, "announced", clock.now())
    assert effect.weigh(db, draft.id)
    amendments.accept(db, lead, draft.id, draft.version, clock.now())
    browser = as_role("client")
    address = "/rules/crs.additional.high_wage?on=2026-11-25"
    answer = browser.get(address)
    assert "NOC code Tier 20010 Engineering managers 2.0 31102 General" in words(answer)
    assert '"/occupations/2021/20010"' in answer.text
    browser.send("/language", language="fr")
    assert "20010 Directeurs/directrices des services de génie 2.0" in words(browser.get(address))


def test_self_employed_physicians_are_named_by_title(as_role: As) -> None:
    page = words(as_role("client").get("/rules/programs.canadian_work?on=2026-11-24"))
    assert "31102 General practitioners and family physicians" in page


def test_a_streams_page_tells_its_states(as_role: As) -> None:
    page = words(as_role("client").get("/rules/streams.ontario.hcp?on=2019-08-01"))
    assert "On 1 August 2019: open" in page
    assert "ended by law" in page
    assert "One of these 2 is enough." in page


def test_a_category_lists_its_occupations_by_title(as_role: As) -> None:
    page = words(as_role("client").get("/rules/categories.stem?on=2025-06-01"))
    assert "21300 Civil engineers" in page
    assert "Occupation added" in page


def test_a_client_follows_a_line_to_its_rule_and_finds_their_row(
    released: StoredAssessment, as_role: As
) -> None:
    """34 years old, with a partner who counts: 75 points."""
    browser = as_role("client")
    address = f"/assessment/{released.id}/rules/crs.core.age"
    assert f'"{address}"' in browser.get(f"/assessment/{released.id}").text
    page = words(browser.get(address))
    assert "In your assessment, by the rules of 1 August 2019" in page
    assert "75 of 100" in page
    assert re.search(r"34 You 75 83", page)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("crs.core.first_language", "Reading: level 10, 32 points"),
        ("programs.fsw.requirements", "67 points on the selection grid"),
        ("funds.settlement", "CA$19,390"),
        ("streams.ontario.hcp", "Federal"),
        ("programs.cec.requirements", "Not met"),
    ],
)
def test_each_kind_of_line_leads_somewhere(
    released: StoredAssessment, as_role: As, rule: str, said: str
) -> None:
    answer = as_role("client").get(f"/assessment/{released.id}/rules/{rule}")
    assert answer.status_code == 200
    assert said.casefold() in words(answer).casefold()


def test_every_link_of_an_assessment_into_the_rules_opens(
    released: StoredAssessment, as_role: As
) -> None:
    browser = as_role("client")
    page = browser.get(f"/assessment/{released.id}").text
    links = set(re.findall(r'href="((?:/assessment/[^"/]+)?/rules/[^"#]+)"', page))
    assert len(links) > 30
    for link in sorted(links):
        assert browser.get(html.unescape(link)).status_code == 200, link


def test_a_rule_the_assessment_does_not_rest_on_is_missing(
    released: StoredAssessment, as_role: As
) -> None:
    assert (
        as_role("client").get(f"/assessment/{released.id}/rules/language.pte_core").status_code
        == 404
    )


@pytest.mark.asvs("8.2.2")
def test_another_clients_assessment_tells_nothing_of_its_lines(
    released: StoredAssessment, people: People, browser_of: Callable[[User], Client]
) -> None:
    other = browser_of(people.other)
    assert other.get(f"/assessment/{released.id}/rules/crs.core.age").status_code == 404


def test_the_page_speaks_french(released: StoredAssessment, as_role: As) -> None:
    browser = as_role("client")
    browser.send("/language", language="fr")
    page = words(browser.get(f"/assessment/{released.id}/rules/crs.core.age"))
    assert "Dans votre évaluation, selon les règles du 1er août 2019" in page
    assert "Avec un conjoint qui compte" in page


def test_a_changed_rule_leaves_the_assessment_with_the_table_it_was_made_by(
    released: StoredAssessment, as_role: As, db: Session, people: People
) -> None:
    """The office appends a version from 1 July 2019 with one point less for 34 years."""
    entry = dict(last_entry(load(), "crs.core.age"))
    entry |= {
        "from": date(2019, 7, 1),
        "rows": [[row[0], *(row[1:] if row[0] != 34 else (74, 82))] for row in entry["rows"]],
        "source": {"title": "Invented", "url": "https://example.com", "read_on": date(2019, 7, 1)},
    }
    change = {"rule_id": "crs.core.age", "entry": written(entry)}
    lead = people.actor("lead")
    draft = amendments.draft(db, lead, "table", change, "announced", clock.now())
    assert effect.weigh(db, draft.id)
    amendments.accept(db, lead, draft.id, draft.version, clock.now())
    browser = as_role("client")
    kept = words(browser.get(f"/assessment/{released.id}/rules/crs.core.age"))
    assert re.search(r"34 You 75 83", kept)
    assert "Invented" not in kept
    today = words(browser.get("/rules/crs.core.age?on=2019-08-01"))
    assert "34 74 82" in today
    assert "Invented" in today
    assert "Age 34, With a partner who counts: Before: 75 now: 74" in today
