"""Small drawings for table rows: the scale, the client's own line, a round's cutoff or band."""

from __future__ import annotations

from collections.abc import Mapping

from portal.rendering.scale import Scale
from portal.rendering.speech import Speaker
from portal.rendering.standing import Standing
from portal.rendering.svg import line, rect, svg, text
from portal.rendering.verdicts import RoundView
from portal.text import msg

#: A small bar's own units: as wide as the scale in hundredths, stretched to its cell.
WIDE, HIGH = 200.0, 20.0


def gridlines(scale: Scale, total: int | None, colours: Mapping[str, str]) -> str:
    """Faint gridlines and the client's own line, for every row of a table."""
    parts = [
        line(scale.at(mark) * WIDE, 0, scale.at(mark) * WIDE, HIGH, colours["rule"], 0.6)
        for mark in scale.marks
    ]
    if total is not None:
        x = scale.at(total) * WIDE
        parts.append(line(x, 0, x, HIGH, colours["brand"], 2))
    return svg(WIDE, HIGH, parts, stretch=True)


def standing_bar(row: Standing, scale: Scale, colours: Mapping[str, str]) -> str:
    """A pale band over all cutoffs of the kind, and a tick or band at the last one."""
    parts: list[str] = []
    if row.lowest is not None and row.highest is not None and row.highest > row.lowest:
        left, right = scale.at(row.lowest) * WIDE, scale.at(row.highest) * WIDE
        parts.append(rect(left, 8, right - left, 4, colours["rule"]))
    if row.last_won is not None and row.last_won is not row.last:
        parts += _mark(row.last_won, scale, colours)
    parts += _mark(row.last, scale, colours)
    return svg(WIDE, HIGH, parts, stretch=True)


def round_bar(each: RoundView, scale: Scale, colours: Mapping[str, str]) -> str:
    """One round: everything above a cutoff in grey, or the band a province took."""
    parts: list[str] = []
    if each.lowest is not None and each.highest is None:
        left = scale.at(each.lowest) * WIDE
        parts.append(rect(left, 8, WIDE - left, 4, colours["rule"]))
    return svg(WIDE, HIGH, parts + _mark(each, scale, colours), stretch=True)


def _mark(each: RoundView, scale: Scale, colours: Mapping[str, str]) -> list[str]:
    if each.lowest is None:
        return []
    left = scale.at(each.lowest) * WIDE
    if each.highest is None:
        return [line(left, 3, left, 17, colours["good" if each.won else "ink"], 2)]
    right = scale.at(each.highest) * WIDE
    if each.won:
        outline = f'stroke="{colours["good"]}" stroke-width="1"'
        return [rect(left, 5, right - left, 10, colours["won"], outline)]
    outline = f'stroke="{colours["ink"]}" stroke-width="0.9" stroke-dasharray="2.4 1.8"'
    return [rect(left, 5, right - left, 10, "none", outline)]


def axis(
    scale: Scale, total: int | None, colours: Mapping[str, str], say: Speaker, wide: float
) -> str:
    """The scale's numbers and the client's own, as a flag; `wide` in points, as the cell is."""
    parts = []
    mine = None if total is None else scale.at(total) * wide
    for mark in scale.marks:
        x = scale.at(mark) * wide
        if 9 < x < wide - 9 and (mine is None or abs(x - mine) > 36):
            parts.append(text(x, 13, str(mark), 8.5, colours["ink-2"], 'text-anchor="middle"'))
    if mine is not None:
        x = min(max(mine, 25), wide - 25)
        parts.append(rect(x - 25, 1.5, 50, 15.5, colours["brand"], 'rx="2"'))
        words = say(msg("You %(total)s", total=total or 0))
        weight = 'text-anchor="middle" font-weight="600"'
        parts.append(text(x, 12.8, words, 9, colours["paper"], weight))
        parts.append(line(mine, 17, mine, 20, colours["brand"], 1.8))
    return svg(wide, 20, parts)
