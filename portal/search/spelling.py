"""What a word nobody knows may stand for: its beginning, a slip, or its consonants."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from portal.search.index import Index
from portal.search.words import root

PREFIX = 0.6  # a word broken off: elec, mech
SHORTENED = 0.8  # a word without its vowels: mngr, eqpt
TYPO_FROM = 0.7  # below this likeness two words are not each other's slip
LIKELY = 0.86  # so alike that the one is taken for the other
MEANT_FROM = 0.85  # a known word that may be a slip of a far more usual one …
MEANT_TIMES = 15  # … which stands in so many times more titles
SURE_FROM = 0.84  # so alike that an unknown word is read as the known one alone
SURE_SHARE = 0.95  # of the best likeness, for the more usual word to be taken
MOST_BEGUN = 40
USUAL = 20  # titles a word stands in before it is written short
_VOWELS = frozenset("aeiouy")
_LEAST_CONSONANTS = 3
_LEAST_SHARE = 0.6


class Spelling:
    """The words of one index, for those that are not among them. All words are stems."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._sorted = sorted(index.stems)

    def begun(self, stemmed: str) -> dict[str, float]:
        """The words that begin like this one, with how surely."""
        if len(stemmed) < 3:
            return {}
        return dict.fromkeys(islice(self._beginning(stemmed), MOST_BEGUN), PREFIX)

    def _beginning(self, letters: str) -> Iterator[str]:
        for at in range(bisect.bisect_left(self._sorted, letters), len(self._sorted)):
            if not self._sorted[at].startswith(letters):
                return
            yield self._sorted[at]

    def shortened(self, word: str) -> dict[str, float]:
        """The usual words a few consonants stand for, with how surely."""
        consonants = [letter for letter in word if letter not in _VOWELS]
        if not _LEAST_CONSONANTS <= len(word) <= 6 or len(consonants) < _LEAST_CONSONANTS:
            return {}
        found: dict[str, float] = {}
        for each in self._beginning(word[0]):
            if len(each) <= len(word) + 1 or self.titles(each) < USUAL:
                continue
            letters = iter(each)
            if all(letter in letters for letter in word):  # in this order
                share = len(consonants) / sum(letter not in _VOWELS for letter in each)
                if share >= _LEAST_SHARE:
                    found[each] = SHORTENED * min(1.0, share)
        return found

    def typos(self, stemmed: str, at_least: float = TYPO_FROM) -> dict[str, float]:
        """The words this one may be a slip of, with how surely."""
        near = self._near(stemmed)
        return {word: mixed * mixed for word, mixed in near.items() if mixed >= at_least}

    @lru_cache(maxsize=4096)  # noqa: B019 - the spelling lives as long as the process
    def _near(self, stemmed: str) -> dict[str, float]:
        """The words most like this one, with how much."""
        if len(stemmed) < 4:
            return {}
        near = process.extract(
            stemmed,
            self._sorted,
            scorer=OSA.normalized_similarity,
            limit=12,
            score_cutoff=TYPO_FROM - 0.08,
        )
        return {
            word: 0.6 * likeness + 0.4 * JaroWinkler.similarity(stemmed, word)
            for word, likeness, _ in near
        }

    def corrected(self, stemmed: str) -> str | None:
        """The usual word an unknown one is surely a slip of: maanger is manager."""
        if len(stemmed) < 5 or stemmed in self._index.stems:
            return None
        near = self.typos(stemmed, SURE_FROM)
        if not near:
            return None
        best = max(near.values())
        return max(
            (each for each in near if near[each] >= SURE_SHARE * best),
            key=lambda each: (self.titles(each), near[each]),
        )

    def likely(self, stemmed: str, *, slips: bool) -> bool:
        """Whether a word is known, or (with ``slips``) long and near enough to a known one."""
        if stemmed in self._index.stems:
            return True
        return slips and len(stemmed) > 7 and bool(self.typos(stemmed, LIKELY))

    def meant(self, stemmed: str) -> list[str]:
        """Far more usual words that a known one is a slip of: manager for manger."""
        if len(stemmed) < 5 or stemmed not in self._index.stems:
            return []
        usual = MEANT_TIMES * self.titles(stemmed)
        return [
            near
            for near in self.typos(stemmed, MEANT_FROM)
            if near[0] == stemmed[0] and self.titles(near) >= usual and root(near) != root(stemmed)
        ]

    def titles(self, stemmed: str) -> int:
        """How many titles a known word stands in."""
        _, names, qualifiers = self._index.stems[stemmed]
        return names + qualifiers
