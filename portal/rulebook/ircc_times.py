"""Days and instants as IRCC's file spells them: nearly sixty ways, read by rule.

What the file means beyond doubt is read (a missing zone is UTC, as everywhere else in
it; AM or PM behind an hour of the 24-hour clock says nothing). What could mean two
things is refused, and the refusal says what was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from portal.text import Text, msg

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY = re.compile(r"(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
_YEAR = re.compile(r"[.,]? ?(?P<year>\d{4})", re.ASCII)
_STAMP = re.compile(r"(?P<stamp>\d{4}-\d{2}-\d{2}) ", re.ASCII)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?: ?(?P<half>am|pm))?(?: ?(?P<zone>\S+))?$",
    re.ASCII,
)
_UTC = ("utc", "gmt", "z")
NOON = 12


class Unreadable(ValueError):
    """A day or an instant that cannot be read beyond doubt; ``words`` says why."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.msgid)
        self.words = words


@dataclass(frozen=True, slots=True)
class Spelled:
    """An instant in UTC, and what had to be supplied to read it."""

    at: datetime
    zone_supplied: bool = False
    year_supplied: bool = False


def read_day(text: str) -> date:
    """A day in words, such as “August 7, 2026”. Raises Unreadable."""
    rest = _tidy(text)
    month, day, rest = _month_and_day(rest, text)
    year = _YEAR.match(rest)
    if year is None or rest[year.end() :]:
        raise _no_day(text)
    return _made(int(year["year"]), month, day, text)


def read_instant(text: str, *, before: datetime | None = None, months: int = 0) -> Spelled:
    """An instant, such as “August 7, 2026 at 10:08:20 UTC”. Raises Unreadable.

    Without a year, the one that puts the instant at most ``months`` before ``before``
    is taken; where none or two do, the text is refused.
    """
    rest = _tidy(text)
    month, day, rest = _month_and_day(rest, text)
    year = _YEAR.match(rest)
    rest = (rest[year.end() :] if year else rest).lstrip(" ,")
    rest = rest.removeprefix("at").lstrip()
    stamp = _STAMP.match(rest)
    clock = _CLOCK.match(rest[stamp.end() :] if stamp else rest)
    if clock is None:
        raise Unreadable(
            msg("%(found)s is no date with a time. Write “August 7, 2026 at 10:08:20 UTC”.",
                found=repr(text))
        )  # fmt: skip
    zone = clock["zone"]
    if zone is not None and zone not in _UTC:
        raise Unreadable(msg("%(found)s: the time is not in UTC.", found=repr(text)))
    at = _time(clock, text)
    if year is None:
        made = _year_found(month, day, at, before, months, text)
    else:
        made = datetime.combine(_made(int(year["year"]), month, day, text), at, UTC)
    if stamp is not None and stamp["stamp"] != made.date().isoformat():
        raise Unreadable(msg("%(found)s says two days. Find out which is meant.", found=repr(text)))
    return Spelled(made, zone_supplied=zone is None, year_supplied=year is None)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower().replace(" ,", ",")


def _month_and_day(rest: str, text: str) -> tuple[int, int, str]:
    found = _DAY.match(rest)
    if found is None:
        raise _no_day(text)
    named = [
        at for at, name in enumerate(_MONTHS, 1)
        if name == found["month"] or (len(found["month"]) > 2 and name.startswith(found["month"]))
    ]  # fmt: skip
    if len(named) != 1:
        raise _no_day(text)
    return named[0], int(found["day"]), rest[found.end() :]


def _no_day(text: str) -> Unreadable:
    return Unreadable(msg("%(found)s is no day. Write “August 7, 2026”.", found=repr(text)))


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_day(text) from None


def _time(clock: re.Match[str], text: str) -> time:
    hour = int(clock["hour"])
    # On both clocks the same, or of the 24-hour clock alone: 1 to 11 AM, 12 PM, 13 and later.
    if (clock["half"] == "pm" and hour < NOON) or (clock["half"] == "am" and hour == NOON):
        raise Unreadable(
            msg("%(found)s: AM or PM gives another hour than the 24-hour clock of the file. Find"
                " out which is meant.", found=repr(text))
        )  # fmt: skip
    try:
        return time(hour, int(clock["minute"]), int(clock["second"]))
    except ValueError:
        raise Unreadable(msg("%(found)s is no time of day.", found=repr(text))) from None


def _year_found(
    month: int, day: int, at: time, before: datetime | None, months: int, text: str
) -> datetime:
    """The one year that puts a day without a year at most ``months`` before an instant."""
    refused = Unreadable(
        msg("%(found)s has no year, and it cannot be told from the round.", found=repr(text))
    )
    if before is None:
        raise refused
    fits = []
    for year in (before.year - 2, before.year - 1, before.year):
        try:
            made = datetime.combine(date(year, month, day), at, UTC)
        except ValueError:
            continue
        elapsed = (before.year - made.year) * 12 + before.month - made.month
        if made <= before and (elapsed, before.day) < (months, made.day + 1):
            fits.append(made)
    if len(fits) != 1:
        raise refused
    return fits[0]
