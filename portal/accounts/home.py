"""Where a person goes after signing in."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

HOMES = {
    "client": "intake.home",
    "assistant": "desk.queue",
    "specialist": "desk.queue",
    "lead": "desk.queue",
    "administrator": "accounts.people",
}


def home_of(person: Any) -> str:
    """The first page of a signed-in person's role."""
    endpoint = HOMES[person.role]
    known = endpoint in current_app.view_functions
    return url_for(endpoint if known else "accounts.settings")
