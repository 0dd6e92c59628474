"""Whether a client's profile was in the Express Entry pool on a day, or at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from portal.assessment.calendar import months_after
from portal.assessment.ground import Answer
from portal.assessment.profile import Profile
from portal.rulebook import Rulebook
from portal.text import Text, msg

OTTAWA = ZoneInfo("America/Toronto")
NO_PROFILE = msg("There is no Express Entry profile")
NOT_KNOWN = msg("Whether there is an Express Entry profile is not known yet")
NO_DATE = msg("When the Express Entry profile was created is not known yet")


@dataclass(frozen=True)
class Membership:
    """From which moment to which day (inclusive) a profile was in the pool.

    ``known``: whether anything can be said; ``first`` None with ``known``: there
    never was a profile. ``first_at`` and ``submitted_at`` are None where only the
    day is known.
    """

    known: bool
    first: date | None
    first_at: datetime | None
    submitted_at: datetime | None
    last: date | None
    ended: bool
    months: int

    def on(self, day: date, instant: datetime | None, *, at_an_hour: bool = False) -> Answer:
        """Whether the profile was in the pool; None where that is not known.

        ``at_an_hour``: what happened at one moment of the day, though the moment may not
        be known (``instant`` None); else the whole day counts.
        """
        if not self.known:
            return None
        if self.first is None or self.last is None:
            return False
        if instant is not None and self.first_at is not None:
            return self.first_at <= instant and day <= self.last
        if (at_an_hour or instant is not None) and day == self.first:
            return None
        return self.first <= day <= self.last

    def absent(self, day: date) -> Text:
        """Why the profile was not in the pool on a day."""
        if self.first is None or self.last is None:
            return NO_PROFILE
        return self._before if day <= self.first else self._after

    # Hundreds of rounds say the same of one profile: one text serves them all.

    @cached_property
    def _before(self) -> Text:
        created = self.first
        return msg("The profile was created on %(created)s, after the round", created=created)

    @cached_property
    def _after(self) -> Text:
        if self.ended:
            return msg("The profile had ended on %(ended)s", ended=self.last)
        return msg(
            "The profile of %(created)s was in the pool until %(last)s (%(months)s months)",
            created=self.first,
            last=self.last,
            months=self.months,
        )

    def unclear(self) -> Text:
        """Why nobody can say whether the profile was in the pool."""
        if not self.known:
            return NOT_KNOWN if self.first is None and self.ended else NO_DATE
        return msg("The profile was created on the day of the round, at an hour not known")

    def after(self, tie_break: datetime) -> Answer:
        """Whether the profile was submitted later than a tie-break."""
        if self.submitted_at is not None:
            return self.submitted_at > tie_break
        if self.first_at is not None and self.first_at > tie_break:
            return True
        if self.first is not None and self.first > tie_break.astimezone(OTTAWA).date():
            return True  # nobody submits before creating
        return None


def membership(profile: Profile, rules: Rulebook) -> Membership:
    """When the profile was in the pool, by its own dates and the rule on its life."""
    entry = profile.express_entry
    if entry is False:
        return Membership(True, None, None, None, None, False, 0)
    if entry is None:
        return Membership(False, None, None, None, None, True, 0)
    made = entry.profile_created_on if entry.profile_created_on is not None else entry.submitted_at
    if made is None:
        return Membership(False, None, None, None, None, False, 0)
    first_at = made if isinstance(made, datetime) else None
    first = made.astimezone(OTTAWA).date() if isinstance(made, datetime) else made
    submitted = entry.submitted_at
    if first_at is None and submitted and submitted.astimezone(OTTAWA).date() == first:
        first_at = submitted
    # No profile is older than Express Entry; a date before it is a slip of the pen.
    start = max(first, rules.history("process.profile_validity")[0].from_)
    months = rules.table("process.profile_validity", on=start).values["months"]
    last, ended = months_after(first, months), False
    if entry.ended_on is not None and entry.ended_on < last:
        last, ended = entry.ended_on, True
    return Membership(True, first, first_at, entry.submitted_at, last, ended, months)
