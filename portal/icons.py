"""Inline icons for templates: `{{ icon("check") }}`.

About forty Lucide drawings (ISC) lie in `static/vendor/lucide/`. Each has one meaning on page
and PDF, and stands beside a word. An inline drawing takes the text's colour; WeasyPrint ignores
`currentColor`, so the PDF passes `color`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from portal.settings import resource_dir

if TYPE_CHECKING:
    from flask import Flask

ICONS = (
    "arrow-down",
    "arrow-down-to-line",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "arrow-up-to-line",
    "ban",
    "calendar-clock",
    "calendar-x-2",
    "check",
    "chevron-down",
    "chevron-up",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "circle-question-mark",
    "clock",
    "cloud-check",
    "download",
    "external-link",
    "file-text",
    "file-x",
    "info",
    "key-round",
    "lock",
    "log-out",
    "menu",
    "message-circle-question-mark",
    "message-square",
    "octagon-alert",
    "pencil",
    "plus",
    "printer",
    "rotate-ccw",
    "search",
    "shield-check",
    "sliders-horizontal",
    "smartphone",
    "triangle-alert",
    "upload",
    "users",
    "x",
)


@cache
def shapes(name: str) -> str:
    """The drawing's inner SVG elements. Raises KeyError for a name not in ICONS."""
    if name not in ICONS:
        raise KeyError(f"icon {name!r} is not vendored. Add it to portal.icons.ICONS")
    drawing = resource_dir("static") / "vendor" / "lucide" / f"{name}.svg"
    text = drawing.read_text("utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inner is None:
        raise KeyError(f"static/vendor/lucide/{name}.svg holds no <svg>")
    return " ".join(inner.group(1).split())


def icon(
    name: str,
    cls: str = "",
    *,
    color: str = "currentColor",
    size: float = 20,
    stroke: float = 2,
) -> Markup:
    """An inline SVG of the vendored icon `name`, hidden from screen readers.

    `size` is in px (CSS may override it), `color` a hex colour for the PDF, `stroke` the line
    width on the 24-unit grid. Raises KeyError for an icon that is not vendored.
    """
    return Markup(
        '<svg class="icon{cls}" aria-hidden="true" focusable="false" width="{size}" '
        'height="{size}" viewBox="0 0 24 24" fill="none" stroke="{color}" '
        'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{inner}</svg>'
    ).format(
        cls=f" {cls}" if cls else "",
        size=f"{size:g}",
        color=color,
        stroke=f"{stroke:g}",
        inner=Markup(shapes(name)),  # noqa: S704  our own vendored file
    )


def register(app: Flask) -> None:
    """Give templates the global `icon(name, cls)`."""
    app.jinja_env.globals["icon"] = icon
