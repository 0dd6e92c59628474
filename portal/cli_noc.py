"""`portal noc`: occupation codes on the command line; no database, no configuration."""

from __future__ import annotations

import json
import sys

import click

from portal.rulebook.occupations import EDITIONS
from portal.text import render


@click.group()
def noc() -> None:
    """Find occupation codes (NOC) for a job title."""


@noc.command("search")
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="A list of {code, title, teer, because}.")
@click.option(
    "--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many at most."
)
@click.option(
    "--edition",
    type=click.Choice(EDITIONS),
    default="2021",
    show_default=True,
    help="Which edition's codes.",
)
def search_titles(query: str, as_json: bool, limit: int, edition: str) -> None:
    """Occupation codes for a free-text title, best first."""
    from portal.search import search

    hits = search(query, limit=limit, edition=edition)
    if as_json:
        found = [
            {
                "code": hit.code,
                "title": hit.unit_title.en,
                "teer": hit.teer,
                "because": render(hit.because),
            }
            for hit in hits
        ]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not hits:
        click.echo("Nothing found. Try other words, or fewer.", err=True)
        sys.exit(0)
    for hit in hits:
        level = f"level {hit.skill_level}" if hit.teer is None else f"TEER {hit.teer}"
        click.echo(f"{hit.code}  {level:7}  {hit.unit_title.en}")
        click.echo(f"       {render(hit.because)}")
