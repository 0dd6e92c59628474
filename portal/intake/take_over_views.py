"""The page behind the mailed link with which a client takes over a case opened on the phone."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.forms import BaseForm, CheckField, PassphraseField, TextField
from portal.intake import wording
from portal.intake.blueprint import Answer, PressForm, bp
from portal.models import User
from portal.security import current_actor, policy
from portal.services import clock, phone
from portal.services.accounts import WeakPassphrase
from portal.text import render


class TakeOverForm(BaseForm):
    """What somebody without an account adds."""

    name = TextField(_l("What is your name?"), required=_l("Enter your name"))
    passphrase = PassphraseField(
        _l("Choose a passphrase"),
        description=_l("At least 12 characters; three or four unrelated words do."),
        required=_l("Choose a passphrase of at least 12 characters"),
    )
    consent = CheckField(
        _l("You may keep and use my answers to assess my immigration options"),
        required=_l("Tick the box: without it we may not keep your answers"),
    )


@bp.get("/intake/take-over/<token>")
@policy("public")
def show_take_over(token: str) -> Answer:
    """Say what the link does; a press does it."""
    user = phone.link_owner(g.db, token, clock.now())
    return _page(user, token, PressForm(None) if user.passphrase_hash else TakeOverForm(None))


@bp.post("/intake/take-over/<token>")
@policy("public", limit="20 per hour", park=False)
def take_over(token: str) -> Answer:
    """Use the link up: the case is the client’s own, and the way in is signing in."""
    user = phone.link_owner(g.db, token, clock.now())
    form = PressForm(request.form) if user.passphrase_hash else TakeOverForm(request.form)
    if not form.validate():
        return _page(user, token, form, 422)
    given = (
        {}
        if not isinstance(form, TakeOverForm)
        else {
            "name": str(form.name.data or ""),
            "passphrase": str(form.passphrase.data or ""),
            "consent": bool(form.consent.data),
        }
    )
    try:
        case = phone.take_over(g.db, current_actor(), token, now=clock.now(), **given)  # type: ignore[arg-type]
    except WeakPassphrase as weak:
        form["passphrase"].errors = [render(weak.words, wording.language())]
        return _page(phone.link_owner(g.db, token, clock.now()), token, form, 422)
    flash(_("The case is yours. Sign in to read and send your answers."), "good")
    return redirect(url_for("intake.show_case", case_id=case.id), 303)


def _page(user: User, token: str, form: BaseForm, status: int = 200) -> Answer:
    shown = render_template(
        "intake/take_over.html",
        form=form,
        token=token,
        email=user.email,
        new=user.passphrase_hash is None,
    )
    return shown, status
