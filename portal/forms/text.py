"""Fields for text and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import fields as plain
from wtforms.validators import StopValidation
from wtforms.widgets import PasswordInput, TextArea

from portal.forms.checks import forbidden_character, with_answered

# Figures with or without marks between thousands, and cents only if there are none.
WHOLE = re.compile(r"-?(\d{1,15}|\d{1,3}([\s,'’]\d{3}){1,4})([.,]00)?")
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")
UNBOUNDED = 1_000_000_000
CENTS = re.compile(r"[.,]00$")


class TextField(plain.StringField):
    """One line of text: any script, at most ``max_length`` characters, ends trimmed."""

    lines = False

    def __init__(
        self,
        label: Any = None,
        *,
        max_length: int = 200,
        required: Any = None,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, with_answered(validators, required), **kwargs)
        self.max_length = max_length

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value sent; line ends become those of Unix."""
        if valuelist:
            self.data = str(valuelist[0]).replace("\r\n", "\n").strip()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too long or holds characters that no text has."""
        text = self.data or ""
        if len(text) > self.max_length:
            raise StopValidation(
                str(
                    _l(
                        "Shorten this to %(max)s characters; it has %(count)s",
                        max=self.max_length,
                        count=len(text),
                    )
                )
            )
        if forbidden_character(text, lines=self.lines) is not None:
            raise StopValidation(
                str(_l("Type this again: it holds an invisible control character"))
            )

    def facts(self) -> Any:
        """The text, or None when there is none."""
        return self.data or None


class LongTextField(TextField):
    """Several lines of text."""

    widget = TextArea()
    lines = True

    def __init__(self, label: Any = None, *, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(label, max_length=max_length, **kwargs)


class PassphraseField(TextField):
    """A passphrase, exactly as typed: spaces count, nothing is echoed back."""

    widget = PasswordInput(hide_value=True)

    def __init__(self, label: Any = None, *, max_length: int = 128, **kwargs: Any) -> None:
        super().__init__(label, max_length=max_length, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value as it came."""
        if valuelist:
            self.data = str(valuelist[0])


class WholeNumberField(plain.IntegerField):
    """A whole number from ``low`` to ``high``; "28,000", "28 000 $" and "$28,000.00" are read too.

    A comma before one or two figures is somebody's decimal sign: "7,5" is refused, never 75.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        low: int = 0,
        high: int = UNBOUNDED,
        required: Any = None,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, with_answered(validators, required), **kwargs)
        self.low, self.high = low, high

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first value; empty means no answer."""
        if not valuelist:
            return
        self.data = None
        typed = str(valuelist[0]).replace("$", "").strip()
        if not typed:
            return
        if len(typed) > 40 or not WHOLE.fullmatch(typed):
            raise ValueError(str(self.range_message()))
        self.data = int("".join(c for c in CENTS.sub("", typed) if c == "-" or c.isdecimal()))

    def pre_validate(self, form: Any) -> None:
        """Refuse numbers outside the range."""
        if self.data is not None and not self.low <= self.data <= self.high:
            raise StopValidation(str(self.range_message()))

    def range_message(self) -> Any:
        """What to write instead."""
        if self.high >= UNBOUNDED:
            return _l("Enter a whole number without cents, such as 28000")
        return _l("Enter a whole number from %(low)s to %(high)s", low=self.low, high=self.high)

    def facts(self) -> int | None:
        """The number, or None."""
        return self.data


class DecimalField(plain.DecimalField):
    """A finite number from ``low`` to ``high``; a comma is read as the decimal point.

    "73,944" is refused: a year's pay with its thousands marked is no wage of 73.944.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        low: Decimal | int = 0,
        high: Decimal | int = 1_000_000_000,
        required: Any = None,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, with_answered(validators, required), places=None, **kwargs)
        self.low, self.high = Decimal(low), Decimal(high)

    def process_data(self, value: Any) -> None:
        """Take what is stored (a JSON number) without binary noise."""
        self.data = None if value is None else Decimal(str(value))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the first value; empty means no answer."""
        if not valuelist:
            return
        self.data = None
        typed = "".join(str(valuelist[0]).replace("$", "").split())
        if not typed:
            return
        if THOUSANDS.fullmatch(typed):
            raise ValueError(str(self.range_message()))
        typed = typed.replace(",", ".")
        try:
            number = Decimal(typed) if len(typed) <= 20 else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValueError(str(self.range_message()))
        self.data = number

    def pre_validate(self, form: Any) -> None:
        """Refuse numbers outside the range."""
        if self.data is not None and not self.low <= self.data <= self.high:
            raise StopValidation(str(self.range_message()))

    def range_message(self) -> Any:
        """What to write instead."""
        return _l("Enter a number from %(low)s to %(high)s", low=self.low, high=self.high)

    def facts(self) -> float | int | None:
        """The number as JSON holds it: whole numbers stay whole."""
        if self.data is None:
            return None
        return int(self.data) if self.data == self.data.to_integral_value() else float(self.data)
