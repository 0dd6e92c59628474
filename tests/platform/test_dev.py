"""`./dev` sets up what is missing, repairs what is half-made, and fails in one plain sentence.

The checkout here is a tiny one with `dev` in it, and the machine's tools are stand-ins where a
test needs them to be missing or to fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "tiny"
version = "1"
[project.scripts]
portal = "portal:main"
[tool.hatch.build.targets.wheel]
packages = ["portal"]
"""
NEEDED = (
    "awk bash cat cut df dirname flock grep id ldconfig ls mkdir mv rm sed sha256sum tail tr uname"
)
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "portal").mkdir(parents=True)
    (folder / "portal" / "__init__.py").write_text("def main():\n    print('it runs')\n")
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "requirements.lock").write_text("# nothing\n")
    shutil.copy(root / "dev", folder / "dev")
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with the few programs every system has, and without Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED.split():
        found = shutil.which(name, path="/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
        if found:
            (folder / name).symlink_to(found)
    return folder


def stand_in(tools: Path, name: str, body: str) -> None:
    """A program of that name that does what `body` says."""
    (tools / name).unlink(missing_ok=True)
    (tools / name).write_text(f"#!/bin/bash\n{body}\n")
    (tools / name).chmod(0o755)


def dev(checkout: Path, *words: str, path: str, **variables: str) -> Done:
    site = sysconfig.get_paths()["purelib"]  # where hatchling is, so that nothing is downloaded
    return subprocess.run(
        [checkout / "dev", *words],
        env={"PATH": path, "HOME": str(checkout), "PYTHONPATH": site} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def only_sentence(done: Done) -> str:
    """The one line a failed `./dev` says."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_setup_makes_the_command_does_nothing_twice_and_repairs_a_half_made_venv(
    checkout: Path,
) -> None:
    first = dev(checkout, "setup", path=os.environ["PATH"])
    assert first.returncode == 0, first.stderr
    command = checkout / ".venv" / "bin" / "portal"
    assert subprocess.check_output([command], text=True) == "it runs\n"

    log = checkout / "var" / "setup.log"
    log.unlink()
    again = dev(checkout, "setup", path=os.environ["PATH"])
    assert again.stderr == "Ready: .venv/bin/portal\n"
    assert not log.exists()

    # Power went while packages were being installed: no stamp, no pip, no command.
    (checkout / ".venv" / ".portal-stamp").unlink()
    shutil.rmtree(next((checkout / ".venv" / "lib").glob("python3*")) / "site-packages" / "pip")
    command.unlink()
    mended = dev(checkout, "setup", path=os.environ["PATH"])
    assert mended.returncode == 0, mended.stderr
    assert subprocess.check_output([command], text=True) == "it runs\n"


def test_no_root_and_no_sudo_is_one_sentence(checkout: Path, tools: Path) -> None:
    stand_in(tools, "id", "echo 1000")
    stand_in(tools, "apt-get", "echo should not run; exit 1")
    said = only_sentence(dev(checkout, "setup", path=str(tools)))
    assert said.startswith("Installing python3 python3-venv")
    assert said.endswith("needs root: run this as root or with sudo.")


def test_a_sudo_that_would_ask_without_a_terminal_is_one_sentence(
    checkout: Path, tools: Path
) -> None:
    stand_in(tools, "id", "echo 1000")
    stand_in(tools, "apt-get", "exit 1")
    stand_in(tools, "sudo", "exit 1")
    said = only_sentence(dev(checkout, "setup", path=str(tools)))
    assert said.endswith("needs root: run this as root or with sudo.")


def test_a_system_without_apt_is_told_what_it_needs(checkout: Path, tools: Path) -> None:
    said = only_sentence(dev(checkout, "setup", path=str(tools)))
    assert said.startswith("These system packages are missing and there is no apt-get")
    assert "python3-venv" in said


def test_no_room_on_the_disk_is_one_sentence(checkout: Path, tools: Path) -> None:
    stand_in(tools, "df", "echo header; echo /dev/sda 100 90 10240 99% /")
    stand_in(tools, "apt-get", "exit 1")
    said = only_sentence(dev(checkout, "setup", path=str(tools)))
    assert said == "/ has 10 MB free and 900 MB are needed: make room and start again."


def test_a_disk_that_fills_up_on_the_way_is_told_plainly(checkout: Path, tools: Path) -> None:
    stand_in(tools, "id", "echo 0")
    stand_in(tools, "apt-get", "echo 'write error: No space left on device' >&2; exit 100")
    done = dev(checkout, "setup", path=str(tools))
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:] == ["The disk is full: make room and start again."]


def test_a_registry_that_cannot_be_reached_is_one_sentence_that_names_the_log(
    checkout: Path, tools: Path
) -> None:
    stand_in(tools, "id", "echo 0")
    stand_in(tools, "apt-get", "echo 'Could not resolve' >&2; exit 100")
    done = dev(checkout, "setup", path=str(tools))
    assert done.returncode == 1
    log = checkout / "var" / "setup.log"
    assert done.stderr.splitlines()[1:] == [
        f"Reading the package lists failed: the reason is at the end of {log}."
    ]
    assert "Could not resolve" in log.read_text()


def test_a_data_directory_that_cannot_be_made_is_one_sentence(checkout: Path, tools: Path) -> None:
    done = dev(checkout, "run", path=str(tools), PORTAL_DATA_DIR="/dev/null/portal")
    assert only_sentence(done) == (
        "The data directory /dev/null/portal cannot be written: "
        "set PORTAL_DATA_DIR to a folder of yours."
    )


def test_without_a_command_the_commands_are_listed(checkout: Path, tools: Path) -> None:
    assert "./dev run " in dev(checkout, path=str(tools)).stdout
    unknown = dev(checkout, "fly", path=str(tools))
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("There is no ./dev fly.")
