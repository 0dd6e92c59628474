"""A score over time: a line that steps where a fact or a rule changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from portal.charts.canvas import (
    Chart,
    Scale,
    Table,
    drawing,
    element,
    line,
    scale_for,
    text_width,
    words,
    wrapped,
)
from portal.palette import COLOURS
from portal.text import msg, render

WIDE, PHONE = 720, 328
LEFT, TALL = 40, 130
LABEL = 92  # how wide a date's words may run


def step_line(
    start: tuple[date, int],
    changes: Sequence[tuple[date, int, str]],
    end: date,
    *,
    cutoffs: Sequence[tuple[str, int]] = (),
    lapsed_on: date | None = None,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
) -> Chart:
    """The score from `start` to `end`: each change is (day, new score, why).

    From `lapsed_on`, the day a test stops counting, the line is dotted. `cutoffs` are levels to
    compare with. Changes outside the span are left out.
    """
    first, now = start
    kept = sorted((day, total, why) for day, total, why in changes if first < day <= end)
    title = render(msg("Your score from %(first)s to %(end)s", first=first, end=end), lang)
    said = [render(msg("%(score)s now", score=now), lang)]
    said += [
        render(msg("%(score)s from %(day)s: %(why)s", score=total, day=day, why=why), lang)
        for day, total, why in kept
    ]
    said += [f"{name} {level}" for name, level in cutoffs]
    head = (msg("From"), msg("Score"), msg("Because"))
    table = Table(
        title,
        tuple(render(cell, lang) for cell in head),
        (
            (render(msg("%(day)s", day=first), lang), str(now), render(msg("now"), lang)),
            *((render(msg("%(day)s", day=day), lang), str(total), why) for day, total, why in kept),
        ),
        (1,),
    )
    about = title, ". ".join(said)
    wide, phone = (
        _plot(width, (first, now), kept, end, list(cutoffs), lapsed_on, colours, about, lang)
        for width in (WIDE, PHONE)
    )
    return Chart(title, about[1], wide, phone, table)


def _plot(
    width: int,
    start: tuple[date, int],
    kept: list[tuple[date, int, str]],
    end: date,
    cutoffs: list[tuple[str, int]],
    lapsed_on: date | None,
    colours: Mapping[str, str],
    about: tuple[str, str],
    lang: str,
) -> Markup:
    first, now = start
    levels = [now, *(total for _, total, _ in kept), *(level for _, level in cutoffs)]
    scale = scale_for(levels, most=5, room=0.4)
    right = width - 4

    def x(day: date) -> float:
        return LEFT + (right - LEFT) * (day - first).days / max(1, (end - first).days)

    def y(score: float) -> float:
        return 14 + TALL * (1 - scale.share(score))

    drawn = _grid(scale, right, y, cutoffs, colours)
    drawn += _line(x, y, start, kept, end, lapsed_on, colours)
    before = now
    for day, total, _ in kept:
        if total == before:
            continue
        before = total
        drawn.append(
            words(x(day) + 5, y(total) - 6, str(total), colours["brand"], size=12.5, weight=600)
        )
    label = render(msg("%(score)s now", score=now), lang)
    drawn.append(words(LEFT + 8, y(now) - 7, label, colours["brand"], size=12.5, weight=600))
    drawn.append(element("circle", cx=LEFT, cy=y(now), r=4.5, fill=colours["brand"]))
    below, bottom = _dates(width, x, kept, colours, lang)
    return drawing(width, bottom, *about, drawn + below)


def _grid(
    scale: Scale, right: float, y: Any, cutoffs: list[tuple[str, int]], colours: Mapping[str, str]
) -> list[Markup]:
    drawn = []
    for tick in scale.ticks():
        drawn.append(words(0, y(tick) + 4, str(tick), colours["ink-2"], size=12))
        drawn.append(line(LEFT, y(tick), right, y(tick), colours["rule"]))
    for name, level in cutoffs:
        drawn.append(line(LEFT, y(level), right, y(level), colours["ink"], 1.6, "3 3"))
        drawn.append(
            words(
                right,
                y(level) - 5,
                f"{name} {level}",
                colours["ink"],
                size=12.5,
                weight=600,
                anchor="end",
            )
        )
    return drawn


def _line(
    x: Any,
    y: Any,
    start: tuple[date, int],
    kept: list[tuple[date, int, str]],
    end: date,
    lapsed_on: date | None,
    colours: Mapping[str, str],
) -> list[Markup]:
    """The stepping line, solid until `lapsed_on` and dotted after it."""
    corners = [start, *((day, total) for day, total, _ in kept)]
    solid: list[str] = []
    dotted: list[str] = []
    for at, (day, total) in enumerate(corners):
        until = corners[at + 1][0] if at + 1 < len(corners) else end
        turn = min(max(lapsed_on, day), until) if lapsed_on else until
        if at:
            before = corners[at - 1][1]
            path = dotted if lapsed_on and day > lapsed_on else solid
            path.append(f"M{x(day):.1f} {y(before):.1f}V{y(total):.1f}")
        if turn > day:
            solid.append(f"M{x(day):.1f} {y(total):.1f}H{x(turn):.1f}")
        if until > turn:
            dotted.append(f"M{x(turn):.1f} {y(total):.1f}H{x(until):.1f}")
    style: dict[str, Any] = {"fill": "none", "stroke": colours["brand"], "stroke_width": 2.5}
    drawn = [element("path", d="".join(solid), stroke_linecap="square", **style)] if solid else []
    if dotted:
        drawn.append(element("path", d="".join(dotted), stroke_dasharray="2 4", **style))
    return drawn


def _dates(
    width: int, x: Any, kept: list[tuple[date, int, str]], colours: Mapping[str, str], lang: str
) -> tuple[list[Markup], int]:
    """Each change's day and reason under the plot, in as many lanes as keep them apart."""
    floor = 14 + TALL
    drawn = [line(LEFT, floor, width - 4, floor, colours["ink-2"])]
    lanes: list[float] = []
    deepest = 1
    for day, _, why in kept:
        shown = render(msg("%(day)s", day=day), lang)
        reason = wrapped(why, LABEL + 30, 12)
        wide = max(text_width(shown, 12.5, 600), *(text_width(part, 12) for part in reason))
        centre = min(max(x(day), wide / 2), width - wide / 2)
        lane = next((at for at, end in enumerate(lanes) if centre - wide / 2 > end + 8), len(lanes))
        lanes[lane : lane + 1] = [centre + wide / 2]
        top = floor + 18 + 50 * lane
        drawn.append(line(x(day), floor - 4, x(day), top - 11, colours["ink"], 1.2))
        drawn.append(
            words(centre, top, shown, colours["ink"], size=12.5, weight=600, anchor="middle")
        )
        for at, part in enumerate(reason, start=1):
            drawn.append(
                words(centre, top + 15 * at, part, colours["ink-2"], size=12, anchor="middle")
            )
        deepest = max(deepest, 18 + 50 * lane + 15 * len(reason))
    return drawn, floor + deepest + 8
