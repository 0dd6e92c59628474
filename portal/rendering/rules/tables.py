"""The tables of a plain rule: neighbours that give the same become one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from portal.rendering.rules.shape import Row, Table
from portal.rendering.rules.words import cell, heading, keyed
from portal.rulebook.occupations import Occupations
from portal.rulebook.schema import Version
from portal.text import Text, msg
from portal.vocabulary import LABELS, Ability

# Keys of rows that follow each other; rows of others stand for themselves.
_COUNTED = frozenset({"age", "clb", "years", "family_size"})

CODE = "noc"  # the column of a table by occupation
HIDDEN = frozenset({"test"})  # a test's key beside its name


def tables(version: Version, occupations: Occupations) -> tuple[Table, ...]:
    """What the version's rows say, as one table; empty without rows."""
    if not version.rows:
        return ()
    if version.columns == ("ability", "clb", "at_least"):
        return (_chart(version),)
    columns = tuple(each for each in version.columns if each not in HIDDEN)
    headings = tuple(heading(each, last=at == len(columns) - 1) for at, each in enumerate(columns))
    by_code = columns[0] == CODE
    rows = _of_codes(version, occupations, columns) if by_code else _rows(version, columns)
    return (Table(None, headings, columns, tuple(rows)),)


def coded(occupations: Occupations, edition: str, code: str) -> Text | str:
    """A NOC code with the title of its unit group; the bare code where the edition has none."""
    if not occupations.exists(edition, code):
        return code
    return msg("%(code)s %(title)s", code=code, title=occupations.get(edition, code).title)


def _of_codes(
    version: Version, occupations: Occupations, columns: tuple[str, ...]
) -> Iterator[Row]:
    """The rows of a table by NOC code, each with the title of its unit group."""
    edition = str(version.values.get("edition", ""))
    for row in _rows(version, columns):
        known = edition if occupations.exists(edition, row.first) else ""
        title = coded(occupations, edition, row.first)
        yield replace(row, cells=(title, *row.cells[1:]), edition=known)


def _rows(version: Version, columns: tuple[str, ...]) -> Iterator[Row]:
    runs: list[list[tuple[Any, ...]]] = []
    places = [version.columns.index(each) for each in columns]
    key = columns[0]
    for whole in version.rows:
        row = tuple(whole[at] for at in places)
        before = runs[-1][-1] if runs else None
        joins = key in _COUNTED and before is not None and row[0] == before[0] + 1
        if joins and before is not None and row[1:] == before[1:]:
            runs[-1].append(row)
        else:
            runs.append([row])
    for at, run in enumerate(runs):
        first, last = run[0][0], run[-1][0]
        rest = zip(columns[1:], run[0][1:], strict=True)
        yield Row(
            first,
            last,
            (
                keyed(key, first, last, final=at == len(runs) - 1),
                *(cell(column, value) for column, value in rest),
            ),
        )


def _chart(version: Version) -> Table:
    """A language chart: a row for each level, a column for each ability."""
    marks: dict[int, dict[str, Any]] = {}
    for ability, level, least in version.rows:
        marks.setdefault(level, {})[ability] = cell("at_least", least)
    abilities: Sequence[str] = [each.value for each in Ability]
    levels = sorted(marks, reverse=True)
    return Table(
        msg("Least score for each level"),
        (msg("Level (CLB or NCLC)"), *(LABELS[Ability][each] for each in abilities)),
        ("clb", *abilities),
        tuple(
            Row(
                level,
                level,
                (
                    msg("%(least)s or more", least=level) if at == 0 else level,
                    *(marks[level].get(each, "") for each in abilities),
                ),
            )
            for at, level in enumerate(levels)
        ),
    )
