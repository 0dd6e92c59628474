"""Canada and the client: offer, permits, nomination, relatives, stays, certificate."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import (
    ChoiceField,
    DateField,
    DecimalField,
    SelectField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from portal.intake.forms.base import PageForm
from portal.intake.forms.fields import InstantField
from portal.intake.forms.occupation import OccupationMixin
from portal.vocabulary import Lmia, PermitKind, Province, choices_of


def provinces() -> list[tuple[str, Any]]:
    """The provinces and territories."""
    return list(choices_of(Province))


class ThereIsField(YesNoField):
    """Whether there is such a thing: an object, or none (false), or not known."""

    def process_data(self, value: Any) -> None:
        """An object stored means yes."""
        super().process_data(True if isinstance(value, dict) else value)

    def facts(self) -> Any:
        """An empty object for yes: its details are on the next page."""
        return {"yes": {}, "no": False}.get(self.data or "")


class AskJobOfferForm(PageForm):
    """Whether there is a job offer."""

    job_offer = ThereIsField(
        _l("Do you have a job offer from an employer in Canada?"),
        description=_l("In writing, with pay, duties and hours. A job you hold there now counts."),
    )

    WANTED = ("job_offer",)
    SHORT: ClassVar = {"job_offer": _l("Job offer")}


class JobOfferForm(OccupationMixin, PageForm):
    """The offer itself."""

    employer = TextField(_l("Who offers the job?"), description=_l("The employer’s name."))
    city = TextField(_l("In which city?"), description=_l("Example: Hamilton"), max_length=120)
    province = SelectField(_l("In which province?"), choices=provinces)
    hours_per_week = DecimalField(
        _l("How many paid hours a week?"), description=_l("Example: 37.5"), low=1, high=168
    )
    wage_per_hour = DecimalField(
        _l("What is the pay per hour, in Canadian dollars?"),
        description=_l("A year’s pay divided by the hours of the year. Example: 38.50"),
        high=10_000,
    )
    permanent = YesNoField(
        _l("Is it permanent?"), description=_l("Without an end date, not a contract for a time.")
    )
    duration_months = WholeNumberField(
        _l("If not, for how many months?"), description=_l("Example: 24"), low=1, high=600
    )
    seasonal = YesNoField(_l("Is the work seasonal?"))
    offered_on = DateField(
        _l("When was it offered?"), description=_l("The date of the letter. Example: 03 10 2026")
    )
    start = DateField(
        _l("When does it begin, or when did it?"), description=_l("Example: 01 02 2027")
    )
    employed_since = DateField(
        _l("If you work there already, since when?"),
        description=_l("Leave this empty if you do not. Example: 01 02 2025"),
    )
    lmia = ChoiceField(
        _l("Does the employer have a labour market impact assessment (LMIA)?"),
        description=_l("A paper from Employment and Social Development Canada for this job."),
        choices=lambda: [*choices_of(Lmia), ("unknown", _l("I don’t know"))],
    )
    exemption = ChoiceField(
        _l("If it is exempt, why?"),
        description=_l("The employer or your permit says so."),
        choices=[
            ("treaty", _l("By a treaty, such as CUSMA")),
            ("significant_benefit", _l("Significant benefit to Canada")),
            ("other", _l("Another reason")),
            ("unknown", _l("I don’t know")),
        ],
    )

    WANTED = ("noc", "lmia")
    SHORT: ClassVar = {
        "employer": _l("Offer from"),
        "city": _l("City"),
        "province": _l("Province"),
        "hours_per_week": _l("Hours a week"),
        "wage_per_hour": _l("Pay per hour"),
        "permanent": _l("Permanent"),
        "duration_months": _l("Months"),
        "seasonal": _l("Seasonal"),
        "offered_on": _l("Offered on"),
        "start": _l("Begins"),
        "employed_since": _l("There since"),
        "lmia": _l("LMIA"),
        "exemption": _l("Exempt because"),
        "noc": _l("Occupation of the offer"),
    }

    def check(self) -> None:
        """An offer was made, and work that is told of has begun."""
        self.check_occupation()
        self.not_in_future(self.offered_on)
        self.not_in_future(self.employed_since)


class PermitForm(OccupationMixin, PageForm):
    """One work permit."""

    kind = ChoiceField(
        _l("Which kind of work permit is it?"),
        choices=choices_of(PermitKind),
        required=_l("Choose the kind; it stands on the permit"),
    )
    employer = TextField(
        _l("If it names an employer, which one?"), description=_l("Leave this empty if it is open.")
    )
    from_ = DateField(_l("From which day is it valid?"), description=_l("Example: 01 09 2024"))
    until = DateField(_l("Until which day?"), description=_l("Example: 31 08 2027"))

    SHORT: ClassVar = {
        "kind": _l("Kind"),
        "employer": _l("Employer"),
        "noc": _l("Occupation on it"),
        "from": _l("Valid from"),
        "until": _l("Valid until"),
    }

    def check(self) -> None:
        """It ends after it begins."""
        self.check_occupation()
        self.in_order(self.from_, self.until, _l("Enter a day that is not before the first one"))


class AskNominationForm(PageForm):
    """Whether a province nominated the client."""

    provincial_nomination = ThereIsField(
        _l("Has a province or territory nominated you?"),
        description=_l("A nomination certificate, not an invitation to apply for one."),
    )

    WANTED = ("provincial_nomination",)
    SHORT: ClassVar = {"provincial_nomination": _l("Provincial nomination")}


class NominationForm(PageForm):
    """The nomination itself."""

    province = SelectField(_l("Which province or territory?"), choices=provinces)
    stream = TextField(
        _l("By which program or stream?"), description=_l("Example: Human Capital Priorities")
    )
    nominated_on = DateField(
        _l("Which date is on the certificate?"), description=_l("Example: 05 09 2026")
    )
    enhanced = YesNoField(
        _l("Is it aligned with Express Entry (“enhanced”)?"),
        description=_l("Then it came through your Express Entry profile. Only these add points."),
    )
    ended_on = DateField(
        _l("If it ended, when?"), description=_l("Leave this empty if it is still valid.")
    )
    ended_because = ChoiceField(
        _l("If it ended, why?"),
        choices=[
            ("withdrawn", _l("It was withdrawn")),
            ("expired", _l("It expired")),
            ("refused", _l("I refused it")),
        ],
    )

    WANTED = ("nominated_on",)
    SHORT: ClassVar = {
        "province": _l("Nominated by"),
        "stream": _l("Stream"),
        "nominated_on": _l("Nominated on"),
        "enhanced": _l("Aligned with Express Entry"),
        "ended_on": _l("Ended on"),
        "ended_because": _l("Ended because"),
    }

    def check(self) -> None:
        """It was given before today and ended after it was given."""
        self.not_in_future(self.nominated_on)
        self.in_order(
            self.nominated_on, self.ended_on, _l("Enter a day that is not before the nomination")
        )


class NotificationForm(PageForm):
    """One notification of interest from a province."""

    province = SelectField(
        _l("Which province wrote to you?"), choices=provinces, required=_l("Choose the province")
    )
    stream = TextField(_l("For which stream?"), description=_l("Example: Human Capital Priorities"))
    issued_on = DateField(_l("Which date is on it?"), description=_l("Example: 01 08 2026"))
    expires_on = DateField(_l("By when must you answer it?"), description=_l("Example: 15 09 2026"))

    SHORT: ClassVar = {
        "province": _l("From"),
        "stream": _l("Stream"),
        "issued_on": _l("Of"),
        "expires_on": _l("Answer by"),
    }

    def check(self) -> None:
        """It came before today and ends after it came."""
        self.not_in_future(self.issued_on)
        self.in_order(
            self.issued_on, self.expires_on, _l("Enter a day that is not before its date")
        )


class ExpressionForm(PageForm):
    """One expression of interest to a province."""

    province = SelectField(
        _l("With which province did you register?"),
        choices=provinces,
        required=_l("Choose the province"),
    )
    stream = TextField(_l("For which stream?"), description=_l("Example: Employer Job Offer"))
    submitted_at = InstantField(
        _l("When did you send it?"),
        description=_l("Date and time, Toronto time. Example: 20 11 2025, 14:05"),
    )
    score = WholeNumberField(
        _l("Which score did the province give it?"),
        description=_l("Its own score, not your CRS score. Example: 48"),
        high=10_000,
    )
    ended_on = DateField(
        _l("If it ended, when?"), description=_l("Leave this empty if it still stands.")
    )

    SHORT: ClassVar = {
        "province": _l("With"),
        "stream": _l("Stream"),
        "submitted_at": _l("Sent"),
        "score": _l("Its score"),
        "ended_on": _l("Ended"),
    }

    def check(self) -> None:
        """It ended after it was sent."""
        self.not_in_future(self.submitted_at)
        self.in_order(self.submitted_at, self.ended_on, _l("Enter a day after it was sent"))
