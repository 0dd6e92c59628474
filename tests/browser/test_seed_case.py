"""The main job through the browser: from sign-up to a released PDF of the seed case."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Letter, StoredAssessment
from portal.services import clock, documents
from portal.services.database import engine_for, sessions_for
from tests.browser.conftest import Portal
from tests.browser.walk import BrowserWalk
from tests.intake import seed

EMAIL = "meera.iyer@example.com"
PASSPHRASE = "tulip gravel ninety cellar"


@contextmanager
def database_of(portal: Portal) -> Iterator[Session]:
    engine = engine_for(portal.settings)
    with sessions_for(engine, portal.settings)() as session:
        yield session
    engine.dispose()


def mailed_path(portal: Portal, kind: str) -> str:
    """The path of the link in the newest letter of a kind to the client."""
    with database_of(portal) as session:
        letter = session.scalars(
            select(Letter)
            .where(Letter.kind == kind, Letter.recipient == EMAIL)
            .order_by(Letter.created_at.desc())
        ).first()
        assert letter is not None, kind
        found = re.search(re.escape(portal.url) + r"(/\S+)", letter.body)
    assert found is not None, kind
    return found[1]


def sign_up(page: Page, portal: Portal) -> None:
    page.goto("/account/sign-up")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Passphrase", exact=False).first.fill(PASSPHRASE)
    if page.get_by_label("Your name").count():
        page.get_by_label("Your name").fill("Meera Iyer")
    page.get_by_role("checkbox").check()
    page.locator("main").get_by_role("button", name="Create my account").click()
    page.goto(mailed_path(portal, "confirm_email"))
    if page.locator("main").get_by_label("Passphrase").count():
        page.locator("main").get_by_label("Passphrase").fill(PASSPHRASE)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def answer_and_send(page: Page) -> str:
    page.goto("/intake")
    if page.locator("main form button[type=submit]").count() and "/intake/" not in page.url:
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
    case_id = next(each for each in page.url.split("/") if each.count("-") == 4)
    walk = BrowserWalk(page, case_id)
    seed.fill_in(walk)  # type: ignore[arg-type]  # the same words, another browser
    walk.fill("agreement", address="12 Church Street, Bengaluru", accept="y")
    walk.fill("declare", declared="y")
    return case_id


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def review_and_sign(page: Page, case_id: str) -> None:
    case = f"/desk/cases/{case_id}"
    page.goto(case)
    press(page, "Claim")
    page.goto(case)
    page.locator("main nav").get_by_role("link", name="Assessment").click()
    form = page.locator(f'form[action="{case}/assessments"]')
    for name, value in (("year", "2019"), ("month", "8"), ("day", "1")):
        form.locator(f'[name$="-{name}"]').fill(value)
    form.locator("button").first.click()
    page.wait_for_load_state()
    page.goto(case)
    form = page.locator(f'form[action="{case}/opinion"]')
    form.locator('[name="summary"]').fill("Ontario’s tech round would have invited you.")
    form.locator('[name="route"]').fill("Ontario, Human Capital Priorities.")
    form.locator('[name="next_steps"]').fill("Name Ontario in your profile.")
    form.locator("button").first.click()
    page.wait_for_load_state()
    page.goto(case)
    press(page, "Mark as ready to sign")
    page.goto(case)
    press(page, "Sign as")


@pytest.mark.parametrize("javascript", [False])
def test_from_sign_up_to_the_released_pdf(
    javascript: bool,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    portal: Portal,
) -> None:
    client = open_page(360, javascript=javascript)
    sign_up(client, portal)
    case_id = answer_and_send(client)

    desk = open_page(1280, javascript=javascript)
    sign_in(desk, "claire@example.com")
    review_and_sign(desk, case_id)
    with database_of(portal) as session:
        stored = session.scalars(
            select(StoredAssessment)
            .where(StoredAssessment.number.is_not(None))
            .order_by(StoredAssessment.signed_at.desc())
        ).first()
        assert stored is not None
        assert stored.document["crs"]["total"] == 449
        documents.render(session, stored.id, "en", "letter", now=clock.now())
    desk.goto(f"/desk/cases/{case_id}")
    press(desk, "Release")

    client.goto(f"/case/{case_id}")
    client.locator("main").get_by_role("link", name="Read").first.click()
    said = client.locator("main").inner_text()
    for words in ("449", "1,773", "3,396", "Ontario"):
        assert words in said, words
    pdf = client.request.get(client.url + "/pdf")
    text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.body())).pages)
    for words in ("449", "Claire Desrosiers", "R900001", "1,773", "Human Capital Priorities"):
        assert words in text, words
