"""A round typed by hand, and a row of a draft of rounds typed anew."""

from __future__ import annotations

from typing import Any

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk import changes_round_forms as forms
from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.desk.changes_typing import answered, asked_rule, common_fields, edited_draft
from portal.models import Amendment
from portal.rulebook import Rulebook
from portal.security import policy
from portal.services import amendments, round_entries, rulebooks
from portal.services.change_entries import Change
from portal.services.round_entries import Held


@bp.route("/changes/federal-round", methods=["GET", "POST"])
@policy("lead")
def change_federal_round() -> ResponseReturnValue:
    """One federal round, typed by hand; ``?draft=…&row=0`` for one of a draft."""
    rules = rulebooks.in_use(g.db)
    edited = edited_draft(amendments.ROUNDS)
    held = _held(edited, "federal")
    row = held.row if held else {}
    like = round_entries.like_of(rules, row) if held else None
    form = forms.FederalRoundForm(
        data={**_cited(edited, held), **(forms.federal_typed(row) if held else {}), "like": like}
    )
    form.like.choices = _kinds(rules)
    if like == round_entries.AS_DRAFTED:
        form.like.choices.append((like, row["name"]))

    def build() -> Change:
        return round_entries.federal_round(
            rules, form.like.data or "", form.figures(), form.cited(), held
        )

    return answered(form, amendments.ROUNDS, rules, "", edited, build)


def _kinds(rules: Rulebook) -> list[tuple[str, str]]:
    say = speaker()
    return [("", "")] + [
        (each.id, _("%(name)s (%(version)s)", name=say(each.name), version=each.category_version)
         if each.category_version else say(each.name))
        for each in round_entries.latest_kinds(rules)
    ]  # fmt: skip


@bp.route("/changes/provincial-round", methods=["GET", "POST"])
@policy("lead")
def change_provincial_round() -> ResponseReturnValue:
    """One round of a province, typed by hand; ``?draft=…&row=0`` for one of a draft."""
    rules, rule_id = rulebooks.in_use(g.db), asked_rule("streams.")
    edited = edited_draft(amendments.ROUNDS)
    held = _held(edited, "provincial")
    row = held.row if held else {}
    if held and round_entries.stream_rule(rules, row) != rule_id:
        abort(404)
    own = forms.provincial_typed(row) if held else {"edition": "2021"}
    form = forms.ProvincialRoundForm(data={**_cited(edited, held), **own})
    if held:
        form.keeps(row)

    def build() -> Change:
        return round_entries.provincial_round(rules, rule_id, form.figures(row), form.cited(), held)

    return answered(form, amendments.ROUNDS, rules, rule_id, edited, build)


def _held(edited: Amendment | None, part: str) -> Held | None:
    """The row of the draft that is typed anew; 404 where the draft has none there."""
    if edited is None:
        return None
    place = request.args.get("row", 0, type=int)
    found = round_entries.held(edited.change, part, place)
    if found is None:
        abort(404)
    return found


def _cited(edited: Amendment | None, held: Held | None) -> dict[str, Any]:
    return common_fields(edited, held.cited if held else {})
