"""From what a person typed to unit groups, best first.

Every word becomes a slot: the stems it may stand for, each with how surely. A title
is scored by how much of the query it covers and how little else it says, both in
weights of rarity; a unit group by its best title, its own name and how many of its
titles agree. Known abbreviations and other names are tried beside what was typed.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from portal.search.index import QUALIFIER, Index, TitleLines
from portal.search.words import root, stem, vocabulary, words_of

# What each doubt costs, found on the development half of the test titles.
FAMILY = 0.72  # accountant for accounting
ALIKE = 0.55  # officer for coordinator
PREFIX = 0.6  # a word broken off: elec, mech
TYPO_FROM = 0.7  # below this likeness two words are not each other's slip
SYNONYM = 0.97  # another name for the same thing
WEAK = 0.15  # senior, junior, staff …
UNKNOWN = 2.5  # weight of a word nobody knows: it lowers all titles alike
COVER = 0.6  # share of a score that covering the query decides alone
RANK = 0.9  # a supervisor of what was asked for
OTHER_LANGUAGE = 0.99  # than the one the page is in
UNIT = 0.08  # the unit group's own name says it too
AGREE = 0.05  # many of its titles say it too
MOST_VARIANTS = 14
MOST_WORDS = 12
COMMON = 3000  # a word in more titles than this only re-ranks, where there are …
ENOUGH = 200  # … titles with a rarer word of the query


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
        self._sorted = sorted(index.stems)
        self._slots: dict[str, Slot] = {}
        self._of_a_rank: set[int] | None = None

    def find(self, query: str, lang: str | None = None) -> list[Found]:
        """Unit groups for a title, best first; empty where nothing in it is known.

        A name in the other language than ``lang`` ranks just below an equal one.
        """
        best: dict[str, Found] = {}
        held: dict[Slot, dict[int, float]] = {}
        for words, sureness in self._variants(words_of(query)[:MOST_WORDS]):
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

    def _variants(self, words: Sequence[str]) -> Iterator[tuple[list[str], float]]:
        """The query as typed, spelt out, joined, and by its other names."""
        seen: set[tuple[str, ...]] = set()
        spelt = list(islice(_spelt_out(list(words)), 6))
        with_names = [(each, 1.0) for each in spelt]
        for each in spelt:
            with_names += [(other, SYNONYM) for other in _by_other_names(each)]
        with_names += [(each, 1.0) for each in self._joined(list(words))]
        for variant, sureness in with_names[:MOST_VARIANTS]:
            key = tuple(variant)
            if variant and key not in seen:
                seen.add(key)
                yield variant, sureness

    def _joined(self, words: list[str]) -> Iterator[list[str]]:
        """Neighbours written as one word (hair dresser), and the reverse (fullstack)."""
        for at in range(len(words) - 1):
            whole = words[at] + words[at + 1]
            if self._likely(stem(whole)):
                yield [*words[:at], whole, *words[at + 2 :]]
        for at, word in enumerate(words):
            if stem(word) in self._index.stems:
                continue
            for cut in range(3, len(word) - 2):
                first, second = word[:cut], word[cut:]
                if stem(first) in self._index.stems and stem(second) in self._index.stems:
                    yield [*words[:at], first, second, *words[at + 1 :]]

    def _likely(self, stemmed: str) -> bool:
        if stemmed in self._index.stems:
            return True
        return bool(self._typos(stemmed, 0.86)) if len(stemmed) > 7 else False

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
            likeness |= self._begun(stemmed)
            likeness |= self._typos(stemmed, TYPO_FROM)
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

    def _begun(self, stemmed: str) -> dict[str, float]:
        """The words that begin like this one."""
        if len(stemmed) < 3:
            return {}
        start = bisect.bisect_left(self._sorted, stemmed)
        begun = []
        for each in islice(self._sorted, start, start + 40):
            if not each.startswith(stemmed):
                break
            begun.append(each)
        return dict.fromkeys(begun, PREFIX)

    def _typos(self, stemmed: str, at_least: float) -> dict[str, float]:
        """The words this one may be a slip of, with how surely."""
        if len(stemmed) < 4:
            return {}
        near = process.extract(
            stemmed,
            self._sorted,
            scorer=OSA.normalized_similarity,
            limit=12,
            score_cutoff=at_least - 0.08,
        )
        found: dict[str, float] = {}
        for word, likeness, _ in near:
            mixed = 0.6 * likeness + 0.4 * JaroWinkler.similarity(stemmed, word)
            if mixed >= at_least:
                found[word] = mixed * mixed
        return found

    # --- scoring --------------------------------------------------------------------

    def _find(
        self, words: Sequence[str], lang: str | None, held: dict[Slot, dict[int, float]]
    ) -> Iterator[Found]:
        slots = sorted(map(self._slot, words), key=lambda slot: -slot.weight)
        whole = sum(slot.weight for slot in slots)
        matched = self._matched(slots, held)
        if not matched:
            return
        floor = 0.5 * max(matched.values())
        ranked = self._ranked(words)
        rows: dict[str, list[tuple[float, int]]] = {}
        named: dict[str, float] = {}
        for row, weight in matched.items():
            if weight < floor:
                continue
            cover = min(1.0, weight / whole)
            clean = min(1.0, weight / (self._index.row_weight(row) or 1.0))
            score = cover * (COVER + (1 - COVER) * clean)
            if row in ranked:
                score *= RANK
            if lang is not None and self._lines.lang(row) != lang:
                score *= OTHER_LANGUAGE
            code = self._lines.code(row)
            rows.setdefault(code, []).append((score, -row))
            if self._lines.is_unit(row):
                named[code] = max(named.get(code, 0.0), cover)
        for code, scored in rows.items():
            best, row = max(scored)
            agreeing = sum((score / best) ** 6 for score, _ in scored)
            score = best + UNIT * named.get(code, 0.0) + AGREE * min(1.0, math.log10(agreeing))
            yield Found(code, score, -row, best)

    def _ranked(self, words: Sequence[str]) -> frozenset[int] | set[int]:
        """The rows of another rank, unless the query names a rank itself."""
        ranks = vocabulary().ranks
        if any(stem(word) in ranks for word in words):
            return frozenset()
        if self._of_a_rank is None:
            self._of_a_rank = {
                row
                for each in ranks & self._index.stems.keys()
                for row in self._index.holding(each)[0]
            }
        return self._of_a_rank

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


def _by_other_names(words: list[str]) -> Iterator[list[str]]:
    """The words with one phrase put in other words; the longest phrases first."""
    synonyms = vocabulary().synonyms
    stems = [stem(word) for word in words]
    for length in range(min(4, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            for name in synonyms.get(tuple(stems[at : at + length]), ()):
                yield [*words[:at], *words_of(name), *words[at + length :]]
