"""Money, the Express Entry profile, earlier applications."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import DateField, ManyField, TextField, WholeNumberField, YesNoField
from portal.intake.forms.base import PageForm
from portal.intake.forms.canada import ThereIsField, provinces
from portal.intake.forms.fields import InstantField
from portal.intake.forms.occupation import OccupationMixin


class MoneyForm(PageForm):
    """Settlement funds."""

    settlement_funds = WholeNumberField(
        _l("How much money could you show for settling in Canada?"),
        description=_l(
            "In Canadian dollars: your own and your partner’s, free of debts, that you can move "
            "to Canada. A house or borrowed money does not count. Example: 28000"
        ),
    )
    settlement_funds_on = DateField(
        _l("On which day was it that much?"),
        description=_l("The day of the bank statement. Example: 20 11 2026"),
    )

    WANTED = ("settlement_funds",)
    SHORT: ClassVar = {
        "settlement_funds": _l("Funds you can show"),
        "settlement_funds_on": _l("On"),
    }

    def check(self) -> None:
        """A statement has been printed."""
        self.not_in_future(self.settlement_funds_on)


class AskExpressEntryForm(PageForm):
    """Whether there is an Express Entry profile."""

    express_entry = ThereIsField(
        _l("Do you have an Express Entry profile?"),
        description=_l(
            "In your account with Immigration, Refugees and Citizenship Canada. "
            "You need none to be assessed."
        ),
    )

    WANTED = ("express_entry",)
    SHORT: ClassVar = {"express_entry": _l("Express Entry profile")}


class ExpressEntryForm(OccupationMixin, PageForm):
    """The profile in the pool."""

    profile_number = TextField(
        _l("What is its number?"), description=_l("Example: E000000001"), max_length=30
    )
    profile_created_on = DateField(
        _l("When was it created?"),
        description=_l("A profile lives for twelve months. Example: 20 11 2026"),
    )
    submitted_at = InstantField(
        _l("When exactly was it submitted?"),
        description=_l(
            "Date and time, Toronto time: among equal scores the earlier one goes first. "
            "Leave this empty if you do not know. Example: 20 11 2026, 14:05"
        ),
    )
    provinces = ManyField(
        _l("Which provinces did you choose in it?"),
        description=_l("Only these can find you in the pool."),
        choices=lambda: [("all", _l("All of them")), *provinces()],
    )
    ended_on = DateField(
        _l("If it ended, when?"), description=_l("Leave this empty if it is still in the pool.")
    )

    WANTED = ("profile_created_on",)
    SHORT: ClassVar = {
        "profile_number": _l("Profile number"),
        "profile_created_on": _l("Created on"),
        "submitted_at": _l("Submitted at"),
        "provinces": _l("Provinces in it"),
        "ended_on": _l("Ended on"),
        "primary_noc": _l("Main occupation in it"),
    }

    def __init__(self, formdata: Any = None, *, stored: Any = None, **kwargs: Any) -> None:
        shown = dict(stored or {})
        if shown.get("provinces") == "all":
            shown["provinces"] = ["all"]
        shown["noc"] = shown.get("primary_noc")
        if "primary_noc" in (shown.get("x_unknown") or ()):
            shown["x_unknown"] = [*shown["x_unknown"], "noc"]
        super().__init__(formdata, stored=shown, **kwargs)

    def facts(self) -> tuple[dict[str, Any], set[str]]:
        """The profile; "all" is a word of its own, and the occupation has another key."""
        facts, unknown = super().facts()
        if "all" in facts["provinces"]:
            facts["provinces"] = "all"
        elif not facts["provinces"]:
            facts["provinces"] = None
        facts["primary_noc"] = facts.pop("noc")
        return facts, {"primary_noc" if each == "noc" else each for each in unknown}

    def check(self) -> None:
        """It was created before it was submitted and before it ended."""
        self.check_occupation()
        self.not_in_future(self.profile_created_on)
        self.not_in_future(self.submitted_at)
        self.in_order(
            self.profile_created_on, self.ended_on, _l("Enter a day after it was created")
        )


class HistoryForm(PageForm):
    """What a specialist must know; it is never scored."""

    refusals = YesNoField(
        _l("Was a visa, permit or application of yours ever refused, by any country?")
    )
    removal = YesNoField(_l("Were you ever told to leave a country, or refused at its border?"))
    criminality = YesNoField(
        _l("Have you ever been charged with or convicted of a crime, anywhere?"),
        description=_l("Also driving under the influence, and what was pardoned."),
    )
    medical = YesNoField(
        _l("Does anybody in the family have a serious illness or disability?"),
        description=_l("It may matter for the medical examination; often there is an answer."),
    )
    misrepresentation = YesNoField(
        _l("Were you ever accused of giving false information in an application?")
    )
    other_representative = YesNoField(
        _l("Does another consultant or lawyer act for you, or did one?"),
        description=_l("We have to ask; it excludes nothing."),
    )

    WANTED = (
        "refusals",
        "removal",
        "criminality",
        "medical",
        "misrepresentation",
        "other_representative",
    )
    SHORT: ClassVar = {
        "refusals": _l("Refusals"),
        "removal": _l("Removal"),
        "criminality": _l("Charges or convictions"),
        "medical": _l("Illness or disability"),
        "misrepresentation": _l("Misrepresentation"),
        "other_representative": _l("Another representative"),
    }
