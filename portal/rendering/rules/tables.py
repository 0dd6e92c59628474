"""The tables of a plain rule: neighbours that give the same become one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from portal.rendering.rules.shape import Row, Table
from portal.rendering.rules.words import cell, heading, keyed
from portal.rulebook.schema import Version
from portal.text import msg
from portal.vocabulary import LABELS, Ability

# Keys of rows that follow each other; rows of others stand for themselves.
_COUNTED = frozenset({"age", "clb", "years", "family_size"})

HIDDEN = frozenset({"test"})  # a test's key beside its name


def tables(version: Version) -> tuple[Table, ...]:
    """What the version's rows say, as one table; empty without rows."""
    if not version.rows:
        return ()
    if version.columns == ("ability", "clb", "at_least"):
        return (_chart(version),)
    columns = tuple(each for each in version.columns if each not in HIDDEN)
    headings = tuple(heading(each, last=at == len(columns) - 1) for at, each in enumerate(columns))
    return (Table(None, headings, columns, tuple(_rows(version, columns))),)


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
