"""A built wheel carries everything: it assesses and prints in an empty folder, unconfigured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CASE = "tests/cases/profile.example.json"


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a wheel as an installation lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def portal(installed: Path, empty: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the installed command in an empty folder; its libraries are the tests' own."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", *words],
        cwd=empty,
        env=environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_the_wheel_brings_its_files_and_claims_no_name_but_portal(
    installed: Path, root: Path
) -> None:
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"portal"}
    bundle = installed / "portal" / "_bundle"
    for name in ("templates/base.html", "static/css", "migrations/env.py", "alembic.ini"):
        assert (bundle / name).exists(), name
    assert list((installed / "portal" / "rulebook" / "data").rglob("*.toml"))
    for compiled in (root / "portal").rglob("*.mo"):
        assert (installed / compiled.relative_to(root)).exists()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_installed_wheel_assesses_the_seed_case_in_an_empty_folder(
    installed: Path, root: Path, tmp_path: Path, lang: str
) -> None:
    words = ["assess", str(root / CASE), "--on", "2019-08-01", "--format", "json", "--lang", lang]
    done = portal(installed, tmp_path, *words)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["crs"]["total"] == 449
    assert document["rulebook"]
    assert list(tmp_path.iterdir()) == []


def test_an_installed_wheel_prints_the_pdf_in_an_empty_folder(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    out = tmp_path / "seed.pdf"
    words = ["assess", str(root / CASE), "--on", "2019-08-01", "--format", "pdf", "-o", str(out)]
    done = portal(installed, tmp_path, *words)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [out]


def test_an_installed_wheel_proves_its_rulebook_and_migrates_a_database(
    installed: Path, tmp_path: Path
) -> None:
    assert portal(installed, tmp_path, "rules", "check").returncode == 0
    assert portal(installed, tmp_path, "db", "upgrade").returncode == 0
    assert (tmp_path / "var" / "portal.sqlite3").is_file()
