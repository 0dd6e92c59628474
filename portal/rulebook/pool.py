"""How the Express Entry pool was spread over the scores on the days IRCC published it.

451–500 and 401–450 are published as a band and as five parts of ten points: the
parts count, the bands are left out.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from portal.rulebook.book import Rulebook
from portal.rulebook.schema import RulebookError
from portal.text import msg

PATH = "pool_distribution.csv"
# Published both whole and in parts of ten points.
_WHOLE = {(451, 500), (401, 450)}


@dataclass(frozen=True, slots=True)
class Band:
    """How many candidates stood between two scores (inclusive)."""

    low: int
    high: int
    candidates: int


@dataclass(frozen=True, slots=True)
class PoolDay:
    """The pool on one day, best band first. ``confidence`` is the lowest of its rows."""

    as_on: date
    bands: tuple[Band, ...]
    source: str
    confidence: str

    @property
    def total(self) -> int:
        """Everybody in the pool, by the sum of the bands."""
        return sum(band.candidates for band in self.bands)


@dataclass(frozen=True, slots=True)
class PoolStanding:
    """Where a score stood: candidates in better bands, and in the score's own band."""

    day: PoolDay
    better: int
    band: Band

    @property
    def worse(self) -> int:
        """Candidates in lower bands."""
        return self.day.total - self.better - self.band.candidates


class Pool:
    """Every published day of the pool, oldest first."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules

    @cached_property
    def days(self) -> tuple[PoolDay, ...]:
        """The published days."""
        text = self._rules.file(PATH).decode("utf-8")
        rows: dict[date, list[Mapping[str, str]]] = {}
        for row in csv.DictReader(io.StringIO(text), strict=True):
            rows.setdefault(date.fromisoformat(row["as_on"]), []).append(row)
        return tuple(_day(as_on, rows[as_on]) for as_on in sorted(rows))

    def nearest(self, day: date) -> PoolDay:
        """The published day nearest to a day; of two equally near the earlier one."""
        at = bisect_left([each.as_on for each in self.days], day)
        around = self.days[max(0, at - 1) : at + 1]
        return min(around, key=lambda each: (abs((each.as_on - day).days), each.as_on))

    def standing(self, score: int, day: date) -> PoolStanding:
        """Where a CRS score (0 to 1200) stood on the published day nearest to ``day``."""
        near = self.nearest(day)
        better = 0
        for band in near.bands:
            if band.low <= score <= band.high:
                return PoolStanding(near, better, band)
            better += band.candidates
        raise ValueError(f"{score} is no CRS score")


def _day(as_on: date, rows: list[Mapping[str, str]]) -> PoolDay:
    bands = sorted(
        (
            Band(int(row["band_low"]), int(row["band_high"]), int(row["candidates"]))
            for row in rows
            if (int(row["band_low"]), int(row["band_high"])) not in _WHOLE
        ),
        key=lambda band: -band.low,
    )
    for above, below in pairwise(bands):
        if below.high != above.low - 1:
            raise RulebookError(
                msg(
                    "%(path)s, %(as_on)s: the bands %(below)s and %(above)s do not touch.",
                    path=str(PATH),
                    as_on=str(as_on),
                    below=str(below),
                    above=str(above),
                )
            )
    order = ("low", "medium", "high")
    return PoolDay(
        as_on=as_on,
        bands=tuple(bands),
        source=rows[0]["source"],
        confidence=min((row["confidence"] for row in rows), key=order.index),
    )
