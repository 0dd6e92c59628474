"""Which settings are too weak for production: `portal check --deploy`, and `portal run` itself."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import palette
from portal.models import User
from portal.services.database import engine_for, revisions
from portal.settings import LOOPBACK, PREFIX, SECRET_LENGTH, Settings, SettingsRefused


@dataclass
class Findings:
    """What stops a deployment, and what its owner should know; one plain sentence each."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def look(settings: Settings, environ: Mapping[str, str] | None = None) -> Findings:
    """Judge the settings and the database they name as a production installation's."""
    found = Findings()
    _addresses(settings, os.environ if environ is None else environ, found)
    _secrets(settings, os.environ if environ is None else environ, found)
    _mail(settings, found)
    if settings.firm.is_demo:
        found.faults.append(
            "PORTAL_FIRM_NAME and PORTAL_FIRM_RCIC_NUMBER are the demo firm's: "
            "set them to the practice's own."
        )
    try:
        palette.tint(settings.firm.colour)
    except palette.ColourRefused as refused:
        found.warnings.append(f"PORTAL_FIRM_COLOUR is not used: {refused}")
    _database(settings, found)
    return found


def refuse_weak(settings: Settings) -> None:
    """Raise SettingsRefused with the faults of `look`, if there are any."""
    if faults := look(settings).faults:
        raise SettingsRefused(faults)


def _addresses(settings: Settings, environ: Mapping[str, str], found: Findings) -> None:
    if settings.scheme != "https" or settings.loopback:
        found.faults.append(f"PORTAL_BASE_URL is {settings.base_url}: set it to an https address.")
    if not environ.get(PREFIX + "HOSTS", "").strip():
        found.faults.append("PORTAL_HOSTS is missing: set it to the host names the portal serves.")
    elif set(settings.hosts) & set(LOOPBACK):
        found.warnings.append("PORTAL_HOSTS names this machine itself besides the public name.")
    if settings.proxies == 0:
        found.warnings.append(
            "PORTAL_PROXIES is 0: limits per address count the proxy's own, if there is one."
        )


def _secrets(settings: Settings, environ: Mapping[str, str], found: Findings) -> None:
    if not environ.get(PREFIX + "SECRET_KEY", "").strip():
        found.faults.append(
            f"PORTAL_SECRET_KEY is missing: set it to {SECRET_LENGTH} random characters or more."
        )
    elif len(settings.secret_key) < SECRET_LENGTH or len(set(settings.secret_key)) < 10:
        found.faults.append(
            f"PORTAL_SECRET_KEY is too easy to guess: set it to {SECRET_LENGTH} random "
            "characters or more."
        )
    if settings.debug:
        found.faults.append("PORTAL_DEBUG is on: leave it out.")
    if settings.demo:
        found.faults.append("PORTAL_DEMO is on: leave it out.")


def _mail(settings: Settings, found: Findings) -> None:
    if settings.smtp_url is None:
        found.faults.append("PORTAL_SMTP_URL is missing: no client could confirm an address.")
    elif settings.smtp_url.startswith("smtp://"):
        found.warnings.append("PORTAL_SMTP_URL sends letters unencrypted: use smtps.")
    if settings.mail_from is None:
        found.faults.append("PORTAL_MAIL_FROM is missing: set it to the address letters come from.")


def _database(settings: Settings, found: Findings) -> None:
    """The database answers, has the program's tables, and nobody's demo account."""
    if settings.is_sqlite:
        found.warnings.append(
            "The database is SQLite: right for one office on one machine; "
            "set PORTAL_DATABASE_URL for PostgreSQL."
        )
    engine = engine_for(settings)
    try:
        have, want = revisions(engine, settings)
        if have != want:
            found.faults.append("The database is not at the program's version: portal db upgrade.")
            return
        with Session(engine) as session:
            count = session.scalar(select(func.count()).where(User.demo)) or 0
        if count:
            found.faults.append(f"The database holds {count} demo accounts: start with a new one.")
    except SQLAlchemyError as fault:
        found.faults.append(f"The database does not answer ({type(fault).__name__}).")
    finally:
        engine.dispose()
