"""How long pages and PDFs take: reported in README, never asserted by the clock."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.assessment.assess import assess
from portal.assessment.reading import parse_profile
from portal.models import Case, CaseFacts, CaseRound
from portal.rendering.child import render_in_child
from portal.rendering.paper import Paper
from portal.rendering.pdf import render_pdf
from portal.rulebook import load
from portal.rulebook.rounds import Rounds
from portal.services import reached
from tests.client import Client
from tests.review import a_submitted_case
from tests.world import People

CASES = 10_000
CASES_WHEN_NOTHING_IS_MEASURED = 200  # `./dev test` only proves that the benchmarks run
ROUNDS_A_CASE = 50


@pytest.fixture(scope="module")
def document(root: Path) -> dict[str, Any]:
    raw = (root / "tests/cases/profile.example.json").read_text()
    return assess(parse_profile(raw, load()), load(), date(2019, 8, 1)).as_json()


def test_pdf_warm(benchmark: Any, document: dict[str, Any]) -> None:
    benchmark.pedantic(
        lambda: render_pdf(document, Paper()), rounds=3, iterations=1, warmup_rounds=1
    )


def test_pdf_cold_in_a_child(benchmark: Any, document: dict[str, Any]) -> None:
    benchmark.pedantic(lambda: render_in_child(document, Paper()), rounds=2, iterations=1)


@pytest.mark.parametrize("step", ["you", "family", "education", "language/new", "work/new"])
def test_a_questionnaire_page(benchmark: Any, as_role: Callable[[str], Client], step: str) -> None:
    browser = as_role("client")
    browser.send("/intake")
    home = browser.get("/intake", follow_redirects=False)
    case = next(each for each in home.headers["Location"].split("/") if each.count("-") == 4)
    browser.inspect = False
    url = f"/intake/{case}/{step}"
    assert browser.get(url).status_code == 200
    benchmark(browser.get, url)


@pytest.fixture
def cases(db: Session, people: People, request: pytest.FixtureRequest) -> int:
    """How many cases in review were made, each beside the newest fifty federal rounds."""
    measured = request.config.getoption("benchmark_enable")
    count = CASES if measured else CASES_WHEN_NOTHING_IS_MEASURED
    first = a_submitted_case(db, people["client"])
    facts = db.get_one(CaseFacts, first.id)
    columns = [each.key for each in CaseFacts.__table__.columns]
    like = {key: getattr(facts, key) for key in columns}
    case = {"client_id": first.client_id, "opened_by": first.opened_by, "state": "in_review",
            "created_at": first.created_at, "state_since": first.state_since,
            "submitted_at": first.submitted_at}  # fmt: skip
    rounds = [each.id for each in load().part(Rounds).federal[-ROUNDS_A_CASE:]]
    ids = [uuid.uuid4() for _ in range(count)]
    db.execute(insert(Case), [case | {"id": each, "number": f"B-{at:05}"}
                              for at, each in enumerate(ids)])  # fmt: skip
    db.execute(insert(CaseFacts), [like | {"case_id": each} for each in ids])
    for round_id in rounds:
        db.execute(insert(CaseRound), [
            {"round_id": round_id, "case_id": each, "was": at % 7 == 0, "would": True,
             "crs": 400 + at % 150} for at, each in enumerate(ids)
        ])  # fmt: skip
    db.commit()
    return count


def test_which_of_10_000_cases_a_round_reached(
    benchmark: Any, db: Session, people: People, cases: int
) -> None:
    found = benchmark(reached.by_round, db, people.actor("lead"), "ee.434")
    assert found.total == cases


@pytest.mark.usefixtures("cases")
def test_a_rounds_page_at_10_000_cases(benchmark: Any, as_role: Callable[[str], Client]) -> None:
    browser = as_role("lead")
    browser.inspect = False
    assert browser.get("/desk/rounds/ee.434").status_code == 200
    benchmark(browser.get, "/desk/rounds/ee.434")


def test_the_list_of_rounds(benchmark: Any, as_role: Callable[[str], Client]) -> None:
    browser = as_role("lead")
    browser.inspect = False
    assert browser.get("/desk/rounds").status_code == 200
    benchmark(browser.get, "/desk/rounds")
