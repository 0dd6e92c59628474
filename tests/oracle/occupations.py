"""Occupations: skill on a day, in the edition of that day (facts/occupation_notes.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.oracle.days import MAYBE, NO, YES, Fact, Span
from tests.oracle.figures import NOC_2021_FROM, TRADES_2016

Codes = frozenset[str]

# NOC 2016 code, its skill level, its heirs in NOC 2021 ("t" = a trade of FST): every code here has
# all its heirs and all its sources here too. From noc_2016.csv, noc_2021.csv, noc_2016_to_2021.csv.
_ROWS = """
    0011 0 00010
    0124 0 10022
    0213 0 20012
    1123 A 10022 11202 64409
    1228 B 12104 43203
    2147 A 21311
    2242 B 22311
    3413 C 33102
    4155 A 41311 42201
    4163 A 11202 41402
    4212 B 42201
    4412 C 44101 65310
    5135 A 53121
    5232 B 53121 55109
    5243 B 53123 62010 64100
    6211 B 62010
    6321 B 62200t
    6322 B 63200t
    6331 B 63201t 65202
    6421 C 64100
    6552 C 64409
    6711 D 65201
    6731 D 65310
    7241 B 72200t
    7271 B 72310t
    7312 B 72401t
    7334 B 72423t
    7384 B 72423t 72999t
    7445 C 22311 73209t
    7511 C 73300t
"""
LEVEL_2016: dict[str, str] = {}
TRADES_2021: set[str] = set()
HEIRS: dict[str, set[str]] = {}
SOURCES: dict[str, set[str]] = {}
for _row in _ROWS.split("\n"):
    if _row.strip():
        _old, _level, *_heirs = _row.split()
        LEVEL_2016[_old] = _level
        TRADES_2021 |= {each[:5] for each in _heirs if each.endswith("t")}
        HEIRS[_old] = {each[:5] for each in _heirs}
        for _new in HEIRS[_old]:
            SOURCES.setdefault(_new, set()).add(_old)


def codes_on(noc: dict[str, Any], on: date) -> Codes:
    """The codes an occupation may be in the edition of the day."""
    edition = "2021" if on >= date.fromisoformat(NOC_2021_FROM) else "2016"
    if noc["version"] == edition:
        return frozenset({noc["code"]})
    return frozenset((HEIRS if edition == "2021" else SOURCES)[noc["code"]])


def codes_of(job: dict[str, Any], on: date) -> Codes | None:
    """The codes a job may be in; None = it says nothing of its occupation."""
    nocs = [job["noc"]] if job.get("noc") else job.get("noc_candidates") or []
    return frozenset().union(*(codes_on(noc, on) for noc in nocs)) if nocs else None


def _all(codes: Codes | None, test: Callable[[str], bool]) -> Fact:
    if codes is None:
        return MAYBE
    answers = {test(code) for code in codes}
    return Span(int(answers == {True}), int(True in answers))


def skilled(codes: Codes | None) -> Fact:
    """Skill type 0, level A or B; TEER 0 to 3."""
    return _all(codes, lambda c: c[1] in "0123" if len(c) == 5 else LEVEL_2016[c] in "0AB")


def upper(codes: Codes | None) -> Fact:
    """NOC 0 or A; TEER 0 or 1: CEC asks for CLB 7."""
    return _all(codes, lambda c: c[1] in "01" if len(c) == 5 else LEVEL_2016[c] in "0A")


def trade(codes: Codes | None) -> Fact:
    """A skilled trade of FST (programs.yaml fst.trades)."""
    return _all(codes, _is_trade)


def _is_trade(code: str) -> bool:
    if len(code) == 5:
        return code in TRADES_2021
    return LEVEL_2016[code] == "B" and code.startswith(TRADES_2016)


def major_00(codes: Codes | None) -> Fact:
    """Senior managers."""
    return _all(codes, lambda c: c.startswith("00"))


def same(a: Codes | None, b: Codes | None) -> Fact:
    """Whether two jobs are one occupation."""
    if a is None or b is None:
        return MAYBE
    if not a & b:
        return NO
    return YES if len(a) == 1 and a == b else MAYBE
