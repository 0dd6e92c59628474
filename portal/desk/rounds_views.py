"""The pages of rounds: the list, one round, and the pool by day."""

from __future__ import annotations

from datetime import date

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.charts import pool_bands
from portal.desk import round_page, rounds_page
from portal.desk.blueprint import bp
from portal.desk.case_views import speaker
from portal.rendering.speech import NBSP
from portal.rulebook.pool import Pool
from portal.security import current_actor, policy
from portal.services import clock, round_list, round_words, rulebooks


@bp.get("/rounds")
@policy("office")
def rounds() -> ResponseReturnValue:
    """All rounds, newest first, with filters."""
    page = rounds_page.page(rulebooks.in_use(g.db), speaker())
    may_import = current_actor().role == "lead"
    return render_template("desk/rounds.html", **page, may_import=may_import)


@bp.get("/rounds/<round_id>", endpoint="round")
@policy("office")
def show_round(round_id: str) -> ResponseReturnValue:
    """One round: its rule, its source, and which of our cases it reached."""
    rules = rulebooks.in_use(g.db)
    found = round_list.find(rules, round_id)
    if found is None:
        abort(404)
    return render_template(
        "desk/round.html", **round_page.page(found, rules, current_actor(), speaker())
    )


@bp.get("/rounds/pool")
@policy("office")
def rounds_pool() -> ResponseReturnValue:
    """How the pool was spread over the scores on a published day, and where a score stood."""
    say = speaker()
    pool = rulebooks.in_use(g.db).part(Pool)
    wanted = _day(request.args.get("day", "")) or clock.today(say.zone)
    day = pool.nearest(wanted)
    typed = request.args.get("score", "").strip()
    top = day.bands[0].high
    known = typed.isascii() and typed.isdecimal() and len(typed) < 5 and int(typed) <= top
    score = int(typed) if known else None
    standing = None if score is None else pool.standing(score, day.as_on)
    title = _("The pool of %(day)s", day=say.day(day.as_on))
    chart = pool_bands(
        [(band.low, band.high, band.candidates) for band in day.bands],
        mark=None if score is None else (score, _("%(score)s stands here", score=score)),
        title=title.replace(NBSP, " "),
        lang=say.lang,
    )
    return render_template(
        "desk/rounds_pool.html",
        title=title,
        total=say.number(day.total),
        chart=chart,
        days=[(each.as_on.isoformat(), say.day(each.as_on)) for each in reversed(pool.days)],
        chosen=day.as_on.isoformat(),
        score="" if score is None else score,
        refused=bool(typed) and score is None,
        top=say.number(top),
        sentence=say(round_words.standing_words(standing)) if standing else "",
        band=say(round_words.band_words(standing)) if standing else "",
        source=day.source,
        confidence=day.confidence,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
