"""The office's own page: workers, work that failed, and trying it again."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.security import current_actor, policy
from portal.services import clock, queue, rule_checks, rulebooks, workers
from portal.services.refusal import Refused

ALIVE = timedelta(minutes=1)


def job_names() -> dict[str, str]:
    """What each job does, in words."""
    return {
        "render_pdf": _("Make a PDF"),
        "send_letter": _("Send a letter"),
        "rescore_case": _("Assess a case anew"),
        "rescore_all": _("Look for cases to assess anew"),
        "rescore_outdated": _("Look for cases to assess by changed rules"),
        "weigh_amendment": _("Work out what a change of the rules does"),
        "sweep_letters": _("Look for letters that wait"),
    }


def page(notice: str = "", status: int = 200) -> ResponseReturnValue:
    """Workers, failed work and work that waits."""
    now = clock.now()
    return render_template(
        "desk/work.html",
        failed=queue.failed(g.db),
        unfinished=queue.unfinished(g.db, 20),
        alive=workers.alive(g.db, now - ALIVE),
        names=job_names(),
        moment=speaker().moment,
        notice=notice,
    ), status


@bp.get("/office")
@policy("office")
def office() -> ResponseReturnValue:
    """The office's own pages, as far as this person may open them."""
    role = current_actor().role
    return render_template(
        "desk/office.html",
        alive=workers.alive(g.db, clock.now() - ALIVE),
        sees_work=role in ("lead", "administrator"),
        sees_people=role == "administrator",
        failed=len(queue.failed(g.db)) if role in ("lead", "administrator") else 0,
        late_rules=len(rule_checks.overdue(g.db, rulebooks.in_use(g.db), clock.today())),
    )


@bp.get("/work")
@policy("lead", "administrator")
def work() -> ResponseReturnValue:
    """What the workers do, and what they could not do."""
    return page()


@bp.post("/work/retry")
@policy("lead", "administrator")
def retry() -> ResponseReturnValue:
    """Let a failed job run again."""
    try:
        queue.retry(g.db, request.form.get("job", "")[:200], current_actor())
    except Refused as refused:
        return page(speaker()(refused.words), 409)
    flash(_("The job runs again."), "good")
    return redirect(url_for("desk.work"), 303)
