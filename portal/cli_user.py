"""`portal user add`: the first administrator, or anybody of the office, by a one-time link."""

from __future__ import annotations

import sys
from typing import NoReturn

import click


@click.group()
def user() -> None:
    """Accounts of the office."""


@user.command()
@click.argument("email")
@click.option(
    "--role", required=True,
    type=click.Choice(["assistant", "specialist", "lead", "administrator"]),
    help="What the account may do.",
)  # fmt: skip
@click.option("--licence", help="The College's number, R and six digits; who has none cannot sign.")
@click.option("--name", default="", help="The name that clients read.")
@click.option("--lang", "language", type=click.Choice(["en", "fr"]), default="en")
def add(email: str, role: str, licence: str | None, name: str, language: str) -> None:
    """Open an account for EMAIL and give its one-time link.

    Without a mail server the link is printed, with one it is mailed. Whoever has
    the link chooses the passphrase; nobody else ever knows it.
    """
    from email_validator import EmailNotValidError, validate_email

    from portal.services import people
    from portal.services.actor import COMMAND_LINE
    from portal.services.database import engine_for, sessions_for
    from portal.services.refusal import Refused
    from portal.settings import load

    try:
        address = validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        _stop(f"{email!r} is no e-mail address: write it as name@example.com.")
    settings = load()
    engine = engine_for(settings)
    try:
        with sessions_for(engine, settings)() as session:
            path = people.invite(
                session, COMMAND_LINE, email=address.normalized, name=name, role=role,
                licence=licence, language=language,
            )  # fmt: skip
    except Refused as refused:
        _stop(str(refused))
    finally:
        engine.dispose()
    if settings.smtp_url:
        click.echo(f"A link is on its way to {address.normalized}. It works once, for 7 days.")
    else:
        click.echo("This link opens the account. It works once, for 7 days:")
        click.echo(settings.link(path))


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
