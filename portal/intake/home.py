"""What the client's case page says: the state in one sentence, dates, needs, who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.intake import steps, summary, wording
from portal.intake.blueprint import Visit
from portal.models import Agreement, Question, StoredAssessment
from portal.services import agreements, submission
from portal.services.cases import PROMISE
from portal.services.database import settings_of
from portal.services.visible import SHOWN_TO_CLIENTS

STATES = {
    "draft": _l("Being filled in"),
    "submitted": _l("Sent"),
    "in_review": _l("In review"),
    "waiting_for_client": _l("Waiting for you"),
    "ready_to_sign": _l("In review"),
    "signed": _l("Signed"),
    "released": _l("Assessment ready"),
    "closed": _l("Closed"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the office, with the way to the field it is about."""

    question: Question
    by: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the page shows; the template computes nothing."""

    title: str
    lede: str
    editable: bool
    unsent: bool
    answered: bool
    resume_url: str
    resume_words: str
    asked: list[Asked]
    timeline: list[dict[str, str]]
    owner: Any
    agreement: Agreement | None
    assessments: list[StoredAssessment]


def page_of(visit: Visit) -> Home:
    """The client's page for a case."""
    case = visit.case
    asked = _asked(visit) if visit.case.state != "draft" else []
    first = steps.first_open(visit.document, visit.saved)
    is_draft = case.state == "draft"
    unsent = not is_draft and visit.editable and submission.unsent(visit.session, case)
    open_questions = [each for each in asked if each.question.answer is None]
    return Home(
        title=_title(visit),
        lede=_lede(visit, len(open_questions), unsent),
        editable=visit.editable,
        unsent=unsent,
        answered=bool(asked) and not open_questions,
        resume_url=visit.url(first) if is_draft else url_for("intake.check", case_id=case.id),
        resume_words=_resume(visit, first is None) if is_draft else _("Correct my answers"),
        asked=asked,
        timeline=_timeline(visit),
        owner=case.owner,
        agreement=agreements.accepted(visit.session, case),
        assessments=_assessments(visit),
    )


def _resume(visit: Visit, complete: bool) -> str:
    if complete:
        return _("Check and send")
    return _("Go on") if visit.saved else _("Begin")


def _owner(visit: Visit) -> str:
    name = visit.case.owner.name if visit.case.owner else ""
    return name.split()[0] if name else ""


def _title(visit: Visit) -> str:
    name = _owner(visit)
    match visit.case.state:
        case "draft":
            return _("Your answers are not sent yet") if visit.saved else _("Your case is open")
        case "submitted":
            return _("We have your answers")
        case "in_review" | "ready_to_sign":
            return _("%(name)s is reading your answers", name=name or _("A consultant"))
        case "waiting_for_client":
            return _("%(name)s has a question for you", name=name or _("Your consultant"))
        case "signed":
            return _("Your assessment is signed and on its way to you")
        case "released":
            return _("Your assessment is ready")
    return _("Your case is closed")


def _lede(visit: Visit, questions: int, unsent: bool) -> str:
    state, due = visit.case.state, _due(visit)
    if unsent:
        return _(
            "You have changed answers since you sent them. Send them again so that they count."
        )
    if state == "draft":
        return _("Every page you save is kept. You can go on here or on another device.")
    if state == "submitted":
        return _(
            "You will hear by %(day)s. Until a consultant takes your case, you can correct your "
            "answers yourself.",
            day=wording.day(due),
        )
    if state == "waiting_for_client":
        if questions:
            return _("Answer below, then send. The review goes on as soon as we have it.")
        return _("Your answers are kept. Send them, and the review goes on.")
    if state in ("in_review", "ready_to_sign"):
        if due:
            return _("You will hear by %(day)s.", day=wording.day(due))
        return _("You will hear as soon as the review is done.")
    if state == "signed":
        return _("The document is being made. You get a letter when it is here.")
    if state == "released":
        return _("Read it here, or download the PDF. It is signed and does not change.")
    return _("Nothing more happens here. What was made for you stays readable.")


def _due(visit: Visit) -> date | None:
    """The day the office has promised an answer for: its own word, or the usual one."""
    case = visit.case
    if case.due_on is not None or case.submitted_at is None:
        return case.due_on
    return _local(visit, case.submitted_at + PROMISE)


def _asked(visit: Visit) -> list[Asked]:
    found = []
    for question in submission.questions_to_client(visit.session, visit.case):
        if question.answered_at is not None and not _still_open(visit, question):
            continue
        spot = steps.spot_of(question.path)
        found.append(
            Asked(
                question,
                _owner(visit),
                summary.spot_url(visit, spot) if spot and visit.editable else "",
                str(spot.page.title) if spot else "",
            )
        )
    return found


def _still_open(visit: Visit, question: Question) -> bool:
    """Whether an answer was written in the present round of questions and not sent yet."""
    since = visit.case.state_since
    return visit.case.state == "waiting_for_client" and (question.answered_at or since) >= since


def _timeline(visit: Visit) -> list[dict[str, str]]:
    case = visit.case
    order = ["draft", "submitted", "in_review", "signed", "released"]
    at = {"waiting_for_client": 2, "ready_to_sign": 2, "closed": 5}.get(
        case.state, order.index(case.state) if case.state in order else 0
    )
    details = [
        _since(visit, case.created_at),
        _since(visit, case.submitted_at),
        _since(visit, case.claimed_at),
        "",
        "",
    ]
    titles = [
        _("Questionnaire"),
        _("Answers sent"),
        _("Review by a consultant"),
        _("Signed"),
        _("Released to you"),
    ]
    due = _due(visit)
    if due and 0 < at < 3:
        details[4] = _("Expected by %(day)s", day=wording.day(due))
    ended = at >= 4
    return [
        {
            "title": title,
            "detail": details[n],
            "state": "done" if n < at or ended else "now" if n == at else "to_come",
        }
        for n, title in enumerate(titles)
    ]


def _since(visit: Visit, instant: datetime | None) -> str:
    if instant is None:
        return ""
    return wording.day(_local(visit, instant))


def _local(visit: Visit, instant: datetime) -> date:
    from zoneinfo import ZoneInfo

    return instant.astimezone(ZoneInfo(settings_of(visit.session).timezone)).date()


def _assessments(visit: Visit) -> list[StoredAssessment]:
    shown = (
        select(StoredAssessment)
        .where(
            StoredAssessment.case_id == visit.case.id,
            StoredAssessment.state.in_(SHOWN_TO_CLIENTS),
        )
        .order_by(StoredAssessment.signed_at.desc())
    )
    return list(visit.session.scalars(shown))
