"""What fits on the page that answers; the rest stands whole further on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.rendering.answer import Step, Watch, shorten
from portal.rendering.view import Report

#: A rest of a step shorter than this says nothing.
LEAST = 30


@dataclass(frozen=True, slots=True)
class Fit:
    """How much the answering page takes: kinds of rounds, steps, warnings, characters of each."""

    tight: bool
    kinds: int
    steps: int
    watched: int
    room: int


#: From roomy to tight; the first that fits on one page is taken.
FITS = (
    Fit(tight=False, kinds=6, steps=3, watched=4, room=220),
    Fit(tight=True, kinds=6, steps=3, watched=4, room=220),
    Fit(tight=True, kinds=5, steps=3, watched=3, room=150),
    Fit(tight=True, kinds=4, steps=3, watched=3, room=110),
    Fit(tight=True, kinds=3, steps=3, watched=2, room=80),
    Fit(tight=True, kinds=1, steps=2, watched=1, room=60),
)


@dataclass(frozen=True, slots=True)
class Answering:
    """Steps and warnings as the answering page has them; `cut`: something was left out."""

    steps: tuple[Step, ...]
    watched: tuple[Watch, ...]
    cut: bool


def crowded(view: Report) -> bool:
    """Whether the roomiest way may not hold the answer; then it is worth a trial."""
    written = sum(len(each.head) + len(each.rest) for each in view.steps[:3])
    written += sum(len(each.head) + len(each.rest) for each in view.watched[:4])
    return bool(view.provisional) or len(view.rounds.standings) > 5 or written > 400


def answering(view: Report, fit: Fit) -> Answering:
    """What fits."""
    steps = tuple(_shorter(each, fit.room) for each in view.steps[: fit.steps])
    watched = tuple(
        replace(each, head=short.head, rest=short.rest)
        for each in view.watched[: fit.watched]
        for short in [_shorter(Step(each.head, each.rest), fit.room)]
    )
    return Answering(steps, watched, cut=(steps, watched) != (view.steps, view.watched))


def _shorter(step: Step, room: int) -> Step:
    head = shorten(step.head, room)
    left = room - len(head)
    whole = len(step.rest) <= left
    return Step(head, step.rest if whole else shorten(step.rest, left) if left > LEAST else "")
