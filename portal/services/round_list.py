"""The list of rounds: filters, newest first, in pages; and the neighbours of one round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.rulebook import Rulebook
from portal.rulebook.rounds import CRS, FederalRound, ProvincialRound, Rounds

PAGE = 50
FEDERAL, PROVINCIAL = "federal", "provincial"
Round = FederalRound | ProvincialRound


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to see. None and empty: no restriction.

    ``crs``: rounds whose published lowest CRS was not above this score. ``since`` and
    ``until`` are days, both inclusive.
    """

    of: str = ""
    province: str = ""
    stream: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    crs: int | None = None
    words: str = ""
    page: int = 1

    @property
    def filtered(self) -> bool:
        """Whether anything restricts the list."""
        return any((self.of, self.province, self.stream, self.kind, self.words)) or any(
            each is not None for each in (self.since, self.until, self.crs)
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, newest first. ``invited``: of all that were found, where published."""

    rounds: tuple[Round, ...]
    total: int
    invited: int
    first: int
    last: int
    page: int
    pages: int


class _Index:
    """All rounds of a rulebook, newest first, with the words each may be found by."""

    def __init__(self, rules: Rulebook) -> None:
        rounds = rules.part(Rounds)
        every: list[Round] = [*rounds.federal, *rounds.provincial]
        every.sort(key=lambda each: (each.on, _at(each), each.id), reverse=True)
        self.all = [(each, _haystack(each)) for each in every]


def _at(each: Round) -> str:
    return each.at.isoformat() if isinstance(each, FederalRound) else ""


def _haystack(each: Round) -> str:
    parts = [each.id, each.name.en, each.name.fr, each.note]
    if isinstance(each, FederalRound):
        parts += [f"#{each.number}", each.kind, each.programs]
    else:
        parts += [each.note_fr, *each.codes, *each.lists]
    return " ".join(parts).casefold().replace("’", "'")


def lowest_crs(each: Round) -> int | None:
    """The lowest CRS score a round took; None where none was published or the scale is another."""
    if isinstance(each, ProvincialRound) and each.score_scale not in ("", CRS):
        return None
    return each.lowest


def listing(rules: Rulebook, wanted: Wanted) -> Listing:
    """The rounds somebody wants to see, newest first."""
    words = wanted.words.casefold().replace("’", "'").split()
    found = [
        each
        for each, haystack in rules.part(_Index).all
        if _fits(each, wanted) and all(word in haystack for word in words)
    ]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    rows = found[(page - 1) * PAGE : page * PAGE]
    first = (page - 1) * PAGE + 1 if rows else 0
    return Listing(
        rounds=tuple(rows),
        total=len(found),
        invited=sum(each.invitations or 0 for each in found),
        first=first,
        last=first + len(rows) - 1 if rows else 0,
        page=page,
        pages=pages,
    )


def _fits(each: Round, wanted: Wanted) -> bool:
    federal = isinstance(each, FederalRound)
    if wanted.of and (wanted.of == FEDERAL) != federal:
        return False
    if (wanted.since and each.on < wanted.since) or (wanted.until and each.on > wanted.until):
        return False
    if wanted.crs is not None:
        lowest = lowest_crs(each)
        if lowest is None or lowest > wanted.crs:
            return False
    if isinstance(each, FederalRound):
        return not (wanted.province or wanted.stream) and wanted.kind in ("", each.kind)
    return (
        not wanted.kind
        and wanted.province in ("", each.province)
        and wanted.stream in ("", each.stream)
    )


def find(rules: Rulebook, round_id: str) -> Round | None:
    """The round of this id, or None."""
    try:
        return rules.part(Rounds).get(round_id)
    except KeyError:
        return None


def neighbours(rules: Rulebook, each: Round) -> tuple[Round | None, Round | None]:
    """The round before and the round after among those of its kind, or of its stream."""
    rounds = rules.part(Rounds)
    same: Sequence[Round]
    if isinstance(each, FederalRound):
        same = [other for other in rounds.federal if other.kind == each.kind]
    else:
        same = [other for other in rounds.provincial if other.stream == each.stream]
    at = next(place for place, other in enumerate(same) if other.id == each.id)
    return (same[at - 1] if at else None), (same[at + 1] if at + 1 < len(same) else None)


def kinds(rules: Rulebook) -> list[str]:
    """The kinds of federal rounds that were held, the most frequent first."""
    return _by_count(each.kind for each in rules.part(Rounds).federal)


def streams(rules: Rulebook) -> list[str]:
    """The streams that held rounds, by id."""
    return sorted({each.stream for each in rules.part(Rounds).provincial})


def provinces(rules: Rulebook) -> list[str]:
    """The provinces that held rounds, by postal code."""
    return sorted({each.province for each in rules.part(Rounds).provincial})


def _by_count(values: Iterable[str]) -> list[str]:
    counted: dict[str, int] = {}
    for each in values:
        counted[each] = counted.get(each, 0) + 1
    return sorted(counted, key=lambda each: (-counted[each], each))
