"""The forms of accounts: one for each action, with only what that action needs."""

from __future__ import annotations

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from portal.forms import BaseForm, CheckField, ChoiceField, PassphraseField, SelectField, TextField

PASSPHRASE_HINT = _l("12 characters or more: three or four unrelated words are easy to keep.")
TYPE_PASSPHRASE = _l("Type your passphrase")


def said(field: Any) -> str:
    """What stands in a field, the empty text when nothing does."""
    return str(field.data or "")


class EmailField(TextField):
    """An e-mail address as it can be written to; whether it exists only a letter can tell."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("required", _l("Enter your e-mail address"))
        super().__init__(label, max_length=254, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse what no letter could reach."""
        super().pre_validate(form)
        try:
            found = validate_email(
                self.data or "", check_deliverability=False, test_environment=True
            )
        except EmailNotValidError:
            if self.data:
                raise StopValidation(
                    gettext("Enter an e-mail address, such as name@example.com")
                ) from None
            return
        self.data = found.normalized


class SignUpForm(BaseForm):
    """A new client's account."""

    email = EmailField(_l("E-mail address"))
    passphrase = PassphraseField(
        _l("Passphrase"), description=PASSPHRASE_HINT, required=_l("Choose a passphrase")
    )
    consent = CheckField(
        _l("I agree that my answers are kept to assess my case."),
        required=_l("Tick this if you agree: without it we may not keep your answers"),
    )


class SignInForm(BaseForm):
    """Address and passphrase."""

    email = EmailField(_l("E-mail address"))
    passphrase = PassphraseField(_l("Passphrase"), required=TYPE_PASSPHRASE)


class ConfirmEmailForm(BaseForm):
    """The passphrase chosen at sign-up, beside the mailed link."""

    passphrase = PassphraseField(_l("The passphrase you chose"), required=TYPE_PASSPHRASE)


class ForgottenForm(BaseForm):
    """Where to mail the link."""

    email = EmailField(_l("E-mail address"))


class NewPassphraseForm(BaseForm):
    """A new passphrase, beside a mailed link."""

    passphrase = PassphraseField(
        _l("New passphrase"), description=PASSPHRASE_HINT, required=_l("Choose a passphrase")
    )


class InvitationForm(BaseForm):
    """A new member of the office chooses a passphrase."""

    name = TextField(_l("Your name, as clients read it"), required=_l("Enter your name"))
    passphrase = PassphraseField(
        _l("Passphrase"), description=PASSPHRASE_HINT, required=_l("Choose a passphrase")
    )


class PassphraseForm(BaseForm):
    """Who is it? Asked again before something important."""

    passphrase = PassphraseField(_l("Your passphrase"), required=TYPE_PASSPHRASE)


class ChangePassphraseForm(BaseForm):
    """The present passphrase and the next."""

    present = PassphraseField(_l("Present passphrase"), required=TYPE_PASSPHRASE)
    passphrase = PassphraseField(
        _l("New passphrase"), description=PASSPHRASE_HINT, required=_l("Choose a passphrase")
    )


class ChangeEmailForm(BaseForm):
    """The address to change to."""

    email = EmailField(
        _l("New e-mail address"),
        description=_l("We mail a link there. Until it is used, the present address stays."),
    )


class NameForm(BaseForm):
    """The name a person goes by."""

    name = TextField(_l("Your name"), required=_l("Enter your name"))


STAFF_ROLES = [
    ("assistant", _l("Assistant: prepares, never signs")),
    ("specialist", _l("Specialist: reviews, and signs with a licence")),
    ("lead", _l("Lead: as a specialist, and hands over anybody’s cases")),
    ("administrator", _l("Administrator: people and outbox, no cases")),
]


class LicenceField(TextField):
    """The College's number: R and six digits. Empty for who has none."""

    def pre_validate(self, form: Any) -> None:
        """Refuse another form than R and six digits."""
        super().pre_validate(form)
        text = (self.data or "").upper()
        if text and not (len(text) == 7 and text[0] == "R" and text[1:].isascii()
                         and text[1:].isdigit()):  # fmt: skip
            raise StopValidation(gettext("Enter R and six digits, such as R900001"))
        self.data = text


class InviteForm(BaseForm):
    """A new member of the office."""

    email = EmailField(_l("E-mail address"), required=_l("Enter an e-mail address"))
    name = TextField(_l("Name"), required=_l("Enter a name"))
    role = SelectField(_l("Role"), choices=STAFF_ROLES, required=_l("Choose a role"))
    licence = LicenceField(
        _l("Licence number"),
        description=_l("R and six digits. Leave it empty for who has none: they cannot sign."),
    )
    language = ChoiceField(
        _l("Language"), choices=[("en", "English"), ("fr", "Français")],
        required=_l("Choose a language"), default="en",
    )  # fmt: skip


class MemberForm(BaseForm):
    """Role and licence of a member of the office."""

    role = SelectField(_l("Role"), choices=STAFF_ROLES, required=_l("Choose a role"))
    licence = LicenceField(
        _l("Licence number"),
        description=_l("R and six digits. Leave it empty for who has none: they cannot sign."),
    )
