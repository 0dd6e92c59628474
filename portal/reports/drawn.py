"""The drawings of the assessment's page, out of the contract's document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal import charts
from portal.rendering.view import Report


@dataclass(frozen=True, slots=True)
class PageDrawings:
    """`ruler` is None without a score or without rounds near it; `bars` by section and line."""

    ruler: charts.Ruler | None
    bars: Mapping[str, Any]


def page_drawings(view: Report, document: Mapping[str, Any]) -> PageDrawings:
    """The ruler through the nearest rounds, and one small bar for each line."""
    bars = {
        section["id"]: charts.line_bars(section, view.lang)
        for section in document["crs"]["sections"]
    }
    return PageDrawings(_ruler(view, document), bars)


def _ruler(view: Report, document: Mapping[str, Any]) -> charts.Ruler | None:
    if view.total is None or not view.rounds.ruler:
        return None
    entries = {each["id"]: each for each in document["rounds"]}
    rounds = [{**entries[each.id], "name": each.label} for each in view.rounds.ruler]
    return charts.ruler(rounds, view.total, lang=view.lang, in_pool=view.rounds.supposed)
