"""The list of rounds as a page: filters out of the address, rows, a drawing of their cut-offs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from portal.charts import Chart, Cutoff, cutoffs
from portal.rendering.rules.changes import named
from portal.rendering.speech import Speaker, place
from portal.rendering.verdicts import kind_words
from portal.rulebook import Rulebook
from portal.rulebook.rounds import FederalRound, ProvincialRound
from portal.rulebook.streams import Streams
from portal.services import round_list
from portal.services.round_list import Round, Wanted

FIRST_YEAR = 2015


@dataclass(frozen=True, slots=True)
class Row:
    """One round as a row. ``score``: a province's own, kept apart from the CRS."""

    id: str
    day: str
    name: str
    detail: str
    kind: str
    crs: str
    score: str
    invited: str
    doubtful: bool


def wanted(args: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """What the address asks for, and what in it could not be understood."""
    faults: list[str] = []
    since = _span(args.get("from", ""), False, faults)
    until = _span(args.get("to", ""), True, faults)
    of = args.get("of", "")
    crs = args.get("crs", "").strip()
    if crs and not (crs.isascii() and crs.isdecimal() and len(crs) < 5):
        faults.append(_("“%(typed)s” is no score. Enter a number, such as 480.", typed=crs[:20]))
        crs = ""
    page = args.get("page", "")
    return Wanted(
        of=of if of in (round_list.FEDERAL, round_list.PROVINCIAL) else "",
        province=args.get("province", "")[:2],
        stream=args.get("stream", "")[:40],
        kind=args.get("kind", "")[:40],
        since=since,
        until=until,
        crs=int(crs) if crs else None,
        words=args.get("q", "")[:200].replace("\0", "").strip(),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    ), faults


def _span(typed: str, last: bool, faults: list[str]) -> date | None:
    """A day, or the first or last day of a year."""
    typed = typed.strip()
    if not typed:
        return None
    try:
        if typed.isascii() and typed.isdecimal() and len(typed) == 4:
            return date(int(typed), 12, 31) if last else date(int(typed), 1, 1)
        return date.fromisoformat(typed)
    except ValueError:
        words = _("“%(typed)s” is no day. Enter a year, or a day such as 2019-08-01.",
                  typed=typed[:20])  # fmt: skip
        faults.append(words)
        return None


def page(rules: Rulebook, say: Speaker) -> dict[str, Any]:
    """Everything the template shows."""
    asked, faults = wanted(request.args)
    listing = round_list.listing(rules, asked)
    streams = rules.part(Streams)
    return {
        "asked": asked,
        "typed": {key: request.args.get(key, "")[:40] for key in ("from", "to", "crs")},
        "faults": faults,
        "listing": listing,
        "invited": say.number(listing.invited),
        "rows": [row(each, rules, say) for each in listing.rounds],
        "chart": chart(listing.rounds, say),
        "kinds": [(each, say(kind_words(each))) for each in round_list.kinds(rules)],
        "provinces": [(each, say(place(each))) for each in round_list.provinces(rules)],
        "streams": [
            (each, f"{streams[each].province}, {say(streams[each].name)}")
            for each in round_list.streams(rules)
        ],
        "previous": _address(listing.page - 1) if listing.page > 1 else "",
        "next": _address(listing.page + 1) if listing.page < listing.pages else "",
    }


def _address(number: int) -> str:
    words: dict[str, Any] = {**request.args.to_dict(), "page": number}
    return url_for("desk.rounds", **{key: value for key, value in words.items() if value})


def row(each: Round, rules: Rulebook, say: Speaker) -> Row:
    """One round as a row."""
    if isinstance(each, FederalRound):
        return Row(
            id=each.id,
            day=say.day(each.on),
            name=say(each.name),
            detail=_("Round %(number)s", number=each.number),
            kind=say(kind_words(each.kind)),
            crs=_("%(lowest)s and up", lowest=each.lowest),
            score="",
            invited=say.number(each.invitations),
            doubtful=each.confidence == "low",
        )
    return Row(
        id=each.id,
        day=say.day(each.on),
        name=say(each.name),
        detail=(each.note_fr if say.lang == "fr" else each.note).partition(";")[0],
        kind=say(named(rules.part(Streams)[each.stream].name, place(each.province))),
        crs=crs_words(each),
        score=own_score(each),
        invited=say.number(each.invitations),
        doubtful=each.confidence == "low",
    )  # fmt: skip


def crs_words(each: ProvincialRound) -> str:
    """The CRS scores a provincial round took, in words; empty on another scale."""
    if own_score(each):
        return ""
    if each.lowest is not None and each.highest is not None:
        return _("%(lowest)s to %(highest)s", lowest=each.lowest, highest=each.highest)
    if each.lowest is not None:
        return _("%(lowest)s and up", lowest=each.lowest)
    if each.highest is not None:
        return _("up to %(highest)s", highest=each.highest)
    return _("not published")


def own_score(each: ProvincialRound) -> str:
    """The lowest score on the province's own scale; empty where the CRS decided."""
    if each.score is None:
        return ""
    # “SINP EOI (of 100)”: the scale's own name, then how far it reaches.
    name, least, reach = each.score_scale.partition(" (of ")
    reaches = _("%(scale)s (of %(most)s)", scale=name, most=reach.removesuffix(")"))
    scale = reaches if least else name
    return _("%(score)s, %(scale)s", score=each.score, scale=scale)


def chart(rounds: tuple[Round, ...], say: Speaker) -> Chart | None:
    """The cut-offs of the page's rounds; None where fewer than two published one."""
    drawn = [
        Cutoff(each.on, low, getattr(each, "highest", None), say(each.name))
        for each in rounds
        if (low := round_list.lowest_crs(each)) is not None
    ]
    return cutoffs(drawn, lang=say.lang) if len(drawn) > 1 else None
