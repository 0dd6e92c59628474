"""The ruler: rounds as bands and ticks, the client's score as one line through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from portal.charts.canvas import (
    Scale,
    Table,
    box,
    element,
    line,
    percent,
    scale_for,
    stretched,
    text_width,
    words,
)
from portal.charts.outcomes import Outcome, outcome_badge, standing
from portal.charts.ruler_drawing import (
    DASHED,
    Round,
    detail_of,
    phone_drawing,
    range_of,
    wide_drawing,
)
from portal.palette import COLOURS
from portal.text import Text, msg, render

REACH = 150  # points either side of the score that a scale may show


@dataclass(frozen=True, slots=True)
class RulerRow:
    """One round: words for the page, its stretched strip, and its badge."""

    name: str
    detail: str
    outcome: Outcome
    because: str
    strip: Markup


@dataclass(frozen=True, slots=True)
class Ruler:
    """The ruler as page parts (`axis`, `rows`), as one drawing (`svg`, `phone`), as a table."""

    title: str
    description: str
    axis: Markup
    rows: tuple[RulerRow, ...]
    svg: Markup
    phone: Markup
    table: Table


def ruler(
    rounds: Sequence[Mapping[str, Any]],
    score: int | None,
    *,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
    in_pool: bool = False,
    who: Text | str | None = None,
) -> Ruler:
    """Contract rounds (oldest to newest as given) against a CRS score, 0 to 1200, or None.

    A band is the range a round took, a tick its lowest score with all above it in grey; a dashed
    band looked for other people. With `in_pool` each round is read as if today's facts had been
    in the pool. `who` replaces "You" on the score's label. Numbers beyond the scale sit on its
    end and keep their own label.
    """
    entries = [_read(entry, lang, in_pool) for entry in rounds]
    scale = _scale(entries, score)
    label = (
        None
        if score is None
        else render(who if who is not None else msg("You %(score)s", score=score), lang)
    )
    title = render(msg("The score against %(count)s rounds", count=len(entries)), lang)
    about = " ".join(_sentence(entry, lang) for entry in entries)
    rows = tuple(
        RulerRow(
            entry.name,
            detail_of(entry, lang, score),
            entry.badge,
            entry.because,
            _strip(entry, scale, score, colours),
        )
        for entry in entries
    )
    return Ruler(
        title,
        about,
        _axis(scale, score, label, colours, title, about),
        rows,
        wide_drawing(entries, scale, score, label, colours, (title, about)),
        phone_drawing(entries, scale, score, label, colours, (title, about), lang),
        _table(entries, title, lang),
    )


def _read(entry: Mapping[str, Any], lang: str, in_pool: bool) -> Round:
    seen = standing(entry, in_pool=in_pool)
    day = entry["on"]
    return Round(
        name=str(entry.get("name") or ""),
        day=render(
            msg("%(day)s", day=date.fromisoformat(day) if isinstance(day, str) else day), lang
        ),
        lowest=entry.get("lowest"),
        highest=entry.get("highest"),
        crs=seen.get("crs"),
        outcome=str(seen.get("outcome") or "unknown"),
        badge=outcome_badge(entry, lang, in_pool=in_pool),
        because=str(entry.get("because") or ""),
        invitations=entry.get("invitations"),
    )


def _scale(entries: Sequence[Round], score: int | None) -> Scale:
    numbers = [n for e in entries for n in (e.lowest, e.highest, e.crs) if n is not None]
    if score is not None:
        near = [n for n in numbers if abs(n - score) <= REACH]
        numbers = [*near, score]
    return scale_for(numbers or [400, 500])


def _sentence(entry: Round, lang: str) -> str:
    return render(
        msg(
            "%(round)s, %(day)s, %(range)s: %(outcome)s.",
            round=entry.name,
            day=entry.day,
            range=range_of(entry),
            outcome=entry.badge.words,
        ),
        lang,
    )


def _table(entries: Sequence[Round], title: str, lang: str) -> Table:
    head = (
        msg("Round"),
        msg("Date"),
        msg("Lowest"),
        msg("Highest"),
        msg("Invited"),
        msg("Your points"),
        msg("Outcome"),
    )
    rows = tuple(
        (
            entry.name,
            entry.day,
            *(
                "" if n is None else render(msg("%(n)s", n=n), lang)
                for n in (entry.lowest, entry.highest, entry.invitations, entry.crs)
            ),
            entry.badge.words,
        )
        for entry in entries
    )
    return Table(title, tuple(render(cell, lang) for cell in head), rows, (2, 3, 4, 5))


# ---- the page: stretched parts -------------------------------------------------------------

STRIP, MIDDLE = 50, 17
OVER = 200  # the page cuts the score's line at the row, however high the row is


def _axis(
    scale: Scale,
    score: int | None,
    label: str | None,
    colours: Mapping[str, str],
    title: str,
    about: str,
) -> Markup:
    parts = []
    for tick in scale.ticks():
        at = scale.share(tick)
        if score is not None and abs(at - scale.share(score)) < 0.175:
            continue
        parts.append(words(percent(at), 19, str(tick), colours["ink-2"], size=14, anchor="middle"))
    if score is not None and label is not None:
        wide = text_width(label, 14, 400) + 14
        at = scale.share(score)
        shift = -wide * at if at < 0.12 or at > 0.88 else -wide / 2
        pill = box(shift, 2, wide, 24, colours["brand"], rx=3)
        text = words(
            shift + wide / 2, 19, label, colours["paper"], size=14, weight=650, anchor="middle"
        )
        parts.append(element("svg", pill + text, x=percent(at), overflow="visible"))
        parts.append(line(percent(at), 24, percent(at), 30, colours["brand"], 2.5))
    return stretched(30, parts, title, about)


def _strip(entry: Round, scale: Scale, score: int | None, colours: Mapping[str, str]) -> Markup:
    parts = [line("0%", MIDDLE, "100%", MIDDLE, colours["rule"])]
    parts += _marks(entry, scale, score, colours)
    if score is not None:
        at = percent(scale.share(score))
        parts.append(line(at, -OVER, at, STRIP + OVER, colours["brand"], 2.5))
        if entry.crs is not None and entry.crs != score:
            then = percent(scale.share(entry.crs))
            parts.append(
                element(
                    "circle",
                    cx=then,
                    cy=MIDDLE,
                    r=5,
                    fill=colours["paper"],
                    stroke=colours["brand"],
                    stroke_width=2.5,
                )
            )
    return stretched(STRIP, parts)


def _marks(
    entry: Round, scale: Scale, score: int | None, colours: Mapping[str, str]
) -> list[Markup]:
    if entry.lowest is None:
        return [line("0%", MIDDLE, "100%", MIDDLE, colours["edge"], 1.5, "3 4")]
    won, dashed = entry.outcome == "invited", entry.outcome in DASHED
    low = scale.share(entry.lowest)
    high = 1.0 if entry.highest is None else scale.share(entry.highest)
    tick = colours["good"] if won else colours["ink"]
    parts = []
    if dashed and entry.highest is not None:
        parts.append(
            box(
                percent(low),
                MIDDLE - 8,
                percent(high - low),
                16,
                colours["paper"],
                stroke=colours["ink-2"],
                stroke_width=1.5,
                stroke_dasharray="4 3",
            )
        )
    else:
        tall = 18 if entry.highest is not None else 8
        fill = colours["won"] if won else colours["rule"]
        parts.append(box(percent(low), MIDDLE - tall / 2, percent(high - low), tall, fill))
        ends = [low] if entry.highest is None else [low, high]
        parts += [
            line(
                percent(at),
                MIDDLE - 11,
                percent(at),
                MIDDLE + 11,
                tick,
                2.2,
                "4 3" if dashed else None,
            )
            for at in ends
        ]
    close = entry.highest is not None and high - low < 0.16
    parts.append(_number(entry.lowest, scale, score, "end" if close else "", tick))
    if entry.highest is not None and entry.highest != entry.lowest:
        parts.append(_number(entry.highest, scale, score, "start" if close else "", tick))
    return parts


def _number(value: int, scale: Scale, score: int | None, anchor: str, colour: str) -> Markup:
    """A number under its mark, beside the score's line and inside the strip."""
    share = scale.share(value)
    if not anchor and score is not None and abs(share - scale.share(score)) < 0.06:
        anchor = "end" if value < score else "start"
    if not 0.06 <= share <= 0.94:
        anchor = "start" if share < 0.06 else "end"
    dx = {"start": 3, "end": -3}.get(anchor, 0) * (1 if 0.06 <= share <= 0.94 else -1)
    return words(
        percent(share),
        43,
        str(value),
        colour,
        size=13.5,
        weight=650,
        anchor=anchor or "middle",
        dx=dx,
    )
