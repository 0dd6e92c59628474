"""The ruler on the cover: ticks, rounds near the score, and the score as a line through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from portal.rendering.scale import Scale
from portal.rendering.speech import Speaker, place
from portal.rendering.standing import edges_of
from portal.rendering.svg import line, rect, text, titled
from portal.rendering.verdicts import RoundView
from portal.rendering.view import Report
from portal.text import msg

#: The panel in points: the whole height of the paper is drawn to this.
WIDE, HIGH = 181.0, 792.0
_TOP, _BOTTOM = 92.0, 716.0
_LABELS = 50.0  # where words begin
_SIZE = 10.5


@dataclass(slots=True)
class _Panel:
    """What is drawn so far, and the heights where a label already stands."""

    scale: Scale
    mine: float
    colours: Mapping[str, str]
    parts: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)

    def y(self, points: int) -> float:
        return _y(self.scale, points)

    def label(self, y: float, words: str, colour: str, more: str = "") -> None:
        self.parts.append(text(_LABELS, y, words, _SIZE, self.colours[colour], more))

    def free(self, y: float, room: float) -> bool:
        return all(abs(y - other) > room for other in (*self.taken, self.mine))


def _y(scale: Scale, points: int) -> float:
    return _BOTTOM - scale.at(points) * (_BOTTOM - _TOP)


def cover(view: Report, colours: Mapping[str, str], say: Speaker) -> Markup:
    """The panel to the right of the cover; without a score it is a plain ground."""
    ground = rect(0, 0, WIDE, HIGH, colours["deep"])
    if view.total is None:
        return titled(WIDE, HIGH, say(msg("The score is not known yet")), [ground])
    near = [each for each in view.rounds.ruler if each.lowest is not None]
    scale = Scale.around(view.total, edges_of(near), least=44)
    panel = _Panel(scale, _y(scale, view.total), colours, [ground])
    _rounds(panel, near, say)
    _ticks(panel)
    panel.parts.append(line(0, panel.mine, WIDE, panel.mine, colours["paper"], 2.6))
    serif = 'font-family="Newsreader" font-weight="500" text-anchor="end"'
    total = str(view.total)
    panel.parts.append(text(WIDE - 18, panel.mine - 9, total, 46, colours["paper"], serif))
    title = say(msg("A ruler of scores with a line at %(total)s points", total=view.total))
    return titled(WIDE, HIGH, title, panel.parts)


def _rounds(panel: _Panel, near: Sequence[RoundView], say: Speaker) -> None:
    """One band, the newest that invited if any, and a tick for each plain cutoff."""
    newest = sorted(near, key=lambda each: (each.won, each.on), reverse=True)
    band = next((each for each in newest if each.highest is not None), None)
    if band is not None and band.highest is not None and band.lowest is not None:
        top, bottom = panel.y(band.highest), panel.y(band.lowest)
        panel.parts.append(rect(0, top, 7.5, bottom - top, panel.colours["mark"]))
        panel.label(panel.mine + 28, say(msg("%(place)s took", place=place(band.province))), "mark")
        panel.label(panel.mine + 43, band.cutoff, "mark", 'font-weight="600"')
        panel.taken.append(panel.mine + 32)
    for each in newest:
        if each.highest is None and each.lowest is not None:
            at = panel.y(each.lowest)
            panel.parts.append(line(0, at, 40, at, panel.colours["paper"], 2))
            if panel.free(at, 14):
                panel.taken.append(at)
                who = say(msg("Federal")) if each.province is None else say(place(each.province))
                panel.label(at + 3.6, f"{who} {each.lowest}", "paper")


def _ticks(panel: _Panel) -> None:
    """A small line a point, a longer one each five, a number where there is room."""
    for points in panel.scale.ticks:
        at = panel.y(points)
        numbered = points in panel.scale.marks
        long = 40 if numbered else 25 if points % 5 == 0 else 13
        panel.parts.append(line(0, at, long, at, panel.colours["mid"], 0.8))
        beside_score = -6 < panel.mine - at < 46
        if numbered and not beside_score and panel.free(at, 16):
            panel.label(at + 3.6, str(points), "pale")
