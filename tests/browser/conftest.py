"""A real browser (Debian's Chromium) at a served portal full of invented clients."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from portal.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without these Chromium looks for hosts of its own at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)


@dataclass(frozen=True)
class Portal:
    """A portal that answers: its address and its settings."""

    url: str
    settings: Settings


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo, served on loopback for the whole session."""
    from portal.app import create_app
    from portal.demonstration.loading import load_demo
    from portal.services import database, queue

    folder: Path = tmp_path_factory.mktemp("portal")
    server = make_server("127.0.0.1", 0, lambda *_: iter(()), threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'portal.sqlite3'}",
        secret_key="kept-in-the-test-only-0123456789ab",
        base_url=url,
        hosts=("127.0.0.1",),
        log_level="ERROR",
        demo=True,
        argon2=(1, 64, 1),
    )
    database.upgrade(settings)
    queue.prepare(settings.database_url)
    engine = database.engine_for(settings)
    with database.sessions_for(engine, settings)() as session:
        load_demo(session)
    engine.dispose()
    server.app = create_app(settings)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Portal(url, settings)
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, portal: Portal) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own: ``open_page(width=360, javascript=False)``."""
    contexts = []

    def opened(width: int = 1280, *, javascript: bool = True, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=portal.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            **more,
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Sign a demo account in on a page."""
    from portal.demonstration.people import PASSPHRASE

    def signed_in(page: Page, email: str) -> None:
        page.goto("/account/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_load_state()

    return signed_in


def axe_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the page as it stands."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
