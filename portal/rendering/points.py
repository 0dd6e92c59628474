"""The CRS score and the programs as rows: label, because, points, of how many, which rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.rendering.sources import Citations, Cited
from portal.rendering.speech import NBSP, Part, Speaker
from portal.rendering.verdicts import Badge
from portal.text import Text, msg

#: Points that a full bar stands for: the largest single line of the grid's common part.
FULL_BAR = 150
BAR_STEPS = 100


@dataclass(frozen=True, slots=True)
class LineView:
    """One scored line. `known` False: the points are not known, and `because` says why.

    `bar` and `bar_max` are hundredths of the shared scale; None when the line is off it.
    `capped` holds what the table gave when the caps left less.
    """

    id: str
    label: str
    because: str
    known: bool
    points: int | None
    counted: int
    max: int | None
    shown: str
    capped: str
    bar: int | None
    bar_max: int | None
    cited: Cited
    may_change: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    """One of the four CRS sections, or the FSW grid, under the name a client understands."""

    id: str
    letter: str
    label: str
    official: str
    points: int | None
    max: int | None
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One requirement. tone: met, missed or unsure; `word` says it, `icon` draws it."""

    id: str
    label: str
    because: str
    tone: str
    icon: str
    word: str
    judged: bool
    cited: Cited


@dataclass(frozen=True, slots=True)
class ProgramView:
    """FSW, CEC or FST with its verdict, its grid if it has one, and its criteria."""

    id: str
    label: str
    eligible: bool | None
    badge: Badge
    points: int | None
    pass_mark: int | None
    grid: tuple[LineView, ...]
    criteria: tuple[CriterionView, ...]


_SECTIONS: Mapping[str, tuple[str, Text, Text]] = {
    "core": ("A", msg("You"), msg("Core / human capital factors")),
    "spouse": ("B", msg("Your partner"), msg("Spouse or common-law partner factors")),
    "transferability": ("C", msg("Skills that add up"), msg("Skill transferability factors")),
    "additional": ("D", msg("Additional points"), msg("Additional points")),
}
_PROGRAMS: Mapping[str, tuple[str, Text]] = {
    "fsw": ("E", msg("Federal Skilled Worker Program")),
    "cec": ("F", msg("Canadian Experience Class")),
    "fst": ("G", msg("Federal Skilled Trades Program")),
}
_MET: Mapping[bool | None, tuple[str, str, Text]] = {
    True: ("met", "check", msg("Met")),
    False: ("missed", "x", msg("Not met")),
    None: ("unsure", "circle-question-mark", msg("Not known")),
}
_ELIGIBLE: Mapping[bool | None, tuple[str, str, Text]] = {
    True: ("won", "check", msg("Eligible")),
    False: ("not", "x", msg("Not eligible")),
    None: ("unknown", "circle-question-mark", msg("Cannot tell yet")),
}


def sections_view(document: Part, cites: Citations, say: Speaker) -> tuple[SectionView, ...]:
    """The four sections of the score, in the document's order."""
    change = set((document.get("provisional") or {}).get("may_change") or ())
    made = []
    for section in document["crs"]["sections"]:
        letter, ours, official = _SECTIONS[section["id"]]
        made.append(
            SectionView(
                id=section["id"],
                letter=letter,
                label=say(ours),
                official=say(official),
                points=section["points"],
                max=section["max"],
                lines=tuple(lines_view(section["lines"], letter, cites, say, change)),
            )
        )
    return tuple(made)


def lines_view(
    lines: Sequence[Part],
    letter: str,
    cites: Citations,
    say: Speaker,
    change: Iterable[str] = (),
) -> list[LineView]:
    """Scored lines with their short rule names: `letter` and their place in the section."""
    return [
        _line(
            each, cites.cite(each.get("rule"), f"{letter}{NBSP}{place}", each["label"]), say, change
        )
        for place, each in enumerate(lines, 1)
    ]


def _line(line: Part, cited: Cited, say: Speaker, change: Iterable[str]) -> LineView:
    points, counted, top = line["points"], line["counted"], line["max"]
    capped = ""
    if points is not None and points != counted:
        capped = say(msg("%(points)s before the limit", points=points))
    on_scale = top is not None and 0 < top <= FULL_BAR
    return LineView(
        id=line["id"],
        label=line["label"],
        because=line["because"],
        known=points is not None,
        points=points,
        counted=counted,
        max=top,
        shown=say(msg("not known")) if points is None else str(counted),
        capped=capped,
        bar=_hundredths(counted) if on_scale else None,
        bar_max=_hundredths(top) if on_scale else None,
        cited=cited,
        may_change=line["id"] in set(change),
    )


def _hundredths(points: int) -> int:
    return round(points * BAR_STEPS / FULL_BAR)


def criteria_view(
    criteria: Sequence[Part], cites: Citations, say: Speaker, letter: str = ""
) -> tuple[CriterionView, ...]:
    """Requirements with their verdict; what is true of everybody stands last."""
    ordered = sorted(criteria, key=lambda each: each.get("kind") == "standing")
    # The document says only in words that another way is met instead.
    spared = say(msg("Not needed, another way is met (%(why)s)", why="")).removesuffix(")")
    made = []
    for place, each in enumerate(ordered, 1):
        tone, icon, word = _MET[each["met"]]
        standing = each.get("kind") == "standing"
        if each.get("kind") == "judgement" and each["met"] is None:
            word = msg("To be judged")
        if standing and each["met"] is None:
            tone, icon, word = "standing", "info", msg("Asked of all")
        elif each["met"] is not True and each["because"].startswith(spared):
            tone, icon, word, standing = "standing", "info", msg("Not needed"), True
        short = f"{letter}{NBSP}{place}" if letter else ""
        made.append(
            CriterionView(
                id=each["id"],
                label=each["label"],
                because=each["because"],
                tone=tone,
                icon=icon,
                word=say(word),
                judged=not standing,
                cited=cites.cite(each.get("rule"), short, each["label"]),
            )
        )
    return tuple(made)


def programs_view(document: Part, cites: Citations, say: Speaker) -> tuple[ProgramView, ...]:
    """The three federal programs, in the document's order."""
    made = []
    for program in document["programs"]:
        letter, label = _PROGRAMS[program["id"]]
        tone, icon, verdict = _ELIGIBLE[program["eligible"]]
        grid = tuple(lines_view(program.get("lines") or (), letter, cites, say))
        made.append(
            ProgramView(
                id=program["id"],
                label=say(label),
                eligible=program["eligible"],
                badge=Badge(tone, icon, say(verdict)),
                points=program.get("points"),
                pass_mark=program.get("pass_mark"),
                grid=grid,
                criteria=criteria_view(program["criteria"], cites, say),
            )
        )
    return tuple(made)
