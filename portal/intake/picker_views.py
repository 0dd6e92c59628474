"""The occupation picker's hits as a fragment for pages with script; others post the page."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.forms import forbidden_character
from portal.intake.blueprint import Answer, Visit, bp
from portal.intake.forms.occupation import EDITIONS, OccupationMixin
from portal.security import policy


@bp.post("/intake/<uuid:case_id>/occupations")
@policy("client", "staff", loads="case", limit="120 per minute", park=False)
def find_occupations(case_id: Any) -> Answer:  # noqa: ARG001 - the policy loads the case
    """Occupations for the title typed so far. Saves nothing."""
    visit = Visit()
    form = OccupationMixin(request.form, stored={}, context=visit.context())
    form.searched_words = str(request.form.get("title") or request.form.get("noc_search") or "")
    if form.noc_edition.data not in EDITIONS or forbidden_character(form.searched_words):
        form.searched_words = ""
    return render_template("intake/hits.html", form=form)
