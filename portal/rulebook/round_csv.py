"""Provincial rounds out of a CSV that somebody wrote: read strictly, each fault with its line.

Two forms are known by their heads: the rulebook's own columns (``rounds_provincial.csv``),
and the shorter ones in which such lists are usually kept, with the stream by its name and
no ``id`` and ``extra``. A short row that is new says nothing of occupations; it is taken
as "not printed" and so never says that a client would have been invited.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from portal.rulebook.book import Rulebook
from portal.rulebook.ircc import Incoming, Row
from portal.rulebook.lists import Lists
from portal.rulebook.rounds import PROVINCIAL, ProvincialRound, Rounds, provincial_row
from portal.rulebook.schema import RulebookError
from portal.rulebook.streams import Streams
from portal.text import Text, msg

SHORT = (
    "date",
    "province",
    "stream",
    "invitations",
    "crs_min",
    "crs_max",
    "score_min",
    "score_scale",
    "profile_from",
    "profile_to",
    "noc_codes",
    "noc_version",
    "ee_scope",
    "note",
    "source",
    "confidence",
)
# What a short row and a known round must share to be the same round.
FIGURES = (
    "invitations",
    "crs_min",
    "crs_max",
    "score_min",
    "score_scale",
    "profile_from",
    "profile_to",
    "ee_scope",
)


def columns_of(rules: Rulebook, path: str) -> tuple[str, ...]:
    """The columns of one of the rulebook's CSV files, in order."""
    head = rules.file(path).decode("utf-8").splitlines()[0]
    return tuple(next(csv.reader([head])))


def rows_of(rules: Rulebook, path: str) -> list[Row]:
    """The rows of one of the rulebook's CSV files, as text."""
    return list(csv.DictReader(io.StringIO(rules.file(path).decode("utf-8")), strict=True))


def read_provincial(content: bytes, rules: Rulebook, *, read_on: date) -> Incoming:
    """The rounds of a CSV in our own columns, whichever of the two forms it has."""
    made = Incoming()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        made.faults.append(msg("The file is not written in UTF-8. Save it as CSV UTF-8."))
        return made
    own = columns_of(rules, PROVINCIAL)
    short = _Short(rules, read_on)
    lines = list(_lines(text, own, made))
    for line, row in lines:
        found = row if set(row) == set(own) else short.row(row)
        if isinstance(found, Text):
            made.faults.append(_at(line, found))
            continue
        ready = {key: found[key] for key in own}
        try:
            provincial_row(ready, f"line {line}")
        except RulebookError as fault:
            made.faults.append(fault.words)
            continue
        made.provincial.append(ready)
    if not lines and not made.faults:
        made.faults.append(msg("The file holds no round."))
    _once(made)
    return made


def _at(line: int, fault: Text) -> Text:
    return msg("line %(line)s: %(fault)s", line=str(line), fault=fault)


def _lines(text: str, own: tuple[str, ...], made: Incoming) -> Iterator[tuple[int, Row]]:
    """Each row with the line it begins on; a head or a row of another shape is a fault."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [each.strip() for each in next(reader, [])]
        if sorted(head) not in (sorted(own), sorted(SHORT)):
            made.faults.append(_head_fault(head, own))
            return
        line = reader.line_num + 1
        for cells in reader:
            first, line = line, reader.line_num + 1
            if not cells:
                continue
            if len(cells) != len(head):
                fault = msg("%(found)s cells. Write %(wanted)s, one for each column.",
                            found=len(cells), wanted=len(head))  # fmt: skip
                made.faults.append(_at(first, fault))
                continue
            yield first, {key: each.strip() for key, each in zip(head, cells, strict=True)}
    except csv.Error as fault:
        made.faults.append(_at(reader.line_num, msg("%(fault)s", fault=f"{fault}.")))


def _head_fault(head: list[str], own: tuple[str, ...]) -> Text:
    if len(head) == 1 and ";" in head[0]:
        return msg("line 1: the columns are parted by semicolons. Save the file with commas.")
    missing = [each for each in own if each not in head]
    unknown = [each for each in head if each not in own]
    return msg(
        "line 1: these are not the columns of a list of rounds. Missing: %(missing)s. Unknown:"
        " %(unknown)s. Write %(own)s; or the short form %(short)s.",
        missing=", ".join(missing) or "–",
        unknown=", ".join(unknown) or "–",
        own=", ".join(own),
        short=", ".join(SHORT),
    )


def _once(made: Incoming) -> None:
    seen: dict[str, Row] = {}
    kept: list[Row] = []
    for row in made.provincial:
        before = seen.setdefault(row["id"], row)
        if before is row:
            kept.append(row)
        elif before != row:
            made.faults.append(msg("The round %(id)s stands twice in the file, in two forms.",
                                   id=row["id"]))  # fmt: skip
    made.provincial[:] = kept


@dataclass
class _Short:
    """Rows of the short form, each laid beside the known rounds of its day and name."""

    rules: Rulebook
    read_on: date
    taken: set[str] = field(default_factory=set)
    given: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known: dict[tuple[str, str, str], list[Row]] = {}
        self.streams: dict[tuple[str, str], dict[str, Row]] = {}
        self.said: dict[str, dict[str, None]] = {}
        for row in rows_of(self.rules, PROVINCIAL):
            self.known.setdefault((row["date"], row["province"], row["name"]), []).append(row)
            self._named(row["province"], row["name"], row["stream"], row)
            self.said.setdefault(row["province"], {}).setdefault(row["name"])
            base = f"{row['stream']}.{row['date']}"
            self.given[base] = self.given.get(base, 0) + 1
        for stream in self.rules.part(Streams).values():
            called = {"name": stream.name.en, "name_fr": stream.name.fr}
            for name in (stream.id, stream.name.en, stream.name.fr):
                self._named(stream.province, name, stream.id, called)
            self.said.setdefault(stream.province, {}).setdefault(stream.id)

    def _named(self, province: str, name: str, stream: str, like: Row) -> None:
        self.streams.setdefault((province, name.casefold()), {})[stream] = like

    def row(self, row: Row) -> Row | Text:
        """The row in our own columns, or why it cannot be had."""
        beside = [
            each
            for each in self.known.get((row["date"], row["province"], row["stream"]), ())
            if each["id"] not in self.taken
        ]
        same = next((each for each in beside if self._agrees(each, row)), None)
        # A round of the same day and name that says something else: laid over the known one,
        # so that the comparison shows both values.
        chosen = same or (beside[0] if len(beside) == 1 else None)
        if chosen is None:
            return self._new(row)
        self.taken.add(chosen["id"])
        if same is not None:
            return same
        other = {key: row[key] for key in FIGURES}
        if row["noc_codes"] and not self._codes_agree(chosen, row):
            other |= {"noc_codes": row["noc_codes"], "noc_version": row["noc_version"],
                      "occupation_list": ""}  # fmt: skip
        return {**chosen, **other}

    def _agrees(self, known: Row, row: Row) -> bool:
        return all(known[key] == row[key] for key in FIGURES) and self._codes_agree(known, row)

    def _codes_agree(self, known: Row, row: Row) -> bool:
        """Whether the codes are those of the known round; a row without codes says nothing."""
        given = set(filter(None, row["noc_codes"].split(";")))
        if not given:
            return True
        held = self.rules.part(Rounds).get(known["id"])
        if not isinstance(held, ProvincialRound):
            return False
        lists = self.rules.part(Lists)
        codes = set(held.codes).union(*(lists.on(each, held.on).codes for each in held.lists))
        return codes == given

    def _new(self, row: Row) -> Row | Text:
        streams = self.streams.get((row["province"], row["stream"].casefold()), {})
        if len(streams) != 1:
            return msg(
                "the stream “%(name)s” is not known in %(province)s by this name alone. Write one"
                " of: %(names)s.",
                name=row["stream"],
                province=row["province"],
                names="; ".join(self.said.get(row["province"], ())) or "–",
            )
        if row["note"]:
            return msg(
                "a criterion may stand in the note of a new round. Write the round with the columns"
                " of the rulebook, what it asked in %(column)s.",
                column="extra",
            )
        ((stream, like),) = streams.items()
        return {
            **{key: row.get(key, "") for key in columns_of(self.rules, PROVINCIAL)},
            "id": self._id(stream, row["date"]),
            "stream": stream,
            "name": like["name"],
            "name_fr": like["name_fr"],
            "extra": "" if row["noc_codes"] else "occupations:not_printed",
            "read_on": self.read_on.isoformat(),
        }

    def _id(self, stream: str, day: str) -> str:
        base = f"{stream}.{day}"
        number = self.given[base] = self.given.get(base, 0) + 1
        return base if number == 1 else f"{base}-{number}"


__all__ = ["SHORT", "columns_of", "read_provincial", "rows_of"]
