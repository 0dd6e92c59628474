"""The form itself, and the list of its faults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import fields as plain

from portal.forms.choices import SelectField
from portal.forms.dates import DateField


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: where to go, and what to do there."""

    href: str
    label: str
    message: str


class BaseForm(FlaskForm):
    """A form with a CSRF token and a list of its faults for the summary on top."""

    def faults(self) -> list[Fault]:
        """All faults, in the order of the fields."""
        return list(faults_of(self))


def faults_of(form: Iterable[Any]) -> Iterable[Fault]:
    """The faults of a form, or of fields in an order of one's own."""
    for field in form:
        if isinstance(field, plain.FieldList):
            yield from _faults_of_list(field)
        elif isinstance(field, plain.FormField):
            yield from faults_of(field.form)
        elif field.errors:
            yield Fault(f"#{target(field)}", str(field.label.text), str(field.errors[0]))


def _faults_of_list(fields: Any) -> Iterable[Fault]:
    for entry in fields:
        if isinstance(entry, plain.FormField):
            yield from faults_of(entry.form)
        elif entry.errors:
            yield Fault(f"#{target(entry)}", str(fields.label.text), str(entry.errors[0]))


def target(field: Any) -> str:
    """The id that a link to this field should lead to (its first faulty box)."""
    if isinstance(field, DateField):
        parts = field.parts()
        return next((part.id for part in parts if part.faulty), parts[0].id)
    if isinstance(field, plain.RadioField | plain.SelectMultipleField) and not isinstance(
        field, SelectField
    ):
        return f"{field.id}-0"
    return str(field.id)
