"""Four writers are killed in mid-work: a step is before or after, none acknowledged is lost."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import func, select

from portal.models import AuditEvent, Letter, User
from portal.services import audit
from portal.services.database import Sessions
from portal.settings import Settings
from tests.world import a_user, on_both


@on_both
@pytest.mark.asvs("2.3.3")
def test_kill_9_with_four_writers(
    portal_sessions: Sessions, portal_settings: Settings, database_kind: str
) -> None:
    kill_writers(portal_sessions, portal_settings, rounds=1)


@on_both
@pytest.mark.long
@pytest.mark.asvs("2.3.3")
def test_kill_9_with_four_writers_again_and_again(
    portal_sessions: Sessions, portal_settings: Settings, database_kind: str
) -> None:
    kill_writers(portal_sessions, portal_settings, rounds=10)


def kill_writers(portal_sessions: Sessions, settings: Settings, rounds: int) -> None:
    with portal_sessions() as session:
        user_id = a_user(session, settings).id
        session.commit()
    command = [sys.executable, "-m", "tests.services.writer", settings.database_url, str(user_id)]
    acknowledged = 0
    for _ in range(rounds):
        writers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)
            for _ in range(4)
        ]
        for each in writers:
            assert each.stdout is not None
            assert each.stdout.readline() == "done\n"
            acknowledged += 1
        time.sleep(random.uniform(0.1, 0.6))
        for each in writers:
            each.send_signal(signal.SIGKILL)
        for each in writers:
            said, _ = each.communicate()
            acknowledged += said.count("done\n")
    with portal_sessions() as session:
        counted = session.get_one(User, user_id).epoch
        events = session.scalar(select(func.count()).select_from(AuditEvent))
        letters = session.scalar(select(func.count()).select_from(Letter))
        assert counted == events == letters
        assert acknowledged <= counted <= acknowledged + 4 * rounds
        assert audit.verify(session) == (events, None)
