"""Partner and children."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import ChoiceField, DateField, TextField, WholeNumberField, YesNoField
from portal.intake.forms.base import PageForm
from portal.vocabulary import MaritalStatus, choices_of


class FamilyForm(PageForm):
    """Marital status, and family size for the settlement funds table."""

    marital_status = ChoiceField(
        _l("What is your marital status?"),
        description=_l(
            "Common-law: you have lived together as a couple for a year or more, "
            "without a long break."
        ),
        choices=choices_of(MaritalStatus),
        required=_l("Choose your marital status, even if it will change soon"),
    )
    marital_status_since = DateField(
        _l("Since when?"),
        description=_l(
            "For common-law partners: living together since. Month and year are enough. "
            "Example: 06 2014"
        ),
        day="optional",
    )
    dependent_children = WholeNumberField(
        _l("How many dependent children do you have?"),
        description=_l(
            "Under 22 and without a spouse or partner, yours or your partner’s. "
            "Count them even if they will not come. Enter 0 if you have none."
        ),
        low=0,
        high=30,
    )

    WANTED = ("marital_status", "dependent_children")
    SHORT: ClassVar = {
        "marital_status": _l("Marital status"),
        "marital_status_since": _l("Since"),
        "dependent_children": _l("Dependent children"),
    }

    def check(self) -> None:
        """A marriage began after birth and before tomorrow."""
        self.not_in_future(self.marital_status_since)
        self.not_before_birth(self.marital_status_since)


class PartnerForm(PageForm):
    """Who the partner is, and whether they count in the score."""

    given_names = TextField(
        _l("What are your partner’s given names?"),
        description=_l("As in the passport. Leave this empty if it shows one name only."),
    )
    family_name = TextField(_l("What is your partner’s family name?"))
    date_of_birth = DateField(
        _l("When was your partner born?"), description=_l("Example: 02 11 1987")
    )
    canadian_citizen_or_pr = YesNoField(
        _l("Is your partner a citizen or permanent resident of Canada?"),
        description=_l("If so, you are scored as a person who applies alone."),
    )
    accompanying = YesNoField(
        _l("Will your partner come to Canada with you?"),
        description=_l(
            "A partner who stays behind counts for the money you must show, not for the score."
        ),
    )

    WANTED = ("canadian_citizen_or_pr", "accompanying")
    SHORT: ClassVar = {
        "given_names": _l("Partner’s given names"),
        "family_name": _l("Partner’s family name"),
        "date_of_birth": _l("Partner’s date of birth"),
        "canadian_citizen_or_pr": _l("Citizen or permanent resident"),
        "accompanying": _l("Coming to Canada"),
    }

    def check(self) -> None:
        """A partner is born."""
        self.not_in_future(self.date_of_birth)
