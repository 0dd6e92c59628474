"""Bars: the lines of a section, the sections of a total, the gain of each way up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.charts.canvas import (
    Chart,
    Table,
    box,
    drawing,
    line,
    percent,
    stretched,
    text_width,
    words,
    wrapped,
)
from portal.palette import COLOURS
from portal.text import msg, render

FULL = 150  # points that a full bar stands for: the largest line below a job offer’s
WIDE, PHONE = 720, 328


# ---- the lines of a section ----------------------------------------------------------------


def line_bar(
    entry: Mapping[str, Any], lang: str = "en", colours: Mapping[str, str] = COLOURS
) -> Markup | str:
    """The bar of one contract line on the scale that all lines share, or words when it is off it.

    Filled is what counts, pale what the line can give at most.
    """
    most, counted = entry.get("max"), entry.get("counted")
    if most is None or most <= 0:
        return ""
    if most > FULL:
        return render(msg("off this scale"), lang)
    end = percent(most / FULL)
    parts = [box(0, 0, end, 10, colours["pale"])]
    if counted:
        parts.append(box(0, 0, percent(min(counted, most) / FULL), 10, colours["brand"]))
    parts.append(line(end, 0, end, 10, colours["brand"], 1.5))
    parts.append(line(0, 0, 0, 10, colours["brand"], 1.5))
    return stretched(10, parts)


def line_bars(
    section: Mapping[str, Any], lang: str = "en", colours: Mapping[str, str] = COLOURS
) -> dict[str, Markup | str]:
    """The bars of a contract section's lines, by line id."""
    return {entry["id"]: line_bar(entry, lang, colours) for entry in section["lines"]}


# ---- the sections of the total -------------------------------------------------------------


def stacked_bar(
    parts: Sequence[tuple[str, int]],
    marks: Sequence[tuple[str, int]] = (),
    *,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
) -> Chart:
    """Named parts that add up to a total, and marks (a round's cutoff) to compare it with.

    Parts that earn nothing are left to the table.
    """
    total = sum(points for _, points in parts)
    title = render(msg("How %(total)s points add up", total=total), lang)
    said = [render(msg("%(part)s %(points)s", part=name, points=n), lang) for name, n in parts]
    said += [render(msg("%(part)s %(points)s", part=name, points=n), lang) for name, n in marks]
    description = ", ".join(said)
    table = Table(
        title,
        (render(msg("Part"), lang), render(msg("Points"), lang)),
        (
            *((name, str(n)) for name, n in parts),
            (render(msg("Total"), lang), str(total)),
            *((name, str(n)) for name, n in marks),
        ),
        (1,),
    )
    top = max([total, *(n for _, n in marks), 100])
    top = -(-(top + 20) // 50) * 50
    shown = [(name, n) for name, n in parts if n > 0]
    wide, phone = (
        _stack(width, shown, list(marks), (total, top), colours, (title, description), lang)
        for width in (WIDE, PHONE)
    )
    return Chart(title, description, wide, phone, table)


def _stack(
    width: int,
    shown: list[tuple[str, int]],
    marks: list[tuple[str, int]],
    sums: tuple[int, int],
    colours: Mapping[str, str],
    about: tuple[str, str],
    lang: str,
) -> Markup:
    total, top = sums
    unit = width / top
    lanes = _lanes([(n * unit, f"{name} {n}") for name, n in marks])
    head = 20 * (max((lane for _, lane, _ in lanes), default=-1) + 1)
    y, tall = head + 12, 40
    drawn = [line(0, y + tall, width, y + tall, colours["ink-2"])]
    below: list[tuple[float, str]] = []
    fills = (("brand", "paper"), ("mid", "ink"), ("pale", "ink"), ("won", "ink"))
    x = 0.0
    for order, (name, points) in enumerate(shown):
        fill, ink = fills[order % len(fills)]
        text, wide = f"{name} {points}", points * unit
        drawn.append(
            box(x, y, wide, tall, colours[fill], stroke=colours["brand"], stroke_width=1.2)
        )
        if text_width(text, 13, 600) + 16 <= wide:
            drawn.append(words(x + 9, y + 25, text, colours[ink], size=13, weight=600))
        else:
            below.append((x + wide / 2, text))
        x += wide
    step = 100 if top > 150 else 50
    for tick in range(0, top + 1, step if width == WIDE else step * 2):
        mark = tick * unit
        drawn.append(line(mark, y + tall, mark, y + tall + 6, colours["ink-2"]))
        anchor = "start" if tick == 0 else "end" if mark > width - 14 else "middle"
        drawn.append(
            words(mark, y + tall + 20, str(tick), colours["ink-2"], size=12, anchor=anchor)
        )
    for at, lane, text in lanes:
        baseline = 13 + 20 * lane
        drawn.append(line(at, baseline + 5, at, y + tall + 6, colours["ink"], 1.6, "3 3"))
        drawn.append(
            words(
                at - 5,
                baseline,
                text,
                colours["ink"],
                size=12.5,
                weight=600,
                anchor="end",
            )
        )
    floor = y + tall + 24
    drawn.append(line(total * unit, y - 8, total * unit, floor + 4, colours["brand"], 3))
    score = render(msg("Total %(total)s", total=total), lang)
    # Right of its line: leaders to narrow parts run down on the left.
    roomy = total * unit + 8 + text_width(score, 15, 600) <= width
    drawn.append(
        words(
            total * unit + 8 if roomy else width,
            floor + 20,
            score,
            colours["brand"],
            size=15,
            weight=600,
            anchor="start" if roomy else "end",
        )
    )
    for lane, (at, text) in enumerate(below, start=1 if roomy else 2):
        baseline = floor + 20 * lane
        drawn.append(line(at, y + tall, at, baseline - 4, colours["ink"]))
        end = max(at - 5, text_width(text, 12.5, 600))
        drawn.append(
            words(end, baseline, text, colours["ink"], size=12.5, weight=600, anchor="end")
        )
    return drawing(width, floor + 30 + 20 * len(below), *about, drawn)


def _lanes(labels: list[tuple[float, str]]) -> list[tuple[float, int, str]]:
    """Labels left of their lines, in lanes so that none covers another: (x, lane, text).

    The rightmost stands on top: no line then runs through a text below it.
    """
    ends: list[float] = []
    placed = []
    for at, text in sorted(labels, reverse=True):
        lane = next((n for n, end in enumerate(ends) if at < end), len(ends))
        ends[lane : lane + 1] = [at - text_width(text, 12.5, 600) - 12]
        placed.append((at, lane, text))
    return placed


# ---- ways up -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gain:
    """One way up: words for the page, and its stretched bar."""

    label: str
    detail: str
    points: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class Gains:
    """Ways up as page rows, as drawings and as a table."""

    title: str
    description: str
    rows: tuple[Gain, ...]
    svg: Markup
    phone: Markup
    table: Table


def gains(
    ways: Sequence[tuple[str, str, int]],
    *,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
) -> Gains:
    """Ways up as (what changes, time and cost, points), drawn on one scale.

    Those above 140 points (a nomination) have no bar; their number stands alone.
    """
    most = max((points for _, _, points in ways if points <= FULL), default=1) or 1
    title = render(msg("Ways up, by gain"), lang)
    shown = [
        (label, detail, points, f"+{points}" if points > 0 else str(points))
        for label, detail, points in ways
    ]
    description = ", ".join(f"{label} {text}" for label, _, _, text in shown)
    rows = tuple(
        Gain(label, detail, text, stretched(12, _gain(points, most, colours)))
        for label, detail, points, text in shown
    )
    head = (msg("What changes"), msg("What it takes"), msg("Points"))
    table = Table(
        title,
        tuple(render(cell, lang) for cell in head),
        tuple((label, detail, text) for label, detail, _, text in shown),
        (2,),
    )
    wide, phone = (
        _gain_drawing(width, shown, most, colours, (title, description)) for width in (WIDE, PHONE)
    )
    return Gains(title, description, rows, wide, phone, table)


def _gain(points: int, most: int, colours: Mapping[str, str]) -> list[Markup]:
    if not 0 < points <= FULL:
        return []
    return [box(0, 0, percent(points / most), 12, colours["brand"])]


def _gain_drawing(
    width: int,
    shown: Sequence[tuple[str, str, int, str]],
    most: int,
    colours: Mapping[str, str],
    about: tuple[str, str],
) -> Markup:
    phone = width == PHONE
    names = width if phone else 320
    left, reach = (0, width - 56) if phone else (340, width - 340 - 60)
    drawn, y = [line(0, 0.5, width, 0.5, colours["rule"])], 0.0
    for label, detail, points, text in shown:
        top = y
        for part in wrapped(label, names - (60 if phone else 0), 13, 600):
            y += 18
            drawn.append(words(0, y, part, colours["ink"], size=13, weight=600))
        for part in wrapped(detail, names, 12):
            y += 16
            drawn.append(words(0, y, part, colours["ink-2"], size=12))
        y += 12
        middle = y + 4 if phone else (top + y) / 2
        if 0 < points <= FULL:
            drawn.append(box(left, middle - 6, reach * points / most, 12, colours["brand"]))
        drawn.append(
            words(
                width,
                top + 18 if phone else middle + 5,
                text,
                colours["ink"],
                size=14,
                weight=600,
                anchor="end",
            )
        )
        y += 14 if phone else 0
        drawn.append(line(0, y, width, y, colours["rule"]))
    return drawing(width, round(y) + 2, *about, drawn)
