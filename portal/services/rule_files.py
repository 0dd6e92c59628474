"""A rule file as it is written, version by version: for the command line, which shows the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import tomli

from portal.rulebook import Rulebook
from portal.text import Label


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
    label: Label
    confirmed_on: date | None
    versions: tuple[RuleVersion, ...]

    def in_force(self, day: date) -> RuleVersion | None:
        """The version of a day, or None before the first."""
        return next((each for each in self.versions if each.from_ <= day), None)


_APART = {
    "from", "until", "status", "confidence", "source", "also", "note", "columns", "rows",
}  # fmt: skip


def find(rules: Rulebook, rule_id: str) -> Rule | None:
    """One rule by its id, or None."""
    for path in rules.paths:
        if path.endswith(".toml") and path.removesuffix(".toml").replace("/", ".") == rule_id:
            return _read(rules, path)
    return None


def _read(rules: Rulebook, path: str) -> Rule:
    raw = tomli.loads(rules.file(path).decode())
    return Rule(
        id=path.removesuffix(".toml").replace("/", "."),
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
