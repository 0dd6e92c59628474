"""The rulebook: files in, dated answers out.

A rulebook is a set of files (path and bytes). Rules are read from them the first
time they are asked for, so that a command that needs three tables reads three.
Its hash covers every byte of every file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from portal.rulebook.occupations import Occupations
from portal.rulebook.schema import NotInForce, RulebookError, Version, read_rule
from portal.text import msg

DATA = Path(__file__).parent / "data"

T = TypeVar("T")


class Rulebook:
    """What governments published, as one immutable value with one content hash."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._rules: dict[str, tuple[Version, ...]] = {}
        self._parts: dict[Any, Any] = {}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the sorted paths and bytes of all files, in hex."""
        digest = hashlib.sha256()
        for path in sorted(self._files):
            content = self._files[path]
            digest.update(f"{path}\n{len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()

    @cached_property
    def occupations(self) -> Occupations:
        """Both editions of the NOC, the concordance, and what the rules say of a code."""
        return self.part(Occupations)

    @property
    def paths(self) -> list[str]:
        """The files of the book, sorted."""
        return sorted(self._files)

    def file(self, path: str) -> bytes:
        """The bytes of one file; raises RulebookError when the book has none."""
        try:
            return self._files[path]
        except KeyError:
            raise RulebookError(
                msg("%(path)s: the rulebook has no such file.", path=path)
            ) from None

    def has(self, rule_id: str) -> bool:
        """Whether the book has a rule of this id."""
        return rule_id.replace(".", "/") + ".toml" in self._files

    def history(self, rule_id: str) -> tuple[Version, ...]:
        """All versions of a rule, oldest first."""
        known = self._rules.get(rule_id)
        if known is None:
            path = rule_id.replace(".", "/") + ".toml"
            known = read_rule(self.file(path), path, rule_id)
            self._rules[rule_id] = known
        return known

    def table(self, rule_id: str, *, on: date) -> Version:
        """The version in force on a day; raises NotInForce when there is none."""
        found = self.find(rule_id, on=on)
        if found is None:
            raise NotInForce(
                msg("%(rule_id)s has no version in force on %(on)s", rule_id=rule_id, on=str(on))
            )
        return found

    def find(self, rule_id: str, *, on: date) -> Version | None:
        """The version in force on a day, or None where a rule did not exist."""
        for version in reversed(self.history(rule_id)):
            if version.from_ <= on:
                return None if version.until is not None and version.until < on else version
        return None

    def part(self, make: Callable[[Rulebook], T]) -> T:
        """What a module compiles from this book (streams, rounds, lists …), made once."""
        if make not in self._parts:
            self._parts[make] = make(self)
        made: T = self._parts[make]
        return made

    def with_files(self, changes: Mapping[str, bytes]) -> Rulebook:
        """A new rulebook with some files added or replaced (the office's amendments)."""
        return Rulebook({**self._files, **changes})


def read_directory(folder: Path) -> Rulebook:
    """The rulebook of a folder: every .toml and .csv below it."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".toml", ".csv")
    }
    return Rulebook(files)


@lru_cache(maxsize=1)
def load() -> Rulebook:
    """The rulebook this program ships with."""
    return read_directory(DATA)
