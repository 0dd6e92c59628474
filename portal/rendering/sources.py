"""Numbers for what the paper cites: rules by section (A 1), sources 1, 2, 3 in order of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.rendering.speech import Part, Speaker, first_address


@dataclass(frozen=True, slots=True)
class Source:
    """One published page: its number on this paper, where it is, when it was read."""

    number: int
    title: str
    url: str
    read_on: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One rule: its short name on this paper, its source, and since when it is in force."""

    short: str
    id: str
    label: str
    in_force: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that one source states and that are in force since one day: “A 1, A 2, B 1”."""

    shorts: str
    in_force: str
    source: Source | None


def grouped(rules: Sequence[Cited]) -> tuple[RuleGroup, ...]:
    """The rules by source and first day in force, in order of use."""
    groups: dict[tuple[int, str], list[Cited]] = {}
    for each in rules:
        number = each.source.number if each.source else 0
        groups.setdefault((number, each.in_force), []).append(each)
    return tuple(
        RuleGroup(", ".join(rule.short for rule in group), in_force, group[0].source)
        for (_, in_force), group in groups.items()
    )


@dataclass(slots=True)
class Citations:
    """Collects rules while the views are made; `sources` and `rules` come out in order of use."""

    say: Speaker
    sources: list[Source] = field(default_factory=list)
    rules: list[Cited] = field(default_factory=list)
    _by_page: dict[tuple[str, str], Source] = field(default_factory=dict)

    def cite(self, rule: Part | None, short: str = "", label: str = "") -> Cited:
        """The rule under its short name (`A 1`); without one it is cited, but not listed."""
        rule = rule or {}
        cited = Cited(
            short=short,
            id=str(rule.get("id") or ""),
            label=label,
            in_force=self.say.day(rule.get("from")),
            source=self._source(rule),
        )
        if short:
            self.rules.append(cited)
        return cited

    def _source(self, rule: Part) -> Source | None:
        title, url = str(rule.get("title") or ""), first_address(rule.get("url"))
        if not title and not url:
            return None
        known = self._by_page.get((title, url))
        if known is None:
            read_on = self.say.day(rule.get("read_on"))
            known = Source(len(self.sources) + 1, title or url, url, read_on)
            self._by_page[title, url] = known
            self.sources.append(known)
        return known
