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
from portal.rulebook.crosscheck import found as together
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
from portal.text import Text, msg, render


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
    """Every fault of a rulebook, one English sentence each; empty when it is sound."""
    return [render(each) for each in faults(rules)]


def faults(rules: Rulebook) -> list[Text]:
    """Every fault of a rulebook, one sentence each; empty when it is sound."""
    found: list[Text] = []
    for prove in (_plain, _typed, _occupations, _codes, _points, _charts, _funds, _high_wage):
        found += _caught(prove, rules)
    found += [each for each in _caught(together, rules) if each not in found]
    return found


def plain_rules(rules: Rulebook) -> list[str]:
    """The ids of the plain dated tables."""
    return [
        path.removesuffix(".toml").replace("/", ".")
        for path in rules.paths
        if path.startswith(PLAIN) and path.endswith(".toml")
    ]


def _caught(prove: Callable[[Rulebook], Iterable[Text]], rules: Rulebook) -> list[Text]:
    found: list[Text] = []
    try:
        found.extend(prove(rules))
    except RulebookError as fault:
        found.append(fault.words)
    except (KeyError, ValueError, LookupError, TypeError, AttributeError) as fault:
        found.append(
            msg(
                "%(found)s: %(name)s: %(fault)s",
                found=str(prove.__name__.strip("_")),
                name=str(type(fault).__name__),
                fault=str(fault),
            )
        )
    return found


# --- files ------------------------------------------------------------------------------


def _plain(rules: Rulebook) -> Iterator[Text]:
    for path in rules.paths:
        if path.endswith(".toml") and not path.startswith(PLAIN + TYPED):
            yield msg(
                "%(path)s: no such kind of rule. Put it under one of %(found)s.",
                path=path,
                found=str([*PLAIN, *TYPED]),
            )
    for rule_id in plain_rules(rules):
        try:
            history = rules.history(rule_id)
        except RulebookError as fault:
            yield fault.words
            continue
        if (
            rule_id.startswith(("crs.", "language.", "programs.", "funds."))
            and rule_id not in LATER
            and history[0].from_ > FIRST_DAY
        ):
            yield msg(
                "%(rule_id)s: no version from %(first_day)s to %(from_)s.",
                rule_id=rule_id,
                first_day=str(FIRST_DAY),
                from_=str(history[0].from_),
            )
        yield from _statuses(rule_id, history)
        for version in history:
            yield from _cited(rule_id, version.from_, version.source)
            if not version.rows and not version.values:
                yield msg(
                    "%(rule_id)s, %(from_)s: neither rows nor values.",
                    rule_id=rule_id,
                    from_=str(version.from_),
                )
            keys = [row[0] if rule_id.count(".") < 2 else row[:1] for row in version.rows]
            if not _charted(version) and len({str(key) for key in keys}) != len(keys):
                yield msg(
                    "%(rule_id)s, %(from_)s: a row stands there twice.",
                    rule_id=rule_id,
                    from_=str(version.from_),
                )


def _statuses(rule_id: str, history: tuple[Version, ...]) -> Iterator[Text]:
    """Statuses that the engine knows for a table; a figure that is not known is never guessed."""
    before: Version | None = None
    for version in history:
        place = f"{rule_id}, {version.from_}"
        allowed = ["in_force"]
        allowed += ["expected"] if rule_id.startswith("crs.") else []
        allowed += ["unknown"] if rule_id.startswith("funds.") else []
        if version.status not in allowed:
            yield msg(
                "%(place)s: status %(status)s. Write one of %(allowed)s.",
                place=place,
                status=repr(version.status),
                allowed=str(allowed),
            )
        figures = (version.columns, version.rows, version.values)
        if version.status == "expected" and before is not None:
            known = (before.columns, before.rows, before.values)
            if before.status == "in_force" and figures != known:
                yield msg(
                    "%(place)s: expected, so its figures are those before it until they are known.",
                    place=place,
                )
        before = version


def _charted(version: Version) -> bool:
    return version.columns[:1] == ("ability",)


def _cited(place: str, from_: date, source: Source) -> Iterator[Text]:
    if not source.title.strip():
        yield msg("%(place)s, %(from_)s: the source has no title.", place=place, from_=str(from_))
    if not source.url.startswith(("https://", "http://")):
        yield msg(
            "%(place)s, %(from_)s: %(url)s is no address of a source.",
            place=place,
            from_=str(from_),
            url=repr(source.url),
        )


def _typed(rules: Rulebook) -> Iterator[Text]:
    for rule_id, from_, source in _sources(rules):
        yield from _cited(rule_id, from_, source)
    rounds = rules.part(Rounds)
    if not rounds.federal or not rounds.provincial:
        yield msg("rounds: a list of rounds is empty.")
    if len(rules.part(RoundRules).all) != len(rounds.provincial):
        yield msg("rounds: a provincial round has no rule.")
    days = [each.as_on for each in rules.part(Pool).days]
    if any(one >= two for one, two in pairwise(days)):
        yield msg("pool_distribution.csv: write each day once, sorted.")


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


def _occupations(rules: Rulebook) -> Iterator[Text]:
    known = rules.occupations
    for step in known.concordance:
        for edition, code in (("2016", step.code_2016), ("2021", step.code_2021)):
            if not known.exists(edition, code):
                yield msg(
                    "noc_concordance.csv: %(code)s is no NOC %(edition)s code.",
                    code=repr(code),
                    edition=str(edition),
                )
    for row in known.title_rows():
        if not known.exists("2021", row.code):
            yield msg(
                "noc_titles: %(code)s is no NOC 2021 code (%(title)s).",
                code=repr(row.code),
                title=row.title,
            )


def _codes(rules: Rulebook) -> Iterator[Text]:
    """Codes, groups and levels that the program rules name."""
    known = rules.occupations
    for version in rules.history("programs.canadian_work"):
        for code in version.values.get("physician_codes", ()):
            if not known.exists("2021", code):
                yield msg(
                    "%(id)s, %(from_)s: %(code)s is no NOC 2021 code.",
                    id=version.id,
                    from_=str(version.from_),
                    code=repr(code),
                )
    for version in rules.history("programs.fst_trades"):
        codes = [each.code for each in known.all(version.values["edition"])]
        for group in (*version.values["groups"], *version.values["except"]):
            if not any(code.startswith(group) for code in codes):
                yield msg(
                    "%(id)s, %(from_)s: no unit group begins with %(group)s.",
                    id=version.id,
                    from_=str(version.from_),
                    group=repr(group),
                )
    for version in rules.history("programs.skilled_occupation"):
        levels = {each.level for each in known.all(version.values["edition"])}
        if not set(version.values["levels"]) <= levels:
            yield msg(
                "%(id)s, %(from_)s: a level the edition does not have.",
                id=version.id,
                from_=str(version.from_),
            )
    for version in rules.history("programs.cec.requirements"):
        skilled = rules.table("programs.skilled_occupation", on=version.from_).values
        groups = [*version.values["high_group"], *version.values["low_group"]]
        if version.values["edition"] != skilled["edition"] or groups != skilled["levels"]:
            yield msg(
                "%(id)s, %(from_)s: other levels than programs.skilled_occupation.",
                id=version.id,
                from_=str(version.from_),
            )


# --- figures ----------------------------------------------------------------------------


def _points(rules: Rulebook) -> Iterator[Text]:
    yield from points_faults(rules)


def _high_wage(rules: Rulebook) -> Iterator[Text]:
    yield from high_wage_faults(rules)


def _charts(rules: Rulebook) -> Iterator[Text]:
    for rule_id in plain_rules(rules):
        for version in rules.history(rule_id):
            if _charted(version):
                yield from chart_faults(version)


def _funds(rules: Rulebook) -> Iterator[Text]:
    yield from funds_faults(rules)
