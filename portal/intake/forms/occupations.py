"""The occupation search as the picker shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from portal import search as occupation_search
from portal.text import render, show
from portal.web_rules import rules

MOST_HITS = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One occupation to choose."""

    value: str
    title: str
    code: str
    teer: str
    why: str
    version: str


def editions() -> list[tuple[str, str]]:
    """The editions of the classification, today's first, with the day it came into use."""
    found = rules().history("programs.skilled_occupation")
    first = {rule.values["edition"]: rule.from_ for rule in reversed(found)}
    newest, older = sorted(first, reverse=True)[:2]
    since = show(first[newest], _language())
    return [
        (newest, _("NOC %(edition)s, in use since %(day)s", edition=newest, day=since)),
        (older, _("NOC %(edition)s, for profiles made before", edition=older)),
    ]


def search(words: str, edition: str) -> list[Hit]:
    """Unit groups for a job title, best first, in the reader's language."""
    language = _language()
    found = occupation_search.search(words, limit=MOST_HITS, edition=edition, lang=language)
    return [
        Hit(
            f"{each.version}:{each.code}",
            render(each.unit_title, language),
            each.code,
            _teer(each.teer),
            _why(each.skill_level, render(each.because, language)),
            each.version,
        )
        for each in found
    ]


def by_value(value: str) -> Hit | None:
    """The occupation of ``2021:21231``, or None when there is no such code."""
    if not re.fullmatch(r"\d{4}:\d{4,5}", value, re.ASCII):
        return None
    version, code = value.split(":")
    groups = rules().occupations
    if not groups.exists(version, code):
        return None
    group = groups.get(version, code)
    return Hit(
        value,
        render(group.title, _language()),
        code,
        _teer(group.teer),
        _why(group.skill_level, ""),
        version,
    )


def _teer(teer: int | None) -> str:
    return "" if teer is None else str(teer)


def _why(skill_level: str | None, why: str) -> str:
    """NOC 2016 has skill levels instead of a TEER."""
    if skill_level is None:
        return why
    level = _("skill level %(level)s", level=skill_level)
    return f"{level}, {why}" if why else level


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "en"
