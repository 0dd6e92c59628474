"""Every page, as each person sees it, at desk and phone width: accessible, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WIDTHS, Portal, axe_faults, sideways

PUBLIC = (
    "/",
    "/privacy",
    "/fees",
    "/complaints",
    "/account/sign-in",
    "/account/sign-up",
    "/account/forgotten",
    "/occupations?q=software+developer",
    "/occupations/2021/21231",
    "/occupations/2016/2173",
    "/no-such-page",
)
DRAFT = "zainab.hassan@example.com"
COUPLE = "cormac.odonnell@example.com"


def inspected(page: Page, path: str) -> list[str]:
    """What is wrong with a page: accessibility, width, headings; each fault with the address."""
    page.goto(path)
    faults = axe_faults(page)
    if wide := sideways(page):
        faults.append(f"{wide} px wider than the window")
    if page.locator("h1").count() != 1:
        faults.append("not exactly one h1")
    return [f"{path}: {fault}" for fault in faults]


def links(page: Page, prefix: str) -> list[str]:
    """Addresses on the page below a prefix, each once, in order."""
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.map(a => new URL(a.href).pathname + new URL(a.href).search)"
    )
    return [each for each in dict.fromkeys(found) if each.startswith(prefix)]


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages(width: int, open_page: Callable[..., Page]) -> None:
    page = open_page(width)
    faults = [fault for path in PUBLIC for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize(("width", "email"), [(1280, COUPLE), (360, DRAFT)])
def test_every_page_of_the_questionnaire(
    width: int, email: str, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    from portal.intake.pages import ListPage
    from portal.intake.sections import PAGES

    page = open_page(width)
    sign_in(page, email)
    page.goto("/intake")
    case = next(each for each in page.url.split("/") if each.count("-") == 4)
    paths = [f"/intake/{case}/{name}" for name in (*PAGES, "check", "agreement", "declare")]
    paths += [
        f"/intake/{case}/{name}/new" for name, each in PAGES.items() if isinstance(each, ListPage)
    ]
    faults = [fault for path in paths for fault in inspected(page, path)]
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_clients_pages(
    width: int, open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(width)
    sign_in(page, "ananya.rao@example.com")
    home = page.url
    paths = [home, *links(page, "/assessment/"), *links(page, "/case/"), "/account"]
    page.goto(next(each for each in paths if each.startswith("/assessment/")))
    rules = links(page, "/assessment/")
    paths += [
        next(each for each in rules if each.endswith(name))
        for name in ("crs.core.first_language", "funds.settlement", "streams.ontario.hcp")
    ]
    paths += ["/rules", "/rules/categories.stem", "/rules/grids.ab_weoi?on=2014-01-01"]
    paths += ["/rules/streams.ontario.owp_0_3", "/rules/language.tcf_canada"]
    paths = [each for each in paths if not each.endswith(("/pdf", "/json"))]
    faults = [fault for path in dict.fromkeys(paths) for fault in inspected(page, path)]
    assert faults == []
    assert any("/assessment/" in path for path in paths)


def test_what_the_page_needs_comes_from_the_portal_alone(
    open_page: Callable[..., Page], portal: Portal
) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    assert asked
    assert [each for each in asked if not each.startswith(portal.url)] == []
