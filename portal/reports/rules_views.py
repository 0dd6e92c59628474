"""The rules in plain words: for anybody signed in, and beside an assessment of their own."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.formats import language
from portal.rendering.rules.changes import named
from portal.reports.views import bp as reports
from portal.security import policy, the
from portal.services import clock, rule_differences, rule_list, rule_pages, rulebooks
from portal.text import show

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("", strict_slashes=False)
@policy("any")
def index() -> ResponseReturnValue:
    """Every rule by group, with a search over names."""
    say, today = partial(show, lang=language()), clock.today()
    asked = request.args.get("q", "")[:200].strip()
    groups: dict[str, list[dict[str, str]]] = {}
    for each in rule_list.every_rule(rulebooks.in_use(g.db)):
        name = say(named(each.label, each.place))
        if not rule_list.for_clients(each.id) or asked.casefold() not in name.casefold():
            continue
        state = each.view.state_on(today)
        groups.setdefault(say(rule_list.GROUPS[each.group]), []).append(
            {"id": each.id, "name": name, "state": say(state.words) if state else ""}
        )
    return render_template("rules/index.html", groups=list(groups.items()), asked=asked)


@bp.get("/<path:rule_id>")
@policy("any")
def show_rule(rule_id: str) -> ResponseReturnValue:
    """One rule on a day (``?on=``, today without it)."""
    on, fault = _day(request.args.get("on", ""))
    page = rule_pages.page(g.db, rule_id, on)
    if page is None:
        abort(404)
    body = render_template(
        "rules/rule.html",
        page=page,
        assessment=None,
        say=partial(show, lang=language()),
        first_day=rule_differences.FIRST_DAY,
        typed=on.isoformat(),
        fault=fault,
    )
    return (body, 422) if fault else body


@reports.get("/<uuid:assessment_id>/rules/<path:rule_id>")
@policy("client", "staff", loads="assessment")
def show_own_rule(assessment_id: uuid.UUID, rule_id: str) -> ResponseReturnValue:  # noqa: ARG001
    """A rule as an assessment used it, with what it says of the client."""
    stored = the("assessment")
    page = rule_pages.own_page(g.db, stored, rule_id, language())
    if page is None:
        abort(404)
    return render_template(
        "rules/rule.html",
        page=page,
        assessment=stored,
        say=partial(show, lang=language()),
        first_day=rule_differences.FIRST_DAY,
        typed="",
        fault="",
    )


def _day(typed: str) -> tuple[date, str]:
    """The day asked for, else today with what is wrong with it."""
    today = clock.today()
    if not typed.strip():
        return today, ""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return today, _("Enter a day such as 2022-11-16")
    if day < rule_differences.FIRST_DAY:
        return today, _("Express Entry began on 1 January 2015: enter that day or a later one")
    return day, ""
