"""Proposed law: what a government asked the public about, and nothing a result may read.

A proposal is data like a rule, with sources and days, so that a specialist can be shown
what would change. No scorer, program, stream or round reads this module; only
``assessment.proposed`` does, and a test proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

FOLDER = "proposals/"
STATUSES = ("proposed", "ended")
# What becomes of a line: it goes; it stays; it is law by now; it stays for graduate
# degrees or goes; or nobody published a figure.
BECOMES = ("nothing", "same", "adopted", "graduate_or_nothing", "unknown")
# Answers of a profile without which a changed line still gives nothing.
ONLY_WITH = ("certificate_of_qualification",)

_TOP = {"id", "label", "confirmed_on", "version"}
_VERSION = {"from", "status", "confidence", "source", "also", "note", "event", "class", "change"}
_EVENT = {"on", "what", "sources"}
_CLASS = {"label", "replaces", "note", "criterion"}
_CHANGE = {"line", "becomes", "only_with", "what", "outcome"}


@dataclass(frozen=True, slots=True)
class Event:
    """One step of the consultation, with the addresses it was read at."""

    on: date
    what: Label
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedClass:
    """A class that would take the place of federal programs, with its reported conditions."""

    label: Label
    replaces: tuple[str, ...]
    note: Label
    criteria: tuple[Spec, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of one CRS line.

    ``only_with``: where the profile says there is none of it, the line stays at 0.
    """

    line: str
    becomes: str
    only_with: str | None
    what: Label
    outcome: Label | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stood from ``from_`` to ``until`` (inclusive; None = still)."""

    id: str
    rule_id: str
    label: Label
    from_: date
    until: date | None
    status: str
    confidence: str
    source: Source
    also: tuple[str, ...]
    note: str
    events: tuple[Event, ...]
    class_: ProposedClass
    changes: tuple[Change, ...]

    @property
    def criteria(self) -> tuple[Spec, ...]:
        """What the proposed class asks."""
        return self.class_.criteria


class Proposals(Mapping[str, tuple[Proposal, ...]]):
    """The history of every proposal of one rulebook, by id."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules

    @cached_property
    def _all(self) -> dict[str, tuple[Proposal, ...]]:
        return {
            path[len(FOLDER) : -len(".toml")]: tuple(_read(self._rules, path))
            for path in self._rules.paths
            if path.startswith(FOLDER)
        }

    def __getitem__(self, proposal_id: str) -> tuple[Proposal, ...]:
        return self._all[proposal_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def open_on(self, day: date) -> Proposal | None:
        """The newest proposal still proposed on a day; None where none is."""
        found = [
            version
            for history in self.values()
            for version in history
            if version.from_ <= day
            and (version.until is None or day <= version.until)
            and version.status == "proposed"
        ]
        return max(found, key=lambda each: each.from_, default=None)


def _read(rules: Rulebook, path: str) -> Iterator[Proposal]:
    top = read_toml(rules.file(path), path)
    only(top, _TOP, path)
    stem = path[len(FOLDER) : -len(".toml")]
    if top.get("id") != stem:
        raise RulebookError(
            msg(
                "%(path)s, id: found %(found)s. Write %(stem)s.",
                path=path,
                found=repr(top.get("id")),
                stem=repr(stem),
            )
        )
    label = read_label(top.get("label"), f"{path}, label")
    read_day(top, "confirmed_on", path)
    versions = top.get("version") or []
    if not versions:
        raise RulebookError(msg("%(path)s: no [[version]].", path=path))
    for number, each in enumerate(versions):
        where = f"{path}, version {number + 1}"
        only(each, _VERSION, where)
        if each.get("status") not in STATUSES:
            raise RulebookError(
                msg(
                    "%(where)s, status: %(found)s. A proposal is one of %(statuses)s; what became"
                    " law stands in its own table.",
                    where=where,
                    found=repr(each.get("status")),
                    statuses=str(STATUSES),
                )
            )
        first, until = span(versions, number, where)
        yield Proposal(
            id=stem,
            rule_id=f"proposals.{stem}",
            label=label,
            from_=first,
            until=until,
            source=read_source(each.get("source"), where),
            also=tuple(each.get("also", ())),
            note=each.get("note", ""),
            events=_events(each.get("event") or [], where),
            class_=_class(each.get("class") or {}, where),
            changes=_changes(rules, each.get("change") or [], where),
            **standing(each, where),
        )


def _events(raw: list[dict[str, Any]], place: str) -> tuple[Event, ...]:
    made = []
    for number, each in enumerate(raw, 1):
        where = f"{place}, event {number}"
        only(each, _EVENT, where)
        sources = tuple(each.get("sources") or ())
        if not sources or not all(str(one).startswith("https://") for one in sources):
            raise RulebookError(
                msg(
                    "%(where)s, sources: %(sources)s. Write addresses.",
                    where=where,
                    sources=str(list(sources)),
                )
            )
        what = read_label(each.get("what"), f"{where}, what")
        made.append(Event(read_day(each, "on", where), what, sources))
    days = [each.on for each in made]
    if not made or days != sorted(days):
        raise RulebookError(
            msg("%(place)s, event: write what happened, sorted by day.", place=place)
        )
    return tuple(made)


def _class(raw: dict[str, Any], place: str) -> ProposedClass:
    where = f"{place}, class"
    only(raw, _CLASS, where)
    replaces = tuple(raw.get("replaces") or ())
    if not replaces or not set(replaces) <= {"fsw", "cec", "fst"}:
        raise RulebookError(
            msg(
                "%(where)s, replaces: %(replaces)s. Write some of fsw, cec, fst.",
                where=where,
                replaces=str(list(replaces)),
            )
        )
    return ProposedClass(
        read_label(raw.get("label"), f"{where}, label"),
        replaces,
        read_label(raw.get("note"), f"{where}, note"),
        read_criteria(raw.get("criterion"), where),
    )


def _changes(rules: Rulebook, raw: list[dict[str, Any]], place: str) -> tuple[Change, ...]:
    made = []
    for number, each in enumerate(raw, 1):
        where = f"{place}, change {number}"
        only(each, _CHANGE, where)
        line = str(each.get("line"))
        if not line.startswith("crs.") or not rules.has(line):
            raise RulebookError(
                msg(
                    "%(where)s, line: %(line)s is no line of the CRS.", where=where, line=repr(line)
                )
            )
        if each.get("becomes") not in BECOMES:
            raise RulebookError(
                msg(
                    "%(where)s, becomes: %(found)s. Write one of %(becomes)s.",
                    where=where,
                    found=repr(each.get("becomes")),
                    becomes=str(BECOMES),
                )
            )
        if each.get("only_with") not in (None, *ONLY_WITH):
            raise RulebookError(
                msg(
                    "%(where)s, only_with: %(only_with)s. Write one of %(only_with2)s.",
                    where=where,
                    only_with=repr(each["only_with"]),
                    only_with2=str(ONLY_WITH),
                )
            )
        outcome = each.get("outcome")
        made.append(
            Change(
                line,
                each["becomes"],
                each.get("only_with"),
                read_label(each.get("what"), f"{where}, what"),
                None if outcome is None else read_label(outcome, f"{where}, outcome"),
            )
        )
    lines = [each.line for each in made]
    if len(set(lines)) != len(lines):
        raise RulebookError(
            msg(
                "%(place)s, change: a line stands there twice in %(lines)s.",
                place=place,
                lines=str(lines),
            )
        )
    return tuple(made)
