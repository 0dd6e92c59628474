"""The rulebook's pages: every rule with its versions and sources."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.security import policy
from portal.services import clock, rule_list, rulebooks

STATUSES = ("in_force", "proposed", "expected", "unknown", "ended")


def status_words() -> dict[str, str]:
    """What each status of a version means."""
    return {
        "in_force": _("in force"),
        "proposed": _("proposed, not law"),
        "expected": _("reported, figures not known"),
        "unknown": _("figures not found"),
        "ended": _("ended"),
    }


@bp.get("/rules")
@policy("office")
def rules() -> ResponseReturnValue:
    """All rules, by group, with a search over names."""
    today = clock.today()
    say = speaker()
    words = request.args.get("q", "")[:200].strip().casefold()
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in rule_list.every_rule(rulebooks.in_use(g.db)):
        label = say(each.label)
        if words and words not in label.casefold() and words not in each.id:
            continue
        version = each.in_force(today)
        title = say(rule_list.GROUPS.get(each.group, rule_list.GROUPS["process"]))
        groups.setdefault(title, []).append(
            {
                "id": each.id,
                "label": label,
                "count": len(each.versions),
                "from": say.day(version.from_) if version and version.status != "proposed" else "",
                "status": status_words()[version.status] if version else _("not in force yet"),
                "confirmed": say.day(each.confirmed_on),
                "overdue": each.overdue(today),
            }
        )
    return render_template(
        "desk/rules.html", groups=groups, asked=words, hash=rulebooks.in_use(g.db).hash
    )


@bp.get("/rules/<path:rule_id>")
@policy("office")
def rule(rule_id: str) -> ResponseReturnValue:
    """One rule: each version with its figures, source and note."""
    found = rule_list.find(rulebooks.in_use(g.db), rule_id)
    if found is None:
        abort(404)
    say = speaker()
    return render_template(
        "desk/rule.html",
        rule=found,
        label=say(found.label),
        group=say(rule_list.GROUPS.get(found.group, rule_list.GROUPS["process"])),
        statuses=status_words(),
        day=say.day,
        plain=_plain,
    )


def _plain(value: Any) -> str:
    """A figure or a list of them, as text."""
    if isinstance(value, dict):
        return "; ".join(
            f"{str(key).replace('_', ' ')}: {_plain(held)}" for key, held in value.items()
        )
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
