"""Assessments as people read them: the page, the PDF, the document."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Join the assessment's pages to the application."""
    from portal.reports.rules_views import bp as rules
    from portal.reports.views import bp

    app.register_blueprint(bp)
    app.register_blueprint(rules)
