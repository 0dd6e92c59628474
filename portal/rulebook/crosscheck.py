"""Do streams, categories, lists, grids and rounds fit together? For ``portal rules check``.

Reading a file already refuses what its own format does not allow; here stands what
only several files together can show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from portal.rulebook.book import Rulebook
from portal.rulebook.categories import Categories
from portal.rulebook.criteria import Spec
from portal.rulebook.grids import Grids
from portal.rulebook.lists import Lists
from portal.rulebook.pool import Pool
from portal.rulebook.proposals import Proposals
from portal.rulebook.round_rules import RoundRules
from portal.rulebook.rounds import ProvincialRound, Rounds
from portal.rulebook.schema import NotInForce, RulebookError
from portal.rulebook.streams import Streams
from portal.vocabulary import Province


def faults(rules: Rulebook) -> list[str]:
    """Every fault found, one line each; empty where all is well."""
    found: list[str] = []
    for check in (_streams, _categories, _proposals, _lists, _federal, _provincial, _pool):
        try:
            found += check(rules)
        except (RulebookError, NotInForce) as refused:
            found.append(str(refused))
    return found


def _exists(look: Callable[[], object]) -> bool:
    try:
        look()
    except (RulebookError, NotInForce):
        return False
    return True


def _criteria(rules: Rulebook, place: str, specs: tuple[Spec, ...], day: date) -> Iterator[str]:
    lists, grids = rules.part(Lists), rules.part(Grids)
    for spec in specs:
        list_id = spec.list_id
        if list_id is not None and not _exists(partial(lists.on, list_id, day)):
            yield f"{place}, {spec.id}: no list {list_id!r} in force on {day}."
        grid_id = spec.values.get("grid")
        if grid_id is not None and not _exists(partial(grids.history, grid_id)):
            yield f"{place}, {spec.id}: no grid {grid_id!r}."
        edition = spec.values.get("edition", "2021")
        for code in spec.values.get("codes", ()):
            if not rules.occupations.exists(edition, code):
                yield f"{place}, {spec.id}: {code!r} is no NOC {edition} code."


def _streams(rules: Rulebook) -> Iterator[str]:
    streams = rules.part(Streams)
    for missing in {each.value for each in Province} - {each.province for each in streams.values()}:
        yield f"streams/: {missing} has no file. Write one that says why there is none."
    for stream in streams.values():
        first = stream.statuses[0].from_
        if stream.versions[0].from_ > first:
            yield (
                f"{stream.rule_id}: open since {first}, but its first criteria are of"
                f" {stream.versions[0].from_}. Write a version that says what is unknown."
            )
        for version in stream.versions:
            yield from _criteria(rules, stream.rule_id, version.criteria, version.from_)


def _categories(rules: Rulebook) -> Iterator[str]:
    for history in rules.part(Categories).values():
        for version in history:
            ended = version.status == "ended"
            if ended == bool(version.criteria):
                yield f"{version.rule_id}, {version.from_}: criteria stand where none can, or lack."
            yield from _criteria(rules, version.rule_id, version.criteria, version.from_)


def _proposals(rules: Rulebook) -> Iterator[str]:
    for history in rules.part(Proposals).values():
        for version in history:
            yield from _criteria(rules, version.rule_id, version.criteria, version.from_)
            for change in version.changes:
                if not any(each.status != "proposed" for each in rules.history(change.line)):
                    yield f"{version.rule_id}: {change.line} was never law."


def _lists(rules: Rulebook) -> Iterator[str]:
    lists, streams = rules.part(Lists), rules.part(Streams)
    categories = rules.part(Categories)
    for list_id in lists.ids:
        for version in lists.history(list_id):
            for user in version.used_by:
                name = user.removeprefix("category.")
                if user not in streams and name not in categories:
                    yield f"{version.rule_id}, used_by: nothing is called {user!r}."


def _federal(rules: Rulebook) -> Iterator[str]:
    categories = rules.part(Categories)
    for row in rules.part(Rounds).federal:
        if row.category and row.category not in categories:
            yield f"{row.id}: no category {row.category!r}."
        elif row.category and categories.on(row.category, row.day) is None:
            yield f"{row.id}: the category {row.category} was not in force on {row.day}."
        if row.tie_break is not None and row.tie_break > row.at and row.instant is not None:
            yield f"{row.id}: its tie-break {row.tie_break} lies after the round."


def _provincial(rules: Rulebook) -> Iterator[str]:
    streams, lists = rules.part(Streams), rules.part(Lists)
    for asked in rules.part(RoundRules).all:
        row = asked.row
        if row.stream not in streams:
            yield f"{row.id}: no stream {row.stream!r}."
        elif streams[row.stream].province != row.province:
            yield f"{row.id}: {row.stream} is no stream of {row.province}."
        for version in asked.lists:
            if not version.codes:
                yield f"{row.id}: the list {version.id} was not in force on {row.on}."
        for code in row.codes:
            if not lists.occupations.exists(row.edition, code):
                yield f"{row.id}: {code!r} is no NOC {row.edition} code."
        yield from _window(row)


def _window(row: ProvincialRound) -> Iterator[str]:
    if row.profile_from and row.profile_to and row.profile_to < row.profile_from:
        yield f"{row.id}: its window ends ({row.profile_to}) before it starts."


def _pool(rules: Rulebook) -> Iterator[str]:
    for day in rules.part(Pool).days:
        if day.bands[0].high != MOST or day.bands[-1].low != 0:
            yield f"pool_distribution.csv, {day.as_on}: the bands do not run from 0 to {MOST}."


MOST = 1200  # no CRS score is higher
