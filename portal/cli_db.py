"""`portal db`: the database's version."""

from __future__ import annotations

import sys

import click

from portal.settings import Settings, SettingsRefused, load


@click.group()
def db() -> None:
    """Bring the database to the program's version, or say which one it has."""


@db.command()
def upgrade() -> None:
    """Run the migrations that are missing; done again, it does nothing."""
    bring_up(load())


def bring_up(settings: Settings) -> None:
    """Bring our own tables and the queue's to the program's version.

    Raises SettingsRefused with one sentence when the database cannot be used.
    """
    from sqlalchemy.exc import OperationalError

    from portal.services.database import upgrade as migrate
    from portal.services.queue import prepare

    try:
        migrate(settings)
        prepare(settings.database_url)
    except (OperationalError, OSError) as fault:
        reason = str(getattr(fault, "orig", fault)).splitlines()[0]
        raise SettingsRefused([f"The database cannot be used ({reason})."]) from None


@db.command()
def status() -> None:
    """Print the database's revision and the program's; exit 1 when they differ."""
    from portal.services.database import engine_for, revisions

    settings = load()
    engine = engine_for(settings)
    found, wanted = revisions(engine, settings)
    engine.dispose()
    click.echo(f"database {found or 'empty'}, program {wanted}")
    sys.exit(found != wanted)
