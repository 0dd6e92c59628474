"""Where an assessment stands in a rule: what it says of it, and the client's own rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.rendering.rules.shape import Row, Table, VersionView
from portal.rendering.speech import Part
from portal.text import Words, msg
from portal.vocabulary import LABELS, LEVEL_LABELS, Ability

ABILITIES = tuple(each.value for each in Ability)


@dataclass(frozen=True, slots=True)
class Said:
    """One line or criterion of the assessment that cites the rule, as the contract has it.

    ``about`` is the program, stream or category it belongs to.
    """

    about: str
    entry: Part
    is_line: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What an assessment says by a rule.

    ``rows`` name a client's rows by table and row, each with what falls there; ``columns``
    the column that counts, by table; ``worth`` what each ability is worth.
    """

    said: tuple[Said, ...] = ()
    rows: Mapping[tuple[int, int], tuple[Words, ...]] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)
    worth: tuple[Words, ...] = ()


def own(rule_id: str, version: VersionView | None, document: Part) -> Own:
    """What an assessment says by a rule, and its own rows in a version's tables."""
    said = tuple(_said(rule_id, document))
    if version is None or not said or not version.tables:
        return Own(said)
    keys = _keys(rule_id, said[0].entry, document)
    table = version.tables[0]
    column = _column(table, document)
    rows: dict[tuple[int, int], tuple[Words, ...]] = {}
    worth = []
    for key, words in keys:
        place = _place(table, key)
        if place is None:
            continue
        rows[0, place] = (*rows.get((0, place), ()), *((words,) if words else ()))
        if words and column is not None:
            worth.append(
                msg(
                    "%(ability)s: level %(level)s, %(points)s points",
                    ability=words,
                    level=key,
                    points=table.rows[place].cells[column],
                )
            )
    return Own(said, rows, {} if column is None else {0: column}, tuple(worth))


def _said(rule_id: str, document: Part) -> Iterator[Said]:
    for about, entries, are_lines in _parts(document):
        for entry in entries:
            if _cites(entry, rule_id):
                yield Said(about, entry, are_lines)


def _parts(document: Part) -> Iterator[tuple[str, Sequence[Part], bool]]:
    """Every list of lines and of criteria, with what it belongs to."""
    for section in document["crs"]["sections"]:
        yield "", section["lines"], True
    for key in ("programs", "streams", "categories"):
        for each in document.get(key) or ():
            about = each.get("name") or each.get("label") or ""
            yield about, each.get("lines") or (), True
            yield about, each.get("criteria") or (), False


def _cites(entry: Part, rule_id: str) -> bool:
    return bool(entry.get("rule")) and entry["rule"]["id"] == rule_id


def _factor(document: Part, name: str) -> Any:
    return (document["factors"].get(name) or {}).get("value")


def _because(entry: Part) -> Mapping[str, Any]:
    """The typed values of a line's because."""
    return (entry.get("because_msg") or {}).get("values") or {}


def _keys(rule_id: str, entry: Part, document: Part) -> list[tuple[Any, Words | None]]:
    """The keys of the client's rows; with an ability's name where each has its own."""
    values, leaf = _because(entry), rule_id.rsplit(".", 1)[-1]
    match leaf:
        case "age":
            return [(_factor(document, "age"), None)]
        case "settlement":
            return [(_factor(document, "family_size"), None)]
        case "first_language" | "second_language" | "language":
            return [(level, LABELS[Ability][each]) for each, level in _levels(values)]
        case "education" if rule_id.startswith("crs.spouse."):
            return [(_level_named(values.get("level")), None)]
        case "education" | "education_language" | "education_canadian_work":
            return [(_factor(document, "education_level"), None)]
        case "foreign_work_language" | "foreign_work_canadian_work":
            return [(_factor(document, "foreign_work_years"), None)]
        case "canadian_work" if rule_id.startswith("crs.core."):
            return [(_factor(document, "canadian_work_years"), None)]
        case "experience" | "canadian_work":
            return [(values.get("years", 0), None)]
        case "certificate_language":
            none = (entry.get("because_msg") or {}).get("id") == "No certificate of qualification"
            return [("without" if none else "with", None)]
    return []


def _levels(values: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The level in each ability, out of the sentence that names them."""
    for each in ABILITIES:
        level = values.get(each, values.get("level"))
        if isinstance(level, int):
            yield each, level


def _level_named(words: Any) -> str | None:
    """The credential whose name a sentence holds."""
    said = words.get("id") if isinstance(words, Mapping) else None
    return next((key for key, label in LEVEL_LABELS.items() if label.msgid == said), None)


def _column(table: Table, document: Part) -> int | None:
    """The column that counts for this client."""
    columns = table.columns
    if "single" in columns:
        return columns.index("with_spouse" if _factor(document, "spouse_counts") else "single")
    if columns[1:] in (("points",), ("cad",)):
        return 1
    bands = [each for each in columns[1:] if each.startswith(("clb", "years_"))]
    if not bands:
        return None
    found = 1
    have = _have(bands[-1], document)
    for at, each in enumerate(columns[1:], 1):
        least = "".join(letter for letter in each if letter.isdecimal())
        if not each.startswith("below_") and int(least) <= have:
            found = at
    return found


def _have(band: str, document: Part) -> int:
    """What the bands of a table's columns measure: years in Canada, or the weakest ability."""
    if band.startswith("years_"):
        return int(_factor(document, "canadian_work_years") or 0)
    language = _factor(document, "first_official_language") or {}
    levels = [level for level in (language.get("clb") or {}).values() if isinstance(level, int)]
    return min(levels, default=0)


def _place(table: Table, key: Any) -> int | None:
    """The row a key stands in; an open last row takes what is beyond."""
    for at, row in enumerate(table.rows):
        if _holds(row, key):
            return at
    last = table.rows[-1] if table.rows else None
    counted = isinstance(key, int) and table.columns[0] in ("years", "clb", "family_size")
    if last is not None and counted and isinstance(last.last, int) and key > last.last:
        return len(table.rows) - 1
    return None


def _holds(row: Row, key: Any) -> bool:
    if isinstance(key, int) and isinstance(row.first, int) and isinstance(row.last, int):
        return row.first <= key <= row.last
    return bool(row.first == key)
