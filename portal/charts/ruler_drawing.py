"""The ruler as one drawing of fixed width: for the PDF, and 328 units wide for a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.charts.canvas import Scale, box, drawing, line, picture, text_width, words, wrapped
from portal.charts.outcomes import Outcome
from portal.text import Text, msg, render

WIDE, PHONE = 720, 328
NAMES, PLOT = 176, 404  # of the wide drawing: where names end, how wide the plot is
DASHED = ("wrong_occupation", "outside_profile_window", "not_eligible", "not_in_pool", "unknown")


@dataclass(frozen=True, slots=True)
class Round:
    """A contract round, read for one question and in one language."""

    name: str
    day: str
    lowest: int | None
    highest: int | None
    crs: int | None
    outcome: str
    badge: Outcome
    because: str
    invitations: int | None


def range_of(entry: Round) -> Text:
    """The scores a round took, in words."""
    if entry.lowest is None:
        return msg("no score published")
    if entry.highest is None:
        return msg("%(lowest)s and up", lowest=entry.lowest)
    return msg("from %(lowest)s to %(highest)s", lowest=entry.lowest, highest=entry.highest)


def detail_of(entry: Round, lang: str, score: int | None = None) -> str:
    """Its day and its range, and the score of that day where it was another than today's.

    Without it “52 below” stands beside a line that is 17 below.
    """
    detail = render(msg("%(day)s, %(range)s", day=entry.day, range=range_of(entry)), lang)
    if entry.crs is None or score is None or entry.crs == score:
        return detail
    return render(msg("%(detail)s; score that day %(crs)s", detail=detail, crs=entry.crs), lang)


def wide_drawing(
    entries: Sequence[Round],
    scale: Scale,
    score: int | None,
    label: str | None,
    colours: Mapping[str, str],
    about: tuple[str, str],
) -> Markup:
    """720 units wide: names left, the plot, the outcomes right."""
    rows, bottom = [], 34
    for entry in entries:
        name = wrapped(entry.name, NAMES - 12, 13, 600)
        badge = wrapped(entry.badge.words, WIDE - NAMES - PLOT - 38, 12.5, 600)
        tall = max(24 + 16 * len(name), 16 + 15 * len(badge))
        rows.append((entry, name, badge, bottom, tall))
        bottom += tall
    parts = _ticks(scale, score, colours, NAMES, PLOT, 16, (34, bottom))
    for entry, name, badge, y, tall in rows:
        middle = y + tall / 2
        for at, text in enumerate(name):
            parts.append(words(0, y + 18 + 16 * at, text, colours["ink"], size=13, weight=600))
        parts.append(words(0, y + 17 + 16 * len(name), entry.day, colours["ink-2"], size=12))
        parts += _drawn(entry, scale, score, colours, NAMES, PLOT, middle)
        mark = colours["good"] if entry.badge.kind == "won" else colours["ink"]
        parts.append(picture(entry.badge.icon, NAMES + PLOT + 16, middle - 8, 16, mark))
        first = middle + 4.5 - 7.5 * (len(badge) - 1)
        for at, text in enumerate(badge):
            parts.append(
                words(
                    NAMES + PLOT + 38, first + 15 * at, text, colours["ink"], size=12.5, weight=600
                )
            )
        parts.append(line(0, y + tall, WIDE, y + tall, colours["rule"]))
    parts += _score_line(scale, score, label, colours, NAMES, PLOT, (2, bottom))
    return drawing(WIDE, bottom + 2, *about, parts)


def phone_drawing(
    entries: Sequence[Round],
    scale: Scale,
    score: int | None,
    label: str | None,
    colours: Mapping[str, str],
    about: tuple[str, str],
    lang: str,
) -> Markup:
    """328 units wide: the words of each round over its strip."""
    y, left, width = 34, 8, PHONE - 16
    parts = _ticks(scale, score, colours, left, width, 18, None)
    for entry in entries:
        said = [(text, 14, 600, "ink") for text in wrapped(entry.name, PHONE, 14, 600)]
        said += [
            (text, 13, 400, "ink-2") for text in wrapped(detail_of(entry, lang, score), PHONE, 13)
        ]
        for text, size, weight, colour in said:
            y += 18
            parts.append(words(0, y, text, colours[colour], size=size, weight=weight))
        y += 20
        mark = colours["good"] if entry.badge.kind == "won" else colours["ink"]
        parts.append(picture(entry.badge.icon, 0, y - 12, 15, mark))
        parts.append(words(21, y, entry.badge.words, colours["ink"], size=13, weight=600))
        parts += _drawn(entry, scale, score, colours, left, width, y + 20, below=True)
        if score is not None:
            x = left + scale.share(score) * width
            parts.append(line(x, y + 6, x, y + 54, colours["brand"], 2.5))
        y += 54
        parts.append(line(0, y, PHONE, y, colours["rule"]))
    parts += _score_line(scale, score, label, colours, left, width, (2, 34))
    return drawing(PHONE, y + 2, *about, parts)


def _ticks(
    scale: Scale,
    score: int | None,
    colours: Mapping[str, str],
    left: int,
    width: int,
    baseline: int,
    grid: tuple[int, int] | None,
) -> list[Markup]:
    parts = []
    for tick in scale.ticks():
        x = left + scale.share(tick) * width
        if grid is not None:
            parts.append(line(x, grid[0], x, grid[1], colours["rule"], 0.8))
        if score is None or abs(scale.share(tick) - scale.share(score)) * width > 52:
            parts.append(
                words(x, baseline, str(tick), colours["ink-2"], size=12.5, anchor="middle")
            )
    return parts


def _score_line(
    scale: Scale,
    score: int | None,
    label: str | None,
    colours: Mapping[str, str],
    left: int,
    width: int,
    span: tuple[int, int],
) -> list[Markup]:
    if score is None or label is None:
        return []
    x = left + scale.share(score) * width
    wide = text_width(label, 13, 600) + 18
    start = min(max(x - wide / 2, left), left + width - wide)
    return [
        line(x, span[0] + 10, x, span[1], colours["brand"], 2.5),
        box(start, span[0], wide, 22, colours["brand"], rx=2),
        words(
            start + wide / 2,
            span[0] + 15.5,
            label,
            colours["paper"],
            size=13,
            weight=600,
            anchor="middle",
        ),
    ]


def _drawn(
    entry: Round,
    scale: Scale,
    score: int | None,
    colours: Mapping[str, str],
    left: int,
    width: int,
    middle: float,
    *,
    below: bool = False,
) -> list[Markup]:
    """A round's band or tick on a drawing of fixed width; numbers beside it, or `below`."""
    if entry.lowest is None:
        return [line(left, middle, left + width, middle, colours["edge"], 1.2, "3 4")]
    won, dashed = entry.outcome == "invited", entry.outcome in DASHED
    low = left + scale.share(entry.lowest) * width
    high = left + width if entry.highest is None else left + scale.share(entry.highest) * width
    edge = colours["good"] if won else colours["ink"]
    if entry.highest is None:
        parts = [
            box(low, middle - 4, high - low, 8, colours["won" if won else "rule"]),
            line(low, middle - 9, low, middle + 9, edge, 2.4, "4 3" if dashed else None),
        ]
    else:
        fill = colours["paper"] if dashed else colours["won" if won else "rule"]
        parts = [
            box(
                low,
                middle - 8,
                max(high - low, 2),
                16,
                fill,
                stroke=edge,
                stroke_width=1.2,
                stroke_dasharray="4 3" if dashed else None,
            )
        ]
    numbers = [(entry.lowest, low, -1)]
    if entry.highest is not None and entry.highest != entry.lowest:
        numbers.append((entry.highest, high, 1))
    line_at = None if score is None else left + scale.share(score) * width
    for value, x, side in numbers:
        wide = text_width(str(value), 13, 600)
        centre = x if below else x + side * (5 + wide / 2)
        if line_at is not None and abs(centre - line_at) < wide / 2 + 4:
            way = (1 if x > line_at else -1) if below else side
            centre = line_at + way * (wide / 2 + 5)
        baseline = middle + (25 if below else 4.5)
        colour = edge if below else colours["ink"]
        parts.append(
            words(centre, baseline, str(value), colour, size=12.5, weight=600, anchor="middle")
        )
    return parts
