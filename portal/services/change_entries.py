"""What a lead types into a change form, as a change of the rulebook.

Nothing here decides whether the rulebook takes it; that is said by its own readers. What
is mistyped is said at its field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from portal.rulebook import Rulebook
from portal.rulebook.amending import last_entry, path_of, written
from portal.rulebook.high_wage import natural_max
from portal.rulebook.schema import read_toml
from portal.services.typed_lines import LONGEST, unread
from portal.text import Text, msg

Change = dict[str, Any]
# Four digits that begin like a year are one: no NOC 2016 code begins with 19 or 20.
_CODES = re.compile(r"(?<!\d)(?:\d{5}|(?!19|20)\d{4})(?!\d)")
# What was not known may be filled in on its own day; everything else begins later.
_OPEN = ("expected", "unknown")
NUMBERS = {int, float}
# What an entry holds beside its figures; the rest is carried over from the last one.
_CITED = ("from", "source", "also", "confidence", "note", "start_unknown", "until")


class BadEntry(ValueError):
    """Something typed that is no figure of a rule: at which field, and what to write."""

    def __init__(self, field: str, words: Text) -> None:
        super().__init__(field)
        self.field = field
        self.words = words


@dataclass(frozen=True, slots=True)
class Cited:
    """From which day something holds, and where that was read."""

    from_: date
    title: str
    url: str
    read_on: date
    confidence: str
    clause: str = ""
    note: str = ""

    def entry(self) -> dict[str, Any]:
        """The keys every entry of a rule has."""
        source = {"title": self.title, "url": self.url, "read_on": self.read_on}
        if self.clause:
            source["clause"] = self.clause
        made: dict[str, Any] = {"from": self.from_, "confidence": self.confidence, "source": source}
        if self.note:
            made["note"] = self.note
        return made


def stream_state(rules: Rulebook, rule_id: str, state: str, cited: Cited) -> Change:
    """A stream announced, open, paused, closed … from a day on."""
    last = last_entry(rules, rule_id, "status")
    _after(last, "state", cited)
    made = {**cited.entry(), "state": state}
    if "entry" in last:
        made["entry"] = last["entry"]
    return {"rule_id": rule_id, "entry": written(made)}


def occupation_list(
    rules: Rulebook, rule_id: str, add: str, remove: str, count: int | None, cited: Cited
) -> Change:
    """A list with some codes added and taken off; ``count``: how many the source states.

    Raises BadEntry for a code that is none, for one to take off that is not on the list, and
    where the source states another number.
    """
    last = last_entry(rules, rule_id)
    _after(last, "status", cited)
    path = path_of(rule_id)
    edition = str(read_toml(rules.file(path), path)["edition"])
    held = set(last.get("codes") or ())
    added, gone = set(codes_in(add)), set(codes_in(remove))
    if not added and not gone:
        raise BadEntry("add", msg("Write the codes to add or to take off."))
    _real(rules, edition, added, "add")
    strange = sorted(gone - held)
    if strange:
        raise BadEntry("remove", msg("Not on the list: %(codes)s", codes=", ".join(strange)))
    known = sorted(added & held)
    if known:
        raise BadEntry("add", msg("On the list already: %(codes)s", codes=", ".join(known)))
    codes = sorted((held | added) - gone)
    made = {**_kept(last), **cited.entry(), "codes": codes}
    made.pop("count", None)
    if count is not None and count != len(codes):
        raise BadEntry("count", msg("The list would then have %(found)s codes.", found=len(codes)))
    if count is not None:
        made["count"] = count
    return {"rule_id": rule_id, "entry": written(made)}


def codes_in(text: str) -> list[str]:
    """NOC codes in a pasted text, as they come; titles, years and other numbers are left."""
    return _CODES.findall(text)


def _real(rules: Rulebook, edition: str, codes: Iterable[str], field: str) -> None:
    strange = [each for each in sorted(set(codes)) if not rules.occupations.exists(edition, each)]
    if strange:
        words = msg("Not in NOC %(edition)s: %(codes)s", edition=edition, codes=", ".join(strange))
        raise BadEntry(field, words)


def _after(last: Mapping[str, Any], state: str, cited: Cited) -> None:
    """Refuse a day that the last entry has already."""
    day = last["from"]
    if cited.from_ > day or (cited.from_ == day and last.get(state) in _OPEN):
        return
    raise BadEntry("from_", msg("The last version is of %(day)s. Enter a later day.", day=day))


def table(
    rules: Rulebook, rule_id: str, status: str, rows: str, values: str, cited: Cited
) -> Change:
    """A new version of a dated table: ``rows`` a line each, ``values`` as ``name = figure``."""
    last = last_entry(rules, rule_id)
    _after(last, "status", cited)
    columns = list(last.get("columns") or ())
    made = {**cited.entry(), "status": status}
    if columns:
        made |= {"columns": columns, "rows": _rows(rows, columns, last.get("rows") or ())}
    read = _values(values, last.get("values") or {})
    if read:
        made["values"] = read
    return {"rule_id": rule_id, "entry": written(made)}


def entry_text(entry: Mapping[str, Any]) -> str:
    """An entry without day and source, as its file has it."""
    return written(_kept(entry)).strip()


def version_text(rules: Rulebook, rule_id: str, text: str, cited: Cited) -> Change:
    """A version of a category, a grid or a stream's criteria, written as its file has it."""
    _after(last_entry(rules, rule_id), "status", cited)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadEntry("text", unread(text, str(fault))) from fault
    return {"rule_id": rule_id, "entry": written({**read, **cited.entry()})}


def rows_text(entry: Mapping[str, Any]) -> str:
    """The rows of an entry for a text box, cells apart by semicolons."""
    return "\n".join("; ".join(_cell_text(cell) for cell in row) for row in entry.get("rows") or ())


def values_text(entry: Mapping[str, Any]) -> str:
    """The values of an entry for a text box."""
    values = entry.get("values")
    return written(values).strip() if values else ""


def _cell_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _rows(text: str, columns: list[str], like: Iterable[Iterable[Any]]) -> list[list[Any]]:
    kinds = [{type(cell) for cell in column} for column in zip(*like, strict=True)]
    made = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        cells = [each.strip() for each in re.split(r"[;\t]", line)]
        if len(cells) != len(columns):
            raise BadEntry(
                "rows",
                msg(
                    "Line %(line)s has %(found)s cells. Write %(wanted)s, apart by semicolons.",
                    line=number,
                    found=len(cells),
                    wanted=len(columns),
                ),
            )
        made.append([
            _cell(cell, kinds[place] if kinds else {int, str}, number)
            for place, cell in enumerate(cells)
        ])  # fmt: skip
    if not made:
        raise BadEntry("rows", msg("Write the rows of the table."))
    return made


def _cell(text: str, kinds: set[type], line: int) -> Any:
    """A cell as the column above it has them: a code such as 00010 stays text.

    Raises BadEntry for a word where the column holds numbers alone.
    """
    if kinds == {str}:
        return text
    if text in ("true", "false") and not kinds <= NUMBERS:
        return text == "true"
    for kind in (int,) if kinds == {int} else (int, float):
        try:
            read = kind(text)
        except ValueError:
            continue
        if isfinite(read):
            return read
    if kinds <= NUMBERS:
        raise BadEntry("rows", msg("Line %(line)s: “%(found)s” is no number of this column.",
                                   line=line, found=text[:LONGEST]))  # fmt: skip
    return text


def _values(text: str, like: Mapping[str, Any]) -> dict[str, Any]:
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadEntry("values", unread(text, str(fault))) from fault
    _numbers_stay(read, like)
    return read


def _numbers_stay(read: Mapping[str, Any], like: Mapping[str, Any]) -> None:
    """Refuse a word where the last version has a number."""
    for name, last in like.items():
        now = read.get(name, last)
        if isinstance(last, Mapping) and isinstance(now, Mapping):
            _numbers_stay(now, last)
        elif type(last) in NUMBERS and not (type(now) in NUMBERS and isfinite(now)):
            raise BadEntry("values", msg("%(name)s: “%(found)s” is no number.",
                                         name=name, found=str(now)[:LONGEST]))  # fmt: skip


def _kept(last: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in last.items() if key not in _CITED}


# --- the high-wage factor ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HighWageTyped:
    """The factor as typed: codes and points by tier, then the conditions by name."""

    codes: Mapping[str, str]
    work_points: Mapping[str, int]
    offer_points: Mapping[str, int]
    codes_reported: int
    values: Mapping[str, Any]
    work: Mapping[str, Any]
    offer: Mapping[str, Any]


def high_wage(rules: Rulebook, rule_id: str, typed: HighWageTyped, cited: Cited) -> Change:
    """The high-wage factor's figures.

    Raises BadEntry for codes given twice or unknown, for a tier without one, and for points and
    months that do not fit each other.
    """
    _after(last_entry(rules, rule_id), "status", cited)
    tier_of = _tiers(rules, typed)
    most = natural_max(typed.work_points, typed.offer_points, str(typed.values["combine"]))
    if not most:
        raise BadEntry("work_0", msg("Work or an offer gives points in one tier at least."))
    if not 1 <= typed.values["max"] <= most:
        words = msg("Work and an offer give %(most)s at most. Enter that, or less.", most=most)
        raise BadEntry("max", words)
    window = typed.work["window_months"]
    if window and window < typed.work["min_months"]:
        raise BadEntry("work_window_months", msg("The months needed do not fit into that window."))
    made = {
        **cited.entry(),
        "status": "in_force",
        "columns": ["noc", "tier"],
        "rows": [[code, tier] for code, tier in sorted(tier_of.items())],
        "values": {
            **typed.values,
            "tiers": list(typed.codes),
            "codes_reported": typed.codes_reported,
            "work": {**typed.work, "points": dict(typed.work_points)},
            "offer": {**typed.offer, "points": dict(typed.offer_points)},
        },
    }
    return {"rule_id": rule_id, "entry": written(made)}


def _tiers(rules: Rulebook, typed: HighWageTyped) -> dict[str, str]:
    """The tier of each code, as many codes as the source states."""
    tier_of: dict[str, str] = {}
    twice: list[str] = []
    for place, (tier, text) in enumerate(typed.codes.items()):
        field, codes = f"codes_{place}", codes_in(text)
        if not codes:
            raise BadEntry(field, msg("Paste the codes of this tier."))
        _real(rules, str(typed.values["edition"]), codes, field)
        elsewhere = sorted({each for each in codes if each in tier_of})
        if elsewhere:
            words = msg("In a higher tier already: %(codes)s", codes=", ".join(elsewhere))
            raise BadEntry(field, words)
        twice += sorted({each for each in codes if codes.count(each) > 1})
        tier_of |= dict.fromkeys(codes, tier)
    if len(tier_of) != typed.codes_reported:
        words = msg(
            "%(found)s codes were pasted. Write how many the source states, or complete them.",
            found=len(tier_of),
        )
        if twice:
            words = msg(
                "%(found)s different codes were pasted, of these twice in one tier: %(codes)s",
                found=len(tier_of),
                codes=", ".join(twice),
            )
        raise BadEntry("codes_reported", words)
    return tier_of
