"""`portal assess`, `assess-many` and `schema`: no database, no configuration."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import click
import orjson

from portal.assessment.reading import Fault, ProfileRefused
from portal.cli_files import Refusal, read_bytes, write_whole
from portal.text import LANGUAGES

FORMATS = ("text", "json", "pdf")


def the_day(value: str | None) -> date:
    """The day whose rules apply: today without one. Raises Refusal before 1 January 2015."""
    from portal.assessment.steps import FIRST_DAY

    if value is None:
        return datetime.now(UTC).astimezone().date()
    try:
        day = date.fromisoformat(value) if len(value) == len("2015-01-01") else None
    except ValueError:
        day = None
    if day is None:
        raise Refusal("--on", repr(value), "a date such as 2019-08-01")
    if day < FIRST_DAY:
        raise Refusal("--on", value, f"{FIRST_DAY} or later: Express Entry began that day")
    return day


@click.command()
@click.argument("file")
@click.option("--on", "day", metavar="DATE", help="Whose rules apply; without it, today.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--outlook", is_flag=True, help="Ask for changes ahead and ways up as well.")
@click.option("-o", "out", metavar="OUT", help="Write here instead of standard output.")
def assess(
    file: str,
    day: str | None,
    kind: str,
    lang: str,
    outlook: bool,  # noqa: ARG001 - the document says itself that this version has none
    out: str | None,
) -> None:
    """Assess one profile (FILE, or - for standard input)."""
    with refusing():
        on = the_day(day)
        if kind == "pdf" and out is None and sys.stdout.isatty():
            raise Refusal("-o", "nothing", "a file: a PDF is not written to a terminal")
        content = _assessed(read_bytes(file), on, kind, lang)
        write_whole(out, content)


@click.command("assess-many")
@click.argument("file")
@click.option("--on", "day", metavar="DATE", help="Whose rules apply; without it, today.")
@click.option("--rounds", is_flag=True, help="Replay the rounds for each profile too.")
@click.option("-o", "out", metavar="OUT", help="Write here instead of standard output.")
def assess_many(file: str, day: str | None, rounds: bool, out: str | None) -> None:
    """Assess one profile a line (FILE, or - for standard input), in the same order."""
    from portal.cli_many import run

    with refusing():
        bad = run(file, the_day(day), rounds=rounds, out=out)
    sys.exit(1 if bad else 0)


@click.command()
@click.argument("what", type=click.Choice(["profile", "assessment"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a profile or of an assessment."""
    from portal import schemas

    found = schemas.profile() if what == "profile" else schemas.assessment()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


class refusing:  # noqa: N801 - used as a statement, like contextlib's
    """Turn a refusal into one line a fault on standard error and exit code 2."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Exit with 2 for what was refused; anything else goes on."""
        if isinstance(error, Refusal):
            click.echo(str(error), err=True)
            sys.exit(2)
        if isinstance(error, ProfileRefused):
            for fault in error.faults:
                click.echo(_one_line(fault), err=True)
            sys.exit(2)


def _one_line(fault: Fault) -> str:
    return " ".join(str(fault).split())


def _assessed(content: bytes, on: date, kind: str, lang: str) -> bytes:
    from portal.assessment.assess import assess as judge
    from portal.assessment.reading import parse_profile
    from portal.assessment.written import written
    from portal.rulebook import load

    rules = load()
    profile = parse_profile(content, rules, on)
    made = judge(profile, rules, on)
    if kind == "json":
        document = orjson.loads(written(made, lang))
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    neutral = made.as_json()
    person = profile.person
    name = " ".join(each for each in (person.given_names, person.family_name) if each)
    return _shown(neutral, name, kind, lang)


def _shown(neutral: dict[str, Any], name: str, kind: str, lang: str) -> bytes:
    from portal.rendering.paper import Client, Paper

    paper = Paper(client=Client(name=name))
    if kind == "pdf":
        from portal.rendering.child import RenderingFailed, render_in_child

        try:
            return render_in_child(neutral, paper, lang=lang)[0]
        except RenderingFailed as failed:
            click.echo(str(failed), err=True)
            sys.exit(1)
    from portal.assessment.result import localize
    from portal.rendering.plain import plain
    from portal.rendering.view import report

    return plain(report(localize(neutral, lang), paper, lang)).encode()
