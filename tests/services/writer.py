"""A process that takes steps and says so after each, until it is killed.

Run as `python -m tests.services.writer DATABASE_URL USER_ID`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

from portal.models import User
from portal.services import mail
from portal.services.actor import SYSTEM
from portal.services.database import engine_for, sessions_for
from portal.services.steps import step
from portal.settings import Settings


def main(url: str, user_id: str) -> None:
    """Count up a number; a letter and an audit event go with each."""
    settings = Settings(data_dir=Path(), database_url=url, secret_key="x" * 32)
    factory = sessions_for(engine_for(settings), settings)
    while True:
        with factory() as session:
            user = session.get_one(User, UUID(user_id))
            with step(session, SYSTEM, "test.write", user):
                user.epoch += 1
                mail.queue(session, "passphrase_changed", user=user, path="/")
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
