"""The search people use: hits with what matched and why, in either edition."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from portal.rulebook import Rulebook, load
from portal.rulebook.occupations import Occupation, Occupations
from portal.search.index import Title, TitleLines, index_for
from portal.search.query import Found, Search
from portal.search.words import fold
from portal.text import Label, Text, msg

LONGEST_QUERY = 200  # characters; what follows says nothing more about a job
LEAST_SCORE = 0.18  # below this a title has next to nothing of the query
_CODE = re.compile(r"(?:noc|cnp)?\s*(\d{4,5})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit group that may be meant.

    ``title`` is the name that matched, as published (French ones carry both
    genders), ``matched`` what kind of name it is; ``unit_title`` is the unit
    group's own. ``teer`` is None in NOC 2016, ``skill_level`` in NOC 2021.
    """

    code: str
    version: str
    title: str
    unit_title: Label
    teer: int | None
    skill_level: str | None
    matched: Literal["unit", "example", "alias", "code"]
    because: Text


@dataclass(frozen=True, slots=True)
class _Room:
    occupations: Occupations
    lines: TitleLines
    search: Search


def _room(rules: Rulebook) -> _Room:
    lines = TitleLines(rules)
    return _Room(rules.occupations, lines, Search(index_for(rules), lines))


def search(
    query: str,
    *,
    limit: int = 5,
    edition: str = "2021",
    lang: str | None = None,
    rules: Rulebook | None = None,
) -> list[Hit]:
    """Unit groups for a free-text job title or a code, best first, at most ``limit``.

    ``lang`` (en, fr) prefers names of that language among equals; both are always
    searched. Empty for a query of which nothing is known. Raises KeyError for an
    edition without titles.
    """
    room = (rules or load()).part(_room)
    query = query[:LONGEST_QUERY].strip()
    code = _CODE.fullmatch(query)
    if code is not None:
        return _by_code(room.occupations, code[1], edition)[:limit]
    found = [each for each in room.search.find(query, lang) if each.score >= LEAST_SCORE]
    if edition == "2016":
        return _in_2016(room, query, found)[:limit]
    if edition != "2021":
        raise KeyError(f"no titles of NOC {edition}")
    return [
        _hit(
            room.occupations.get("2021", each.code),
            room.lines.title(each.row),
            _because(room.lines.title(each.row)),
        )
        for each in found[:limit]
    ]


def _hit(group: Occupation, title: Title, because: Text) -> Hit:
    return Hit(
        group.code,
        group.version,
        title.text,
        group.title,
        group.teer,
        group.skill_level,
        title.kind,
        because,
    )


def _because(title: Title) -> Text:
    if title.kind == "alias":
        return msg(
            "“%(name)s” is another name for “%(title)s”", name=title.text, title=title.same_as
        )
    if title.kind == "unit":
        return msg("the unit group is called “%(title)s”", title=title.text)
    return msg("“%(title)s” is an example title of this unit group", title=title.text)


def _in_2016(room: _Room, query: str, found: Iterable[Found]) -> list[Hit]:
    """The old codes that the new ones came from; among several, the likelier name first."""
    best: dict[str, tuple[float, Found]] = {}
    folded = fold(query)
    for each in list(found)[:20]:
        for step in room.occupations.predecessors(each.code):
            name = room.occupations.get("2016", step.code_2016).title.en
            likeness = fuzz.token_set_ratio(folded, fold(name)) / 100
            score = each.score * (0.9 + 0.1 * likeness) * (0.97 if step.successor == "part" else 1)
            if step.code_2016 not in best or score > best[step.code_2016][0]:
                best[step.code_2016] = (score, each)
    ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
    hits = []
    for code, (_, each) in ordered:
        title = room.lines.title(each.row)
        because = msg(
            "“%(title)s” is in NOC 2021 %(code)s, which came from here",
            title=title.text,
            code=title.code,
        )
        hits.append(_hit(room.occupations.get("2016", code), title, because))
    return hits


def _by_code(occupations: Occupations, code: str, edition: str) -> list[Hit]:
    """The unit group of a code, or what it became or was in the edition asked for."""
    version = "2016" if len(code) == 4 else "2021"
    if not occupations.exists(version, code):
        return []
    if version == edition:
        group = occupations.get(version, code)
        because = msg("%(code)s is its code in NOC %(edition)s", code=code, edition=version)
        return [_coded(group, because)]
    return [
        _coded(
            occupations.get(edition, each),
            msg("all of NOC %(edition)s %(code)s is here", edition=version, code=code)
            if certain
            else msg("part of NOC %(edition)s %(code)s is here", edition=version, code=code),
        )
        for each, certain in occupations.translate(version, code, edition)
    ]


def _coded(group: Occupation, because: Text) -> Hit:
    return Hit(
        group.code,
        group.version,
        group.title.en,
        group.title,
        group.teer,
        group.skill_level,
        "code",
        because,
    )
