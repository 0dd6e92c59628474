"""What a lead types to change the rulebook; one form a kind of change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.forms import (
    BaseForm,
    DateField,
    Fault,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
    WholeNumberField,
    YesNoField,
    faults_of,
)
from portal.rendering.rules.reading import STATES as STATE_WORDS
from portal.services.change_entries import Cited, HighWageTyped

CONFIDENCES = (
    ("high", _l("high: the government’s own page")),
    ("medium", _l("medium: one good source")),
    ("low", _l("low: reported, not confirmed")),
)
IN_FORCE = ("in_force", _l("in force"))
# What the rulebook takes for a table, by the folder of its rule.
STATUSES = {
    "crs": (IN_FORCE, ("expected", _l("reported in force, figures not known"))),
    "funds": (IN_FORCE, ("unknown", _l("in force, figures not found"))),
}
# What a stream can be told to be; a state nobody knows is not told.
STATES = tuple((each, STATE_WORDS[each]) for each in STATE_WORDS if each not in ("unknown", "none"))
MONTHS_IN = (
    ("one_occupation", _l("months in one listed occupation")),
    ("one_tier", _l("months in all occupations of one tier")),
    ("tier_or_higher", _l("months in the tier and any higher one")),
)
TEERS = (("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"))
TIERS = (0, 1, 2)
MOST = 9_999  # no figure of a rule, only what a typing slip exceeds; ceilings stand in the rulebook
VALUES = ("section", "combine", "max")


def _address(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no address of a page."""
    if not (field.data or "").startswith(("https://", "http://")):
        raise ValidationError(str(_l("Enter the page’s address, beginning with https://")))


class ChangeForm(BaseForm):
    """What every change has: the day, the source, the reason."""

    seen = WholeNumberField(_l("Version"))
    from_ = DateField(_l("From which day"), required=_l("Enter a day, such as 3 11 2026"))
    title = TextField(
        _l("Source"),
        description=_l("Whose page or notice, such as “Ontario: 2026 OINP updates”."),
        required=_l("Name the source"),
    )
    url = TextField(
        _l("Its address"),
        max_length=500,
        required=_l("Enter the page’s address, beginning with https://"),
        validators=[_address],
    )
    clause = TextField(_l("Clause or heading, where there is one"), max_length=300)
    read_on = DateField(_l("When you read it"), required=_l("Enter a day, such as 25 11 2026"))
    confidence = SelectField(
        _l("How sure is it"), choices=CONFIDENCES, required=_l("Say how sure it is")
    )
    note = LongTextField(
        _l("Note for the rule"),
        description=_l("What a colleague should know. It stands on the rule’s page."),
        max_length=2000,
    )
    reason = LongTextField(
        _l("Why you change it now"),
        max_length=2000,
        required=_l("Say why, for example “announced on the province’s page today”"),
    )

    def cited(self) -> Cited:
        """Day and source as the rulebook wants them; after the form's own checks."""
        return Cited(
            from_=self.from_.data or date.min,
            title=self.title.data or "",
            url=self.url.data or "",
            clause=self.clause.data or "",
            read_on=self.read_on.data or date.min,
            confidence=self.confidence.data or "low",
            note=self.note.data or "",
        )

    def faults(self) -> list[Fault]:
        """All faults, in the order of the page: the kind's own fields stand first."""
        last = [self[name] for name in ChangeForm.common()]
        return list(faults_of([*self.own(), *last]))

    def own(self) -> Iterable[Any]:
        """The fields of this kind of change alone, in their order."""
        shared = {*ChangeForm.common(), "seen", "csrf_token"}
        return [each for each in self if each.short_name not in shared]

    @staticmethod
    def common() -> tuple[str, ...]:
        """The fields below those of the kind."""
        return ("from_", "title", "url", "clause", "read_on", "confidence", "note", "reason")

    def validate_read_on(self, field: Any) -> None:
        """Nobody has read a page tomorrow."""
        from portal.services import clock

        if field.data and field.data > clock.today():
            field.refuse(_l("That day is still to come"), "day", "month", "year")


class StatusForm(ChangeForm):
    """A stream's state."""

    state = SelectField(_l("The stream is"), choices=STATES, required=_l("Choose a state"))


class ListForm(ChangeForm):
    """Codes of an occupation list."""

    add = LongTextField(
        _l("Codes to add"),
        description=_l("Paste them as they come; only NOC codes are read."),
        max_length=50_000,
    )
    remove = LongTextField(_l("Codes to take off"), max_length=50_000)
    count = WholeNumberField(
        _l("How many codes the source states in all"),
        description=_l("Leave it empty where it states none."),
        low=1,
        high=2000,
    )


class TableForm(ChangeForm):
    """A version of a dated table."""

    status = SelectField(
        _l("Status"),
        description=_l(
            "Where figures are not known the last ones stay, and totals are provisional."
        ),
        choices=(IN_FORCE,),
        required=_l("Choose a status"),
    )
    rows = LongTextField(
        _l("Rows"),
        description=_l("One row a line, its cells apart by semicolons."),
        max_length=200_000,
    )
    values = LongTextField(
        _l("Values"), description=_l("One “name = figure” a line."), max_length=50_000
    )


def statuses(rule_id: str) -> list[Any]:
    """What a version of this table may be, for its drop-down list."""
    return [("", ""), *STATUSES.get(rule_id.split(".", maxsplit=1)[0], (IN_FORCE,))]


class TextForm(ChangeForm):
    """A version as its file has it."""

    text = LongTextField(
        _l("The version"),
        description=_l(
            "The last version stands here. Change what the source changed and leave the rest;"
            " what you take out is asked no more."
        ),
        max_length=200_000,
        required=_l("Write the version"),
    )


class HighWageForm(ChangeForm):
    """The high-wage factor: three tiers, its codes, its conditions."""

    codes_0 = LongTextField(_l("Codes of the highest tier"), max_length=50_000)
    codes_1 = LongTextField(_l("Codes of the middle tier"), max_length=50_000)
    codes_2 = LongTextField(_l("Codes of the lowest tier"), max_length=50_000)
    codes_reported = WholeNumberField(
        _l("How many codes the source states in all"),
        low=1,
        high=2000,
        required=_l("Enter the number the source states"),
    )
    work_0 = WholeNumberField(
        _l("Work, highest tier"), high=MOST, required=_l("Enter points, or 0")
    )
    work_1 = WholeNumberField(_l("Work, middle tier"), high=MOST, required=_l("Enter points, or 0"))
    work_2 = WholeNumberField(_l("Work, lowest tier"), high=MOST, required=_l("Enter points, or 0"))
    offer_0 = WholeNumberField(
        _l("Offer, highest tier"), high=MOST, required=_l("Enter points, or 0")
    )
    offer_1 = WholeNumberField(
        _l("Offer, middle tier"), high=MOST, required=_l("Enter points, or 0")
    )
    offer_2 = WholeNumberField(
        _l("Offer, lowest tier"), high=MOST, required=_l("Enter points, or 0")
    )
    combine = SelectField(
        _l("Who has both work and an offer gets"),
        choices=(("higher", _l("the better of the two")), ("sum", _l("the sum of both"))),
        required=_l("Choose one"),
    )
    max = WholeNumberField(
        _l("Most the factor can give"),
        description=_l("The source’s own ceiling; else the most that work and offer make."),
        high=MOST,
        required=_l("Enter points"),
    )
    section = SelectField(
        _l("The points stand"),
        choices=(
            ("additional", _l("inside the additional points")),
            ("core", _l("inside the core points")),
        ),
        required=_l("Choose one"),
    )
    work_min_months = WholeNumberField(
        _l("Months of work in Canada needed"), low=1, high=120, required=_l("Enter months")
    )
    work_window_months = WholeNumberField(
        _l("Within the last … months"),
        description=_l("0 where the source sets no limit."),
        high=240,
        required=_l("Enter months, or 0"),
    )
    work_months_in = SelectField(
        _l("Which months add up"), choices=MONTHS_IN, required=_l("Choose one")
    )
    work_teer = ManyField(_l("Work in which TEER counts"), choices=TEERS)
    offer_min_hours_per_week = WholeNumberField(
        _l("Hours a week the offer needs"),
        description=_l("0 where none are asked."),
        high=60,
        required=_l("Enter hours, or 0"),
    )
    offer_min_months = WholeNumberField(
        _l("Months an offer that is not permanent must last"),
        high=60,
        required=_l("Enter months, or 0"),
    )
    offer_employed_months = WholeNumberField(
        _l("Months already worked for that employer"), high=60, required=_l("Enter months, or 0")
    )
    offer_needs_permanent = YesNoField(
        _l("Only a permanent offer counts"), unknown=False, required=_l("Choose one")
    )
    offer_seasonal = YesNoField(
        _l("A seasonal offer counts"), unknown=False, required=_l("Choose one")
    )
    offer_needs_lmia = YesNoField(
        _l("Only an offer with an approved LMIA counts"), unknown=False, required=_l("Choose one")
    )
    offer_teer = ManyField(_l("Offers in which TEER count"), choices=TEERS)

    def validate_work_teer(self, field: Any) -> None:
        """A condition that nothing meets is a slip."""
        if not field.data:
            raise ValidationError(str(_l("Tick the levels that count")))

    validate_offer_teer = validate_work_teer

    def typed(self, tiers: list[str]) -> HighWageTyped:
        """Codes and points by tier, and the conditions by the rulebook's names."""

        def points(side: str) -> dict[str, int]:
            return {tier: self[f"{side}_{place}"].data for place, tier in enumerate(tiers)}

        def terms(side: str, *names: str) -> dict[str, Any]:
            fields = {name: self[f"{side}_{name}"] for name in names}
            return {
                name: each.facts() if isinstance(each, YesNoField) else each.data
                for name, each in fields.items()
            }

        return HighWageTyped(
            codes={tier: self[f"codes_{place}"].data or "" for place, tier in enumerate(tiers)},
            work_points=points("work"),
            offer_points=points("offer"),
            codes_reported=self.codes_reported.data or 0,
            values={"edition": "2021", **{name: self[name].data for name in VALUES}},
            work=terms("work", "min_months", "window_months", "months_in", "teer"),
            offer=terms(
                "offer", "min_hours_per_week", "needs_permanent", "min_months", "seasonal",
                "needs_lmia", "employed_months", "teer",
            ),
        )  # fmt: skip
