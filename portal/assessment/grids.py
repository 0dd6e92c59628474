"""Provinces' own points: one line a factor, with what is certain and what is open."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.assessment.criteria_ties import province_name
from portal.assessment.grid_conditions import condition
from portal.assessment.grid_measures import MEASURES, Between
from portal.assessment.ground import Answer, Ground
from portal.assessment.result import Kept, Line, RuleRef
from portal.rulebook import Rulebook
from portal.rulebook.grids import Factor, Grid
from portal.rulebook.schema import NotInForce
from portal.text import Text, msg

Measure = Callable[[Ground, Factor], "tuple[Any, bool]"]
NOT_KNOWN = msg("Not known yet, or not asked by the profile")
TAKEN = msg("Another line already gives these points")
OTHER_COLUMN = msg("Another column of the grid applies")
HIGHEST = msg("By the highest that counts")
BEST, NONE = msg("The best that applies"), msg("None applies")


# Not frozen, as Text is not: dozens are made for one profile.
@dataclass(slots=True)
class Scored:
    """A grid's points. ``open``: how many more could come from what is not known."""

    points: int
    open: int
    lines: tuple[Line, ...]
    grid: Grid


def score(ground: Ground, grid_id: str) -> Scored | None:
    """The points of one grid.

    A factor that hangs on what is not known has ``points: null`` and counts what is certain.
    None before the first version of the grid that was read. Worked out once a ground.
    """
    if grid_id not in ground.scores:
        ground.scores[grid_id] = _score(ground, grid_id)
    scored: Scored | None = ground.scores[grid_id]
    return scored


def _score(ground: Ground, grid_id: str) -> Scored | None:
    try:
        grid = ground.grids.on(grid_id, ground.rule_day)
    except NotInForce:
        return None
    sheet = ground.rules.part(Sheets).of(grid)
    lines: list[Line] = []
    answered: dict[str, Said] = {}
    left, may_take = dict(sheet.caps), dict(sheet.caps)
    is_open = total = 0
    for row in sheet.rows:
        factor = row.factor
        said = _said(ground, row)
        before = answered.get(factor.only_if_zero)
        if before is not None and before.sure:
            said = row.plain(0, TAKEN)
        elif before is not None and before.most and said.most:
            # Whether the other line earns anything is open, and then so is this one.
            key = ("either", said.most)
            said = row.said.get(key) or row.keep_open(key, 0, said.most)
        answered[factor.id] = said
        given, most = said.sure, said.most
        if factor.cap_group:
            # What one factor of a group takes, or may take, the others cannot give.
            given = min(given, left[factor.cap_group])
            most = min(most, may_take[factor.cap_group])
            left[factor.cap_group] -= given
            may_take[factor.cap_group] -= most
        is_open += most - given
        if before is not None:
            # One of the two alone can give points.
            is_open -= min(before.most - before.sure, most - given)
        total += given
        lines.append(said.lines.get(given) or row.line(said, given))
    return Scored(total, min(is_open, grid.max - total), tuple(lines), grid)


_MANY = 4096  # different things counted that a row keeps its words for


@dataclass(frozen=True, slots=True)
class Said:
    """Points for what was counted, why, and the lines made of it by what the caps leave.

    ``sure`` and ``most``: what the factor counts at least and at most; not the same where
    ``points`` is None.
    """

    points: int | None
    sure: int
    most: int
    because: Text
    lines: dict[int, Line]


@dataclass(frozen=True, slots=True)
class Row:
    """One factor of a grid, and what was said of those it was counted for before."""

    factor: Factor
    line_id: str
    rule: RuleRef
    kept: Kept
    said: dict[Hashable, Said]

    def keep(self, key: Hashable, points: int | None, because: Text) -> Said:
        """What is said from now on of whoever has the same."""
        most = self.factor.max
        if points is None:
            return self._keep(key, Said(None, 0, most, because, {}))
        given = min(points, most)
        return self._keep(key, Said(points, given, given, because, {}))

    def keep_open(self, key: Hashable, sure: int, most: int) -> Said:
        """Likewise, where some points are certain and more may come."""
        sure, most = min(sure, self.factor.max), min(most, self.factor.max)
        because = NOT_KNOWN
        if sure > 0:
            because = msg(
                "%(points)s points are certain; up to %(open)s hang on what is not known",
                points=sure,
                open=most - sure,
            )
        return self._keep(key, Said(None, sure, most, because, {}))

    def _keep(self, key: Hashable, said: Said) -> Said:
        if len(self.said) >= _MANY:
            self.said.clear()
        self.said[key] = said
        return said

    def plain(self, points: int | None, because: Text) -> Said:
        """A sentence that a row says with one set of values only."""
        return self.said.get(because.msgid) or self.keep(because.msgid, points, because)

    def line(self, said: Said, counted: int) -> Line:
        """The line, the same object for the next client."""
        factor = self.factor
        made = Line(
            self.line_id,
            factor.label,
            said.points,
            counted,
            factor.max,
            said.because,
            self.rule,
            self.kept,
        )
        made.written = {}
        said.lines[counted] = made
        return made


@dataclass(frozen=True, slots=True)
class Sheet:
    """What of a grid no client changes: its rows, and what groups of them give at most."""

    rows: tuple[Row, ...]
    caps: Mapping[str, int]


class Sheets:
    """The sheets of every version of every grid of a rulebook, made when first asked for."""

    def __init__(self, _: Rulebook) -> None:
        self._versions: dict[tuple[str, date], Sheet] = {}

    def of(self, grid: Grid) -> Sheet:
        """The sheet of one version of a grid."""
        key = (grid.rule_id, grid.from_)
        known = self._versions.get(key)
        if known is None:
            known = self._versions[key] = _sheet(grid)
        return known


def _sheet(grid: Grid) -> Sheet:
    rule = RuleRef(
        id=grid.rule_id,
        title=grid.source.title,
        url=grid.source.url,
        from_=grid.from_,
        read_on=grid.source.read_on,
        confidence=grid.confidence,
    )
    groups = {each.cap_group for each in grid.factors if each.cap_group}
    return Sheet(
        tuple(Row(each, f"{grid.id}.{each.id}", rule, Kept(), {}) for each in grid.factors),
        {group: _group_cap(grid, group) for group in groups},
    )


def _group_cap(grid: Grid, group: str) -> int:
    caps = [each.cap for each in grid.factors if each.cap_group == group and each.cap is not None]
    return caps[0] if caps else sum(each.max for each in grid.factors if each.cap_group == group)


def _said(ground: Ground, row: Row) -> Said:
    factor = row.factor
    if factor.with_offer or factor.without_offer:
        has = _has_offer(ground, factor)
        if has is None:
            return row.plain(None, NOT_KNOWN)
        if has is not factor.with_offer:
            return row.plain(0, _no_offer(factor) if factor.with_offer else OTHER_COLUMN)
    if factor.measure in ("best", "sum"):
        answers = tuple([_holds(ground, name) for name, _ in factor.rows])
        return row.said.get(answers) or _conditions(row, answers)
    if factor.measure in ("not_asked", "not_read"):
        return row.plain(None, _OPEN[factor.measure])
    have = _measured(ground, factor)
    if have is None:
        return row.plain(None, NOT_KNOWN)
    # 37 and 37.0 are equal, and are not written alike.
    key = have if type(have) is int else (type(have), have)
    return row.said.get(key) or _keep(row, key, have)


def _keep(row: Row, key: Hashable, have: Any) -> Said:
    if type(have) is not Between:
        return row.keep(key, *_counted(row.factor, have))
    sure, because = _counted(row.factor, have.least)
    most, _ = _counted(row.factor, have.most)
    # What is not known may not matter: five years are certain, and more give no more.
    return row.keep(key, sure, because) if sure == most else row.keep_open(key, sure, most)


def _measured(ground: Ground, factor: Factor) -> Any:
    """What a factor counts of the client; several grids count the same, once a ground."""
    key = (factor.measure, factor.argument)
    if key not in ground.measured:
        ground.measured[key] = MEASURES[factor.measure](ground, factor.argument)
    return ground.measured[key]


def _holds(ground: Ground, written: str) -> Answer:
    """Whether a condition holds, likewise."""
    if written not in ground.measured:
        ground.measured[written] = condition(ground, written)
    answer: Answer = ground.measured[written]
    return answer


_OPEN: Mapping[str, Text] = {
    "not_asked": msg("The profile does not ask this"),
    "not_read": msg("The rows of this grid were not read"),
}


def _has_offer(ground: Ground, factor: Factor) -> bool | None:
    offer = ground.offer
    if offer is None:
        return None
    if offer is False:
        return False
    if not factor.offer_in:
        return True
    return None if offer.province is None else offer.province == factor.offer_in


def _no_offer(factor: Factor) -> Text:
    if not factor.offer_in:
        return OTHER_COLUMN
    return msg("No job offer in %(province)s", province=province_name(factor.offer_in))


def _counted(factor: Factor, have: Any) -> tuple[int, Text]:
    match factor.measure:
        case "age":
            points = next((row[2] for row in factor.rows if row[0] <= have <= row[1]), 0)
            return points, msg("%(age)s years old", age=have)
        case "education" | "offer_teer" | "offer_category":
            points = max((row[1] for row in factor.rows if row[0] in have), default=0)
            return points, HIGHEST
        case "clb_each":
            points = sum(
                next((row[1] for row in factor.rows if level >= row[0]), 0) for level in have
            )
            return points, msg("CLB by ability: %(levels)s", levels=tuple(have))
        case "wage_minus":
            base = factor.rows[0][0]
            whole = int(have)
            return max(0, min(factor.max, whole - base)), msg(
                "CA$%(wage)s an hour", wage=Decimal(str(have))
            )
    points = next((row[1] for row in factor.rows if have >= row[0]), factor.below if have else 0)
    return points, _COUNTED[factor.measure](have)


def _clb_words(have: Any) -> Text:
    return msg("CLB %(level)s in the weakest ability", level=have)


def _years_words(have: Any) -> Text:
    return msg("%(years)s years", years=int(have))


def _months_words(have: Any) -> Text:
    if 0 < have < 1:
        return msg("Under a month")
    return msg("%(months)s months", months=int(have))


_COUNTED: Mapping[str, Callable[[Any], Text]] = {
    "clb_first": _clb_words,
    "clb_second": _clb_words,
    "years_recent": _years_words,
    "years_recent_any": _years_words,
    "years_older": _years_words,
    "years_related": _years_words,
    "years_total": _years_words,
    "months_total": _months_words,
    "months_in": _months_words,
    "months_in_position": _months_words,
    "canadian_credentials": lambda have: msg("%(count)s credentials", count=have),
    "wage": lambda have: msg("CA$%(wage)s an hour", wage=Decimal(str(have))),
}


def _conditions(row: Row, answers: tuple[Answer, ...]) -> Said:
    factor = row.factor
    held = [worth for (_, worth), met in zip(factor.rows, answers, strict=True) if met]
    may = [worth for (_, worth), met in zip(factor.rows, answers, strict=True) if met is None]
    if factor.measure == "sum":
        sure, because = sum(held), _rows_words(len(held), len(factor.rows))
        # A row that takes points away opens none, and leaves the line unknown all the same.
        most = sure + sum(worth for worth in may if worth > 0)
        unclear = any(worth < 0 for worth in may)
    else:
        sure, because = max(held, default=0), BEST if held else NONE
        most, unclear = max([sure, *may]), False
    if unclear or min(most, factor.max) > sure:
        return row.keep_open(answers, sure, most)
    return row.keep(answers, sure, because)


def _rows_words(count: int, rows: int) -> Text:
    return msg("%(count)s of %(rows)s apply", count=count, rows=rows)
