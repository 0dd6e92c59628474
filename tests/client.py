"""A browser for tests: speaks https to the portal, carries tokens, inspects every page it gets."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.security.headers import CSP, HEADERS

HOST = "portal.example.com"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Client(FlaskClient):
    """A browser. `send` fills in the token of the last page, as a form would."""

    inspect = True
    token = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask the portal, look at what comes back."""
        kwargs.setdefault("base_url", f"https://{HOST}")
        # Browsers send it (Referrer-Policy is same-origin); a post without one is refused.
        headers = kwargs.setdefault("headers", {})
        headers.setdefault("Referer", f"https://{HOST}/")
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html":
            if found := TOKEN.search(response.text):
                self.token = found.group(1)
            if self.inspect and response.status_code not in range(300, 400):
                look_at(response)
        return response

    def send(self, url: str, /, **fields: Any) -> TestResponse:
        """Post a form's fields with a token of this session."""
        if not self.token:
            self.get("/complaints")
        return self.post(url, data={"csrf_token": self.token} | fields)


class Page(HTMLParser):
    """What a page holds, as far as it is inspected."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.refers: list[tuple[str, str]] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.tags: Counter[str] = Counter()
        self.faults: list[str] = []
        self.title = ""
        self.lang = ""
        self.open_tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if tag not in EMPTY:
            self.open_tags.append(tag)
        if "id" in given:
            self.ids[given["id"]] += 1
        for name, value in given.items():
            self._attribute(tag, name, value)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"<{tag}> is inline")
        if tag == "html":
            self.lang = given.get("lang", "")
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") not in (
            "hidden",
            "submit",
        ):
            self.fields.append(given | {"in": "label" if "label" in self.open_tags else ""})
        if tag == "form" and given.get("method", "get").lower() == "post":
            self.tags["post form"] += 1
        if given.get("name") == "csrf_token" and given.get("value"):
            self.tags["token"] += 1

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith("on"):
            self.faults.append(f"<{tag} {name}={value!r}> is inline")
        if name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            self.refers += [(f"{tag} {name}", each) for each in value.split()]
        if name in ("href", "src", "action") and value.startswith("javascript:"):
            self.faults.append(f"<{tag} {name}={value!r}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open_tags:
            while self.open_tags.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open_tags and self.open_tags[-1] == "title" and "svg" not in self.open_tags:
            self.title += data


def look_at(response: TestResponse) -> None:
    """Fail with all that is wrong with a page: its headers and its HTML."""
    faults = page_faults(response.text) + [
        f"the header {name} is {response.headers.get(name)!r}"
        for name, value in HEADERS.items()
        if response.headers.get(name) != value
    ]
    if "default-src 'none'" not in CSP:
        faults.append("the policy of content does not start from nothing")
    assert not faults, f"{response.request.path}: " + "; ".join(faults)


def page_faults(text: str) -> list[str]:
    """What is wrong with a page's HTML."""
    page = Page(text)
    faults = list(page.faults)
    faults += [f"the id {name!r} is there {n} times" for name, n in page.ids.items() if n > 1]
    faults += [
        f"{what} leads to no {target!r}" for what, target in page.refers if target not in page.ids
    ]
    if not page.title.strip(" ·"):
        faults.append("there is no title")
    if page.tags["h1"] != 1:
        faults.append(f"there are {page.tags['h1']} h1")
    if page.lang not in ("en", "fr"):
        faults.append(f"its language is {page.lang!r}")
    if page.tags["post form"] != page.tags["token"]:
        faults.append(f"{page.tags['post form']} forms post, {page.tags['token']} have a token")
    for field in page.fields:
        named = "aria-label" in field or "aria-labelledby" in field or field["in"]
        if not named and field.get("id") not in page.labelled:
            faults.append(f"the field {field.get('name')!r} has no label")
    return faults
