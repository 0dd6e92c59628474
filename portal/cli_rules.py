"""`portal rules`: prove the rulebook, print one rule, say what changed between two days."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

import click

from portal.cli_assess import refusing, the_day
from portal.cli_files import Refusal
from portal.rulebook import Rulebook, RulebookError, load
from portal.rulebook.streams import Stream, Streams
from portal.services.rule_list import Rule, RuleVersion, every_rule, find

# What is not read as a plain rule; crosscheck reads these by their own formats.
_OF_THEIR_OWN = ("streams", "categories", "occupation_lists", "grids")


@click.group()
def rules() -> None:
    """Prove the rulebook, show a rule, compare two days."""


@rules.command()
def check() -> None:
    """Read every file strictly and prove that they fit together; exit 1 with one line a fault."""
    from portal.rulebook.crosscheck import faults

    book = load()
    found = [*_unreadable(book), *faults(book)]
    for fault in found:
        click.echo(fault, err=True)
    if found:
        sys.exit(1)
    every = every_rule(book)
    versions = sum(len(rule.versions) for rule in every)
    click.echo(f"{len(every)} rules with {versions} versions fit together; hash {book.hash}")


@rules.command()
@click.argument("path")
@click.option("--on", "day", metavar="DATE", help="Only the version in force that day.")
def show(path: str, day: str | None) -> None:
    """Print one rule (PATH: crs.core.age or crs/core/age.toml) with its versions and sources."""
    with refusing():
        rule = _rule(load(), path)
        versions = rule.versions
        if day is not None:
            on = the_day(day)
            version = _on(rule, on)
            if version is None:
                raise Refusal("--on", on.isoformat(), f"a day on which {rule.id} was in force")
            versions = (version,)
    click.echo(f"{rule.id}: {rule.label.en} / {rule.label.fr}")
    if rule.confirmed_on:
        click.echo(f"last compared with its source on {rule.confirmed_on}")
    for version in versions:
        click.echo()
        for line in _told(version):
            click.echo(line)


@rules.command()
@click.argument("first")
@click.argument("second")
def diff(first: str, second: str) -> None:
    """Say which rules changed from the day FIRST to the day SECOND, and how."""
    with refusing():
        before, after = the_day(first), the_day(second)
        if after < before:
            raise Refusal("SECOND", second, f"a day that is not before {first}")
    changed = 0
    book = load()
    streams = {stream.rule_id: stream for stream in book.part(Streams).values()}
    for rule in every_rule(book):
        lines = list(_changes(_on(rule, before), _on(rule, after)))
        if rule.id in streams:
            lines += _opened(streams[rule.id], before, after)
        if not lines:
            continue
        changed += 1
        click.echo(f"{rule.id}: {rule.label.en}")
        for line in lines:
            click.echo(f"  {line}")
    click.echo(f"{changed} rules changed from {before} to {after}.")


def _unreadable(book: Rulebook) -> Iterator[str]:
    """The faults of plain rule files, one line each."""
    for path in book.paths:
        if path.endswith(".toml") and path.split("/")[0] not in _OF_THEIR_OWN:
            try:
                book.history(path.removesuffix(".toml").replace("/", "."))
            except RulebookError as refused:
                yield str(refused)


def _rule(book: Rulebook, path: str) -> Rule:
    """The rule a person names, by id or by file. Raises Refusal with near names."""
    wanted = path.removesuffix(".toml").replace("/", ".")
    rule = find(book, wanted)
    if rule is None:
        known = [each.id for each in every_rule(book)]
        near = get_close_matches(wanted, known, n=3) or [each for each in known if wanted in each]
        raise Refusal("PATH", path, " or ".join(near[:3]) or "a rule such as crs.core.age")
    return rule


def _on(rule: Rule, day: date) -> RuleVersion | None:
    """The version in force on a day; None before the first and after one that has an end."""
    version = rule.in_force(day)
    if version is None or (version.until is not None and version.until < day):
        return None
    return version


def _told(version: RuleVersion) -> Iterator[str]:
    """One version with its source and its figures."""
    until = f" until {version.until}" if version.until else ""
    status = version.status.replace("_", " ")
    yield f"from {version.from_}{until}: {status}, confidence {version.confidence}"
    source = version.source
    clause = f", {source['clause']}" if source.get("clause") else ""
    yield f"  {source['title']}{clause} (read on {source['read_on']})"
    yield f"  {source['url']}"
    yield from (f"  also {url}" for url in version.also)
    if version.note:
        yield f"  {version.note}"
    if version.columns:
        yield from _table([version.columns, *version.rows])
    for name, value in version.facts:
        yield from _facts(name, value)


def _table(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    """The rows with their columns one under the other."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (str(cell).rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells)


def _facts(name: str, value: Any) -> Iterator[str]:
    """A value, a mapping of values, or a list of them, one to a line."""
    if isinstance(value, Mapping) and name == "values":
        for key, held in value.items():
            yield f"  {key}: {_plain(held)}"
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"  {name}:"
        yield from (f"    - {_plain(each)}" for each in value)
    else:
        yield f"  {name}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} = {_plain(held)}" for key, held in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _opened(stream: Stream, before: date, after: date) -> Iterator[str]:
    """Whether a stream opened, paused or closed in between."""
    old, new = stream.status_on(before), stream.status_on(after)
    if old != new and new is not None:
        was = old.state.replace("_", " ") if old else "not known"
        yield f"{was} → {new.state.replace('_', ' ')}, from {new.from_}"


def _changes(old: RuleVersion | None, new: RuleVersion | None) -> Iterator[str]:
    """What is different, line by line."""
    if old is new:
        return
    if old is None and new is not None:
        yield f"new, from {new.from_} ({new.status.replace('_', ' ')})"
    elif new is None:
        yield "no longer in force"
    elif old is not None and new is not None:
        yield f"the version of {old.from_} gave way to that of {new.from_}"
        if old.status != new.status:
            yield f"{old.status.replace('_', ' ')} → {new.status.replace('_', ' ')}"
        yield from _differences(_flat(old), _flat(new))


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for place in {**old, **new}:
        before, after = old.get(place), new.get(place)
        if before != after:
            yield f"{place}: {before or 'nothing'} → {after or 'nothing'}"


def _flat(version: RuleVersion) -> dict[str, str]:
    """Every cell and value of a version under a name a person can place."""
    flat = {
        f"{row[0]}, {column}": str(cell)
        for row in version.rows
        for column, cell in zip(version.columns[1:], row[1:], strict=True)
    }
    for name, value in version.facts:
        if isinstance(value, Mapping):
            flat |= {key: _plain(held) for key, held in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            flat |= {
                f"{name} {each.get('id', number)}": _plain(
                    {key: held for key, held in each.items() if key != "id"}
                )
                for number, each in enumerate(value, 1)
            }
        else:
            flat[name] = _plain(value)
    return flat
