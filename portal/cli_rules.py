"""`portal rules`: prove the rulebook, show a rule, compare two days. No database, no settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from portal.cli_assess import refusing, the_day
from portal.cli_files import Refusal
from portal.text import LANGUAGES, msg, render, show

if TYPE_CHECKING:
    from portal.services.rule_differences import Difference
    from portal.services.rule_files import Rule, RuleVersion

LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="In which language.",
)


@click.group()
def rules() -> None:
    """Prove the rulebook, show a rule, compare two days."""


@rules.command("check")
@LANG
def check_rules(lang: str) -> None:
    """Prove the rulebook: one line a fault on standard error and exit 1, or one line and 0."""
    from portal.rulebook import load
    from portal.rulebook.check import faults

    book = load()
    found = faults(book)
    for fault in found:
        click.echo(" ".join(render(fault, lang).split()), err=True)
    if found:
        sys.exit(1)
    sound = msg(
        "%(files)s files, no fault. Rulebook %(hash)s.", files=len(book.paths), hash=book.hash[:12]
    )
    click.echo(render(sound, lang))


@rules.command("show")
@click.argument("path")
@click.option("--on", "day", metavar="DATE", help="The version in force on a day alone.")
@LANG
def show_rule(path: str, day: str | None, lang: str) -> None:
    """One rule (PATH: crs.core.age or crs/core/age.toml) with its history and sources."""
    from portal.rulebook import load
    from portal.services.rule_files import find

    with refusing():
        rule_id = path.removesuffix(".toml").strip("/").replace("/", ".")
        rule = find(load(), rule_id)
        if rule is None:
            raise Refusal("PATH", repr(path), _nearest(rule_id))
        versions = rule.versions
        if day is not None:
            on = the_day(day)
            version = rule.in_force(on)
            if version is None or (version.until is not None and version.until < on):
                raise Refusal("--on", day, f"a day on which {rule_id} was in force")
            versions = (version,)
        for line in _rule_lines(rule, versions, lang):
            click.echo(line)


def _nearest(rule_id: str) -> str:
    """What may stand there: the rules whose names are closest."""
    from difflib import get_close_matches

    from portal.rulebook import load

    known = [
        each.removesuffix(".toml").replace("/", ".")
        for each in load().paths
        if each.endswith(".toml")
    ]
    under = [each for each in known if each.startswith(rule_id + ".")]
    close = under[:5] or get_close_matches(rule_id, known, n=3, cutoff=0.4) or known[:3]
    return "a rule such as " + ", ".join(close)


def _rule_lines(rule: Rule, versions: tuple[RuleVersion, ...], lang: str) -> Iterator[str]:
    yield f"{rule.id}  {render(rule.label, lang)}"
    if rule.confirmed_on is not None:
        yield f"last compared with its source on {rule.confirmed_on}"
    for version in versions:
        yield ""
        span = f"from {version.from_}" + (f" to {version.until}" if version.until else "")
        yield f"{span}  {version.status}, confidence {version.confidence}"
        source = version.source
        clause = f", {source['clause']}" if source.get("clause") else ""
        yield f"  source: {source['title']}{clause}"
        yield f"          {source['url']} (read on {source['read_on']})"
        for url in version.also:
            yield f"    also: {url}"
        if version.note:
            yield f"    note: {version.note}"
        yield from _table(version, lang)
        for key, value in version.facts:
            yield from _fact(key, value, lang, "  ")


def _table(version: RuleVersion, lang: str) -> Iterator[str]:
    cells = [version.columns, *version.rows]
    shown = [[_said(cell, lang) for cell in row] for row in cells]
    widths = [max(len(row[at]) for row in shown) for at in range(len(version.columns))]
    for row in shown if version.columns else []:
        yield (
            "  "
            + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _fact(key: str, value: Any, lang: str, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{indent}{key}:"
        for name, each in value.items():
            yield from _fact(name, each, lang, indent + "  ")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for each in value:
            yield from _fact(key, each, lang, indent)
    else:
        yield f"{indent}{key} = {_said(value, lang)}"


def _said(value: Any, lang: str) -> str:
    if isinstance(value, list):
        return ", ".join(_said(each, lang) for each in value)
    if isinstance(value, float) or value is None:
        return str(value)
    return show(value, lang) if not isinstance(value, int) else str(value)


@rules.command("diff")
@click.argument("day1", metavar="DATE")
@click.argument("day2", metavar="DATE")
@LANG
def diff_days(day1: str, day2: str, lang: str) -> None:
    """What changed in the rules between two days, in words: after the one, by the other."""
    from portal.rulebook import load
    from portal.services.rule_differences import differences

    with refusing():
        first, last = sorted((the_day(day1), the_day(day2)))
        found = differences(load(), first, last)
        for each in found:
            for line in _difference_lines(each, lang):
                click.echo(line)
        if not found:
            click.echo(render(msg("Nothing changed."), lang), err=True)


def _difference_lines(each: Difference, lang: str) -> Iterator[str]:
    """A rule under its name and group; what changed in it under the day."""
    from portal.rendering.rules.changes import named, told

    name, group = render(named(each.view.label, each.view.place), lang), render(each.group, lang)
    yield name if name == group else f"{name} ({group})"
    for day, changed in each.days:
        yield "  " + render(msg("From %(start)s", start=day), lang)
        for change in changed:
            yield "    " + render(told(change), lang)
    yield ""
