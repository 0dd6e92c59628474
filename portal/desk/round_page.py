"""One round as a page: what it asked, where its cut-off stood, whom of ours it reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.charts import pool_bands
from portal.desk.rounds_page import crs_words, own_score, row
from portal.rendering.speech import NBSP, Speaker, round_of
from portal.rendering.verdicts import kind_words
from portal.rulebook import Rulebook
from portal.rulebook.pool import PoolStanding
from portal.rulebook.rounds import FederalRound, ProvincialRound
from portal.rulebook.streams import Streams
from portal.services import case_list, cases, reached, round_list, round_words
from portal.services.actor import Actor
from portal.services.reached import Reached, ReachedCase
from portal.services.round_list import Round
from portal.text import Words, day_pattern, msg

OTTAWA = ZoneInfo("America/Toronto")
ONLY = ("was", "would")


def page(each: Round, rules: Rulebook, actor: Actor, say: Speaker) -> dict[str, Any]:
    """Everything the template shows."""
    before, after = round_list.neighbours(rules, each)
    standing = round_words.cutoff_standing(rules, each)
    ours = _ours(each, actor)
    federal = isinstance(each, FederalRound)
    return {
        "round": each,
        "title": _title(each, say),
        "kind": _kind(each, rules, say),
        "kind_url": url_for("desk.rounds", kind=each.kind)
        if isinstance(each, FederalRound)
        else url_for("desk.rounds", stream=each.stream),
        "cells": _cells(each, ours, say),
        "facts": _federal_facts(each, say)
        if isinstance(each, FederalRound)
        else _provincial_facts(each, say),
        "wording": _wording(rules, each, say),
        "federal": federal,
        "pool": _pool(standing, each, say),
        "source": _source(each, say),
        "notes": _notes(each, say),
        "before": row(before, rules, say) if before else None,
        "after": row(after, rules, say) if after else None,
        "ours": _cases(ours, say) if ours else None,
    }


def _title(each: Round, say: Speaker) -> str:
    invited = each.invitations
    if isinstance(each, FederalRound):
        return ngettext(
            "Round %(number)s of %(day)s: %(invited)s invited, CRS %(lowest)s and up",
            "Round %(number)s of %(day)s: %(invited)s invited, CRS %(lowest)s and up",
            each.invitations,
            number=each.number,
            day=say.day(each.on),
            invited=say.number(invited),
            lowest=each.lowest,
        )
    words = _("%(round)s of %(day)s", round=say(round_of(each.province)), day=say.day(each.on))
    crs = (
        "" if own_score(each) or each.lowest is None else _("CRS %(range)s", range=crs_words(each))
    )
    asked = [say.number(invited) and _("%(invited)s invited", invited=say.number(invited)), crs]
    told = ", ".join(filter(None, asked))
    return say.pair(words, told) if told else words


def _kind(each: Round, rules: Rulebook, say: Speaker) -> str:
    if isinstance(each, FederalRound):
        return say(kind_words(each.kind))
    return say(rules.part(Streams)[each.stream].name)


# --- the strip and the facts --------------------------------------------------------------


def _cells(each: Round, ours: Reached | None, say: Speaker) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = [
        {"label": _("Invited"), "value": say.number(each.invitations) or _("not published")}
    ]
    if isinstance(each, FederalRound):
        cells[0]["detail"] = _("by IRCC")
        cells.append({"label": _("Lowest CRS"), "score": each.lowest, "value": ""})
        cells.append(
            {
                "label": _("Tie-break"),
                "value": _ottawa(each.tie_break, say) if each.tie_break else _("none published"),
                "detail": _utc(each.tie_break, say) if each.tie_break else "",
            }
        )
    else:
        own = own_score(each)
        if own:
            cells.append({"label": _("Lowest score of the province"), "value": own,
                          "detail": _("The province’s own scale, not the CRS")})  # fmt: skip
        else:
            cells.append({"label": _("CRS"), "value": crs_words(each)})
        cells.append({"label": _("Profiles created"), "value": _window(each, say)})
    if ours is not None:
        cells.append(
            {
                "label": _("Our cases"),
                "value": ngettext("%(num)s was invited", "%(num)s were invited", ours.was),
                "detail": _("%(count)s would be with today’s facts", count=ours.would),
            }
        )
    return cells


def _window(each: ProvincialRound, say: Speaker) -> str:
    first, last = each.profile_from, each.profile_to
    if first and last:
        return _("from %(first)s to %(last)s", first=say.day(first), last=say.day(last))
    if first:
        return _("from %(first)s on", first=say.day(first))
    return _("up to %(last)s", last=say.day(last)) if last else _("at any time")


#: What IRCC prints, in the one language its file has.
DRAWN = {
    each.msgid: each
    for each in (
        msg(
            "Federal Skilled Worker, Canadian Experience Class, Federal Skilled Trades and"
            " Provincial Nominee Program"
        ),
        msg(
            "Federal Skilled Worker Program, Canadian Experience Class, Federal Skilled Trades"
            " Program and Provincial Nominee Program"
        ),
        msg(
            "Federal Skilled Worker Program, Canadian Experience Class and Federal Skilled"
            " Trades Program"
        ),
        msg("Provincial Nominee Program"),
        msg("Canadian Experience Class"),
        msg("Federal Skilled Trades"),
        msg("Federal Skilled Worker"),
    )
}


def _drawn(programs: str, say: Speaker) -> str:
    """The programs a round drew from; what is printed otherwise stays as it is printed."""
    known = DRAWN.get(programs)
    return say(known) if known is not None else programs


def _federal_facts(each: FederalRound, say: Speaker) -> list[tuple[str, str]]:
    rows = [
        (_("IRCC’s name for it"), say(each.name)),
        (_("Who could be drawn"), _drawn(each.programs, say)),
    ]
    if each.category_version:
        rows.append((_("Version of the category"), each.category_version))
    rows.append((_("Day of the draw, Ottawa"), say.day(each.day)))
    if each.on != each.day:
        words = _("%(day)s: facts and rules of this day are asked", day=say.day(each.on))
        rows.append((_("Day as IRCC dates it"), words))
    at = f"{_ottawa(each.at, say)}; {_utc(each.at, say)}"
    if each.instant is None:
        at = _("%(at)s, as published; another day than the round’s, so it does not count", at=at)
    rows.append((_("Time of the draw"), at))
    if each.tie_break is None:
        rows.append((_("Tie-break"), _("None published: everybody at the lowest score was invited"
                                       " (an inference, not IRCC’s words)")))  # fmt: skip
    else:
        words = _("At %(lowest)s, profiles submitted before %(at)s (%(utc)s)", lowest=each.lowest,
                  at=_ottawa(each.tie_break, say), utc=_utc(each.tie_break, say))  # fmt: skip
        rows.append((_("Tie-break"), words))
    return rows


def _provincial_facts(each: ProvincialRound, say: Speaker) -> list[tuple[str, str]]:
    rows = [(_("The province’s name for it"), say(each.name))]
    own = own_score(each)
    if own:
        rows.append((_("Lowest score of the province"), own))
    else:
        rows.append((_("CRS"), crs_words(each)))
    rows.append((_("Profiles created"), _window(each, say)))
    scopes = {
        "exact": _("Express Entry candidates only"),
        "mixed": _("Other candidates are counted too"),
        "share": _("The Express Entry share of a larger round"),
    }
    rows.append((_("Who is counted"), scopes[each.scope]))
    return rows


def _ottawa(at: datetime, say: Speaker) -> str:
    from babel.dates import format_datetime

    local = at.astimezone(OTTAWA)
    clock = " 'à' HH 'h' mm 'min' ss 's'" if say.lang == "fr" else ", HH:mm:ss"
    pattern = day_pattern(local, say.lang) + clock
    return _("%(at)s Ottawa time",
             at=format_datetime(local, pattern, locale=f"{say.lang}_CA"))  # fmt: skip


def _utc(at: datetime, say: Speaker) -> str:
    from babel.dates import format_datetime

    clock = " 'à' HH 'h' mm 'min' ss 's UTC'" if say.lang == "fr" else ", HH:mm:ss 'UTC'"
    return format_datetime(at, day_pattern(at, say.lang) + clock, locale=f"{say.lang}_CA")


# --- the rule -----------------------------------------------------------------------------


def _wording(rules: Rulebook, each: Round, say: Speaker) -> dict[str, Any]:
    made = round_words.wording(rules, each)
    rule = made.rule
    return {
        "asked": _sentences(made.asked, say),
        "rule": None
        if rule is None
        else {
            "label": say(rule.label),
            "url": url_for("desk.rule", rule_id=rule.rule_id, _anchor=f"v{rule.from_}"),
            "from": say.day(rule.from_),
            "name": rule.name,
            "criteria": _sentences(rule.criteria, say),
            "note": rule.note,
            "source": rule.source,
            "read_on": say.day(rule.source.read_on),
        },
        "lists": [
            {
                "label": say(each.label),
                "edition": each.edition,
                "from": say.day(each.from_),
                "count": len(each.codes),
                "codes": [(code, say(title)) for code, title in each.codes],
            }
            for each in made.lists
        ],
    }


def _sentences(found: tuple[Words, ...], say: Speaker) -> list[str]:
    return list(dict.fromkeys(say(each) for each in found))


def _pool(standing: PoolStanding | None, each: Round, say: Speaker) -> dict[str, Any] | None:
    if standing is None:
        return None
    lowest = round_list.lowest_crs(each) or 0
    return {
        "sentence": say(round_words.standing_words(standing)),
        "band": say(round_words.band_words(standing)),
        "lowest": lowest,
        "day": say.day(standing.day.as_on),
        "url": url_for("desk.rounds_pool", day=standing.day.as_on, score=lowest),
        "chart": pool_bands(
            [(band.low, band.high, band.candidates) for band in standing.day.bands],
            mark=(lowest, _("Lowest CRS of the round: %(lowest)s", lowest=lowest)),
            title=_("The pool of %(day)s", day=say.day(standing.day.as_on)).replace(NBSP, " "),
            lang=say.lang,
        ),
    }


def _source(each: Round, say: Speaker) -> dict[str, str]:
    levels = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    return {
        "url": each.source,
        "read_on": say.day(each.read_on),
        "confidence": levels[each.confidence],
    }


def _notes(each: Round, say: Speaker) -> str:
    if isinstance(each, ProvincialRound) and say.lang == "fr":
        return each.note_fr
    return each.note


# --- our cases ----------------------------------------------------------------------------


def _ours(each: Round, actor: Actor) -> Reached | None:
    """Cases are shown to who works on cases; an administrator as such sees none."""
    if not actor.works_on_cases:
        return None
    only = request.args.get("only", "")
    number = request.args.get("page", "")
    return reached.by_round(
        g.db,
        actor,
        each.id,
        only=only if only in ONLY else "",
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
    )


def _cases(ours: Reached, say: Speaker) -> dict[str, Any]:
    only = request.args.get("only", "")
    round_id = (request.view_args or {})["round_id"]

    def address(**words: Any) -> str:
        return url_for("desk.round", round_id=round_id, _anchor="cases", **words)

    tabs = [("", _("All"), ours.total), ("was", _("Invited as they stood"), ours.was),
            ("would", _("With today’s facts"), ours.would)]  # fmt: skip
    return {
        "total": ours.total,
        "tabs": [
            {"title": title, "url": address(only=key or None), "count": count,
             "current": key == (only if only in ONLY else "")}
            for key, title, count in tabs
        ],
        "rows": [_case(each, say) for each in ours.cases],
        "first": ours.first,
        "last": ours.last,
        "shown": {"was": ours.was, "would": ours.would}.get(only, ours.total),
        "previous": address(only=only or None, page=ours.page - 1) if ours.page > 1 else "",
        "next": address(only=only or None, page=ours.page + 1) if ours.page < ours.pages else "",
    }  # fmt: skip


def _case(each: ReachedCase, say: Speaker) -> dict[str, Any]:
    case, facts = each.case, each.case.facts
    title = case_list.occupation_title(facts.noc) if facts else None
    return {
        "url": url_for("desk.show_case", case_id=case.id, tab="rounds"),
        "name": (facts.client_name if facts else "") or _("No name yet"),
        "number": case.number,
        "occupation": say(title) if title else "",
        "noc": facts.noc if facts and facts.noc else "",
        "crs": each.crs,
        "today": facts.crs_total if facts else None,
        "was": each.was,
        "would": each.would,
        "state": say(cases.STATE_NAMES[case.state]),
        "owner": case.owner.name if case.owner else _("Nobody"),
    }
