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
from portal.text import Text, msg, render
from portal.vocabulary import Province


def faults(rules: Rulebook) -> list[str]:
    """Every fault found, one English line each; empty where all is well."""
    return [render(each) for each in found(rules)]


def found(rules: Rulebook) -> list[Text]:
    """Every fault found, one sentence each."""
    made: list[Text] = []
    for check in (_streams, _categories, _proposals, _lists, _federal, _provincial, _pool):
        try:
            made += check(rules)
        except (RulebookError, NotInForce) as refused:
            made.append(refused.words)
    return made


def _exists(look: Callable[[], object]) -> bool:
    try:
        look()
    except (RulebookError, NotInForce):
        return False
    return True


def _criteria(rules: Rulebook, place: str, specs: tuple[Spec, ...], day: date) -> Iterator[Text]:
    lists, grids = rules.part(Lists), rules.part(Grids)
    for spec in specs:
        list_id = spec.list_id
        if list_id is not None and not _exists(partial(lists.on, list_id, day)):
            yield msg(
                "%(place)s, %(id)s: no list %(list_id)s in force on %(day)s.",
                place=place,
                id=spec.id,
                list_id=repr(list_id),
                day=str(day),
            )
        grid_id = spec.values.get("grid")
        if grid_id is not None and not _exists(partial(grids.history, grid_id)):
            yield msg(
                "%(place)s, %(id)s: no grid %(grid_id)s.",
                place=place,
                id=spec.id,
                grid_id=repr(grid_id),
            )
        edition = spec.values.get("edition", "2021")
        for code in spec.values.get("codes", ()):
            if not rules.occupations.exists(edition, code):
                yield msg(
                    "%(place)s, %(id)s: %(code)s is no NOC %(edition)s code.",
                    place=place,
                    id=spec.id,
                    code=repr(code),
                    edition=str(edition),
                )


def _streams(rules: Rulebook) -> Iterator[Text]:
    streams = rules.part(Streams)
    for missing in {each.value for each in Province} - {each.province for each in streams.values()}:
        yield msg(
            "streams/: %(missing)s has no file. Write one that says why there is none.",
            missing=str(missing),
        )
    for stream in streams.values():
        first = stream.statuses[0].from_
        if stream.versions[0].from_ > first:
            yield (
                msg(
                    "%(rule_id)s: open since %(first)s, but its first criteria are of %(from_)s."
                    " Write a version that says what is unknown.",
                    rule_id=stream.rule_id,
                    first=str(first),
                    from_=str(stream.versions[0].from_),
                )
            )
        for version in stream.versions:
            yield from _criteria(rules, stream.rule_id, version.criteria, version.from_)


def _categories(rules: Rulebook) -> Iterator[Text]:
    for history in rules.part(Categories).values():
        for version in history:
            ended = version.status == "ended"
            if ended == bool(version.criteria):
                yield msg(
                    "%(rule_id)s, %(from_)s: criteria stand where none can, or lack.",
                    rule_id=version.rule_id,
                    from_=str(version.from_),
                )
            yield from _criteria(rules, version.rule_id, version.criteria, version.from_)


def _proposals(rules: Rulebook) -> Iterator[Text]:
    for history in rules.part(Proposals).values():
        for version in history:
            yield from _criteria(rules, version.rule_id, version.criteria, version.from_)
            for change in version.changes:
                if not any(each.status != "proposed" for each in rules.history(change.line)):
                    yield msg(
                        "%(rule_id)s: %(line)s was never law.",
                        rule_id=version.rule_id,
                        line=str(change.line),
                    )


def _lists(rules: Rulebook) -> Iterator[Text]:
    lists, streams = rules.part(Lists), rules.part(Streams)
    categories = rules.part(Categories)
    for list_id in lists.ids:
        for version in lists.history(list_id):
            for user in version.used_by:
                name = user.removeprefix("category.")
                if user not in streams and name not in categories:
                    yield msg(
                        "%(rule_id)s, used_by: nothing is called %(user)s.",
                        rule_id=version.rule_id,
                        user=repr(user),
                    )


def _federal(rules: Rulebook) -> Iterator[Text]:
    categories = rules.part(Categories)
    for row in rules.part(Rounds).federal:
        if row.category and row.category not in categories:
            yield msg("%(id)s: no category %(category)s.", id=row.id, category=repr(row.category))
        elif row.category and categories.on(row.category, row.day) is None:
            yield msg(
                "%(id)s: the category %(category)s was not in force on %(day)s.",
                id=row.id,
                category=row.category,
                day=str(row.day),
            )
        if row.tie_break is not None and row.tie_break > row.at and row.instant is not None:
            yield msg(
                "%(id)s: its tie-break %(tie_break)s lies after the round.",
                id=row.id,
                tie_break=str(row.tie_break),
            )


def _provincial(rules: Rulebook) -> Iterator[Text]:
    streams, lists = rules.part(Streams), rules.part(Lists)
    for asked in rules.part(RoundRules).all:
        row = asked.row
        if row.stream not in streams:
            yield msg("%(id)s: no stream %(stream)s.", id=row.id, stream=repr(row.stream))
        elif streams[row.stream].province != row.province:
            yield msg(
                "%(id)s: %(stream)s is no stream of %(province)s.",
                id=row.id,
                stream=row.stream,
                province=row.province,
            )
        for version in asked.lists:
            if not version.codes:
                yield msg(
                    "%(id)s: the list %(id2)s was not in force on %(on)s.",
                    id=row.id,
                    id2=version.id,
                    on=str(row.on),
                )
        for code in row.codes:
            if not lists.occupations.exists(row.edition, code):
                yield msg(
                    "%(id)s: %(code)s is no NOC %(edition)s code.",
                    id=row.id,
                    code=repr(code),
                    edition=str(row.edition),
                )
        yield from _window(row)


def _window(row: ProvincialRound) -> Iterator[Text]:
    if row.profile_from and row.profile_to and row.profile_to < row.profile_from:
        yield msg(
            "%(id)s: its window ends (%(profile_to)s) before it starts.",
            id=row.id,
            profile_to=str(row.profile_to),
        )


def _pool(rules: Rulebook) -> Iterator[Text]:
    for day in rules.part(Pool).days:
        if day.bands[0].high != MOST or day.bands[-1].low != 0:
            yield msg(
                "pool_distribution.csv, %(as_on)s: the bands do not run from 0 to %(most)s.",
                as_on=str(day.as_on),
                most=str(MOST),
            )


MOST = 1200  # no CRS score is higher
