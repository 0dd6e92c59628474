"""An assessment for its client, and for the office as the client will see it. Nothing is posted."""

from __future__ import annotations

import re
import uuid

import orjson
from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from portal.assessment.result import localize
from portal.formats import language
from portal.models import StoredAssessment
from portal.reports.drawn import page_drawings
from portal.security import current_actor, policy, the
from portal.services import documents
from portal.services.signing import EDITION, EDITIONS
from portal.text import LANGUAGES

bp = Blueprint("reports", __name__, url_prefix="/assessment")

# A file of ours opened in a browser's viewer is cut off from everything else of ours.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/<uuid:assessment_id>")
@policy("client", "staff", loads="assessment")
def show_assessment(assessment_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """The assessment as its client reads it; the office sees it before release too."""
    page = documents.page(g.db, the("assessment"), language())
    return render_template(
        "reports/assessment.html",
        page=page,
        r=page.report,
        document=page.document,
        drawn=page_drawings(page.report, page.document),
    )


@bp.get("/<uuid:assessment_id>/pdf")
@policy("client", "staff", loads="assessment", limit="60 per 5 minutes")
def download_pdf(assessment_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """The stored PDF, the same bytes for everybody every time."""
    stored: StoredAssessment = the("assessment")
    wanted, edition = _choice("lang", LANGUAGES, language()), _choice("edition", EDITIONS, EDITION)
    paper = documents.download(g.db, stored, current_actor(), wanted, edition)
    if paper is None:
        abort(404)
    return _attachment(paper.content, "application/pdf", f"{_name(stored)}-{paper.language}.pdf")


@bp.get("/<uuid:assessment_id>/json")
@policy("client", "staff", loads="assessment", limit="60 per 5 minutes")
def download_json(assessment_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001
    """The contract's document, its sentences in the reader's language."""
    stored: StoredAssessment = the("assessment")
    document = localize(stored.document, _choice("lang", LANGUAGES, language()))
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return _attachment(text, "application/json", f"{_name(stored)}.json")


def _choice(name: str, known: tuple[str, ...], otherwise: str) -> str:
    """A value of the address, or 404 for one that does not exist."""
    value = request.args.get(name, otherwise)
    if value not in known:
        abort(404)
    return value


def _name(stored: StoredAssessment) -> str:
    """A file name without a person's name in it."""
    return "assessment-" + re.sub(r"[^A-Za-z0-9-]", "-", stored.number or f"draft-{stored.on}")


def _attachment(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
