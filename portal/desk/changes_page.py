"""A change of the rulebook in words: its title, what it changes, what it does to cases."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.assessment.criteria_ties import province_name
from portal.desk.changes_forms import STATUSES
from portal.models import Amendment, Case, CaseFacts
from portal.rendering.routes import STATUS_BADGES
from portal.rendering.rules.changes import Change, changes, named, state_change
from portal.rendering.rules.reading import STATES
from portal.rendering.rules.shape import OccupationRow, StateView, VersionView
from portal.rendering.rules.tables import CODE, coded
from portal.rendering.rules.words import cell, heading, name_of
from portal.rendering.speech import Speaker
from portal.rulebook import Rulebook, RulebookError
from portal.rulebook.amending import CITED, amended, entry_of, path_of
from portal.rulebook.categories import Categories
from portal.rulebook.figures import ceilings_apart
from portal.rulebook.rounds import Rounds
from portal.rulebook.schema import read_toml
from portal.rulebook.streams import Stream, Streams
from portal.security import current_actor
from portal.services import amendments, rule_list, visible
from portal.services.round_entries import name_of as round_name
from portal.text import msg

D = TypeVar("D", StateView, VersionView)
PROGRAMS = {"fsw": "FSW", "cec": "CEC", "fst": "FST"}


def state_words() -> dict[str, str]:
    """The states of a change."""
    return {
        "draft": _("draft, without effect"),
        "accepted": _("in force"),
        "withdrawn": _("withdrawn"),
        "discarded": _("put away"),
    }


def title(rules: Rulebook, change: Amendment, say: Speaker) -> str:
    """What a change is about, in one line."""
    if change.kind == "rounds":
        return _rounds_title(change.change)
    label = rule_name(rules, change.rule_id, say)
    try:
        entry = entry_of(change.change)
    except RulebookError:
        return label
    day = say.day(entry.get("from"))
    if change.kind == "status":
        return _("%(what)s: %(state)s from %(day)s", what=label,
                 state=stream_states(say).get(entry["state"], entry["state"]), day=day)  # fmt: skip
    if change.kind == "list":
        return _("%(what)s: other codes from %(day)s", what=label, day=day)
    return _("%(what)s: new version from %(day)s", what=label, day=day)


def rule_name(rules: Rulebook, rule_id: str, say: Speaker) -> str:
    """A rule's name; a stream's begins with its province, a table's with its grid."""
    for stream in rules.part(Streams).values():
        if stream.rule_id == rule_id:
            return stream_name(stream, say)
    rule = rule_list.find(rules, rule_id)
    if rule is None:
        return rule_id
    name = say(rule.label)
    if rule_id.startswith("crs."):
        return _("CRS, %(rule)s", rule=name)
    # “Age” is a factor of the CRS and of the FSW grid; the requirements name their program.
    grid = rule_id.startswith("programs.fsw.") and not rule_id.endswith(".requirements")
    return _("FSW, %(rule)s", rule=name) if grid else name


def stream_name(stream: Stream, say: Speaker) -> str:
    """Province and stream: many provinces have one of the same name."""
    return say(named(stream.name, province_name(stream.province)))


def stream_states(say: Speaker) -> dict[str, str]:
    """The states of a stream, in words."""
    return {state: say(words) for state, words in STATES.items()}


def _rounds_title(change: Mapping[str, Any]) -> str:
    parts = []
    if change.get("federal"):
        parts.append(ngettext("%(num)s federal round", "%(num)s federal rounds",
                              len(change["federal"])))  # fmt: skip
    if change.get("provincial"):
        parts.append(ngettext("%(num)s provincial round", "%(num)s provincial rounds",
                              len(change["provincial"])))  # fmt: skip
    days = {row["as_on"] for row in change.get("pool") or ()}
    if days:
        parts.append(ngettext("the pool of %(num)s day", "the pool of %(num)s days", len(days)))
    return ", ".join(parts)


def changed(rules: Rulebook, change: Amendment) -> list[Change]:
    """What a draft would change, or one in force does, as the rules' pages word it.

    Empty for rounds, and for a change that is withdrawn or put away.
    """
    if change.kind == "rounds" or change.state not in (amendments.DRAFT, amendments.ACCEPTED):
        return []
    try:
        drafted = change.state == amendments.DRAFT
        after = amended(rules, change.kind, change.change) if drafted else rules
        first = entry_of(change.change)["from"]
    except RulebookError:
        return []
    new, old = rule_list.find(after, change.rule_id), rule_list.find(rules, change.rule_id)
    if new is None or old is None:
        return []
    if change.kind == "status":
        return state_change(*_two(old.states if drafted else new.states, new.states, first))
    return changes(*_two(old.versions if drafted else new.versions, new.versions, first))


def doubts(rules: Rulebook, change: Amendment, say: Speaker) -> list[str]:
    """What a lead should look at again before a table of points takes effect.

    A law may change a table and its ceiling in turn, so that this stops nobody.
    """
    if change.state != amendments.DRAFT or not change.rule_id.startswith("crs."):
        return []
    try:
        after = amended(rules, change.kind, change.change)
        day = entry_of(change.change)["from"]
        found = list(ceilings_apart(after, day))
        known = {(name, sum_) for name, _, sum_ in ceilings_apart(rules, day)}
    except (RulebookError, KeyError):
        return []
    return [
        _("%(what)s is %(ceiling)s, and the tables of that day give %(sum)s. Is a figure mistyped,"
          " or does the ceiling change too?", what=say(name_of(name)), ceiling=say.number(ceiling),
          sum=say.number(sum_))
        for name, ceiling, sum_ in found if (name, sum_) not in known
    ]  # fmt: skip


def _two(before: Iterable[D], after: Iterable[D], first: date) -> tuple[D | None, D | None]:
    """What stood before a day, and what begins on it; both lists run from the newest on."""
    new = next((each for each in after if each.from_ == first), None)
    # A version whose figures were not known may have begun on the same day.
    return next((each for each in before if each.from_ <= first and each is not new), None), new


@dataclass(frozen=True, slots=True)
class Entry:
    """The dated entry a change carries, read for showing."""

    from_: date
    source: Mapping[str, Any]
    confidence: str
    note: str
    columns: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    facts: tuple[tuple[Any, Any], ...]
    occupations: tuple[OccupationRow, ...]


_APART = (
    "from",
    "source",
    "confidence",
    "note",
    "columns",
    "rows",
    "values",
    "codes",
    "also",
    "state",
    "status",
)


def entry(rules: Rulebook, change: Amendment) -> Entry | None:
    """What a change carries; None for rounds and for what cannot be read."""
    if change.kind == "rounds":
        return None
    try:
        read = entry_of(change.change)
        columns = list(read.get("columns") or ())
        return Entry(
            read["from"],
            read["source"],
            str(read.get("confidence", "")),
            str(read.get("note", "")),
            tuple(heading(each, last=False) for each in columns),
            tuple(_rows(rules, read)),
            tuple(_facts(read)),
            tuple(_occupations(rules, change.rule_id, read)),
        )
    except (RulebookError, KeyError):
        return None


def _rows(rules: Rulebook, read: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table; a NOC code with its title, as the rule's page will have it."""
    edition = str((read.get("values") or {}).get("edition", ""))
    columns = tuple(read.get("columns") or ())
    for row in read.get("rows") or ():
        yield tuple(
            coded(rules.occupations, edition, held) if column == CODE else cell(column, held)
            for column, held in zip(columns, row, strict=False)
        )


def _occupations(rules: Rulebook, rule_id: str, read: Mapping[str, Any]) -> Iterator[OccupationRow]:
    """The unit groups that a list would name, by title."""
    if not read.get("codes"):
        return
    path = path_of(rule_id)
    edition = str(read_toml(rules.file(path), path)["edition"])
    for code in read["codes"]:
        title = rules.occupations.get(edition, code).title
        yield OccupationRow(edition, code, title)


def _facts(read: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Figures under the words that the rules' pages have for them."""
    if "status" in read:
        yield msg("Status"), _status(str(read["status"]))
    yield from _flat({key: value for key, value in read.items() if key not in _APART}, "")
    yield from _flat(read.get("values") or {}, "")


def _status(status: str) -> str:
    words = {"in_force": _("in force"), "ended": _("ended")}
    known = {key: str(label) for each in STATUSES.values() for key, label in each}
    return (words | known).get(status, status.replace("_", " "))


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[Any, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield name_of(prefix + key), cell(key, value)


def rows(change: Amendment) -> list[Mapping[str, Any]]:
    """The rounds a change adds, for showing: federal ones, then those of provinces."""
    cited = change.change.get(CITED) or {}
    held = [*(change.change.get("federal") or ()), *(change.change.get("provincial") or ())]
    made: list[Mapping[str, Any]] = []
    for row in held:
        lowest = row.get("lowest_crs") or row.get("crs_min") or row.get("score_min") or ""
        title_ = (cited.get(round_name(row)) or {}).get("title") or row["source"]
        made.append({**row, "number": round_name(row), "lowest": lowest, "title": title_})
    return made


# --- what it does to cases -----------------------------------------------------------------


def effects(rules: Rulebook, change: Amendment, say: Speaker) -> list[dict[str, Any]]:
    """The cases it changes, a row each, as far as this person may see them."""
    found = (change.effect or {}).get("rows") or []
    ids = [uuid.UUID(row["case_id"]) for row in found]
    seen = {
        case.id: (case, name)
        for case, name in g.db.execute(
            select(Case, CaseFacts.client_name)
            .outerjoin(CaseFacts, CaseFacts.case_id == Case.id)
            .where(Case.id.in_(ids), visible.cases(current_actor()))
        )
    }
    made = []
    for case_id, row in zip(ids, found, strict=True):
        if case_id in seen:
            case, name = seen[case_id]
            made.append(
                {
                    "url": url_for("desk.show_case", case_id=case.id),
                    "name": name or case.number,
                    "number": case.number,
                    "changes": [_words(rules, each, say) for each in row["changes"]],
                }
            )
    return made


def _words(rules: Rulebook, row: Mapping[str, Any], say: Speaker) -> str:
    before, after = row.get("before"), row.get("after")
    if row["what"] == "refused":
        return _("The answers cannot be read by one of the two rulebooks.")
    if row["what"] == "provisional":
        return _("provisional from now on") if after else _("no longer provisional")
    name = _name(rules, row["what"], row["id"], say)
    before, after = (_value(row["what"], each, say) for each in (before, after))
    return _("%(what)s: %(before)s → %(after)s", what=name, before=before, after=after)


def _name(rules: Rulebook, what: str, key: str | None, say: Speaker) -> str:
    if what == "crs" or key is None:
        return "CRS"
    if what == "program":
        return PROGRAMS.get(key, key)
    if what == "stream":
        stream = rules.part(Streams).get(key)
        return stream_name(stream, say) if stream else key
    if what == "category":
        history = rules.part(Categories).get(key)
        return say(history[-1].label) if history else key
    try:
        round_ = rules.part(Rounds).get(key)
    except KeyError:
        return _("Round %(number)s", number=key.removeprefix("ee."))
    return _("Round of %(day)s", day=say.day(round_.on))


def _value(what: str, value: Any, say: Speaker) -> str:
    if what == "crs":
        return _("not known") if value is None else str(value)
    if what == "stream":
        badge = STATUS_BADGES.get(str(value))
        return say(badge[2]) if badge else _("none")
    if what == "round":
        return outcome_words().get(str(value), _("none"))
    return {True: _("met"), False: _("not met"), None: _("not known")}[value]


def outcome_words() -> dict[str, str]:
    """The outcomes of a round, in words."""
    return {
        "invited": _("invited"),
        "not_in_pool": _("not in the pool"),
        "not_eligible": _("not eligible"),
        "outside_profile_window": _("outside the profile window"),
        "wrong_occupation": _("other occupation"),
        "below_cutoff": _("below the cut-off"),
        "above_range": _("above the range"),
        "after_tie_break": _("after the tie-break"),
        "unknown": _("not known"),
    }


def listing(rules: Rulebook, say: Speaker) -> dict[str, list[dict[str, Any]]]:
    """All changes by state, the newest first."""
    made: dict[str, list[dict[str, Any]]] = {}
    for each in amendments.listed(g.db):
        made.setdefault(each.state, []).append(
            {
                "url": url_for("desk.change", change_id=each.id),
                "number": each.number,
                "title": title(rules, each, say),
                "by": each.author.name if each.author else _("the command line"),
                "day": local_day(each.accepted_at or each.created_at, say),
                "weighed": amendments.weighed(each),
                "changed": (each.effect or {}).get("changed"),
            }
        )
    return made


def local_day(at: datetime, say: Speaker) -> str:
    """The office's day of an instant, in words."""
    return say.day(at.astimezone(ZoneInfo(say.zone)).date())
