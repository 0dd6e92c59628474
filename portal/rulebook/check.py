"""Proof of a rulebook: every file read by its own strict reader, and figures that must agree.

A table of points says its own maximum twice (row by row, and in the ceilings), a
chart must climb, a funds table keeps the proportions of the cut-off it is half of.
What does not agree was mistyped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Protocol

from portal.rulebook.book import Rulebook
from portal.rulebook.categories import Categories
from portal.rulebook.crosscheck import faults as together
from portal.rulebook.figures import chart_faults, funds_faults, points_faults
from portal.rulebook.grids import Grids
from portal.rulebook.high_wage import high_wage_faults
from portal.rulebook.lists import Lists
from portal.rulebook.pool import Pool
from portal.rulebook.proposals import Proposals
from portal.rulebook.round_rules import RoundRules
from portal.rulebook.rounds import Rounds
from portal.rulebook.schema import RulebookError, Source, Version, read_toml
from portal.rulebook.streams import Streams


class _Sourced(Protocol):
    @property
    def rule_id(self) -> str: ...

    @property
    def from_(self) -> date: ...

    @property
    def source(self) -> Source: ...


FIRST_DAY = date(2015, 1, 1)
# Folders whose files are plain dated tables.
PLAIN = ("crs/", "language/", "programs/", "funds/", "process/", "rounds/")
TYPED = ("occupation_lists/", "categories/", "streams/", "grids/", "proposals/")
# Rules that began later than Express Entry.
LATER = ("crs.additional.high_wage", "language.pte_core", "language.tef_canada_699")


def check(rules: Rulebook) -> list[str]:
    """Every fault of a rulebook, one sentence each; empty when it is sound."""
    faults: list[str] = []
    for prove in (_plain, _typed, _occupations, _codes, _points, _charts, _funds, _high_wage):
        faults += _caught(prove, rules)
    faults += [each for each in _caught(together, rules) if each not in faults]
    return faults


def plain_rules(rules: Rulebook) -> list[str]:
    """The ids of the plain dated tables."""
    return [
        path.removesuffix(".toml").replace("/", ".")
        for path in rules.paths
        if path.startswith(PLAIN) and path.endswith(".toml")
    ]


def _caught(prove: Callable[[Rulebook], Iterable[str]], rules: Rulebook) -> list[str]:
    found: list[str] = []
    try:
        found.extend(prove(rules))
    except RulebookError as fault:
        found.append(str(fault))
    except (KeyError, ValueError, LookupError, TypeError, AttributeError) as fault:
        found.append(f"{prove.__name__.strip('_')}: {type(fault).__name__}: {fault}")
    return found


# --- files ------------------------------------------------------------------------------


def _plain(rules: Rulebook) -> Iterator[str]:
    for path in rules.paths:
        if path.endswith(".toml") and not path.startswith(PLAIN + TYPED):
            yield f"{path}: no such kind of rule. Put it under one of {[*PLAIN, *TYPED]}."
    for rule_id in plain_rules(rules):
        try:
            history = rules.history(rule_id)
        except RulebookError as fault:
            yield str(fault)
            continue
        if (
            rule_id.startswith(("crs.", "language.", "programs.", "funds."))
            and rule_id not in LATER
            and history[0].from_ > FIRST_DAY
        ):
            yield f"{rule_id}: no version from {FIRST_DAY} to {history[0].from_}."
        yield from _statuses(rule_id, history)
        for version in history:
            yield from _cited(rule_id, version.from_, version.source)
            if not version.rows and not version.values:
                yield f"{rule_id}, {version.from_}: neither rows nor values."
            keys = [row[0] if rule_id.count(".") < 2 else row[:1] for row in version.rows]
            if not _charted(version) and len({str(key) for key in keys}) != len(keys):
                yield f"{rule_id}, {version.from_}: a row stands there twice."


def _statuses(rule_id: str, history: tuple[Version, ...]) -> Iterator[str]:
    """Statuses that the engine knows for a table; a figure that is not known is never guessed."""
    before: Version | None = None
    for version in history:
        place = f"{rule_id}, {version.from_}"
        allowed = ["in_force"]
        allowed += ["expected"] if rule_id.startswith("crs.") else []
        allowed += ["unknown"] if rule_id.startswith("funds.") else []
        if version.status not in allowed:
            yield f"{place}: status {version.status!r}. Write one of {allowed}."
        figures = (version.columns, version.rows, version.values)
        if version.status == "expected" and before is not None:
            known = (before.columns, before.rows, before.values)
            if before.status == "in_force" and figures != known:
                yield f"{place}: expected, so its figures are those before it until they are known."
        before = version


def _charted(version: Version) -> bool:
    return version.columns[:1] == ("ability",)


def _cited(place: str, from_: date, source: Source) -> Iterator[str]:
    if not source.title.strip():
        yield f"{place}, {from_}: the source has no title."
    if not source.url.startswith(("https://", "http://")):
        yield f"{place}, {from_}: {source.url!r} is no address of a source."


def _typed(rules: Rulebook) -> Iterator[str]:
    for rule_id, from_, source in _sources(rules):
        yield from _cited(rule_id, from_, source)
    rounds = rules.part(Rounds)
    if not rounds.federal or not rounds.provincial:
        yield "rounds: a list of rounds is empty."
    if len(rules.part(RoundRules).all) != len(rounds.provincial):
        yield "rounds: a provincial round has no rule."
    days = [each.as_on for each in rules.part(Pool).days]
    if any(one >= two for one, two in pairwise(days)):
        yield "pool_distribution.csv: write each day once, sorted."


def _sources(rules: Rulebook) -> Iterator[tuple[str, date, Source]]:
    """The source of every version of every stream, category, list and grid, all of them read."""
    for stream in rules.part(Streams).values():
        for stood in stream.statuses:
            yield stream.rule_id, stood.from_, stood.source
        for asked in stream.versions:
            yield stream.rule_id, asked.from_, asked.source
    lists, grids = rules.part(Lists), rules.part(Grids)
    grid_ids = [grid_id(rules, path) for path in rules.paths if path.startswith("grids/")]
    histories: tuple[tuple[_Sourced, ...], ...] = (
        *rules.part(Categories).values(),
        *rules.part(Proposals).values(),
        *(lists.history(list_id) for list_id in lists.ids),
        *(grids.history(each) for each in grid_ids),
    )
    for history in histories:
        for version in history:
            yield version.rule_id, version.from_, version.source


def grid_id(rules: Rulebook, path: str) -> str:
    """The id a grid's file gives itself."""
    return str(read_toml(rules.file(path), path).get("id", ""))


# --- codes ------------------------------------------------------------------------------


def _occupations(rules: Rulebook) -> Iterator[str]:
    known = rules.occupations
    for step in known.concordance:
        for edition, code in (("2016", step.code_2016), ("2021", step.code_2021)):
            if not known.exists(edition, code):
                yield f"noc_concordance.csv: {code!r} is no NOC {edition} code."
    for row in known.title_rows():
        if not known.exists("2021", row.code):
            yield f"noc_titles: {row.code!r} is no NOC 2021 code ({row.title})."


def _codes(rules: Rulebook) -> Iterator[str]:
    """Codes, groups and levels that the program rules name."""
    known = rules.occupations
    for version in rules.history("programs.canadian_work"):
        for code in version.values.get("physician_codes", ()):
            if not known.exists("2021", code):
                yield f"{version.id}, {version.from_}: {code!r} is no NOC 2021 code."
    for version in rules.history("programs.fst_trades"):
        codes = [each.code for each in known.all(version.values["edition"])]
        for group in (*version.values["groups"], *version.values["except"]):
            if not any(code.startswith(group) for code in codes):
                yield f"{version.id}, {version.from_}: no unit group begins with {group!r}."
    for version in rules.history("programs.skilled_occupation"):
        levels = {each.level for each in known.all(version.values["edition"])}
        if not set(version.values["levels"]) <= levels:
            yield f"{version.id}, {version.from_}: a level the edition does not have."
    for version in rules.history("programs.cec.requirements"):
        skilled = rules.table("programs.skilled_occupation", on=version.from_).values
        groups = [*version.values["high_group"], *version.values["low_group"]]
        if version.values["edition"] != skilled["edition"] or groups != skilled["levels"]:
            yield f"{version.id}, {version.from_}: other levels than programs.skilled_occupation."


# --- figures ----------------------------------------------------------------------------


def _points(rules: Rulebook) -> Iterator[str]:
    yield from points_faults(rules)


def _high_wage(rules: Rulebook) -> Iterator[str]:
    yield from high_wage_faults(rules)


def _charts(rules: Rulebook) -> Iterator[str]:
    for rule_id in plain_rules(rules):
        for version in rules.history(rule_id):
            if _charted(version):
                yield from chart_faults(version)


def _funds(rules: Rulebook) -> Iterator[str]:
    yield from funds_faults(rules)
