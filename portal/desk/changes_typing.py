"""The forms in which a lead types a change of the rulebook."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk import changes_forms as forms
from portal.desk import changes_page
from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.models import Amendment
from portal.rendering.rules.words import heading
from portal.rulebook import Rulebook, RulebookError
from portal.rulebook.amending import entry_of, last_entry
from portal.rulebook.high_wage import RULE as HIGH_WAGE
from portal.security import current_actor, policy
from portal.services import amendments, change_entries, clock, rule_list, rulebooks
from portal.services.change_entries import BadEntry, Change
from portal.services.refusal import Refused, Stale
from portal.services.typed_lines import placed
from portal.text import Label

Build = Callable[[], Change]
# Plain dated tables have rows and values; the rest is written as its file has it.
TABLES = ("crs.", "language.", "programs.", "funds.", "process.")
WRITTEN = ("categories.", "grids.", "streams.")


@bp.route("/changes/status", methods=["GET", "POST"])
@policy("lead")
def change_status() -> ResponseReturnValue:
    """A stream opens, pauses or closes from a day on."""
    rules, rule_id = rulebooks.in_use(g.db), asked_rule("streams.")
    draft = edited_draft(rule_id)
    held = _held(draft)
    form = forms.StatusForm(data={**common_fields(draft, held), "state": held.get("state")})
    last = last_entry(rules, rule_id, "status")
    now = changes_page.stream_states(speaker()).get(last.get("state", ""), "")

    def build() -> Change:
        return change_entries.stream_state(rules, rule_id, form.state.data or "", form.cited())

    return answered(form, "status", rules, rule_id, draft, build, last=last, state_now=now)


@bp.route("/changes/list", methods=["GET", "POST"])
@policy("lead")
def change_list() -> ResponseReturnValue:
    """Codes are added to an occupation list, or taken off, from a day on."""
    rules, rule_id = rulebooks.in_use(g.db), asked_rule("occupation_lists.")
    draft = edited_draft(rule_id)
    held, last = _held(draft), last_entry(rules, rule_id)
    before, after = set(last.get("codes") or ()), set(held.get("codes") or ())
    typed = {
        "add": "\n".join(sorted(after - before)),
        "remove": "\n".join(sorted(before - after)) if held else "",
        "count": held.get("count"),
    }
    form = forms.ListForm(data={**common_fields(draft, held), **typed})

    def build() -> Change:
        return change_entries.occupation_list(
            rules, rule_id, form.add.data or "", form.remove.data or "",
            form.count.data, form.cited(),
        )  # fmt: skip

    return answered(form, "list", rules, rule_id, draft, build, last=last)


@bp.route("/changes/table", methods=["GET", "POST"])
@policy("lead")
def change_table() -> ResponseReturnValue:
    """A new version of any dated table."""
    rules, rule_id = rulebooks.in_use(g.db), asked_rule(*TABLES)
    draft = edited_draft(rule_id)
    last = last_entry(rules, rule_id)
    shown = _held(draft) or last
    typed = {
        "status": shown.get("status"),
        "rows": change_entries.rows_text(shown),
        "values": change_entries.values_text(shown),
    }
    form = forms.TableForm(data={**common_fields(draft, _held(draft)), **typed})
    if not last.get("columns"):
        del form.rows
    if not shown.get("values"):
        del form.values
    form.status.choices = forms.statuses(rule_id)

    def build() -> Change:
        return change_entries.table(
            rules, rule_id, form.status.data or "", form.rows.data or "" if "rows" in form else "",
            form.values.data or "" if "values" in form else "", form.cited(),
        )  # fmt: skip

    columns = [speaker()(heading(each, last=False)) for each in last.get("columns") or ()]
    return answered(form, "table", rules, rule_id, draft, build, last=last, columns=columns)


@bp.route("/changes/text", methods=["GET", "POST"])
@policy("lead")
def change_text() -> ResponseReturnValue:
    """A new version of a category, a grid or a stream's criteria, written as its file has it."""
    rules, rule_id = rulebooks.in_use(g.db), asked_rule(*WRITTEN)
    draft = edited_draft(rule_id)
    last = last_entry(rules, rule_id)
    text = change_entries.entry_text(_held(draft) or last)
    form = forms.TextForm(data={**common_fields(draft, _held(draft)), "text": text})

    def build() -> Change:
        return change_entries.version_text(rules, rule_id, form.text.data or "", form.cited())

    parts = list(_parts(rules, rule_id, last))
    return answered(form, "table", rules, rule_id, draft, build, last=last, parts=parts)


def _parts(rules: Rulebook, rule_id: str, last: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The blocks of the last version by their ids, and what each says in words."""
    say = speaker()
    for factor in last.get("factor") or ():
        label = factor["label"]
        yield str(factor["id"]), say(Label(label["en"], label["fr"]))
    view = rule_list.find(rules, rule_id)
    for each in view.versions[0].requirements if view else ():
        details = "; ".join(map(say, each.details))
        yield each.id, f"{say(each.label)} ({details})" if details else say(each.label)


@bp.route("/changes/high-wage", methods=["GET", "POST"])
@policy("lead")
def change_high_wage() -> ResponseReturnValue:
    """The high-wage factor's figures: three tiers, its codes, its conditions."""
    rules = rulebooks.in_use(g.db)
    draft = edited_draft(HIGH_WAGE)
    held, last = _held(draft), last_entry(rules, HIGH_WAGE)
    tiers = list((held or last).get("values", {}).get("tiers") or ())
    if len(tiers) != len(forms.TIERS):
        abort(404)  # another number of tiers is a table like any other
    form = forms.HighWageForm(data={**common_fields(draft, held), **_high_wage(held, tiers, last)})

    for place, tier in enumerate(tiers):
        form[f"codes_{place}"].description = _(
            "Wage of %(tier)s times the median and up. Paste them as they come;"
            " only NOC 2021 codes are read.",
            tier=tier,
        )

    def build() -> Change:
        return change_entries.high_wage(rules, HIGH_WAGE, form.typed(tiers), form.cited())

    return answered(form, "table", rules, HIGH_WAGE, draft, build, last=last, tiers=tiers)


def _high_wage(
    held: Mapping[str, Any], tiers: list[str], last: Mapping[str, Any]
) -> dict[str, Any]:
    """The form's fields out of a draft, else of the figures in force.

    Before there are any: only what the source reported.
    """
    if not held and last.get("status") != "in_force":
        return {
            "from_": last["from"],
            "codes_reported": last.get("values", {}).get("codes_reported"),
        }
    held = held or last
    values = held["values"]
    made: dict[str, Any] = {key: values.get(key) for key in ("combine", "max", "section")}
    made["codes_reported"] = values.get("codes_reported")
    for place, tier in enumerate(tiers):
        codes = [code for code, found in held.get("rows") or () if found == tier]
        made[f"codes_{place}"] = "\n".join(codes)
        for side in ("work", "offer"):
            made[f"{side}_{place}"] = values[side]["points"].get(tier)
    for side in ("work", "offer"):
        made |= {f"{side}_{key}": value for key, value in values[side].items() if key != "points"}
    return made


# --- what all of them share ----------------------------------------------------------------


def answered(
    form: forms.ChangeForm,
    kind: str,
    rules: Rulebook,
    rule_id: str,
    draft: Amendment | None,
    build: Build,
    **given: Any,
) -> ResponseReturnValue:
    """Show the form; when it was sent, write the draft down or say at its field why not."""
    faults: tuple[str, ...] = ()
    status, stale = 200, False
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                made = _write(form, kind, draft, build())
                flash(_("Written down. It has no effect yet."), "good")
                return redirect(url_for("desk.change", change_id=made.id), 303)
            except BadEntry as bad:
                form[bad.field].errors = [speaker()(bad.words)]
            except amendments.DoesNotFit as refused:
                here = (
                    placed(refused.faults, form.text.data or "", rule_id) if "text" in form else []
                )
                if here:
                    form.text.errors = [speaker()(each) for each in here]
                else:
                    faults = tuple(speaker()(each) for each in refused.faults)
            except Stale as found:
                faults, status, stale = (speaker()(found.words),), 409, True
                form.seen.data = found.version
            except Refused as refused:
                faults, status = (speaker()(refused.words),), 409
    rule = rule_list.find(rules, rule_id) if rule_id else None
    return render_template(
        "desk/change_form.html",
        form=form,
        endpoint=request.endpoint,
        rule=rule,
        label=changes_page.rule_name(rules, rule_id, speaker()) if rule else "",
        draft=draft,
        refused=faults,
        stale=stale,
        common=forms.ChangeForm.common(),
        day=speaker().day,
        **{"last": None, "tiers": (), "columns": (), "state_now": "", "parts": (), **given},
    ), status


def _write(form: forms.ChangeForm, kind: str, draft: Amendment | None, change: Change) -> Amendment:
    actor, now, reason = current_actor(), clock.now(), form.reason.data or ""
    if draft is None:
        return amendments.draft(g.db, actor, kind, change, reason, now)
    seen = form.seen.data or 0
    return amendments.revise(g.db, actor, draft.id, seen, change, reason, now)


def asked_rule(*folders: str) -> str:
    """The rule the address names; 404 for one that is not of this kind."""
    rule_id = request.args.get("rule", "")[:120]
    rules = rulebooks.in_use(g.db)
    if not rule_id.startswith(folders) or not rules.has(rule_id):
        abort(404)
    return rule_id


def edited_draft(rule_id: str) -> Amendment | None:
    """The draft that is edited; None when a new one is written."""
    asked = request.args.get("draft", "")
    if not asked:
        return None
    try:
        found = amendments.find(g.db, uuid.UUID(asked))
    except ValueError:
        found = None
    if found is None or found.rule_id != rule_id or found.state != amendments.DRAFT:
        abort(404)
    return found


def _held(draft: Amendment | None) -> dict[str, Any]:
    try:
        return entry_of(draft.change) if draft else {}
    except RulebookError:
        return {}


def common_fields(draft: Amendment | None, held: Mapping[str, Any]) -> dict[str, Any]:
    """What every form has, out of the draft that is edited; ``held``: its dated entry."""
    source = held.get("source") or {}
    return {
        "seen": draft.version if draft else 0,
        "from_": held.get("from"),
        "title": source.get("title"),
        "url": source.get("url"),
        "clause": source.get("clause"),
        "read_on": source.get("read_on") or clock.today(),
        "confidence": held.get("confidence"),
        "note": held.get("note"),
        "reason": draft.reason if draft else None,
    }
