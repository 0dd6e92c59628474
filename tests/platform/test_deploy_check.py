"""`portal check --deploy` and the start of a production server name every weak setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from portal.cli import group
from portal.deploy_check import look, refuse_weak
from portal.models import User
from portal.services.database import engine_for, upgrade
from portal.settings import Settings, SettingsRefused

STRONG = {
    "PORTAL_BASE_URL": "https://intake.example.com",
    "PORTAL_HOSTS": "intake.example.com",
    "PORTAL_SECRET_KEY": "u6Wc0dQ9sPz-7LhTn2VkXb4RgYj8MfEa",
    "PORTAL_SMTP_URL": "smtps://mail.example.com",
    "PORTAL_MAIL_FROM": "office@example.com",
    "PORTAL_FIRM_NAME": "Another Practice",
    "PORTAL_FIRM_RCIC_NUMBER": "R900042",
    "PORTAL_PROXIES": "1",
}


@pytest.fixture
def strong(tmp_path: Path, database_url: str) -> Mapping[str, str]:
    """A production environment without fault, its database migrated."""
    environ = STRONG | {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DATABASE_URL": database_url}
    upgrade(Settings.from_env(environ))
    return environ


@pytest.mark.asvs("13.4.2")
def test_strong_settings_pass(strong: Mapping[str, str]) -> None:
    found = look(Settings.from_env(strong), strong)
    assert found.faults == []
    assert [fault.split()[2] for fault in found.warnings] == (
        ["is"] if strong["PORTAL_DATABASE_URL"].startswith("sqlite") else []
    )


@pytest.mark.asvs("13.4.2")
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SMTP_URL", "", "PORTAL_SMTP_URL is missing"),
        ("MAIL_FROM", "", "PORTAL_MAIL_FROM is missing"),
        ("SECRET_KEY", "short", "PORTAL_SECRET_KEY is too easy to guess"),
        ("SECRET_KEY", "a" * 64, "PORTAL_SECRET_KEY is too easy to guess"),
        ("HOSTS", "", "PORTAL_HOSTS is missing"),
        ("DEBUG", "1", "PORTAL_DEBUG is on"),
        ("DEMO", "1", "PORTAL_DEMO is on"),
        ("BASE_URL", "http://127.0.0.1:8000", "set it to an https address"),
        ("FIRM_NAME", "", "are the demo firm's"),
        ("FIRM_RCIC_NUMBER", "", "are the demo firm's"),
    ],
)
def test_each_weak_setting_is_a_fault(tmp_path: Path, name: str, value: str, says: str) -> None:
    environ = STRONG | {"PORTAL_DATA_DIR": str(tmp_path), f"PORTAL_{name}": value}
    settings = Settings.from_env(environ)
    upgrade(settings)
    faults = look(settings, environ).faults
    assert len(faults) == 1
    assert says in faults[0]


@pytest.mark.asvs("6.3.2")
def test_a_demo_account_stops_a_production_start(strong: Mapping[str, str]) -> None:
    settings = Settings.from_env(strong)
    engine = engine_for(settings)
    with Session(engine) as session, session.begin():
        session.add(
            User(
                email="demo@example.com",
                email_lower="demo@example.com",
                role="client",
                demo=True,
                created_at=datetime.now(UTC),
            )
        )
    engine.dispose()
    assert look(settings, strong).faults == [
        "The database holds 1 demo accounts: start with a new one."
    ]
    with pytest.raises(SettingsRefused):
        refuse_weak(settings)


def test_a_database_that_is_behind_or_away_is_a_fault(tmp_path: Path) -> None:
    environ = STRONG | {"PORTAL_DATA_DIR": str(tmp_path)}
    settings = Settings.from_env(environ)
    assert look(settings, environ).faults == [
        "The database is not at the program's version: portal db upgrade."
    ]
    away = replace(settings, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert look(away, environ).faults == ["The database does not answer (OperationalError)."]


def test_the_command_names_all_faults_of_an_unset_installation(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        group,
        ["check", "--deploy"],
        env={
            "PORTAL_DATA_DIR": str(tmp_path),
            "PORTAL_BASE_URL": "https://intake.example.com",
            "PORTAL_DEMO": "",
        },
    )
    assert done.exit_code == 1
    faults = [line for line in done.stdout.splitlines() if line.startswith("fault: ")]
    assert len(faults) == 6
    assert sum("PORTAL_SECRET_KEY" in fault for fault in faults) == 1
    for name in ("PORTAL_HOSTS", "PORTAL_SMTP_URL", "PORTAL_MAIL_FROM", "PORTAL_FIRM_NAME"):
        assert any(name in fault for fault in faults)
