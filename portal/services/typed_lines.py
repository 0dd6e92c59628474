"""At which line of a typed version a fault stands, for people who do not write files daily."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from portal.text import Text, msg

_AT = re.compile(r"\(at line (\d+), column \d+\)")
_BLOCK = re.compile(r"\s*\[\[(criterion|factor)\]\]")
_NUMBERED = re.compile(r", criterion (\d+)")
_NAMED = re.compile(r"factor '([^']+)'")
_KEY_IN_SENTENCE = re.compile(r"^%\(\w+\)s, (\w+):")
LONGEST = 60  # of a line that is repeated in a message


def unread(text: str, why: str) -> Text:
    """What to say of a text that is no TOML; ``why``: the reader's own English words."""
    found = _AT.search(why)
    lines = text.splitlines()
    number = int(found.group(1)) if found else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    if "overwrite" in why:
        return msg("Line %(line)s, “%(text)s”: this name stands above already.",
                   line=number, text=_short(line))  # fmt: skip
    return msg(
        "Line %(line)s, “%(text)s”, cannot be read. Write name = value; put text in straight"
        " quotation marks, and close every mark and bracket.",
        line=number,
        text=_short(line),
    )


def at_its_line(text: str, rule_id: str, fault: Text) -> Text | None:
    """A fault of the rulebook with the typed line it is about; None where it is of another rule."""
    place = str(fault.values.get("place") or fault.values.get("where") or "")
    if not place.startswith((rule_id, rule_id.replace(".", "/"))):
        return None
    lines = text.splitlines()
    block = _block(lines, place, str(fault.values.get("id", "")))
    if block is None:
        return None
    wanted = list(_wanted(fault))
    number = next(
        (at for each in wanted for at in block if re.search(each, lines[at])),
        block[0],
    )
    return msg("Line %(line)s, “%(text)s”: %(fault)s", line=number + 1,
               text=_short(lines[number].strip()), fault=fault)  # fmt: skip


def _block(lines: list[str], place: str, name: str) -> range | None:
    """The lines of the criterion or factor that a place names."""
    starts = [at for at, line in enumerate(lines) if _BLOCK.match(line)]
    ends = [*starts[1:], len(lines)]
    blocks = [range(start, end) for start, end in zip(starts, ends, strict=False)]
    if found := _NUMBERED.search(place):
        number = int(found.group(1))
        return blocks[number - 1] if number <= len(blocks) else None
    if found := _NAMED.search(place):
        name = found.group(1)
    own = re.compile(rf'\s*id\s*=\s*"{re.escape(name)}"') if name else None
    for block in blocks:
        if own and any(own.match(lines[at]) for at in block):
            return block
    return None


def _wanted(fault: Text) -> Iterator[str]:
    """What the faulty line holds, the surest first: its key, then the value that was found."""
    key = str(fault.values.get("key", "")).strip("'")
    sentence = _KEY_IN_SENTENCE.match(fault.msgid)
    for name in (key, sentence.group(1) if sentence else ""):
        if name:
            yield rf"^\s*{re.escape(name)}\s*="
    for name in ("each", "found", "list_id", "grid_id", "code", "row", "kind"):
        value = str(fault.values.get(name, "")).strip("'")
        if value:
            yield rf"(?<![\w.]){re.escape(value)}(?![\w.])"


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def placed(faults: Iterable[Text], text: str, rule_id: str) -> list[Text]:
    """The faults that stand at a line of the text; what follows from them elsewhere is left."""
    found = (at_its_line(text, rule_id, each) for each in faults)
    return [each for each in found if each is not None]
