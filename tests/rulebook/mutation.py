"""Change every number of the rule data of score, programs, tests and funds, one at a time.

``python -m tests.rulebook.mutation`` writes each file anew with one number changed, reads it
as the rulebook would, and asks the pins whether they notice. It prints how many changes were
noticed, out of how many, and every one that was not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from portal.rulebook import Rulebook, RulebookError, load
from portal.rulebook.schema import read_rule
from tests.rulebook.pins import pinned_rules, unlike

# What is no figure of the rule itself: names, words, where and when it was read.
_WORDS = re.compile(r"^\s*(id|label|unit|confirmed_on|source|also|note|status|confidence|name)\s*=")
# Not the digits of a name such as clb7 or years_1.
_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|(?<![\w.-])\d+(?:\.\d+)?(?![\w-])")


def changed(number: str) -> list[str]:
    """What a number may be mistyped into: one more, one less (a day, where it is a day)."""
    if "-" in number:
        day = date.fromisoformat(number)
        return [(day + timedelta(days=step)).isoformat() for step in (1, -1)]
    if "." in number:
        digits = len(number.split(".")[1])
        step = 10**-digits
        return [f"{float(number) + step:.{digits}f}", f"{float(number) - step:.{digits}f}"]
    width = len(number)
    made = [str(int(number) + 1).zfill(width)]
    return made if int(number) == 0 else [*made, str(int(number) - 1).zfill(width)]


def mutants(raw: str) -> Iterator[tuple[int, str, str, str]]:
    """Line, number, what it became, and the whole file with that one change."""
    start = 0
    for at, line in enumerate(raw.splitlines(keepends=True), 1):
        body = line.split("#", maxsplit=1)[0]
        if not _WORDS.match(line):
            for found in _NUMBER.finditer(body):
                for other in changed(found[0]):
                    head, tail = raw[: start + found.start()], raw[start + found.end() :]
                    yield at, found[0], other, head + other + tail
        start += len(line)


def noticed(path: str, rule_id: str, content: str) -> bool:
    """Whether reading the file, or a pin, refuses the change."""
    try:
        return bool(unlike(rule_id, read_rule(content.encode(), path, rule_id)))
    except (RulebookError, AssertionError):
        return True


def run(rules: Rulebook) -> tuple[int, list[str]]:
    """How many changes were tried, and those nobody noticed."""
    tried, missed = 0, []
    for rule_id in pinned_rules(rules):
        path = rule_id.replace(".", "/") + ".toml"
        for line, number, other, content in mutants(rules.file(path).decode()):
            tried += 1
            if not noticed(path, rule_id, content):
                missed.append(f"{path}, line {line}: {number} became {other} unnoticed")
    return tried, missed


def main() -> int:
    """Print the figure; 1 when a change went unnoticed."""
    tried, missed = run(load())
    for each in missed:
        print(each)  # noqa: T201 - the report of a command
    print(f"{tried - len(missed)} of {tried} changes noticed")  # noqa: T201
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
