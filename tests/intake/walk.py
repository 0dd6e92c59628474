"""Filling in pages as a browser does: read the form, put in what was typed, press a button."""

from __future__ import annotations

import re
import uuid
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from portal.models import Case
from tests.client import Client


class FormReader(HTMLParser):
    """The last form of a page: what a browser would send if one pressed its button at once."""

    def __init__(self, text: str, contains: str = "") -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.choices: dict[str, list[str]] = {}
        self._select: str | None = None
        self._area: str | None = None
        self._text = ""
        self.feed(text)
        fitting = [f for f in self.forms if any(n == contains for n, _v in f)]
        self.pairs = (fitting or self.forms)[-1] if self.forms else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append([])
        if not self.forms or (not name and tag != "option"):
            return
        if tag == "input":
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                self.choices.setdefault(name, []).append(given.get("value", "y"))
                if "checked" in given:
                    self.forms[-1].append((name, given.get("value", "y")))
            else:
                self.forms[-1].append((name, given.get("value", "")))
        elif tag == "select":
            self._select = name
            self.forms[-1].append((name, ""))
        elif tag == "option" and self._select is not None:
            self.choices.setdefault(self._select, []).append(given.get("value", ""))
            if "selected" in given:
                self.forms[-1][-1] = (self._select, given.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._area is not None:
            self.forms[-1].append((self._area, self._text))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data


class Walk:
    """One person at one case. Addresses are those after ``/intake/<case>/``."""

    def __init__(self, browser: Client, case_id: uuid.UUID, db: Session) -> None:
        self.browser = browser
        self.case_id = case_id
        self.db = db

    def url(self, step: str) -> str:
        return step if step.startswith("/") else f"/intake/{self.case_id}/{step}"

    def get(self, step: str) -> TestResponse:
        return self.browser.get(self.url(step))

    def read(self, step: str, contains: str = "csrf_token") -> MultiDict[str, str]:
        """What the page's form holds now."""
        page = self.get(step)
        assert page.status_code == 200, (step, page.status_code, page.headers.get("Location"))
        return MultiDict(FormReader(page.text, contains).pairs)

    def fill(self, step: str, *, keep: bool = False, **typed: Any) -> TestResponse:
        """Open a page, type, press "Save and continue". ``__`` in a name becomes ``-``.

        A list sends a name several times. ``keep`` expects the page to come back.
        """
        sent = self.read(step)
        for name, value in typed.items():
            key = re.sub(r"(?<=[a-z_])___", "-", name)
            sent.setlist(key, [str(v) for v in value] if isinstance(value, list) else [str(value)])
        answer = self.browser.post(self.url(step), data=sent)
        if not keep:
            assert answer.status_code == 303, (step, answer.status_code, errors(answer.text))
        return answer

    def day(self, name: str, iso: str) -> dict[str, str]:
        """The three boxes of a day; ``2011-08`` leaves the day empty."""
        parts = iso.split("-")
        return {
            f"{name}___year": parts[0],
            f"{name}___month": parts[1],
            f"{name}___day": parts[2] if len(parts) > 2 else "",
        }

    @property
    def document(self) -> dict[str, Any]:
        """The draft as stored."""
        self.db.rollback()
        self.db.expire_all()
        case = self.db.scalar(select(Case).where(Case.id == self.case_id))
        assert case is not None
        return case.draft.document


def errors(text: str) -> list[str]:
    """The messages of a page's error summary."""
    return re.findall(r'<li><a href="#[^"]*">(.*?)</a></li>', text)


def bare(value: Any) -> Any:
    """A document without nulls and ``x_`` keys."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if v is not None and not k.startswith("x_")}
    if isinstance(value, list):
        return [bare(each) for each in value]
    return value
