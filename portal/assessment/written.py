"""An assessment as JSON in one language, straight from the result.

The same bytes as ``json.dumps(localize(assessment.as_json(), lang))`` without blanks,
for whoever writes a hundred thousand of them: what is the same for every client
(citations, labels, fixed criteria, the rounds themselves) is written once a process,
a reason that several criteria share once a document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any

from portal.assessment.remembered import telling, telling_text
from portal.assessment.result import SCHEMA, Assessment, Criterion, Kept, Line, RuleRef, attributes
from portal.assessment.targeted import TargetedOccupation
from portal.text import Label, Money, Text, Words, encode, render

_MANY = 8192  # pieces kept of a kind: some megabytes at most
# A sentence, and the message it was made from: as JSON.
Written = tuple[bytes, bytes]


def written(assessment: Assessment, lang: str) -> bytes:
    """The contract's document in a language, in UTF-8, without a line break."""
    writer = _Writer(lang)
    out = writer.out
    out.append(b'{"schema":' + _quoted(SCHEMA))
    for name, key, _ in _layout(Assessment):
        if name != "extra":
            out += (b",", key[1:])
            writer.value(getattr(assessment, name))
    for name, value in assessment.extra.items():
        writer.pair(name, value)
    out.append(b"}")
    return b"".join(out)


class _Writer:
    """Collects the pieces of one document in one language."""

    def __init__(self, lang: str) -> None:
        self.out: list[bytes] = []
        self._lang = lang
        # Lines live as long as the document is written: their place in memory names them.
        self._grids: dict[int, bytes] = {}

    def value(self, value: Any) -> None:
        """Any value of a result, as ``neutral`` and ``localize`` would give it."""
        kind = type(value)
        plain = _PLAIN.get(kind)
        if plain is not None:
            self.out.append(plain(value))
        elif kind is Text or kind is Label:
            self.out.append(self._words(value)[0])
        elif kind is Criterion or kind is Line:
            self.out.append(self._piece(value))
        elif kind is TargetedOccupation:
            self.out.append(self._once(value, value.written, self._whole))
        elif isinstance(value, tuple | list):
            self._list(value)
        elif isinstance(value, Mapping):
            self._object(value)
        elif hasattr(kind, "OWN"):
            self._framed(value)
        else:
            self._whole(value)

    def pair(self, name: str, value: Any) -> None:
        """One key with its value, behind others."""
        self._pair(*_key(name), value)

    def _pair(self, key: bytes, message: bytes, value: Any) -> None:
        kind = type(value)
        if kind is Text or kind is Label:
            sentence, form = self._words(value)
            self.out += (key, sentence, message, form)
        else:
            plain = _PLAIN.get(kind)
            self.out.append(key)
            if plain is not None:
                self.out.append(plain(value))
            else:
                self.value(value)

    def _list(self, values: Sequence[Any]) -> None:
        kind = type(values[0]) if values else None
        if kind is Line:
            # Several streams show the lines of one grid.
            known = self._grids.get(id(values))
            if known is None:
                known = self._grids[id(values)] = self._pieces(values)
            self.out.append(known)
        elif kind is Criterion:
            self.out.append(self._pieces(values))
        else:
            self._each(values)

    def _each(self, values: Sequence[Any]) -> None:
        before = b"["
        for each in values:
            self.out.append(before)
            self.value(each)
            before = b","
        self.out.append(b"[]" if before == b"[" else b"]")

    def _object(self, values: Mapping[str, Any]) -> None:
        before = b"{"
        for name, value in values.items():
            key, message = _key(name)
            self._pair(before + key[1:], message, value)
            before = b","
        self.out.append(b"{}" if before == b"{" else b"}")

    def _whole(self, value: Any) -> None:
        self.thing(value, _layout(type(value)))
        self.out.append(b"}")

    def thing(self, value: Any, layout: Layout) -> None:
        """Some attributes of a result, the last brace left out."""
        for name, key, message in layout:
            self._pair(key, message, getattr(value, name))

    def apart(self, write: Callable[..., None], *values: Any) -> bytes:
        """What is written as one piece, beside the document."""
        out, self.out = self.out, []
        write(*values)
        made, self.out = b"".join(self.out), out
        return made

    # --- what is kept -------------------------------------------------------------------

    def _pieces(self, values: Sequence[Criterion | Line]) -> bytes:
        lang = self._lang
        # Four hundred a document, nearly all written before: looked up here, not by a call each.
        return b"[%b]" % b",".join(
            [(each.written and each.written.get(lang)) or self._piece(each) for each in values]
        )

    def _piece(self, value: Criterion | Line) -> bytes:
        """A line or criterion, written once if other clients get the same."""
        if value.written is not None:
            return self._once(value, value.written, self._framed)
        key = (self._lang, *_told(value))
        piece = _PIECES.get(key)
        if piece is None:
            if len(_PIECES) >= _MANY:
                _PIECES.clear()
            piece = _PIECES[key] = self.apart(self._framed, value)
        return piece

    def _once(self, value: Any, kept: dict[str, bytes], write: Callable[[Any], None]) -> bytes:
        piece = kept.get(self._lang)
        if piece is None:
            piece = kept[self._lang] = self.apart(write, value)
        return piece

    def _framed(self, value: Any) -> None:
        """What differs between clients, and around it what does not and is kept."""
        kind: Any = type(value)
        head, own, tail = _frame(kind)
        kept: Kept | None = value.kept
        known = None if kept is None else kept.written.get(self._lang)
        if known is None:
            known = self.apart(self.thing, value, head), self.apart(self.thing, value, tail) + b"}"
            if kept is not None:
                kept.written[self._lang] = known
        self.out.append(known[0])
        self.thing(value, own)
        self.out.append(known[1])

    # --- words --------------------------------------------------------------------------

    def _words(self, words: Words) -> Written:
        if isinstance(words, Label):
            return _label(words, self._lang)
        if not words.values:
            return _plain_text(words.msgid, self._lang)
        kept = words.kept
        known = None if kept is None else kept.get(self._lang)
        if known is None:
            known = self._recalled(words)
            if kept is not None:
                kept[self._lang] = known
        return known

    def _recalled(self, text: Text) -> Written:
        """A text with values: the same few stand in the same sentences, for client after client."""
        key = (self._lang, telling(text))
        known = _RECALLED.get(key)
        if known is None:
            if len(_RECALLED) >= _MANY:
                _RECALLED.clear()
            known = _RECALLED[key] = (_quoted(render(text, self._lang)), _message(text))
        return known


_RECALLED: dict[Hashable, Written] = {}


def _told(value: Criterion | Line) -> tuple[Hashable, ...]:
    """What tells a line or criterion from every other that is written in another way."""
    shared = (value.id, telling(value.label), value.rule, telling_text(value.because))
    if isinstance(value, Line):
        return (*shared, value.points, value.counted, value.max)
    return (*shared, value.kind, value.met, telling(value.have), telling(value.need))


_PIECES: dict[Hashable, bytes] = {}


# --- the keys of a result -------------------------------------------------------------------

Pieces = tuple[bytes, ...]
# Attribute, its key with what stands before it, and the key of its message.
Layout = tuple[tuple[str, bytes, bytes], ...]


@cache
def _key(name: str) -> tuple[bytes, bytes]:
    """A key behind others, and the key of its message."""
    key = name.rstrip("_").encode()
    return b',"%b":' % key, b',"%b_msg":' % key


_LAYOUTS: dict[type, Layout] = {}


def _layout(kind: type) -> Layout:
    known = _LAYOUTS.get(kind)
    if known is None:
        first, *others = [(name, *_key(name)) for name in attributes(kind)]
        known = _LAYOUTS[kind] = ((first[0], b"{" + first[1][1:], first[2]), *others)
    return known


@cache
def _frame(kind: Any) -> tuple[Layout, Layout, Layout]:
    """The keys of a result: before what is a client's own, that itself, and behind it."""
    layout, names = _layout(kind), kind.OWN
    own = [at for at, (name, _, _) in enumerate(layout) if name in names]
    return layout[: own[0]], layout[own[0] : own[-1] + 1], layout[own[-1] + 1 :]


# --- pieces that stay the same ----------------------------------------------------------------


def _quoted(value: str) -> bytes:
    return encode_basestring(value).encode()


@lru_cache(maxsize=_MANY)
def _kept_quoted(value: str) -> bytes:
    return _quoted(value)


@lru_cache(maxsize=_MANY)
def _rule(rule: RuleRef) -> bytes:
    writer = _Writer("en")  # a citation has no words in it
    return writer.apart(writer.thing, rule, _layout(RuleRef)) + b"}"


@lru_cache(maxsize=_MANY)
def _label(label: Label, lang: str) -> Written:
    en, fr = _quoted(label.en), _quoted(label.fr)
    return (fr if lang == "fr" else en), b'{"id":%b,"values":{},"fr":%b}' % (en, fr)


@lru_cache(maxsize=_MANY)
def _plain_text(msgid: str, lang: str) -> Written:
    return _quoted(render(Text(msgid), lang)), b'{"id":%b,"values":{}}' % _quoted(msgid)


@lru_cache(maxsize=_MANY)
def _day(value: date) -> bytes:
    return b'"%b"' % value.isoformat().encode()


# --- messages: the JSON of ``encode`` -----------------------------------------------------------


def _message(text: Text) -> bytes:
    values = b",".join(
        b'"%b":%b' % (name.encode(), _encoded(value)) for name, value in text.values.items()
    )
    return b'{"id":%b,"values":{%b}}' % (_kept_quoted(text.msgid), values)


def _encoded(value: Any) -> bytes:
    kind = type(value)
    if kind is str:
        return _quoted(value)
    if kind is int:
        return b"%d" % value
    if kind is Text:
        return _message(value) if value.values else _plain_text(value.msgid, "en")[1]
    if kind is Label:
        return b'{"en":%b,"fr":%b}' % (_kept_quoted(value.en), _kept_quoted(value.fr))
    if kind is date:
        return b'{"date":%b}' % _day(value)
    if isinstance(value, tuple | list):
        return b"[%b]" % b",".join([_encoded(each) for each in value])
    return json.dumps(encode(value), ensure_ascii=False, separators=(",", ":")).encode()


_PLAIN: Mapping[type, Callable[[Any], bytes]] = {
    type(None): lambda _: b"null",
    bool: lambda value: b"true" if value else b"false",
    int: lambda value: b"%d" % value,
    float: lambda value: json.dumps(value).encode(),
    str: _quoted,
    date: _day,
    datetime: lambda value: _quoted(value.isoformat().replace("+00:00", "Z")),
    Decimal: lambda value: json.dumps(float(value)).encode(),
    Money: lambda value: b"%d" % value.cad,
    RuleRef: _rule,
}
