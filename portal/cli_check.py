"""`portal check`: whether the settings can be used, and whether production may use them."""

from __future__ import annotations

import sys

import click

from portal.settings import SettingsRefused, load


@click.command()
@click.option("--deploy", is_flag=True, help="Judge them as a production installation's.")
def check(deploy: bool) -> None:
    """Read the settings; exit 1 with one line a fault."""
    if not deploy:
        load()
        click.echo("The settings can be used.")
        return
    from portal.deploy_check import look

    faults: list[str] = []
    try:
        settings = load()
    except SettingsRefused as refused:
        if refused.settings is None:
            raise
        faults, settings = refused.faults, refused.settings
    named = {fault.split()[0] for fault in faults}
    found = look(settings)
    faults += [fault for fault in found.faults if fault.split()[0] not in named]
    for fault in faults:
        click.echo(f"fault: {fault}")
    for warning in found.warnings:
        click.echo(f"warning: {warning}")
    if faults:
        sys.exit(1)
    click.echo("The settings can be used in production.")
