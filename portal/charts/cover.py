"""The ruler on the PDF's cover: a dark column from page edge to page edge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from portal.charts.canvas import SERIF, box, drawing, line, scale_for, words
from portal.palette import COLOURS
from portal.text import msg, render

WIDTH, HEIGHT = 252, 1100  # of the column; a Letter page is 850 by 1100 in the same unit


def cover_ruler(
    score: int | None,
    bands: Sequence[tuple[str, int, int | None]],
    *,
    lang: str = "en",
    colours: Mapping[str, str] = COLOURS,
) -> Markup:
    """Up to three rounds as (name, lowest, highest or None) beside the score, highest on top.

    It repeats what the next page says in full; its description says the same in words.
    """
    numbers = [n for _, low, high in bands for n in (low, high) if n is not None]
    scale = scale_for([*numbers, *([] if score is None else [score])] or [400, 500], most=6, room=1)

    def y(value: float) -> float:
        return 1000 - 880 * scale.share(value)

    parts = [box(0, 0, WIDTH, HEIGHT, colours["deep"])]
    unit = scale.step / 10
    steps = round((scale.high - scale.low) / unit)
    for at in range(steps + 1):
        value = scale.low + unit * at
        reach = 56 if at % 10 == 0 else 35 if at % 5 == 0 else 18
        parts.append(line(0, y(value), reach, y(value), colours["mid"], 1))
    taken: list[float] = [] if score is None else [y(score)]
    said = []
    for name, low, high in bands[:3]:
        parts += _band(name, low, high, y, taken, colours, lang)
        shown = msg("%(name)s took %(low)s to %(high)s", name=name, low=low, high=high)
        said.append(
            render(shown if high is not None else msg("%(name)s %(low)s", name=name, low=low), lang)
        )
    for tick in scale.ticks():
        if all(abs(y(tick) - other) > 26 for other in taken):
            parts.append(words(68, y(tick) + 5, str(tick), colours["pale"], size=15))
    if score is not None:
        parts.append(line(0, y(score), WIDTH, y(score), colours["paper"], 3))
        parts.append(
            words(
                WIDTH - 24,
                y(score) - 12,
                str(score),
                colours["paper"],
                size=58,
                weight=500,
                anchor="end",
                family=SERIF,
            )
        )
    title = render(msg("The score beside the rounds"), lang)
    description = ", ".join([*([] if score is None else [str(score)]), *said])
    return drawing(WIDTH, HEIGHT, title, description, parts)


def _band(
    name: str,
    low: int,
    high: int | None,
    y: Callable[[float], float],
    taken: list[float],
    colours: Mapping[str, str],
    lang: str,
) -> list[Markup]:
    if high is None:
        at = y(low)
        parts = [line(0, at, 56, at, colours["paper"], 2.5)]
        text = render(msg("%(name)s %(low)s", name=name, low=low), lang)
        baseline = _free(at, taken)
        return [*parts, words(68, baseline + 5, text, colours["paper"], size=15)]
    parts = [box(0, y(high), 10, y(low) - y(high), colours["mark"])]
    baseline = _free(
        min(max(taken[0] + 40, y(high) + 20), y(low) - 24) if taken else y(high) + 20,
        taken,
    )
    _free(baseline + 20, taken)
    range_words = render(msg("%(low)s to %(high)s", low=low, high=high), lang)
    return [
        *parts,
        words(68, baseline + 5, name, colours["mark"], size=15),
        words(68, baseline + 25, range_words, colours["mark"], size=15, weight=600),
    ]


def _free(at: float, taken: list[float]) -> float:
    """The nearest height below `at` where no other words stand; it is then taken."""
    while any(abs(at - other) < 20 for other in taken):
        at += 4
    taken.append(at)
    return at
