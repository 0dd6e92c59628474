"""One diploma or degree: what it was, then what it counts for in Canada."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import (
    ChoiceField,
    DateField,
    SelectField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from portal.intake.forms.base import PageForm
from portal.intake.forms.fields import country_choices
from portal.vocabulary import Credential, Province, choices_of


class StudyForm(PageForm):
    """The credential itself."""

    credential = SelectField(
        _l("Which diploma or degree is it?"),
        description=_l("Choose the nearest level. One entry for each; the highest matters most."),
        choices=choices_of(Credential),
        required=_l("Choose the nearest level"),
    )
    x_state = ChoiceField(
        _l("Have you finished it?"),
        choices=[
            ("finished", _l("Yes, I have the diploma or degree")),
            ("under_way", _l("No, I am studying now")),
            ("left", _l("No, I stopped before the end")),
        ],
        required=_l("Choose one answer; studies under way belong here too"),
    )
    field = TextField(
        _l("What did you study?"), description=_l("The main subject. Example: computer science")
    )
    country = SelectField(
        _l("In which country?"),
        description=_l("Where the school is, also for distance study."),
        choices=country_choices,
    )
    province = SelectField(
        _l("If it was in Canada, in which province?"), choices=choices_of(Province)
    )
    institution = TextField(
        _l("Which school or university?"), description=_l("Example: Bangalore University")
    )
    started_on = DateField(
        _l("When did you start?"),
        description=_l("Month and year are enough; we then count from the first. Example: 07 2009"),
        day="optional",
    )
    completed_on = DateField(
        _l("When did you finish?"),
        description=_l(
            "When the credential was complete. Month and year are enough; we then take the "
            "last day. Leave this empty if you have not finished. Example: 06 2011"
        ),
        day="optional",
        edge="last",
    )
    program_months = WholeNumberField(
        _l("How many months does the full program last?"),
        description=_l("By its plan, not how long you took. Two years are 24."),
        low=1,
        high=180,
    )

    SHORT: ClassVar = {
        "credential": _l("Level"),
        "x_state": _l("Finished"),
        "field": _l("Subject"),
        "country": _l("Country"),
        "province": _l("Province"),
        "institution": _l("School"),
        "started_on": _l("Started"),
        "completed_on": _l("Finished on"),
        "program_months": _l("Months of the program"),
    }

    def check(self) -> None:
        """A finished study has its day; the days are in order."""
        if self.x_state.data == "finished":
            if not self.completed_on.data:
                self.fault(
                    self.completed_on,
                    _l("Enter month and year, such as 06 2011, or say that it is not finished"),
                    "month",
                    "year",
                )
            if not (self.completed_on.month_only and self._this_month()):
                self.not_in_future(self.completed_on)
        self.not_in_future(self.started_on)
        self.not_before_birth(self.started_on)
        self.not_before_birth(self.completed_on)
        self.in_order(
            self.started_on, self.completed_on, _l("Enter an end that is not before the start")
        )

    def _this_month(self) -> bool:
        day, today = self.completed_on.data, self.context.today
        return bool(day and (day.year, day.month) == (today.year, today.month))


class CredentialAssessmentForm(PageForm):
    """What an educational credential assessment says of a foreign credential."""

    x_eca = ChoiceField(
        _l("Do you have an educational credential assessment (ECA) for it?"),
        description=_l(
            "A report that says what your diploma equals in Canada, made for immigration. "
            "Without one, a foreign diploma earns no points."
        ),
        choices=[
            ("have", _l("Yes, I have the report")),
            ("under_way", _l("I have ordered it and am waiting")),
            ("booked", _l("I am collecting the papers for it")),
            ("none", _l("No")),
            ("unknown", _l("I don’t know")),
        ],
    )
    eca__organization = TextField(
        _l("Which organization made it?"), description=_l("Example: WES"), max_length=120
    )
    eca__issued_on = DateField(
        _l("Which date is on the report?"), description=_l("Example: 12 09 2018")
    )
    eca__reference = TextField(
        _l("What is the report’s number?"),
        description=_l("Leave this empty if you do not have it at hand."),
        max_length=60,
    )
    eca__equivalent = SelectField(
        _l("What does the report say it equals in Canada?"),
        description=_l(
            "The line that begins with “Canadian equivalency”. Leave this empty if unsure."
        ),
        choices=choices_of(Credential),
    )

    SHORT: ClassVar = {
        "x_eca": _l("Credential assessment (ECA)"),
        "eca__organization": _l("ECA by"),
        "eca__issued_on": _l("ECA of"),
        "eca__reference": _l("ECA number"),
        "eca__equivalent": _l("ECA says"),
    }

    def check(self) -> None:
        """A report was issued, after the study and before tomorrow."""
        if self.x_eca.data != "have":
            return
        if not self.eca__issued_on.data:
            self.fault(
                self.eca__issued_on,
                _l("Enter the date on the report, such as 12 09 2018; its age decides"),
            )
        self.not_in_future(self.eca__issued_on)
        self.not_before_birth(self.eca__issued_on)

    def facts(self) -> tuple[dict[str, object], set[str]]:
        """What a report says, only when there is one."""
        facts, unknown = super().facts()
        if self.x_eca.data not in ("have", None):
            kept = {k: v for k, v in dict(facts["eca"]).items() if v is not None}
            facts["eca"] = None
            if kept:
                facts["x_kept_eca"] = kept
        elif self.x_eca.data is None and not any(dict(facts["eca"]).values()):
            facts["eca"] = None
        return facts, unknown


class CanadianStudyForm(PageForm):
    """The conditions for points for study in Canada."""

    full_time = YesNoField(_l("Did you study full time?"))
    months_in_canada = WholeNumberField(
        _l("For how many months of it were you in Canada?"),
        description=_l("Example: 16"),
        low=0,
        high=180,
    )
    distance = YesNoField(
        _l("Was it by distance or online?"),
        description=_l("More than half of it, not counting the pandemic."),
    )
    language_course_majority = YesNoField(
        _l("Was more than half of it an English or French course?")
    )
    return_obligation = YesNoField(
        _l("Did a scholarship oblige you to go home afterwards?"),
        description=_l("An award that asks you to use what you learned in your own country."),
    )

    SHORT: ClassVar = {
        "full_time": _l("Full time"),
        "months_in_canada": _l("Months in Canada"),
        "distance": _l("By distance"),
        "language_course_majority": _l("Mostly a language course"),
        "return_obligation": _l("Obliged to go home"),
    }
