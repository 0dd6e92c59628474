"""What the office types at the desk; one form an action."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.forms import (
    BaseForm,
    DateField,
    LongTextField,
    SelectField,
    TextField,
    WholeNumberField,
)
from portal.services.opinions import FIELDS

LANGUAGES = (("en", _l("English")), ("fr", _l("French")))
EDITIONS = (("letter", _l("Letter")), ("a4", _l("A4")))


class AssessForm(BaseForm):
    """By the rules of which day the case is to be assessed."""

    on = DateField(
        _l("By the rules of"),
        description=_l("A day since 1 January 2015, such as 1 8 2019."),
        required=_l("Enter a day, such as 1 8 2019"),
    )


class PromiseForm(BaseForm):
    """The day the office promised an answer for."""

    due_on = DateField(_l("Promised for"), required=_l("Enter a day, such as 9 8 2026"))


class HandOverForm(BaseForm):
    """Who has the case from now on."""

    to = SelectField(
        _l("Hand over to"),
        choices=[],
        blank=_l("Choose a colleague"),
        required=_l("Choose a colleague"),
    )


class OpinionForm(BaseForm):
    """The consultant's own words; ``seen`` is the version they were written over."""

    seen = WholeNumberField(_l("Version"))
    summary = LongTextField(
        _l("Summary"),
        description=_l("What the result means for this client, in two or three sentences."),
        max_length=10_000,
    )
    route = LongTextField(_l("Recommended route"), max_length=10_000)
    next_steps = LongTextField(
        _l("Next steps"), description=_l("One step a line."), max_length=10_000
    )
    watch = LongTextField(
        _l("What to watch"), description=_l("One thing a line, with its date."), max_length=10_000
    )

    def texts(self) -> dict[str, str]:
        """The parts of the opinion by name."""
        return {name: self[name].data or "" for name in FIELDS}


class CorrectForm(BaseForm):
    """Another value at one place, and why."""

    seen = WholeNumberField(_l("Version"))
    value: Any = TextField(
        _l("What it should say"),
        description=_l("Empty means not known. Dates as 2018-10-06, countries as CA, yes or no."),
        max_length=4000,
    )
    reason = TextField(
        _l("Why"),
        description=_l("Such as “contract says 40 hours”. The client’s own answer stays on file."),
        max_length=2000,
        required=_l("Say why, such as “contract says 40 hours”"),
    )


class ChooseForm(CorrectForm):
    """The same where only certain answers are possible."""

    value: Any = SelectField(_l("What it should say"), choices=[])

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """The answers that the profile takes at this place."""
        from portal.forms.choices import offered

        self.value.choices = offered([("", str(_l("not known"))), *choices])


class AskForm(BaseForm):
    """A question to the client at one field."""

    text = LongTextField(
        _l("Your question"),
        description=_l("The client reads it in the portal; the letter only says that it waits."),
        max_length=2000,
        required=_l("Write the question"),
    )


class ReasonForm(BaseForm):
    """Why a flag is settled, or an assessment withdrawn."""

    reason = LongTextField(_l("Reason"), max_length=2000, required=_l("Say why, in a sentence"))


class PdfForm(BaseForm):
    """A further PDF of a signed assessment."""

    language = SelectField(_l("Language"), choices=LANGUAGES, required=_l("Choose a language"))
    edition = SelectField(_l("Paper"), choices=EDITIONS, required=_l("Choose the paper"))


def _address(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no e-mail address."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(str(_l("Enter an address, such as name@example.com"))) from None


class LinkForm(BaseForm):
    """Where the link to take a case over goes."""

    email = TextField(
        _l("Their e-mail address"),
        description=_l("They get a link to take the file over, such as to name@example.com."),
        max_length=254,
        required=_l("Enter an address, such as name@example.com"),
        validators=[_address],
    )


class NewCaseForm(LinkForm):
    """Somebody on the phone, who takes the file over by a mailed link."""

    language = SelectField(
        _l("Language of their letters"), choices=LANGUAGES, required=_l("Choose a language")
    )


def hand_over_form(colleagues: list[Any], but: Any) -> HandOverForm:
    """The form with everybody who could take the case."""
    form = HandOverForm()
    form.to.choices = offered_people(colleagues, but)
    return form


def offered_people(colleagues: list[Any], but: Any) -> list[Any]:
    """Colleagues as answers of a drop-down, without the one who has the case."""
    from portal.forms.choices import offered

    named = [
        (str(each.id), f"{each.name} ({each.licence})" if each.licence else each.name)
        for each in colleagues
        if each.id != but
    ]
    return offered([("", str(_l("Choose a colleague"))), *named])
