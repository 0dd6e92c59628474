"""The consultation of spring 2026 as data: every number of it, typed a second time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest

from portal.rendering.rules import changes
from portal.rulebook import Rulebook, RulebookError, load
from portal.rulebook.check import check
from portal.rulebook.crosscheck import faults
from portal.rulebook.proposals import Proposals
from portal.services.rule_differences import differences
from portal.text import render
from tests.builders import day
from tests.rulebook.mutation import mutants

PATH = "proposals/express_entry_2026.toml"
# Facts: crs, proposals_2026; programs, federal_high_skilled_class. What of each event holds
# digits is restated in whole words.
EVENTS = {
    "2026-04-01": "2026-2028",
    "2026-04-21": "12 18",
    "2026-04-23": "",
    "2026-05-24": "",
    "2026-06-15": "",
}
CLASS = {
    "education": {"level": "secondary"},
    "clb": {"language": "any", "min": 6},
    "experience": {"months": 12, "window_months": 36, "teer": ["0", "1", "2", "3"]},
}
CLASS_NOTE = "67"
CHANGES = {
    "crs.core.age": ("same", ""),
    "crs.additional.high_wage": ("adopted", "3 2026"),
    "crs.additional.french": ("nothing", ""),
    "crs.additional.canadian_study": ("graduate_or_nothing", ""),
    "crs.additional.sibling": ("nothing", ""),
    "crs.transferability.certificate_language": ("unknown", ""),
}


def digits(*labels: Any) -> str:
    """The numbers of a sentence, which must be the same in both languages."""
    found = {
        tuple(re.findall(r"\d+(?:-\d+)?", text))
        for label in labels
        if label is not None
        for text in (label.en, label.fr)
        if re.search(r"\d", text)
    }
    assert len(found) <= 1, found
    return " ".join(found.pop()) if found else ""


def unlike(book: Rulebook) -> bool:
    """Whether the proposal of a book differs from the restatement above."""
    (version,) = book.part(Proposals)["express_entry_2026"]
    return (
        version.from_.isoformat() != "2026-04-01"
        or {each.on.isoformat(): digits(each.what) for each in version.events} != EVENTS
        or {each.id: dict(each.values) for each in version.criteria} != CLASS
        or digits(version.class_.note) != CLASS_NOTE
        or {each.line: (each.becomes, digits(each.what, each.outcome)) for each in version.changes}
        != CHANGES
    )


def test_the_file_says_what_the_facts_say():
    assert not unlike(load())


def test_any_one_number_changed_is_noticed():
    tried, missed = 0, []
    for line, number, other, content in mutants(load().file(PATH).decode()):
        tried += 1
        try:
            seen = unlike(load().with_files({PATH: content.encode()}))
        except (RulebookError, AssertionError):
            seen = True
        except tomllib.TOMLDecodeError:
            seen = True
        if not seen and "sources" not in content.splitlines()[line - 1]:
            missed.append((line, number, other))
    assert missed == []
    assert tried > 40


def test_it_is_proposed_of_low_confidence_and_sourced():
    (version,) = load().part(Proposals)["express_entry_2026"]
    assert (version.status, version.confidence) == ("proposed", "low")
    assert all(each.sources for each in version.events)
    assert len(version.also) >= 5
    assert load().part(Proposals).open_on(day("2026-03-31")) is None
    assert load().part(Proposals).open_on(day("2030-01-01")) is version


def test_the_check_covers_it():
    assert check(load()) == []
    broken = load().with_files(
        {PATH: load().file(PATH).replace(b"https://www.irccguide.com", b"irccguide.com")}
    )
    assert any("is no address of a source" in fault for fault in check(broken))


def told(book, first, last):
    """What changed between two days, in words."""
    return [
        render(changes.told(change))
        for rule in differences(book, day(first), day(last))
        for _, changed in rule.days
        for change in changed
    ]


def test_what_changed_between_two_days_says_that_it_is_not_law():
    assert told(load(), "2026-03-31", "2026-04-01") == ["The rule: is proposed, not law"]


def test_a_proposal_that_was_dropped_is_said_to_be():
    more = b"""
[[version]]
from = 2027-01-01
status = "ended"
confidence = "low"
source = {title = "Invented for a test", url = "https://example.com/", read_on = 2026-11-24}
"""
    raw = load().file(PATH)
    ended = raw + more + raw.split(b"[[version]]\n", 1)[1].split(b"\nnote", 1)[1].split(b"\n", 1)[1]
    book = load().with_files({PATH: ended})
    assert book.part(Proposals).open_on(day("2027-01-01")) is None
    assert told(book, "2026-12-31", "2027-01-01") == ["The rule: is no longer proposed"]


@pytest.mark.parametrize(
    ("found", "written", "said"),
    [
        (b'status = "proposed"', b'status = "in_force"', "what became law stands in its own"),
        (b'id = "express_entry_2026"', b'id = "other"', "Write 'express_entry_2026'"),
        (b'line = "crs.additional.french"', b'line = "crs.additional.fr"', "is no line of the CRS"),
        (b'line = "crs.additional.french"', b'line = "crs.core.age"', "stands there twice"),
        (b'becomes = "same"', b'becomes = "more"', "becomes: 'more'"),
        (b'only_with = "certificate_of_qualification"', b'only_with = "luck"', "only_with"),
        (b'replaces = ["fsw", "cec", "fst"]', b'replaces = ["pnp"]', "Write some of fsw"),
        (b'kind = "clb"', b'kind = "iq"', "kind: 'iq'"),
        (b"on = 2026-05-24", b"on = 2026-04-02", "sorted by day"),
        (b"[version.class]", b"[version.class]\nsurprise = 1", "unknown key 'surprise'"),
        (b'  sources = ["https://immigrationnews', b'  sources = ["immigrationnews', "addresses"),
    ],
)
def test_what_the_format_does_not_allow_is_refused(found, written, said):
    raw = load().file(PATH)
    assert found in raw
    book = load().with_files({PATH: raw.replace(found, written, 1)})
    assert any(said in fault for fault in faults(book)), faults(book)
