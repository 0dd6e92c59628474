"""How long pages and PDFs take: reported in README, never asserted by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.assessment.assess import assess
from portal.assessment.reading import parse_profile
from portal.rendering.child import render_in_child
from portal.rendering.paper import Paper
from portal.rendering.pdf import render_pdf
from portal.rulebook import load
from tests.client import Client


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
