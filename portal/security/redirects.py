"""Where a redirect may lead: to a path of this portal and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def local_path(wanted: str | None, otherwise: str) -> str:
    """The wanted path if it is one of this portal's pages that GET opens, else the other.

    It is taken apart and matched against the routes; what a browser may read as
    another host (`//`, a backslash, a control character, a scheme) is refused.
    """
    if not wanted or not wanted.startswith("/") or len(wanted) > 500:
        return otherwise
    if "\\" in wanted or "//" in wanted or any(ord(character) < 33 for character in wanted):
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc:
        return otherwise
    adapter = current_app.url_map.bind("localhost")
    try:
        adapter.match(parts.path, method="GET")
    except (RequestRedirect, HTTPException):
        return otherwise
    return parts.path + (f"?{parts.query}" if parts.query else "")
