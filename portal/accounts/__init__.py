"""Accounts: sign-up, sign-in and all a person decides about their own access."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the room's pages to the application."""
    from portal.accounts import office_views, own_views, views  # noqa: F401
    from portal.accounts.blueprint import bp

    app.register_blueprint(bp)
