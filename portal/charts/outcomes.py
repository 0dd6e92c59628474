"""How a round ended for a person: the words and the mark of each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.text import Text, msg, render


@dataclass(frozen=True, slots=True)
class Outcome:
    """A badge: `kind` (won, not, unknown, closed), an icon's name, and the words."""

    kind: str
    icon: str
    words: str


def outcome_badge(entry: Mapping[str, Any], lang: str = "en", *, in_pool: bool = False) -> Outcome:
    """The badge of a contract round; with `in_pool` of its `if_in_pool` reading."""
    seen = standing(entry, in_pool=in_pool)
    kind, icon, text = _mark(seen.get("outcome"), seen.get("crs"), entry)
    return Outcome(kind, icon, render(text, lang))


def standing(entry: Mapping[str, Any], *, in_pool: bool) -> Mapping[str, Any]:
    """The part of a round that holds `crs` and `outcome` for the question asked."""
    other = entry.get("if_in_pool")
    return other if in_pool and isinstance(other, Mapping) else entry


def _mark(outcome: str | None, crs: int | None, entry: Mapping[str, Any]) -> tuple[str, str, Text]:
    lowest, highest = entry.get("lowest"), entry.get("highest")
    if outcome == "invited":
        return "won", "check", msg("Invited")
    if outcome == "below_cutoff":
        if crs is None or lowest is None:
            return "not", "arrow-down-to-line", msg("Below the lowest")
        return "not", "arrow-down-to-line", msg("%(points)s below", points=lowest - crs)
    if outcome == "above_range":
        if crs is None or highest is None:
            return "not", "arrow-up-to-line", msg("Above the range")
        return "not", "arrow-up-to-line", msg("%(points)s above range", points=crs - highest)
    return {
        "after_tie_break": ("not", "clock", msg("After the tie-break")),
        "wrong_occupation": ("not", "x", msg("Other occupations")),
        "outside_profile_window": ("not", "calendar-x-2", msg("Outside profile window")),
        "not_eligible": ("not", "x", msg("Not eligible for it")),
        "not_in_pool": ("closed", "ban", msg("No profile that day")),
    }.get(outcome or "", ("unknown", "circle-question-mark", msg("Cannot tell yet")))
