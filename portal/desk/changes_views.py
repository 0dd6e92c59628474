"""Changes of the rulebook without a release: the list, and what becomes of one change."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk import changes_page, forms
from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.desk.changes_typing import TABLES, WRITTEN
from portal.desk.office_views import ALIVE
from portal.models import Amendment
from portal.rulebook import Rulebook
from portal.rulebook.amending import last_entry
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.security import current_actor, policy
from portal.services import (
    amendments,
    clock,
    effect,
    round_entries,
    rule_list,
    rulebooks,
    workers,
)
from portal.services.refusal import Refused
from portal.text import show

#: Which form edits a draft; of rounds each row has its own.
EDITED_BY = {
    "status": "desk.change_status",
    "list": "desk.change_list",
    "table": "desk.change_table",
}


@bp.get("/changes")
@policy("office")
def changes() -> ResponseReturnValue:
    """What the office changed in the rulebook, and what waits."""
    composed, say = rulebooks.composed(g.db), speaker()
    numbers = {each.id: each.number for each in amendments.listed(g.db, "accepted")}
    return render_template(
        "desk/changes.html",
        groups=changes_page.listing(composed.rules, say),
        unfit=[(numbers[each], say(why)) for each, why in composed.unfit],
        hash=composed.rules.hash,
        may_change=current_actor().role == "lead",
    )


@bp.get("/changes/new")
@policy("lead")
def new_change() -> ResponseReturnValue:
    """What is to be changed."""
    rules, say = rulebooks.in_use(g.db), speaker()
    choices: dict[str, list[tuple[str, str]]] = {}
    tables: dict[str, list[tuple[str, str]]] = {}
    written: dict[str, list[tuple[str, str]]] = {}
    for each in rule_list.every_rule(rules):
        label = changes_page.rule_name(rules, each.id, say)
        group = say(rule_list.GROUPS[each.group])
        if each.id == HIGH_WAGE:
            continue  # it has a form of its own
        if each.id.startswith(TABLES):
            tables.setdefault(group, []).append((each.id, label))
        if each.id.startswith(WRITTEN):
            written.setdefault(group, []).append((each.id, label))
        if each.group == "streams" and last_entry(rules, each.id, "status").get("state") == "none":
            continue  # Nunavut, Quebec: there is no stream to open, and none has a round
        choices.setdefault(each.group, []).append((each.id, label))
    return render_template("desk/change_new.html", choices=choices, tables=tables, written=written)


@bp.get("/changes/<uuid:change_id>")
@policy("office")
def change(change_id: uuid.UUID) -> ResponseReturnValue:
    """One change: what it says, what it changes, what it does to the open cases."""
    return _page(change_id)


def _page(
    change_id: uuid.UUID, notice: str = "", status: int = 200, reason: str | None = None
) -> ResponseReturnValue:
    """``reason``: of a withdrawal that was refused; None where none was asked."""
    found = _found(change_id)
    withdrawing = forms.ReasonForm(formdata=None, data={"reason": reason})
    if reason is not None and not reason.strip():
        withdrawing.reason.errors, notice = [notice], ""
    rules, say = rulebooks.in_use(g.db), speaker()
    part = "desk/change_weighing.html" if request.headers.get("HX-Request") else "desk/change.html"
    done, of = effect.how_far(found)
    weighed = amendments.weighed(found)
    return render_template(
        part,
        change=found,
        title=changes_page.title(rules, found, say),
        states=changes_page.state_words(),
        changed=changes_page.changed(rules, found),
        doubts=changes_page.doubts(rules, found, say),
        entry=changes_page.entry(rules, found),
        rows=changes_page.rows(found),
        row_urls=_row_urls(found, rules),
        weighed=weighed,
        outdated=weighed and found.base_hash != rules.hash,
        effects=changes_page.effects(rules, found, say),
        done=done,
        of=of,
        say=partial(show, lang=say.lang),
        day=say.day,
        written_on=changes_page.local_day(found.created_at, say),
        moment=say.moment,
        worked_out=effect.worked_out_at(found),
        later=_later(found),
        may_change=current_actor().role == "lead",
        edit_url=_edit_url(found, rules),
        refusal=notice,
        withdraw_form=withdrawing,
        asleep=not weighed and not workers.alive(g.db, clock.now() - ALIVE),
    ), status


def _later(found: Amendment) -> date | None:
    """The day as of which the cases were weighed, where it lay ahead."""
    on, at = effect.as_of(found), effect.worked_out_at(found)
    return on if on and at and (on - at.date()).days > 0 else None


def _found(change_id: uuid.UUID) -> Amendment:
    found = amendments.find(g.db, change_id)
    if found is None:
        abort(404)
    return found


def _row_urls(found: Amendment, rules: Rulebook) -> list[str | None]:
    """Where each row of a draft of rounds is typed anew, in the order of the page."""
    if found.kind != amendments.ROUNDS or found.state != amendments.DRAFT:
        return []
    urls: list[str | None] = [
        url_for("desk.change_federal_round", draft=found.id, row=place)
        for place, _row in enumerate(found.change.get("federal") or ())
    ]
    for place, row in enumerate(found.change.get("provincial") or ()):
        rule = round_entries.stream_rule(rules, row)
        urls.append(
            url_for("desk.change_provincial_round", rule=rule, draft=found.id, row=place)
            if rule
            else None
        )
    return urls


def _edit_url(found: Amendment, rules: Rulebook) -> str | None:
    urls = _row_urls(found, rules)
    if len(urls) == 1:
        return urls[0]
    endpoint = EDITED_BY.get(found.kind)
    if endpoint is None or found.state != amendments.DRAFT:
        return None
    if found.rule_id == HIGH_WAGE and '"in_force"' in found.change["entry"]:
        endpoint = "desk.change_high_wage"
    elif found.kind == "table" and found.rule_id.startswith(WRITTEN):
        endpoint = "desk.change_text"
    return url_for(endpoint, rule=found.rule_id, draft=found.id)


def _pressed(
    change_id: uuid.UUID, done: str, act: Callable[[uuid.UUID], object]
) -> ResponseReturnValue:
    """Do it and show the change again, or say there why not."""
    _found(change_id)
    try:
        act(change_id)
    except Refused as refused:
        reason = request.form.get("reason")
        return _page(
            change_id, speaker()(refused.words), 409, reason if reason is None else reason[:2000]
        )
    flash(done, "good")
    return redirect(url_for("desk.change", change_id=change_id), 303)


def _seen() -> int:
    return request.form.get("seen", 0, type=int)


@bp.post("/changes/<uuid:change_id>/accept")
@policy("lead", fresh=True)
def accept_change(change_id: uuid.UUID) -> ResponseReturnValue:
    """Let a weighed draft take effect."""
    return _pressed(
        change_id,
        _("The change is in force. Open cases are being assessed by it."),
        lambda each: amendments.accept(g.db, current_actor(), each, _seen(), clock.now()),
    )


@bp.post("/changes/<uuid:change_id>/weigh")
@policy("lead")
def weigh_change(change_id: uuid.UUID) -> ResponseReturnValue:
    """Work out once more what a draft does to the open cases."""
    return _pressed(
        change_id,
        _("It is being worked out again."),
        lambda each: amendments.weigh_again(g.db, current_actor(), each, clock.now()),
    )


@bp.post("/changes/<uuid:change_id>/discard")
@policy("lead")
def discard_change(change_id: uuid.UUID) -> ResponseReturnValue:
    """Put a draft away."""
    return _pressed(
        change_id,
        _("The draft is put away."),
        lambda each: amendments.discard(g.db, current_actor(), each, clock.now()),
    )


@bp.post("/changes/<uuid:change_id>/again")
@policy("lead")
def draft_again(change_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a new draft with what was put away or withdrawn."""
    found = _found(change_id)
    try:
        made = amendments.draft_again(g.db, current_actor(), found.id, clock.now())
    except Refused as refused:
        return _page(change_id, speaker()(refused.words), 409)
    flash(_("Written down. It has no effect yet."), "good")
    return redirect(url_for("desk.change", change_id=made.id), 303)


@bp.post("/changes/<uuid:change_id>/withdraw")
@policy("lead", fresh=True)
def withdraw_change(change_id: uuid.UUID) -> ResponseReturnValue:
    """Take a change in force back."""
    reason = request.form.get("reason", "")[:2000]
    return _pressed(
        change_id,
        _("The change is withdrawn. Open cases are being assessed without it."),
        lambda each: amendments.withdraw(g.db, current_actor(), each, reason, clock.now()),
    )
