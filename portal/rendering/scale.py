"""A scale of scores: which part of it a drawing shows, and where a score lies on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

#: How far from the score a drawing reaches at most, in points; what lies beyond is cut off.
REACH = 80


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` points. `marks` carry numbers, `ticks` are the small lines."""

    low: int
    high: int

    @classmethod
    def around(cls, total: int | None, edges: Sequence[int], *, least: int = 30) -> Self:
        """A scale that holds the score and the edges near it, at least `least` points long."""
        middle = total if total is not None else (sorted(edges)[len(edges) // 2] if edges else 450)
        near = [edge for edge in edges if abs(edge - middle) <= REACH]
        low, high = min([middle, *near]) - 6, max([middle, *near]) + 6
        missing = max(least - (high - low), 0)
        return cls(max(low - missing // 2, 0), high + (missing + 1) // 2)

    def at(self, points: int) -> float:
        """Where a score lies, from 0 to 1; what is off the scale lies at its end."""
        return min(max((points - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers to print: every 10, 20 or 50 points."""
        length = self.high - self.low
        step = 10 if length <= 70 else 20 if length <= 130 else 50
        first = -(-self.low // step) * step
        return tuple(range(first, self.high + 1, step))

    @property
    def ticks(self) -> tuple[int, ...]:
        """The small lines: every point, or every fifth on a long scale."""
        step = 1 if self.high - self.low <= 70 else 5
        first = -(-self.low // step) * step
        return tuple(range(first, self.high + 1, step))
