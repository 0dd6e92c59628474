"""What one version of a rule changed in another, in words: for pages and the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from portal.rendering.rules.shape import Requirement, StateView, Table, VersionView
from portal.rendering.rules.words import STATUSES
from portal.text import Money, Text, Words, msg, render

_BEGINS: Mapping[str, Text] = {
    "expected": msg("begins, by report; its figures are not known"),
    "proposed": msg("is proposed, not law"),
    "unknown": msg("begins; its figures were not found"),
}

_FIGURES = (int, Decimal, Money, date)  # what needs no quotation marks


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another. ``old`` or ``new`` is None where there is nothing.

    ``kind``: a value that may be another, or an event that ``what`` names by itself.
    """

    what: Words | str
    old: Any
    new: Any
    kind: Literal["value", "event"] = "value"


def named(label: Words, place: Words | None) -> Words:
    """A rule's name, a stream's with its province unless the name begins with it."""
    if place is None:
        return label
    if render(label).startswith(render(place)):
        return label
    return msg("%(province)s: %(stream)s", province=place, stream=label)


def told(change: Change) -> Text:
    """One change as a sentence of its own, where no page marks old and new apart."""
    what, old, new = change.what, change.old, change.new
    if change.kind == "event":
        return msg("%(what)s: %(value)s", what=what, value=old if new is None else new)
    if old is None:
        return msg("%(what)s, new: %(new)s", what=what, new=new)
    if new is None:
        return msg("%(what)s, no more: %(old)s", what=what, old=old)
    if not (isinstance(old, _FIGURES) and isinstance(new, _FIGURES)):
        return msg("%(what)s: before “%(old)s”, after “%(new)s”", what=what, old=old, new=new)
    return msg("%(what)s: %(old)s before, %(new)s after", what=what, old=old, new=new)


def changes(old: VersionView | None, new: VersionView | None) -> list[Change]:
    """The differences between two versions, in the order of the page.

    With one of them missing: that the rule began, or ended.
    """
    if old is None or new is None:
        return [] if old is new else [_began(new) if new is not None else _ended(old)]
    if "ended" in (old.status, new.status) and old.status != new.status:
        return [_ended(old) if new.status == "ended" else _began(new)]
    return [
        *_standing(old, new),
        *_different(_facts(old), _facts(new)),
        *_different(_cells(old), _cells(new)),
        *_gaps(old, new),
        *_different(_asked(old), _asked(new)),
        *_listed(old, new),
    ]


def state_change(old: StateView | None, new: StateView | None) -> list[Change]:
    """Whether a stream is in another state."""
    if new is None or (old is not None and old.state == new.state):
        return []
    return [Change(msg("State"), old.words if old else None, new.words)]


def _began(new: VersionView) -> Change:
    return Change(msg("The rule"), None, _BEGINS.get(new.status, msg("begins")), "event")


def _ended(old: VersionView | None) -> Change:
    only_proposed = old is not None and old.status == "proposed"
    words = msg("is no longer proposed") if only_proposed else msg("ends")
    return Change(msg("The rule"), None, words, "event")


def _standing(old: VersionView, new: VersionView) -> Iterator[Change]:
    if old.status != new.status:
        yield Change(msg("Status"), STATUSES[old.status], STATUSES[new.status])


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
        if table.conditions:
            label = msg("The rule") if table.title is None else table.title
            found[place, "conditions"] = (label, table.conditions)
        heads = Counter((str(row.first), str(row.last)) for row in table.rows)
        if max(heads.values(), default=0) > 1:
            found |= {(place, *key): said for key, said in _whole_rows(table).items()}
            continue
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


def _whole_rows(table: Table) -> Named:
    """The rows of a table whose first column does not tell them apart, each as one thing."""
    return {
        (str(row.first), str(row.cells[1:])): (
            msg("%(key)s: %(row)s", key=table.headings[0], row=row.cells[0]),
            row.cells[1:],
        )
        for row in table.rows
    }


def _asked(version: VersionView) -> Named:
    ways = Counter(each.group for each in version.requirements if each.group)
    return {
        each.id: (msg("Requirement"), _requirement(each, ways[each.group]))
        for each in version.requirements
        if not each.is_gap
    }


def _gaps(old: VersionView, new: VersionView) -> Iterator[Change]:
    """What was not read of a version is no requirement: nobody can meet it."""
    before, after = (
        {each.id: _requirement(each, 1) for each in version.requirements if each.is_gap}
        for version in (old, new)
    )
    for key, words in before.items():
        if after.get(key) != words:
            yield Change(msg("Gap closed"), words, None, "event")
    for key, words in after.items():
        if before.get(key) != words:
            yield Change(msg("Gap in our sources"), None, words, "event")


def _requirement(each: Requirement, ways: int) -> Words:
    """A requirement with all that its page says beside it."""
    details = list(each.details)
    if each.list_name is not None:
        details.append(msg("list: %(name)s", name=each.list_name))
    if ways > 1:
        details.append(msg("any one of %(count)s is enough", count=ways))
    if not details:
        return each.label
    joined: Words = details[0]
    for detail in details[1:]:
        joined = msg("%(first)s; %(second)s", first=joined, second=detail)
    return msg("%(label)s (%(details)s)", label=each.label, details=joined)


def _listed(old: VersionView, new: VersionView) -> Iterator[Change]:
    before, after = ({(o.edition, o.code): o for o in each.occupations} for each in (old, new))
    for key in sorted(after.keys() - before.keys()):
        each = after[key]
        added = msg("%(code)s %(title)s", code=each.code, title=each.title)
        yield Change(msg("Occupation added"), None, added, "event")
    for key in sorted(before.keys() - after.keys()):
        each = before[key]
        gone = msg("%(code)s %(title)s", code=each.code, title=each.title)
        yield Change(msg("Occupation taken off"), gone, None, "event")
