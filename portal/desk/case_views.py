"""The case page and the small pages where one thing is typed."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from portal.desk import case_page, forms
from portal.desk.blueprint import bp
from portal.desk.keys import choice_name, name_of, path_name, reading
from portal.desk.places import choices_at, keys_at, takes_more
from portal.models import Case
from portal.rendering.speech import Speaker
from portal.security import current_actor, policy, the
from portal.services import assessments, cases, clock, opinions, review
from portal.services.paths import value_at
from portal.services.refusal import Refused, Stale


def lang() -> str:
    """The reader's language."""
    locale = get_locale()
    return locale.language if locale else "en"


def speaker() -> Speaker:
    """Sentences in the reader's language."""
    return Speaker(lang())


def show(
    case: Case, tab: str = "", *, notice: str = "", status: int = 200, **given: Any
) -> ResponseReturnValue:
    """The case page; `given` holds forms that came back with what was typed."""
    tab = tab if tab in case_page.TABS else "answers"
    page = case_page.page(case, tab, lang())
    opinion = page["opinion"]
    stored = page["stored"]
    made = {
        "assess_form": forms.AssessForm(data={"on": stored.on if stored else None}),
        "promise_form": forms.PromiseForm(data={"due_on": case.due_on}),
        "hand_over_form": forms.hand_over_form(cases.colleagues(g.db), case.owner_id),
        "pdf_form": forms.PdfForm(data={"language": case.language, "edition": "letter"}),
        "opinion_form": forms.OpinionForm(
            formdata=None,
            data={
                "seen": opinion.version if opinion else 0,
                **{name: getattr(opinion, name, "") for name in opinions.FIELDS},
            },
        ),
        "link_form": forms.LinkForm(),
        "withdraw_form": forms.ReasonForm(),
        "theirs": None,
    }
    return render_template("desk/case.html", **page, **{**made, **given}, notice=notice), status


@bp.get("/cases/<uuid:case_id>")
@policy("staff", loads="case")
def show_case(case_id: object) -> ResponseReturnValue:  # noqa: ARG001
    """A case: strip, tabs, flags, sign-off."""
    return show(the("case"), request.args.get("tab", ""))


def back(case: Case, tab: str = "") -> ResponseReturnValue:
    """To the case's page, by GET."""
    return redirect(url_for("desk.show_case", case_id=case.id, tab=tab or None), 303)


def asked_path() -> str:
    """The place in the profile that the address names."""
    return request.args.get("path", "")[:200].replace("\0", "").strip(".")


@bp.route("/cases/<uuid:case_id>/correct", methods=["GET", "POST"])
@policy("staff", loads="case")
def correct(case_id: object) -> ResponseReturnValue:  # noqa: ARG001
    """Correct one answer, or choose which part of a longer one."""
    case: Case = the("case")
    path = asked_path()
    version = assessments.newest_version(g.db, case)
    if version is None or not path:
        return back(case)
    held = value_at(version.document, path)
    if request.method == "GET" and isinstance(held, dict | list):
        return render_template("desk/correct_which.html", case=case, path=path,
                               title=path_name(path), parts=_parts(path, held))  # fmt: skip
    kind = forms.ChooseForm if (listed := choices_at(path)) else forms.CorrectForm
    form = kind(data={"seen": version.number, "value": _typed(held)})
    if isinstance(form, forms.ChooseForm):
        key = next(each for each in reversed(path.split(".")) if not each.isdecimal())
        form.offer([(each, choice_name(key, each, speaker())) for each in listed])
    refused, theirs, status = "", "", 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                review.correct(
                    g.db,
                    case,
                    path=path,
                    typed=form.value.data or "",
                    reason=form.reason.data or "",
                    seen=form.seen.data or 0,
                    actor=current_actor(),
                    now=clock.now(),
                )
                return back(case)
            except Stale as stale:
                refused, status = speaker()(stale.words), 409
                theirs = _typed(stale.theirs[path])
                form.seen.data = stale.version
            except Refused as error:
                refused, status = speaker()(error.words), 409
    return render_template(
        "desk/correct.html",
        case=case,
        form=form,
        path=path,
        title=path_name(path),
        held=reading(path.rsplit(".", 1)[-1], held, speaker()),
        refused=refused,
        theirs=theirs,
    ), status


def _parts(path: str, held: Any) -> list[dict[str, str]]:
    pairs = _pairs(path, held)
    if takes_more(path):
        pairs.append((str(len(held)), None))
    return [
        {
            "name": name_of(str(key)),
            "value": reading(str(key), value, speaker()),
            "path": f"{path}.{key}",
        }
        for key, value in pairs
    ]


def _pairs(path: str, held: Any) -> list[tuple[str, Any]]:
    """What is on file, and what could be; not the questionnaire's own notes."""
    if isinstance(held, list):
        return [(str(at), each) for at, each in enumerate(held)]
    known = {key: value for key, value in held.items() if not key.startswith("x_")}
    return list({**known, **{key: held.get(key) for key in keys_at(path)}}.items())


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


@bp.route("/cases/<uuid:case_id>/ask", methods=["GET", "POST"])
@policy("staff", loads="case")
def ask(case_id: object) -> ResponseReturnValue:  # noqa: ARG001
    """Ask the client a question at a field."""
    case: Case = the("case")
    path = asked_path()
    form = forms.AskForm()
    refused, status = "", 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                review.ask(g.db, case, path=path, text=form.text.data or "",
                           actor=current_actor(), now=clock.now())  # fmt: skip
                return back(case)
            except Refused as error:
                refused, status = speaker()(error.words), 409
    return render_template("desk/ask.html", case=case, form=form, path=path,
                           title=path_name(path), refused=refused), status  # fmt: skip


@bp.route("/cases/<uuid:case_id>/flag", methods=["GET", "POST"])
@policy("staff", loads="case")
def settle_flag(case_id: object) -> ResponseReturnValue:  # noqa: ARG001
    """Settle a flag with a reason."""
    case: Case = the("case")
    flag_id, path = request.args.get("id", "")[:120], request.args.get("path", "")[:200]
    flag = next(
        (each for each in case_page.page(case, "outlook", lang())["flags"]
         if (each["id"], each["path"]) == (flag_id, path)), None,
    )  # fmt: skip
    if flag is None:
        return back(case)
    form = forms.ReasonForm()
    refused, status = "", 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                review.clear_flag(
                    g.db,
                    case,
                    flag_id=flag_id,
                    path=path,
                    reason=form.reason.data or "",
                    actor=current_actor(),
                    now=clock.now(),
                )
                return back(case)
            except Refused as error:
                refused, status = speaker()(error.words), 409
    return render_template(
        "desk/flag.html", case=case, form=form, flag=flag, refused=refused
    ), status
