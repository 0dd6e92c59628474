"""Every page of the desk and the office, at desk and phone width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import inspected, links


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(width)
    sign_in(page, "claire@example.com")
    page.goto("/desk?view=all")
    cases = links(page, "/desk/cases/")
    assert len(cases) >= 9
    paths = ["/desk", "/desk?view=all", "/desk/new", "/desk/rules", "/desk/rules/crs.core.age"]
    paths += ["/desk/rules?late=1", "/desk/rules/streams.ontario.hcp", "/desk/office"]
    paths += ["/desk/rules/changes?from=2025-01-01&to=2026-11-25"]
    page.goto(cases[0])
    paths += [cases[0], *links(page, cases[0]), cases[-1]]
    paths = [each for each in dict.fromkeys(paths) if not each.endswith(("/pdf", "/json"))]
    faults = [fault for path in paths for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_office(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(width)
    sign_in(page, "helene@example.com")
    paths = ["/office/people", "/office/people/invite", "/office/outbox"]
    faults = [fault for path in paths for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_rounds(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(width)
    sign_in(page, "priya@example.com")
    paths = [
        "/desk/rounds",
        "/desk/rounds?kind=cec",
        "/desk/rounds?from=yesterday&q=zzzz",
        "/desk/rounds/ee.434",
        "/desk/rounds/ee.357",
        "/desk/rounds/on.hcp.2019-08-01",
        "/desk/rounds/ab.ee_tech.2026-09-22",
        "/desk/rounds/pool?score=470",
        "/desk/rounds/import",
    ]
    faults = [fault for path in paths for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_changes_of_the_rulebook(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(width)
    sign_in(page, "priya@example.com")
    paths = [
        "/desk/changes",
        "/desk/changes/new",
        "/desk/changes/high-wage",
        "/desk/changes/federal-round",
        "/desk/changes/status?rule=streams.ontario.hcp",
        "/desk/changes/list?rule=occupation_lists.ee_stem",
        "/desk/changes/table?rule=crs.core.age",
        "/desk/changes/text?rule=categories.stem",
    ]
    faults = [fault for path in paths for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_open_tab_of_a_case_stands_in_sight_on_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], javascript: bool
) -> None:
    page = open_page(360, javascript=javascript)
    sign_in(page, "claire@example.com")
    page.goto("/desk?view=all")
    page.goto(links(page, "/desk/cases/")[0] + "?tab=history")
    place = page.locator(".views [aria-current]").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 360
