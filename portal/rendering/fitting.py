"""What fits on the page that answers; the rest stands whole further on."""

from __future__ import annotations

from dataclasses import replace

from portal.rendering.answer import STEPS, WATCHED, Step, Watch, shorten
from portal.rendering.view import Report

#: Characters for each step and warning, by how tight the page is.
ROOM = (220, 150, 80)
MOST = ((STEPS, WATCHED), (STEPS, 3), (STEPS, 2))


def answering(view: Report, tight: int) -> tuple[tuple[Step, ...], tuple[Watch, ...], bool]:
    """Steps and warnings for the answering page, and whether anything was left out."""
    room = ROOM[tight]
    many_steps, many_watched = MOST[tight]
    steps = tuple(_shorter(each, room) for each in view.steps[:many_steps])
    watched = tuple(
        replace(each, head=shorten(each.head, room), rest=shorten(each.rest, room))
        for each in view.watched[:many_watched]
    )
    whole = steps == view.steps and watched == view.watched
    return steps, watched, not whole


def _shorter(step: Step, room: int) -> Step:
    head = shorten(step.head, room)
    return Step(head, shorten(step.rest, max(room - len(head), 0)) if len(head) < room else "")
