"""Files on the command line: read whole, written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class Refusal(Exception):
    """One fault: where, what was found, what is expected."""

    def __init__(self, path: str, found: str, expected: str) -> None:
        super().__init__(f"{path}: found {found}, expected {expected}")


def read_bytes(file: str) -> bytes:
    """All of a file, or of standard input for `-`. Raises Refusal when it cannot be read."""
    with opened(file) as stream:
        return stream.read()


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file to read, or standard input for `-`. Raises Refusal when there is none."""
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed by the with below
    except OSError as error:
        raise Refusal(file, _reason(error), "a file that can be read") from None
    with stream:
        try:
            yield stream
        except IsADirectoryError as error:
            raise Refusal(file, _reason(error), "a file that can be read") from None


def write_whole(out: str | None, content: bytes) -> None:
    """Write to `out`, or to standard output for None."""
    with whole(out) as stream:
        stream.write(content)


@contextmanager
def whole(out: str | None) -> Iterator[BinaryIO]:
    """A stream that becomes the file `out` at the end; after an error nothing is there.

    None and `-` are standard output. A device or a pipe is written to and never replaced, a
    link keeps its place. Raises Refusal when it cannot be written.
    """
    if out is None or out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(out).resolve()
    if target.exists() and not target.is_file():
        with _special(target, out) as stream:
            yield stream
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise Refusal(out, _reason(error), "a place that can be written") from None
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        fresh.chmod(0o666 & ~_umask())
        fresh.replace(target)
    except OSError as error:
        raise Refusal(out, _reason(error), "a place that can be written") from None
    finally:
        fresh.unlink(missing_ok=True)


def _special(target: Path, out: str) -> BinaryIO:
    """What is no plain file, opened as it is. Raises Refusal, also for a folder."""
    try:
        return target.open("wb")
    except OSError as error:
        raise Refusal(out, _reason(error), "a place that can be written") from None


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
