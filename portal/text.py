"""What a rule says, before a language is chosen.

A rule never makes a sentence; it makes a ``Text`` (an English msgid and typed
values). Pages, PDF and command line render it with Babel and the standard
library's gettext alone, so that ``--lang fr`` needs no Flask.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "fr")
TRANSLATIONS = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Money:
    """Whole Canadian dollars."""

    cad: int


@dataclass(frozen=True, slots=True)
class Label:
    """A name out of a rule file, in both official languages; no catalogue text."""

    en: str
    fr: str


# Not frozen, though nobody changes one: a thousand are made for one profile, and freezing
# doubles the cost.
@dataclass(slots=True)
class Text:
    """An English sentence with ``%(name)s`` places, and the typed values for them.

    ``kept``: where a writer may keep it written, by language; None for a text of one profile.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] | None = field(default=None, compare=False, repr=False)


Words = Text | Label


def msg(msgid: str, /, **values: Any) -> Text:
    """Mark a sentence for translation and keep its values typed."""
    return Text(msgid, values)


def lasting(words: Words) -> Words:
    """The same words, to be kept once written: for those a rulebook says of everybody."""
    return words if isinstance(words, Label) else Text(words.msgid, words.values, {})


@lru_cache(maxsize=4)
def catalogue(lang: str) -> gettext.NullTranslations:
    """The compiled catalogue of a language; English is the msgid itself."""
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("messages", TRANSLATIONS, languages=[lang], fallback=True)


def render(words: Words | str, lang: str = "en") -> str:
    """The sentence in a language, dates and numbers formatted as that language does."""
    if isinstance(words, str):
        return words
    if isinstance(words, Label):
        return words.fr if lang == "fr" else words.en
    if not words.values:
        return _bare(words.msgid, lang)
    sentence = _translated(words.msgid, lang)
    return sentence % {name: show(value, lang) for name, value in words.values.items()}


@lru_cache(maxsize=16384)
def _translated(msgid: str, lang: str) -> str:
    return catalogue(lang).gettext(msgid)


@lru_cache(maxsize=16384)
def _bare(msgid: str, lang: str) -> str:
    return _translated(msgid, lang).replace("%%", "%")


def show(value: Any, lang: str) -> str:
    """One typed value in a language."""
    if isinstance(value, str):
        return value
    if isinstance(value, Text | Label):
        return render(value, lang)
    if isinstance(value, bool):
        return catalogue(lang).gettext("yes") if value else catalogue(lang).gettext("no")
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    if isinstance(value, tuple | list):
        return ", ".join([show(each, lang) for each in value])
    return _formatted(value, lang)


def day_pattern(day: date, lang: str) -> str:
    """The Unicode date pattern of a day in words; French writes the first as “1er”."""
    return "d'er' MMMM y" if lang == "fr" and day.day == 1 else "d MMMM y"


@lru_cache(maxsize=8192, typed=True)
def _formatted(value: Any, lang: str) -> str:
    # Babel is slow to import, and the command line often has nothing to format.
    from babel.dates import format_date, format_datetime
    from babel.numbers import format_currency, format_decimal

    locale = "fr_CA" if lang == "fr" else "en_CA"
    if isinstance(value, datetime):
        clock = " 'à' HH 'h' mm 'UTC'" if lang == "fr" else ", HH:mm 'UTC'"
        return format_datetime(value, day_pattern(value, lang) + clock, locale=locale)
    if isinstance(value, date):
        return format_date(value, day_pattern(value, lang), locale=locale)
    if isinstance(value, Money):
        if lang == "en":
            return "CA$" + format_decimal(value.cad, locale=locale)
        return format_currency(value.cad, "CAD", "#,##0 ¤¤", locale=locale, currency_digits=False)
    if isinstance(value, int | Decimal):
        return format_decimal(value, locale=locale)
    raise TypeError(f"no way to show a {type(value).__name__}")


def encode(value: Any) -> Any:
    """A value as JSON that remembers its type (the inverse of ``decode``)."""
    match value:
        case bool() | str() | None:
            return value
        case int():
            return value
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case Money():
            return {"cad": value.cad}
        case Label():
            return {"en": value.en, "fr": value.fr}
        case Text():
            return {"id": value.msgid, "values": {k: encode(v) for k, v in value.values.items()}}
        case tuple() | list():
            return [encode(each) for each in value]
    raise TypeError(f"no JSON form for a {type(value).__name__}")


def decode(value: Any) -> Any:
    """Read back what ``encode`` wrote."""
    if isinstance(value, list):
        return tuple(decode(each) for each in value)
    if not isinstance(value, dict):
        return value
    if "id" in value:
        return Text(value["id"], {k: decode(v) for k, v in value["values"].items()})
    if "en" in value:
        return Label(value["en"], value["fr"])
    if "cad" in value:
        return Money(value["cad"])
    if "decimal" in value:
        return Decimal(value["decimal"])
    if "instant" in value:
        return datetime.fromisoformat(value["instant"])
    return date.fromisoformat(value["date"])
