"""The rulebook as the office reads it: every rule with its history and last comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.rendering.rules.reading import read, rule_ids
from portal.rendering.rules.shape import RuleView, VersionView
from portal.rulebook import Rulebook
from portal.text import Text, Words, msg

GROUPS: Mapping[str, Text] = {
    "crs": msg("Comprehensive Ranking System"),
    "language": msg("Language tests"),
    "programs": msg("Federal programs"),
    "funds": msg("Settlement funds"),
    "categories": msg("Federal categories"),
    "streams": msg("Provincial streams"),
    "grids": msg("Provinces’ own grids"),
    "occupation_lists": msg("Occupation lists"),
    "rounds": msg("Rounds"),
    "process": msg("Procedure"),
    "proposals": msg("Proposed, not law"),
}
# What only says how a published file is read, and what is not law: no client is judged by it.
FOR_STAFF = ("process.ircc_", "rounds.", "proposals.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as a list names it. ``compared_on`` is what its own file says."""

    id: str
    group: str
    label: Words
    place: Words | None
    compared_on: date
    versions: int
    view: RuleView

    def in_force(self, day: date) -> VersionView | None:
        """The version of a day, or None before the first."""
        return self.view.on(day)


def every_rule(rules: Rulebook) -> tuple[Entry, ...]:
    """All rules of the book, by group in the order above. Read once a rulebook."""
    return rules.part(_entries)


def _entries(rules: Rulebook) -> tuple[Entry, ...]:
    order = list(GROUPS)
    made = []
    for rule_id in rule_ids(rules):
        view = read(rules, rule_id)
        if view is not None and view.group in GROUPS:
            made.append(
                Entry(
                    id=rule_id,
                    group=view.group,
                    label=view.label,
                    place=view.place,
                    compared_on=view.confirmed_on,
                    versions=len(view.versions),
                    view=view,
                )
            )
    return tuple(sorted(made, key=lambda each: (order.index(each.group), each.id)))


def find(rules: Rulebook, rule_id: str) -> RuleView | None:
    """One rule by its id, or None."""
    return read(rules, rule_id)


def for_clients(rule_id: str) -> bool:
    """Whether a rule has a page in plain words."""
    return not rule_id.startswith(FOR_STAFF)
