"""From what a person typed to unit groups, best first.

Every word becomes a slot: the stems it may stand for, each with how surely. A title
is scored by how much of the query it covers and how little else it says, both in
weights of rarity; a unit group by its best title, its own name, how many of its titles
agree and how much of the query they know between them. Known abbreviations, other names,
parts between strokes and likely slips are tried beside what was typed.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from portal.search.index import QUALIFIER, Index, TitleLines, head_of, parts_of
from portal.search.spelling import Spelling
from portal.search.words import root, spoken, stem, vocabulary, words_of

# What each doubt costs. Found on the development titles and on titles of the index
# itself, each left out in turn and looked for among the others.
FAMILY = 0.72  # accountant for accounting
ALIKE = 0.55  # officer for coordinator
SYNONYM = 0.97  # another name for the same thing
PHRASE = 1.04  # another name for two words or more: they are not meant one by one
MEANT = 0.9  # a known word read as a slip of a more usual one
CORRECTED = 0.94  # the slips of a query put right
PART = 0.8  # one side of a stroke or comma alone
FLOOR = 0.5  # of the best cover: titles with less are not looked at, …
DEEPER = 0.25  # … unless the others come from few unit groups
FEW = 10
WEAK = 0.15  # senior, junior, staff …
UNKNOWN = 2.5  # weight of a word nobody knows: it lowers all titles alike
COVER = 0.5  # share of a score that covering the query decides alone
RANK = 0.9  # a supervisor of what was asked for, or the trade of a supervisor asked for
HEAD = 0.92  # the word that names the person is missing: marketer, soudeur
OTHER_LANGUAGE = 0.99  # than the one the page is in
EXACT = 0.06  # a title says just what was typed, whatever narrows it after a dash
UNIT = 0.08  # the unit group's own name says it too
AGREE = 0.05  # many of its titles say it too
GROUP = 0.4  # its titles know the words between them, be it in different titles
NEARLY_ALL = 0.97  # of a query is all of it, roundings aside
HALF = 0.5  # a title that says much more than was typed need not be read for that
OFTEN = 2  # titles with a word until the group knows it half
MOST_VARIANTS = 10
MOST_RENAMED = 6
MOST_OF_A_PART = 4
MOST_WORDS = 12
COMMON = 3000  # a word in more titles than this only re-ranks, where there are …
ENOUGH = 200  # … titles with a rarer word of the query
MOST_TWICE = 3
SAMPLE = 20  # titles looked at to tell a word's language
_STROKE = re.compile(r"\s*(?:[/;|,()]|\s[-–—]\s)\s*")
# Whom one serves and where says nothing of what one is.
_TAIL = re.compile(r"\s(?:to|at|chez)\s.*", re.IGNORECASE)
# Both genders in one word, as French advertisements write them: vendeur(se), chargé·e.
_BOTH = re.compile(
    r"(?<=\w)\s?[(/·•.‧-]\s?(?:e|ne|se|re|ère|ière|euse|rice|trice|ive|ve|fe|esse|enne|onne|le)"
    r"(?:[·•.‧-]?s)?\b\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One word of a query: its weight, and what each stem it may be is worth, least first."""

    weight: float
    stems: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A unit group, its score, and its best title with that title's own score."""

    code: str
    score: float
    row: int
    title_score: float


class Search:
    """Free-text search over one index."""

    def __init__(self, index: Index, lines: TitleLines) -> None:
        self._index = index
        self._lines = lines
        self._spelling = Spelling(index)
        self._slots: dict[str, Slot] = {}
        self._of_a_rank: set[int] | None = None
        self._counts: dict[str, dict[str, int]] = {}

    def find(self, query: str, lang: str | None = None) -> list[Found]:
        """Unit groups for a title, best first; empty where nothing in it is known.

        A name in the other language than ``lang`` ranks just below an equal one.
        """
        best: dict[str, Found] = {}
        held: dict[Slot, dict[int, float]] = {}
        for words, sureness in self._readings(_BOTH.sub("", query)):
            for found in self._find(words, lang, held):
                score, title_score = found.score * sureness, found.title_score * sureness
                row = found.row
                known = best.get(found.code)
                if known is not None:
                    score = max(score, known.score)
                    if known.title_score >= title_score:
                        row, title_score = known.row, known.title_score
                best[found.code] = Found(found.code, score, row, title_score)
        return sorted(best.values(), key=lambda found: (-found.score, found.code))

    # --- reading the query ----------------------------------------------------------

    def _readings(self, query: str) -> Iterator[tuple[list[str], float]]:
        """What the query may say: as a whole, and each side of a stroke for itself."""
        words = _words(query)
        yield from self._variants(words)
        corrected = self._corrected(words)
        if corrected != words:
            for variant, sureness in self._variants(corrected):
                yield variant, CORRECTED * sureness
        main = _TAIL.sub("", query)
        if main != query:  # assistant to the director
            yield from self._variants(_words(main))
        sides = [side for side in _STROKE.split(query) if side]
        if len(sides) == 2 and "," in query:  # Engineer, civil: the person is named first
            yield from self._variants(_words(f"{sides[1]} {sides[0]}"))
        for side in sides if len(sides) > 1 else ():
            for words, sureness in islice(self._variants(_words(side)), MOST_OF_A_PART):
                yield words, PART * sureness

    def _variants(self, words: Sequence[str]) -> Iterator[tuple[list[str], float]]:
        """The query as typed, spelt out, joined, and by its other names."""
        seen: set[tuple[str, ...]] = set()
        spelt = list(islice(_spelt_out(list(words)), 6))
        with_names = [(each, 1.0) for each in spelt]
        typed = [list(words)] if list(words) not in spelt else []
        named = [pair for each in typed + spelt for pair in _by_other_names(each)][:MOST_RENAMED]
        with_names += [(other, PHRASE if length > 1 else SYNONYM) for other, length in named]
        with_names += [(each, 1.0) for each in self._joined(list(words))]
        with_names += [(each, MEANT) for each in self._meant(list(words))]
        if len(words) > 1:  # both words by other names: responsable commercial
            twice = (other for each, _ in named for other, _ in _by_other_names(each))
            with_names += [(other, SYNONYM**2) for other in islice(twice, MOST_TWICE)]
        for variant, sureness in with_names[:MOST_VARIANTS]:
            key = tuple(variant)
            if variant and key not in seen:
                seen.add(key)
                yield variant, sureness

    def _corrected(self, words: Sequence[str]) -> list[str]:
        """The words, sure slips put right, so that abbreviations and other names are seen."""
        known = spoken()
        return [
            word if word in known else self._spelling.corrected(stem(word)) or word
            for word in words
        ]

    def _joined(self, words: list[str]) -> Iterator[list[str]]:
        """Neighbours written as one word (hair dresser), and the reverse (fullstack)."""
        for at in range(len(words) - 1):
            whole = words[at] + words[at + 1]
            known = {stem(word) for word in words[at : at + 2]} <= self._index.stems.keys()
            if self._spelling.likely(stem(whole), slips=not known):
                yield [*words[:at], whole, *words[at + 2 :]]
        for at, word in enumerate(words):
            if stem(word) in self._index.stems:
                continue
            for cut in range(3, len(word) - 2):
                first, second = word[:cut], word[cut:]
                if stem(first) in self._index.stems and stem(second) in self._index.stems:
                    yield [*words[:at], first, second, *words[at + 1 :]]

    def _meant(self, words: list[str]) -> Iterator[list[str]]:
        """Words that exist and are yet a slip of a more usual one.

        One that names who does the work in some title is meant: a banker is no baker.
        """
        for at, word in enumerate(words):
            for usual in self._spelling.meant(stem(word)):
                if not self._names_somebody(stem(word)):
                    yield [*words[:at], usual, *words[at + 1 :]]

    def _names_somebody(self, stemmed: str) -> bool:
        rows = self._index.holding(stemmed)[0]
        return any(head_of(self._lines.title(row)) == stemmed for row in rows)

    def _slot(self, word: str) -> Slot:
        known = self._slots.get(word)
        if known is None:
            if len(self._slots) > 20000:
                self._slots.clear()
            known = self._slots[word] = self._make_slot(word)
        return known

    def _make_slot(self, word: str) -> Slot:
        stemmed = stem(word)
        stems = self._index.stems
        likeness: dict[str, float] = {}
        if stemmed in stems:
            likeness[stemmed] = 1.0
            family = self._index.families.get(root(stemmed), [])
            if len(stemmed) > 4:
                likeness = dict.fromkeys(family, FAMILY) | likeness
            others = vocabulary().alike.get(stemmed, frozenset()) & stems.keys()
            likeness = dict.fromkeys(others, ALIKE) | likeness
        else:
            likeness |= self._spelling.begun(stemmed) or self._spelling.shortened(word)
            likeness |= self._spelling.typos(stemmed)
        weak = WEAK if stemmed in vocabulary().weak else 1.0
        if not likeness:
            return Slot(UNKNOWN * weak, ())
        best = max(likeness, key=lambda each: (likeness[each], -self._index.weight(each)))
        most = self._index.weight(best)
        worth = {
            each: like * weak * min(most, self._index.weight(each))
            for each, like in likeness.items()
        }
        return Slot(most * weak, tuple(sorted(worth.items(), key=lambda item: item[1])))

    # --- scoring --------------------------------------------------------------------

    def _find(
        self, words: Sequence[str], lang: str | None, held: dict[Slot, dict[int, float]]
    ) -> Iterator[Found]:
        slots = sorted(map(self._slot, words), key=lambda slot: -slot.weight)
        whole = sum(slot.weight for slot in slots)
        matched = self._matched(slots, held)
        if not matched:
            return
        floor = self._floor(matched)
        ranked, asks_rank = self._ranked(), any(stem(w) in vocabulary().ranks for w in words)
        heads = self._heads(words, held)
        typed = {stem(word) for word in words}
        rows: dict[str, list[tuple[float, int]]] = {}
        named: dict[str, float] = {}
        for row, weight in matched.items():
            if weight < floor:
                continue
            cover = min(1.0, weight / whole)
            clean = min(1.0, weight / (self._index.row_weight(row) or 1.0))
            score = cover * (COVER + (1 - COVER) * clean)
            if cover >= NEARLY_ALL and clean >= HALF and self._name(row) == typed:
                score += EXACT
            if (row in ranked) is not asks_rank:
                score *= RANK
            if heads is not None and row not in heads:
                score *= HEAD
            if lang is not None and self._lines.lang(row) != lang:
                score *= OTHER_LANGUAGE
            code = self._codes[row]
            rows.setdefault(code, []).append((score, -row))
            if self._lines.is_unit(row):
                named[code] = max(named.get(code, 0.0), cover)
        for code, scored in rows.items():
            best, row = max(scored)
            agreeing = sum((score / best) ** 6 for score, _ in scored)
            score = best + UNIT * named.get(code, 0.0) + AGREE * min(1.0, math.log10(agreeing))
            score += GROUP * self._known_by(code, slots) / whole
            yield Found(code, score, -row, best)

    def _floor(self, matched: dict[int, float]) -> float:
        """The least cover at which titles are scored."""
        best = max(matched.values())
        groups: set[str] = set()
        for row, weight in matched.items():
            if weight >= FLOOR * best:
                groups.add(self._codes[row])
                if len(groups) >= FEW:
                    return FLOOR * best
        return DEEPER * best

    @lru_cache(maxsize=16384)  # noqa: B019 - a search lives as long as the process
    def _name(self, row: int) -> set[str]:
        """The stems of a title's name, without what narrows it."""
        return parts_of(self._lines.title(row).text)[0]

    def _ranked(self) -> set[int]:
        """The rows that name a rank: helper, supervisor, manager."""
        if self._of_a_rank is None:
            self._of_a_rank = {
                row
                for each in vocabulary().ranks & self._index.stems.keys()
                for row in self._index.holding(each)[0]
            }
        return self._of_a_rank

    def _heads(
        self, words: Sequence[str], held: dict[Slot, dict[int, float]]
    ) -> Container[int] | None:
        """The rows with the word that names the person: last in English, first in French.

        None where the query is one word long.
        """
        telling = [w for w in words if not w.isdecimal() and stem(w) not in vocabulary().weak]
        if len(telling) < 2:
            return None
        slot = self._slot(telling[0] if self._french(telling) else telling[-1])
        if not slot.stems:
            return None
        if slot not in held:
            held[slot] = self._held(slot)
        return held[slot]

    def _french(self, words: Sequence[str]) -> bool:
        """Whether most of these words are more at home in French titles."""
        leaning = 0.0
        for word in words:
            for stemmed, _ in self._slot(word).stems[-1:]:
                rows = self._index.holding(stemmed)[0]
                seen = rows[:: max(1, len(rows) // SAMPLE)]
                french = sum(self._lines.lang(row) == "fr" for row in seen)
                leaning += (2 * french - len(seen)) / len(seen) if len(seen) else 0.0
        return leaning > 0

    def _known_by(self, code: str, slots: Sequence[Slot]) -> float:
        """How much of the query the titles of a unit group know between them, in weights."""
        known = 0.0
        for slot in slots:
            best = 0.0
            for stemmed, weight in slot.stems:
                count = self._count(stemmed).get(code)
                if count:
                    best = max(best, weight * count / (count + OFTEN))
            known += best
        return known

    def _count(self, stemmed: str) -> dict[str, int]:
        """In how many titles of each unit group a word stands."""
        counted = self._counts.get(stemmed)
        if counted is None:
            rows = self._index.holding(stemmed)[0]
            counted = self._counts[stemmed] = Counter(map(self._codes.__getitem__, rows))
        return counted

    @cached_property
    def _codes(self) -> list[str]:
        """The unit group of each row."""
        return [sys.intern(line[:5].decode()) for line in self._lines.lines]

    def _matched(
        self, slots: Sequence[Slot], known: dict[Slot, dict[int, float]]
    ) -> dict[int, float]:
        """How much of the query each row holds, in weights of rarity."""
        matched: dict[int, float] = {}
        for slot in slots:
            held = known.get(slot)
            if held is None:
                held = known[slot] = self._held(slot)
            if not matched:
                matched = dict(held)
            elif len(held) > COMMON and len(matched) > ENOUGH:
                for row in matched.keys() & held.keys():
                    matched[row] += held[row]
            else:
                for row, weight in held.items():
                    matched[row] = matched.get(row, 0.0) + weight
        return matched

    def _held(self, slot: Slot) -> dict[int, float]:
        held: dict[int, float] = {}
        for stemmed, weight in slot.stems:
            names, qualifiers = self._index.holding(stemmed)
            held |= dict.fromkeys(qualifiers, weight * QUALIFIER)
            held |= dict.fromkeys(names, weight)
        return held


def _words(text: str) -> list[str]:
    """The words of a query, each once, as many as are read."""
    return list(dict.fromkeys(words_of(text)))[:MOST_WORDS]


def _spelt_out(words: list[str]) -> Iterator[list[str]]:
    """The words with abbreviations spelt out, every combination."""
    abbreviations = vocabulary().abbreviations
    if not words:
        yield []
        return
    first, rest = words[0], words[1:]
    choices = [name.split() for name in abbreviations.get(first, ())] or [[first]]
    for choice in choices:
        for following in _spelt_out(rest):
            yield [*choice, *following]


def _by_other_names(words: list[str]) -> Iterator[tuple[list[str], int]]:
    """The words with one phrase put in other words, and its length; the longest first."""
    synonyms = vocabulary().synonyms
    stems = [stem(word) for word in words]
    for length in range(min(4, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            for name in synonyms.get(tuple(stems[at : at + length]), ()):
                yield [*words[:at], *words_of(name), *words[at + length :]], length
