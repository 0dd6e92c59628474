"""Fields that only the questionnaire has: countries, an instant, the occupation picker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import StopValidation

from portal.forms import DateField, Part

# Regions that CLDR lists among the territories and ISO 3166-1 does not.
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ", "AC", "CP", "CQ", "DG", "EA",
                           "IC", "TA"})  # fmt: skip


@lru_cache(maxsize=4)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every country, by name; Canada is where the alphabet puts it."""
    named = Locale(language).territories
    listed = [
        (code, name)
        for code, name in named.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    ]
    return tuple(sorted(listed, key=lambda pair: _plain(pair[1])))


def _plain(name: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def country_choices() -> list[tuple[str, str]]:
    """The countries in the reader's language."""
    locale = get_locale()
    return list(countries(locale.language if locale else "en"))


def country_name(code: str, language: str) -> str:
    """A country's name, or its code when it has none."""
    return str(dict(countries(language)).get(code, code))


@dataclass(frozen=True, slots=True)
class Box:
    """One drop-down list of several with the same name."""

    id: str
    value: str
    number: int


class CountriesField(Field):
    """Up to ``max_entries`` countries, each in a list of its own; empty ones do not count."""

    def __init__(self, label: Any = None, *, max_entries: int = 6, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.max_entries = max_entries
        self.choices = country_choices()

    def process_data(self, value: Any) -> None:
        """Take the stored codes."""
        self.data = list(value) if isinstance(value, list) else []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the codes sent, without empty boxes and doubles."""
        if valuelist:
            self.data = list(dict.fromkeys(str(each) for each in valuelist if each))

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no country, and too many."""
        known = {code for code, _name in self.choices}
        if len(self.data) > self.max_entries or not known.issuperset(self.data):
            raise StopValidation(
                str(_l("Choose up to %(max)s countries from the list", max=self.max_entries))
            )

    def boxes(self) -> list[Box]:
        """One list for each country and an empty one, two at least."""
        count = min(max(len(self.data) + 1, 2), self.max_entries)
        values = [*self.data[:count], *[""] * count][:count]
        return [Box(f"{self.id}-{n}" if n else self.id, v, n + 1) for n, v in enumerate(values)]

    def facts(self) -> list[str] | None:
        """The codes; an empty answer is not known, for everybody is a citizen of something."""
        return self.data or None


class InstantField(DateField):
    """A day and a time of day at the office, for what a rule ranks by the minute."""

    ZONE = "America/Toronto"

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.typed["time"] = ""
        self.instant: datetime | None = None

    def process_data(self, value: Any) -> None:
        """Take a stored instant with its offset."""
        self.instant = datetime.fromisoformat(value) if isinstance(value, str) else None
        if self.instant is None:
            super().process_data(None)
            return
        local = self.instant.astimezone(ZoneInfo(self.ZONE))
        super().process_data(local.date())
        self.typed["time"] = local.strftime("%H:%M")

    def _read(self) -> Any:
        typed_time = self.typed.pop("time")
        try:
            day = super()._read()
        finally:
            self.typed["time"] = typed_time
        self.instant = None
        if day is None and not typed_time:
            return None
        found = re.fullmatch(r"([01]?\d|2[0-3])[:h.]?([0-5]\d)", typed_time, re.ASCII)
        if day is None or found is None:
            self.faulty = {"time"} if day else {"day", "month", "year"}
            raise ValueError(str(_l("Enter the date and the time, such as 20 11 2018 and 14:05")))
        self.instant = datetime(
            day.year,
            day.month,
            day.day,
            int(found[1]),
            int(found[2]),
            tzinfo=ZoneInfo(self.ZONE),
        )
        return day

    def parts(self) -> list[Part]:
        """The boxes of the day and the one of the time."""
        typed_time = self.typed.pop("time")
        boxes = super().parts()
        self.typed["time"] = typed_time
        faulty = "time" in self.faulty
        label = _l("Time")
        return [*boxes, Part(f"{self.name}-time", f"{self.id}-time", label, typed_time, faulty, 8)]

    def facts(self) -> str | None:
        """The instant with its offset, or None."""
        return self.instant.isoformat() if self.instant else None


def listed(pairs: Iterable[tuple[str, Any]], *also: tuple[str, Any]) -> list[tuple[str, Any]]:
    """A list of answers with more of them at its end."""
    return [*pairs, *also]
