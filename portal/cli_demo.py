"""`portal demo`: invented clients and staff, in demo mode only."""

from __future__ import annotations

import click

from portal.settings import Settings, SettingsRefused, load

HALF_LOADED = (
    "The demo data is half loaded, since its loading was cut off: "
    "remove the database in {folder} and start again."
)


@click.group()
def demo() -> None:
    """Load invented clients and staff (demo mode only)."""


@demo.command("load")
def load_command() -> None:
    """Migrate, load them once and print how to sign in; done again, it only prints."""
    from portal.demonstration.people import PASSPHRASE, STAFF

    settings = load()
    if not settings.demo:
        raise click.ClickException("Demo accounts exist in demo mode only: set PORTAL_DEMO=1.")
    _load_once(settings)
    click.echo(f"Sign in with the passphrase “{PASSPHRASE}” as")
    for member in STAFF:
        click.echo(f"  {member.email:24} {member.name}, {member.role}")
    click.echo("  ananya.rao@example.com   a client with a released assessment")
    click.echo("  zainab.hassan@example.com a client in the middle of the questionnaire")


def _load_once(settings: Settings) -> None:
    """Fill an empty database; leave a filled one alone, and refuse a half-filled one."""
    from portal.cli_db import bring_up
    from portal.demonstration.people import STAFF, clients
    from portal.services import clock
    from portal.services.database import engine_for, revisions, sessions_for
    from portal.services.people import demo_accounts

    engine = engine_for(settings)
    found, wanted = revisions(engine, settings)
    if found != wanted:
        bring_up(settings)
    with sessions_for(engine, settings)() as session:
        there = demo_accounts(session)
        session.rollback()
        if not there:
            from portal.demonstration.loading import load_demo

            click.echo("Loading ten invented clients and their office …")
            load_demo(session)
        elif there < len(STAFF) + len(list(clients(clock.today()))):
            raise SettingsRefused([HALF_LOADED.format(folder=settings.data_dir)])
    engine.dispose()
