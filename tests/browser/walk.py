"""Filling in the questionnaire in a real browser, for the walks that tests describe once."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page


class BrowserWalk:
    """One person at one case: the same words as ``tests.intake.walk.Walk``, through Chromium."""

    def __init__(self, page: Page, case_id: str) -> None:
        self.page = page
        self.case_id = case_id

    def fill(self, step: str, **typed: Any) -> None:
        """Open a page, type, press its main button, and land on another page."""
        url = f"/intake/{self.case_id}/{step}"
        self.page.goto(url)
        for name, value in typed.items():
            key = re.sub(r"(?<=[a-z_])___", "-", name)
            for each in value if isinstance(value, list) else [value]:
                if each != "":
                    self._put(key, str(each))
        self.page.locator("main form .actions button:not([name])").last.click()
        self.page.wait_for_load_state()
        assert not self.page.url.endswith(url), (step, self._errors())

    def _pick(self, value: str) -> None:
        """Choose an occupation as a person does: the edition, the search, the hit."""
        self._put("noc_edition", value.partition(":")[0])
        self.page.locator("main").get_by_role("button", name="Find occupations").click()
        self.page.wait_for_load_state()
        self.page.locator(f'main [name="noc"][value="{value}"]').check()

    def _put(self, name: str, value: str) -> None:
        if name == "noc":
            self._pick(value)
            return
        choice = self.page.locator(
            f'main input:is([type=radio],[type=checkbox])[name="{name}"][value="{value}"]'
        )
        if choice.count():
            choice.check()
            return
        fields = self.page.locator(
            f'main :is(input:not([type=hidden]),select,textarea)[name="{name}"]'
        )
        if fields.first.evaluate("each => each.localName") == "select":
            empty = [at for at in range(fields.count()) if not fields.nth(at).input_value()]
            fields.nth(empty[0] if empty else 0).select_option(value)
        else:
            fields.first.fill(value)

    def _errors(self) -> list[str]:
        return self.page.locator("#errors li").all_inner_texts()

    def day(self, name: str, iso: str) -> dict[str, str]:
        """The three boxes of a day; ``2011-08`` leaves the day empty."""
        parts = iso.split("-")
        return {
            f"{name}___year": parts[0],
            f"{name}___month": parts[1],
            f"{name}___day": parts[2] if len(parts) > 2 else "",
        }
