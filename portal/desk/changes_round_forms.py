"""What a lead types to enter one round by hand: a federal one, or one of a province."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.desk.changes_forms import MOST, ChangeForm
from portal.forms import DateField, LongTextField, SelectField, TextField, WholeNumberField
from portal.services.change_entries import codes_in

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


class ProvincialRoundForm(ChangeForm):
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
