"""Occupations for everybody: find a code, and read what it opens on a day."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from portal.formats import language
from portal.rulebook.occupations import EDITIONS
from portal.search import search
from portal.search.occupations import LONGEST_QUERY
from portal.security import policy
from portal.services import clock
from portal.services.occupations import FIRST_DAY, occupation_page, sentence
from portal.text import show
from portal.web_rules import rules

bp = Blueprint("occupations", __name__, url_prefix="/occupations")

MOST_HITS = 10


@bp.get("", strict_slashes=False)
@policy("public")
def find() -> str:
    """Unit groups for what somebody typed; without a query, the box alone."""
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    asked = request.args.get("edition", "2021")
    edition = asked if asked in EDITIONS else "2021"
    lang = language()
    hits = search(query, limit=MOST_HITS, edition=edition, lang=lang) if query else []
    return render_template(
        "occupations/search.html",
        query=query,
        edition=edition,
        editions=EDITIONS,
        hits=hits,
        longest=LONGEST_QUERY,
        say=partial(show, lang=lang),
    )


@bp.get("/<edition>/<code>")
@policy("public")
def show_occupation(edition: str, code: str) -> str | tuple[str, int] | Response:
    """One code on a day (``?on=``, today without it)."""
    book = rules()
    if not book.occupations.exists(edition, code):
        abort(404)
    on, fault = _day(request.args.get("on", ""))
    page = occupation_page(book, edition, code, on)
    body = render_template(
        "occupations/occupation.html",
        page=page,
        answer=sentence(page),
        fault=fault,
        typed=request.args.get("on", "") if fault else on.isoformat(),
        first_day=FIRST_DAY,
        say=partial(show, lang=language()),
    )
    return (body, 422) if fault else body


def _day(typed: str) -> tuple[date, str]:
    """The day asked for, else today with what is wrong with it."""
    today = clock.today()
    if not typed.strip():
        return today, ""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return today, gettext("Enter a day such as 2022-11-16")
    if day < FIRST_DAY:
        return today, gettext(
            "Express Entry began on 1 January 2015: enter that day or a later one"
        )
    return day, ""
