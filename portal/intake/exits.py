"""Early honest exits: what makes an assessment pointless is said at once, and one may go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.web_rules import rules

PERMANENT = ("citizen", "permanent_resident")


@dataclass(frozen=True, slots=True)
class Exit:
    """One page that explains; ``after`` is the page whose answer leads to it."""

    id: str
    after: str
    title: Any
    words: tuple[Any, ...]


EXITS = {
    each.id: each
    for each in (
        Exit(
            "permanent",
            "place",
            _l("You have the right to live in Canada already"),
            (
                _l(
                    "Express Entry is for people who want to become permanent residents. "
                    "Citizens and permanent residents cannot use it and need not."
                ),
                _l("If you answered for somebody else, change the answer and go on for them."),
            ),
        ),
        Exit(
            "quebec",
            "place",
            _l("Quebec chooses its own immigrants"),
            (
                _l(
                    "Whoever plans to live in Quebec applies under Quebec’s own program (Arrima); "
                    "the federal programs of Express Entry ask for a plan to live elsewhere."
                ),
                _l(
                    "You can go on: we then assess what would hold if you chose another province. "
                    "The wish to live there has to be real."
                ),
            ),
        ),
        Exit(
            "age",
            "you",
            _l("You are younger than Express Entry counts"),
            (
                _l(
                    "Express Entry gives no points to people as young as you are, and its "
                    "programs are made for those with a year of skilled work behind them."
                ),
                _l("You can go on and see what would count. Come back when you have worked."),
            ),
        ),
        Exit(
            "programs",
            "check",
            _l("These answers give a score without a rank"),
            (
                _l(
                    "As far as your answers go, none of the three federal programs is open to you "
                    "today. Without one, a score has no place in the pool and no round invites it."
                ),
                _l(
                    "You can still send your answers: a consultant reads them, looks at provincial "
                    "routes and says what would have to change. Or change an answer first, if one "
                    "is not right."
                ),
            ),
        ),
    )
}


def exits_of(document: Mapping[str, Any], today: date) -> list[Exit]:
    """The exits that the answers lead to; whether a program is open is asked elsewhere."""
    person = document.get("person") or {}
    found = []
    if person.get("status_in_canada") in PERMANENT:
        found.append(EXITS["permanent"])
    if person.get("intended_province") == "QC":
        found.append(EXITS["quebec"])
    born = person.get("date_of_birth")
    if born and _age(date.fromisoformat(born), today) < _first_age(today):
        found.append(EXITS["age"])
    return found


def exit_after(page_id: str, document: Mapping[str, Any], today: date) -> Exit | None:
    """The exit to show right after a page, if its answers lead to one."""
    return next((each for each in exits_of(document, today) if each.after == page_id), None)


def _first_age(on: date) -> int:
    """The youngest age that earns points by the rules of a day."""
    return min(int(row[0]) for row in rules().table("crs.core.age", on=on).rows if max(row[1:]))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
