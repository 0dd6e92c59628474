"""The settings: what is read, what is refused, and when a secret is made."""

from __future__ import annotations

import stat
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from portal.settings import Settings, SettingsRefused, load, resource_dir

SECRET = "kX3-" * 10


def read(tmp_path: Path, **variables: str) -> Settings:
    return Settings.from_env(
        {"PORTAL_DATA_DIR": str(tmp_path)} | {f"PORTAL_{k}": v for k, v in variables.items()}
    )


def test_without_any_variable_the_portal_serves_this_machine_alone(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/portal.sqlite3"
    assert settings.hosts == ("127.0.0.1", "localhost", "::1")
    assert not settings.demo
    assert not settings.secure_cookies


def test_the_base_url_follows_the_port_and_decides_the_host(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="9001").base_url == "http://127.0.0.1:9001"
    public = read(tmp_path, BASE_URL="https://intake.example.com/", SECRET_KEY=SECRET)
    assert public.hosts == ("intake.example.com",)
    assert public.link("/account/confirm") == "https://intake.example.com/account/confirm"
    assert public.secure_cookies


def test_on_this_machine_a_secret_is_made_once_and_kept_for_this_account_only(
    tmp_path: Path,
) -> None:
    first = read(tmp_path / "new").secret_key
    assert len(first) >= 32
    assert read(tmp_path / "new").secret_key == first
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600


@pytest.mark.asvs("13.4.2")
def test_in_production_a_missing_secret_stops_the_program(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(tmp_path, BASE_URL="https://intake.example.com")
    assert refused.value.faults == [
        "PORTAL_SECRET_KEY is missing: set it to 32 random characters or more."
    ]
    assert not (tmp_path / "secret").exists()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "http", "PORTAL_PORT is 'http': set it to a whole number from 1 to 65535."),
        ("PORT", "70000", "PORTAL_PORT is '70000': set it to a whole number from 1 to 65535."),
        ("PORT", "٣", "PORTAL_PORT is '٣': set it to a whole number from 1 to 65535."),
        ("DEMO", "maybe", "PORTAL_DEMO is 'maybe': set it to 1 or 0."),
        ("BASE_URL", "http://intake.example.com", "set it to an https address."),
        ("BASE_URL", "https://example.com/portal", "set it to an address like https://example"),
        ("HOSTS", "example.com,a b", "PORTAL_HOSTS holds 'a b'"),
        ("TIMEZONE", "Toronto", "PORTAL_TIMEZONE is 'Toronto'"),
        ("TIMEZONE", "../etc/passwd", "PORTAL_TIMEZONE is '../etc/passwd'"),
        ("SMTP_URL", "mail.example.com", "PORTAL_SMTP_URL is no usable address"),
        ("DATABASE_URL", "mysql://x/y", "PORTAL_DATABASE_URL is neither"),
        ("FIRM_RCIC_NUMBER", "R12345", "set it to R and six digits."),
        ("FIRM_COLOUR", "green", "PORTAL_FIRM_COLOUR is 'green'"),
        ("REGISTER_URL", "javascript:alert(1)", "PORTAL_REGISTER_URL is no usable address"),
        ("LOG_FORMAT", "xml", "PORTAL_LOG_FORMAT is 'xml': set it to console or json."),
    ],
)
def test_a_value_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(tmp_path, **{"SECRET_KEY": SECRET, name: value})
    assert len(refused.value.faults) == 1
    assert says in refused.value.faults[0]


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read(tmp_path, PORT="0", PROXIES="-1", WEB_THREADS="many")
    assert len(refused.value.faults) == 3


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_uses_the_driver_we_install(tmp_path: Path, scheme: str) -> None:
    settings = read(tmp_path, DATABASE_URL=f"{scheme}://u@db.example.com/portal")
    assert settings.database_url == "postgresql+psycopg://u@db.example.com/portal"


def test_settings_cannot_be_changed_and_hide_their_secrets(settings: Settings) -> None:
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    assert settings.secret_key not in repr(settings)


def test_the_deployers_file_is_what_an_installation_reads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_FIRM_NAME", "Another Practice")
    assert load().firm.name == "Another Practice"


def test_templates_static_files_and_migrations_are_found() -> None:
    for name in ("templates", "static", "migrations", "alembic.ini"):
        assert resource_dir(name).exists()
    with pytest.raises(FileNotFoundError):
        resource_dir("nothing")


def test_reading_settings_and_the_rulebook_imports_no_web_framework() -> None:
    program = (
        "import sys, portal.settings, portal.cli, portal.rulebook, portal.assessment\n"
        "print([m for m in ('flask', 'wtforms', 'sqlalchemy', 'weasyprint', 'dbos')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
