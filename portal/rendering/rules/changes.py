"""What one version of a rule changed in another, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.rendering.rules.shape import StateView, VersionView
from portal.text import Words, msg


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another. ``old`` or ``new`` is None where there is nothing."""

    what: Words | str
    old: Any
    new: Any


def changes(old: VersionView | None, new: VersionView | None) -> list[Change]:
    """The differences between two versions, in the order of the page.

    With one of them missing: that the rule began, or ended.
    """
    if old is None or new is None:
        if old is new:
            return []
        began = old is None or old.status == "ended"
        return [Change(msg("The rule"), None, msg("begins"))] if began else [
            Change(msg("The rule"), None, msg("ends"))
        ]  # fmt: skip
    return [
        *_standing(old, new),
        *_different(_facts(old), _facts(new)),
        *_different(_cells(old), _cells(new)),
        *_different(_asked(old), _asked(new)),
        *_listed(old, new),
    ]


def state_change(old: StateView | None, new: StateView | None) -> list[Change]:
    """Whether a stream is in another state."""
    if new is None or (old is not None and old.state == new.state):
        return []
    return [Change(msg("State"), old.words if old else None, new.words)]


def _standing(old: VersionView, new: VersionView) -> Iterator[Change]:
    if old.status != new.status and "ended" in (old.status, new.status):
        yield Change(msg("The rule"), None, msg("ends") if new.status == "ended" else msg("begins"))


Named = Mapping[Any, tuple[Words | str, Any]]


def _different(old: Named, new: Named) -> Iterator[Change]:
    for key in (*old, *(each for each in new if each not in old)):
        before, after = old.get(key), new.get(key)
        if before is None and after is not None:
            yield Change(after[0], None, after[1])
        elif before is not None and (after is None or before[1] != after[1]):
            yield Change(before[0], before[1], None if after is None else after[1])


def _facts(version: VersionView) -> Named:
    return {each.key: (each.label, each.value) for each in version.facts}


def _cells(version: VersionView) -> Named:
    """Every cell under its row and column; a row of several keys once for each of them."""
    found: dict[Any, tuple[Words | str, Any]] = {}
    for place, table in enumerate(version.tables):
        for row in table.rows:
            for at in range(1, len(row.cells)):
                key, column, head = table.headings[0], table.headings[at], row.cells[0]
                found[place, str(row.first), str(row.last), table.columns[at]] = (
                    msg("%(key)s %(row)s, %(column)s", key=key, row=head, column=column)
                    if table.title is None
                    else msg(
                        "%(table)s: %(row)s, %(column)s",
                        table=table.title,
                        row=head,
                        column=column,
                    ),
                    row.cells[at],
                )
    return found


def _asked(version: VersionView) -> Named:
    return {
        each.id: (
            msg("Requirement"),
            each.label if not each.details else msg(
                "%(label)s (%(details)s)", label=each.label, details=each.details
            ),
        )
        for each in version.requirements
    }  # fmt: skip


def _listed(old: VersionView, new: VersionView) -> Iterator[Change]:
    before, after = ({(o.edition, o.code): o for o in each.occupations} for each in (old, new))
    for key in sorted(after.keys() - before.keys()):
        each = after[key]
        added = msg("%(code)s %(title)s", code=each.code, title=each.title)
        yield Change(msg("Occupation added"), None, added)
    for key in sorted(before.keys() - after.keys()):
        each = before[key]
        gone = msg("%(code)s %(title)s", code=each.code, title=each.title)
        yield Change(msg("Occupation taken off"), gone, None)
