"""A list of the questionnaire: what was entered, whether there is more, or none."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal.forms import ChoiceField
from portal.intake import steps, wording
from portal.intake.blueprint import Answer, Visit
from portal.intake.forms.base import Context, PageForm
from portal.intake.pages import ListPage
from portal.services import drafts, intake


class AnyForm(PageForm):
    """Whether a list has entries at all; asked while it is empty."""

    answer = ChoiceField(
        "",
        choices=[
            ("yes", _l("Yes")),
            ("none", _l("No")),
            ("unknown", _l("I don’t know")),
        ],
        required=_l("Choose an answer"),
    )

    def __init__(
        self, question: Any, formdata: Any, *, context: Context, chosen: str | None
    ) -> None:
        super().__init__(formdata, stored={"answer": chosen}, context=context)
        self.answer.label.text = question


def show_list(visit: Visit, page: ListPage) -> Answer:
    """The entries so far, or the question whether there are any."""
    return _render(visit, page, _form(visit, page, None))


def answer_list(visit: Visit, page: ListPage) -> Answer:
    """Go on from a list: its answer is saved, or the first entry begins."""
    entries = drafts.entries_at(visit.document, page.place)
    answer = "done"
    if not entries:
        form = _form(visit, page, request.form)
        if "later" in request.form and not form.answer.data:
            return redirect(visit.home(), 303)
        if not form.validate():
            return _render(visit, page, form, 422)
        answer = str(form.answer.data)
    if answer == "yes":
        return redirect(_url(visit, page, "new"), 303)
    intake.answer_list(
        visit.session,
        visit.actor,
        visit.case,
        page=page.id,
        place=page.place,
        answer=answer,
        now=visit.now,
    )
    return _onward(visit, page)


def _onward(visit: Visit, page: ListPage) -> Response:
    if "later" in request.form:
        return redirect(visit.home(), 303)
    document, _base = intake.current(visit.session, visit.case)
    if "check" in request.args:
        return redirect(url_for("intake.check", case_id=visit.case.id), 303)
    return redirect(visit.url(steps.page_after(page, document)), 303)


def _form(visit: Visit, page: ListPage, formdata: Any) -> AnyForm:
    owner = drafts.at(visit.document, page.place[:-1]) or {}
    key = page.place[-1]
    chosen = None
    if isinstance(owner.get(key), list):
        chosen = "none"
    elif key in (owner.get("x_unknown") or ()):
        chosen = "unknown"
    return AnyForm(page.ask, formdata, context=visit.context(page.owner), chosen=chosen)


def _url(visit: Visit, page: ListPage, entry: str, **more: Any) -> str:
    return url_for("intake.show_entry", case_id=visit.case.id, step=page.id, entry=entry, **more)


def rows(visit: Visit, page: ListPage) -> list[dict[str, str]]:
    """The entries as the list shows them, with the way to change and remove each."""
    key = page.place[-1]
    found = []
    for number, facts in enumerate(drafts.entries_at(visit.document, page.place), start=1):
        said = wording.entry(key, facts)
        said["change"] = _url(visit, page, str(number))
        said["remove"] = url_for(
            "intake.ask_remove", case_id=visit.case.id, step=page.id, number=number
        )
        found.append(said)
    return found


def _render(visit: Visit, page: ListPage, form: AnyForm, status: int = 200) -> Answer:
    before = steps.page_before(page, visit.document)
    listed = rows(visit, page)
    return visit.render(
        "intake/list.html",
        page.section,
        status,
        title=page.title,
        lede=page.lede,
        page=page,
        entries=listed,
        form=form,
        full=len(listed) >= page.limit,
        add_url=_url(visit, page, "new"),
        back=visit.url(before) if before else visit.home(),
        saved=visit.saved_at(page.id),
    )
