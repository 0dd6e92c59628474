"""What every test may ask for: settings on a folder of its own, and both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.settings import Settings
from tests.postgres import Server, throw_away_server

pytest_plugins = ["tests.world"]

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the big sizes too")


# The files that take longest by themselves: begun last, one process would run them alone.
LONGEST = ("browser/", "desk/test_changes_pages", "web/test_policies", "reports/test_pdf")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files; leave the big sizes out, unless --long asks for them."""
    items.sort(key=_place)
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _place(item: pytest.Item) -> int:
    file = item.path.relative_to(ROOT / "tests").as_posix()
    places = (at for at, each in enumerate(LONGEST) if file.startswith(each))
    return next(places, len(LONGEST))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an installation on loopback, in a folder of its own, without demo data."""
    return Settings.from_env(
        {"PORTAL_DATA_DIR": str(tmp_path / "data"), "PORTAL_SECRET_KEY": "s" * 20 + "0123456789ab"}
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A throw-away PostgreSQL server, one for each test process."""
    with throw_away_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The address of a new, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database; the test runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
