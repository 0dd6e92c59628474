"""Counting tries at a gate, in the database, so that every process counts together.

Whom a try was about is kept as a keyed hash. A try is counted before anything
else is done, in a short transaction of its own, so a refused step cannot undo
it and 50 tries at once are 50 tries.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.models import Attempt
from portal.services import clock
from portal.services.database import begin_writing, settings_of
from portal.services.refusal import Refused
from portal.text import msg


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` tries within `minutes`."""

    times: int
    minutes: int


# ASVS 6.3.1, 2.4.1 and promise 8 of SECURITY.md: per account, per address, for the whole site.
LIMITS = {
    "sign_in.account": Limit(10, 5),
    "sign_in.address": Limit(30, 5),
    "sign_in.site": Limit(600, 5),
    "reset.account": Limit(5, 24 * 60),
    "reset.address": Limit(20, 60),
    "reset.site": Limit(300, 60),
    "sign_up.account": Limit(5, 24 * 60),
    "sign_up.address": Limit(20, 60),
    "sign_up.site": Limit(300, 60),
    "confirm.account": Limit(10, 5),
    "invite.account": Limit(50, 60),
}


class TooMany(Refused):
    """Too many tries; `minutes` says when the window is over."""

    def __init__(self, minutes: int) -> None:
        if minutes >= 24 * 60:
            words = msg("That was tried too often today. Come back tomorrow.")
        else:
            words = msg("That was tried too often. Wait %(minutes)s minutes.", minutes=minutes)
        super().__init__(words)
        self.minutes = minutes


def count(session: Session, gate: str, **about: str) -> None:
    """Count one try at a gate for each subject given, such as account="…", address="…".

    The whole site is counted too where a limit is set. Raises TooMany when one
    limit is reached; the try then counts nowhere.
    """
    now = clock.now()
    key = settings_of(session).secret_key.encode()
    begin_writing(session)
    try:
        subjects = {kind: about[kind] for kind in about if f"{gate}.{kind}" in LIMITS}
        if f"{gate}.site" in LIMITS:
            subjects["site"] = ""
        for kind, subject in subjects.items():
            limit = LIMITS[f"{gate}.{kind}"]
            name = hmac.new(key, f"{kind}:{subject}".encode(), hashlib.sha256).hexdigest()
            since = now - timedelta(minutes=limit.minutes)
            of_subject = (Attempt.gate == f"{gate}.{kind}", Attempt.subject == name)
            session.execute(delete(Attempt).where(*of_subject, Attempt.at <= since))
            tries = session.scalar(select(func.count()).select_from(Attempt).where(*of_subject))
            if (tries or 0) >= limit.times:
                reached = limit
                break
            session.add(Attempt(gate=f"{gate}.{kind}", subject=name, at=now))
        else:
            session.commit()
            return
    except BaseException:
        session.rollback()
        raise
    session.rollback()
    raise TooMany(reached.minutes)
