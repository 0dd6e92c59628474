"""The parts of a rule's page, before a language is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.rulebook.schema import Source
from portal.text import Label, Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``first`` and ``last`` are the raw keys it stands for (equal for one key).

    ``edition``: of the NOC, where the key is a code with a page of its own.
    """

    first: Any
    last: Any
    cells: tuple[Any, ...]
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in words. ``columns`` are the raw names below the headings.

    ``conditions``: when the table counts, where it does not always.
    """

    title: Words | None
    headings: tuple[Words | str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    conditions: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a rule under its name."""

    key: str
    label: Words | str
    value: Any


@dataclass(frozen=True, slots=True)
class Requirement:
    """One criterion in words. ``group``: of those with the same group one is enough.

    ``list_name``: the occupation list it asks, where it asks one. ``is_gap``: no requirement,
    but what was not read of them.
    """

    id: str
    label: Words
    details: tuple[Words, ...]
    group: str
    list_rule: str
    list_name: Words | None = None
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class OccupationRow:
    """One unit group of a list."""

    edition: str
    code: str
    title: Label


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version; ``name`` is its own (2023, 2024 …), ``note`` the office's, in English."""

    from_: date
    until: date | None
    name: str
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    occupations: tuple[OccupationRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StateView:
    """Whether a stream was open, from one day to another (inclusive)."""

    state: str
    words: Words
    from_: date
    until: date | None
    start_unknown: bool
    confidence: str
    source: Source
    note: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with its whole history, newest first."""

    id: str
    group: str
    label: Words
    place: Words | None
    confirmed_on: date
    versions: tuple[VersionView, ...]
    states: tuple[StateView, ...] = ()

    def on(self, day: date) -> VersionView | None:
        """The version of a day, an ended one too; None before the first."""
        return next((each for each in self.versions if each.from_ <= day), None)

    def in_force(self, day: date) -> VersionView | None:
        """The version of a day, None also after the last one's end."""
        found = self.on(day)
        if found is None or (found.until is not None and found.until < day):
            return None
        return found

    def state_on(self, day: date) -> StateView | None:
        """Whether a stream was open on a day; None for a rule without states."""
        return next((each for each in self.states if each.from_ <= day), None)
