"""The front page, what happens with data, fees, complaints, and whether the portal works."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, g, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal import chrome, palette
from portal.accounts.forms import SignUpForm
from portal.accounts.home import home_of
from portal.public.example import example
from portal.rulebook import load
from portal.security import policy
from portal.services.consents import PRIVACY_VERSION
from portal.services.database import revisions

bp = Blueprint("public", __name__)


@bp.get("/")
@policy("public")
def landing() -> str | Response:
    """What this is and who is behind it; somebody signed in goes on to their own page."""
    if current_user.is_authenticated:
        return redirect(home_of(current_user), 303)
    return render_template(
        "public/landing.html",
        form=SignUpForm(),
        sign_up_url=url_for("accounts.sign_up"),
        example=example(load(), chrome.language(), _colours()),
    )


@bp.get("/privacy")
@policy("public")
def privacy() -> str:
    """What happens with the data."""
    return render_template("public/privacy.html", version=PRIVACY_VERSION)


@bp.get("/fees")
@policy("public")
def fees() -> str:
    """What the service costs."""
    return render_template("public/fees.html")


@bp.get("/complaints")
@policy("public")
def complaints() -> str:
    """How to complain."""
    return render_template("public/complaints.html")


@bp.get("/tokens.css")
@policy("public")
def tokens() -> Response:
    """The colours of all pages, mixed from the firm's own."""
    sheet = Response(palette.stylesheet(_colours()), mimetype="text/css")
    sheet.cache_control.max_age = 3600
    return sheet


def _colours() -> Mapping[str, str]:
    return palette.for_firm(current_app.extensions["portal_settings"].firm.colour)


@bp.get("/health")
@policy("public")
def health() -> dict[str, str]:
    """Whether the web server answers."""
    return {"status": "ok"}


@bp.get("/ready")
@policy("public")
def ready() -> tuple[dict[str, str], int]:
    """Whether the portal can work: the database answers and has this program's tables."""
    try:
        g.db.execute(text("SELECT 1"))
        found, wanted = revisions(
            current_app.extensions["portal_engine"], current_app.extensions["portal_settings"]
        )
    except SQLAlchemyError:
        return {"status": "no database"}, 503
    if found != wanted:
        return {"status": "other tables"}, 503
    return {"status": "ready"}, 200
