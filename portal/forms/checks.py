"""What makes an answer acceptable, whatever its field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from wtforms.validators import StopValidation

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The Unicode property Bidi_Control: marks that can make a page read otherwise than it is.
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def forbidden_character(text: str, *, lines: bool = False) -> str | None:
    """The first character of ``text`` that no field takes, or None.

    Line breaks and tabs pass where ``lines`` says the field has several lines.
    """
    for character in text:
        if character in BIDI_CONTROLS:
            return character
        if unicodedata.category(character) in ("Cc", "Cs") and not (lines and character in "\n\t"):
            return character
    return None


class Answered:
    """An answer is needed; zero and "no" are answers."""

    def __init__(self, message: Any) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Stop with the message when the field is empty and has no other fault."""
        if field.errors:
            raise StopValidation
        if field.data is None or field.data in ("", []):
            raise StopValidation(str(self.message))


def with_answered(validators: Iterable[Any], required: Any) -> list[Any]:
    """The validators of a field, "answered" first where an answer is needed."""
    given = list(validators)
    return [Answered(required), *given] if required is not None else given
