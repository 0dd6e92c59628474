"""Render one PDF in a process of its own: `python -m portal.rendering.child`.

The order comes as JSON on standard input: {"document", "paper", "lang", "edition"}; the file
leaves on standard output after one line of JSON, {"pages": n}. The process limits itself in
memory and time, starts no other process and opens no connection.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.processes import die_with_parent

if TYPE_CHECKING:
    from portal.rendering.paper import Paper

MEMORY = 1_500_000_000  # bytes of address space; the largest paper measured needs a third of it
SECONDS = 60  # of computing; the parent waits a little longer on the wall clock
_PASSED_ON = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_REFUSED = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.exec")


class RenderingFailed(Exception):
    """The child gave no PDF; the message says why, without a word of what was rendered."""


def render_in_child(
    document: Mapping[str, Any],
    paper: Paper,
    *,
    lang: str = "en",
    edition: str = "letter",
    seconds: float = SECONDS + 15,
) -> tuple[bytes, int]:
    """The PDF's bytes and number of pages, made in a child process.

    Raises RenderingFailed when the child runs out of time or memory, or fails otherwise.
    """
    order = {
        "document": document,
        "paper": paper.model_dump(mode="json"),
        "lang": lang,
        "edition": edition,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "portal.rendering.child"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=seconds,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderingFailed(f"the PDF was not ready after {seconds:g} seconds") from None
    head, _, content = done.stdout.partition(b"\n")
    if done.returncode != 0 or not content.startswith(b"%PDF-"):
        reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise RenderingFailed(f"child ended with {done.returncode}: {reason[:200]}")
    return content, int(json.loads(head)["pages"])


def _environment() -> dict[str, str]:
    """What the child may know: where programs and fonts are, and no setting of ours."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    root = Path(__file__).resolve().parents[2]
    return passed | {"PYTHONPATH": str(root), "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}


def _confine() -> None:
    """Limit memory and time; refuse connections and further processes from here on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in _REFUSED:
            raise PermissionError(f"{event} is not allowed while a PDF is rendered")

    sys.addaudithook(refuse)


def main() -> int:
    """Read the order, write the PDF. The traceback of a failure goes to standard error."""
    die_with_parent()
    order = json.load(sys.stdin)
    _confine()
    gc.disable()  # a tenth of the time; the process ends with the one paper
    from portal.rendering.paper import Paper
    from portal.rendering.pdf import render_pdf

    made = render_pdf(
        order["document"],
        Paper.model_validate(order["paper"]),
        lang=order["lang"],
        edition=order["edition"],
    )
    sys.stdout.buffer.write(json.dumps({"pages": made.pages}).encode() + b"\n" + made.content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
