"""A case as a page: what the ten-second strip says, what each tab holds, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.result import localize
from portal.desk import trail
from portal.desk.answers import Answers
from portal.desk.keys import office_day, path_name, reading
from portal.desk.pool_part import pool_part
from portal.desk.proposed_page import proposed_tab
from portal.desk.queue_page import due_words, waiting
from portal.models import Case, Draft, ProfileVersion, StoredAssessment, User
from portal.rendering.paper import Paper
from portal.rendering.speech import Speaker
from portal.rendering.view import Report, report
from portal.security import current_actor
from portal.services import (
    assessments,
    case_facts,
    case_list,
    cases,
    clock,
    flags,
    gates,
    opinions,
    queue,
    review,
    rulebooks,
    signing,
)
from portal.services.actor import Actor
from portal.services.database import settings_of
from portal.services.visible import may_change

TABS = ("answers", "assessment", "routes", "rounds", "outlook", "proposed", "history")
#: Flags that only the office can settle: no client knows the figure.
OURS = ("funds.unconfirmed",)


@dataclass(frozen=True, slots=True)
class Shown:
    """What every tab needs."""

    session: Session
    case: Case
    actor: Actor
    say: Speaker
    version: ProfileVersion | None
    stored: StoredAssessment | None
    document: Mapping[str, Any] | None
    report: Report | None


def page(case: Case, tab: str, lang: str) -> dict[str, Any]:
    """Everything the template shows of a case, with one tab open."""
    session: Session = g.db
    shown = _shown(session, case, lang, tab)
    flag_rows = _flags(shown)
    needs = gates.of(session, case, cases.READY) if case.state in cases.SCORED else []
    may = cases.allowed(case, shown.actor) if may_change(shown.actor, case) else frozenset()
    return {
        "case": case,
        "tab": tab,
        "name": _name(shown),
        "state": shown.say(cases.STATE_NAMES[case.state]),
        "since": waiting(case.state_since, clock.now()),
        "owner": case.owner.name if case.owner else "",
        "may": may,
        "tabs": _tabs(shown, tab),
        "strip_cells": _strip(shown, flag_rows),
        "report": shown.report,
        "stored": shown.stored,
        "version": shown.version,
        "document": shown.document,
        "flags": flag_rows,
        "gates": _gates(shown, needs),
        "sign_ready": all(each.is_open for each in needs),
        "opinion": opinions.read(session, case),
        "numbered": [_numbered(shown, each) for each in signing.signed_of(session, case)],
        "questions": review.questions(session, case),
        "words": path_name,
        **_of_tab(shown, tab),
    }


def _shown(session: Session, case: Case, lang: str, tab: str) -> Shown:
    say = Speaker(lang, settings_of(session).timezone)
    stored = assessments.current(session, case) or _signed(session, case)
    document = made = None
    if stored is not None:
        short = case_facts.abridged(stored.document, all_streams=tab == "routes")
        document = localize(short, lang)
        made = report(document, Paper(timezone=say.zone), lang)
    return Shown(
        session=session,
        case=case,
        actor=current_actor(),
        say=say,
        version=assessments.newest_version(session, case),
        stored=stored,
        document=document,
        report=made,
    )


def _signed(session: Session, case: Case) -> StoredAssessment | None:
    numbered = signing.signed_of(session, case)
    return numbered[0] if numbered else None


def _name(shown: Shown) -> str:
    if shown.version is not None:
        return case_facts.client_name(shown.version.document) or _("No name yet")
    draft = shown.session.get(Draft, shown.case.id)
    name = "" if draft is None else case_facts.client_name(draft.document)
    return name or _("No name yet")


def _tabs(shown: Shown, tab: str) -> list[dict[str, Any]]:
    titles = {
        "answers": _("Answers and evidence"),
        "assessment": _("Assessment"),
        "routes": _("Routes"),
        "rounds": _("Rounds"),
        "outlook": _("Outlook"),
        "proposed": _("If this became law"),
        "history": _("History"),
    }
    streams = shown.report.reachable_streams if shown.report else ()
    useful = sum(each.status != "near_miss" for each in streams) or None
    return [
        {
            "title": titles[each],
            "url": url_for("desk.show_case", case_id=shown.case.id, tab=each),
            "count": useful if each == "routes" and useful else None,
            "current": each == tab,
        }
        for each in TABS
    ]


def _strip(shown: Shown, flag_rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made, case = shown.report, shown.case
    today = clock.today(shown.say.zone)
    promised = None if case.state in case_list.DONE else case.due_on
    due, urgency = due_words(promised, today, shown.say)
    stops = [each for each in flag_rows if each["open"] and each["severity"] == flags.ERROR]
    checks = [each for each in flag_rows if each["open"] and each["severity"] == flags.WARNING]
    first = (stops or checks)[:1]
    # That a round would have invited the client stands in nobody's way.
    won = made is not None and any(each.won for each in made.rounds.standings)
    return [
        {
            "label": _("CRS, %(day)s", day=made.on) if made else _("CRS"),
            "score": made.total if made else None,
            "value": _("not known") if made else _("not assessed"),
            "detail": _("provisional") if made and made.provisional else "",
        },
        {
            "label": _("Best route"),
            "value": made.route.heading if made else _("not known"),
            "detail": made.route.detail or made.route.because if made else "",
            "badge_view": made.route.badge if made else None,
        },
        {
            "label": _("In the way"),
            "value": first[0]["message"] if first else _("Nothing found"),
            "detail": made.answer.headline if made and not won else "",
        },
        {
            "label": _("Next date"),
            "value": due or _("none"),
            "detail": _("Promised to client") if promised else "",
            "urgency": urgency,
        },
    ]


def _flags(shown: Shown) -> list[dict[str, Any]]:
    if shown.stored is None or shown.version is None or shown.document is None:
        return []
    words = {(each["id"], each["path"]): each["message"] for each in shown.document["flags"]}
    made = []
    for state in flags.states(shown.session, shown.case, shown.stored.document, shown.version):
        flag, cleared = state.flag, state.cleared
        made.append(
            {
                "id": flag["id"],
                "path": flag["path"],
                "severity": flag["severity"],
                "message": words[flag["id"], flag["path"]],
                "place": _place(flag["path"]),
                "open": state.is_open,
                "lapsed": state.lapsed,
                "reason": cleared.reason if cleared else "",
                "by": state.cleared_by if cleared else "",
                "on": office_day(cleared.cleared_at, shown.say) if cleared else "",
                "settle_url": url_for("desk.settle_flag", case_id=shown.case.id, id=flag["id"],
                                      path=flag["path"]),
                "ask_url": _ask_url(shown, flag),
            }
        )  # fmt: skip
    return made


def _ask_url(shown: Shown, flag: Mapping[str, Any]) -> str:
    """Where the client is asked about a flag; empty where only the office can look it up."""
    if not flag["path"] or flag["id"] in OURS:
        return ""
    return url_for("desk.ask", case_id=shown.case.id, path=flag["path"])


def _place(path: str) -> str:
    """Where in the answers a flag points; a stream is named by the flag itself."""
    return "" if path.startswith("streams.") else path_name(path)


def _gates(shown: Shown, needs: list[gates.Gate]) -> list[dict[str, Any]]:
    places = {"flags": "#flags", "opinion": "#opinion"}
    return [
        {
            "words": shown.say(each.detail),
            "done": each.is_open,
            "url": "" if each.is_open else places.get(each.id, ""),
        }
        for each in needs
    ]


def _numbered(shown: Shown, stored: StoredAssessment) -> dict[str, Any]:
    """A signed assessment with the state of its PDFs."""
    made = {
        (each.language, each.edition): each for each in signing.renderings(shown.session, stored)
    }
    keys = [(language, edition) for language in ("en", "fr") for edition in signing.EDITIONS]
    jobs = {
        each.id: each
        for each in queue.states_of(
            shown.session, [signing.pdf_job(stored.id, *key) for key in keys if key not in made]
        )
    }
    pdfs = []
    for language, edition in keys:
        job = jobs.get(signing.pdf_job(stored.id, language, edition))
        if (language, edition) in made or job is not None:
            pdfs.append(
                {
                    "language": language,
                    "edition": edition,
                    "made": made.get((language, edition)),
                    "job": job,
                    "name": _edition(language, edition),
                }
            )
    states = {
        "signed": _("Signed, the client does not see it yet"),
        "released": _("Released to the client"),
        "withdrawn": _("Withdrawn"),
        "superseded": _("Superseded by a newer one"),
    }
    seal = stored.seal or {}
    signer = seal.get("signer") or {}
    return {
        "row": stored,
        "state": states[stored.state],
        "signed_at": shown.say.moment(stored.signed_at),
        "signer": signer.get("name", ""),
        "licence": signer.get("licence", ""),
        "on": shown.say.day(stored.on),
        "pdfs": pdfs,
        "waiting": any(each["made"] is None for each in pdfs),
        "intact": signing.intact(shown.session, stored),
    }


def _edition(language: str, edition: str) -> str:
    tongue = _("English") if language == "en" else _("French")
    return f"{tongue}, {'A4' if edition == 'a4' else _('Letter')}"


def _of_tab(shown: Shown, tab: str) -> dict[str, Any]:
    made: Mapping[str, Callable[[Shown], dict[str, Any]]] = {
        "answers": _answers,
        "rounds": _pool,
        "outlook": _pool,
        "history": _history,
        "proposed": lambda of: proposed_tab(of.session, of.case, of.say),
    }
    return made[tab](shown) if tab in made else {}


def _answers(shown: Shown) -> dict[str, Any]:
    if shown.version is None:
        return {"sections": []}
    answers = Answers(
        shown.version.document,
        shown.document,
        shown.say,
        review.corrections(shown.session, shown.case),
        review.questions(shown.session, shown.case),
    )
    return {"sections": answers.sections()}


def _pool(shown: Shown) -> dict[str, Any]:
    if shown.report is None or shown.stored is None:
        return {"pool": None}
    rules = rulebooks.in_use(shown.session)
    return {"pool": pool_part(rules, shown.report.total, shown.stored.on, shown.say)}


def _history(shown: Shown) -> dict[str, Any]:
    session, case, say = shown.session, shown.case, shown.say
    people = {row.id: row.name for row in session.execute(select(User.id, User.name))}
    versions = session.scalars(
        select(ProfileVersion)
        .where(ProfileVersion.case_id == case.id)
        .order_by(ProfileVersion.number.desc())
    ).all()
    return {
        "events": trail.events(session, case, say),
        "versions": [
            {
                "number": each.number,
                "at": say.moment(each.created_at),
                "who": people.get(each.author_id, "") if each.author_id else "",
                "kind": str(trail.KINDS.get(each.kind, each.kind)),
                "reason": each.reason,
                "changes": _changes(before, each, say),
            }
            for each, before in zip(versions, [*versions[1:], None], strict=True)
        ],
        "replay": _replay(shown),
    }


def _changes(
    before: ProfileVersion | None, after: ProfileVersion, say: Speaker
) -> list[dict[str, str]]:
    if before is None:
        return []
    return [
        {
            "what": path_name(each.path),
            "before": reading(each.path.rsplit(".", 1)[-1], each.before, say),
            "after": reading(each.path.rsplit(".", 1)[-1], each.after, say),
        }
        for each in review.differences(before, after)
    ]


def _replay(shown: Shown) -> dict[str, Any] | None:
    """The comparison of one signed assessment with today's program, when it is asked for."""
    number = request.args.get("replay")
    for stored in signing.signed_of(shown.session, shown.case):
        if number and stored.number == number:
            found = assessments.replay(shown.session, stored)
            return {
                "number": number,
                "same": not found,
                "count": len(found),
                "changes": [
                    {
                        "path": each.path,
                        "before": str(each.before)[:200],
                        "after": str(each.after)[:200],
                    }
                    for each in found[:100]
                ],
            }
    return None


def latest_day(case: Case) -> date | None:
    """The day the current assessment was made for."""
    stored = assessments.current(g.db, case)
    return stored.on if stored else None
