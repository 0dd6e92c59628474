"""`portal rounds import`: new rounds into the rulebook in use, or every reason why not."""

from __future__ import annotations

import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from portal.rulebook.round_import import Comparison


@click.group()
def rounds() -> None:
    """Bring published rounds of invitations into the rulebook."""


@rounds.command("import")
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Compare and say what is new; write nothing.")
@click.option(
    "--source", default="", metavar="URL", help="Where the file was taken from, if not from IRCC."
)
def import_rounds(file: str, dry_run: bool, source: str) -> None:
    """Add the new rounds of FILE: IRCC's JSON, or a CSV of provincial rounds (- reads stdin).

    Known rounds are compared. One contradiction or fault refuses the whole file: each is
    told on standard error with both values, nothing is written and the exit code is 2.
    """
    from portal.cli_files import Refusal, read_bytes
    from portal.services import clock
    from portal.services.actor import COMMAND_LINE
    from portal.services.database import engine_for, sessions_for
    from portal.services.refusal import Refused
    from portal.services.rounds import ImportRefused, import_now
    from portal.settings import load

    try:
        content = read_bytes(file)
    except Refusal as refusal:
        _stop([str(refusal)])
    settings = load()
    engine = engine_for(settings)
    try:
        with sessions_for(engine, settings)() as session:
            done = import_now(
                session, COMMAND_LINE, content, PurePath(file).name, clock.now(),
                source=source, dry_run=dry_run,
            )  # fmt: skip
            number = done.amendment.number if done.amendment else ""
    except ImportRefused as refused:
        from portal.text import render

        _stop([render(each) for each in refused.refusals])
    except Refused as refused:
        _stop([str(refused)])
    finally:
        engine.dispose()
    _say(done.comparison)
    if number:
        click.echo(f"In force as {number}. Open cases are being assessed by it.")
    elif dry_run and not done.comparison.empty:
        click.echo("Nothing was written (--dry-run).")


def _say(found: Comparison) -> None:
    from portal.services.rounds import in_words
    from portal.text import render

    click.echo(f"Rounds: {found.known} known, {len(found.new)} new.")
    click.echo(f"Days of the pool: {found.known_days} known, {len(found.new_days)} new.")
    for each in in_words(found):
        click.echo(f"  {render(each)}")


def _stop(sentences: list[str]) -> NoReturn:
    for each in sentences:
        click.echo(" ".join(each.split()), err=True)
    click.echo("Nothing was written.", err=True)
    sys.exit(2)
