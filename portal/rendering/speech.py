"""Sentences, days and numbers in one language, for the views below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.text import Label, Words, day_pattern, msg, render

#: A document of the contract, or a part of it, as JSON gives it back.
Part = Mapping[str, Any]

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Renders words in `lang`; `zone` is the office's time zone, for instants."""

    lang: str
    zone: str = "America/Toronto"

    def __call__(self, words: Words | str) -> str:
        """The sentence in this language."""
        return render(words, self.lang)

    def pair(self, what: str, why: str) -> str:
        """“What: why”, with the language's own space before the colon."""
        return self(msg("%(what)s: %(why)s", what=what, why=why))

    def day(self, iso: str | date | None) -> str:
        """A calendar day in words, with unbreakable spaces; an empty string for None."""
        if iso is None:
            return ""
        day = iso if isinstance(iso, date) else date.fromisoformat(iso[:10])
        return self(msg("%(day)s", day=day)).replace(" ", NBSP)

    def moment(self, at: datetime | None) -> str:
        """An instant on the office's clock; an empty string for None."""
        if at is None:
            return ""
        from babel.dates import format_datetime

        local = at.astimezone(ZoneInfo(self.zone))
        clock = " 'à' HH 'h' mm" if self.lang == "fr" else ", HH:mm"
        pattern = day_pattern(local, self.lang) + clock
        city = self.zone.rpartition("/")[2].replace("_", " ")
        return f"{format_datetime(local, pattern, locale=f'{self.lang}_CA')} ({city})"

    def number(self, value: int | None) -> str:
        """A whole number with the language's thousands separator; empty for None."""
        if value is None:
            return ""
        return self(msg("%(number)s", number=value))


#: Names of provinces and territories, and how a round of theirs is called in a sentence.
PLACES: Mapping[str, tuple[Label, Label]] = {
    "AB": (Label("Alberta", "Alberta"), Label("Alberta’s round", "La ronde de l’Alberta")),
    "BC": (
        Label("British Columbia", "Colombie-Britannique"),
        Label("British Columbia’s round", "La ronde de la Colombie-Britannique"),
    ),
    "MB": (Label("Manitoba", "Manitoba"), Label("Manitoba’s round", "La ronde du Manitoba")),
    "NB": (
        Label("New Brunswick", "Nouveau-Brunswick"),
        Label("New Brunswick’s round", "La ronde du Nouveau-Brunswick"),
    ),
    "NL": (
        Label("Newfoundland and Labrador", "Terre-Neuve-et-Labrador"),
        Label("Newfoundland and Labrador’s round", "La ronde de Terre-Neuve-et-Labrador"),
    ),
    "NS": (
        Label("Nova Scotia", "Nouvelle-Écosse"),
        Label("Nova Scotia’s round", "La ronde de la Nouvelle-Écosse"),
    ),
    "NT": (
        Label("Northwest Territories", "Territoires du Nord-Ouest"),
        Label("The Northwest Territories’ round", "La ronde des Territoires du Nord-Ouest"),
    ),
    "NU": (Label("Nunavut", "Nunavut"), Label("Nunavut’s round", "La ronde du Nunavut")),
    "ON": (Label("Ontario", "Ontario"), Label("Ontario’s round", "La ronde de l’Ontario")),
    "PE": (
        Label("Prince Edward Island", "Île-du-Prince-Édouard"),
        Label("Prince Edward Island’s round", "La ronde de l’Île-du-Prince-Édouard"),
    ),
    "QC": (Label("Quebec", "Québec"), Label("Quebec’s round", "La ronde du Québec")),
    "SK": (
        Label("Saskatchewan", "Saskatchewan"),
        Label("Saskatchewan’s round", "La ronde de la Saskatchewan"),
    ),
    "YT": (Label("Yukon", "Yukon"), Label("Yukon’s round", "La ronde du Yukon")),
}


def place(code: str | None) -> Label:
    """The province's name; the code itself where it is none we know."""
    known = PLACES.get(code or "")
    return known[0] if known else Label(code or "", code or "")


def round_of(code: str | None) -> Label:
    """“Ontario’s round”, to begin a sentence with."""
    known = PLACES.get(code or "")
    return known[1] if known else Label(f"The round of {code}", f"La ronde de {code}")


def first_address(written: object) -> str:
    """The first address where a source gives several, separated by spaces; else an empty string."""
    return next(iter(str(written or "").split()), "")
