"""A rule file read back into named figures, and compared with their restatement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.rulebook import Rulebook, Version
from tests.rulebook.restated import RULES

FOLDERS = ("crs", "language", "programs", "funds", "process")


def pinned_rules(rules: Rulebook) -> list[str]:
    """The rules whose every figure must be restated."""
    return [
        path.removesuffix(".toml").replace("/", ".")
        for path in rules.paths
        if path.split("/", maxsplit=1)[0] in FOLDERS and path.endswith(".toml")
    ]


def figures(version: Version) -> dict[str, Any]:
    """Every cell and value of a version under a name; days as ISO text."""
    keys = 2 if version.columns[:1] == ("ability",) else 1
    made: dict[str, Any] = {}
    for row in version.rows:
        place = " ".join(str(each) for each in row[:keys])
        for column, cell in zip(version.columns[keys:], row[keys:], strict=True):
            name = f"{place}/{column}"
            assert name not in made, f"{version.id}: {name} stands there twice"
            made[name] = cell
    made.update(_flat(version.values, ""))
    return made


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value.isoformat() if isinstance(value, date) else value


def unlike(rule_id: str, history: tuple[Version, ...]) -> list[str]:
    """Where a rule and its restatement differ; empty when they agree to the last figure."""
    wanted = RULES[rule_id]
    found = {version.from_.isoformat(): figures(version) for version in history}
    faults = [f"{rule_id}: versions {sorted(found)}, restated {sorted(wanted)}"]
    if found.keys() == wanted.keys():
        faults = [
            f"{rule_id}, {day}, {name}: {found[day].get(name)}, restated {wanted[day].get(name)}"
            for day in wanted
            for name in (wanted[day] | found[day])
            if found[day].get(name) != wanted[day].get(name)
        ]
    return faults
