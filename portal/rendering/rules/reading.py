"""From rule files of every kind to one shape a page can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from portal.rendering.rules.criteria import requirement
from portal.rendering.rules.grids import factor_tables
from portal.rendering.rules.shape import (
    Fact,
    OccupationRow,
    Requirement,
    RuleView,
    StateView,
    VersionView,
)
from portal.rendering.rules.tables import coded, tables
from portal.rendering.rules.words import cell, name_of
from portal.rulebook import Rulebook
from portal.rulebook.categories import FOLDER as CATEGORIES
from portal.rulebook.categories import Categories, CategoryVersion
from portal.rulebook.check import PLAIN
from portal.rulebook.criteria import Spec
from portal.rulebook.grids import FOLDER as GRIDS
from portal.rulebook.grids import Grid, Grids
from portal.rulebook.lists import FOLDER as LISTS
from portal.rulebook.lists import Lists, OccupationList
from portal.rulebook.occupations import Occupations
from portal.rulebook.proposals import FOLDER as PROPOSALS
from portal.rulebook.proposals import Proposal, Proposals
from portal.rulebook.schema import Version, read_day, read_toml
from portal.rulebook.streams import FOLDER as STREAMS
from portal.rulebook.streams import Stream, Streams, StreamVersion
from portal.text import Label, Text, msg
from portal.vocabulary import LABELS, Province


class _Named(Protocol):
    @property
    def label(self) -> Label: ...


V = TypeVar("V", bound=_Named)

STATES: Mapping[str, Text] = {
    "announced": msg("announced"),
    "open": msg("open"),
    "open_no_draws": msg("open, without rounds"),
    "paused": msg("paused"),
    "suspended": msg("suspended"),
    "closed": msg("closed"),
    "revoked": msg("ended by law"),
    "unknown": msg("not known"),
    "none": msg("no route through Express Entry"),
}


def read(rules: Rulebook, rule_id: str) -> RuleView | None:
    """One rule by its id with its history, newest first; None where there is none."""
    if not rules.has(rule_id):
        return None
    path = rule_id.replace(".", "/") + ".toml"
    for folder, make in _KINDS.items():
        if path.startswith(folder):
            return make(rules, rule_id)
    return _plain(rules, rule_id) if path.startswith(PLAIN) else None


def rule_ids(rules: Rulebook) -> list[str]:
    """The ids of all rules that have a page."""
    known = (*PLAIN, *_KINDS)
    return [
        path.removesuffix(".toml").replace("/", ".")
        for path in rules.paths
        if path.endswith(".toml") and path.startswith(known)
    ]


def _plain(rules: Rulebook, rule_id: str) -> RuleView:
    history = rules.history(rule_id)
    version = partial(_plain_version, occupations=rules.occupations, tests=_tests(history))
    return _view(rules, rule_id, history, version)


def _tests(history: Sequence[Version]) -> dict[str, str]:
    """The names of language tests, where a rule lists them by their keys."""
    return {
        row[each.columns.index("test")]: row[each.columns.index("name")]
        for each in history
        if {"test", "name"} <= set(each.columns)
        for row in each.rows
    }


def _view(
    rules: Rulebook, rule_id: str, history: Sequence[V], version: Callable[[V], VersionView]
) -> RuleView:
    """A rule out of its versions, each read by ``version``."""
    return RuleView(
        id=rule_id,
        group=rule_id.split(".", maxsplit=1)[0],
        label=history[-1].label,
        place=None,
        confirmed_on=_confirmed(rules, rule_id),
        versions=_newest_first(map(version, history)),
    )


def _confirmed(rules: Rulebook, rule_id: str) -> Any:
    path = rule_id.replace(".", "/") + ".toml"
    return read_day(read_toml(rules.file(path), path), "confirmed_on", path)


def _newest_first(versions: Iterable[VersionView]) -> tuple[VersionView, ...]:
    return tuple(versions)[::-1]


def _about(version: Any) -> dict[str, Any]:
    """What versions of every kind have."""
    names = ("from_", "until", "status", "confidence", "source", "also", "note")
    return {"name": getattr(version, "name", "")} | {name: getattr(version, name) for name in names}


def _plain_version(
    version: Version, occupations: Occupations, tests: Mapping[str, str]
) -> VersionView:
    values = dict(version.values)
    if "unconfirmed" in values:
        values["unconfirmed"] = [tests.get(each, each) for each in values["unconfirmed"]]
    if "physician_codes" in values:
        codes = values["physician_codes"]
        values["physician_codes"] = [coded(occupations, "2021", each) for each in codes]
    return VersionView(
        **_about(version),
        facts=tuple(_facts(values)),
        tables=tables(version, occupations),
    )


def _facts(values: Mapping[str, Any], before: str = "") -> Iterator[Fact]:
    for key, value in values.items():
        whole = before + key
        if isinstance(value, Mapping):
            yield from _facts(value, whole + ".")
        else:
            shown = cell(whole if before in ("scale.", "suspected.") else key, value)
            yield Fact(whole, name_of(whole), shown)


def _category(rules: Rulebook, rule_id: str) -> RuleView:
    history = rules.part(Categories)[rule_id.split(".", 1)[1]]

    def version(each: CategoryVersion) -> VersionView:
        criteria = _requirements(rules, each.criteria)
        named = (spec.list_id for spec in each.criteria if spec.list_id)
        return VersionView(
            **_about(each),
            requirements=criteria,
            occupations=tuple(
                row for list_id in named for row in _listed(rules, list_id, each.from_)
            ),
        )

    return _view(rules, rule_id, history, version)


def _requirements(rules: Rulebook, criteria: Iterable[Spec]) -> tuple[Requirement, ...]:
    lists = rules.part(Lists)
    return tuple(
        replace(requirement(each), list_name=lists.history(each.list_id)[-1].label)
        if each.list_id
        else requirement(each)
        for each in criteria
    )


def _listed(rules: Rulebook, list_id: str, day: Any) -> Iterator[OccupationRow]:
    """The occupations of a list on a day."""
    found = [each for each in rules.part(Lists).history(list_id) if each.from_ <= day]
    return _rows(rules, found[-1]) if found else iter(())


def _rows(rules: Rulebook, version: OccupationList) -> Iterator[OccupationRow]:
    for code in sorted(version.codes):
        title = rules.occupations.get(version.edition, code).title
        yield OccupationRow(version.edition, code, title)


def _list(rules: Rulebook, rule_id: str) -> RuleView:
    list_id = read_toml(rules.file(rule_id.replace(".", "/") + ".toml"), rule_id)["id"]
    history = rules.part(Lists).history(list_id)

    def version(each: OccupationList) -> VersionView:
        return VersionView(**_about(each), occupations=tuple(_rows(rules, each)))

    return _view(rules, rule_id, history, version)


def _stream(rules: Rulebook, rule_id: str) -> RuleView:
    streams: Iterable[Stream] = rules.part(Streams).values()
    stream = next(each for each in streams if each.rule_id == rule_id)

    def version(each: StreamVersion) -> VersionView:
        return VersionView(**_about(each), requirements=_requirements(rules, each.criteria))

    return RuleView(
        id=rule_id,
        group="streams",
        label=stream.name,
        place=LABELS[Province][stream.province],
        confirmed_on=stream.confirmed_on,
        versions=_newest_first(map(version, stream.versions)),
        states=tuple(
            StateView(
                state=each.state,
                words=STATES[each.state],
                from_=each.from_,
                until=each.until,
                start_unknown=each.start_unknown,
                confidence=each.confidence,
                source=each.source,
                note=each.note,
            )
            for each in reversed(stream.statuses)
        ),
    )


def _grid(rules: Rulebook, rule_id: str) -> RuleView:
    grid_id = read_toml(rules.file(rule_id.replace(".", "/") + ".toml"), rule_id)["id"]
    history = rules.part(Grids).history(grid_id)

    def version(each: Grid) -> VersionView:
        facts = [Fact("max", msg("Most points"), each.max)]
        if each.pass_mark is not None:
            facts.append(Fact("pass_mark", msg("Pass mark"), each.pass_mark))
        return VersionView(
            **_about(each),
            facts=tuple(facts),
            tables=factor_tables(each),
        )

    return _view(rules, rule_id, history, version)


def _proposal(rules: Rulebook, rule_id: str) -> RuleView:
    """What is only proposed: each change, each step so far, what a new class would ask."""
    history = rules.part(Proposals)[rule_id.split(".", 1)[1]]

    def version(each: Proposal) -> VersionView:
        changes = [
            Fact(change.line, rules.history(change.line)[-1].label, change.what)
            for change in each.changes
        ]
        steps = [Fact("event", msg("%(day)s", day=step.on), step.what) for step in each.events]
        return VersionView(
            **_about(each),
            facts=(*changes, *steps, Fact("class", each.class_.label, each.class_.note)),
            requirements=_requirements(rules, each.criteria),
        )

    return _view(rules, rule_id, history, version)


_KINDS: Mapping[str, Callable[[Rulebook, str], RuleView]] = {
    CATEGORIES: _category,
    LISTS: _list,
    STREAMS: _stream,
    GRIDS: _grid,
    PROPOSALS: _proposal,
}
