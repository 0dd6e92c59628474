"""The queue as a page: tabs, filters, groups and rows, ready for the template."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.models import Case
from portal.rendering.speech import Speaker
from portal.security import current_actor
from portal.services import case_list, cases, clock
from portal.services.case_list import LATER, OVERDUE, VIEWS, WEEK, Listing, Wanted
from portal.services.database import settings_of

PROGRAMS = ("fsw", "cec", "fst")
FLAGS = ("error", "warning", "none")


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a row of two lines a cell."""

    id: uuid.UUID
    name: str
    number: str
    occupation: str
    noc: str
    crs: int | None
    crs_detail: str
    route: str
    route_detail: str
    route_tone: str
    route_icon: str
    stops: int
    checks: int
    assessed: bool
    due: str
    due_detail: str
    urgency: str
    state: str
    since: str
    owner: str
    claimable: bool


def wanted() -> Wanted:
    """What the address asks for; anything it does not understand is left out."""
    args = request.args
    view = args.get("view", "")
    program, flags = args.get("program"), args.get("flags")
    return Wanted(
        view=view if view in case_list.VIEW_IDS else "",
        words=args.get("q", "")[:200].replace("\0", "").strip(),
        program=program if program in PROGRAMS else None,
        flags=flags if flags in FLAGS else None,
        crs_from=_whole(args.get("crs_from")),
        crs_to=_whole(args.get("crs_to")),
        owner=_id(args.get("owner")),
        page=_whole(args.get("page")) or 1,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def _id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def address(endpoint: str, **changes: Any) -> str:
    """The list's address with some of its words changed; None takes one off."""
    words = {**request.args.to_dict(), **changes}
    return url_for(
        endpoint, **{key: value for key, value in words.items() if value not in (None, "")}
    )


def page(endpoint: str, asked: Wanted) -> dict[str, Any]:
    """Everything the template shows."""
    session: Session = g.db
    today = clock.today(settings_of(session).timezone)
    now = clock.now()
    actor = current_actor()
    listing = case_list.listing(session, asked, actor, today)
    say = Speaker(_lang(), settings_of(session).timezone)
    groups = [
        {
            "title": _title(group.id),
            "count": group.count,
            "rows": [row(each, say, today, now) for each in group.cases],
        }
        for group in listing.groups
    ]
    return {
        "endpoint": endpoint,
        "asked": asked,
        "listing": listing,
        "groups": groups,
        "tabs": _tabs(endpoint, asked, listing, say),
        "today": say.day(today),
        "colleagues": cases.colleagues(session),
        "previous": _page_url(endpoint, listing, -1),
        "next": _page_url(endpoint, listing, 1),
        "address": address,
    }


def _lang() -> str:
    locale = get_locale()
    return locale.language if locale else "en"


def _title(group: str) -> str:
    titles: Mapping[str, str] = {
        OVERDUE: _("Today and overdue"),
        WEEK: _("This week"),
        LATER: _("Later"),
    }
    return titles[group]


def _tabs(endpoint: str, asked: Wanted, listing: Listing, say: Speaker) -> list[dict[str, Any]]:
    return [
        {
            "title": say(each.label),
            "url": url_for(endpoint, view=each.id),
            "count": listing.counts[each.id],
            "current": asked.view == each.id,
        }
        for each in VIEWS
    ]


def _page_url(endpoint: str, listing: Listing, by: int) -> str:
    other = listing.page + by
    return address(endpoint, page=other) if 1 <= other <= listing.pages else ""


def row(case: Case, say: Speaker, today: date, now: datetime) -> Row:
    """One case as a row."""
    facts = case.facts
    title = case_list.occupation_title(facts.noc) if facts else None
    best = _best(facts, say.lang)
    badge = best.get("badge") or {}
    promised = None if case.state in case_list.DONE else case.due_on
    due, urgency = due_words(promised, today, say)
    return Row(
        id=case.id,
        name=(facts.client_name if facts else "") or _("No name yet"),
        number=case.number,
        occupation=say(title) if title else _("Occupation not known"),
        noc=_("NOC %(code)s", code=facts.noc) if facts and facts.noc else "",
        crs=facts.crs_total if facts else None,
        crs_detail=_("provisional") if facts and facts.provisional else "",
        route=best.get("heading", ""),
        route_detail=badge.get("words", "") or best.get("detail", ""),
        route_tone=badge.get("tone", ""),
        route_icon=badge.get("icon", ""),
        stops=facts.errors if facts else 0,
        checks=facts.warnings if facts else 0,
        assessed=facts is not None,
        due=due,
        due_detail=_("Promised to client") if promised else "",
        urgency=urgency,
        state=say(cases.STATE_NAMES[case.state]),
        since=waiting(case.state_since, now),
        owner=case.owner.name if case.owner else _("Nobody"),
        claimable=case.state == "submitted" and case.owner_id is None,
    )


def _best(facts: Any, lang: str) -> dict[str, Any]:
    for each in facts.streams if facts else ():
        if "best" in each:
            found: dict[str, Any] = each["best"].get(lang) or {}
            return found
    return {}


def due_words(due: date | None, today: date, say: Speaker) -> tuple[str, str]:
    """“5 days late”, “Today”, or the day, with its urgency: late, soon, or none."""
    if due is None:
        return "", ""
    days = (due - today).days
    if days < 0:
        return ngettext("%(num)s day late", "%(num)s days late", -days), "late"
    if days == 0:
        return _("Today"), "soon"
    return say.day(due), "soon" if days <= 3 else ""


def waiting(since: datetime, now: datetime) -> str:
    """How long a state has lasted, in whole days or hours."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(num)s hour", "%(num)s hours", hours)
    return ngettext("%(num)s day", "%(num)s days", hours // 24)
