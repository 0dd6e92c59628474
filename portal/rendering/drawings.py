"""What the PDF draws: the cover's ruler, the score as one bar, and a small bar for each round.

Small bars and icons are backgrounds of cells that say the same in words, so they need no
description; the two large drawings carry one. Colours are attributes, since WeasyPrint's SVG
knows no style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from portal.charts import stacked_bar
from portal.icons import shapes
from portal.rendering import cover
from portal.rendering.bars import axis, gridlines, round_bar, standing_bar
from portal.rendering.bundle import BASE
from portal.rendering.points import SectionView
from portal.rendering.scale import Scale
from portal.rendering.speech import Speaker, place
from portal.rendering.standing import edges_of
from portal.rendering.svg import line, rect, svg
from portal.rendering.verdicts import RoundView
from portal.rendering.view import Report
from portal.text import msg

#: Icons the PDF uses beside words, by the class of what stands around them and its colour.
ICONS = (
    "arrow-down-to-line",
    "arrow-up-to-line",
    "ban",
    "calendar-x-2",
    "check",
    "circle-check",
    "circle-question-mark",
    "clock",
    "info",
    "octagon-alert",
    "triangle-alert",
    "x",
)
#: The class beside the icon's own, and the colour it asks for.
_TONES = (
    ("", "ink"),
    (".won", "paper"),
    (".met", "good"),
    (".error", "stop"),
    (".warning", "watch"),
    (".cleared", "good"),
)


@dataclass(frozen=True, slots=True)
class Drawings:
    """`cover` and `points` go into the page; `files` are served, `css` refers to them."""

    cover: Markup
    points: Markup
    scale: Scale
    files: Mapping[str, str]
    css: str


@dataclass(slots=True)
class _Sheet:
    """Collects files and the rules that show them."""

    colours: Mapping[str, str]
    files: dict[str, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)

    def background(self, selector: str, name: str, svg: str, under: str = "") -> None:
        """Serve `svg` as `name` and show it behind `selector`, above the file `under`."""
        self.files[name] = svg
        layers = [f"url({BASE}drawn/{each})" for each in (name, under) if each]
        self.rules.append(f"{selector} {{ background-image: {', '.join(layers)} }}")


def drawings(view: Report, colours: Mapping[str, str]) -> Drawings:
    """All drawings of one report in the firm's colours."""
    say = Speaker(view.lang, view.paper.timezone)
    sheet = _Sheet(colours)
    rounds = view.rounds
    edges = edges_of([*rounds.ruler, *(row.last for row in rounds.standings)])
    edges += [edge for row in rounds.standings for edge in (row.lowest, row.highest) if edge]
    scale = Scale.around(view.total, edges)
    sheet.files["lines.svg"] = gridlines(scale, view.total, colours)
    for place_, row in enumerate(rounds.standings):
        bar = standing_bar(row, scale, colours)
        sheet.background(f"#standing-{place_}", f"standing-{place_}.svg", bar, "lines.svg")
    for place_, each in enumerate(rounds.listed):
        bar = round_bar(each, scale, colours)
        sheet.background(f"#round-{place_}", f"round-{place_}.svg", bar, "lines.svg")
    sheet.background(".standing .axis", "axis.svg", axis(scale, view.total, colours, say, 133))
    sheet.background(".rounds .axis", "small.svg", axis(scale, view.total, colours, say, 79))
    sheet.files["mark.svg"] = _firm_mark(colours)
    _icons(sheet)
    return Drawings(
        cover=cover.cover(view, colours, say),
        points=_points(view.sections, rounds.ruler, colours, say),
        scale=scale,
        files=sheet.files,
        css="\n".join(sheet.rules),
    )


def _firm_mark(colours: Mapping[str, str]) -> str:
    """The practice's mark: a small ruler with one long line."""
    ticks = (
        '<path d="M7 23.5h18M9 23v-3M12.5 23v-6M19.5 23v-6M23 23v-3" fill="none" '
        f'stroke="{colours["paper"]}" stroke-width="1.6"/>'
    )
    ground = rect(0, 0, 32, 32, colours["brand"], 'rx="4"')
    return svg(32, 32, [ground, ticks, line(16, 23.5, 16, 7, colours["paper"], 2.6)])


def _icons(sheet: _Sheet) -> None:
    for name in ICONS:
        for around, colour in _TONES:
            file = f"{name}-{colour}.svg"
            drawn = (
                '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" '
                f'viewBox="0 0 24 24" fill="none" stroke="{sheet.colours[colour]}" '
                'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">'
                f"{shapes(name)}</svg>"
            )
            sheet.background(f".i-{name}{around}", file, drawn)


def _points(
    sections: Sequence[SectionView],
    near: Sequence[RoundView],
    colours: Mapping[str, str],
    say: Speaker,
) -> Markup:
    """The score as one bar of named parts, with the two nearest cutoffs."""
    parts = [(each.label, each.points or 0) for each in sections]
    marks: dict[int, str] = {}
    for each in near:
        if each.lowest is not None:
            who = say(msg("Federal")) if each.province is None else say(place(each.province))
            marks.setdefault(each.lowest, who)
    nearest = [(who, lowest) for lowest, who in marks.items()][-2:]
    return stacked_bar(parts, nearest, lang=say.lang, colours=colours).svg
