"""What is done to a case by one button or one short form: parse, call one service, answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import abort, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk import forms
from portal.desk.blueprint import bp
from portal.desk.case_views import back, show, speaker
from portal.forms import BaseForm
from portal.models import Case, StoredAssessment
from portal.security import current_actor, policy, the
from portal.services import assessments, cases, clock, opinions, review, signing
from portal.services.refusal import Refused, Stale

Act = Callable[[Case], object]


def pressed(done: str, act: Act, tab: str = "") -> ResponseReturnValue:
    """Do it and go back to the case, or show the case with the reason why not."""
    case: Case = the("case")
    try:
        act(case)
    except Refused as refused:
        return show(case, tab, notice=speaker()(refused.words), status=409)
    if done:
        flash(done, "good")
    return back(case, tab)


def typed(form: BaseForm, name: str, done: str, act: Act, tab: str = "") -> ResponseReturnValue:
    """As ``pressed``, after the form's own checks; a faulty one comes back as typed."""
    if not form.validate_on_submit():
        return show(the("case"), tab, status=422, **{name: form})
    return pressed(done, act, tab)


@bp.post("/cases/<uuid:case_id>/claim")
@policy("staff", loads="case")
def claim(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Take a submitted case."""
    return pressed(
        _("This case is yours now."),
        lambda case: cases.claim(g.db, case, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/hand-over")
@policy("staff", loads="case")
def hand_over(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Give the case to a colleague."""
    form = forms.hand_over_form(cases.colleagues(g.db), the("case").owner_id)
    return typed(
        form,
        "hand_over_form",
        _("The case is handed over."),
        lambda case: cases.hand_over(
            g.db, case, uuid.UUID(str(form.to.data)), current_actor(), clock.now()
        ),
    )


@bp.post("/cases/<uuid:case_id>/promise")
@policy("staff", loads="case")
def promise(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Set the promised day."""
    form = forms.PromiseForm()
    return typed(
        form,
        "promise_form",
        _("The date is set."),
        lambda case: cases.promise(g.db, case, form.due_on.data, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/take-back")
@policy("staff", loads="case")
def take_back(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Review on, without waiting any longer."""
    return pressed("", lambda case: cases.take_back(g.db, case, current_actor(), clock.now()))


@bp.post("/cases/<uuid:case_id>/ready")
@policy("staff", loads="case")
def mark_ready(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Nothing but the signature is missing."""
    return pressed(
        _("The case is ready to sign."),
        lambda case: cases.mark_ready(g.db, case, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/assessments")
@policy("staff", loads="case")
def create_assessment(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Assess the case by the rules of a chosen day."""
    form = forms.AssessForm()
    return typed(
        form,
        "assess_form",
        _("The case is assessed anew."),
        lambda case: assessments.assess_on(g.db, case, form.on.data, current_actor(), clock.now()),
        "assessment",
    )


@bp.post("/cases/<uuid:case_id>/opinion")
@policy("staff", loads="case")
def save_opinion(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Save the opinion; a stale save shows both texts and keeps what was typed."""
    case: Case = the("case")
    form = forms.OpinionForm()
    if not form.validate_on_submit():
        return show(case, status=422, opinion_form=form)
    try:
        opinions.save(
            g.db,
            case,
            seen=form.seen.data or 0,
            texts={name: text for name, text in form.texts().items() if name in request.form},
            actor=current_actor(),
            now=clock.now(),
        )
    except Stale as stale:
        form.seen.data = stale.version
        return show(
            case,
            status=409,
            notice=speaker()(stale.words),
            opinion_form=form,
            theirs=stale.theirs,
        )
    except Refused as refused:
        return show(case, status=409, notice=speaker()(refused.words), opinion_form=form)
    flash(_("Opinion saved."), "good")
    return back(case)


@bp.post("/cases/<uuid:case_id>/flag/reopen")
@policy("staff", loads="case")
def reopen_flag(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Take back that a flag is settled."""
    flag_id, path = request.form.get("id", "")[:120], request.form.get("path", "")[:200]
    return pressed(
        _("The flag is open again."),
        lambda case: review.reopen_flag(
            g.db, case, flag_id=flag_id, path=path, actor=current_actor(), now=clock.now()
        ),
    )


@bp.post("/cases/<uuid:case_id>/sign")
@policy("specialist", loads="case")
def sign(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Freeze and number the assessment that was shown."""
    shown = posted_id()
    return pressed(
        _("Signed. The PDF is being made."),
        lambda case: signing.sign(g.db, case, shown=shown, actor=current_actor(), now=clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/release")
@policy("specialist", loads="case")
def release(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Show the signed assessment to the client."""
    return pressed(
        _("Released. The client gets a letter without content."),
        lambda case: signing.release(g.db, case, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/withdraw")
@policy("specialist", loads="case")
def withdraw(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Take a signed assessment back with a reason."""
    form = forms.ReasonForm()
    assessment_id = posted_id()
    return typed(
        form,
        "withdraw_form",
        _("The assessment is withdrawn; the case is in review again."),
        lambda case: signing.withdraw(
            g.db,
            case,
            assessment_id=assessment_id,
            reason=form.reason.data or "",
            actor=current_actor(),
            now=clock.now(),
        ),
    )


@bp.post("/cases/<uuid:case_id>/reassess")
@policy("specialist", loads="case")
def reassess(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Begin a new assessment of a released case."""
    return pressed(
        _("The case is in review again."),
        lambda case: assessments.reassess(g.db, case, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/close")
@policy("specialist", loads="case")
def close(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Close a released case."""
    return pressed(
        _("The case is closed."),
        lambda case: cases.close(g.db, case, current_actor(), clock.now()),
    )


@bp.post("/cases/<uuid:case_id>/pdf")
@policy("staff", loads="case")
def order_pdf(case_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """Have the PDF made in another language or on other paper."""
    form = forms.PdfForm()
    assessment_id = posted_id()

    def act(case: Case) -> None:
        stored = g.db.get(StoredAssessment, assessment_id)
        if stored is None or stored.case_id != case.id:
            abort(404)
        signing.order_pdf(
            g.db,
            case,
            stored,
            form.language.data or "",
            form.edition.data or "",
            current_actor(),
        )

    return typed(form, "pdf_form", _("The PDF is being made."), act)


def posted_id() -> uuid.UUID:
    """The id of the assessment that the page showed; 404 for anything else."""
    try:
        return uuid.UUID(request.form.get("assessment", ""))
    except ValueError:
        abort(404)
