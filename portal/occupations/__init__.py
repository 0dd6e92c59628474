"""Pages of occupations: a search by job title, and one page for each code."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the room's pages to the application."""
    from portal.occupations.views import bp

    app.register_blueprint(bp)
