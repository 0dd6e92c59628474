"""The rulebook as the office reads it: every rule with versions, sources, last comparison."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.rulebook import Rulebook
from portal.text import Label, Text, msg

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
# How long a rule may go without somebody comparing it with its source.
COMPARED_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One version. ``facts`` is what it holds beside dates and source, for reading."""

    from_: date
    until: date | None
    status: str
    confidence: str
    source: Mapping[str, Any]
    also: tuple[str, ...]
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    facts: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file; versions are newest first."""

    id: str
    group: str
    label: Label
    confirmed_on: date | None
    versions: tuple[RuleVersion, ...]

    def in_force(self, day: date) -> RuleVersion | None:
        """The version of a day, or None before the first."""
        return next((each for each in self.versions if each.from_ <= day), None)

    def overdue(self, day: date) -> bool:
        """Whether nobody has compared it with its source for too long."""
        return self.confirmed_on is None or day - self.confirmed_on > COMPARED_WITHIN


_APART = {
    "from", "until", "status", "confidence", "source", "also", "note", "columns", "rows",
}  # fmt: skip


def every_rule(rules: Rulebook) -> list[Rule]:
    """All rules of the book, by group in the order above."""
    made = [_read(rules, path) for path in rules.paths if path.endswith(".toml")]
    order = list(GROUPS)
    return sorted(
        made,
        key=lambda each: (
            order.index(each.group) if each.group in order else len(order),
            each.id,
        ),
    )


def find(rules: Rulebook, rule_id: str) -> Rule | None:
    """One rule by its id, or None."""
    for path in rules.paths:
        if path.endswith(".toml") and path.removesuffix(".toml").replace("/", ".") == rule_id:
            return _read(rules, path)
    return None


def _read(rules: Rulebook, path: str) -> Rule:
    raw = tomllib.loads(rules.file(path).decode())
    return Rule(
        id=path.removesuffix(".toml").replace("/", "."),
        group=path.split("/", maxsplit=1)[0],
        label=_label(raw.get("label") or raw.get("name") or raw["id"]),
        confirmed_on=raw.get("confirmed_on"),
        versions=_versions(raw.get("version") or []),
    )


def _label(words: Any) -> Label:
    if isinstance(words, Mapping):
        return Label(str(words["en"]), str(words.get("fr") or words["en"]))
    return Label(str(words), str(words))


def _versions(entries: list[Mapping[str, Any]]) -> tuple[RuleVersion, ...]:
    made = []
    for place, each in enumerate(entries):
        following = entries[place + 1]["from"] if place + 1 < len(entries) else None
        ends = each.get("until") or (following - timedelta(days=1) if following else None)
        made.append(
            RuleVersion(
                from_=each["from"],
                until=ends,
                status=each["status"],
                confidence=each["confidence"],
                source=each["source"],
                also=tuple(each.get("also") or ()),
                note=str(each.get("note") or ""),
                columns=tuple(each.get("columns") or ()),
                rows=tuple(tuple(row) for row in each.get("rows") or ()),
                facts=tuple(
                    (key, value) for key, value in each.items() if key not in _APART and value
                ),
            )
        )
    return tuple(reversed(made))
