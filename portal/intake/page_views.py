"""One page of the questionnaire: show it, save it, say what went wrong, go on."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.intake import exits, list_views, steps, wording
from portal.intake.blueprint import Answer, Visit, bp, number_of
from portal.intake.forms.base import PageForm
from portal.intake.forms.occupation import OccupationMixin
from portal.intake.pages import ListPage, Page
from portal.intake.sections import PAGES
from portal.security import policy
from portal.services import drafts, intake
from portal.services.refusal import Stale


@bp.get("/intake/<uuid:case_id>/<step>")
@policy("client", "staff", loads="case")
def show_page(case_id: Any, step: str) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Show a page with the answers saved so far."""
    visit, page = Visit(), _page(step)
    if not visit.editable:
        return visit.away()
    if not page.applies(visit.document):
        return _not_asked(visit, page)
    if isinstance(page, ListPage):
        return list_views.show_list(visit, page)
    stored = drafts.at(visit.document, page.place) or {}
    form = page.form(None, stored=stored, context=visit.context(page.owner))
    form.draft_version.data = str(visit.version)
    return render_page(visit, page, form)


@bp.post("/intake/<uuid:case_id>/<step>")
@policy("client", "staff", loads="case")
def save_page(case_id: Any, step: str) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Save a page and go on, or show it again with everything that was typed."""
    visit, page = Visit(), _page(step)
    if not visit.editable:
        return visit.away()
    if not page.applies(visit.document):
        return _not_asked(visit, page)
    if isinstance(page, ListPage):
        return list_views.answer_list(visit, page)
    stored = drafts.at(visit.document, page.place) or {}
    form = page.form(request.form, stored=stored, context=visit.context(page.owner))
    if isinstance(form, OccupationMixin) and form.wants_search(request.form):
        return render_page(visit, page, form)
    if not form.validate():
        return render_page(visit, page, form, 422)
    facts, unknown = form.facts()
    try:
        intake.save_page(
            visit.session,
            visit.actor,
            visit.case,
            page=page.id,
            place=page.place,
            facts=facts,
            unknown=unknown,
            version=number_of(form.draft_version.data),
            now=visit.now,
        )
    except Stale as stale:
        theirs = page.form(None, stored=stored, context=visit.context(page.owner))
        form.draft_version.data = str(stale.version)
        return render_page(visit, page, form, 409, conflict=conflict(form, theirs, stale))
    return redirect(_next(visit, page), 303)


def _page(step: str) -> Page | ListPage:
    page = PAGES.get(step)
    if page is None:
        raise NotFound
    return page


def _not_asked(visit: Visit, page: Page | ListPage) -> Answer:
    """Lead away from a page that other answers have made pointless."""
    flash(
        _("Your other answers have closed that page. What you wrote there before is kept."), "info"
    )
    return redirect(visit.url(steps.page_before(page, visit.document)), 303)


def _next(visit: Visit, page: Page) -> str:
    if "later" in request.form:
        return visit.home()
    document, _base = intake.current(visit.session, visit.case)
    found = exits.exit_after(page.id, document, visit.today)
    if found is not None:
        return url_for("intake.show_exit", case_id=visit.case.id, kind=found.id)
    if "check" in request.args:
        return url_for("intake.check", case_id=visit.case.id)
    return visit.url(steps.page_after(page, document))


def render_page(
    visit: Visit, page: Page, form: PageForm, status: int = 200, conflict: Any = None
) -> Answer:
    """A page with its form."""
    before = steps.page_before(page, visit.document)
    return visit.render(
        page.template,
        page.section,
        status,
        title=page.title,
        lede=page.lede,
        eyebrow="",
        form=form,
        conflict=conflict,
        back=visit.url(before) if before else visit.home(),
        saved=visit.saved_at(page.id),
        search_url=_search_url(visit, form),
        action=request.full_path if request.query_string else request.path,
    )


def _search_url(visit: Visit, form: PageForm) -> str:
    if not isinstance(form, OccupationMixin):
        return ""
    return url_for("intake.find_occupations", case_id=visit.case.id)


def conflict(form: PageForm, theirs: PageForm, stale: Stale) -> dict[str, Any]:
    """Both values of every field that somebody else saved otherwise."""
    keys = {*stale.theirs, *stale.yours}
    rows = []
    for field in form.ordered():
        if field.short_name.removesuffix("_").split("__")[0] not in keys:
            continue
        other = next((each for each in theirs if each.short_name == field.short_name), None)
        mine = wording.answer(field)
        stored = wording.answer(other) if other is not None else ""
        if mine != stored:
            rows.append(
                {
                    "label": form.short(field),
                    "theirs": stored or _("Empty"),
                    "yours": mine or _("Empty"),
                }
            )
    return {"by": stale.words.values.get("name", ""), "rows": rows}
