"""The desk: where the office lists, reviews, signs and releases cases."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join the desk's pages to the application."""
    from portal.desk import actions, case_views, office_views, queue_views, rules_views  # noqa: F401
    from portal.desk.blueprint import bp

    app.register_blueprint(bp)
