"""The client's own pages: begin or resume, the case as it stands, questions, corrections."""

from __future__ import annotations

import uuid
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from portal.forms import BaseForm, LongTextField
from portal.intake import home, wording
from portal.intake.blueprint import Answer, PressForm, Visit, bp
from portal.security import current_actor, policy
from portal.services import agreements, clock, intake, submission
from portal.services.refusal import Refused
from portal.text import render


class AnswerForm(BaseForm):
    """The client's answer to a question of the office."""

    answer = LongTextField(_l("Your answer"), required=_l("Write your answer"))


class CorrectionForm(BaseForm):
    """What the client wants to change while the office has the case."""

    text = LongTextField(
        _l("What do you want to change?"),
        description=_l(
            "Which answer, and what is right. Your consultant then opens it for you. "
            "Example: my job at Kaveri Systems ended on 30 June 2026"
        ),
        required=_l("Write what you want to change"),
    )


@bp.get("/intake", endpoint="home")
@policy("client")
def show_cases() -> Answer:
    """The client's case; or a page to begin one; or the list when there are several."""
    cases = intake.cases_of(g.db, current_actor())
    if len(cases) == 1:
        return redirect(url_for("intake.show_case", case_id=cases[0].id), 303)
    return render_template("intake/begin.html", cases=cases, form=PressForm(), states=home.STATES)


@bp.post("/intake")
@policy("client", limit="20 per hour")
def start_case() -> Answer:
    """Begin a case, once; a second press finds the draft."""
    case = intake.start_case(g.db, current_actor(), clock.now(), wording.language())
    return redirect(url_for("intake.show_page", case_id=case.id, step="you"), 303)


@bp.get("/case/<uuid:case_id>")
@policy("client", loads="case")
def show_case(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Where the case stands, what is needed, who has it, and what was released."""
    return _case(Visit())


def _case(
    visit: Visit, forms: dict[uuid.UUID, AnswerForm] | None = None, status: int = 200
) -> Answer:
    shown = render_template(
        "intake/case.html",
        case=visit.case,
        home=home.page_of(visit),
        forms=forms or {},
        blank=AnswerForm(None),
        press=PressForm(None),
    )
    return shown, status


@bp.post("/case/<uuid:case_id>/questions/<uuid:question_id>")
@policy("client", loads="case")
def answer_question(case_id: Any, question_id: uuid.UUID) -> Answer:  # noqa: ARG001
    """Keep the answer to one question; it goes to the office when all is sent."""
    visit = Visit()
    asked = {each.id for each in submission.questions_to_client(visit.session, visit.case)}
    if question_id not in asked:
        raise NotFound
    form = AnswerForm(request.form)
    if not form.validate():
        return _case(visit, {question_id: form}, 422)
    submission.answer_question(
        visit.session, visit.actor, visit.case, question_id, str(form.answer.data), visit.now
    )
    flash(_("Your answer is kept. Send it when you are ready."), "good")
    return redirect(url_for("intake.show_case", case_id=visit.case.id), 303)


@bp.post("/case/<uuid:case_id>/send")
@policy("client", loads="case")
def send_answers(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Send answers to the office's questions; changed facts go by the declaration."""
    visit = Visit()
    if submission.unsent(visit.session, visit.case):
        return redirect(url_for("intake.declare", case_id=visit.case.id), 303)
    try:
        submission.resubmit(visit.session, visit.actor, visit.case, declared=False, now=visit.now)
    except Refused as refused:
        flash(render(refused.words, wording.language()), "watch")
    return redirect(url_for("intake.show_case", case_id=visit.case.id), 303)


@bp.get("/case/<uuid:case_id>/correction")
@policy("client", loads="case")
def show_correction(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Ask the office to open an answer again."""
    visit = Visit()
    if visit.editable:
        return redirect(url_for("intake.check", case_id=visit.case.id), 303)
    return render_template("intake/correction.html", case=visit.case, form=CorrectionForm(None))


@bp.post("/case/<uuid:case_id>/correction")
@policy("client", loads="case", limit="20 per hour")
def request_correction(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Send the wish to the consultant who has the case."""
    visit = Visit()
    form = CorrectionForm(request.form)
    if not form.validate():
        page = render_template("intake/correction.html", case=visit.case, form=form)
        return page, 422
    submission.request_correction(
        visit.session, visit.actor, visit.case, str(form.text.data), visit.now
    )
    flash(_("We have your request. You will hear when the answer is open for you."), "good")
    return redirect(url_for("intake.show_case", case_id=visit.case.id), 303)


@bp.get("/case/<uuid:case_id>/agreement")
@policy("client", loads="case")
def show_agreement(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """The client's copy of the agreement, word for word as accepted."""
    visit = Visit()
    found = agreements.accepted(visit.session, visit.case)
    if found is None:
        raise NotFound
    return render_template(
        "intake/agreement_copy.html",
        case=visit.case,
        agreement=found,
        paragraphs=found.text.split("\n\n"),
    )
