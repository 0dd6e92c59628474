"""The rulebook in use, looked up once a request."""

from __future__ import annotations

from flask import g, has_app_context

from portal.rulebook import Rulebook, load
from portal.services import rulebooks


def rules() -> Rulebook:
    """The shipped rulebook with the office's changes; outside a request the shipped one."""
    if not has_app_context() or g.get("db") is None:
        return load()
    if "rules" not in g:
        g.rules = rulebooks.in_use(g.db)
    found: Rulebook = g.rules
    return found
