"""What we serve of others is listed with version, licence and hash, and nothing else lies there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from portal.icons import ICONS, icon, shapes
from portal.vendoring import MANIFEST, PACKAGES, VENDOR, faults

STATIC = VENDOR.parent
# An address that exists nowhere: what the PDF draws itself is served under it.
DRAWN = re.compile(r"https://bundle\.invalid/drawn/[a-z-]+\.svg")


def text_of(file: Path) -> str:
    return DRAWN.sub("", file.read_text("utf-8"))


def test_every_vendored_file_is_the_one_in_the_manifest() -> None:
    assert faults() == []


def test_a_changed_file_and_an_unlisted_one_are_found(tmp_path: Path) -> None:
    (tmp_path / "htmx").mkdir()
    (tmp_path / "htmx" / "htmx.min.js").write_text("changed", "utf-8")
    (tmp_path / "new.js").write_text("", "utf-8")
    entry = {"files": {"htmx/htmx.min.js": "0" * 64, "gone.js": "0" * 64}}
    (tmp_path / MANIFEST).write_text(json.dumps([entry]), "utf-8")
    found = " ".join(faults(tmp_path))
    assert "new.js: not in" in found
    assert "gone.js: in" in found
    assert "htmx/htmx.min.js: its SHA-256" in found


def test_the_manifest_names_the_pinned_version_and_a_licence_text() -> None:
    manifest = {entry["package"]: entry for entry in json.loads((VENDOR / MANIFEST).read_text())}
    assert set(manifest) == {package.name for package in PACKAGES}
    for package in PACKAGES:
        entry = manifest[package.name]
        assert (entry["version"], entry["licence"]) == (package.version, package.licence)
        assert f"{package.folder}/LICENSE" in entry["files"]


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_without_script_or_style(name: str) -> None:
    assert re.fullmatch(r"(<(path|circle|rect|line|polyline)\b[^<>]*/> ?)+", shapes(name))


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError, match="not vendored"):
        icon("rocket")


def test_an_icons_class_is_escaped() -> None:
    assert '<svg class="icon &#34;&gt;&lt;b&gt;"' in icon("check", '"><b>')


def test_every_style_sheet_names_only_files_that_are_there() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        for name in re.findall(r'url\("?([^")]+)"?\)', text_of(sheet)):
            assert (sheet.parent / name).resolve().is_file(), (sheet.name, name)


def test_no_style_sheet_or_script_of_ours_asks_another_host() -> None:
    for file in [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]:
        assert not re.search(r"https?:|//[a-z]+\.", text_of(file)), file.name
