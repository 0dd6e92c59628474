"""The rulebook's pages: every rule with its versions, sources and last comparison."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.formats import language
from portal.rendering.rules.changes import named
from portal.rendering.rules.words import STATUSES
from portal.security import current_actor, policy
from portal.services import (
    clock,
    rule_checks,
    rule_differences,
    rule_list,
    rule_pages,
    rulebooks,
)
from portal.services.refusal import Refused
from portal.text import show

MARKERS = ("specialist", "lead")


def status_words() -> dict[str, str]:
    """What each status of a version means."""
    return {status: speaker()(words) for status, words in STATUSES.items()}


@bp.get("/rules")
@policy("office")
def rules() -> ResponseReturnValue:
    """All rules, by group, with a search over names and those nobody looked at lately."""
    return _list()


def _list(refused: str = "", status: int = 200) -> ResponseReturnValue:
    book, today, say = rulebooks.in_use(g.db), clock.today(), speaker()
    words = request.args.get("q", "")[:200].strip().casefold()
    only_late = request.args.get("late") == "1"
    compared = rule_checks.last_compared(g.db, book)
    groups: dict[str, list[dict[str, Any]]] = {}
    late = 0
    for each in rule_list.every_rule(book):
        overdue = rule_checks.is_overdue(compared[each.id], today)
        late += overdue
        label = _named(each)
        if only_late and not overdue:
            continue
        if words and words not in label.casefold() and words not in each.id:
            continue
        version = each.in_force(today)
        groups.setdefault(say(rule_list.GROUPS[each.group]), []).append(
            {
                "id": each.id,
                "label": label,
                "count": each.versions,
                "from": say.day(version.from_) if version and version.status != "proposed" else "",
                "status": status_words()[version.status] if version else _("not in force yet"),
                "confirmed": say.day(compared[each.id]),
                "overdue": overdue,
            }
        )
    return render_template(
        "desk/rules.html",
        groups=groups,
        asked=words,
        only_late=only_late,
        late=late,
        marks=only_late and bool(groups) and current_actor().role in MARKERS,
        refused=refused,
        hash=book.hash,
    ), status


def _named(rule: Any) -> str:
    """A rule's name, a stream's with its province."""
    return speaker()(named(rule.label, rule.place))


@bp.get("/rules/changes")
@policy("office")
def rule_changes() -> ResponseReturnValue:
    """What changed between two days (``?from=…&to=…``), the year to today without them."""
    today = clock.today()
    first, last, fault = today.replace(day=1), today, ""
    try:
        first = _day(request.args.get("from"), date(today.year, 1, 1))
        last = _day(request.args.get("to"), today)
    except ValueError:
        fault = _("Enter two days such as 2022-11-16, since 1 January 2015")
    first, last = sorted((first, last))
    found = [] if fault else rule_differences.differences(rulebooks.in_use(g.db), first, last)
    body = render_template(
        "desk/rule_changes.html",
        found=[(each, _named(each.view)) for each in found],
        first=first,
        last=last,
        first_day=rule_differences.FIRST_DAY,
        fault=fault,
        say=partial(show, lang=language()),
    )
    return (body, 422) if fault else body


def _day(typed: str | None, otherwise: date) -> date:
    """A day of the address; raises ValueError for none, or one before Express Entry."""
    if not (typed or "").strip():
        return otherwise
    day = date.fromisoformat((typed or "").strip())
    if day < rule_differences.FIRST_DAY:
        raise ValueError(typed)
    return day


@bp.post("/rules/compared")
@policy("specialist")
def compare_rules() -> ResponseReturnValue:
    """Say that rules were compared with their sources today and are still right."""
    chosen = request.form.getlist("rule")
    try:
        made = rule_checks.mark(
            g.db, current_actor(), chosen, request.form.get("note", ""), clock.today()
        )
    except Refused as refused:
        return _list(speaker()(refused.words), 409)
    if made:
        flash(
            ngettext(
                "%(num)s rule is marked as compared today.",
                "%(num)s rules are marked as compared today.",
                len(made),
            ),
            "good",
        )
    else:
        flash(_("You had marked that today already."), "info")
    if request.form.get("back") == "rule":
        return redirect(url_for("desk.rule", rule_id=chosen[0]), 303)
    return redirect(url_for("desk.rules", late=1), 303)


@bp.get("/rules/<path:rule_id>")
@policy("office")
def rule(rule_id: str) -> ResponseReturnValue:
    """One rule: each version with its figures, source and note, and who compared it."""
    found = rule_list.find(rulebooks.in_use(g.db), rule_id)
    if found is None:
        abort(404)
    today = clock.today()
    compared_on = rule_checks.compared_on(g.db, found)
    return render_template(
        "desk/rule.html",
        rule=found,
        label=_named(found),
        group=speaker()(rule_list.GROUPS[found.group]),
        history=rule_pages.history(found),
        statuses=status_words(),
        checks=rule_checks.of_rule(g.db, rule_id),
        compared_on=compared_on,
        overdue=rule_checks.is_overdue(compared_on, today),
        marks=current_actor().role in MARKERS,
        plain=rule_list.for_clients(rule_id),
        say=partial(show, lang=language()),
    )
