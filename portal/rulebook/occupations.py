"""Occupations: the National Occupational Classification, 2016 and 2021, and the way between.

An edition is a dimension, never a constant: a code of one edition is matched with
a rule or list of another through the concordance, and where the concordance leaves
a choice the answer is None: a person decides by the duties.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from portal.text import Label

if TYPE_CHECKING:
    from portal.rulebook.book import Rulebook

EDITIONS = ("2016", "2021")


@dataclass(frozen=True, slots=True)
class Occupation:
    """One unit group of one edition.

    ``teer`` (0 to 5) belongs to NOC 2021, ``skill_level`` (0, A, B, C, D) to NOC
    2016; the other one is None.
    """

    version: str
    code: str
    title: Label
    teer: int | None
    skill_level: str | None

    @property
    def level(self) -> str:
        """TEER or skill level, as the edition calls it: what a rule's ``levels`` list."""
        return str(self.teer) if self.skill_level is None else self.skill_level

    @property
    def broad_category(self) -> str:
        """The first digit: 0 to 9."""
        return self.code[:1]

    @property
    def major_group(self) -> str:
        """The first two digits."""
        return self.code[:2]

    @property
    def minor_group(self) -> str:
        """All digits but the last."""
        return self.code[:-1]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the concordance.

    ``relation``: one_to_one, split, merge, split_and_merge. ``successor``: *sole*
    (all of the old group goes there), *continues* (the main heir of a split) or
    *part*.
    """

    code_2016: str
    code_2021: str
    relation: str
    successor: str


@dataclass(frozen=True, slots=True)
class Titles:
    """Example titles of one unit group, and the names of ours that stand for one of them."""

    en: tuple[str, ...]
    fr: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TitleRow:
    """One name somebody may be known by; ``same_as`` only where the name is ours."""

    code: str
    title: str
    lang: Literal["en", "fr"]
    kind: Literal["unit", "example", "alias"]
    same_as: str = ""


class Occupations:
    """Both editions and the concordance of one rulebook, read when first asked for."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._levels: dict[tuple[str, str], frozenset[str]] = {}
        self._skilled: dict[tuple[str, str, date], bool | None] = {}

    # --- the unit groups ------------------------------------------------------------

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str, Occupation]]:
        noc_2016 = (
            Occupation("2016", code, Label(title_en, title_fr), None, level)
            for code, level, title_en, title_fr in self._rows("noc_2016.csv")
        )
        noc_2021 = (
            Occupation("2021", code, Label(title_en, title_fr), int(teer), None)
            for code, teer, title_en, title_fr in self._rows("noc_2021.csv")
        )
        return {
            "2016": {each.code: each for each in noc_2016},
            "2021": {each.code: each for each in noc_2021},
        }

    def all(self, version: str) -> tuple[Occupation, ...]:
        """Every unit group of an edition, by code; raises KeyError for an unknown edition."""
        return tuple(self._groups[version].values())

    def exists(self, version: str, code: str) -> bool:
        """Whether the edition is known and has this code."""
        return code in self._groups.get(version, {})

    def get(self, version: str, code: str) -> Occupation:
        """The unit group; raises KeyError where the edition or the code does not exist."""
        return self._groups[version][code]

    # --- from one edition to the other ----------------------------------------------

    @cached_property
    def concordance(self) -> tuple[Step, ...]:
        """NOC 2016 to NOC 2021, in order of the old codes."""
        return tuple(Step(*row) for row in self._rows("noc_concordance.csv"))

    @cached_property
    def _ways(self) -> tuple[Mapping[str, list[Step]], Mapping[str, list[Step]]]:
        forward: dict[str, list[Step]] = {}
        back: dict[str, list[Step]] = {}
        for step in self.concordance:
            forward.setdefault(step.code_2016, []).append(step)
            back.setdefault(step.code_2021, []).append(step)
        return forward, back

    def successors(self, code_2016: str) -> tuple[Step, ...]:
        """What became of a NOC 2016 code; empty for an unknown one. The main heir first."""
        steps = self._ways[0].get(code_2016, [])
        return tuple(sorted(steps, key=lambda step: step.successor == "part"))

    def predecessors(self, code_2021: str) -> tuple[Step, ...]:
        """Which NOC 2016 codes a NOC 2021 code came from; empty for an unknown one."""
        return tuple(self._ways[1].get(code_2021, []))

    def translate(self, version: str, code: str, to_version: str) -> tuple[tuple[str, bool], ...]:
        """The codes of another edition this one may be, each with whether that is certain.

        Certain means the only one: nobody of the group went, or came from, elsewhere.
        """
        if version == to_version:
            return ((code, True),) if self.exists(version, code) else ()
        match version, to_version:
            case "2016", "2021":
                codes = [step.code_2021 for step in self.successors(code)]
            case "2021", "2016":
                codes = [step.code_2016 for step in self.predecessors(code)]
            case _:
                raise KeyError(f"no concordance from NOC {version} to NOC {to_version}")
        return tuple((each, len(codes) == 1) for each in codes)

    def levels(self, version: str, code: str) -> frozenset[str]:
        """The TEER a code has in NOC 2021, or may have where an old code was split."""
        key = (version, code)
        known = self._levels.get(key)
        if known is None:
            codes = self.translate(version, code, "2021")
            known = self._levels[key] = frozenset(self.get("2021", each).level for each, _ in codes)
        return known

    # --- what the rules say of a code -----------------------------------------------

    def skilled_on(self, version: str, code: str, day: date) -> bool | None:
        """Whether the occupation is skilled for Express Entry by the rule of a day.

        None where the concordance leads to codes that disagree. Raises NotInForce
        before the first rule (2015-01-01), KeyError for an unknown code.
        """
        rule = self._rules.table("programs.skilled_occupation", on=day)
        key = (version, code, rule.from_)
        if key not in self._skilled:
            levels, edition = rule.values["levels"], rule.values["edition"]
            self._skilled[key] = self._agreed(
                self.get(edition, each).level in levels
                for edition, each in self._in_edition(version, code, edition)
            )
        return self._skilled[key]

    def is_trade(self, version: str, code: str, day: date) -> bool | None:
        """Whether it is a skilled trade of the Federal Skilled Trades Program on a day.

        None, NotInForce and KeyError as for ``skilled_on``.
        """
        rule = self._rules.table("programs.fst_trades", on=day).values
        groups, exceptions = tuple(rule["groups"]), tuple(rule["except"])
        levels = rule.get("levels")
        return self._agreed(
            each.startswith(groups)
            and not each.startswith(exceptions)
            and (levels is None or self.get(version, each).level in levels)
            for version, each in self._in_edition(version, code, rule["edition"])
        )

    def in_list(
        self, version: str, code: str, codes: Collection[str], list_version: str
    ) -> bool | None:
        """Whether a code is in a list that may be written in another edition.

        True when every code it may be is listed, False when none is, else None: a
        partial match never decides alone. Raises KeyError for an unknown code.
        """
        return self._agreed(
            each in codes for _, each in self._in_edition(version, code, list_version)
        )

    def _in_edition(self, version: str, code: str, edition: str) -> list[tuple[str, str]]:
        self.get(version, code)
        return [(edition, each) for each, _ in self.translate(version, code, edition)]

    @staticmethod
    def _agreed(answers: Iterator[bool]) -> bool | None:
        found = set(answers)
        return found.pop() if len(found) == 1 else None

    # --- names ----------------------------------------------------------------------

    def title_rows(self) -> Iterator[TitleRow]:
        """Every NOC 2021 name: unit titles, example titles and aliases, both languages.

        French names carry both genders with a slash, as published.
        """
        for group in self.all("2021"):
            yield TitleRow(group.code, group.title.en, "en", "unit")
            yield TitleRow(group.code, group.title.fr, "fr", "unit")
        for code, title, kind, same_as in self._rows("noc_titles_en.csv"):
            yield TitleRow(code, title, "en", "alias" if kind else "example", same_as)
        for code, title in self._rows("noc_titles_fr.csv"):
            yield TitleRow(code, title, "fr", "example")

    def titles(self, code_2021: str) -> Titles:
        """The example titles of a NOC 2021 code, in both languages; empty for an unknown one."""
        en = self._rows_of("noc_titles_en.csv", code_2021)
        fr = self._rows_of("noc_titles_fr.csv", code_2021)
        return Titles(
            tuple(title for _, title, kind, _ in en if not kind),
            tuple(title for _, title in fr),
            tuple((title, same_as) for _, title, kind, same_as in en if kind),
        )

    def _rows(self, path: str) -> Iterator[list[str]]:
        """The rows of a flat list below its head."""
        rows = csv.reader(io.StringIO(self._rules.file(path).decode("utf-8")))
        next(rows)
        return rows

    def _rows_of(self, path: str, code: str) -> list[list[str]]:
        """The rows of one code, which stand together, without parsing the others."""
        raw, mark = self._rules.file(path), f"\n{code},".encode()
        first = raw.find(mark)
        if first < 0:
            return []
        end = raw.find(b"\n", raw.rfind(mark) + 1)
        return list(csv.reader(raw[first + 1 : end].decode("utf-8").split("\n")))
