"""`portal demo load`, as `./dev run` calls it: from an empty folder, again, and cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.cli import group
from portal.models import User
from portal.services.database import engine_for
from portal.services.people import demo_accounts
from portal.settings import Settings, SettingsRefused


def load(folder: Path, **more: str) -> Result:
    environ = {"PORTAL_DATA_DIR": str(folder), "PORTAL_DEMO": "1"} | more
    return CliRunner().invoke(group, ["demo", "load"], env=environ)


def test_an_empty_folder_becomes_a_demo_once_and_a_cut_off_one_is_told_plainly(
    tmp_path: Path,
) -> None:
    first = load(tmp_path)
    assert first.exit_code == 0, first.exception
    assert "claire@example.com" in first.stdout

    engine = engine_for(Settings.from_env({"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DEMO": "1"}))
    with Session(engine) as session:
        assert demo_accounts(session) == 14
    again = load(tmp_path)
    assert again.exit_code == 0, again.exception
    assert first.stdout.endswith(again.stdout)
    with Session(engine) as session:
        assert demo_accounts(session) == 14

    with Session(engine) as session, session.begin():
        administrator = select(User.id).where(User.email == "helene@example.com")
        session.execute(delete(User).where(User.id.in_(administrator)))
    engine.dispose()
    half = load(tmp_path)
    assert isinstance(half.exception, SettingsRefused)
    (fault,) = half.exception.faults
    assert fault == (
        "The demo data is half loaded, since its loading was cut off: "
        f"remove the database in {tmp_path} and start again."
    )


@pytest.mark.asvs("6.3.2")
def test_outside_demo_mode_nobody_is_made(tmp_path: Path) -> None:
    refused = load(tmp_path, PORTAL_DEMO="0")
    assert refused.exit_code == 1
    assert refused.stderr == "Error: Demo accounts exist in demo mode only: set PORTAL_DEMO=1.\n"
    assert not (tmp_path / "portal.sqlite3").exists()
