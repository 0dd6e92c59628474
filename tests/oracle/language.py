"""A test report's CLB/NCLC per ability on a day (facts/language_tests.yaml)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.oracle.days import Fact, Span, both, day, either, fresh
from tests.oracle.figures import (
    ABILITIES,
    CELPIP,
    IELTS,
    LANGUAGE_OF,
    PTE,
    TCF,
    TEF_2019,
    TEF_2023,
    TEF_LEGACY,
    Table,
)

Levels = dict[str, Span]
NONE: Levels = dict.fromkeys(ABILITIES, Span(0, 0))
UNKNOWN: Levels = dict.fromkeys(ABILITIES, Span(0, 10))


def _tables(test: dict[str, Any]) -> list[Table]:
    """The charts a report may have to be read by: one, or several where the facts leave it open."""
    kind, taken = test["test"], day(test.get("taken_on"))
    if kind != "tef_canada":
        return [
            {
                "ielts_general_training": IELTS,
                "celpip_general": CELPIP,
                "pte_core": PTE,
                "tcf_canada": TCF,
            }[kind]
        ]
    if taken is None:
        return [TEF_LEGACY, TEF_2019, TEF_2023]
    new = TEF_2019 if taken < date(2023, 12, 11) else TEF_2023
    scale = test.get("scale")
    if scale == "legacy":
        return [TEF_LEGACY]
    if scale == "699":
        return [TEF_2019, TEF_2023] if taken < date(2019, 10, 1) else [new]
    tops = {"reading": 300, "listening": 360, "writing": 450, "speaking": 450}
    if any((test.get(a) or 0) > top for a, top in tops.items()):
        return [new]
    return [TEF_LEGACY] if taken < date(2019, 10, 1) else [TEF_LEGACY, new]


def _level(score: float, mins: tuple[float, ...]) -> int:
    return max((n for n, low in zip(range(4, 11), mins, strict=True) if score >= low), default=0)


def levels(test: dict[str, Any], on: date) -> Levels:
    """Per ability; 0 = under 4, 10 = 10 and more; a report that does not count gives 0."""
    taken, results = day(test.get("taken_on")), day(test.get("results_on"))
    counts = fresh(results or taken, on, 2)
    if taken is not None and taken > on:
        return NONE
    if test["test"] == "pte_core" and taken is not None and taken < date(2024, 1, 30):
        counts = Span(0, counts.hi)  # accepted from 2024-01-30; an earlier sitting is left open
    if test["test"] == "tcf_canada" and on < date(2020, 1, 1):
        counts = Span(0, counts.hi)  # start of approval not confirmed
    if not counts.hi:
        return NONE
    out, tables = {}, _tables(test)
    for ability in ABILITIES:
        score = test.get(ability)
        if score is None:
            out[ability] = Span(0, 10)
            continue
        if len(tables) > 1:  # contract: absent where both readings are possible, level unknown
            out[ability] = Span(0, 10)
            continue
        level = _level(score, tables[0][ability])
        out[ability] = Span(level if counts.lo else 0, level)
    return out


def reports(tests: list[dict[str, Any]] | None, language: str, on: date) -> list[Levels]:
    """What the reports of one language may be worth: one entry a report that counts.

    The house's reading: reports known in full shut out the others.
    """
    if tests is None:
        return [UNKNOWN]
    found = [levels(t, on) for t in tests if LANGUAGE_OF[t["test"]] == language]
    counting = [f for f in found if f != NONE] or [NONE]
    return [f for f in counting if all(s.exact for s in f.values())] or counting


def all_at_least(found: Levels, least: int | dict[str, int]) -> Fact:
    need = dict.fromkeys(ABILITIES, least) if isinstance(least, int) else least
    return both(
        *(Span(int(found[a].lo >= need[a]), int(found[a].hi >= need[a])) for a in ABILITIES)
    )


def any_report(tests: list[dict[str, Any]] | None, least: int | dict[str, int], on: date) -> Fact:
    """One report, of either language, that reaches the level in all four."""
    return either(
        *(all_at_least(r, least) for lang in ("en", "fr") for r in reports(tests, lang, on))
    )


def chosen(
    tests: list[dict[str, Any]] | None, least: int | dict[str, int], on: date, taken: list[Levels]
) -> Fact:
    """Like `any_report`; a report that is not the one taken leaves the answer to a choice."""
    sure = either(*(all_at_least(r, least) for r in taken))
    return sure if any_report(tests, least, on) == sure else Span(sure.lo, 1)


def weakest(found: Levels) -> Span:
    return Span(min(s.lo for s in found.values()), min(s.hi for s in found.values()))
