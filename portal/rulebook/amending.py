"""The office's own changes, laid over the shipped rulebook: files in, files out.

A change is a small JSON document. It either appends one dated entry to one rule file
(a stream's state, an occupation list, any dated table) or adds rows of rounds and of the
pool. Every change gives back whole files, so that the book it makes is read by the same
strict readers and has one content hash.

``{"rule_id": …, "part": "status" or "version", "entry": TOML}``
    An entry begins after the file's last one. It may take the place of a last one whose
    figures were not known (``expected``, ``unknown``) when it begins on the same day.
``{"federal": [row], "provincial": [row], "pool": [row]}``
    Rows as in the CSV files, keyed by column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import tomlkit

from portal.rulebook.book import Rulebook
from portal.rulebook.pool import PATH as POOL
from portal.rulebook.rounds import FEDERAL, PROVINCIAL
from portal.rulebook.schema import RulebookError, read_day, read_toml
from portal.text import msg

KINDS = ("status", "list", "table", "rounds")
# Where each kind of entry may go, and under which name its array stands there.
_PARTS: Mapping[str, tuple[str, str]] = {
    "status": ("streams/", "status"),
    "list": ("occupation_lists/", "version"),
    "table": ("", "version"),
}
# Whose figures were not known: they may be filled in without a new day.
_OPEN = ("expected", "unknown")
_CSV: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    # In a change: the file, the columns that name a row, the columns it is sorted by.
    "federal": (FEDERAL, ("number",), ("date",)),
    "provincial": (PROVINCIAL, ("id",), ("date",)),
    "pool": (POOL, ("as_on", "band_low", "band_high"), ("as_on",)),
}
# Title and clause of the rows' sources, which the files have no column for: kept for who edits.
CITED = "cited"

Change = Mapping[str, Any]


def amended(rules: Rulebook, kind: str, change: Change) -> Rulebook:
    """The rulebook with one change laid over it.

    Raises RulebookError, with place and remedy, where the change does not fit the
    book: an unknown rule, an entry before the last one, a row that contradicts.
    """
    if kind not in KINDS:
        raise RulebookError(
            msg(
                "%(kind)s is no kind of change. Write one of %(kinds)s.",
                kind=repr(kind),
                kinds=str(KINDS),
            )
        )
    files = _rows_added(rules, change) if kind == "rounds" else _entry_added(rules, kind, change)
    return rules.with_files(files)


def path_of(rule_id: str) -> str:
    """The file of a rule."""
    return rule_id.replace(".", "/") + ".toml"


def last_entry(rules: Rulebook, rule_id: str, part: str = "version") -> dict[str, Any]:
    """The newest entry of a rule file as it stands there, for whoever writes the next.

    Raises RulebookError for a rule the book does not have.
    """
    path = path_of(rule_id)
    entries = read_toml(rules.file(path), path).get(part) or []
    if not entries:
        raise RulebookError(msg("%(path)s: no [[%(part)s]].", path=path, part=part))
    found: dict[str, Any] = entries[-1]
    return found


def written(entry: Mapping[str, Any]) -> str:
    """An entry as TOML, the form in which a change carries it."""
    return tomlkit.dumps(dict(entry))


def entry_of(change: Change) -> dict[str, Any]:
    """The entry a change carries. Raises RulebookError where it is no TOML."""
    return read_toml(str(change.get("entry", "")).encode(), "entry")


def _entry_added(rules: Rulebook, kind: str, change: Change) -> dict[str, bytes]:
    folder, part = _PARTS[kind]
    path = path_of(str(change.get("rule_id", "")))
    if not path.startswith(folder):
        raise RulebookError(msg("%(path)s: not under %(folder)s", path=path, folder=folder))
    top = read_toml(rules.file(path), path)
    entries = top.get(part)
    if not isinstance(entries, list) or not entries:
        raise RulebookError(msg("%(path)s: no [[%(part)s]] to add to.", path=path, part=part))
    entry = entry_of(change)
    first, last = read_day(entry, "from", "entry"), read_day(entries[-1], "from", path)
    top[part] = [*_before(entries, first, last, kind, path), entry]
    return {path: tomlkit.dumps(top).encode()}


def _before(
    entries: list[dict[str, Any]], first: date, last: date, kind: str, path: str
) -> list[dict[str, Any]]:
    """The entries a new one follows; raises RulebookError where it follows none."""
    if first > last:
        return entries
    state = entries[-1].get("state" if kind == "status" else "status")
    if first == last and state in _OPEN:
        return entries[:-1]
    raise RulebookError(
        msg(
            "%(path)s, from: %(first)s is not after the last, %(last)s. Write a later day.",
            path=path,
            first=str(first),
            last=str(last),
        )
    )


def _rows_added(rules: Rulebook, change: Change) -> dict[str, bytes]:
    unknown = set(change) - {*_CSV, CITED}
    if unknown:
        raise RulebookError(
            msg(
                "rounds: unknown key %(unknown)s. Write one of %(csv)s.",
                unknown=str(sorted(unknown)),
                csv=str(list(_CSV)),
            )
        )
    files = {}
    for key, (path, named_by, sorted_by) in _CSV.items():
        rows = change.get(key) or []
        if rows:
            files[path] = _merged(rules.file(path), rows, named_by, sorted_by, path)
    if not files:
        raise RulebookError(msg("rounds: no row."))
    return files


def _merged(
    content: bytes,
    rows: Iterable[Mapping[str, str]],
    named_by: tuple[str, ...],
    sorted_by: tuple[str, ...],
    path: str,
) -> bytes:
    """A CSV file with rows added in their order; a row it has already is left as it is."""
    reader = csv.DictReader(io.StringIO(content.decode()), strict=True)
    columns = list(reader.fieldnames or ())
    held = list(reader)
    name, place = _key(named_by), _key(sorted_by)
    known = {name(row): row for row in held}
    for row in rows:
        if set(row) != set(columns):
            wrong = sorted(set(row) ^ set(columns))
            raise RulebookError(
                msg(
                    "%(path)s: %(wrong)s: write each of %(columns)s.",
                    path=path,
                    wrong=str(wrong),
                    columns=str(columns),
                )
            )
        there = known.get(name(row))
        if there is None:
            known[name(row)] = dict(row)
            held.append(dict(row))
        elif there != dict(row):
            raise RulebookError(
                msg(
                    "%(path)s: %(found)s stands there with other figures.",
                    path=path,
                    found=str(" ".join(name(row))),
                )
            )
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(held, key=place))
    return made.getvalue().encode()


def _key(columns: tuple[str, ...]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    return lambda row: tuple(str(row[column]) for column in columns)
