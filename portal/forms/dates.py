"""A day in three boxes, and a month in two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from portal.forms.checks import FIRST_YEAR, LAST_YEAR, with_answered


@dataclass(frozen=True, slots=True)
class Part:
    """One of the boxes of a date: what a template needs to draw it."""

    name: str
    id: str
    label: Any
    value: str
    faulty: bool
    width: int


class DateField(Field):
    """A day in three boxes, ``<name>-day``, ``-month`` and ``-year``.

    With ``day="optional"`` month and year are enough, with ``day="none"`` only they
    are asked: the day is then the first or, with ``edge="last"``, the last of the
    month, and ``month_only`` is true.
    """

    def __init__(
        self,
        label: Any = None,
        *,
        day: str = "needed",
        edge: str = "first",
        required: Any = None,
        validators: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, with_answered(validators, required), **kwargs)
        self.day, self.edge = day, edge
        self.typed: dict[str, str] = {"day": "", "month": "", "year": ""}
        self.faulty: set[str] = set()
        self.month_only = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the stored day, then the three boxes if any of them was sent."""
        super().process(None, data, extra_filters)
        if formdata is None or not any(f"{self.name}-{part}" in formdata for part in self.typed):
            return
        self.typed = {
            part: str((formdata.getlist(f"{self.name}-{part}") or [""])[0]).strip()[:20]
            for part in self.typed
        }
        if self.day == "none":
            self.typed["day"] = ""
        self.raw_data = list(self.typed.values())
        stored: date | None = self.data
        self.data, self.month_only = None, False
        try:
            self.data = self._read()
            if self.day == "none" and stored and self.data and _same_month(stored, self.data):
                self.data = stored  # known to the day; these boxes cannot say it better
        except ValueError as fault:
            self.process_errors = [*self.process_errors, fault.args[0]]

    def process_data(self, value: Any) -> None:
        """Take a stored ISO day or a date."""
        self.data = date.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(self.data, date):
            self.typed = {
                "day": f"{self.data.day:02d}",
                "month": f"{self.data.month:02d}",
                "year": f"{self.data.year:04d}",
            }

    def forget_day(self) -> None:
        """Show a stored day as month and year, the way it was typed."""
        self.month_only, self.typed["day"] = True, ""

    def _read(self) -> date | None:
        wanted = [p for p in self.typed if p != "day" or self.day == "needed"]
        if not any(self.typed.values()):
            return None
        missing = {part for part in wanted if not self.typed[part]}
        if missing:
            self.faulty = missing
            raise ValueError(str(self.example_message()))
        numbers = {p: int(t) for p, t in self.typed.items() if t.isdecimal() and len(t) <= 4}
        self.faulty = {part for part, text in self.typed.items() if text and part not in numbers}
        if self.faulty:
            raise ValueError(str(self.example_message()))
        if not FIRST_YEAR <= numbers["year"] <= LAST_YEAR:
            self.faulty = {"year"}
            if len(self.typed["year"]) < 4:
                raise ValueError(str(_l("Enter the year with four figures, such as 2018")))
            told = _l("Enter a year from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
            raise ValueError(str(told))
        if not 1 <= numbers["month"] <= 12:
            self.faulty = {"month"}
            raise ValueError(str(_l("Enter the month as a number from 1 to 12")))
        return self._day_of(numbers)

    def _day_of(self, numbers: dict[str, int]) -> date:
        last = _last_of_month(numbers["year"], numbers["month"])
        if "day" not in numbers:
            self.month_only = True
            day = 1 if self.edge == "first" else last
        else:
            day = numbers["day"]
        if not 1 <= day <= last:
            self.faulty = {"day"}
            raise ValueError(
                str(_l("Enter a day from 1 to %(last)s: that month has no other", last=last))
            )
        return date(numbers["year"], numbers["month"], day)

    def example_message(self) -> Any:
        """What a complete answer looks like."""
        if self.day == "needed":
            return _l("Enter day, month and year, such as 06 10 2018")
        return _l("Enter month and year, such as 08 2011")

    def refuse(self, message: Any, *parts: str) -> None:
        """Raise for a day that is one but cannot be right; marks the boxes at fault."""
        self.faulty = set(parts or ("year",))
        raise ValidationError(str(message))

    def parts(self) -> list[Part]:
        """The boxes, in the order they are read."""
        labels = {"day": _l("Day"), "month": _l("Month"), "year": _l("Year")}
        if self.day == "optional":
            labels = {part: labels[part] for part in ("month", "year", "day")}
        elif self.day == "none":
            del labels["day"]
        all_wrong = bool(self.errors) and not self.faulty
        return [
            Part(
                f"{self.name}-{part}",
                f"{self.id}-{part}",
                labels[part],
                self.typed[part],
                part in self.faulty or (all_wrong and (part != "day" or self.day == "needed")),
                4 if part == "year" else 2,
            )
            for part in labels
        ]

    def facts(self) -> str | None:
        """The day as ``YYYY-MM-DD``, or None."""
        return self.data.isoformat() if isinstance(self.data, date) else None


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _last_of_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - date.resolution).day
