"""The desk: where the office lists, reviews, signs and releases cases."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join the desk's pages to the application."""
    from portal.desk import (  # noqa: F401
        actions,
        case_views,
        changes_rounds,
        changes_typing,
        changes_views,
        office_views,
        queue_views,
        rounds_import_views,
        rounds_views,
        rules_views,
    )
    from portal.desk.blueprint import bp

    app.register_blueprint(bp)
