"""The hardest page of the questionnaire on a phone, by keyboard alone, without script."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import sideways

CLIENT = "zainab.hassan@example.com"


def focused(page: Page) -> str:
    """What has the focus, by name, id or words."""
    # With script switched off on the page, the browser itself still tells.
    found = page.locator(":focus")
    return " ".join(
        filter(None, (found.get_attribute("id"), found.get_attribute("name"), found.inner_text()))
    )


def tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    """Press Tab until the focus is where ``wanted`` says."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if re.search(wanted, focused(page)):
            return
    raise AssertionError(f"Tab never came to {wanted!r}")


def press_enter(page: Page) -> None:
    """Send the form as the keyboard does, and wait for the answer."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_job_with_its_occupation_by_keyboard_without_script_on_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(360, javascript=False)
    sign_in(page, CLIENT)
    page.goto("/intake")
    case = page.url.rsplit("/", 1)[1]
    page.goto(f"/intake/{case}/work/new")

    tab_to(page, r"^title ")
    page.keyboard.type("software engineer")
    press_enter(page)  # before anything was found, Enter searches
    assert page.get_by_label("What was your job title?").input_value() == "software engineer"
    assert page.get_by_text("NOC 21231").count() == 1
    assert page.locator("input[name=noc]:checked").count() == 0
    assert sideways(page) <= 0

    tab_to(page, r"noc-0")
    page.keyboard.press("Space")
    tab_to(page, r"^employer ")
    page.keyboard.type("Kaveri Systems")
    tab_to(page, r"start-month")
    page.keyboard.type("08")
    press_enter(page)  # now Enter saves, and says what is missing
    assert page.locator("#errors a").count() == 2
    assert page.get_by_label("Who was the employer?").input_value() == "Kaveri Systems"

    tab_to(page, r"start-year")
    page.keyboard.type("2011")
    tab_to(page, r"x_still_there")
    page.keyboard.press("Space")
    press_enter(page)
    assert page.url.endswith("/work/1/conditions")
    page.goto(f"/intake/{case}/work")
    assert page.get_by_text("NOC 21231").count() == 1
    assert page.get_by_text("August 2011 until today").count() == 1
