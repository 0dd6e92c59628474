"""What every template may call: icons, links to pages that exist, and a field's attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from portal import charts, icons, palette
from portal.settings import resource_dir

WORDS = (
    _l("No"),
    _l("One"),
    _l("Two"),
    _l("Three"),
    _l("Four"),
    _l("Five"),
    _l("Six"),
    _l("Seven"),
    _l("Eight"),
    _l("Nine"),
)
# In the order in which they are looked for: Edge calls itself Chrome, Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
NUMBERS = ("WholeNumberField", "DecimalField", "IntegerField")


def nav_url(endpoint: str, **values: Any) -> str | None:
    """The URL of a page, or None while no such page is registered (its link is then left out)."""
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **values)


def tokens_url() -> str | None:
    """The colours mixed from the firm's own, or None while they are ours: a file then has them."""
    firm: Any = current_app.jinja_env.globals["firm"]
    colour = str(firm.colour)
    if colour.upper() == palette.COLOURS["brand"]:
        return None
    return nav_url("public.tokens", of=colour.removeprefix("#"))


def asset(path: str) -> str:
    """The URL of a file under `static/`, with its content's mark, so that a changed one is new."""
    return url_for("static", filename=path, v=_mark(path))


@cache
def _mark(path: str) -> str:
    return sha256((resource_dir("static") / path).read_bytes()).hexdigest()[:10]


def firm_colours() -> Mapping[str, str]:
    """The palette in the firm's colour, for drawings made in a template."""
    firm: Any = current_app.jinja_env.globals["firm"]
    return palette.for_firm(str(firm.colour))


def described(field: Any, *, group: bool = False) -> dict[str, str]:
    """The attributes that tie a field, or with `group` its fieldset, to hint and message."""
    ids = [f"{field.id}-hint"] if field.description else []
    if field.errors:
        ids.append(f"{field.id}-message")
    attributes = {"aria-describedby": " ".join(ids)} if ids else {}
    if field.errors and not group:
        attributes["aria-invalid"] = "true"
    return attributes


def control(field: Any, width: str = "", given: dict[str, Any] | None = None) -> dict[str, Any]:
    """All attributes of a text, number, select or textarea control.

    `width` is in characters (2, 4, 8, 12, 20; empty: numbers 8, all else full). `given` wins.
    """
    number = field.type in NUMBERS
    wide = width or ("8" if number else "")
    attributes: dict[str, Any] = {"class": f"input w-{wide}" if wide else "input"}
    if number:
        attributes |= {
            "type": "text",
            "inputmode": "decimal" if field.type == "DecimalField" else "numeric",
            "autocomplete": "off",
        }
    if isinstance(getattr(field, "max_length", None), int):
        attributes["maxlength"] = field.max_length
    return attributes | described(field) | (given or {})


def in_words(count: int) -> str:
    """A number from 0 to 9 as the first word of a sentence, a larger one in figures."""
    return str(WORDS[count]) if 0 <= count < len(WORDS) else str(count)


def device(agent: str) -> str:
    """A browser's own description as words that people know: "Firefox on Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return str(_l("%(browser)s on %(system)s", browser=browser, system=system))
    return browser or system or str(_l("A browser that does not say its name"))


def language() -> str:
    """The language of this answer, `en` or `fr`."""
    locale = get_locale()
    return locale.language if locale is not None else "en"


def register(app: Flask) -> None:
    """Give templates what this module holds, `icon`, `charts` and the variable `lang`."""
    icons.register(app)
    app.jinja_env.globals.update(
        nav_url=nav_url,
        asset=asset,
        firm_colours=firm_colours,
        tokens_url=tokens_url,
        described=described,
        control=control,
        charts=charts,
        in_words=in_words,
        device=device,
    )
    app.context_processor(lambda: {"lang": language()})
