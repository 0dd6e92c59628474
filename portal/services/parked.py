"""What somebody sent after their login had ended, kept until they are back.

Only the same account gets it back, within a day, once.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.models import ParkedPost
from portal.services.database import begin_writing
from portal.services.sessions import digest, new_token

KEPT = timedelta(days=1)
MOST = 20
LONGEST_PATH = 500

Fields = list[tuple[str, str]]


def park(session: Session, user_id: uuid.UUID, path: str, fields: Fields, now: datetime) -> str:
    """Keep a post in a transaction of its own and give the token it can be taken back by."""
    token = new_token()
    begin_writing(session)
    session.execute(delete(ParkedPost).where(ParkedPost.expires_at <= now))
    older = select(ParkedPost.id).where(ParkedPost.user_id == user_id)
    too_many = older.order_by(ParkedPost.created_at.desc()).offset(MOST - 1)
    session.execute(delete(ParkedPost).where(ParkedPost.id.in_(session.scalars(too_many).all())))
    session.add(
        ParkedPost(
            token_hash=digest(token),
            user_id=user_id,
            path=path,
            fields=[list(pair) for pair in fields],
            created_at=now,
            expires_at=now + KEPT,
        )
    )
    session.commit()
    return token


def find(session: Session, user_id: uuid.UUID, token: str, now: datetime) -> ParkedPost | None:
    """The kept post, if it is this user's and still there."""
    return session.scalar(
        select(ParkedPost).where(
            ParkedPost.token_hash == digest(token),
            ParkedPost.user_id == user_id,
            ParkedPost.expires_at > now,
        )
    )


def take(session: Session, user_id: uuid.UUID, token: str) -> str | None:
    """Take the kept post back, once; gives its path, or None when it is gone."""
    begin_writing(session)
    taken = session.execute(
        delete(ParkedPost)
        .where(ParkedPost.token_hash == digest(token), ParkedPost.user_id == user_id)
        .returning(ParkedPost.path)
    ).first()
    session.commit()
    return str(taken.path) if taken else None
