"""Copy the few third-party files we serve from their npm packages.

Everything a browser or the PDF needs lies in `static/vendor/`, so that no page asks another
host for anything. `python -m portal.vendoring` (behind `./dev vendor`) packs each pinned version
with `npm pack`, copies the listed files and writes `manifest.json` with version, licence and
SHA-256. `python -m portal.vendoring --check` compares the files with the manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.icons import ICONS

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Package:
    """One npm package: the pinned version, its licence and the files we take."""

    name: str
    version: str
    licence: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "@fontsource/newsreader",
        "5.3.0",
        "OFL-1.1",
        "newsreader",
        (
            "LICENSE",
            "files/newsreader-latin-500-normal.woff2",
            "files/newsreader-latin-ext-500-normal.woff2",
            "files/newsreader-vietnamese-500-normal.woff2",
        ),
    ),
    Package(
        "@fontsource-variable/hanken-grotesk",
        "5.3.0",
        "OFL-1.1",
        "hanken-grotesk-variable",
        (
            "LICENSE",
            "files/hanken-grotesk-latin-wght-normal.woff2",
            "files/hanken-grotesk-latin-ext-wght-normal.woff2",
            "files/hanken-grotesk-vietnamese-wght-normal.woff2",
        ),
    ),
    Package(
        "@fontsource/hanken-grotesk",
        "5.3.0",
        "OFL-1.1",
        "hanken-grotesk",
        (
            "LICENSE",
            "files/hanken-grotesk-latin-400-normal.woff2",
            "files/hanken-grotesk-latin-600-normal.woff2",
            "files/hanken-grotesk-latin-ext-400-normal.woff2",
            "files/hanken-grotesk-latin-ext-600-normal.woff2",
            "files/hanken-grotesk-vietnamese-400-normal.woff2",
            "files/hanken-grotesk-vietnamese-600-normal.woff2",
        ),
    ),
    Package(
        "lucide-static",
        "1.62.0",
        "ISC",
        "lucide",
        ("LICENSE", *(f"icons/{name}.svg" for name in ICONS)),
    ),
    Package("htmx.org", "4.0.1", "0BSD", "htmx", ("LICENSE", "dist/htmx.min.js")),
)


def sha256(path: Path) -> str:
    """The file's SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch(package: Package, into: Path) -> dict[str, Any]:
    """Pack one package with npm and copy its listed files to `into/<folder>/`.

    Returns the package's entry for the manifest. Raises CalledProcessError when npm cannot
    pack that version, KeyError when the package lacks a listed file.
    """
    target = into / package.folder
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as workshop:
        packed = subprocess.run(
            ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
            cwd=workshop,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        with tarfile.open(Path(workshop) / packed) as archive:
            for name in package.files:
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise KeyError(f"{package.name}@{package.version} holds no file {name}")
                (target / Path(name).name).write_bytes(member.read())
    return {
        "package": package.name,
        "version": package.version,
        "licence": package.licence,
        "files": {
            f"{package.folder}/{path.name}": sha256(path) for path in sorted(target.iterdir())
        },
    }


def faults(folder: Path = VENDOR) -> list[str]:
    """What differs between the manifest and the files beside it; empty when all agree."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    listed = {name: digest for entry in manifest for name, digest in entry["files"].items()}
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    wrong = [f"{name}: not in {MANIFEST}" for name in sorted(found - listed.keys())]
    wrong += [f"{name}: in {MANIFEST}, but no such file" for name in sorted(listed.keys() - found)]
    wrong += [
        f"{name}: its SHA-256 is {sha256(folder / name)}, {MANIFEST} says {listed[name]}"
        for name in sorted(found & listed.keys())
        if sha256(folder / name) != listed[name]
    ]
    return wrong


def main(arguments: list[str]) -> int:
    """Fetch everything, or compare with `--check`; exit code 1 when something differs."""
    if "--check" not in arguments:
        entries = [fetch(package, VENDOR) for package in PACKAGES]
        text = json.dumps(entries, indent=1, sort_keys=False) + "\n"
        (VENDOR / MANIFEST).write_text(text, "utf-8")
    wrong = faults()
    for line in wrong:
        sys.stderr.write(line + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
