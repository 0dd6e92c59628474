"""Answers that client after client gets: one object each, so that it is made and written once.

Of a hundred thousand clients most hear the same of a criterion ("12 months count", "CLB 9 in
the weakest ability"); what they hear is kept here beside the rulebook that says it.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any, NamedTuple

from portal.assessment.ground import Answer, Judged
from portal.assessment.result import Criterion, Kept
from portal.rulebook import Rulebook
from portal.text import Label, Text

_MANY = 8_192  # answers kept of a rulebook: some tens of megabytes, once written

# Values of these types are never equal to one of another type.
_TELLING = frozenset({str, int, date, Label, type(None)})


def telling(value: Any) -> Hashable:
    """What tells a value from every other that is shown or written in another way."""
    kind = type(value)
    if kind in _TELLING:
        return value  # type: ignore[no-any-return]
    if kind is Text:
        return telling_text(value)
    if kind is tuple or kind is list:
        return tuple([telling(each) for each in value])
    return kind, value


def telling_text(text: Text) -> Hashable:
    """As ``telling``, for a text."""
    values = text.values
    if not values:
        return text.msgid
    key: list[Hashable] = [text.msgid]
    for name, value in values.items():
        key.append(name)
        # The common ones here: a hundred thousand clients ask a hundred times each.
        key.append(value if type(value) in _TELLING else telling(value))
    return tuple(key)


class Sign(NamedTuple):
    """What of an answer can decide: the rest is words."""

    met: Answer
    soon: bool
    follows: bool


class Known:
    """An answer kept: what decides of it, and the criteria that were shown with it."""

    __slots__ = ("answer", "shown", "sign")

    def __init__(self, answer: Judged) -> None:
        self.answer = answer
        self.sign = Sign(answer.met, answer.soon, answer.follows)
        self.shown: dict[Kept, Criterion] = {}


class Answers:
    """The answers of one rulebook that were given before."""

    def __init__(self, _: Rulebook) -> None:
        self._known: dict[Hashable, Known] = {}

    def known(self, answer: Judged) -> Known:
        """The answer as it was given first."""
        if answer.known is None:
            key = (
                answer.met,
                answer.soon,
                answer.follows,
                telling(answer.have),
                telling(answer.need),
                telling_text(answer.because),
            )
            found = self._known.get(key)
            if found is None:
                if len(self._known) >= _MANY:
                    self._known.clear()
                found = self._known[key] = Known(answer)
            answer.known = found
        known: Known = answer.known
        return known
