"""Signing up, confirming, signing in and out, and finding a lost passphrase."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from portal.accounts.blueprint import bp
from portal.accounts.forms import (
    ConfirmEmailForm,
    ForgottenForm,
    InvitationForm,
    NewPassphraseForm,
    SignInForm,
    SignUpForm,
    said,
)
from portal.accounts.home import home_of
from portal.forms import BaseForm
from portal.models import User
from portal.security import current_actor, local_path, policy
from portal.security.person import signed_in, web_session
from portal.services import accounts, attempts, clock, sessions, tokens
from portal.services.accounts import Browser, WeakPassphrase, WrongPassphrase
from portal.services.attempts import TooMany
from portal.services.refusal import Refused
from portal.text import LANGUAGES, render
from portal.web_session import PARKED

Page = str | Response | tuple[str, int]


@bp.get("/account/sign-up")
@policy("public")
def sign_up() -> Page:
    """The form that opens a client's account."""
    return render_template("accounts/sign_up.html", form=SignUpForm())


@bp.post("/account/sign-up", endpoint="create_account")
@policy("public", park=False)
def create_account() -> Page:
    """Open an account that waits for its confirmation. A known address gets the same answer."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422
    try:
        count_tries("sign_up", said(form.email))
        accounts.sign_up(
            g.db, current_actor(), email=said(form.email), name="",
            passphrase=said(form.passphrase), language=reader_language(),
        )  # fmt: skip
    except (WeakPassphrase, TooMany) as refused:
        return again("accounts/sign_up.html", form, "passphrase", refused)
    return redirect(url_for(".look_in_mail"), 303)


@bp.get("/account/look-in-your-mail")
@policy("public")
def look_in_mail() -> Page:
    """What happens next; the same for every address."""
    return render_template("accounts/look_in_mail.html")


@bp.get("/account/confirm/<token>")
@policy("public")
def confirm_email(token: str) -> Page:
    """The page behind a confirmation link; opening it changes nothing."""
    tokens.find(g.db, token, "confirm", clock.now())
    return render_template("accounts/confirm_email.html", form=ConfirmEmailForm(), token=token)


@bp.post("/account/confirm/<token>", endpoint="use_confirmation")
@policy("public", park=False)
def use_confirmation(token: str) -> Page:
    """Confirm the address and sign in."""
    form = ConfirmEmailForm()
    page = "accounts/confirm_email.html"
    if not form.validate_on_submit():
        return render_template(page, form=form, token=token), 422
    try:
        count_tries("sign_in", sessions.digest(token))
        login = accounts.confirm_email(
            g.db, current_actor(), token=token, passphrase=said(form.passphrase),
            browser=this_browser(None),
        )  # fmt: skip
    except WrongPassphrase:
        words = gettext(
            "This is not the passphrase chosen at sign-up. If you lost it, choose a new one."
        )
        return again(page, form, "passphrase", words, token=token)
    except TooMany as refused:
        return again(page, form, "passphrase", refused, token=token)
    web_session().adopt(login)
    return redirect(url_for(".after_sign_in"), 303)


@bp.get("/account/sign-in")
@policy("public")
def sign_in() -> Page:
    """The sign-in form; it says so when a login ended because nobody was there."""
    if signed_in() is not None:
        return redirect(url_for(".after_sign_in"), 303)
    return _sign_in_page(SignInForm())


@bp.post("/account/sign-in", endpoint="begin_login")
@policy("public", park=False)
def begin_login() -> Page:
    """Sign in. Whatever was wrong, the answer is the same."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    session = web_session()
    kept = session.get(PARKED)
    try:
        count_tries("sign_in", said(form.email))
        user = accounts.by_email(g.db, said(form.email))
        token = accounts.sign_in(
            g.db, current_actor(), email=said(form.email), passphrase=said(form.passphrase),
            browser=this_browser(user.id if user else None),
        )  # fmt: skip
    except (WrongPassphrase, TooMany) as refused:
        form.passphrase.errors = [render(refused.words, reader_language())]
        return _sign_in_page(form), 429 if isinstance(refused, TooMany) else 422
    wanted = local_path(request.args.get("next"), "")
    session.adopt(token)
    if kept:
        return redirect(url_for(".restore"), 303)
    return redirect(wanted or url_for(".after_sign_in"), 303)


@bp.get("/account/welcome")
@policy("any")
def after_sign_in() -> Page:
    """On to the first page of the person's role."""
    login = signed_in()
    if login is None:
        abort(404)
    return redirect(home_of(login), 303)


@bp.post("/account/sign-out")
@policy("public", park=False)
def sign_out() -> Page:
    """End the login; its cookie opens nothing any more."""
    login = signed_in()
    if login is not None:
        accounts.sign_out(g.db, current_actor(), login.login_id)
    web_session().adopt(None)
    return redirect(url_for("public.landing"), 303)


@bp.get("/account/forgotten")
@policy("public")
def forgotten() -> Page:
    """Where somebody asks for a link to choose a new passphrase."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/account/forgotten", endpoint="ask_reset")
@policy("public", park=False)
def ask_reset() -> Page:
    """Mail the link, if there is an account; the answer does not tell."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 422
    try:
        count_tries("reset", said(form.email))
    except TooMany as refused:
        return again("accounts/forgotten.html", form, "email", refused)
    accounts.ask_reset(g.db, current_actor(), email=said(form.email), language=reader_language())
    return redirect(url_for(".look_in_mail"), 303)


@bp.get("/account/reset/<token>")
@policy("public")
def reset(token: str) -> Page:
    """The page behind a reset link; opening it changes nothing."""
    tokens.find(g.db, token, "reset", clock.now())
    return render_template("accounts/reset.html", form=NewPassphraseForm(), token=token)


@bp.post("/account/reset/<token>", endpoint="use_reset")
@policy("public", park=False)
def use_reset(token: str) -> Page:
    """Set the new passphrase; every login of the account ends."""
    form = NewPassphraseForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form, token=token), 422
    try:
        accounts.choose_passphrase(
            g.db, current_actor(), token=token, purpose="reset", passphrase=said(form.passphrase)
        )
    except WeakPassphrase as refused:
        return again("accounts/reset.html", form, "passphrase", refused, token=token)
    return _passphrase_set()


@bp.get("/account/invitation/<token>")
@policy("public")
def invitation(token: str) -> Page:
    """The page behind an invitation to the office."""
    link = tokens.find(g.db, token, "invite", clock.now())
    form = InvitationForm(data={"name": g.db.get_one(User, link.user_id).name})
    return render_template("accounts/invitation.html", form=form, token=token)


@bp.post("/account/invitation/<token>", endpoint="use_invitation")
@policy("public", park=False)
def use_invitation(token: str) -> Page:
    """Choose name and passphrase; the account is open."""
    form = InvitationForm()
    page = "accounts/invitation.html"
    if not form.validate_on_submit():
        return render_template(page, form=form, token=token), 422
    try:
        accounts.choose_passphrase(
            g.db, current_actor(), token=token, purpose="invite",
            passphrase=said(form.passphrase), name=said(form.name),
        )  # fmt: skip
    except WeakPassphrase as refused:
        return again(page, form, "passphrase", refused, token=token)
    return _passphrase_set()


@bp.post("/language")
@policy("public", park=False)
def set_language() -> Page:
    """Go on in the other language."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    if signed_in() is not None:
        accounts.set_language(g.db, current_actor(), language)
    else:
        web_session()["language"] = language
    return redirect(local_path(request.form.get("next"), "/"), 303)


def count_tries(gate: str, account: str) -> None:
    """Count a try for the account and for the address it comes from. Raises TooMany."""
    attempts.count(
        g.db, gate, account=accounts.lowered(account), address=request.remote_addr or "",
    )  # fmt: skip


def reader_language() -> str:
    """The language of this answer."""
    locale = get_locale()
    return locale.language if locale is not None else "en"


def this_browser(user_id: Any) -> Browser:
    """What a new login keeps of this browser.

    The forms of a login of the same person that ended by time stay good; everybody
    else's token is new.
    """
    session = web_session()
    # Made now and not at the first form, so that two pages opened at once agree on it.
    data: dict[str, Any] = {"csrf_token": secrets.token_hex(20)}
    ended = session.ended
    if ended is not None and ended.user_id == user_id and "csrf_token" in ended.data:
        data["csrf_token"] = ended.data["csrf_token"]
    if PARKED in session and ended is not None and ended.user_id == user_id:
        data[PARKED] = session[PARKED]
    return Browser(agent=request.user_agent.string, data=data)


def _sign_in_page(form: SignInForm) -> str:
    session = web_session()
    away = session.ended.minutes if session.ended is not None else None
    return render_template(
        "accounts/sign_in.html", form=form, away=away, kept=PARKED in session,
        next=local_path(request.args.get("next"), ""),
    )  # fmt: skip


def _passphrase_set() -> Response:
    web_session().adopt(None)
    flash(gettext("Your passphrase is set. Sign in with it."), "good")
    return redirect(url_for(".sign_in"), 303)


def again(page: str, form: BaseForm, field: str, why: Refused | str, **names: Any) -> Page:
    """The page once more, with what was typed and the reason at its field."""
    words = why if isinstance(why, str) else render(why.words, reader_language())
    form[field].errors = [words]
    status = 429 if isinstance(why, TooMany) else 422
    return render_template(page, form=form, **names), status
