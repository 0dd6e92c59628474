"""Category-based selection: which categories were in force, and what each asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.rulebook.book import Rulebook
from portal.rulebook.criteria import Spec, read_criteria
from portal.rulebook.lists import only, span, standing
from portal.rulebook.schema import (
    RulebookError,
    Source,
    read_day,
    read_label,
    read_source,
    read_toml,
)
from portal.text import Label, msg

FOLDER = "categories/"

_TOP = {"id", "name", "confirmed_on", "version"}
_VERSION = {"from", "name", "status", "confidence", "source", "also", "note", "criterion"}


@dataclass(frozen=True, slots=True)
class CategoryVersion:
    """One category as it stood from ``from_`` to ``until``; no criteria where it had ended."""

    id: str
    rule_id: str
    label: Label
    name: str
    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    criteria: tuple[Spec, ...]


class Categories(Mapping[str, tuple[CategoryVersion, ...]]):
    """The history of every category of one rulebook, by id."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules

    @cached_property
    def _all(self) -> dict[str, tuple[CategoryVersion, ...]]:
        return {
            path[len(FOLDER) : -len(".toml")]: _read(self._rules.file(path), path)
            for path in self._rules.paths
            if path.startswith(FOLDER)
        }

    def __getitem__(self, category_id: str) -> tuple[CategoryVersion, ...]:
        return self._all[category_id]

    def __iter__(self) -> Any:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def on(self, category_id: str, day: date) -> CategoryVersion | None:
        """The version in force on a day; None before it began and after it ended."""
        for version in reversed(self._all[category_id]):
            if version.from_ <= day:
                return None if version.status == "ended" else version
        return None


def _read(raw: bytes, place: str) -> tuple[CategoryVersion, ...]:
    top = read_toml(raw, place)
    only(top, _TOP, place)
    stem = place[len(FOLDER) : -len(".toml")]
    if top.get("id") != stem:
        raise RulebookError(
            msg(
                "%(place)s, id: found %(found)s. Write %(stem)s.",
                place=place,
                found=repr(top.get("id")),
                stem=repr(stem),
            )
        )
    label = read_label(top.get("name"), f"{place}, name")
    read_day(top, "confirmed_on", place)
    versions = top.get("version") or []
    if not versions:
        raise RulebookError(msg("%(place)s: no [[version]].", place=place))
    made = []
    for number, each in enumerate(versions):
        where = f"{place}, version {number + 1}"
        only(each, _VERSION, where)
        first, until = span(versions, number, where)
        made.append(
            CategoryVersion(
                id=stem,
                rule_id=f"categories.{stem}",
                label=label,
                name=str(each.get("name", "")),
                from_=first,
                until=until,
                source=read_source(each.get("source"), where),
                also=tuple(each.get("also", ())),
                note=each.get("note", ""),
                criteria=read_criteria(each.get("criterion"), where),
                **standing(each, where),
            )
        )
    return tuple(made)
