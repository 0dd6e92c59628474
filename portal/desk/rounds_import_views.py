"""Bringing a file of rounds in: what is new becomes a draft, what contradicts is shown."""

from __future__ import annotations

from contextlib import closing

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.desk.blueprint import bp
from portal.desk.case_views import lang, speaker
from portal.security import current_actor, policy
from portal.services import clock
from portal.services import rounds as importing
from portal.services.refusal import Refused


@bp.get("/rounds/import")
@policy("lead")
def rounds_import() -> ResponseReturnValue:
    """The form for a file."""
    return _page()


@bp.post("/rounds/import")
@policy("lead", park=False)
def take_rounds() -> ResponseReturnValue:
    """Compare a file; keep what is new as a draft and show it, or say why nothing is."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(missing=_("Choose a file, such as IRCC’s ee_rounds.json"), status=422)
    source = request.form.get("source", "").strip()[:500]
    name = sent.filename
    with closing(sent):  # a large file waits on disk until it is closed
        content = sent.stream.read()
    try:
        done = importing.draft_import(
            g.db, current_actor(), content, name, clock.now(),
            source=source, lang=lang(),
        )  # fmt: skip
    except importing.ImportRefused as refused:
        say = speaker()
        reasons = [say(each) for each in refused.refusals]
        return _page(reasons, name, source, contradicts=refused.contradicts, status=422)
    except Refused as refused:
        return _page([speaker()(refused.words)], name, source, status=409)
    if done.amendment is None:
        found = done.comparison
        known = ngettext("%(num)s round", "%(num)s rounds", found.known)
        days = ngettext("%(num)s day of the pool", "%(num)s days of the pool", found.known_days)
        return _page(known=_("%(rounds)s and %(days)s agree with the rulebook.",
                             rounds=known, days=days), name=name)  # fmt: skip
    words = [speaker()(each) for each in importing.in_words(done.comparison)]
    flash(_("New in the file: %(what)s. Nothing has taken effect yet.", what="; ".join(words[:5])
            + (" …" if len(words) > 5 else "")), "good")  # fmt: skip
    return redirect(url_for("desk.change", change_id=done.amendment.id), 303)


def _page(
    refusals: list[str] | None = None,
    name: str = "",
    source: str = "",
    *,
    known: str = "",
    missing: str = "",
    contradicts: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    return render_template(
        "desk/rounds_import.html",
        refusals=refusals or [],
        name=name,
        source=source,
        known=known,
        missing=missing,
        contradicts=contradicts,
        columns=importing.SHORT,
    ), status
