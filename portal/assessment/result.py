"""What rules produce: lines, criteria, flags, and the whole assessment as one frozen value.

``Assessment.as_json`` is the contract's document without a language: every text
stands there as ``label_msg``, ``because_msg`` … ``{id, values}``. ``localize``
adds the sentences in one language. Page, PDF and JSON show that document and
compute nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from portal.text import Label, Money, Text, Words, decode, encode, render

SCHEMA = "portal.assessment/1"
ENGINE = "portal 0.1"


@dataclass(frozen=True, slots=True)
class RuleRef:
    """Where a reader can check the line: rule, source, first day in force, day read."""

    id: str
    title: str
    url: str
    from_: date
    read_on: date
    confidence: str = "high"


class Kept:
    """Where a writer keeps, by language, what no client changes of a result.

    That is: what stands before and what stands behind the client's OWN part of it.
    """

    __slots__ = ("written",)

    def __init__(self) -> None:
        self.written: dict[str, tuple[bytes, bytes]] = {}


# Not frozen, as Text is not: hundreds are made for one profile.
@dataclass(slots=True)
class Line:
    """One scored line. ``points`` is what the table gives, ``counted`` what the caps leave.

    ``written``: where a writer keeps it, by language, if other clients get the same object.
    """

    id: str
    label: Words
    points: int | None
    counted: int
    max: int | None
    because: Text
    rule: RuleRef
    kept: Kept | None = field(default=None, compare=False, repr=False)
    OWN: ClassVar[tuple[str, ...]] = ("points", "counted", "max", "because")
    # Not for a changed copy: `replace` leaves it out.
    written: dict[str, bytes] | None = field(default=None, init=False, compare=False, repr=False)


# Not frozen, as Text is not: hundreds are made for one profile.
@dataclass(slots=True)
class Criterion:
    """One requirement. ``met`` None: not known, and ``because`` says what is missing.

    ``written`` as for a line; ``spared``: the same where another way is met instead.
    """

    id: str
    label: Words
    met: bool | None
    have: Any
    need: Any
    because: Text
    rule: RuleRef
    kind: str = "fact"
    kept: Kept | None = field(default=None, compare=False, repr=False)
    OWN: ClassVar[tuple[str, ...]] = ("met", "have", "need", "because")
    # Not for a changed copy: `replace` leaves them out.
    written: dict[str, bytes] | None = field(default=None, init=False, compare=False, repr=False)
    spared: Criterion | None = field(default=None, init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person must look at. severity: error, warning or note."""

    id: str
    severity: str
    path: str
    message: Text


@dataclass(frozen=True, slots=True)
class Section:
    """One of the four CRS sections; the ``counted`` of its lines add up to ``points``."""

    id: str
    label: Words
    points: int
    max: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Crs:
    """The Comprehensive Ranking System score, 0 to 1200, or None when nothing can be said."""

    total: int | None
    sections: tuple[Section, ...]

    def line(self, line_id: str) -> Line:
        """The line with this id; raises KeyError when there is none."""
        for section in self.sections:
            for line in section.lines:
                if line.id == line_id:
                    return line
        raise KeyError(line_id)


@dataclass(frozen=True, slots=True)
class Program:
    """FSW, CEC or FST: eligible, not, or not known, criterion by criterion."""

    id: str
    label: Words
    eligible: bool | None
    points: int | None
    pass_mark: int | None
    lines: tuple[Line, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """One thing that was worked out before any points."""

    value: Any
    because: Text


@dataclass(frozen=True, slots=True)
class Provisional:
    """Why a total may change, and which lines."""

    because: Text
    may_change: tuple[str, ...]
    bound: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules of one day say of one profile.

    ``streams``, ``categories``, ``targeted_occupations`` and ``rounds`` hold
    dataclasses of their own modules, or None when this build did not judge them.
    """

    on: date
    rulebook: str
    provisional: Provisional | None
    factors: Mapping[str, Derived]
    crs: Crs
    programs: tuple[Program, ...]
    streams: tuple[Any, ...] | None
    categories: tuple[Any, ...] | None
    targeted_occupations: tuple[Any, ...] | None
    rounds: tuple[Any, ...] | None
    outlook: Any | None
    flags: tuple[Flag, ...]
    disclaimer: Text
    engine: str = ENGINE
    extra: Mapping[str, Any] = field(default_factory=dict)

    def line(self, line_id: str) -> Line:
        """The CRS line with this id."""
        return self.crs.line(line_id)

    def program(self, program_id: str) -> Program:
        """The program with this id; raises KeyError when there is none."""
        for program in self.programs:
            if program.id == program_id:
                return program
        raise KeyError(program_id)

    def as_json(self) -> dict[str, Any]:
        """The contract's document, without a language (see ``localize``)."""
        document: dict[str, Any] = {"schema": SCHEMA}
        for each in fields(self):
            if each.name != "extra":
                document[each.name] = neutral(getattr(self, each.name))
        document.update(neutral(dict(self.extra)))
        return document


_WORDS = (Text, Label)


def _words_json(words: Words) -> dict[str, Any]:
    if isinstance(words, Label):
        return {"id": words.en, "values": {}, "fr": words.fr}
    encoded: dict[str, Any] = encode(words)
    return encoded


_FIELDS: dict[type, tuple[tuple[str, str], ...]] = {}


def _names(kind: type) -> tuple[tuple[str, str], ...]:
    # (attribute, key): a trailing underscore only avoids a Python keyword.
    known = _FIELDS.get(kind)
    if known is None:
        known = tuple((name, name.rstrip("_")) for name in attributes(kind))
        _FIELDS[kind] = known
    return known


def attributes(kind: type) -> tuple[str, ...]:
    """What of a result stands in its document, in order: its fields, or its own ``KEYS``."""
    keys: tuple[str, ...] | None = getattr(kind, "KEYS", None)
    return tuple(each.name for each in fields(kind) if each.compare) if keys is None else keys


def neutral(value: Any) -> Any:
    """A result as JSON without a language: dates ISO, texts as ``*_msg``."""
    kind = type(value)
    if value is None or kind in (str, int, bool, float):
        return value
    if kind is date:
        return value.isoformat()
    if kind is datetime:
        return value.isoformat().replace("+00:00", "Z")
    if kind is Decimal:
        return float(value)
    if kind is Money:
        return value.cad
    if kind in _WORDS:
        return {"msg": _words_json(value)}
    if isinstance(value, tuple | list):
        return [neutral(each) for each in value]
    if isinstance(value, Mapping):
        return _object((key, value[key]) for key in value)
    return _object((key, getattr(value, name)) for name, key in _names(kind))


def _object(pairs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if type(value) in _WORDS:
            made[key + "_msg"] = _words_json(value)
        else:
            made[key] = neutral(value)
    return made


def _sentence(message: Mapping[str, Any], lang: str) -> str:
    if "fr" in message:
        return str(message["fr"] if lang == "fr" else message["id"])
    return render(decode({"id": message["id"], "values": message["values"]}), lang)


def localize(document: Any, lang: str) -> Any:
    """The same document with every ``x_msg`` joined by ``x``, the sentence in ``lang``."""
    if isinstance(document, list):
        return [localize(each, lang) for each in document]
    if not isinstance(document, dict):
        return document
    if set(document) == {"msg"}:
        return _sentence(document["msg"], lang)
    made: dict[str, Any] = {}
    for key, value in document.items():
        if key.endswith("_msg") and isinstance(value, dict):
            made[key[:-4]] = _sentence(value, lang)
            made[key] = value
        else:
            made[key] = localize(value, lang)
    return made
