"""Words as people write them, brought to one form.

The same folding serves the titles when the index is built and the query when it is
asked: case, accents and punctuation go, plural and gender fall away, so that
"Infirmières" and "infirmier" are one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import tomli

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ß": "ss"})
_SIGNS = (
    ("c++", " cplusplus "),
    ("c#", " csharp "),
    (".net", " dotnet "),
    ("r&d", " rd "),
    ("f&b", " food beverage "),
    ("fp&a", " fpa "),
    ("l&d", " training development "),
    ("m&e", " mechanical electrical "),
    ("h&s", " health safety "),
)
_DOT_JS = re.compile(r"[. ]js\b")
_LONE_DOTS = re.compile(r"\b(\w)\.(?=\w\b)")
_WORD = re.compile(r"[a-z0-9]+")

# The feminine ending and the masculine one it stands beside; longest first.
_FEMININE = (
    ("trice", "teur"),
    ("euse", "eur"),
    ("iere", "ier"),
    ("enne", "en"),
    ("onne", "on"),
    ("elle", "el"),
    ("esse", "e"),
    ("ere", "er"),
    ("ive", "if"),
    ("ee", "e"),
)
# British and American ways to write one sound: both go to one form.
_SPELLINGS = tuple(
    (re.compile(written), one)
    for written, one in (
        (r"ae(?=[cdmost])|^oe(?!u)", "e"),
        (r"^foe(?=t)", "fe"),
        (r"(?<=arb|ghb)our|(?<=col|lab|fav|hon|arm|hum|vap)our", "or"),
        (r"isation", "ization"),
        (r"^(cent|theat|fib|met|lit)er$", r"\1re"),
        (r"ense$", "ence"),
        (r"(?<=^program)me$", ""),
        (r"(?<=\w{5})ll(?=(?:or|er|ing|ed)$)", "l"),
        (r"^tyre", "tire"),
        (r"^alumini", "alumin"),
        (r"moul(?=d)", "mol"),
    )
)
_PERSON = re.compile(r"(?<=\w{4})(?:woman|women|man|men|person)$")
_ROOT = re.compile(
    r"(?<=\w{4})(?:i[sz]ations?|abilit|abl|ations?|ements?|ments?|ings?|ers?|ors?|eurs?|ists?|ants?|ances?"
    r"|ian|ien|iqu|ics?|ical|al|age|ie|y|ion|e)$"
)


def fold(text: str) -> str:
    """Lower case, without accents; signs that are names (C++, .NET) become words."""
    text = text.lower().translate(_LIGATURES)
    for sign, word in _SIGNS:
        text = text.replace(sign, word)
    text = _LONE_DOTS.sub(r"\1", _DOT_JS.sub("js", text))
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def words_of(text: str) -> list[str]:
    """The folded words of a text in order, joining words left out."""
    stop = vocabulary().stop
    return [word for word in _WORD.findall(fold(text)) if word not in stop and len(word) > 1]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without plural and gender: one key for all its written forms."""
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for written, one in _SPELLINGS:
        word = written.sub(one, word)
    word = _PERSON.sub("person", word)
    for feminine, masculine in _FEMININE:
        if len(word) > len(feminine) + 2 and word.endswith(feminine):
            word = word[: -len(feminine)] + masculine
            break
    return word[:-1] if len(word) > 5 and word.endswith("e") else word


def root(stemmed: str) -> str:
    """What is left without the ending that makes a person, an act or a trade of it."""
    return _ROOT.sub("", stemmed)


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of words.toml, keys folded."""

    stop: frozenset[str]
    weak: frozenset[str]
    ranks: frozenset[str]
    alike: dict[str, frozenset[str]]
    abbreviations: dict[str, list[str]]
    synonyms: dict[tuple[str, ...], list[str]]


@lru_cache(maxsize=1)
def vocabulary() -> Words:
    """Read words.toml once."""
    raw = tomli.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    stop = frozenset(raw["stop"])
    synonyms = {
        tuple(stem(word) for word in phrase.split() if word not in stop and len(word) > 1): names
        for phrase, names in raw["synonyms"].items()
    }
    weak = frozenset(map(stem, raw["weak"]))
    ranks = frozenset(map(stem, raw["ranks"]))
    alike: dict[str, frozenset[str]] = {}
    for group in raw["alike"]:
        stems = frozenset(map(stem, group))
        for each in stems:
            alike[each] = alike.get(each, frozenset()) | stems - {each}
    return Words(stop, weak, ranks, alike, raw["abbreviations"], synonyms)


@lru_cache(maxsize=1)
def spoken() -> frozenset[str]:
    """Every word the lists speak of, folded: none of them is a slip."""
    words = vocabulary()
    phrases = {word for phrase in words.synonyms for word in phrase}
    return frozenset(words.abbreviations) | words.weak | words.ranks | phrases
