"""`portal demo`: invented clients and staff, in demo mode only."""

from __future__ import annotations

import click

from portal.settings import load


@click.group()
def demo() -> None:
    """Load invented clients and staff (demo mode only)."""


@demo.command("load")
def load_command() -> None:
    """Migrate, load them once and print how to sign in; done again, it only prints."""
    from portal.demonstration.people import PASSPHRASE, STAFF
    from portal.services.database import engine_for, sessions_for, upgrade

    settings = load()
    if not settings.demo:
        raise click.ClickException("Demo accounts exist in demo mode only: set PORTAL_DEMO=1.")
    upgrade(settings)
    engine = engine_for(settings)
    with sessions_for(engine, settings)() as session:
        from portal.services.people import demo_accounts

        if not demo_accounts(session):
            session.rollback()
            click.echo("Loading ten invented clients and their office …")
            from portal.demonstration.loading import load_demo

            load_demo(session)
    engine.dispose()
    click.echo(f"Sign in with the passphrase “{PASSPHRASE}” as")
    for member in STAFF:
        click.echo(f"  {member.email:24} {member.name}, {member.role}")
    click.echo("  ananya.rao@example.com   a client with a released assessment")
    click.echo("  zainab.hassan@example.com a client in the middle of the questionnaire")
