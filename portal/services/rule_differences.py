"""What changed in the rules between two days; the desk's page and the command line say it.

No session: the rulebook is given, so that the command needs no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.rendering.rules.changes import Change, changes, state_change
from portal.rendering.rules.shape import RuleView, VersionView
from portal.rulebook import Rulebook
from portal.services import rule_list
from portal.text import Text

FIRST_DAY = date(2015, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that changed between two days, by the day of each change."""

    view: RuleView
    group: Text
    days: tuple[tuple[date, tuple[Change, ...]], ...]


def differences(rules: Rulebook, first: date, last: date) -> list[Difference]:
    """Every rule that changed after the first day and by the last, in the list's order."""
    made = []
    for entry in rule_list.every_rule(rules):
        days = tuple(_days(entry.view, first, last))
        if days:
            made.append(Difference(entry.view, rule_list.GROUPS[entry.view.group], days))
    return made


def _days(view: RuleView, first: date, last: date) -> Iterator[tuple[date, tuple[Change, ...]]]:
    """The days something of a rule changed, oldest first, with what changed."""
    found: dict[date, list[Change]] = {}
    for state, older in zip(view.states, (*view.states[1:], None), strict=False):
        if first < state.from_ <= last:
            found.setdefault(state.from_, []).extend(state_change(older, state))
    newer: VersionView | None = None
    for version, before in zip(view.versions, (*view.versions[1:], None), strict=False):
        if first < version.from_ <= last:
            found.setdefault(version.from_, []).extend(changes(before, version))
        if newer is None and version.until is not None and first <= version.until < last:
            found.setdefault(version.until + DAY, []).extend(changes(version, None))
        newer = version
    for day in sorted(found):
        if found[day]:
            yield day, tuple(found[day])
