"""What a person sees and changes about their own account."""

from __future__ import annotations

import uuid
from typing import cast

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from portal.accounts.blueprint import bp
from portal.accounts.forms import (
    ChangeEmailForm,
    ChangePassphraseForm,
    NameForm,
    PassphraseForm,
    said,
)
from portal.accounts.views import Page, count_tries, reader_language, this_browser
from portal.models import User
from portal.security import current_actor, local_path, policy
from portal.security.person import signed_in, web_session
from portal.services import accounts, clock, consents, looks, parked, sessions, tokens
from portal.services.accounts import WeakPassphrase, WrongPassphrase
from portal.services.attempts import TooMany
from portal.services.database import settings_of
from portal.services.sessions import SignedIn
from portal.text import render
from portal.web_session import PARKED


@bp.get("/account")
@policy("any")
def settings() -> Page:
    """One's own account: address, passphrase, logins, consents."""
    user = _me()
    return render_template(
        "accounts/settings.html",
        user=user,
        logins=sessions.of_user(g.db, user, clock.now(), settings_of(g.db).sessions),
        this_login=_login().login_id,
        consents=consents.of_user(g.db, user),
        name_form=NameForm(data={"name": user.name}),
    )


@bp.get("/account/looks")
@policy("client")
def who_looked() -> Page:
    """Who of the office opened one's file, and when."""
    return render_template("accounts/looks.html", looks=looks.of_client(g.db, _login().user_id))


@bp.post("/account/name")
@policy("any")
def set_name() -> Page:
    """Change one's name."""
    form = NameForm()
    if not form.validate_on_submit():
        return render_template("accounts/name.html", form=form), 422
    accounts.set_name(g.db, current_actor(), said(form.name))
    flash(gettext("Your name is changed."), "good")
    return redirect(url_for(".settings"), 303)


@bp.get("/account/again")
@policy("any")
def confirm() -> Page:
    """Ask for the passphrase once more before something important."""
    return render_template("accounts/again.html", form=PassphraseForm(), next=_next())


@bp.post("/account/again", endpoint="use_again")
@policy("any", park=False)
def use_again() -> Page:
    """The login counts as fresh for a while."""
    form = PassphraseForm()
    if form.validate_on_submit():
        actor = current_actor()
        try:
            count_tries("confirm", str(actor.user_id))
            accounts.confirm_passphrase(g.db, actor, _login().login_id, said(form.passphrase))
        except WrongPassphrase:
            form.passphrase.errors = [gettext("This is not your passphrase.")]
        except TooMany as refused:
            form.passphrase.errors = [render(refused.words, reader_language())]
        else:
            return redirect(_next() or url_for(".settings"), 303)
    return render_template("accounts/again.html", form=form, next=_next()), 422


@bp.get("/account/passphrase")
@policy("any", fresh=True)
def passphrase() -> Page:
    """The form for another passphrase."""
    return render_template("accounts/passphrase.html", form=ChangePassphraseForm())


@bp.post("/account/passphrase", endpoint="change_passphrase")
@policy("any", fresh=True, park=False)
def change_passphrase() -> Page:
    """Change one's passphrase; the other logins end."""
    form = ChangePassphraseForm()
    if form.validate_on_submit():
        actor = current_actor()
        try:
            count_tries("confirm", str(actor.user_id))
            token = accounts.change_passphrase(
                g.db, actor, present=said(form.present), passphrase=said(form.passphrase),
                browser=this_browser(actor.user_id),
            )  # fmt: skip
        except WrongPassphrase:
            form.present.errors = [gettext("This is not your passphrase.")]
        except WeakPassphrase as refused:
            form.passphrase.errors = [render(refused.words, reader_language())]
        except TooMany as refused:
            form.present.errors = [render(refused.words, reader_language())]
        else:
            web_session().adopt(token)
            return redirect(url_for(".settings"), 303)
    return render_template("accounts/passphrase.html", form=form), 422


@bp.get("/account/email")
@policy("any", fresh=True)
def email() -> Page:
    """The form for another e-mail address."""
    return render_template("accounts/email.html", form=ChangeEmailForm())


@bp.post("/account/email", endpoint="ask_new_email")
@policy("any", fresh=True, park=False)
def ask_new_email() -> Page:
    """Mail a link to the new address."""
    form = ChangeEmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/email.html", form=form), 422
    actor = current_actor()
    try:
        count_tries("reset", str(actor.user_id))
    except TooMany as refused:
        form.email.errors = [render(refused.words, reader_language())]
        return render_template("accounts/email.html", form=form), 429
    accounts.ask_new_email(g.db, actor, email=said(form.email))
    return redirect(url_for(".look_in_mail"), 303)


@bp.get("/account/new-email/<token>")
@policy("public")
def new_email(token: str) -> Page:
    """The page behind the link in the letter to the new address."""
    tokens.find(g.db, token, "new_email", clock.now())
    return render_template("accounts/new_email.html", token=token)


@bp.post("/account/new-email/<token>", endpoint="use_new_email")
@policy("public", park=False)
def use_new_email(token: str) -> Page:
    """Change the address; everybody signs in anew."""
    accounts.use_new_email(g.db, current_actor(), token=token)
    web_session().adopt(None)
    flash(gettext("Your e-mail address is changed. Sign in with the new one."), "good")
    return redirect(url_for(".sign_in"), 303)


@bp.post("/account/logins/<uuid:login_id>/end")
@policy("any")
def end_login(login_id: uuid.UUID) -> Page:
    """End one of one's own logins."""
    if not accounts.end_login(g.db, current_actor(), login_id):
        abort(404)
    if login_id == _login().login_id:
        web_session().adopt(None)
        return redirect(url_for("public.landing"), 303)
    flash(gettext("That browser is signed out."), "good")
    return redirect(url_for(".settings"), 303)


@bp.post("/account/logins/end-others")
@policy("any")
def end_other_logins() -> Page:
    """End all of one's logins but this one."""
    accounts.end_other_logins(g.db, current_actor(), _login().login_id)
    flash(gettext("All other browsers are signed out."), "good")
    return redirect(url_for(".settings"), 303)


@bp.get("/account/restore")
@policy("any")
def restore() -> Page:
    """What was sent after the login had ended: send it now, or let it go."""
    token = web_session().get(PARKED)
    kept = parked.find(g.db, _login().user_id, token, clock.now()) if token else None
    if kept is None:
        return redirect(url_for(".after_sign_in"), 303)
    fields = [pair for pair in kept.fields if pair[0] != "csrf_token"]
    return render_template("accounts/restore.html", fields=fields, path=kept.path)


@bp.post("/account/restore", endpoint="send_restored")
@policy("any", park=False)
def send_restored() -> Page:
    """Take the post back, once, and let the browser send the same fields to where they belong."""
    token = web_session().pop(PARKED, None)
    path = parked.take(g.db, _login().user_id, token) if token else None
    if path is None:
        return redirect(url_for(".after_sign_in"), 303)
    return redirect(path, 307)


@bp.post("/account/restore/drop", endpoint="drop_restored")
@policy("any", park=False)
def drop_restored() -> Page:
    """Let the kept post go."""
    token = web_session().pop(PARKED, None)
    if token:
        parked.take(g.db, _login().user_id, token)
    return redirect(url_for(".after_sign_in"), 303)


def _me() -> User:
    return cast("User", g.db.get_one(User, _login().user_id))


def _login() -> SignedIn:
    login = signed_in()
    if login is None:
        abort(404)
    return login


def _next() -> str:
    return local_path(request.args.get("next"), "")
