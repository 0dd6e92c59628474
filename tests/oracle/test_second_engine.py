"""The engine against the second one: invented people on edges, line by line.

An answer must be the second engine's, or lie within its bounds. "Not known" is accepted where the
second engine knows more, but not of people of whom everything is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import pytest

from portal.assessment.assess import assess
from portal.assessment.reading import ProfileRefused, parse_profile
from portal.assessment.result import Crs
from portal.assessment.result import Program as Judged
from portal.rulebook import load
from tests.oracle import crs, programs
from tests.oracle.days import NO, YES, Span, at_most, both, plus
from tests.oracle.occupations import LEVEL_2016, SOURCES
from tests.oracle.people import People

LINES = {
    "age": "core.age",
    "education": "core.education",
    "first": "core.first_language",
    "second": "core.second_language",
    "canadian": "core.canadian_work",
    "sp_education": "spouse.education",
    "sp_language": "spouse.language",
    "sp_work": "spouse.canadian_work",
    "edu_lang": "transferability.education_language",
    "edu_can": "transferability.education_canadian_work",
    "for_lang": "transferability.foreign_work_language",
    "for_can": "transferability.foreign_work_canadian_work",
    "cert": "transferability.certificate_language",
    "nomination": "additional.nomination",
    "offer": "additional.job_offer",
    "study": "additional.canadian_study",
    "sibling": "additional.sibling",
    "french": "additional.french",
}
GRID = {
    "education": "education",
    "first": "first_language",
    "second": "second_language",
    "experience": "experience",
    "age": "age",
    "arranged": "arranged_employment",
}
FACTS = ("work", "language", "education", "grid", "funds", "certificate_or_offer")
Difference = tuple[str, Span, int | None]
Accepts = Callable[[Span, int | None], bool]


def within(span: Span, answer: int | None) -> bool:
    """The answer lies within the bounds, or is not known."""
    return answer is None or span.lo <= answer <= span.hi


def the_same(span: Span, answer: int | None) -> bool:
    """What the second engine knows the first one says."""
    return within(span, answer) and not (answer is None and span.exact)


def in_the_score(score: crs.Score, found: Crs, accepts: Accepts) -> Iterator[Difference]:
    """What differs between a reading of the second engine and the first one's score."""
    lines = {line.id: line for section in found.sections for line in section.lines}
    for name, line_id in LINES.items():
        line = lines.get(f"crs.{line_id}")
        points = 0 if line is None else line.points
        if name == "second" and line is not None and line.max is not None and points is not None:
            points = min(points, line.max)  # capped in the section, where it bites with a partner
        if not accepts(score.lines[name], points):
            yield line_id, score.lines[name], points
    known = all(span.exact for span in score.lines.values())
    said = all(line.points is not None for line in lines.values() if "high_wage" not in line.id)
    if known and said and found.total is not None and not within(score.total, found.total):
        yield "total", score.total, found.total
    if found.total is not None and found.total != sum(each.points for each in found.sections):
        yield "sum", score.total, found.total


def in_the_program(mine: programs.Program, found: Judged, accepts: Accepts) -> Iterator[Difference]:
    """What differs in one program: criteria, the grid, the verdict."""
    answers = {each.id.split(".")[-1]: each.met for each in found.criteria}
    for name in FACTS:
        if name in mine.criteria:
            met = answers[name]
            if not accepts(mine.criteria[name], None if met is None else int(met)):
                yield f"{found.id}.{name}", mine.criteria[name], met
    lines = {line.id.split(".")[-1]: line for line in found.lines}
    if lines:
        ties = at_most(plus(mine.lines[each] for each in programs.ADAPTABILITY), 10)
        spans = {GRID[name]: mine.lines[name] for name in GRID} | {"adaptability": ties}
        for name, span in spans.items():
            if not accepts(span, lines[name].points):
                yield f"grid.{name}", span, lines[name].points
    intends = NO if mine.criteria["intends"] == NO else YES  # else asked of everybody
    verdict = both(intends, *(mine.criteria[each] for each in FACTS if each in mine.criteria))
    eligible = None if found.eligible is None else int(found.eligible)
    if not within(verdict, eligible):
        yield f"{found.id}.eligible", verdict, eligible


def merged(scores: list[crs.Score]) -> crs.Score:
    """Whoever's partner is not known: between all readings."""

    def between(spans: list[Span]) -> Span:
        return Span(min(each.lo for each in spans), max(each.hi for each in spans))

    names = scores[0].lines
    lines = {name: between([each.lines[name] for each in scores]) for name in names}
    return crs.Score(scores[0].first, scores[0].reports, lines, {}, Span(0, 1200))


def fewest(readings: Iterable[list[Difference]]) -> list[Difference]:
    """The reading that differs least."""
    return min(readings, key=lambda found: len(found))


def differences(document: dict[str, Any], on: date, accepts: Accepts) -> list[Difference]:
    """Everything in which the two engines differ, by the reading that differs least."""
    rules = load()
    found = assess(parse_profile(json.dumps(document).encode(), rules, on), rules, on, rounds=False)
    judged = {each.id: each for each in found.programs}
    readings = [each for each in crs.ways(document, on) if each.best]
    known = crs.spouse_counts(document, on).exact
    scores = readings if known else [merged(readings)]
    out = fewest(list(in_the_score(each, found.crs, accepts)) for each in scores)
    for name, program in (("fsw", programs.fsw), ("cec", programs.cec), ("fst", programs.fst)):
        out += fewest(
            list(in_the_program(program(document, on, each), judged[name], accepts))
            for each in readings
        )
    return out


def people(seed: int, count: int, nulls: float) -> Iterator[tuple[date, dict[str, Any]]]:
    """Invented people who are not refused (somebody studied before birth)."""
    source = People(seed, sorted(LEVEL_2016), sorted(SOURCES), nulls)
    made = 0
    while made < count:
        on, document = source.one()
        try:
            parse_profile(json.dumps(document).encode(), load(), on)
        except ProfileRefused:
            continue
        made += 1
        yield on, document


def told(on: date, document: dict[str, Any], found: list[Difference]) -> str:
    """A difference with all that is needed to look into it."""
    return f"on {on}: {found}\n{json.dumps(document)}"


@pytest.mark.parametrize("seed", range(4))
def test_the_engine_answers_within_what_the_second_engine_leaves_open(seed: int) -> None:
    for on, document in people(seed, 80, 0.04):
        found = differences(document, on, within)
        assert not found, told(on, document, found)


@pytest.mark.parametrize("seed", range(100, 104))
def test_of_people_of_whom_everything_is_known_both_engines_say_the_same(seed: int) -> None:
    for on, document in people(seed, 60, 0.0):
        found = differences(document, on, the_same)
        assert not found, told(on, document, found)
