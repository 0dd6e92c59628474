"""The questionnaire's business steps: begin a case, save a page, an entry, a list's answer.

A page is saved on its own. Each page remembers the draft's version at its last
change; a save that started from an older one is stale, unless it would change
nothing. Then both values are shown and nothing is lost (``refusal.Stale``).
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Case, Draft, ProfileVersion, User
from portal.services import drafts, numbers
from portal.services.actor import Actor
from portal.services.drafts import Place
from portal.services.refusal import Refused, Stale
from portal.services.steps import step
from portal.text import msg

REMEMBERED = 20  # tokens of added entries: a second post of the same form adds nothing


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left behind: the draft's version, and where an entry now stands."""

    version: int
    index: int | None = None


def cases_of(session: Session, actor: Actor) -> list[Case]:
    """The client's own cases, the newest first."""
    mine = select(Case).where(Case.client_id == actor.user_id)
    return list(session.scalars(mine.order_by(Case.created_at.desc())))


def start_case(session: Session, actor: Actor, now: datetime, language: str = "en") -> Case:
    """A client's new case with an empty questionnaire, or the draft they have already."""
    with step(session, actor, "case.start") as audit:
        found = session.scalar(
            select(Case).where(Case.client_id == actor.user_id, Case.state == "draft").limit(1)
        )
        if found is not None:
            audit.about(found)
            return found
        user = session.get_one(User, actor.user_id)
        case = new_case(session, actor, now, language=language, client=user)
        audit.about(case)
    return case


def new_case(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    language: str,
    client: User | None = None,
    email: str | None = None,
) -> Case:
    """A case and its empty draft, inside the caller's step."""
    case = Case(
        number=numbers.next_number(session, "case"),
        client_id=client.id if client else None,
        opened_by=actor.user_id,
        language=language,
        created_at=now,
        state_since=now,
    )
    session.add(case)
    session.flush()
    session.add(
        Draft(
            case_id=case.id,
            document=drafts.empty(client.email if client else email),
            progress={},
            updated_at=now,
            updated_by=actor.user_id,
        )
    )
    session.flush()
    return case


def editable(case: Case, actor: Actor) -> bool:
    """Whether this person may change the answers now.

    The client until a specialist claims the case, and again when asked to; a member
    of the office only for somebody on the phone who has not taken the case over.
    """
    if actor.is_client:
        unclaimed = case.state == "submitted" and case.owner_id is None
        return case.client_id == actor.user_id and (
            case.state in ("draft", "waiting_for_client") or unclaimed
        )
    return actor.works_on_cases and case.state == "draft" and case.client_id is None


def newest_version(session: Session, case: Case) -> ProfileVersion | None:
    """The facts as last submitted or corrected."""
    return session.scalar(
        select(ProfileVersion)
        .where(ProfileVersion.case_id == case.id)
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )


def current(session: Session, case: Case) -> tuple[dict[str, Any], int | None]:
    """The answers as they stand, with the office's corrections since the last sending under them.

    The second value is the number of the profile version they rest on.
    """
    draft = case.draft
    base = draft.progress.get("base")
    newest = newest_version(session, case)
    if newest is None or base is None or newest.number <= base:
        return copy.deepcopy(draft.document), newest.number if newest else None
    before = session.scalar(
        select(ProfileVersion).where(
            ProfileVersion.case_id == case.id, ProfileVersion.number == base
        )
    )
    sent = drafts.as_draft(before.document if before else {})
    merged = drafts.rebase(sent, draft.document, drafts.as_draft(newest.document))
    return merged, newest.number


def save_page(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    page: str,
    place: Place,
    facts: Mapping[str, Any],
    unknown: Iterable[str],
    version: int,
    now: datetime,
) -> Saved:
    """Save one page's facts. Raises Stale, or Refused when the answers are closed."""
    with step(session, actor, "draft.save", case.draft) as audit:
        editing = _Editing(session, case, actor, now)
        stored = drafts.object_at(editing.document, place)
        before = copy.deepcopy(stored)
        changed = drafts.merge(stored, facts, unknown)
        if changed and editing.is_stale(page, version):
            raise editing.stale(before, stored, changed)
        audit.fields(*changed)
        return editing.save(page, bool(changed))


def save_entry(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    page: str,
    place: Place,
    index: int | None,
    mark: str,
    facts: Mapping[str, Any],
    unknown: Iterable[str],
    version: int,
    limit: int,
    now: datetime,
) -> Saved:
    """Save one entry of a list, or with ``index`` None add it at the end, once per ``mark``.

    ``mark`` is the entry's fingerprint as the form was made with it. When the list has
    changed since, the entry is found where it has moved to; when the entry itself has
    changed or is gone, Stale is raised.
    """
    with step(session, actor, "draft.save_entry", case.draft) as audit:
        editing = _Editing(session, case, actor, now)
        entries = editing.entries(place)
        if index is None:
            known = editing.added(mark)
            if known is not None:
                return Saved(editing.draft.version, known)
            if len(entries) >= limit:
                raise Refused(msg("This list holds %(max)s entries at most.", max=limit))
            entries.append({})
            index = len(entries) - 1
            drafts.merge(entries[index], facts, unknown)
            changed = list(facts)
        else:
            index, changed = editing.change(entries, index, mark, page, version, facts, unknown)
        entry = entries[index]
        _awaited_last(place, entries)
        index = next(n for n, each in enumerate(entries) if each is entry)
        editing.remember(mark, index)
        audit.fields(*(f"{place[-1]}.{key}" for key in changed))
        saved = editing.save(page, bool(changed))
    return Saved(saved.version, index)


def remove_entry(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    page: str,
    place: Place,
    mark: str,
    now: datetime,
) -> bool:
    """Take the entry with this fingerprint out of its list. False when it is gone already."""
    with step(session, actor, "draft.remove_entry", case.draft) as audit:
        editing = _Editing(session, case, actor, now)
        entries = editing.entries(place)
        found = next((n for n, each in enumerate(entries) if drafts.mark(each) == mark), None)
        if found is None:
            return False
        del entries[found]
        audit.fields(place[-1])
        editing.save(page, True)
    return True


def answer_list(
    session: Session,
    actor: Actor,
    case: Case,
    *,
    page: str,
    place: Place,
    answer: str,
    now: datetime,
) -> Saved:
    """Say of a list that it is complete (``done``), that there is none, or that it is not known.

    A list with entries keeps them, whatever was pressed.
    """
    with step(session, actor, "draft.answer_list", case.draft) as audit:
        editing = _Editing(session, case, actor, now)
        owner = drafts.object_at(editing.document, place[:-1])
        key = place[-1]
        before = copy.deepcopy(owner)
        if not owner.get(key):
            value: Any = [] if answer == "none" else None
            drafts.merge(owner, {key: value}, [key] if answer == "unknown" else [])
            if value == [] and key not in owner:
                owner[key] = []
        audit.fields(key)
        return editing.save(page, owner != before)


class _Editing:
    """One change of a draft inside a step."""

    def __init__(self, session: Session, case: Case, actor: Actor, now: datetime) -> None:
        if not editable(case, actor):
            raise Refused(
                msg("These answers are with your consultant now. Ask for a correction instead.")
            )
        self.session, self.actor, self.now = session, actor, now
        self.draft = case.draft
        self.document, self.base = current(session, case)
        self.progress = copy.deepcopy(self.draft.progress)

    def entries(self, place: Place) -> list[dict[str, Any]]:
        """The list at a place, made where it is missing."""
        owner = drafts.object_at(self.document, place[:-1])
        if not isinstance(owner.get(place[-1]), list):
            owner[place[-1]] = []
            drafts.merge(owner, {place[-1]: owner[place[-1]]})
        entries: list[dict[str, Any]] = owner[place[-1]]
        return entries

    def is_stale(self, page: str, version: int) -> bool:
        """Whether the page was changed after this version of the draft."""
        saved = self.progress.get("pages", {}).get(page)
        return saved is not None and int(saved["version"]) > version

    def stale(
        self, before: Mapping[str, Any], after: Mapping[str, Any], keys: Iterable[str]
    ) -> Stale:
        """Both values of every key that differs."""
        listed = list(keys)
        return Stale(
            self._who(),
            {key: before.get(key) for key in listed},
            {key: after.get(key) for key in listed},
            self.draft.version,
        )

    def _who(self) -> str:
        author = self.draft.updated_by
        if author is None or author == self.actor.user_id:
            return ""
        user = self.session.get(User, author)
        return user.name if user else ""

    def change(
        self,
        entries: list[dict[str, Any]],
        index: int,
        mark: str,
        page: str,
        version: int,
        facts: Mapping[str, Any],
        unknown: Iterable[str],
    ) -> tuple[int, list[str]]:
        """Change an entry where it stands now; gives its index and the keys changed."""
        at = next((n for n, each in enumerate(entries) if drafts.mark(each) == mark), None)
        if at is None and 0 <= index < len(entries):
            before = copy.deepcopy(entries[index])
            changed = drafts.merge(entries[index], facts, unknown)
            if changed and self.is_stale(page, version):
                raise self.stale(before, entries[index], changed)
            return index, changed
        if at is None:
            # It was removed in between. What was typed is not lost: it comes back as an entry.
            entries.append({})
            at = len(entries) - 1
        return at, drafts.merge(entries[at], facts, unknown)

    def added(self, mark: str) -> int | None:
        """The index of the entry that a form with this mark has added already."""
        known = self.progress.get("added", {}).get(mark)
        return int(known) if known is not None else None

    def remember(self, mark: str, index: int) -> None:
        """Note that a form with this mark was saved."""
        tokens = {**self.progress.get("added", {}), mark[:40]: index}
        self.progress["added"] = dict(list(tokens.items())[-REMEMBERED:])

    def save(self, page: str, changed: bool) -> Saved:
        """Put document and progress back; the version goes up with each save."""
        draft = self.draft
        draft.version += 1
        pages = self.progress.setdefault("pages", {})
        last = pages.get(page, {}).get("version", 0)
        pages[page] = {
            "version": draft.version if changed else last,
            "at": self.now.isoformat(timespec="seconds"),
        }
        if self.base is not None:
            self.progress["base"] = self.base
        draft.document, draft.progress = self.document, self.progress
        draft.updated_at, draft.updated_by = self.now, self.actor.user_id
        self.session.flush()
        return Saved(draft.version)


def _awaited_last(place: Place, entries: list[dict[str, Any]]) -> None:
    """Tests without results stand last, so that the others keep the numbers they are sent by."""
    if place[-1] == "language_tests":
        entries.sort(key=drafts.is_ahead)


def may_see_draft(case: Case, actor: Actor) -> bool:
    """Whether the questionnaire's pages open for this person at all."""
    return editable(case, actor) or (actor.is_client and case.client_id == actor.user_id)


def owner_name(session: Session, owner_id: uuid.UUID | None) -> str:
    """The name of whoever has the case, or nothing."""
    user = session.get(User, owner_id) if owner_id else None
    return user.name if user else ""
