"""What changed in the rules between two days, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar

from portal.rulebook.book import Rulebook
from portal.rulebook.categories import Categories
from portal.rulebook.check import grid_id, plain_rules
from portal.rulebook.criteria import Spec
from portal.rulebook.grids import Grids
from portal.rulebook.lists import Lists
from portal.rulebook.proposals import Proposals
from portal.rulebook.schema import Version
from portal.rulebook.streams import Stream, Streams
from portal.text import Label, Text, Words, msg


class _Dated(Protocol):
    @property
    def from_(self) -> date: ...

    @property
    def status(self) -> str: ...


D = TypeVar("D", bound=_Dated)


def differences(rules: Rulebook, day1: date, day2: date) -> list[Text]:
    """Every rule that was another on the second day than on the first; the earlier day first.

    The order of the two days does not matter.
    """
    first, last = sorted((day1, day2))
    return [
        *_tables(rules, first, last),
        *_categories(rules, first, last),
        *_streams(rules, first, last),
        *_lists(rules, first, last),
        *_grids(rules, first, last),
        *_proposals(rules, first, last),
    ]


def _at(history: Iterable[D], day: date) -> D | None:
    found = [each for each in history if each.from_ <= day]
    return found[-1] if found else None


# --- plain tables -----------------------------------------------------------------------


def _tables(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    for rule_id in plain_rules(rules):
        old, new = rules.find(rule_id, on=first), rules.find(rule_id, on=last)
        if old == new:
            continue
        if old is None or new is None:
            yield _began(rule_id, new) if new is not None else _ended(rule_id, old)
            continue
        yield from _cells(old, new)


def _began(rule_id: str, new: Version) -> Text:
    return msg(
        "%(label)s (%(rule)s): new from %(from_)s", label=new.label, rule=rule_id, from_=new.from_
    )


def _ended(rule_id: str, old: Version | None) -> Text:
    return msg("%(label)s (%(rule)s): ended", label=old.label if old else "", rule=rule_id)


def _cells(old: Version, new: Version) -> Iterator[Text]:
    before, after = dict(_figures(old)), dict(_figures(new))
    changed = [
        name for name in (*before, *(n for n in after if n not in before))
        if before.get(name) != after.get(name)
    ]  # fmt: skip
    for name in changed:
        yield msg(
            "%(label)s, %(name)s: %(old)s before, %(new)s from %(from_)s",
            label=new.label,
            name=name,
            old=_said(before.get(name)),
            new=_said(after.get(name)),
            from_=new.from_,
        )
    if not changed:
        yield msg(
            "%(label)s (%(rule)s): worded anew from %(from_)s, the figures stand",
            label=new.label,
            rule=new.id,
            from_=new.from_,
        )


def _figures(version: Version) -> Iterator[tuple[str, Any]]:
    """Every figure of a version under a name: row and column, or key."""
    keys = 2 if version.columns[:1] == ("ability",) else 1
    for row in version.rows:
        place = " ".join(str(each) for each in row[:keys])
        for column, cell in zip(version.columns[keys:], row[keys:], strict=True):
            yield f"{version.columns[keys - 1]} {place}, {column}", cell
    yield from _flat(version.values, "")


def _flat(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _said(value: Any) -> Any:
    if value is None:
        return msg("nothing")
    if isinstance(value, list | tuple):
        return tuple(str(each) for each in value) or msg("nothing")
    return str(value) if isinstance(value, float) else value


# --- categories, streams, lists, grids -----------------------------------------------------


def _stood(label: Words, old: D | None, new: D | None) -> Iterator[Text]:
    """That something began or ended; nothing where it stood, or did not, on both days."""
    was = old is not None and old.status != "ended"
    is_ = new is not None and new.status != "ended"
    if was == is_ or new is None:
        return
    if is_:
        yield msg("%(label)s: in force from %(from_)s", label=label, from_=new.from_)
    else:
        yield msg("%(label)s: ended on %(from_)s", label=label, from_=new.from_)


def _categories(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    for history in rules.part(Categories).values():
        old, new = _at(history, first), _at(history, last)
        if old is new or new is None:
            continue
        yield from _stood(new.label, old, new)
        if old is not None and "ended" not in (old.status, new.status):
            yield from _criteria(new.label, old.criteria, new.criteria, new.from_)


def _criteria(
    label: Words, old: tuple[Spec, ...], new: tuple[Spec, ...], from_: date
) -> Iterator[Text]:
    before, after = ({each.id: each for each in specs} for specs in (old, new))
    said: dict[str, Any] = {"label": label, "from_": from_}
    for spec_id in (*before, *(each for each in after if each not in before)):
        one, two = before.get(spec_id), after.get(spec_id)
        if one is None or two is None:
            asked = (
                msg("%(label)s: asks for %(spec)s from %(from_)s", **said, spec=spec_id)
                if one is None
                else msg(
                    "%(label)s: asks for %(spec)s no more from %(from_)s", **said, spec=spec_id
                )
            )
            yield asked
            continue
        was, is_ = dict(_flat(one.values, "")), dict(_flat(two.values, ""))
        for name in sorted(was.keys() | is_.keys()):
            if was.get(name) != is_.get(name):
                yield msg(
                    "%(label)s, %(name)s: %(old)s before, %(new)s from %(from_)s",
                    label=label,
                    name=f"{spec_id}.{name}",
                    old=_said(was.get(name)),
                    new=_said(is_.get(name)),
                    from_=from_,
                )


def _streams(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    for stream in rules.part(Streams).values():
        yield from _state(stream, first, last)
        old, new = stream.version_on(first), stream.version_on(last)
        if old is not None and new is not None and old is not new:
            yield from _criteria(stream.name, old.criteria, new.criteria, new.from_)


def _state(stream: Stream, first: date, last: date) -> Iterator[Text]:
    old, new = stream.status_on(first), stream.status_on(last)
    if new is None or old is new:
        return
    was = old.state if old is not None else msg("unheard of")
    if was != new.state:
        yield msg(
            "%(label)s: %(old)s before, %(new)s from %(from_)s",
            label=stream.name,
            old=was,
            new=new.state,
            from_=new.from_,
        )


def _lists(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    lists = rules.part(Lists)
    for list_id in lists.ids:
        old, new = _at(lists.history(list_id), first), _at(lists.history(list_id), last)
        if old is new or new is None:
            continue
        before = old.codes if old is not None else frozenset[str]()
        said: dict[str, Any] = {"label": new.label, "from_": new.from_}
        added, gone = sorted(new.codes - before), sorted(before - new.codes)
        if added:
            yield msg("%(label)s: added from %(from_)s: %(codes)s", **said, codes=tuple(added))
        if gone:
            yield msg("%(label)s: taken off from %(from_)s: %(codes)s", **said, codes=tuple(gone))


def _grids(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    grids = rules.part(Grids)
    for path in rules.paths:
        if not path.startswith("grids/"):
            continue
        history = grids.history(grid_id(rules, path))
        old, new = _at(history, first), _at(history, last)
        if old is new or new is None:
            continue
        yield from _stood(new.label, old, new)
        if old is not None:
            yield from _marks(new.label, {"pass_mark": old.pass_mark, "max": old.max},
                              {"pass_mark": new.pass_mark, "max": new.max}, new.from_)  # fmt: skip
            factors = {each.id: each for each in old.factors}
            for factor in new.factors:
                if factors.get(factor.id) != factor:
                    yield _factor(new.label, factor.label, new.from_)


def _marks(
    label: Label, old: Mapping[str, Any], new: Mapping[str, Any], from_: date
) -> Iterator[Text]:
    for name, value in new.items():
        if old[name] != value:
            yield msg(
                "%(label)s, %(name)s: %(old)s before, %(new)s from %(from_)s",
                label=label,
                name=name,
                old=_said(old[name]),
                new=_said(value),
                from_=from_,
            )


def _factor(label: Label, factor: Label, from_: date) -> Text:
    return msg(
        "%(label)s: other points for %(factor)s from %(from_)s",
        label=label,
        factor=factor,
        from_=from_,
    )


# --- what is only proposed ----------------------------------------------------------------


def _proposals(rules: Rulebook, first: date, last: date) -> Iterator[Text]:
    for history in rules.part(Proposals).values():
        old, new = _at(history, first), _at(history, last)
        if old is new or new is None:
            continue
        said: dict[str, Any] = {"label": new.label, "from_": new.from_}
        if new.status == "ended":
            yield msg("%(label)s: proposed no more since %(from_)s", **said)
        elif old is None:
            yield msg("%(label)s: proposed since %(from_)s, not law", **said)
        else:
            yield msg("%(label)s: proposed anew on %(from_)s, not law", **said)
