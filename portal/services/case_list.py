"""The desk's list of cases: views with counts, filters, groups by date, pages.

Everything is read from indexed columns and from the facts derived when a case was
assessed; nothing is assessed for a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from portal.models import Case, CaseFacts
from portal.rulebook import load
from portal.services.actor import Actor
from portal.services.cases import ON_DESK, SCORED
from portal.text import Text, msg

PAGE = 25
OVERDUE, WEEK, LATER = "overdue", "week", "later"
MOST_CODES = 200
# Nothing is due any more.
DONE = ("released", "closed")


@dataclass(frozen=True, slots=True)
class View:
    """One tab of the list."""

    id: str
    label: Text


VIEWS = (
    View("mine", msg("My cases")),
    View("unclaimed", msg("Unclaimed")),
    View("waiting", msg("Waiting for client")),
    View("ready", msg("Ready to sign")),
    View("signed", msg("Signed, not released")),
    View("released", msg("Released")),
    View("open", msg("All open")),
    View("all", msg("All")),
)
VIEW_IDS = tuple(each.id for each in VIEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to see. None and empty: no restriction."""

    view: str = "mine"
    words: str = ""
    program: str | None = None
    flags: str | None = None
    crs_from: int | None = None
    crs_to: int | None = None
    owner: Any = None
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether anything but the view restricts the list."""
        return bool(
            self.words
            or self.program
            or self.flags
            or self.crs_from is not None
            or self.crs_to is not None
            or self.owner
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one page that fall due in the same stretch; ``count`` is of the whole view."""

    id: str
    count: int
    cases: list[Case]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    groups: list[Group]
    total: int
    first: int
    last: int
    page: int
    pages: int
    counts: Mapping[str, int] = field(default_factory=dict)


def listing(session: Session, wanted: Wanted, actor: Actor, today: date) -> Listing:
    """The cases somebody wants to see, the most urgent first."""
    where = and_(_view(wanted.view, actor), *_filters(wanted))
    stretch = _stretch(today)
    grouped = _joined(select(stretch, func.count())).where(where).group_by(stretch)
    sizes: dict[str, int] = {row[0]: row[1] for row in session.execute(grouped)}
    total = sum(sizes.values())
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wanted.page), pages)
    rows = session.scalars(
        _joined(select(Case))
        .where(where)
        .options(joinedload(Case.owner), joinedload(Case.facts))
        .order_by(
            Case.state.in_(DONE), Case.due_on.is_(None), Case.due_on, Case.submitted_at, Case.number
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    parted: dict[str, list[Case]] = {OVERDUE: [], WEEK: [], LATER: []}
    for row in rows:
        due = None if row.state in DONE else row.due_on
        parted[stretch_of(due, today)].append(row)
    first = (page - 1) * PAGE + 1 if total else 0
    return Listing(
        groups=[Group(key, sizes.get(key, 0), found) for key, found in parted.items() if found],
        total=total,
        first=first,
        last=first + len(rows) - 1 if rows else 0,
        page=page,
        pages=pages,
        counts=counts(session, actor),
    )


def counts(session: Session, actor: Actor) -> dict[str, int]:
    """How many cases each view holds, in one query."""
    columns = [func.sum(case((_view(each, actor), 1), else_=0)).label(each) for each in VIEW_IDS]
    row = session.execute(select(*columns).where(Case.state.in_(ON_DESK))).one()
    return {name: int(row[place] or 0) for place, name in enumerate(VIEW_IDS)}


def stretch_of(due: date | None, today: date) -> str:
    """Overdue and today, this week (seven days), or later."""
    if due is None or due > today + timedelta(days=7):
        return LATER
    return OVERDUE if due <= today else WEEK


def _stretch(today: date) -> ColumnElement[str]:
    return case(
        (Case.state.in_(DONE), LATER),
        (Case.due_on <= today, OVERDUE),
        (Case.due_on <= today + timedelta(days=7), WEEK),
        else_=LATER,
    )


def _joined(query: Any) -> Any:
    return query.select_from(Case).outerjoin(CaseFacts, CaseFacts.case_id == Case.id)


def _view(view: str, actor: Actor) -> ColumnElement[bool]:
    if view == "mine":
        return and_(Case.owner_id == actor.user_id, Case.state.in_((*SCORED, "signed")))
    states: Mapping[str, tuple[str, ...]] = {
        "unclaimed": ("submitted",),
        "waiting": ("waiting_for_client",),
        "ready": ("ready_to_sign",),
        "signed": ("signed",),
        "released": ("released",),
        "open": (*SCORED, "signed"),
    }
    return Case.state.in_(states.get(view, ON_DESK))


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = [true()]
    if wanted.words:
        made.append(_found(wanted.words))
    if wanted.crs_from is not None:
        made.append(CaseFacts.crs_total >= wanted.crs_from)
    if wanted.crs_to is not None:
        made.append(CaseFacts.crs_total <= wanted.crs_to)
    if wanted.flags == "error":
        made.append(CaseFacts.errors > 0)
    elif wanted.flags == "warning":
        made.append(or_(CaseFacts.errors > 0, CaseFacts.warnings > 0))
    elif wanted.flags == "none":
        made.append(and_(CaseFacts.errors == 0, CaseFacts.warnings == 0))
    if wanted.program:
        # A short JSON list of closed ids; a quoted id cannot be part of another one.
        made.append(_text(CaseFacts.programs).contains(f'"{wanted.program}"', autoescape=True))
    if wanted.owner:
        made.append(Case.owner_id == wanted.owner)
    return made


def _text(column: Any) -> ColumnElement[str]:
    from sqlalchemy import String, cast

    return cast(column, String)


def _found(words: str) -> ColumnElement[bool]:
    """Client's name, case number, or the occupation's code or title."""
    parts = [
        or_(
            CaseFacts.client_name.icontains(each, autoescape=True),
            Case.number.icontains(each, autoescape=True),
            CaseFacts.noc == each,
        )
        for each in words.split()[:6]
    ]
    codes = _codes(words)
    return or_(and_(*parts), CaseFacts.noc.in_(codes)) if codes else and_(*parts)


def _codes(words: str) -> list[str]:
    """Codes of the unit groups whose title holds these words."""
    wanted = words.casefold().strip()
    if len(wanted) < 3:
        return []
    from portal.rulebook.occupations import EDITIONS

    return [
        each.code
        for edition in EDITIONS
        for each in load().occupations.all(edition)
        if wanted in each.title.en.casefold() or wanted in each.title.fr.casefold()
    ][:MOST_CODES]


def occupation_title(code: str | None) -> Text | Any | None:
    """The title of a code, looked up in the newer edition first; None for an unknown one."""
    from portal.rulebook.occupations import EDITIONS

    occupations = load().occupations
    for edition in reversed(EDITIONS):
        if code and occupations.exists(edition, code):
            return occupations.get(edition, code).title
    return None
