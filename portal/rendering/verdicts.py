"""How one round ended for the client, in a word, an icon and a shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.charts import outcome_badge
from portal.rendering.speech import Part, Speaker, first_address, place
from portal.text import Text, Words, msg


@dataclass(frozen=True, slots=True)
class Badge:
    """tone: won (solid), not (outline), unknown (dashed), closed (flat); icon: a Lucide name."""

    tone: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round as a row: when, which, cutoff, invited, and how it ended for the client.

    `supposed`: the client is in no pool yet, so `outcome` and `crs` are those of today's facts
    (`if_in_pool`). `detail` tells draws of one stream apart, `story` is what the rulebook tells
    of this one round.
    """

    id: str
    on: str
    day: str
    label: str
    detail: str
    story: str
    group: str
    province: str | None
    lowest: int | None
    highest: int | None
    cutoff: str
    invitations: str
    crs: int | None
    gap: int | None
    outcome: str
    supposed: bool
    badge: Badge
    because: str
    url: str

    @property
    def drawn(self) -> bool:
        """Whether the stream draws for several groups of people, each a kind of round."""
        return self.province is not None and not self.group.endswith("/")

    @property
    def won(self) -> bool:
        """Whether this round would have invited the client."""
        return self.outcome == "invited"


_FEDERAL: Mapping[str, Text] = {
    "general": msg("Federal, all programs"),
    "pnp": msg("Federal, provincial nominees"),
    "cec": msg("Federal, Canadian Experience Class"),
    "fsw": msg("Federal, Federal Skilled Workers"),
    "fst": msg("Federal, skilled trades"),
    "french": msg("Federal, French speakers"),
    "health": msg("Federal, health and social services"),
    "stem": msg("Federal, STEM occupations"),
    "trade": msg("Federal, trade occupations"),
    "transport": msg("Federal, transport occupations"),
    "agriculture": msg("Federal, agriculture and agri-food"),
    "education": msg("Federal, education occupations"),
    "physicians": msg("Federal, physicians with Canadian work"),
    "senior_managers": msg("Federal, senior managers with Canadian work"),
    "researchers": msg("Federal, researchers with Canadian work"),
    "military": msg("Federal, military recruits"),
}


def kind_words(kind: str) -> Text:
    """What a kind of federal round is called; the kind itself where it is none we know."""
    return _FEDERAL.get(kind) or msg("Federal, %(name)s", name=kind)


def round_label(entry: Part, say: Speaker) -> str:
    """“Federal, all programs”, “Ontario, Human Capital Priorities”."""
    name = str(entry.get("name") or entry.get("stream") or entry["kind"])
    if entry.get("province"):
        return f"{say(place(entry['province']))}, {_PROGRAM.sub('', name)}"
    known = _FEDERAL.get(str(entry.get("kind")))
    words: Words = known or msg("Federal, %(name)s", name=name)
    return say(words)


#: A province's own program, in front of its streams' names: the province is named already.
_PROGRAM = re.compile(r"^(?:OINP|AAIP|AINP|SINP|NSNP|MPNP|BC PNP|PEI PNP) ")
_LONGEST_DETAIL = 60


def _detail(entry: Part) -> str:
    """What tells one draw of a stream from the others: the first words of its note."""
    first = str(entry.get("note") or "").partition(";")[0].strip()
    return first if len(first) <= _LONGEST_DETAIL else ""


def _group(entry: Part) -> str:
    if not entry.get("province"):
        return f"federal/{entry.get('kind')}"
    note = str((entry.get("note_msg") or {}).get("id") or "").partition(";")[0].lower()
    drawn = note if note.startswith("targeted draw -") else ""
    return f"{entry['province']}/{entry.get('stream')}/{entry.get('name')}/{drawn}"


def _cutoff(lowest: int | None, highest: int | None, say: Speaker) -> str:
    if lowest is None and highest is None:
        return say(msg("not published"))
    if lowest is not None and highest is not None:
        return say(msg("%(lowest)s to %(highest)s", lowest=lowest, highest=highest))
    if lowest is None:
        return say(msg("up to %(highest)s", highest=highest))
    return str(lowest)


def round_view(entry: Part, say: Speaker, *, suppose: bool = False) -> RoundView:
    """One round of the document as a row; `suppose`: as if today's facts had been in the pool."""
    supposed = suppose and entry["outcome"] == "not_in_pool" and bool(entry.get("if_in_pool"))
    outcome, crs = entry["outcome"], entry.get("crs")
    because = str(entry.get("because") or "")
    if supposed:
        other = entry["if_in_pool"]
        outcome, crs = other["outcome"], other.get("crs")
        because = str(other.get("because") or "")
    lowest, highest = entry.get("lowest"), entry.get("highest")
    gap = None if crs is None or lowest is None else crs - lowest
    mark = outcome_badge(entry, say.lang, in_pool=supposed)
    return RoundView(
        id=str(entry["id"]),
        on=entry["on"],
        day=say.day(entry["on"]),
        label=round_label(entry, say),
        detail=_detail(entry),
        story=str(entry.get("story") or ""),
        group=_group(entry),
        province=entry.get("province"),
        lowest=lowest,
        highest=highest,
        cutoff=_cutoff(lowest, highest, say),
        invitations=say.number(entry.get("invitations")),
        crs=crs,
        gap=gap,
        outcome=outcome,
        supposed=supposed,
        badge=Badge(mark.kind, mark.icon, mark.words),
        because=because,
        url=first_address((entry.get("rule") or {}).get("url")),
    )
