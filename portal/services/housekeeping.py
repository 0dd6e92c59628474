"""Deleting what has had its time: ended logins, dead links, old tries, kept posts.

None of it is a record: what happened stands in the audit trail.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.models import Attempt, MailToken, ParkedPost
from portal.services import sessions
from portal.services.database import begin_writing

# The longest window of a limit is a day.
TRIES_KEPT = timedelta(days=2)


def sweep(session: Session, now: datetime) -> None:
    """Delete it, in a transaction of its own."""
    begin_writing(session)
    sessions.forget_old(session, now)
    session.execute(delete(MailToken).where(MailToken.expires_at < now))
    session.execute(delete(Attempt).where(Attempt.at < now - TRIES_KEPT))
    session.execute(delete(ParkedPost).where(ParkedPost.expires_at < now))
    session.commit()
