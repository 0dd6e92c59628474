"""The room's blueprint, and what every page of a case has at hand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.forms import BaseForm
from portal.intake import wording
from portal.intake.forms.base import Context, PageForm
from portal.intake.pages import AnyPage, ListPage, Page
from portal.intake.sections import SECTIONS
from portal.models import Case
from portal.security import current_actor, the
from portal.services import drafts, intake, submission
from portal.services.actor import Actor
from portal.services.clock import now
from portal.services.database import settings_of
from portal.services.drafts import Place

bp = Blueprint("intake", __name__)

Answer = Response | str | tuple[str, int]


class PressForm(BaseForm):
    """A page whose answer is a button."""


class Visit:
    """One person at one case's questionnaire, for the time of one request."""

    def __init__(self) -> None:
        self.case: Case = the("case")
        self.actor: Actor = current_actor()
        self.session = g.db
        self.document, _base = intake.current(self.session, self.case)
        self.progress: Mapping[str, Any] = self.case.draft.progress
        self._forms: dict[str, PageForm] = {}
        self.today = submission.today(self.session)

    @property
    def saved(self) -> Mapping[str, Any]:
        """The pages saved so far, by id."""
        pages: Mapping[str, Any] = self.progress.get("pages") or {}
        return pages

    @property
    def version(self) -> int:
        """The draft's version now."""
        return self.case.draft.version

    @property
    def editable(self) -> bool:
        """Whether this person may change answers now."""
        return intake.editable(self.case, self.actor)

    def away(self) -> Response:
        """Where somebody goes who may not change answers."""
        if self.actor.is_staff:
            return redirect(url_for("desk.show_case", case_id=self.case.id), 303)
        return redirect(url_for("intake.show_case", case_id=self.case.id), 303)

    def context(self, owner: Place = ("person",)) -> Context:
        """What a form may look at besides its own facts."""
        facts = drafts.at(self.document, owner)
        return Context(self.document, self.today, wording.language(), facts or {})

    def form_of(self, page: Page) -> PageForm:
        """A page's form with the stored answers, made once a request."""
        if page.id not in self._forms:
            stored = drafts.at(self.document, page.place) or {}
            self._forms[page.id] = page.form(None, stored=stored, context=self.context(page.owner))
        return self._forms[page.id]

    def saved_at(self, page_id: str) -> str:
        """The time of day at which a page was last saved, or nothing."""
        stored = self.saved.get(page_id)
        if not stored:
            return ""
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(settings_of(self.session).timezone)
        return datetime.fromisoformat(stored["at"]).astimezone(zone).strftime("%H:%M")

    @cached_property
    def now(self) -> datetime:
        """The instant of this request."""
        return now()

    def url(self, page: AnyPage | None) -> str:
        """The address of a page; past the last one comes the check."""
        if page is None:
            return url_for("intake.check", case_id=self.case.id)
        return url_for("intake.show_page", case_id=self.case.id, step=page.id)

    def home(self) -> str:
        """Where "finish later" leads."""
        if self.actor.is_staff:
            return url_for("desk.queue")
        return url_for("intake.show_case", case_id=self.case.id)

    def sections(self, here: str) -> list[dict[str, Any]]:
        """The rail: every section that applies, done, now or to come."""
        rows = []
        for section in SECTIONS:
            pages = [page for page in section.pages if page.applies(self.document)]
            if not pages:
                continue
            missing = [page for page in pages if page.id not in self.saved]
            begun = 0 < len(missing) < len(pages)
            state = "now" if section.id == here else "to_come" if missing else "done"
            rows.append(
                {
                    "title": section.title,
                    "url": self.url(missing[0] if begun else pages[0]),
                    "state": state,
                    "note": self._note(pages),
                }
            )
        check = url_for("intake.check", case_id=self.case.id)
        state = "now" if here == "check" else "to_come"
        rows.append({"title": wording.check_and_send(), "url": check, "state": state, "note": ""})
        return rows

    def _note(self, pages: list[AnyPage]) -> str:
        if len(pages) != 1 or not isinstance(pages[0], ListPage):
            return ""
        place = pages[0].place
        return wording.count_of(place[-1], drafts.entries_at(self.document, place))

    def render(self, template: str, here: str, status: int = 200, **names: Any) -> tuple[str, int]:
        """A page of the questionnaire with its rail."""
        names.setdefault("home", self.home())
        shown = render_template(
            template, case=self.case, sections=self.sections(here), visit=self, **names
        )
        return shown, status


def number_of(value: Any) -> int:
    """A version as the form brought it back; nonsense is older than everything."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def new_mark() -> str:
    """A name for one form that adds an entry, so that posting it twice adds one."""
    return uuid.uuid4().hex
