"""Many profiles, one a line: two processes, the order kept, memory flat."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import nullcontext
from datetime import date
from itertools import islice
from mmap import ACCESS_READ, mmap
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from portal.cli_files import opened, whole

PROCESSES = 2
BATCH = 16  # profiles a task
AHEAD = 6  # tasks handed out before the first is awaited: this bounds the memory

Numbered = tuple[int, bytes]
Batch = Future[int]


def run(file: str, on: date, *, rounds: bool, out: str | None) -> int:
    """Assess every line of `file` into `out`; gives how many lines were bad.

    Raises Refusal when a file cannot be read or written; nothing is left at `out` then.
    """
    from portal.rulebook import load

    load()  # before the processes part: both have it then
    bad = 0
    with (
        opened(file) as source,
        whole(out) as target,
        tempfile.TemporaryDirectory(prefix="portal-many-") as room,
        _pool() as pool,
        _progress(file) as shown,
    ):
        waiting: deque[_Waiting] = deque()
        for number, batch in enumerate(_batches(source)):
            spool = Path(room) / str(number)
            size = sum(len(line) for _, line in batch)
            waiting.append(_Waiting(pool.submit(_assess, batch, on, rounds, spool), spool, size))
            if len(waiting) >= AHEAD:
                bad += _write(waiting.popleft(), target, shown)
        while waiting:
            bad += _write(waiting.popleft(), target, shown)
    return bad


class _Waiting(NamedTuple):
    """A task handed out. Its lines come by ``spool``: a pipe would copy 40 GB three times."""

    done: Batch
    spool: Path
    size: int


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork"), initializer=_prepare)


def _prepare() -> None:
    """In a child: the rulebook stays for good, so the collector need not walk it each time."""
    gc.freeze()


def _batches(source: BinaryIO) -> Iterator[list[Numbered]]:
    lines = enumerate(source, 1)
    while batch := list(islice(lines, BATCH)):
        yield batch


def _write(task: _Waiting, target: BinaryIO, shown: Any) -> int:
    bad = task.done.result()
    with task.spool.open("rb") as lines, mmap(lines.fileno(), 0, access=ACCESS_READ) as content:
        target.write(content)
    task.spool.unlink()
    if shown is not None:
        shown.advance(shown.task_ids[0], task.size)
    return bad


def _progress(file: str) -> Any:
    """A bar on a terminal, over the bytes of the file; None elsewhere."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    )
    bar.add_task("assess", total=None if file == "-" else Path(file).stat().st_size)
    return bar


def _assess(batch: list[Numbered], on: date, rounds: bool, spool: Path) -> int:
    """One task in a child: a line of JSON for each profile into a file; gives how many were bad."""
    bad = 0
    with spool.open("wb") as lines:
        for number, line in batch:
            made, good = _line(number, line, on, rounds=rounds)
            lines.write(made)
            lines.write(b"\n")
            bad += not good
    return bad


def _line(number: int, line: bytes, on: date, *, rounds: bool) -> tuple[bytes, bool]:
    from portal.assessment.assess import assess
    from portal.assessment.reading import ProfileRefused, parse_profile
    from portal.assessment.written import written
    from portal.rulebook import load

    rules = load()
    try:
        profile = parse_profile(line.strip(), rules, on)
        return written(assess(profile, rules, on, rounds=rounds), "en"), True
    except ProfileRefused as refused:
        faults = [
            {"path": each.path, "found": each.found, "expected": each.expected}
            for each in refused.faults
        ]
        return _json({"line": number, "error": faults}), False
    except Exception as error:  # noqa: BLE001 - one line must not take the rest with it
        fault = {
            "path": "",
            "found": type(error).__name__,
            "expected": "a profile that this version can assess; tell its makers",
        }
        return _json({"line": number, "error": [fault]}), False


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
