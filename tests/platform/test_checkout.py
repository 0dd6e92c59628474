"""The checkout itself: its layout, its lock file, and nothing of one machine in it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal.cli import COMMANDS, LazyGroup, group

# The one place that says what may lie at the top.
TOP_LEVEL = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml",
    "CHANGELOG.md", "LICENSE", "README.md", "alembic.ini", "babel.cfg", "config.py", "dev",
    "docs", "migrations", "portal", "pyproject.toml", "requirements.lock", "static", "templates",
    "tests",
}  # fmt: skip
# Beside the checkout's files, what the tools leave there: git ignores it.
LEFT_BY_TOOLS = {
    ".git", ".venv", "var", "dist", "build", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".import_linter_cache", ".hypothesis", ".benchmarks", "__pycache__",
}  # fmt: skip
# Each is written in two parts, so that this file does not find itself.
OF_ONE_MACHINE = tuple(
    "".join(parts)
    for parts in (
        ("/wo", "rk/main"),
        ("/wo", "rk/shared"),
        ("/ro", "ot/"),
        (".pye", "nv"),
        ("/tmp/", "plan"),
        ("/opt/py", "pi"),
    )
)


@pytest.fixture(scope="module")
def files(root: Path) -> list[Path]:
    """Every file of the checkout, by git where there is one, else all but what tools left."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
        )
        names = [name for name in listed.stdout.split("\0") if name]
        return [root / name for name in names if (root / name).is_file()]
    return [
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.relative_to(root).parts[0] not in LEFT_BY_TOOLS
        and "__pycache__" not in path.parts
    ]


def test_nothing_lies_at_the_top_that_has_no_place_there(root: Path, files: list[Path]) -> None:
    assert {path.relative_to(root).parts[0] for path in files} <= TOP_LEVEL


def test_no_file_names_a_path_of_one_machine(files: list[Path]) -> None:
    found = []
    for path in files:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.name}: {word}" for word in OF_ONE_MACHINE if word in text]
    assert found == []


def pins(root: Path) -> list[str]:
    """The lock file's entries, each with its hashes."""
    text = (root / "requirements.lock").read_text("utf-8")
    return re.findall(r"^[a-z0-9].*(?:\n +.*)*", text, flags=re.MULTILINE | re.IGNORECASE)


@pytest.mark.asvs("15.2.4")
def test_every_locked_package_has_a_version_and_hashes_and_no_address(root: Path) -> None:
    assert len(pins(root)) > 50
    for pin in pins(root):
        assert re.match(r"[A-Za-z0-9._-]+==[0-9]", pin), pin
        assert "--hash=sha256:" in pin, pin
    text = (root / "requirements.lock").read_text("utf-8")
    assert re.search(r"://|--(extra-)?index|--find-links|--trusted", text) is None


def test_the_lock_file_holds_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(name for extra in extras for name in extra)]
    locked = {canonicalize_name(pin.split("==")[0]): pin for pin in pins(root)}
    for requirement in map(Requirement, asked):
        pin = locked[canonicalize_name(requirement.name)]
        version = re.split(r"[ ;\\]", pin.split("==")[1])[0]
        assert version in requirement.specifier, requirement


def test_what_only_the_tests_need_stands_in_the_second_part(root: Path) -> None:
    runs, _, tests = (root / "requirements.lock").read_text("utf-8").partition("# --- from here")
    assert "\nweasyprint==" in runs
    assert "\npytest==" not in runs
    assert "\npytest==" in tests


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_exists_and_says_what_it_does(name: str) -> None:
    assert isinstance(group, LazyGroup)
    command = group.get_command(group.make_context("portal", [], resilient_parsing=True), name)
    assert command is not None
    assert command.get_short_help_str()


def test_a_compiled_catalogue_is_that_of_its_source(root: Path) -> None:
    from io import BytesIO

    from babel.messages.mofile import read_mo, write_mo
    from babel.messages.pofile import read_po

    for written in (root / "portal" / "translations").rglob("*.po"):
        with written.open("rb") as source:
            made = BytesIO()
            write_mo(made, read_po(source, locale=written.parts[-3]))
        made.seek(0)
        fresh = {str(message.id): message.string for message in read_mo(made) if message.id}
        with written.with_suffix(".mo").open("rb") as compiled:
            stored = {
                str(message.id): message.string for message in read_mo(compiled) if message.id
            }
        assert stored == fresh, "run ./dev translations"
