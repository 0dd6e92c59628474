"""What everybody may read without an account."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the room's pages to the application."""
    from portal.public.views import bp

    app.register_blueprint(bp)
