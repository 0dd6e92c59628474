"""Accounts as a person meets them: errors, asking again, and a page sent after the time-out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from portal.demonstration.people import PASSPHRASE
from portal.models import Login
from portal.services import clock
from portal.services.database import engine_for, sessions_for
from tests.browser.conftest import WIDTHS, Portal, axe_faults, sideways

CLIENT = "cormac.odonnell@example.com"


def everybody_was_away(portal: Portal, *, hours: int = 2) -> None:
    """Put every login's last use back: nobody has touched a page for hours."""
    engine = engine_for(portal.settings)
    with sessions_for(engine, portal.settings)() as session:
        past = clock.now() - timedelta(hours=hours)
        session.execute(update(Login).values(seen_at=past, fresh_until=past))
        session.commit()
    engine.dispose()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_sent_after_the_time_out_is_restored_after_signing_in(
    portal: Portal,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    javascript: bool,
) -> None:
    page = open_page(360, javascript=javascript)
    sign_in(page, CLIENT)
    page.goto("/account")
    everybody_was_away(portal)
    page.get_by_role("textbox", name="Your name").fill("Cormac “Mac” O’Donnell")
    page.get_by_role("button", name="Save my name").click()
    page.wait_for_url("**/account/sign-in")
    assert page.get_by_text("You were away 60 minutes").is_visible()
    page.get_by_label("E-mail").fill(CLIENT)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/restore")
    assert page.get_by_role("heading", level=1).inner_text() == "What you sent before is kept"
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_url("**/account")
    assert page.get_by_role("textbox", name="Your name").input_value() == "Cormac “Mac” O’Donnell"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_an_account_in_every_state(
    width: int,
    portal: Portal,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
) -> None:
    faults = []

    def inspect(page: Page, state: str) -> None:
        wide = [f"{sideways(page)} px wider than the window"] if sideways(page) else []
        faults.extend(f"{state}: {fault}" for fault in [*axe_faults(page), *wide])

    page = open_page(width)
    for path, button in (
        ("/account/sign-up", "Create my account"),
        ("/account/sign-in", "Sign in"),
        ("/account/forgotten", "Mail me the link"),
    ):
        page.goto(path)
        page.locator("main").get_by_role("button", name=button).click()
        page.wait_for_load_state()
        assert page.locator("#errors").is_visible()
        inspect(page, f"{path} with errors")
    page.goto("/account/look-in-your-mail")
    inspect(page, "look in your mail")
    sign_in(page, CLIENT)
    for path in ("/account", "/account/looks", "/account/passphrase", "/account/email"):
        page.goto(path)
        inspect(page, path)
    page.goto("/account/again?next=/account")
    inspect(page, "asked again")
    everybody_was_away(portal)
    page.goto("/account")
    assert page.get_by_text("You were away").is_visible()
    inspect(page, "after the time-out")
    assert faults == []
