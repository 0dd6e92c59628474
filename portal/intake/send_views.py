"""Check the answers, accept the agreement, declare and send; and the honest exits on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from portal.forms import BaseForm, CheckField, LongTextField, TextField
from portal.intake import exits, steps, summary
from portal.intake.blueprint import Answer, Visit, bp
from portal.intake.sections import PAGES
from portal.security import policy
from portal.services import agreements, submission
from portal.services.refusal import Refused
from portal.text import msg, render
from portal.web_rules import rules


class AgreementForm(BaseForm):
    """What the agreement needs besides the answers, and the client's acceptance."""

    address = LongTextField(
        _l("What is your home address?"),
        description=_l("The agreement names it. Street, town, postal code, country."),
        max_length=400,
        required=_l("Enter your address; the agreement has to name it"),
    )
    signature_name = TextField(
        _l("Write your full name to accept the agreement"),
        description=_l("As in your passport. This is your signature."),
        required=_l("Write your full name"),
    )
    accept = CheckField(
        _l("I have read the agreement and accept it"),
        required=_l("Tick the box if you accept the agreement"),
    )


class DeclareForm(BaseForm):
    """The declaration."""

    declared = CheckField(
        _l("I make this declaration"), required=_l("Tick the declaration to send your answers")
    )


@bp.get("/intake/<uuid:case_id>/check")
@policy("client", "staff", loads="case")
def check(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Everything that was answered, what is missing, and the points that hang on it."""
    visit = Visit()
    if not visit.editable:
        return visit.away()
    born = (visit.document.get("person") or {}).get("date_of_birth")
    preview = submission.preview(visit.document, visit.today, rules()) if born else None
    return visit.render(
        "intake/check.html",
        "check",
        blocks=summary.sections(visit),
        gaps=summary.gaps(visit),
        hanging=summary.hanging(preview) if preview else [],
        faults=summary.fault_rows(visit, preview.faults) if preview else [],
        exits=exits.exits_of(visit.document, visit.today),
        onward=_after_check(visit, preview),
        first=steps.first_open(visit.document, visit.saved),
        resent=visit.case.state != "draft",
        takes_over=visit.actor.is_staff,
    )


def _after_check(visit: Visit, preview: submission.Preview | None) -> str:
    if preview is None:
        return url_for("intake.show_page", case_id=visit.case.id, step="you")
    if preview.nobody_eligible and visit.case.state == "draft":
        return url_for("intake.show_exit", case_id=visit.case.id, kind="programs")
    return _send_url(visit)


def _send_url(visit: Visit) -> str:
    signed = agreements.accepted(visit.session, visit.case) is not None
    step = "intake.declare" if signed else "intake.agreement"
    return url_for(step, case_id=visit.case.id)


@bp.get("/intake/<uuid:case_id>/notice/<kind>")
@policy("client", "staff", loads="case")
def show_exit(case_id: Any, kind: str) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Explain why an assessment may be pointless; one can go on, change it or stop."""
    visit, found = Visit(), exits.EXITS.get(kind)
    if found is None:
        raise NotFound
    if not visit.editable:
        return visit.away()
    if found.after == "check":
        onward, change = _send_url(visit), url_for("intake.check", case_id=visit.case.id)
        here = "check"
    else:
        page = PAGES[found.after]
        onward = visit.url(steps.page_after(page, visit.document))
        change, here = visit.url(page), page.section
    return visit.render(
        "intake/exit.html", here, exit=found, onward=onward, change=change, stop=visit.home()
    )


@bp.get("/intake/<uuid:case_id>/agreement")
@policy("client", loads="case", states=("draft",))
def agreement(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """The consultation agreement, to read and accept before anything is sent."""
    visit = Visit()
    person = visit.document.get("person") or {}
    form = AgreementForm(
        None, data={"address": person.get("x_address"), "signature_name": full_name(person)}
    )
    return _agreement(visit, form)


@bp.post("/intake/<uuid:case_id>/agreement")
@policy("client", loads="case", states=("draft",))
def accept_agreement(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Keep the agreement as accepted and go on to the declaration."""
    visit = Visit()
    form = AgreementForm(request.form)
    if not form.validate():
        return _agreement(visit, form, 422)
    address = " ".join(str(form.address.data).split())
    agreements.accept_agreement(
        visit.session,
        visit.actor,
        visit.case,
        client=_party(visit, address),
        signature_name=str(form.signature_name.data),
        now=visit.now,
    )
    return redirect(url_for("intake.declare", case_id=visit.case.id), 303)


def _agreement(visit: Visit, form: AgreementForm, status: int = 200) -> Answer:
    # The agreement speaks the case's language, also on a page in the other one.
    later = render(msg("as you enter it below"), visit.case.language)
    address = " ".join((form.address.data or later).split())
    text = agreements.consultation_text(visit.session, visit.case, _party(visit, address))
    return visit.render(
        "intake/agreement.html",
        "check",
        status,
        form=form,
        paragraphs=text.split("\n\n"),
        accepted=agreements.accepted(visit.session, visit.case),
        back=url_for("intake.check", case_id=visit.case.id),
        onward=url_for("intake.declare", case_id=visit.case.id),
    )


def _party(visit: Visit, address: str) -> dict[str, str]:
    person = visit.document.get("person") or {}
    client = visit.case.client
    return {
        "name": full_name(person) or (client.name if client else ""),
        "address": address,
        "phone": str(person.get("phone") or ""),
        "email": str(person.get("email") or (client.email if client else "")),
    }


def full_name(person: Mapping[str, Any]) -> str:
    """The client's names in the order of the passport; the one name of somebody who has one."""
    names = (person.get("given_names"), person.get("family_name"))
    return " ".join(str(each) for each in names if each)


@bp.get("/intake/<uuid:case_id>/declare")
@policy("client", loads="case", states=("draft", "submitted", "waiting_for_client"))
def declare(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """The declaration, the last page before sending."""
    visit = Visit()
    if not visit.editable:
        return visit.away()
    if visit.case.state == "draft" and agreements.accepted(visit.session, visit.case) is None:
        return redirect(url_for("intake.agreement", case_id=visit.case.id), 303)
    return _declare(visit, DeclareForm(None))


@bp.post("/intake/<uuid:case_id>/declare")
@policy("client", loads="case")
def submit(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Send the answers, once; a second press finds them sent."""
    visit = Visit()
    if not visit.editable:
        return visit.away()
    form = DeclareForm(request.form)
    needed = visit.case.state == "draft" or submission.unsent(visit.session, visit.case)
    if needed and not form.validate():
        return _declare(visit, form, 422)
    send = submission.submit_intake if visit.case.state == "draft" else submission.resubmit
    try:
        send(
            visit.session,
            visit.actor,
            visit.case,
            declared=bool(form.declared.data),
            now=visit.now,
        )
    except submission.NotComplete:
        return redirect(url_for("intake.check", case_id=visit.case.id), 303)
    except Refused as refused:
        if visit.case.state == "draft":
            raise
        flash(render(refused.words, visit.case.language), "watch")
    return redirect(url_for("intake.show_case", case_id=visit.case.id), 303)


def _declare(visit: Visit, form: DeclareForm, status: int = 200) -> Answer:
    text = agreements.wording(agreements.DECLARATION, visit.case.language)
    return visit.render(
        "intake/declare.html",
        "check",
        status,
        form=form,
        paragraphs=text.split("\n\n"),
        changed=visit.case.state == "draft" or submission.unsent(visit.session, visit.case),
        back=url_for("intake.check", case_id=visit.case.id),
        resent=visit.case.state != "draft",
    )
