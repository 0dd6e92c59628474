"""A province's own points grid in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from portal.rendering.rules.shape import Row, Table
from portal.rendering.rules.words import plain_key
from portal.rulebook.grids import Factor, Grid
from portal.text import Text, Words, msg
from portal.vocabulary import LABELS, LANGUAGE_LABELS, LEVEL_LABELS, Province

OLDEST = 120  # how a grid writes an age without end
_OTHER_LEVELS: Mapping[str, Text] = {
    "two_programs": msg("Two post-secondary programs"),
    "trade_certificate": msg("Trade certificate"),
}


def factor_tables(grid: Grid) -> tuple[Table, ...]:
    """The rows of each factor of a grid, its most points in its title."""
    return tuple(_table(factor, tuple(_conditions(factor, grid))) for factor in grid.factors)


def _table(factor: Factor, conditions: tuple[Words, ...]) -> Table:
    title = msg("%(factor)s: %(max)s points at most", factor=factor.label, max=factor.max)
    make = _ROWS.get(factor.measure, _other)
    rows = tuple(Row(row[0], row[0], (make(row[:-1]), row[-1])) for row in factor.rows)
    headings = (_what(factor.measure), msg("Points"))
    return Table(title, headings, ("what", "points"), rows, conditions)


def _conditions(factor: Factor, grid: Grid) -> Iterator[Words]:
    """When a factor counts, and how far."""
    if factor.offer_in:
        where = _place(factor.offer_in)
        if factor.with_offer:
            yield msg("Only with a job offer in %(place)s", place=where)
        if factor.without_offer:
            yield msg("Only without a job offer in %(place)s", place=where)
    elif factor.with_offer or factor.without_offer:
        yield msg("Only with a job offer") if factor.with_offer else msg("Only without a job offer")
    for each in grid.factors:
        if each.id == factor.only_if_zero:
            yield msg("Only where this earns nothing: %(factor)s", factor=each.label)
    beside = [
        each for each in grid.factors if each.cap_group and each.cap_group == factor.cap_group
    ]
    caps = [each.cap for each in beside if each.cap is not None]
    if caps:
        others = tuple(each.label for each in beside if each is not factor)
        yield msg("Together at most %(cap)s points with: %(factors)s", cap=caps[0], factors=others)
    if factor.below:
        yield msg("Less than the lowest row earns %(points)s", points=factor.below)
    make = _MEASURED.get(factor.measure)
    if make is not None and (factor.argument or factor.measure not in _LEAST):
        yield make(factor.argument)


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


_MEASURED: Mapping[str, Callable[[str], Words]] = {
    "months_in": lambda place: msg("Work in %(place)s", place=_place(place)),
    "months_in_position": lambda place: msg(
        "Work in %(place)s in the occupation and for the employer of the job offer",
        place=_place(place),
    ),
    "years_recent_any": lambda months: msg(
        "Full-time jobs held for %(months)s months or longer alone", months=int(months)
    ),
    "months_total": lambda _: msg("Full-time work alone"),
    "years_related": lambda _: msg("In the occupation of the job offer"),
    "not_asked": lambda _: msg("The profile does not ask this"),
    "not_read": lambda _: msg("The rows of this grid were not read"),
}
# Measures whose argument is a least length, where there is one.
_LEAST = frozenset({"years_recent_any"})
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
    "family_language": lambda rest: msg(
        "The partner or a child at level %(level)s or more in English or French",
        level=int(rest[0]),
    ),
    "own_home": lambda rest: msg("A home of their own in the province"),  # noqa: ARG005
    "partner_worked": lambda rest: msg(
        "%(months)s months of work of the partner, in the last %(window)s",
        months=int(rest[0]),
        window=int(rest[1]),
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
    "licensed_offer": lambda rest: msg(
        "A job offer in %(place)s in a regulated occupation, and a licence or trade certificate"
        " there",
        place=_place(rest[0]),
    ),
    "offer": lambda rest: msg("Permanent, full-time job offer in %(place)s", place=_place(rest[0])),
    "offer_in_city": lambda rest: msg(
        "Job offer in %(place)s, in one of: %(cities)s",
        place=_place(rest[0]),
        cities=tuple(rest[1].split("+")),
    ),
    "offer_outside": lambda rest: msg(
        "Job offer in %(place)s outside %(cities)s",
        place=_place(rest[0]),
        cities=tuple(rest[1].split("+")),
    ),
    "registered": lambda rest: msg("Licensed or registered in %(place)s", place=_place(rest[0])),
    "friend": lambda rest: msg("A close friend or a distant relative"),  # noqa: ARG005
    "permanent_job": lambda rest: msg(
        "A permanent job in %(place)s with a valid permit for it", place=_place(rest[0])
    ),
    "program": lambda rest: _lasting(
        msg("A post-secondary program completed in %(place)s", place=_place(rest[0])), rest
    ),
    "relative_near": lambda rest: msg(
        "A close relative in %(place)s; a parent, child or brother or sister of the client"
        " certainly is one, of others a person decides",
        place=_place(rest[0]),
    ),
    "strategic_invitation": lambda rest: msg(  # noqa: ARG005
        "An invitation under a strategic recruitment initiative"
    ),
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
    "with_offer_employer": lambda rest: msg(
        "Working full-time in %(place)s now, in the occupation and for the employer of the job"
        " offer",
        place=_place(rest[0]),
    ),
    "with_offer_employer_months": lambda rest: _lasting(
        msg(
            "Working in %(place)s for the employer of a long-term job offer there",
            place=_place(rest[0]),
        ),
        rest,
    ),
    "work_permit": lambda rest: msg("Work permit"),  # noqa: ARG005
    "worked": lambda rest: _lasting(msg("Earlier work in %(place)s", place=_place(rest[0])), rest),
    "worked_unbroken": lambda rest: _lasting(
        msg("Full-time work in %(place)s without a break", place=_place(rest[0])), rest
    ),
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
    "months_in_position": _counted,
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
