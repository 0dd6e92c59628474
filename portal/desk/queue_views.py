"""The queue, the list of all cases, and a new case for somebody on the phone."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk import forms, queue_page
from portal.desk.blueprint import bp
from portal.desk.case_views import back, show, speaker
from portal.models import Case
from portal.security import current_actor, policy, the
from portal.services import clock, phone
from portal.services.refusal import Refused


@bp.get("")
@policy("staff")
def queue() -> ResponseReturnValue:
    """What needs this person today, or another view of the queue."""
    asked = queue_page.wanted()
    asked = replace(asked, view=asked.view or "mine")
    return render_template("desk/queue.html", **queue_page.page("desk.queue", asked))


@bp.get("/cases")
@policy("staff")
def cases() -> ResponseReturnValue:
    """All cases; the search box of the bar leads here."""
    asked = queue_page.wanted()
    asked = replace(asked, view=asked.view or "all")
    return render_template("desk/queue.html", **queue_page.page("desk.cases", asked))


@bp.route("/new", methods=["GET", "POST"])
@policy("staff")
def new_case() -> ResponseReturnValue:
    """Open a case for somebody on the phone and mail the link to take it over."""
    form = forms.NewCaseForm(data={"language": "en"})
    if not form.is_submitted():
        return render_template("desk/new.html", form=form, refused="")
    if not form.validate():
        return render_template("desk/new.html", form=form, refused=""), 422
    actor, now = current_actor(), clock.now()
    case = phone.open_case_by_phone(g.db, actor, now, language=form.language.data or "en")
    try:
        phone.send_takeover_link(g.db, actor, case, email=form.email.data or "", now=now)
        flash(_("The case is open and the link is on its way."), "good")
    except Refused as refused:
        flash(speaker()(refused.words), "watch")
    return redirect(url_for("desk.show_case", case_id=case.id), 303)


@bp.post("/cases/<uuid:case_id>/link")
@policy("staff", loads="case", states=("draft",))
def send_link(case_id: object) -> ResponseReturnValue:  # noqa: ARG001
    """Mail the link to take a case over once more."""
    case: Case = the("case")
    form = forms.LinkForm()
    if not form.validate_on_submit():
        return show(case, status=422, link_form=form)
    try:
        phone.send_takeover_link(
            g.db, current_actor(), case, email=form.email.data or "", now=clock.now()
        )
    except Refused as refused:
        return show(case, status=409, notice=speaker()(refused.words), link_form=form)
    flash(_("The link is on its way."), "good")
    return back(case)
