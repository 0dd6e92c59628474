"""Limits that a route's policy names, counted for a person, else for an address."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_limiter.util import get_remote_address

from portal.extensions import limiter
from portal.security.person import signed_in
from portal.security.policies import Policy

SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    """Put a limit on each view whose policy has one.

    Where an endpoint takes posts, only those count: to look at its page costs nothing.
    """
    posts = {
        rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - set(SAFE)
    }
    for endpoint, view in list(app.view_functions.items()):
        declared = getattr(view, "portal_policy", None)
        if isinstance(declared, Policy) and declared.limit:
            limited: Any = limiter.limit(
                declared.limit, key_func=_who, exempt_when=_reading if endpoint in posts else None
            )(view)
            limited.portal_policy = declared
            app.view_functions[endpoint] = limited


def _who() -> str:
    login = signed_in()
    return str(login.user_id) if login is not None else get_remote_address()


def _reading() -> bool:
    return request.method in SAFE
