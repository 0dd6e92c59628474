"""The questionnaire and the client's own case page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Join the room to the app."""
    from portal.intake import entry_views, home_views, page_views, picker_views, send_views
    from portal.intake.blueprint import bp

    # Importing the views has put their routes on the blueprint.
    assert all((entry_views, home_views, page_views, picker_views, send_views))  # noqa: S101
    app.register_blueprint(bp)
