"""A requirement judged, its words made only when somebody reads them.

Replaying hundreds of rounds asks thousands of times who was eligible and never
why; so a check holds its answer, and a function for the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.assessment.crs_tables import rules_ref
from portal.assessment.result import Criterion
from portal.rulebook import Version
from portal.text import Text, Words


# Not frozen, as Text is not: hundreds are made for one profile.
@dataclass(slots=True)
class Check:
    """One requirement of a program: the answer now, the words on demand."""

    id: str
    label: Words
    met: bool | None
    have: Any
    need: Any
    why: Callable[[], Text]
    rule: Version
    kind: str = "fact"

    def criterion(self) -> Criterion:
        """The check with its reason, as pages show it."""
        return Criterion(
            self.id,
            self.label,
            self.met,
            self.have,
            self.need,
            self.why(),
            rules_ref(self.rule),
            self.kind,
        )


def verdict(checks: Iterable[Check]) -> bool | None:
    """Whether all requirements hold: False when one fails, None when one is not known.

    A standing requirement (true of everybody until somebody says otherwise) only
    ever fails; it never leaves a doubt. Nothing behind the first that fails is judged.
    """
    met: bool | None = True
    for check in checks:
        if check.met is False:
            return False
        if check.met is None and check.kind != "standing":
            met = None
    return met
