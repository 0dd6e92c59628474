"""The title index: which titles hold a word, ready to read.

Kept as one file beside this module (``python -m portal.search.build``), made from
the rulebook's titles and stamped with their hash: another rulebook, or a changed
list, is indexed afresh in memory (about a second) instead of being searched with
an index that no longer fits.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from portal.rulebook import Rulebook
from portal.search.words import root, stem, vocabulary, words_of

FILE = Path(__file__).parent / "titles.idx"
SOURCES = ("noc_2021.csv", "noc_titles_en.csv", "noc_titles_fr.csv")

# A word after " - " or in brackets narrows a title; it is worth less than its name.
QUALIFIER = 0.45
_NARROWING = re.compile(r"(?: - |\().*")
_SCALE = 100


@dataclass(frozen=True, slots=True)
class Title:
    """One searchable name as published, both genders in it, and where it leads."""

    code: str
    text: str
    lang: Literal["en", "fr"]
    kind: Literal["unit", "example", "alias"]
    same_as: str


class TitleLines:
    """The titles as raw lines, parsed one by one when shown.

    Row numbers run through the unit titles (English, then French), the English
    titles and the French ones.
    """

    def __init__(self, rules: Rulebook) -> None:
        units, english, french = (rules.file(path).split(b"\n")[1:-1] for path in SOURCES)
        self.lines = [*units, *units, *english, *french]
        self._ends = (len(units), 2 * len(units), 2 * len(units) + len(english))

    def code(self, row: int) -> str:
        """The five digits a row belongs to."""
        return self.lines[row][:5].decode()

    def is_unit(self, row: int) -> bool:
        """Whether the row is the name of a unit group itself."""
        return row < self._ends[1]

    def lang(self, row: int) -> Literal["en", "fr"]:
        """The language of a row."""
        first, second, third = self._ends
        return "en" if row < first or second <= row < third else "fr"

    def title(self, row: int) -> Title:
        """The row, parsed."""
        cells = next(csv.reader([self.lines[row].decode("utf-8")]))
        if row < self._ends[0]:
            return Title(cells[0], cells[2], "en", "unit", "")
        if row < self._ends[1]:
            return Title(cells[0], cells[3], "fr", "unit", "")
        if row < self._ends[2]:
            return Title(cells[0], cells[1], "en", "alias" if cells[2] else "example", cells[3])
        return Title(cells[0], cells[1], "fr", "example", "")


def parts_of(text: str) -> tuple[set[str], set[str]]:
    """The stems of a title's name, and those that only narrow it."""
    name, _, qualifier = text.partition(" - ")
    while "(" in name and ")" in name.partition("(")[2]:
        before, _, rest = name.partition("(")
        inside, _, after = rest.partition(")")
        name, qualifier = f"{before} {after}", f"{qualifier} {inside}"
    stems = {stem(word) for word in words_of(name)}
    return stems, {stem(word) for word in words_of(qualifier)} - stems


def head_of(title: Title) -> str:
    """The stem of the word that names somebody: a name's last in English, its first in French."""
    words = words_of(_NARROWING.sub("", title.text))
    return stem(words[-1 if title.lang == "en" else 0]) if words else ""


class Index:
    """Stems, the rows that hold them, and each row's whole weight."""

    def __init__(
        self, stamp: str, stems: dict[str, tuple[int, int, int]], rows: array[int], sums: array[int]
    ) -> None:
        self.stamp = stamp
        self.stems = stems
        self._rows = rows
        self.sums = sums

    def holding(self, stemmed: str) -> tuple[array[int], array[int]]:
        """The rows with a stem in the name, and those with it in the narrowing words."""
        start, names, qualifiers = self.stems[stemmed]
        middle = start + names
        return self._rows[start:middle], self._rows[middle : middle + qualifiers]

    @lru_cache(maxsize=16384)  # noqa: B019 - an index lives as long as the process
    def weight(self, stemmed: str) -> float:
        """How much a word tells: the rarer, the more (inverse document frequency)."""
        _, names, qualifiers = self.stems[stemmed]
        return math.log(1 + len(self.sums) / (names + qualifiers))

    def row_weight(self, row: int) -> float:
        """The weights of all words of a title together."""
        return self.sums[row] / _SCALE

    @cached_property
    def families(self) -> dict[str, list[str]]:
        """Stems by root: accountant and accounting, développeur and développement."""
        made: dict[str, list[str]] = {}
        for stemmed in self.stems:
            made.setdefault(root(stemmed), []).append(stemmed)
        return made

    def to_bytes(self) -> bytes:
        """The file's form: one line of JSON, then the two arrays, little-endian."""
        head = {"stamp": self.stamp, "stems": self.stems, "sums": len(self.sums)}
        return b"\n".join(
            [
                json.dumps(head, separators=(",", ":"), ensure_ascii=True).encode(),
                _little(self.sums).tobytes() + _little(self._rows).tobytes(),
            ]
        )


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers


def stamp_of(rules: Rulebook) -> str:
    """What the index was made from: the titles, and the words that fold them."""
    digest = hashlib.sha256()
    for path in SOURCES:
        digest.update(rules.file(path))
    digest.update((Path(__file__).parent / "words.py").read_bytes())
    digest.update(" ".join(sorted(vocabulary().stop)).encode())
    return digest.hexdigest()


def build(rules: Rulebook) -> Index:
    """Read every title and note which stems it holds."""
    lines = TitleLines(rules)
    names: dict[str, list[int]] = {}
    qualifiers: dict[str, list[int]] = {}
    rows = [parts_of(lines.title(row).text) for row in range(len(lines.lines))]
    for row, (in_name, narrowing) in enumerate(rows):
        for stemmed in in_name:
            names.setdefault(stemmed, []).append(row)
        for stemmed in narrowing:
            qualifiers.setdefault(stemmed, []).append(row)
    stems: dict[str, tuple[int, int, int]] = {}
    places = array("H")
    for stemmed in sorted(names.keys() | qualifiers.keys()):
        first, second = names.get(stemmed, []), qualifiers.get(stemmed, [])
        stems[stemmed] = (len(places), len(first), len(second))
        places.extend(first)
        places.extend(second)
    index = Index(stamp_of(rules), stems, places, array("H", bytes(2 * len(rows))))
    for row, weight in enumerate(_row_weights(index, rows)):
        index.sums[row] = min(65535, round(weight * _SCALE))
    return index


def _row_weights(index: Index, rows: list[tuple[set[str], set[str]]]) -> Iterator[float]:
    for in_name, narrowing in rows:
        yield sum(map(index.weight, in_name)) + QUALIFIER * sum(map(index.weight, narrowing))


def read(raw: bytes) -> Index:
    """The index as ``to_bytes`` wrote it."""
    line, _, body = raw.partition(b"\n")
    head = json.loads(line)
    sums, rows = array("H"), array("H")
    sums.frombytes(body[: 2 * head["sums"]])
    rows.frombytes(body[2 * head["sums"] :])
    return Index(head["stamp"], head["stems"], _little(rows), _little(sums))


def index_for(rules: Rulebook) -> Index:
    """The shipped index where it fits this rulebook, else one made now."""
    stamp = stamp_of(rules)
    if FILE.exists():
        shipped = read(FILE.read_bytes())
        if shipped.stamp == stamp:
            return shipped
    return build(rules)
