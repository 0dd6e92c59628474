"""``python -m tests.browser.screenshots``: the pictures of README, taken anew of a fresh demo."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.app import create_app
from portal.demonstration.loading import load_demo
from portal.demonstration.people import PASSPHRASE
from portal.models import Rendering
from portal.services import database, queue
from portal.settings import Settings
from tests.browser.conftest import CHROMIUM, QUIET

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
PDF_PAGES = (1, 2, 3)


def main() -> None:
    """Serve a fresh demo, take every picture, draw the PDF's first pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = make_server("127.0.0.1", 0, lambda *_: iter(()), threaded=True)
        url = f"http://127.0.0.1:{server.port}"
        settings = Settings(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'portal.sqlite3'}",
            secret_key="only-for-pictures-0123456789abcdef",
            base_url=url,
            hosts=("127.0.0.1",),
            log_level="ERROR",
            demo=True,
        )
        database.upgrade(settings)
        queue.prepare(settings.database_url)
        engine = database.engine_for(settings)
        with database.sessions_for(engine, settings)() as session:
            load_demo(session)
            pdf = session.scalars(select(Rendering.content)).first()
        engine.dispose()
        server.app = create_app(settings)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            take(browser, url)
            browser.close()
        server.shutdown()
        if pdf is not None:
            draw(pdf, folder)


def take(browser: Browser, url: str) -> None:
    """The pages, at desktop and phone width."""
    visitor = browser.new_page(base_url=url, viewport={"width": 1280, "height": 900})
    shoot(visitor, "/", "landing")
    client = signed_in(browser, url, "ananya.rao@example.com", 1280)
    client.locator("main").get_by_role("link", name="Read").first.click()
    shoot(client, client.url, "assessment")
    phone = signed_in(browser, url, "ananya.rao@example.com", 390)
    shoot(phone, client.url, "phone-assessment")
    desk = signed_in(browser, url, "claire@example.com", 1280)
    shoot(desk, "/desk?view=open", "desk")
    desk.get_by_role("link", name="Tran", exact=False).first.click()
    shoot(desk, desk.url, "case")
    draft = signed_in(browser, url, "zainab.hassan@example.com", 390)
    draft.goto("/intake")
    case = next(each for each in draft.url.split("/") if each.count("-") == 4)
    draft.goto(f"/intake/{case}/work/new")
    draft.get_by_label("job title", exact=False).first.fill("software engineer")
    draft.get_by_role("button", name="Find occupations").click()
    draft.wait_for_timeout(1500)
    draft.screenshot(path=PICTURES / "phone-work.png", full_page=True)


def signed_in(browser: Browser, url: str, email: str, width: int) -> Page:
    """A page of a demo account that has signed in."""
    page = browser.new_context(base_url=url, viewport={"width": width, "height": 900}).new_page()
    page.goto("/account/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()
    return page


def shoot(page: Page, address: str, name: str, *, height: int = 1400) -> None:
    """One picture of the top of a page."""
    page.goto(address)
    width = (page.viewport_size or {"width": 1280})["width"]
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=PICTURES / f"{name}.png")


def draw(pdf: bytes, folder: Path) -> None:
    """The first pages of the released PDF as pictures."""
    file = folder / "assessment.pdf"
    file.write_bytes(pdf)
    pdftoppm = shutil.which("pdftoppm")
    if pdftoppm is None:
        raise SystemExit("pdftoppm is missing: `./dev setup test` installs it.")
    for number in PDF_PAGES:
        subprocess.run(
            [pdftoppm, "-png", "-r", "80", "-f", str(number), "-l", str(number), "-singlefile",
             str(file), str(PICTURES / f"pdf-{number}")],
            check=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
