"""Fields with a list of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import fields as plain
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, Select

from portal.forms.checks import with_answered
from portal.text import Label, Text, render

UNKNOWN = "unknown"
Choices = Sequence[tuple[str, Any]]


def offered(choices: Choices | Callable[[], Choices]) -> list[SelectChoice]:
    """The list as WTForms wants it, labels in the reader's language."""
    return [
        SelectChoice(str(value), _worded(label))
        for value, label in (choices() if callable(choices) else choices)
    ]


def _worded(label: Any) -> Any:
    if isinstance(label, Text | Label):
        locale = get_locale()
        return render(label, locale.language if locale else "en")
    return label


def listed_values(choices: Any) -> list[str]:
    """What may be sent for a list of (value, label)."""
    return [str(value) for value, *_ in choices or ()]


class ChoiceField(plain.RadioField):
    """One of a list, as radio buttons."""

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices | Callable[[], Choices],
        required: Any = None,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            with_answered(validators, required),
            choices=offered(choices),
            validate_choice=False,
            **kwargs,
        )

    def process_data(self, value: Any) -> None:
        """Nothing stored is nothing chosen."""
        self.data = None if value is None else str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value; the empty choice means no answer."""
        if valuelist:
            self.data = str(valuelist[0]) or None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list."""
        if self.data is not None and self.data not in self.values():
            raise StopValidation(str(_l("Choose one of the answers listed")))

    def values(self) -> list[str]:
        """What may be sent."""
        return listed_values(self.choices)

    def facts(self) -> Any:
        """The value chosen; "I don't know" is no fact."""
        return None if self.data == UNKNOWN else self.data


class SelectField(ChoiceField):
    """One of a long list, as a drop-down list that starts empty."""

    widget = Select()

    def __init__(self, label: Any = None, *, blank: Any = "", **kwargs: Any) -> None:
        given = kwargs.pop("choices")
        listed = list(given() if callable(given) else given)
        super().__init__(label, choices=[("", blank), *listed], **kwargs)


class YesNoField(ChoiceField):
    """Yes, no and, unless ``unknown`` is False, "I don't know"."""

    def __init__(self, label: Any = None, *, unknown: bool = True, **kwargs: Any) -> None:
        choices = [("yes", _l("Yes")), ("no", _l("No"))]
        if unknown:
            choices.append((UNKNOWN, _l("I don’t know")))
        super().__init__(label, choices=choices, **kwargs)

    def process_data(self, value: Any) -> None:
        """Read a stored boolean; "unknown" is stored elsewhere and comes as that word."""
        self.data = {True: "yes", False: "no"}.get(value, value) if value is not None else None

    def facts(self) -> bool | None:
        """True, False, or None when nobody knows."""
        return {"yes": True, "no": False}.get(self.data or "")


class CheckField(plain.BooleanField):
    """One box to tick. Only its own name in the post changes it."""

    widget = CheckboxInput()

    def __init__(self, label: Any = None, *, required: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.required_message = required

    def _value(self) -> str:
        """What a ticked box sends, also on a page that comes back.

        WTForms repeats the first value of the post, which is the hidden companion's
        empty one: the box could then never be ticked again.
        """
        return "y"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The hidden companion alone means: not ticked."""
        if valuelist:
            self.data = any(str(value) not in ("", "false") for value in valuelist)

    def pre_validate(self, form: Any) -> None:
        """A box that has to be ticked says so."""
        if self.required_message is not None and not self.data:
            raise StopValidation(str(self.required_message))

    def facts(self) -> bool:
        """Whether it is ticked."""
        return bool(self.data)


class ManyField(plain.SelectMultipleField):
    """Any number of boxes out of a list."""

    def __init__(
        self,
        label: Any = None,
        *,
        choices: Choices | Callable[[], Choices],
        max_entries: int = 60,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, choices=offered(choices), validate_choice=False, **kwargs)
        self.max_entries = max_entries

    def process_data(self, value: Any) -> None:
        """Nothing stored is an empty list."""
        self.data = [str(each) for each in value] if isinstance(value, list | tuple) else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the order, drop the companion and doubles."""
        if valuelist:
            self.data = list(dict.fromkeys(str(value) for value in valuelist if value))

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list, and too many."""
        listed = set(listed_values(self.choices))
        if len(self.data or []) > self.max_entries or not listed.issuperset(self.data or []):
            raise StopValidation(str(_l("Choose from the answers listed")))

    def facts(self) -> list[str]:
        """The values ticked."""
        return list(self.data or [])
