"""How a fact reads: a field's answer in words, an entry of a list in two lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from wtforms import FieldList

from portal.forms import UNKNOWN, CheckField, DateField, ManyField
from portal.forms.choices import ChoiceField
from portal.intake.forms import occupations, scales
from portal.intake.forms.fields import CountriesField, InstantField, country_name
from portal.intake.forms.occupation import NOT_SURE, NocField
from portal.services import drafts
from portal.text import Money, render, show
from portal.vocabulary import ABILITIES, LABELS, Ability, Credential, PermitKind, Province, Relation

MONEY = ("settlement_funds",)


def language() -> str:
    """The language of the page, ``en`` or ``fr``."""
    locale = get_locale()
    return locale.language if locale else "en"


def day(value: date | str | None, *, month_only: bool = False) -> str:
    """A day in words, or its month and year."""
    if not value:
        return ""
    when = date.fromisoformat(value) if isinstance(value, str) else value
    if not month_only:
        return show(when, language())
    return str(format_date(when, "MMMM y", locale=f"{language()}_CA"))


def label_of(kind: Any, value: Any) -> str:
    """The label of a vocabulary's value."""
    words = LABELS[kind].get(str(value))
    return render(words, language()) if words is not None else str(value or "")


def answer(field: Any) -> str:
    """What a field holds, as a person would say it; empty when there is no answer."""
    if field.data == UNKNOWN or (isinstance(field, NocField) and field.data == NOT_SURE):
        own = _chosen(field) if isinstance(field, ChoiceField) else ""
        # "Take the better one" is a choice; nobody failed to know anything.
        return own if own not in ("", UNKNOWN, _("I don’t know")) else _("You don’t know")
    if field.data in (None, "", []):
        return ""
    if isinstance(field, NocField):
        return _occupation(field.data)
    if isinstance(field, CountriesField):
        return ", ".join(country_name(code, language()) for code in field.data)
    if isinstance(field, InstantField):
        return f"{day(field.data)}, {field.typed['time']}"
    if isinstance(field, DateField):
        return day(field.data, month_only=field.month_only)
    if isinstance(field, CheckField):
        return _("Yes")
    if isinstance(field, ChoiceField | ManyField):
        return _chosen(field)
    if isinstance(field, FieldList):
        return _rows(field)
    return _plain(field)


def _plain(field: Any) -> str:
    if field.short_name in MONEY and isinstance(field.data, int):
        return show(Money(field.data), language())
    if isinstance(field.data, int | Decimal) and not isinstance(field.data, bool):
        return show(field.data, language())
    return str(field.data)


def _chosen(field: Any) -> str:
    labels = {str(value): str(label) for value, label, *_more in field.choices}
    picked = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(labels.get(str(each), str(each)) for each in picked)


def _rows(field: Any) -> str:
    spans = [
        f"{day(row.form.start.data, month_only=True)} – {day(row.form.end.data, month_only=True)}"
        for row in field
        if row.form.start.data
    ]
    return ", ".join(spans)


def _occupation(value: str) -> str:
    hit = occupations.by_value(value)
    return f"{hit.title}, {noc_line({'code': hit.code})}" if hit else value


def noc_line(noc: Mapping[str, Any] | None) -> str:
    """``NOC 21231``, or nothing."""
    return _("NOC %(code)s", code=noc["code"]) if noc else ""


def span(entry: Mapping[str, Any], first: str = "start", last: str = "end") -> str:
    """From when to when, as precisely as it was told."""
    begins = day(entry.get(first), month_only=entry.get(f"x_{first}_precision") == "month")
    ends = day(entry.get(last), month_only=entry.get(f"x_{last}_precision") == "month")
    if begins and ends:
        return _("%(first)s to %(last)s", first=begins, last=ends)
    if begins and entry.get("x_still_there"):
        return _("%(first)s until today", first=begins)
    return begins or ends


def entry(key: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """Name, rest, facts, code and what is missing of an entry, for the list of its kind."""
    return _ENTRIES[key](facts)


def name(key: str, facts: Mapping[str, Any]) -> str:
    """The entry in one line, for a question about it."""
    said = entry(key, facts)
    return f"{said['name']}, {said['rest']}" if said.get("rest") else said["name"]


def _country(facts: Mapping[str, Any]) -> str:
    code = facts.get("country")
    return country_name(str(code), language()) if code else ""


def _joined(*parts: str, by: str = ", ") -> str:
    return by.join(part for part in parts if part)


def _study(facts: Mapping[str, Any]) -> dict[str, str]:
    missing = ""
    eca = facts.get("eca")
    if not facts.get("country"):
        missing = _("Country missing")
    elif facts.get("country") != "CA" and not eca and facts.get("x_state") == "finished":
        missing = {
            "under_way": _("Credential assessment ordered"),
            "booked": _("Credential assessment being prepared"),
        }.get(str(facts.get("x_eca")), _("No credential assessment (ECA)"))
    state = {"under_way": _("under way"), "left": _("not finished")}.get(
        str(facts.get("x_state")), day(facts.get("completed_on"), month_only=True)
    )
    said = _("ECA of %(day)s", day=day(eca.get("issued_on"))) if isinstance(eca, Mapping) else ""
    return {
        "name": label_of(Credential, facts.get("credential")) or _("Education"),
        "rest": str(facts.get("field") or ""),
        "facts": _joined(str(facts.get("institution") or ""), _country(facts), state, said),
        "missing": missing,
    }


def _test(facts: Mapping[str, Any]) -> dict[str, str]:
    titled = scales.test_name(str(facts.get("test")))
    if drafts.is_ahead(facts):
        state = str(facts.get("x_state"))
        words = _("booked") if state == "booked" else _("waiting for results")
        return {"name": titled, "rest": words, "facts": day(facts.get("x_expected_on"))}
    scores = [
        f"{label_of(Ability, ability)} {scales.shown(facts, ability)}"
        for ability in ABILITIES
        if facts.get(ability) is not None
    ]
    exempt = facts.get("exempt") or ()
    absent = [a for a in ABILITIES if facts.get(a) is None and a not in exempt]
    taken = day(facts.get("taken_on"))
    return {
        "name": titled,
        "rest": _("taken %(day)s", day=taken) if taken else "",
        "facts": " · ".join(scores),
        "missing": _("Scores missing") if absent else "" if taken else _("Test date missing"),
    }


def _job(facts: Mapping[str, Any]) -> dict[str, str]:
    hours = facts.get("hours_per_week")
    said = _("%(hours)s hours a week", hours=_plainly(hours)) if hours is not None else ""
    if not facts.get("noc"):
        missing = _("Occupation missing")
    elif hours is None:
        missing = _("Hours missing")
    else:
        missing = "" if facts.get("country") else _("Country missing")
    return {
        "name": str(facts.get("title") or _("Job")),
        "rest": _joined(str(facts.get("employer") or ""), _country(facts)),
        "facts": _joined(span(facts), said, *_conditions(facts)),
        "code": noc_line(facts.get("noc")),
        "missing": missing,
    }


def _conditions(facts: Mapping[str, Any]) -> list[str]:
    """What is out of the ordinary about a job and decides whether it counts."""
    said = {
        "primary": (True, _("main occupation")),
        "paid": (False, _("not paid")),
        "self_employed": (True, _("self-employed")),
        "full_time_student": (True, _("full-time student then")),
        "authorized": (False, _("not allowed to work")),
    }
    words = [text for key, (telling, text) in said.items() if facts.get(key) is telling]
    if facts.get("employer_country"):
        country = country_name(str(facts["employer_country"]), language())
        words.append(_("employer in %(country)s", country=country))
    if facts.get("breaks"):
        count = len(facts["breaks"])
        words.append(ngettext("%(num)s break", "%(num)s breaks", count))
    return words


def _plainly(number: float) -> str:
    return show(Decimal(str(number)), language())


def _permit(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": label_of(PermitKind, facts.get("kind")) or _("Work permit"),
        "rest": str(facts.get("employer") or ""),
        "facts": span(facts, "from", "until"),
        "code": noc_line(facts.get("noc")),
    }


def _letter(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": label_of(Province, facts.get("province")) or _("Province"),
        "rest": str(facts.get("stream") or ""),
        "facts": span(facts, "issued_on", "expires_on")
        or day((facts.get("submitted_at") or "")[:10]),
    }


def _relative(facts: Mapping[str, Any]) -> dict[str, str]:
    whose = _("your partner’s") if facts.get("of") == "spouse" else _("yours")
    status = {"citizen": _("citizen"), "permanent_resident": _("permanent resident")}
    return {
        "name": label_of(Relation, facts.get("relation")) or _("Relative"),
        "rest": whose,
        "facts": _joined(
            status.get(str(facts.get("status")), ""), label_of(Province, facts.get("province"))
        ),
    }


def _stay(facts: Mapping[str, Any]) -> dict[str, str]:
    kinds = {"work": _("Work"), "study": _("Study"), "visit": _("Visit")}
    whose = _("your partner") if facts.get("of") == "spouse" else _("you")
    return {
        "name": kinds.get(str(facts.get("kind")), _("Stay")),
        "rest": whose,
        "facts": _joined(label_of(Province, facts.get("province")), span(facts)),
    }


def _registration(facts: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": str(facts.get("body") or _("Registration")),
        "rest": label_of(Province, facts.get("province")),
        "facts": day(facts.get("since")),
    }


_ENTRIES = {
    "education": _study,
    "language_tests": _test,
    "work": _job,
    "work_permits": _permit,
    "notifications_of_interest": _letter,
    "provincial_eois": _letter,
    "relatives_in_canada": _relative,
    "previous_stays": _stay,
    "registrations": _registration,
}


def what_leaves(key: str, facts: Mapping[str, Any], today: date) -> str:
    """What an entry takes with it when it is removed."""
    if key == "work" and facts.get("start"):
        return _length(date.fromisoformat(facts["start"]), facts.get("end"), today)
    if key == "language_tests" and not drafts.is_ahead(facts):
        return _("Its four scores leave your answers, and the points that hang on them.")
    if key == "education":
        return _("It no longer counts for your level of education.")
    return _("Everything you wrote about it leaves your answers.")


def _length(start: date, stored_end: str | None, today: date) -> str:
    end = date.fromisoformat(stored_end) if stored_end else today
    months = max((end.year - start.year) * 12 + end.month - start.month, 0)
    if months >= 12:
        return ngettext(
            "Its %(num)s year leaves your score.",
            "Its %(num)s years leave your score.",
            months // 12,
        )
    return ngettext(
        "Its %(num)s month leaves your score.", "Its %(num)s months leave your score.", months
    )


def check_and_send() -> str:
    """The name of the last section."""
    return _("Check and send")


def count_of(key: str, entries: list[dict[str, Any]]) -> str:
    """How many entries a list has, in its own words; nothing for none."""
    many = len(entries)
    if not many:
        return ""
    if key == "work":
        still = sum(1 for each in entries if not each.get("noc"))
        said = ngettext("%(num)s job", "%(num)s jobs", many)
        return _("%(jobs)s, %(open)s open", jobs=said, open=still) if still else said
    if key == "language_tests":
        return ngettext("%(num)s test", "%(num)s tests", many)
    return ngettext("%(num)s entry", "%(num)s entries", many)
