"""What a lead types to enter one round by hand: a federal one, or one of a province."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.desk.changes_forms import MOST, ChangeForm
from portal.forms import DateField, LongTextField, SelectField, TextField, WholeNumberField
from portal.rulebook.ircc_times import Unreadable, read_instant
from portal.services import clock
from portal.services.change_entries import codes_in
from portal.services.round_entries import AS_DRAFTED

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
PRINTED = ("invitations", "crs_min", "crs_max", "score_min", "profile_from", "profile_to")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_IN_UTC = _l("Write it as IRCC prints it, such as November 20, 2026 at 15:04:05 UTC")


def _instant(form: Any, field: Any) -> None:  # noqa: ARG001
    """Refuse what is no instant in UTC."""
    if field.data and instant_of(field.data) is None:
        raise ValidationError(str(_IN_UTC))


def instant_of(text: str) -> datetime | None:
    """The instant of ``2026-11-20T15:04:05Z`` or “November 20, 2026 at 15:04:05 UTC”, or None."""
    try:
        if _INSTANT.fullmatch(text):
            return datetime.fromisoformat(text)
        spelled = read_instant(text)
    except (Unreadable, ValueError):
        return None
    return None if spelled.zone_supplied else spelled.at


class RoundForm(ChangeForm):
    """What every round has: one that is still to come was not held."""

    from_ = DateField(_l("Day of the round"), required=_l("Enter a day, such as 3 11 2026"))

    def validate_from_(self, field: Any) -> None:
        """A round is written down once it was held."""
        if field.data and field.data > clock.today():
            field.refuse(_l("That day is still to come"), "day", "month", "year")


class FederalRoundForm(RoundForm):
    """One federal round."""

    like = SelectField(_l("Kind of round"), choices=[], required=_l("Choose the kind"))
    number = WholeNumberField(
        _l("Number of the round"), low=1, high=9999, required=_l("Enter the number")
    )
    at = TextField(
        _l("Instant, in UTC"),
        description=_l("As IRCC prints it, such as November 20, 2026 at 15:04:05 UTC."),
        required=_IN_UTC,
        validators=[_instant],
    )
    invitations = WholeNumberField(
        _l("Invitations"), low=1, high=100_000, required=_l("Enter the number")
    )
    lowest = WholeNumberField(_l("Lowest CRS"), high=MOST, required=_l("Enter the score"))
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


class ProvincialRoundForm(RoundForm):
    """One round of a province."""

    invitations = WholeNumberField(_l("Invitations"), high=100_000)
    crs_min = WholeNumberField(_l("Lowest CRS"), high=MOST)
    crs_max = WholeNumberField(
        _l("Highest CRS"), description=_l("Where the round had a ceiling."), high=MOST
    )
    score_min = WholeNumberField(_l("Lowest score on the province’s own scale"), high=MOST)
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

    def keeps(self, row: Mapping[str, str]) -> None:
        """Offer to leave a draft's occupations as they are, where no answer says them."""
        if occupations_of(row) == AS_DRAFTED:
            self.occupations.choices = [
                *(self.occupations.choices or ()),
                (AS_DRAFTED, _("as they stand in the draft")),
            ]

    def validate_occupations(self, field: Any) -> None:
        """Codes that would not count are a slip, and so are none where they should."""
        pasted = codes_in(self.codes.data or "")
        if field.data == "codes" and not pasted:
            raise ValidationError(str(_l("Paste the codes below, or choose another answer")))
        if field.data and field.data != "codes" and pasted:
            raise ValidationError(
                str(_l("Codes are pasted below: choose “the codes below”, or clear them"))
            )

    def figures(self, row: Mapping[str, str]) -> dict[str, str]:
        """What was typed, as columns of the rulebook's file; ``row``: of the draft, or empty.

        What a row adds to its stream's criteria beside the occupations stays.
        """
        scale = self.score_scale.data or ("CRS" if self.crs_min.data is not None else "")
        made = {name: _text(self[name].data) for name in PRINTED}
        made |= {"score_scale": scale, "ee_scope": self.ee_scope.data or ""}
        if self.occupations.data == AS_DRAFTED:
            return made
        by_code = self.occupations.data == "codes"
        codes = codes_in(self.codes.data or "") if by_code else []
        others = [each for each in _extras(row) if not each.startswith(_OCCUPATIONS)]
        told = [] if codes else [f"{_OCCUPATIONS}{self.occupations.data}"]
        return made | {
            "noc_codes": ";".join(sorted(set(codes))),
            "noc_version": (self.edition.data or "2021") if codes else "",
            "occupation_list": "",
            "extra": ";".join([*told, *others]),
        }


_OCCUPATIONS = "occupations:"


def _extras(row: Mapping[str, str]) -> list[str]:
    return [each for each in row.get("extra", "").split(";") if each]


def occupations_of(row: Mapping[str, str]) -> str:
    """Which answer says a row's occupations; AS_DRAFTED where none does."""
    told = [each for each in _extras(row) if each.startswith(_OCCUPATIONS)]
    if row["noc_codes"] and not told and not row["occupation_list"]:
        return "codes"
    answers = {value for value, _words in OCCUPATIONS}
    if len(told) == 1 and not row["noc_codes"] and not row["occupation_list"]:
        found = told[0].removeprefix(_OCCUPATIONS)
        return found if found in answers else AS_DRAFTED
    return AS_DRAFTED


def provincial_typed(row: Mapping[str, str]) -> dict[str, Any]:
    """The form's fields out of a draft's row."""
    scale = "" if row["score_scale"] == "CRS" and row["crs_min"] else row["score_scale"]
    numbers = ("invitations", "crs_min", "crs_max", "score_min")
    occupations = occupations_of(row)
    return {
        **{name: int(row[name]) if row[name] else None for name in numbers},
        **{name: _day(row[name]) for name in ("profile_from", "profile_to")},
        "score_scale": scale,
        "occupations": occupations,
        "codes": row["noc_codes"].replace(";", "\n") if occupations == "codes" else "",
        "edition": row["noc_version"] or "2021",
        "ee_scope": row["ee_scope"],
    }


def federal_typed(row: Mapping[str, str]) -> dict[str, Any]:
    """The form's fields out of a draft's row, without the kind."""
    return {
        "number": int(row["number"]) if row["number"].isdecimal() else None,
        "at": row["time_utc"],
        "invitations": int(row["invitations"]) if row["invitations"] else None,
        "lowest": int(row["lowest_crs"]) if row["lowest_crs"] else None,
        "tie_break": row["tie_break_utc"],
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
