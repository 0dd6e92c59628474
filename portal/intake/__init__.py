"""The questionnaire and the client's own case page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

VIEWS = (
    "home_views",
    "take_over_views",
    "page_views",
    "entry_views",
    "picker_views",
    "send_views",
)


def register(app: Flask) -> None:
    """Join the room to the app."""
    from importlib import import_module

    from portal.intake.blueprint import bp

    for views in VIEWS:
        import_module(f"portal.intake.{views}")  # puts its routes on the blueprint
    app.register_blueprint(bp)
