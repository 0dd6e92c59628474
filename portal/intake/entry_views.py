"""One entry of a list, part by part; and the question before it is removed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.intake import page_views, wording
from portal.intake.blueprint import Answer, PressForm, Visit, bp, new_mark, number_of
from portal.intake.forms.base import PageForm
from portal.intake.forms.occupation import OccupationMixin
from portal.intake.pages import ListPage, Part
from portal.intake.sections import PAGES
from portal.security import policy
from portal.services import drafts, intake
from portal.services.intake import Saved
from portal.services.refusal import Stale


@bp.get("/intake/<uuid:case_id>/<step>/<entry>")
@bp.get("/intake/<uuid:case_id>/<step>/<entry>/<part>")
@policy("client", "staff", loads="case")
def show_entry(case_id: Any, step: str, entry: str, part: str = "") -> Answer:  # noqa: ARG001
    """Show one part of an entry, or an empty form for a new one."""
    visit = Visit()
    page, shown, index = _place(step, entry, part)
    if not page.applies(visit.document):
        return redirect(visit.url(page), 303)
    if not visit.editable:
        return visit.away()
    facts = _facts(visit, page, index)
    form = shown.form(None, stored=facts, context=visit.context(page.owner))
    form.draft_version.data = str(visit.version)
    form.mark.data = new_mark() if index is None else drafts.mark(facts)
    return _render(visit, page, shown, index, form)


@bp.post("/intake/<uuid:case_id>/<step>/<entry>")
@bp.post("/intake/<uuid:case_id>/<step>/<entry>/<part>")
@policy("client", "staff", loads="case")
def save_entry(case_id: Any, step: str, entry: str, part: str = "") -> Answer:  # noqa: ARG001
    """Save one part of an entry and go to its next part, or back to the list."""
    visit = Visit()
    page, shown, index = _place(step, entry, part)
    if not page.applies(visit.document):
        return redirect(visit.url(page), 303)
    if not visit.editable:
        return visit.away()
    facts = _facts(visit, page, index, gone=True)
    form = shown.form(request.form, stored=facts, context=visit.context(page.owner))
    if isinstance(form, OccupationMixin) and form.wants_search(request.form):
        return _render(visit, page, shown, index, form)
    if not form.validate():
        return _render(visit, page, shown, index, form, 422)
    try:
        saved = _save(visit, page, index, form)
    except Stale as stale:
        theirs = shown.form(None, stored=facts, context=visit.context(page.owner))
        form.draft_version.data = str(stale.version)
        form.mark.data = drafts.mark(facts)
        both = page_views.conflict(form, theirs, stale)
        return _render(visit, page, shown, index, form, 409, both)
    return redirect(_next(visit, page, shown, saved), 303)


def _save(visit: Visit, page: ListPage, index: int | None, form: PageForm) -> Saved:
    facts, unknown = form.facts()
    return intake.save_entry(
        visit.session,
        visit.actor,
        visit.case,
        page=page.id,
        place=page.place,
        index=index,
        mark=str(form.mark.data or "")[:40] or new_mark(),
        facts=facts,
        unknown=unknown,
        version=number_of(form.draft_version.data),
        limit=page.limit,
        now=visit.now,
    )


@bp.get("/intake/<uuid:case_id>/<step>/<int:number>/remove")
@policy("client", "staff", loads="case")
def ask_remove(case_id: Any, step: str, number: int) -> Answer:  # noqa: ARG001
    """Say what leaves with an entry, and ask."""
    visit = Visit()
    page, _part, index = _place(step, str(number), "")
    if not visit.editable:
        return visit.away()
    facts = _facts(visit, page, index)
    key = page.place[-1]
    return visit.render(
        "intake/remove.html",
        page.section,
        title=page.remove,
        name=wording.name(key, facts),
        leaves=wording.what_leaves(key, facts, visit.today),
        mark=drafts.mark(facts),
        form=PressForm(),
        back=visit.url(page),
    )


@bp.post("/intake/<uuid:case_id>/<step>/<int:number>/remove")
@policy("client", "staff", loads="case")
def remove_entry(case_id: Any, step: str, number: int) -> Answer:  # noqa: ARG001
    """Remove the entry that the question was about."""
    visit = Visit()
    page, _part, _index = _place(step, str(number), "")
    if not visit.editable:
        return visit.away()
    gone = intake.remove_entry(
        visit.session,
        visit.actor,
        visit.case,
        page=page.id,
        place=page.place,
        mark=str(request.form.get("mark", ""))[:40],
        now=visit.now,
    )
    if not gone:
        flash(_("This entry has changed or is gone. Look at the list again."), "watch")
    return redirect(visit.url(page), 303)


def _place(step: str, entry: str, part_id: str) -> tuple[ListPage, Part, int | None]:
    page = PAGES.get(step)
    if not isinstance(page, ListPage):
        raise NotFound
    part = page.part(part_id)
    numbered = entry.isdecimal() and entry.isascii() and 0 < len(entry) < 5 and int(entry) > 0
    if part is None or not (numbered or (entry == "new" and part_id == "")):
        raise NotFound
    return page, part, int(entry) - 1 if numbered else None


def _facts(
    visit: Visit, page: ListPage, index: int | None, *, gone: bool = False
) -> dict[str, Any]:
    if index is None:
        return {}
    entries = drafts.entries_at(visit.document, page.place)
    if index < len(entries):
        return entries[index]
    if gone:
        return {}
    raise NotFound


def _next(visit: Visit, page: ListPage, part: Part, saved: Saved) -> str:
    if "later" in request.form:
        return visit.home()
    document, _base = intake.current(visit.session, visit.case)
    index = saved.index or 0
    following = page.part_after(part, drafts.entries_at(document, page.place)[index])
    if following is None:
        return visit.url(page)
    return url_for(
        "intake.show_entry",
        case_id=visit.case.id,
        step=page.id,
        entry=str(index + 1),
        part=following.id,
    )


def _render(
    visit: Visit,
    page: ListPage,
    part: Part,
    index: int | None,
    form: PageForm,
    status: int = 200,
    conflict: Any = None,
) -> Answer:
    number = len(drafts.entries_at(visit.document, page.place)) + 1 if index is None else index + 1
    search = isinstance(form, OccupationMixin)
    return visit.render(
        part.template,
        page.section,
        status,
        title=part.title,
        lede=part.lede,
        eyebrow=_("%(list)s, %(noun)s %(number)s", list=page.title, noun=page.noun, number=number),
        form=form,
        conflict=conflict,
        back=visit.url(page),
        saved=visit.saved_at(page.id) if index is not None else "",
        search_url=url_for("intake.find_occupations", case_id=visit.case.id) if search else "",
        action=request.path,
    )
