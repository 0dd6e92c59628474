"""About the client: who they are, where they are, where they want to live."""

from __future__ import annotations

from typing import ClassVar

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from portal.forms import ChoiceField, DateField, SelectField, TextField
from portal.intake.forms.base import PageForm
from portal.intake.forms.fields import CountriesField, country_choices
from portal.vocabulary import Province, StatusInCanada, choices_of

FEWEST_DIGITS = 5  # no number with its country code is shorter


class YouForm(PageForm):
    """Names, birth, citizenship, home."""

    given_names = TextField(
        _l("What are your given names?"),
        description=_l(
            "All of them, as in your passport. "
            "Leave this empty if your passport shows one name only."
        ),
    )
    family_name = TextField(
        _l("What is your family name?"),
        description=_l("As in your passport. If you have one name only, write it here."),
        required=_l("Enter your family name, or your only name"),
    )
    date_of_birth = DateField(
        _l("When were you born?"),
        description=_l("Example: 14 03 1985"),
        required=_l("Enter your date of birth, such as 14 03 1985"),
    )
    citizenships = CountriesField(
        _l("Which citizenships do you hold?"),
        description=_l("The countries that give you a passport, or could. One list for each."),
    )
    country_of_residence = SelectField(
        _l("Which country do you live in now?"), choices=country_choices
    )
    email = TextField(
        _l("What is your e-mail address?"),
        description=_l("Example: ananya.rao@example.com"),
        max_length=254,
    )
    phone = TextField(
        _l("What is your phone number?"),
        description=_l("With the country code. Example: +91 80 5555 0199"),
        max_length=40,
    )

    WANTED = ("family_name", "date_of_birth", "citizenships", "country_of_residence")
    SHORT: ClassVar = {
        "given_names": _l("Given names"),
        "family_name": _l("Family name"),
        "date_of_birth": _l("Date of birth"),
        "citizenships": _l("Citizenship"),
        "country_of_residence": _l("Living in"),
        "email": _l("E-mail"),
        "phone": _l("Phone"),
    }

    def check(self) -> None:
        """Nobody is born tomorrow, mail needs an address, and a call a number."""
        self.not_in_future(self.date_of_birth)
        if self.phone.data and sum(map(str.isdecimal, self.phone.data)) < FEWEST_DIGITS:
            self.fault(
                self.phone,
                _l("Enter a number with its country code, such as +91 80 5555 0199"),
            )
        if self.email.data:
            try:
                validate_email(self.email.data, check_deliverability=False, test_environment=True)
            except EmailNotValidError:
                self.fault(
                    self.email, _l("Enter an e-mail address with an @, such as name@example.com")
                )


class PlaceForm(PageForm):
    """Status in Canada and the province wanted."""

    status_in_canada = ChoiceField(
        _l("What is your status in Canada today?"),
        description=_l("If you have applied for another status, choose the one you hold now."),
        choices=choices_of(StatusInCanada),
    )
    status_expires_on = DateField(
        _l("If your status ends on a day, which one?"),
        description=_l("The date on your permit or visitor record. Example: 30 06 2027"),
    )
    intended_province = SelectField(
        _l("Where in Canada do you want to live?"),
        description=_l("Your plan today; it binds you to nothing."),
        choices=lambda: [("any", _l("Anywhere in Canada")), *choices_of(Province)],
    )

    WANTED = ("status_in_canada", "intended_province")
    SHORT: ClassVar = {
        "status_in_canada": _l("Status in Canada"),
        "status_expires_on": _l("Status ends"),
        "intended_province": _l("Wants to live in"),
    }
