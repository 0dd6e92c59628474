"""One job: what it was, then the conditions it was done under."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField

from portal.forms import (
    CheckField,
    DateField,
    DecimalField,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
    YesNoField,
)
from portal.intake.forms.base import PageForm
from portal.intake.forms.fields import country_choices
from portal.intake.forms.occupation import NocField, OccupationMixin
from portal.vocabulary import Evidence, Province, choices_of


class JobForm(OccupationMixin, PageForm):
    """Title, occupation, employer, place, dates, hours."""

    SEARCHED = "title"

    title = TextField(
        _l("What was your job title?"),
        description=_l("As on your contract or business card. Example: software engineer"),
        required=_l("Enter the job title, such as software engineer"),
    )
    noc = NocField(_l("Which occupation matches what you did?"))
    x_duties = LongTextField(
        _l("What did you do there?"),
        description=_l(
            "Three or four main duties in your own words. They decide the occupation, "
            "not the title. Needed if you are not sure of the occupation."
        ),
        max_length=3000,
    )
    employer = TextField(
        _l("Who was the employer?"),
        description=_l("As it will appear on your reference letter. Example: Kaveri Systems"),
    )
    country = SelectField(
        _l("In which country did you work?"),
        description=_l("Where you were yourself while you worked."),
        choices=country_choices,
    )
    province = SelectField(
        _l("If it was in Canada, in which province?"), choices=choices_of(Province)
    )
    start = DateField(
        _l("When did you start?"),
        description=_l("Month and year are enough; we then count from the first. Example: 08 2011"),
        day="optional",
        required=_l("Enter month and year, such as 08 2011; years of work hang on it"),
    )
    end = DateField(
        _l("When did you stop?"),
        description=_l(
            "Month and year are enough; we then count to the last day. "
            "Leave this empty if you still work there."
        ),
        day="optional",
        edge="last",
    )
    x_still_there = CheckField(_l("I still work there"))
    hours_per_week = DecimalField(
        _l("How many paid hours in a usual week?"),
        description=_l(
            "From 30 hours it is full time, and no more than 30 are counted. Example: 37.5"
        ),
        low=1,
        high=168,
    )

    SHORT: ClassVar = {
        "title": _l("Job title"),
        "noc": _l("Occupation"),
        "x_duties": _l("Duties"),
        "employer": _l("Employer"),
        "country": _l("Country"),
        "province": _l("Province"),
        "start": _l("Started"),
        "end": _l("Ended"),
        "x_still_there": _l("Still there"),
        "hours_per_week": _l("Hours a week"),
    }

    def check(self) -> None:
        """Days that can be; an end or the word that there is none."""
        self.check_occupation()
        self.not_in_future(self.start)
        self.not_before_birth(self.start)
        if self.end.data and self.x_still_there.data:
            self.fault(self.end, _l("Leave the end empty, or untick “I still work there”"))
        elif not self.end.data and not self.x_still_there.data:
            self.fault(
                self.end,
                _l("Enter month and year, or tick “I still work there”"),
                "month",
                "year",
            )
        if self.end.data and self.end.data > self._last_day():
            self.not_in_future(self.end)
        self.in_order(self.start, self.end, _l("Enter an end that is not before the start"))

    def _last_day(self) -> date:
        """Today, or for an end told by its month alone, that month's end."""
        today = self.context.today
        if self.end.month_only and self.end.data:
            same = (self.end.data.year, self.end.data.month) == (today.year, today.month)
            return self.end.data if same else today
        return today


class BreakRow(Form):
    """One time without work in the middle of a job."""

    start = DateField(_l("From"), day="none")
    end = DateField(_l("Until"), day="none", edge="last")


class ConditionsForm(PageForm):
    """What decides whether and where the work counts."""

    MAX_BREAKS = 12

    primary = YesNoField(
        _l("Is this your main occupation, the one you apply with?"),
        description=_l("One occupation only. Several jobs may belong to it."),
    )
    paid = YesNoField(
        _l("Were you paid for it?"), description=_l("Wages or commission. Volunteering is not.")
    )
    self_employed = YesNoField(
        _l("Were you self-employed?"),
        description=_l("Your own business, or your own invoices to clients."),
    )
    full_time_student = YesNoField(
        _l("Were you a full-time student at the time?"),
        description=_l("Work during full-time study in Canada does not count, co-op included."),
    )
    authorized = YesNoField(
        _l("Were you allowed to work in Canada all that time?"),
        description=_l("By a work permit, or by a status that needs none."),
    )
    employer_country = SelectField(
        _l("If the employer was in another country, in which one?"),
        description=_l("For remote work. Leave this empty if it was the same country."),
        choices=country_choices,
    )
    qualified_on = DateField(
        _l("If it is a trade, since when may you practise it alone?"),
        description=_l(
            "The day you were qualified to work without supervision. Example: 15 05 2016"
        ),
    )
    evidence = ManyField(
        _l("What can you show for this job?"),
        description=_l("Tick what you have or can get. Nothing to upload now."),
        choices=choices_of(Evidence),
    )
    breaks = FieldList(
        FormField(BreakRow, label=_l("Break")), label=_l("Were there breaks?"), max_entries=12
    )

    SHORT: ClassVar = {
        "primary": _l("Main occupation"),
        "paid": _l("Paid"),
        "self_employed": _l("Self-employed"),
        "full_time_student": _l("Full-time student then"),
        "authorized": _l("Allowed to work"),
        "employer_country": _l("Employer in"),
        "qualified_on": _l("Qualified since"),
        "evidence": _l("Proof"),
        "breaks": _l("Breaks"),
    }

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        if self.stored.get("country") != "CA":
            del self.authorized
        wanted = min(len(self.stored.get("breaks") or ()) + 2, self.MAX_BREAKS)
        while len(self.breaks.entries) < wanted:
            self.breaks.append_entry()

    def facts(self) -> tuple[dict[str, Any], set[str]]:
        """The conditions; rows of breaks without a day are no break."""
        facts, unknown = super().facts()
        facts["breaks"] = [
            {"start": row.form.start.facts(), "end": row.form.end.facts()}
            for row in self.breaks
            if row.form.start.data or row.form.end.data
        ]
        return facts, unknown

    def check(self) -> None:
        """A break lies within the job, its end not before its start."""
        job_start = self.stored.get("start")
        job_end = self.stored.get("end")
        for row in self.breaks:
            start, end = row.form.start, row.form.end
            if bool(start.data) != bool(end.data):
                self.fault(end if start.data else start, _l("Enter both months of the break"))
            self.in_order(start, end, _l("Enter an end that is not before the start"))
            outside = _l("Enter a time within the job, which your dates set")
            if start.data and job_start and end.data and end.data.isoformat() < job_start:
                self.fault(start, outside, "month", "year")
            if start.data and job_end and start.data.isoformat() > job_end:
                self.fault(start, outside, "month", "year")
