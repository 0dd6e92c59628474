"""Filters that show times, amounts and rule texts in the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import get_locale

from portal.settings import Settings
from portal.text import Money, Text, Words, msg, render, show


def language() -> str:
    """The language of this answer, `en` or `fr`."""
    locale = get_locale()
    return locale.language if locale is not None else "en"


def register(app: Flask, settings: Settings) -> None:
    """Give templates `localtime`, `localday`, `money` and `words`."""
    zone = ZoneInfo(settings.timezone)

    @app.template_filter("localtime")
    def localtime(instant: datetime) -> str:
        """An instant at the office: "25 November 2026, 10:42"."""
        there = instant.astimezone(zone)
        sentence: Text = msg("%(day)s, %(time)s", day=there.date(), time=f"{there:%H:%M}")
        return render(sentence, language())

    @app.template_filter("localday")
    def localday(day: date | datetime) -> str:
        """A day in words; of an instant, the day it is at the office."""
        return show(day.astimezone(zone).date() if isinstance(day, datetime) else day, language())

    @app.template_filter("money")
    def money(amount: int) -> str:
        """Whole Canadian dollars."""
        return show(Money(amount), language())

    @app.template_filter("words")
    def words(text: Words | str) -> str:
        """A rule's text, or a label of the rulebook."""
        return render(text, language())
