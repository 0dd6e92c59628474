"""What the PDF draws: the cover's ruler, the score as one bar, and a small bar for each round.

Small bars and icons are backgrounds of cells that say the same in words, so they need no
description; the two large drawings carry one. Colours are attributes, since WeasyPrint's SVG
knows no style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from portal.charts import stacked_bar
from portal.rendering.bundle import BASE
from portal.rendering.points import SectionView
from portal.rendering.scale import Scale
from portal.rendering.speech import Speaker, place
from portal.rendering.standing import Standing
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
_TONES = (("", "ink"), (".won ", "paper"), (".met ", "good"), (".error ", "stop"),
          (".warning ", "watch"), (".cleared ", "good"))  # fmt: skip


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
    scale = Scale.around(view.total, _edges(rounds.ruler, rounds.standings))
    sheet.files["lines.svg"] = _lines(scale, view.total, colours)
    for place_, row in enumerate(rounds.standings):
        bar = _standing_bar(row, scale, colours)
        sheet.background(f"#standing-{place_}", f"standing-{place_}.svg", bar, "lines.svg")
    for place_, each in enumerate(rounds.recent):
        bar = _round_bar(each, scale, colours)
        sheet.background(f"#round-{place_}", f"round-{place_}.svg", bar, "lines.svg")
    sheet.background(".standing .axis", "axis.svg", _axis(scale, view.total, colours, say, 156))
    sheet.background(".rounds .axis", "small.svg", _axis(scale, view.total, colours, say, 88))
    sheet.files["mark.svg"] = _firm_mark(colours)
    _icons(sheet)
    return Drawings(
        cover=_cover(view, colours, say),
        points=_points(view.sections, rounds.ruler, colours, say),
        scale=scale,
        files=sheet.files,
        css="\n".join(sheet.rules),
    )


def _edges(ruler: Sequence[RoundView], standings: Sequence[Standing]) -> list[int]:
    """Every published edge near enough to share the scale."""
    edges = [edge for each in ruler for edge in (each.lowest, each.highest) if edge is not None]
    edges += [edge for row in standings for edge in (row.lowest, row.highest) if edge is not None]
    return edges


def _svg(width: float, height: float, parts: Iterable[str], *, stretch: bool = False) -> str:
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}"{ratio}>' + "".join(parts) + "</svg>"
    )


def _rect(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{height:.2f}" '
        f'fill="{fill}" {more}/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    return (
        f'<path d="M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}" stroke="{stroke}" '
        f'stroke-width="{width:g}" fill="none"/>'
    )


def _text(x: float, y: float, words: str, size: float, fill: str, more: str = "") -> str:
    family = "" if "font-family" in more else 'font-family="Hanken Grotesk" '
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{fill}" {family}{more}>'
        f"{escape(words)}</text>"
    )


#: A small bar's own units: as wide as the scale in hundredths, stretched to its cell.
WIDE, HIGH = 200.0, 20.0


def _lines(scale: Scale, total: int | None, colours: Mapping[str, str]) -> str:
    """Faint gridlines and the client's own line, for every row of a table."""
    parts = [
        _line(scale.at(mark) * WIDE, 0, scale.at(mark) * WIDE, HIGH, colours["rule"], 0.6)
        for mark in scale.marks
    ]
    if total is not None:
        x = scale.at(total) * WIDE
        parts.append(_line(x, 0, x, HIGH, colours["brand"], 2))
    return _svg(WIDE, HIGH, parts, stretch=True)


def _standing_bar(row: Standing, scale: Scale, colours: Mapping[str, str]) -> str:
    """A pale band over all cutoffs of the kind, and a tick or band at the last one."""
    parts: list[str] = []
    if row.lowest is not None and row.highest is not None and row.highest > row.lowest:
        left, right = scale.at(row.lowest) * WIDE, scale.at(row.highest) * WIDE
        parts.append(_rect(left, 8, right - left, 4, colours["rule"]))
    parts += _mark(row.last, scale, colours)
    return _svg(WIDE, HIGH, parts, stretch=True)


def _round_bar(each: RoundView, scale: Scale, colours: Mapping[str, str]) -> str:
    """One round: everything above a cutoff in grey, or the band a province took."""
    parts: list[str] = []
    if each.lowest is not None and each.highest is None:
        left = scale.at(each.lowest) * WIDE
        parts.append(_rect(left, 8, WIDE - left, 4, colours["rule"]))
    return _svg(WIDE, HIGH, parts + _mark(each, scale, colours), stretch=True)


def _mark(each: RoundView, scale: Scale, colours: Mapping[str, str]) -> list[str]:
    if each.lowest is None:
        return []
    left = scale.at(each.lowest) * WIDE
    if each.highest is None:
        return [_line(left, 3, left, 17, colours["good" if each.won else "ink"], 2)]
    right = scale.at(each.highest) * WIDE
    if each.won:
        outline = f'stroke="{colours["good"]}" stroke-width="1"'
        return [_rect(left, 5, right - left, 10, colours["won"], outline)]
    outline = f'stroke="{colours["ink"]}" stroke-width="0.9" stroke-dasharray="2.4 1.8"'
    return [_rect(left, 5, right - left, 10, "none", outline)]


def _axis(
    scale: Scale, total: int | None, colours: Mapping[str, str], say: Speaker, wide: float
) -> str:
    """The scale's numbers and the client's own, as a flag; `wide` in points, as the cell is."""
    parts = []
    mine = None if total is None else scale.at(total) * wide
    for mark in scale.marks:
        x = scale.at(mark) * wide
        if 9 < x < wide - 9 and (mine is None or abs(x - mine) > 36):
            parts.append(_text(x, 13, str(mark), 8.5, colours["ink-2"], 'text-anchor="middle"'))
    if mine is not None:
        x = min(max(mine, 25), wide - 25)
        parts.append(_rect(x - 25, 1.5, 50, 15.5, colours["brand"], 'rx="2"'))
        words = say(msg("You %(total)s", total=total or 0))
        weight = 'text-anchor="middle" font-weight="600"'
        parts.append(_text(x, 12.8, words, 9, colours["paper"], weight))
        parts.append(_line(mine, 17, mine, 20, colours["brand"], 1.8))
    return _svg(wide, 20, parts)


def _firm_mark(colours: Mapping[str, str]) -> str:
    """The practice's mark: a small ruler with one long line."""
    ticks = (
        '<path d="M7 23.5h18M9 23v-3M12.5 23v-6M19.5 23v-6M23 23v-3" fill="none" '
        f'stroke="{colours["paper"]}" stroke-width="1.6"/>'
    )
    ground = _rect(0, 0, 32, 32, colours["brand"], 'rx="4"')
    return _svg(32, 32, [ground, ticks, _line(16, 23.5, 16, 7, colours["paper"], 2.6)])


def _icons(sheet: _Sheet) -> None:
    from portal.icons import shapes

    for name in ICONS:
        for around, colour in _TONES:
            file = f"{name}-{colour}.svg"
            svg = (
                '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" '
                f'viewBox="0 0 24 24" fill="none" stroke="{sheet.colours[colour]}" '
                'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">'
                f"{shapes(name)}</svg>"
            )
            sheet.background(f"{around}.i-{name}", file, svg)


#: The cover's panel in points: the whole height of the paper is drawn to this.
PANEL_WIDE, PANEL_HIGH = 181.0, 792.0
_TOP, _BOTTOM = 92.0, 716.0


def _cover(view: Report, colours: Mapping[str, str], say: Speaker) -> Markup:
    """The ruler on the cover: ticks, rounds near the score, and the score as a line through."""
    parts = [_rect(0, 0, PANEL_WIDE, PANEL_HIGH, colours["deep"])]
    if view.total is None:
        title = say(msg("The score is not known yet"))
        return _titled(PANEL_WIDE, PANEL_HIGH, title, parts)
    near = [each for each in view.rounds.ruler if each.lowest is not None]
    scale = Scale.around(view.total, _edges(near, ()), least=44)

    def y(points: int) -> float:
        return _BOTTOM - scale.at(points) * (_BOTTOM - _TOP)

    mine = y(view.total)
    taken = [mine + 32.0] if any(each.highest for each in near) else []
    parts += _cover_rounds(near, y, mine, taken, colours, say)
    parts += _cover_ticks(scale, y, mine, taken, colours)
    parts.append(_line(0, mine, PANEL_WIDE, mine, colours["paper"], 2.6))
    big = 'font-family="Newsreader" font-weight="500" text-anchor="end"'
    parts.append(_text(PANEL_WIDE - 18, mine - 9, str(view.total), 46, colours["paper"], big))
    title = say(msg("A ruler of scores with a line at %(total)s points", total=view.total))
    return _titled(PANEL_WIDE, PANEL_HIGH, title, parts)


def _cover_rounds(near, y, mine, taken, colours, say):  # type: ignore[no-untyped-def]
    """Bands and ticks of rounds with their labels; `taken` collects where labels stand."""
    parts = []
    banded = False
    for each in sorted(near, key=lambda one: (one.won, one.on), reverse=True):
        who = say(msg("Federal")) if each.province is None else say(place(each.province))
        if each.highest is not None and not banded:
            banded = True
            top, bottom = y(each.highest), y(each.lowest)
            parts.append(_rect(0, top, 7.5, bottom - top, colours["mark"]))
            parts.append(_text(50, mine + 28, say(msg("%(place)s took", place=who)), 10.5,
                               colours["mark"]))  # fmt: skip
            parts.append(
                _text(50, mine + 43, each.cutoff, 10.5, colours["mark"], 'font-weight="600"')
            )
        elif each.highest is None:
            at = y(each.lowest)
            parts.append(_line(0, at, 40, at, colours["paper"], 2))
            if all(abs(at - other) > 14 for other in [*taken, mine]):
                taken.append(at)
                words = f"{who} {each.lowest}"
                parts.append(_text(50, at + 3.6, words, 10.5, colours["paper"]))
    return parts


def _cover_ticks(scale, y, mine, taken, colours):  # type: ignore[no-untyped-def]
    parts = []
    for points in scale.ticks:
        at = y(points)
        long = 40 if points in scale.marks else 25 if points % 5 == 0 else 13
        parts.append(_line(0, at, long, at, colours["mid"], 0.8))
        clear = all(abs(at - other) > 16 for other in taken) and not -46 < mine - at < 6
        if points in scale.marks and clear:
            parts.append(_text(50, at + 3.6, str(points), 10.5, colours["pale"]))
    return parts


def _titled(width: float, height: float, title: str, parts: Iterable[str]) -> Markup:
    """An inline drawing with the description that screen readers get."""
    return Markup(_svg(width, height, [f"<title>{escape(title)}</title>", *parts]))  # noqa: S704


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
