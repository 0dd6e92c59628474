"""Which tests there are and what their scores may be: asked of the rulebook, typed nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.web_rules import rules

# The one test whose reports may print two columns; see the contract on ``scale``.
TWO_COLUMNS = "tef_canada"
COLUMNS = ("699", "legacy")


@dataclass(frozen=True, slots=True)
class Span:
    """The scores one ability can have: lowest, highest, and the step between two."""

    low: Decimal
    high: Decimal
    step: Decimal

    def holds(self, score: Decimal) -> bool:
        """Whether a score is on the scale."""
        return self.low <= score <= self.high and (score - self.low) % self.step == 0

    def shown(self, score: Decimal) -> str:
        """A score with the decimals that its scale has, after a comma on a French page."""
        words = f"{score:.1f}" if self.step % 1 else f"{score:.0f}"
        locale = get_locale()
        return words.replace(".", ",") if locale and locale.language == "fr" else words

    def example(self) -> str:
        """A score that somebody could have."""
        return self.shown(self.low + ((self.high - self.low) * 4 // 5) // self.step * self.step)

    def message(self) -> str:
        """What to enter instead."""
        values = {
            "low": self.shown(self.low),
            "high": self.shown(self.high),
            "example": self.example(),
        }
        if self.step % 1:
            return _("enter a score from %(low)s to %(high)s, such as %(example)s", **values)
        return _("enter a whole number from %(low)s to %(high)s, such as %(example)s", **values)


def test_choices() -> list[tuple[str, Any]]:
    """Id and name of every test that was ever approved, in the order of the rulebook."""
    named: dict[str, str] = {}
    for version in rules().history("language.tests"):
        named |= {row[0]: row[2] for row in version.rows}
    return list(named.items())


def test_name(test: str) -> str:
    """A test's name, or its id when the rulebook has none."""
    return dict(test_choices()).get(test, test)


def language_of(test: str) -> str | None:
    """``en`` or ``fr``, the language a test is in; None for no test."""
    languages = {r[0]: r[1] for v in rules().history("language.tests") for r in v.rows}
    return languages.get(test)


def span(test: str, ability: str, taken_on: date | None, column: str | None) -> Span | None:
    """What an ability can score; for a test with two columns and none said, the wider one.

    None where the rulebook has no chart for that day: nothing is refused then.
    """
    spans = [_span(rule, ability, taken_on) for rule in _rules(test, column)]
    found = [each for each in spans if each is not None]
    return max(found, key=lambda each: each.high) if found else None


def shown(report: Mapping[str, Any], ability: str) -> str:
    """A stored score of a report with the decimals that its scale has."""
    score = Decimal(str(report[ability]))
    scale = span(str(report.get("test")), ability, None, report.get("scale"))
    return scale.shown(score) if scale is not None else f"{score}"


def hint(test: str, on: date) -> str:
    """In one sentence what the scores of a test look like."""
    spans = {ability: span(test, ability, on, None) for ability in ("reading", "writing")}
    reading, writing = spans["reading"], spans["writing"]
    if reading is None or writing is None or test == TWO_COLUMNS:
        return _("Copy each score as the report prints it.")
    if reading != writing:
        return _(
            "Reading and listening from %(low)s to %(high)s, writing and speaking from "
            "%(low2)s to %(high2)s.",
            low=reading.shown(reading.low),
            high=reading.shown(reading.high),
            low2=writing.shown(writing.low),
            high2=writing.shown(writing.high),
        )
    values = {
        "low": reading.shown(reading.low),
        "high": reading.shown(reading.high),
        "example": reading.example(),
    }
    if reading.step % 1:
        return _("From %(low)s to %(high)s in half points. Example: %(example)s", **values)
    return _("Whole numbers from %(low)s to %(high)s. Example: %(example)s", **values)


def _rules(test: str, column: str | None) -> list[str]:
    book = rules()
    if test == TWO_COLUMNS:
        columns = (column,) if column in COLUMNS else COLUMNS
        return [rule for each in columns if book.has(rule := f"language.{test}_{each}")]
    return [rule] if book.has(rule := f"language.{test}") else []


def _span(rule: str, ability: str, taken_on: date | None) -> Span | None:
    book = rules()
    version = book.find(rule, on=taken_on) if taken_on else book.history(rule)[-1]
    scale: Mapping[str, Any] = version.values.get("scale", {}) if version else {}
    if ability not in scale:
        return None
    low, high, step = (Decimal(str(each)) for each in scale[ability])
    return Span(low, high, step)
