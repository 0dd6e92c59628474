"""Cut-offs of rounds over time, and how many candidates stand in each band of the pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.charts.canvas import (
    Chart,
    Scale,
    Table,
    box,
    drawing,
    element,
    line,
    scale_for,
    text_width,
    words,
)
from portal.palette import COLOURS
from portal.text import msg, render

WIDE, PHONE = 720, 328
LEFT, TALL, TOP = 40, 150, 18
YEAR, MONTHS = 366, (1, 4, 7, 10)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One round: its day, lowest and highest CRS (None: no upper end), and its name."""

    day: date
    lowest: int
    highest: int | None
    name: str


def cutoffs(
    rounds: Sequence[Cutoff], *, lang: str = "en", colours: Mapping[str, str] = COLOURS
) -> Chart:
    """Lowest CRS of rounds by day: a dot each, a bar where the round had an upper end.

    There must be at least one round.
    """
    ordered = sorted(rounds, key=lambda each: (each.day, each.lowest))
    first, last = ordered[0].day, ordered[-1].day
    title = render(msg("Lowest CRS of rounds from %(first)s to %(last)s", first=first, last=last),
                   lang)  # fmt: skip
    least = min(ordered, key=lambda each: each.lowest)
    most = max(ordered, key=lambda each: each.lowest)
    said = render(
        msg("%(count)s rounds, from %(least)s on %(first)s to %(most)s on %(last)s",
            count=len(ordered), least=least.lowest, first=least.day, most=most.lowest,
            last=most.day),
        lang,
    )  # fmt: skip
    table = Table(
        title,
        tuple(render(cell, lang) for cell in (msg("Day"), msg("Round"), msg("CRS"))),
        tuple(
            (render(msg("%(day)s", day=each.day), lang), each.name, _range(each, lang))
            for each in reversed(ordered)
        ),
        (2,),
    )
    wide, phone = (
        _plot(width, ordered, {id(each) for each in (least, most, ordered[-1])}, colours,
              (title, said))
        for width in (WIDE, PHONE)
    )  # fmt: skip
    return Chart(title, said, wide, phone, table)


def _range(each: Cutoff, lang: str) -> str:
    if each.highest is None:
        return str(each.lowest)
    return render(msg("%(lowest)s to %(highest)s", lowest=each.lowest, highest=each.highest), lang)


def _plot(
    width: int,
    rounds: list[Cutoff],
    named: set[int],
    colours: Mapping[str, str],
    about: tuple[str, str],
) -> Markup:
    scores = [each.lowest for each in rounds] + [each.highest or each.lowest for each in rounds]
    scale = scale_for(scores, most=5, room=0.4)
    first, last = rounds[0].day, rounds[-1].day
    right = width - 24

    def x(day: date) -> float:
        return LEFT + 12 + (right - LEFT - 12) * (day - first).days / max(1, (last - first).days)

    def y(score: float) -> float:
        return TOP + TALL * (1 - scale.share(score))

    drawn = _frame(scale, width - 4, x, y, (first, last), colours)
    for each in rounds:
        at, low = x(each.day), y(each.lowest)
        if each.highest is not None:
            high = y(each.highest)
            drawn.append(
                box(at - 3, high, 6, max(low - high, 3), colours["pale"], stroke=colours["brand"])
            )
        else:
            drawn.append(element("circle", cx=at, cy=low, r=4, fill=colours["brand"],
                                 stroke=colours["paper"]))  # fmt: skip
    placed: list[tuple[float, float]] = []
    for each in rounds:
        if id(each) not in named:
            continue
        text = str(each.lowest)
        half = text_width(text, 12.5, 600) / 2
        # The lowest is named below its mark, where no other round can lie.
        below = each.lowest == min(other.lowest for other in rounds)
        at = min(x(each.day), width - half)
        baseline = y(each.lowest) + (17 if below else -9)
        if any(abs(at - left) < 2 * half + 4 and abs(baseline - up) < 14 for left, up in placed):
            continue
        placed.append((at, baseline))
        drawn.append(
            words(at, baseline, text, colours["ink"], size=12.5, weight=600, anchor="middle")
        )
    return drawing(width, TOP + TALL + 26, *about, drawn)


def _frame(
    scale: Scale,
    right: float,
    x: Callable[[date], float],
    y: Callable[[float], float],
    span: tuple[date, date],
    colours: Mapping[str, str],
) -> list[Markup]:
    drawn = []
    for tick in scale.ticks():
        drawn.append(words(0, y(tick) + 4, str(tick), colours["ink-2"], size=12))
        drawn.append(line(LEFT, y(tick), right, y(tick), colours["rule"]))
    floor = TOP + TALL
    drawn.append(line(LEFT, floor, right, floor, colours["ink-2"]))
    ends = -1.0
    for day, text in _ticks(*span):
        at, half = x(day), text_width(text, 12) / 2
        drawn.append(line(at, floor, at, floor + 5, colours["ink-2"]))
        if at - half > ends + 6 and at + half <= right:
            drawn.append(words(at, floor + 19, text, colours["ink-2"], size=12, anchor="middle"))
            ends = at + half
    return drawn


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """The beginnings of years; of quarters where the rounds span less than two years."""
    months = MONTHS if (last - first).days < 2 * YEAR else (1,)
    found = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in months]
    return [
        (day, str(day.year) if len(months) == 1 else f"{day.year}-{day.month:02}")
        for day in found
        if first <= day <= last
    ]


def pool_bands(
    bands: Sequence[tuple[int, int, int]],
    *,
    mark: tuple[int, str] | None = None,
    title: str,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
) -> Chart:
    """Candidates by band of scores, best first: (low, high, candidates).

    ``mark``: a score and what it is called; its band is filled and carries the words.
    """
    names = [
        render(msg("%(lowest)s to %(highest)s", lowest=low, highest=high), lang)
        for low, high, _ in bands
    ]
    counts = [render(msg("%(number)s", number=count), lang) for _, _, count in bands]
    said = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    head = tuple(render(cell, lang) for cell in (msg("CRS"), msg("Candidates")))
    table = Table(title, head, tuple(zip(names, counts, strict=True)), (1,))
    wide, phone = (
        _bars(width, bands, (names, counts), mark, colours, (title, said))
        for width in (WIDE, PHONE)
    )
    return Chart(title, said, wide, phone, table)


def _bars(
    width: int,
    bands: Sequence[tuple[int, int, int]],
    texts: tuple[list[str], list[str]],
    mark: tuple[int, str] | None,
    colours: Mapping[str, str],
    about: tuple[str, str],
) -> Markup:
    most = max(*(count for _, _, count in bands), 1)
    left = max(text_width(name, 12.5) for name in texts[0]) + 10
    room = max(text_width(count, 12.5, 600) for count in texts[1]) + 8
    widest = width - left - room
    drawn, y = [], 2.0
    for (low, high, count), name, number in zip(bands, *texts, strict=True):
        here = mark is not None and low <= mark[0] <= high
        if here and mark is not None:
            drawn.append(words(left, y + 12, mark[1], colours["brand"], size=12.5, weight=600))
            y += 18
        wide = max(widest * count / most, 1)
        drawn.append(words(left - 10, y + 13, name, colours["ink"], size=12.5,
                           weight=600 if here else 400, anchor="end"))  # fmt: skip
        drawn.append(box(left, y + 1, wide, 16, colours["brand" if here else "pale"],
                         stroke=colours["brand"]))  # fmt: skip
        drawn.append(words(left + wide + 6, y + 13, number, colours["ink"], size=12.5, weight=600))
        y += 23
    return drawing(width, y, *about, drawn)
