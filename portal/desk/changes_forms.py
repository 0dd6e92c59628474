"""What a lead types to change the rulebook; one form a kind of change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.forms import (
    BaseForm,
    CheckField,
    DateField,
    LongTextField,
    ManyField,
    SelectField,
    TextField,
    WholeNumberField,
)
from portal.services.change_entries import Cited, HighWageTyped, codes_in

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
STATES = (
    ("open", _l("open")),
    ("open_no_draws", _l("open, no rounds held")),
    ("paused", _l("paused")),
    ("suspended", _l("suspended")),
    ("closed", _l("closed")),
    ("revoked", _l("revoked")),
    ("announced", _l("announced, not open yet")),
)
SCOPES = (
    ("exact", _l("this stream alone")),
    ("share", _l("a part of the number went to Express Entry")),
    ("mixed", _l("Express Entry and other candidates, not told apart")),
)
OCCUPATIONS = (
    ("all", _l("every occupation")),
    ("stream", _l("those of the stream")),
    ("codes", _l("the codes below")),
    ("not_printed", _l("the province printed none")),
)
MONTHS_IN = (
    ("one_occupation", _l("months in one listed occupation")),
    ("one_tier", _l("months in all occupations of one tier")),
    ("tier_or_higher", _l("months in the tier and any higher one")),
)
TEERS = (("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"))
TIERS = (0, 1, 2)
PRINTED = ("invitations", "crs_min", "crs_max", "score_min", "profile_from", "profile_to")
VALUES = ("section", "combine", "max")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


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
        description=_l("As the rule’s file has it (TOML), without day and source."),
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
    work_0 = WholeNumberField(_l("highest tier"), high=600, required=_l("Enter points, or 0"))
    work_1 = WholeNumberField(_l("middle tier"), high=600, required=_l("Enter points, or 0"))
    work_2 = WholeNumberField(_l("lowest tier"), high=600, required=_l("Enter points, or 0"))
    offer_0 = WholeNumberField(_l("highest tier"), high=600, required=_l("Enter points, or 0"))
    offer_1 = WholeNumberField(_l("middle tier"), high=600, required=_l("Enter points, or 0"))
    offer_2 = WholeNumberField(_l("lowest tier"), high=600, required=_l("Enter points, or 0"))
    combine = SelectField(
        _l("Who has both work and an offer gets"),
        choices=(("higher", _l("the better of the two")), ("sum", _l("the sum of both"))),
        required=_l("Choose one"),
    )
    max = WholeNumberField(
        _l("Most the factor can give"),
        description=_l("The source’s own ceiling; else the most that work and offer make."),
        high=600,
        required=_l("Enter points"),
    )
    section = SelectField(
        _l("The points stand"),
        choices=(
            ("additional", _l("inside the 600 additional points")),
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
    offer_needs_permanent = CheckField(_l("Only a permanent offer counts"))
    offer_seasonal = CheckField(_l("A seasonal offer counts"))
    offer_needs_lmia = CheckField(_l("Only an offer with an approved LMIA counts"))
    offer_teer = ManyField(_l("Offers in which TEER count"), choices=TEERS)

    def typed(self, tiers: list[str]) -> HighWageTyped:
        """Codes and points by tier, and the conditions by the rulebook's names."""

        def points(side: str) -> dict[str, int]:
            return {tier: self[f"{side}_{place}"].data for place, tier in enumerate(tiers)}

        def terms(side: str, *names: str) -> dict[str, Any]:
            return {name: self[f"{side}_{name}"].data for name in names}

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


def _instant(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no instant in UTC."""
    if field.data and instant_of(field.data) is None:
        raise ValidationError(str(_l("Write it in UTC, such as 2026-11-20T15:04:05Z")))


def instant_of(text: str) -> datetime | None:
    """The instant of ``2026-11-20T15:04:05Z``, or None."""
    try:
        return datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None


class FederalRoundForm(ChangeForm):
    """One federal round."""

    like = SelectField(_l("Kind of round"), choices=[], required=_l("Choose the kind"))
    number = WholeNumberField(
        _l("Number of the round"), low=1, high=9999, required=_l("Enter the number")
    )
    at = TextField(
        _l("Instant, in UTC"),
        description=_l("As IRCC prints it, such as 2026-11-20T15:04:05Z."),
        required=_l("Write it in UTC, such as 2026-11-20T15:04:05Z"),
        validators=[_instant],
    )
    invitations = WholeNumberField(
        _l("Invitations"), low=1, high=100_000, required=_l("Enter the number")
    )
    lowest = WholeNumberField(_l("Lowest CRS"), high=1200, required=_l("Enter the score"))
    tie_break = TextField(
        _l("Tie-break, in UTC"),
        description=_l("Leave it empty where none was published."),
        validators=[_instant],
    )

    def figures(self) -> dict[str, Any]:
        """What was typed, with instants."""
        return {
            "number": self.number.data,
            "at": instant_of(self.at.data or ""),
            "invitations": self.invitations.data,
            "lowest": self.lowest.data,
            "tie_break": instant_of(self.tie_break.data or ""),
        }


class ProvincialRoundForm(ChangeForm):
    """One round of a province."""

    invitations = WholeNumberField(_l("Invitations"), high=100_000)
    crs_min = WholeNumberField(_l("Lowest CRS"), high=1200)
    crs_max = WholeNumberField(
        _l("Highest CRS"), description=_l("Where the round had a ceiling."), high=1200
    )
    score_min = WholeNumberField(_l("Lowest score on the province’s own scale"), high=2000)
    score_scale = TextField(
        _l("Name of that scale"), description=_l("Such as WEOI or SIRS."), max_length=40
    )
    profile_from = DateField(_l("Profiles created from"))
    profile_to = DateField(_l("to"))
    occupations = SelectField(
        _l("Occupations"), choices=OCCUPATIONS, required=_l("Choose the occupations")
    )
    codes = LongTextField(
        _l("Codes"),
        description=_l("Paste them as they come; only NOC codes are read."),
        max_length=50_000,
    )
    edition = SelectField(
        _l("Edition of the codes"), choices=(("2021", "NOC 2021"), ("2016", "NOC 2016"))
    )
    ee_scope = SelectField(
        _l("The number of invitations is for"), choices=SCOPES, required=_l("Choose one")
    )

    def figures(self) -> dict[str, str]:
        """What was typed, as columns of the rulebook's file."""
        codes = codes_in(self.codes.data or "") if self.occupations.data == "codes" else []
        scale = self.score_scale.data or ("CRS" if self.crs_min.data is not None else "")
        return {
            **{name: _text(self[name].data) for name in PRINTED},
            "score_scale": scale,
            "noc_codes": ";".join(sorted(set(codes))),
            "noc_version": (self.edition.data or "2021") if codes else "",
            "extra": "" if codes else f"occupations:{self.occupations.data}",
            "ee_scope": self.ee_scope.data or "",
        }


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
