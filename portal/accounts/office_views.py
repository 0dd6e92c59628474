"""An administrator's pages: the office's people and its outbox."""

from __future__ import annotations

import uuid

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext

from portal.accounts.blueprint import bp
from portal.accounts.forms import InviteForm, MemberForm, said
from portal.accounts.views import Page, count_tries, reader_language
from portal.security import add_loader, current_actor, policy, the
from portal.services import mail, people
from portal.services.attempts import TooMany
from portal.services.refusal import Refused
from portal.text import render

add_loader("member", people.find_member)


@bp.get("/office/people", endpoint="people")
@policy("administrator")
def people_page() -> Page:
    """Everybody of the office."""
    return render_template("accounts/people.html", staff=people.staff(g.db))


@bp.get("/office/people/invite")
@policy("administrator")
def invite() -> Page:
    """The form that invites a member of the office."""
    return render_template("accounts/invite.html", form=InviteForm())


@bp.post("/office/people/invite", endpoint="send_invitation")
@policy("administrator")
def send_invitation() -> Page:
    """Mail an invitation; the new member chooses the passphrase."""
    form = InviteForm()
    if not form.validate_on_submit():
        return render_template("accounts/invite.html", form=form), 422
    actor = current_actor()
    try:
        count_tries("invite", str(actor.user_id))
        people.invite(
            g.db, actor, email=said(form.email), name=said(form.name), role=said(form.role),
            licence=said(form.licence), language=said(form.language),
        )  # fmt: skip
    except Refused as refused:
        form.email.errors = [render(refused.words, reader_language())]
        status = 429 if isinstance(refused, TooMany) else 422
        return render_template("accounts/invite.html", form=form), status
    flash(gettext("The invitation is on its way. Its link is good for 7 days."), "good")
    return redirect(url_for(".people"), 303)


@bp.get("/office/people/<uuid:member_id>")
@policy("administrator", loads="member")
def member(member_id: uuid.UUID) -> Page:  # noqa: ARG001 - the policy loads it
    """One member: role, licence, open or closed."""
    user = the("member")
    form = MemberForm(data={"role": user.role, "licence": user.licence or ""})
    return render_template("accounts/member.html", member=user, form=form)


@bp.post("/office/people/<uuid:member_id>", endpoint="set_role")
@policy("administrator", loads="member")
def set_role(member_id: uuid.UUID) -> Page:
    """Change a member's role or licence, from their next request on."""
    user = the("member")
    form = MemberForm(data={"role": user.role, "licence": user.licence or ""})
    if form.validate_on_submit():
        try:
            people.set_role(
                g.db, current_actor(), member_id, role=said(form.role), licence=form.licence.data
            )
        except Refused as refused:
            form.role.errors = [render(refused.words, reader_language())]
        else:
            flash(gettext("Saved. It holds from their next page on."), "good")
            return redirect(url_for(".people"), 303)
    return render_template("accounts/member.html", member=user, form=form), 422


@bp.post("/office/people/<uuid:member_id>/close")
@policy("administrator", loads="member")
def disable(member_id: uuid.UUID) -> Page:
    """Close a member's account at once."""
    people.disable(g.db, current_actor(), member_id)
    flash(gettext("The account is closed."), "good")
    return redirect(url_for(".people"), 303)


@bp.post("/office/people/<uuid:member_id>/open")
@policy("administrator", loads="member")
def enable(member_id: uuid.UUID) -> Page:
    """Open a closed account again."""
    people.enable(g.db, current_actor(), member_id)
    flash(gettext("The account is open again."), "good")
    return redirect(url_for(".people"), 303)


@bp.get("/office/outbox")
@policy("administrator")
def outbox() -> Page:
    """The letters: what was sent, and without a mail server what they say."""
    return render_template("accounts/outbox.html", letters=mail.outbox(g.db))
