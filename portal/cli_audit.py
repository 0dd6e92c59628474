"""`portal audit verify`: whether the audit trail is still the one that was written."""

from __future__ import annotations

import sys

import click


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
def verify() -> None:
    """Walk the chain of audit events; exit 1 at the first that was changed or is missing."""
    from portal.services import audit as trail
    from portal.services.database import engine_for, sessions_for
    from portal.settings import load

    settings = load()
    engine = engine_for(settings)
    with sessions_for(engine, settings)() as session:
        fitting, broken = trail.verify(session)
        last = trail.last_hash(session)
    engine.dispose()
    if broken is not None:
        where = f"Event {broken.event_id}" if broken.event_id else "The end of the chain"
        click.echo(f"{where}: {broken.reason}. The {fitting} events before fit.", err=True)
        sys.exit(1)
    click.echo(f"{fitting} events fit. The last hash is {last}.")
