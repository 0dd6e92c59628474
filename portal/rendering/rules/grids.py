"""A province's own points grid in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from portal.rendering.rules.shape import Row, Table
from portal.rendering.rules.words import plain_key
from portal.rulebook.grids import Factor
from portal.text import Text, Words, msg
from portal.vocabulary import LABELS, LANGUAGE_LABELS, LEVEL_LABELS, Province

OLDEST = 120  # how a grid writes an age without end
_OTHER_LEVELS: Mapping[str, Text] = {
    "two_programs": msg("Two post-secondary programs"),
    "trade_certificate": msg("Trade certificate"),
}


def factor_table(factor: Factor) -> Table:
    """The rows of one factor, its most points in its title."""
    title = msg("%(factor)s: %(max)s points at most", factor=factor.label, max=factor.max)
    make = _ROWS.get(factor.measure, _other)
    rows = tuple(Row(row[0], row[0], (make(row[:-1]), row[-1])) for row in factor.rows)
    return Table(title, (_what(factor.measure), msg("Points")), ("what", "points"), rows)


def _what(measure: str) -> Text:
    """What the first column holds."""
    if measure.startswith("years_"):
        return msg("Whole years")
    return msg("Months") if measure.startswith("months_") else msg("What counts")


def _level(row: tuple[Any, ...]) -> Words | str:
    known = LEVEL_LABELS.get(row[0], _OTHER_LEVELS.get(row[0]))
    return plain_key(row[0]) if known is None else known


def _other(row: tuple[Any, ...]) -> Any:
    if row[0] == "yes":
        return msg("Yes")
    return msg("%(least)s or more", least=row[0]) if isinstance(row[0], int) else row[0]


def _counted(row: tuple[Any, ...]) -> Words:
    return msg("%(least)s or more", least=row[0])


def _age(row: tuple[Any, ...]) -> Any:
    first, last = row
    if first == last:
        return first
    if last >= OLDEST:
        return msg("%(least)s or more", least=first)
    return msg("%(first)s to %(last)s", first=first, last=last)


def _clb(row: tuple[Any, ...]) -> Words:
    return msg("CLB %(level)s or more", level=row[0])


def _place(code: str) -> Words | str:
    return msg("Canada") if code == "canada" else LABELS[Province].get(code, code)


def _condition(row: tuple[Any, ...]) -> Words | str:
    name, *rest = str(row[0]).split(":")
    make = _CONDITIONS.get(name)
    return plain_key(name) if make is None else make(rest)


def _lasting(words: Words, rest: list[str]) -> Words:
    """With the least months, and how far back they may lie."""
    if len(rest) > 1:
        words = msg("%(what)s, %(months)s months or more", what=words, months=int(rest[1]))
    if len(rest) > 2:
        words = msg("%(what)s, in the last %(months)s months", what=words, months=int(rest[2]))
    return words


_CONDITIONS: Mapping[str, Callable[[list[str]], Words]] = {
    "bilingual": lambda rest: msg(
        "English and French, each at level %(level)s or more", level=int(rest[0])
    ),
    "credential_in": lambda rest: msg("Credential earned in %(place)s", place=_place(rest[0])),
    "credential_elsewhere_in_canada": lambda rest: msg(
        "Credential earned in Canada outside %(place)s", place=_place(rest[0])
    ),
    "en": lambda rest: msg(
        "%(language)s at level %(level)s or more",
        language=LANGUAGE_LABELS["en"],
        level=int(rest[0]),
    ),
    "fr": lambda rest: msg(
        "%(language)s at level %(level)s or more",
        language=LANGUAGE_LABELS["fr"],
        level=int(rest[0]),
    ),
    "highest_in": lambda rest: msg("Highest credential earned in %(place)s", place=_place(rest[0])),
    "language": lambda rest: msg(
        "English or French at level %(level)s or more", level=int(rest[0])
    ),
    "offer": lambda rest: msg("Permanent, full-time job offer in %(place)s", place=_place(rest[0])),
    "offer_outside": lambda rest: msg(
        "Job offer in %(place)s outside %(cities)s",
        place=_place(rest[0]),
        cities=tuple(rest[1].split("+")),
    ),
    "registered": lambda rest: msg("Licensed or registered in %(place)s", place=_place(rest[0])),
    "relative": lambda rest: msg("A relative in %(place)s", place=_place(rest[0])),
    "relative_close": lambda rest: msg("A close relative in %(place)s", place=_place(rest[0])),
    "relative_wide": lambda rest: msg(
        "A relative in %(place)s, cousins included", place=_place(rest[0])
    ),
    "studied": lambda rest: _lasting(
        msg("Earlier study in %(place)s", place=_place(rest[0])), rest
    ),
    "studied_elsewhere": lambda rest: msg(
        "Earlier study in Canada outside %(place)s", place=_place(rest[0])
    ),
    "study_permit": lambda rest: msg("Study permit"),  # noqa: ARG005
    "unknown": lambda rest: msg("Something the profile does not ask"),  # noqa: ARG005
    "with_offer_employer": lambda rest: msg(  # noqa: ARG005
        "Working for the employer of the job offer"
    ),
    "with_offer_employer_months": lambda rest: _lasting(
        msg("Working for the employer of the job offer"), rest
    ),
    "work_permit": lambda rest: msg("Work permit"),  # noqa: ARG005
    "worked": lambda rest: _lasting(msg("Earlier work in %(place)s", place=_place(rest[0])), rest),
    "worked_elsewhere": lambda rest: msg(
        "Earlier work in Canada outside %(place)s", place=_place(rest[0])
    ),
    "worked_related": lambda rest: _lasting(
        msg("Earlier work in the occupation, in %(place)s", place=_place(rest[0])), rest
    ),
}
_ROWS: Mapping[str, Callable[[tuple[Any, ...]], Any]] = {
    "age": _age,
    "best": _condition,
    "sum": _condition,
    "clb_each": lambda row: msg("CLB %(level)s or more, in each ability", level=row[0]),
    "clb_first": _clb,
    "clb_second": _clb,
    "education": _level,
    "months_in": _counted,
    "months_total": _counted,
    "months_with_employer": _counted,
    "offer_category": lambda row: msg("Codes that begin with %(digit)s", digit=row[0]),
    "offer_teer": lambda row: msg("TEER %(levels)s", levels=row[0]),
    "wage": lambda row: msg("%(wage)s dollars an hour or more", wage=Decimal(row[0])),
    "wage_minus": lambda row: msg(
        "One point for each dollar an hour above %(wage)s", wage=Decimal(row[0])
    ),
    "years_older": _counted,
    "years_recent": _counted,
    "years_recent_any": _counted,
    "years_related": _counted,
    "years_total": _counted,
}
