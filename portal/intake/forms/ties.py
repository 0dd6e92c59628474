"""Canada and the client: relatives, stays, trade certificate, registrations, provinces."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import ChoiceField, DateField, ManyField, SelectField, TextField, YesNoField
from portal.intake.forms.base import PageForm
from portal.intake.forms.canada import ThereIsField, provinces
from portal.intake.forms.occupation import OccupationMixin
from portal.vocabulary import Relation, choices_of


class RelativeForm(PageForm):
    """One relative who lives in Canada."""

    of = ChoiceField(
        _l("Whose relative is it?"),
        choices=[("applicant", _l("Mine")), ("spouse", _l("My partner’s"))],
        required=_l("Choose whose relative it is"),
    )
    relation = SelectField(
        _l("Who is it?"),
        description=_l("By blood, marriage or adoption; half-siblings count."),
        choices=choices_of(Relation),
        required=_l("Choose who it is"),
    )
    status = ChoiceField(
        _l("What is their status?"),
        choices=[
            ("citizen", _l("Canadian citizen")),
            ("permanent_resident", _l("Permanent resident")),
            ("unknown", _l("I don’t know")),
        ],
    )
    province = SelectField(_l("In which province do they live?"), choices=provinces)
    age_18_or_over = YesNoField(_l("Are they 18 or older?"))

    SHORT: ClassVar = {
        "of": _l("Relative of"),
        "relation": _l("Relation"),
        "status": _l("Status"),
        "province": _l("Lives in"),
        "age_18_or_over": _l("18 or older"),
    }


class StayForm(PageForm):
    """One earlier stay in Canada."""

    of = ChoiceField(
        _l("Who was in Canada?"),
        choices=[("applicant", _l("I was")), ("spouse", _l("My partner was"))],
        required=_l("Choose who it was"),
    )
    kind = ChoiceField(
        _l("What for?"),
        choices=[
            ("work", _l("To work")),
            ("study", _l("To study")),
            ("visit", _l("To visit")),
        ],
        required=_l("Choose the reason of the stay"),
    )
    province = SelectField(_l("In which province?"), choices=provinces)
    start = DateField(_l("From?"), description=_l("Month and year are enough."), day="optional")
    end = DateField(
        _l("Until?"), description=_l("Month and year are enough."), day="optional", edge="last"
    )
    full_time = YesNoField(
        _l("Was the work or study full time?"), description=_l("Work: 30 hours a week or more.")
    )

    SHORT: ClassVar = {
        "of": _l("Who"),
        "kind": _l("Reason"),
        "province": _l("Province"),
        "start": _l("From"),
        "end": _l("Until"),
        "full_time": _l("Full time"),
    }

    def check(self) -> None:
        """A stay that has begun, in order."""
        self.not_in_future(self.start)
        self.in_order(self.start, self.end, _l("Enter an end that is not before the start"))


class AskCertificateForm(PageForm):
    """Whether there is a trade certificate."""

    certificate_of_qualification = ThereIsField(
        _l("Do you have a certificate of qualification in a trade from Canada?"),
        description=_l(
            "From a province, territory or federal authority, such as the Red Seal. "
            "A diploma is not one."
        ),
    )

    WANTED = ("certificate_of_qualification",)
    SHORT: ClassVar = {"certificate_of_qualification": _l("Certificate of qualification")}


class CertificateForm(OccupationMixin, PageForm):
    """The certificate itself."""

    province = SelectField(
        _l("Who issued it?"),
        choices=lambda: [("federal", _l("A federal authority")), *provinces()],
    )
    issued_on = DateField(_l("Which date is on it?"), description=_l("Example: 20 03 2025"))

    SHORT: ClassVar = {
        "province": _l("Certificate from"),
        "issued_on": _l("Certificate of"),
        "noc": _l("Trade"),
    }

    def check(self) -> None:
        """It was issued."""
        self.check_occupation()
        self.not_in_future(self.issued_on)


class RegistrationForm(PageForm):
    """One registration with a professional body."""

    body = TextField(
        _l("Which body registered you?"),
        description=_l("Example: College of Nurses of Ontario"),
        required=_l("Enter the name of the body"),
    )
    province = SelectField(_l("In which province?"), choices=provinces)
    since = DateField(_l("Since when?"), description=_l("Example: 01 04 2025"))

    SHORT: ClassVar = {
        "body": _l("Registered with"),
        "province": _l("Province"),
        "since": _l("Since"),
    }

    def check(self) -> None:
        """It has begun."""
        self.not_in_future(self.since)


class InterestForm(PageForm):
    """Provinces that the client looks at."""

    provinces_of_interest = ManyField(
        _l("Which provinces or territories interest you?"),
        description=_l("Tick as many as you like. Each province has programs of its own."),
        choices=provinces,
    )

    SHORT: ClassVar = {"provinces_of_interest": _l("Provinces of interest")}
