"""Primary occupations whose credentials must be assessed by their own professional body.

R75(2.1): for physicians, pharmacists and architects an assessment by any other body does
not carry the Federal Skilled Worker application. A profile names the body in free text,
and whether a pharmacist's job needs a licence is not in it: where the body is another
one, a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from portal.assessment.education import RANK, credential_on
from portal.assessment.facts import Facts
from portal.assessment.profile import Eca, Noc, Study
from portal.rulebook import Rulebook, Version
from portal.text import Text, msg

_NOT_A_LETTER = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The body a primary occupation asks for, by its code."""

    code: str
    body: str
    names: tuple[str, ...]
    others_until: date | None
    rule: Version


class _Listed:
    """Which occupations any version of the rule may name: hardly one, and it is asked often."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._known: dict[tuple[str, str], bool] = {}

    def ever(self, noc: Noc) -> bool:
        """Whether some version names the occupation, or one that it became."""
        key = (noc.version, noc.code)
        known = self._known.get(key)
        if known is None:
            in_list = self._rules.occupations.in_list
            history = self._rules.history("programs.fsw.eca_bodies")
            known = self._known[key] = any(
                in_list(*key, frozenset(each.column("body")), each.values["edition"])
                for each in history
            )
        return known


def asked_of(facts: Facts, noc: Noc | None, law: date) -> Asked | None:
    """The body the assessments of an occupation must come from; None where any will do."""
    if noc is None or not facts.rules.part(_Listed).ever(noc):
        return None
    rule = facts.rules.table("programs.fsw.eca_bodies", on=law)
    edition = rule.values["edition"]
    for code, body, also in rule.rows:
        if facts.rules.occupations.in_list(noc.version, noc.code, frozenset({code}), edition):
            until = rule.values.get("others_until", {}).get(code)
            names = tuple(_plain(each) for each in (body, *also.split(",")))
            return Asked(code, body, names, until, rule)
    return None


def carried(
    facts: Facts, asked: Asked, day: date, law: date, least: str
) -> tuple[bool | None, Text]:
    """Whether a credential of at least this level is Canadian or assessed by the body asked for.

    None with the reason where the assessments are by another body, or by one nobody named.
    """
    years = facts.rules.table("language.validity", on=law).values["eca_years"]
    others: list[str] = []
    for study in facts.me.studies or ():
        counted = credential_on(study, day, years)
        if counted.level is None or RANK[counted.level] < RANK[least]:
            continue
        if _accepted(asked, study):
            return True, counted.because
        others.append((study.eca.organization if study.eca else None) or "?")
    return None, msg(
        "For this primary occupation the assessment must come from the %(body)s; it is by"
        " %(others)s: a person must look",
        body=asked.body,
        others=", ".join(dict.fromkeys(others)),
    )


def _accepted(asked: Asked, study: Study) -> bool:
    if study.country == "CA" or study.eca is None:
        return study.country == "CA"
    return _by(asked, study.eca) or (
        asked.others_until is not None
        and study.eca.issued_on is not None
        and study.eca.issued_on <= asked.others_until
    )


def _by(asked: Asked, eca: Eca) -> bool:
    said = f" {_plain(eca.organization or '')} "
    return any(f" {name} " in said for name in asked.names)


def _plain(name: str) -> str:
    return _NOT_A_LETTER.sub(" ", name.casefold()).strip()
