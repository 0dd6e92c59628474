"""Write requirements.lock: every package with its hashes, for every platform, no address.

`./dev lock` calls it with the path of uv's program. The file has two parts, so that `./dev run`
installs what runs and `./dev test` the rest too.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
SECOND_PART = "# --- from here on: what only ./dev test needs ---"
HEADER = "# Made by `./dev lock` from pyproject.toml. Installed with pip --require-hashes.\n"


def compiled(uv: str, extras: list[str], constraint: Path | None) -> str:
    """The pins of the project with these extras, as pip reads them."""
    command = [uv, "pip", "compile", "--universal", "--generate-hashes", "--python-version", "3.11"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--quiet", "--no-config", "--upgrade"]
    for extra in extras:
        command += ["--extra", extra]
    if constraint:
        command += ["--constraint", str(constraint)]
    command.append("pyproject.toml")
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def blocks(pins: str) -> dict[str, str]:
    """One text per pinned line, hashes included."""
    found = re.findall(r"^\S.*(?:\n +.*)*", pins, flags=re.MULTILINE)
    return {block.split("\\")[0].strip(): block for block in found if not block.startswith("#")}


def main(uv: str) -> None:
    """Compile both parts; the second keeps the first's versions."""
    with tempfile.TemporaryDirectory() as folder:
        first = blocks(compiled(uv, ["build"], None))
        constraint = Path(folder) / "first.txt"
        constraint.write_text("\n".join(first) + "\n", encoding="utf-8")
        both = blocks(compiled(uv, ["build", "dev"], constraint))
    second = [block for pin, block in both.items() if pin not in first]
    LOCK.write_text(
        HEADER + "\n".join(first.values()) + f"\n{SECOND_PART}\n" + "\n".join(second) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1])
