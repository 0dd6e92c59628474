"""From a test report to CLB or NCLC levels, and until when a report counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.assessment.calendar import expiry
from portal.assessment.consistency import chart_ids
from portal.assessment.profile import LanguageTest
from portal.rulebook import Rulebook
from portal.text import Label, Text, msg
from portal.vocabulary import ABILITIES


@dataclass(frozen=True, slots=True)
class Report:
    """One report read by its chart.

    ``clb`` in the order of ``ABILITIES``: 0 (under 4) to 10 (10 and above), None
    where it cannot be said; ``doubt`` then names why. It counts from ``from_`` up
    to, not including, ``until``.
    """

    index: int
    test: str
    name: Label
    language: str
    clb: tuple[int | None, ...]
    taken_on: date | None
    from_: date | None
    until: date | None
    doubt: str | None

    @property
    def known(self) -> bool:
        """Whether every ability has a level."""
        return None not in self.clb

    @property
    def lowest(self) -> int | None:
        """The weakest ability; None when any is not known."""
        return None if None in self.clb else min(self.clb)  # type: ignore[type-var]

    def at_least(self, level: int) -> bool | None:
        """Whether every ability reaches a level; None when an unknown one decides."""
        if any(each is not None and each < level for each in self.clb):
            return False
        return None if None in self.clb else True

    def counts_on(self, day: date) -> bool:
        """Whether the report was issued and is young enough; a report without a date never is."""
        return self.from_ is not None and self.until is not None and self.from_ <= day < self.until

    def said(self) -> Text:
        """The levels in words, with the test and its day."""
        day = self.taken_on or self.from_ or msg("an unknown day")
        known = set(self.clb)
        if len(known) == 1 and None not in known:
            return msg(
                "%(scale)s %(level)s in all four abilities: %(test)s of %(day)s",
                scale=scale_name(self.language),
                level=shown_level(self.clb[0]),
                test=self.name,
                day=day,
            )
        reading, writing, listening, speaking = map(shown_level, self.clb)
        return msg(
            "%(scale)s %(reading)s in reading, %(writing)s in writing, %(listening)s in"
            " listening, %(speaking)s in speaking: %(test)s of %(day)s",
            scale=scale_name(self.language),
            reading=reading,
            writing=writing,
            listening=listening,
            speaking=speaking,
            test=self.name,
            day=day,
        )


def scale_name(language: str) -> str:
    """CLB for English, NCLC for French."""
    return "NCLC" if language == "fr" else "CLB"


def shown_level(level: int | None) -> int | Text:
    """A level as people read it."""
    if level is None:
        return msg("not known")
    return msg("under 4") if level == 0 else level


def read_reports(tests: list[LanguageTest], rules: Rulebook) -> tuple[Report, ...]:
    """Every report of a person, in the order given."""
    years = rules.history("language.validity")[-1].values["language_years"]
    return tuple(_read(at, test, rules, years) for at, test in enumerate(tests))


def _read(index: int, test: LanguageTest, rules: Rulebook, years: int) -> Report:
    issued = test.results_on or test.taken_on
    day = test.taken_on or issued
    if day is not None:
        # A test older than Express Entry is read by the charts that stood when it began.
        day = max(day, rules.history("language.validity")[0].from_)
    charts = chart_ids(test.test, test.scale, day, rules)
    fitting = [chart for chart in charts if _fits(test, chart, rules)]
    newest = rules.history(charts[-1])[-1]
    doubt: str | None = None
    clb: tuple[int | None, ...] = (None,) * len(ABILITIES)
    if day is None:
        doubt = "no_date"
    elif len(fitting) > 1 and test.scale is None:
        doubt = "scale"
    elif fitting:
        chart = rules.find(fitting[-1], on=day)
        doubt = "no_chart" if chart is None else None
        if chart is not None:
            clb = tuple(_level(test, ability, chart.rows) for ability in ABILITIES)
            if None in clb:
                doubt = "exempt" if test.exempt else "missing_score"
            elif test.scale == "legacy" and rules.find("language.tef_canada_699", on=day):
                doubt = "old_scale"
    return Report(
        index=index,
        test=test.test,
        name=newest.label,
        language=newest.values["language"],
        clb=clb,
        taken_on=test.taken_on,
        from_=issued,
        until=expiry(issued, years) if issued else None,
        doubt=doubt,
    )


def _fits(test: LanguageTest, chart: str, rules: Rulebook) -> bool:
    scale = rules.history(chart)[0].values["scale"]
    for ability in ABILITIES:
        score = getattr(test, ability)
        if score is not None and not scale[ability][0] <= score <= scale[ability][1]:
            return False
    return True


def _level(test: LanguageTest, ability: str, rows: tuple[tuple[Any, ...], ...]) -> int | None:
    score = getattr(test, ability)
    if score is None:
        return None
    return max((clb for name, clb, least in rows if name == ability and score >= least), default=0)
