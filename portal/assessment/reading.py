"""From a document to a profile: what is refused, with one fault a line.

Shape is pydantic's; what only the rulebook knows (tests, scales, NOC codes) and
what only the whole document shows (a test before birth) is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from portal.assessment.profile import Job, LanguageTest, Noc, Period, Profile
from portal.rulebook import Rulebook
from portal.vocabulary import ABILITIES

LONGEST = 1_000_000  # bytes of one document


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the key's path, what it holds, what it may hold."""

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path or '(document)'}: found {self.found}, expected {self.expected}"


class ProfileRefused(ValueError):
    """The document is no profile; ``faults`` says why, key by key."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def parse_profile(
    document: dict[str, Any] | bytes | str, rules: Rulebook, on: date | None = None
) -> Profile:
    """The typed profile of a document (a dict, or JSON text).

    ``on``: nobody may be born after it. Raises ProfileRefused with every fault.
    """
    raw = document if isinstance(document, bytes | str) else json.dumps(document)
    if len(raw) > LONGEST:
        raise ProfileRefused([Fault("", f"{len(raw)} bytes", f"at most {LONGEST} bytes")])
    try:
        profile = Profile.model_validate_json(raw)
    except ValidationError as refused:
        raise ProfileRefused(list(_shape_faults(refused))) from refused
    faults = [*_person_faults(profile, on), *_side_faults(profile, rules)]
    if faults:
        raise ProfileRefused(faults)
    return profile


def _shape_faults(refused: ValidationError) -> Iterator[Fault]:
    seen: dict[str, Fault] = {}
    for error in refused.errors(include_url=False):
        # Members of a union name themselves in the path ("literal[False]"): not a key.
        keys = [str(key) for key in error["loc"] if "[" not in str(key)]
        while keys and keys[-1] in ("date", "datetime"):
            keys.pop()
        path = ".".join(keys)
        found = _shown(error["input"])
        expected = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
        if error["type"] == "missing":
            found = "nothing"
        known = seen.get(path)
        both = f"{known.expected} or {expected}" if known else expected
        seen[path] = Fault(path, found, both)
    paths = set(seen)
    for path, fault in seen.items():
        # A union reports its other members as well; the deepest path is the fault.
        if not any(other != path and other.startswith(path + ".") for other in paths):
            yield fault


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return text if len(text) <= 60 else text[:57] + "…"


def _person_faults(profile: Profile, on: date | None) -> Iterator[Fault]:
    born = profile.person.date_of_birth
    if on is not None and born > on:
        yield Fault("person.date_of_birth", born.isoformat(), f"a day up to {on}")
    spouse = profile.spouse
    status = profile.marital_status
    if spouse is not None and status is not None and not status.has_partner:
        yield Fault("spouse", "an object", "nothing: marital_status has no spouse or partner")


def _side_faults(profile: Profile, rules: Rulebook) -> Iterator[Fault]:
    sides = [("", profile.person.date_of_birth, profile)]
    if profile.spouse is not None:
        sides.append(("spouse.", profile.spouse.date_of_birth, profile.spouse))  # type: ignore[arg-type]
    for prefix, born, side in sides:
        for at, test in enumerate(side.language_tests or ()):
            yield from _test_faults(f"{prefix}language_tests.{at}", test, born, rules)
        for at, job in enumerate(side.work or ()):
            yield from _job_faults(f"{prefix}work.{at}", job, born, rules)
        for at, study in enumerate(side.education or ()):
            place = f"{prefix}education.{at}"
            yield from _order(place, "started_on", study.started_on, "completed_on", study.completed_on)
            yield from _after_birth(f"{place}.completed_on", study.completed_on, born)
            if study.eca is not None:
                yield from _after_birth(f"{place}.eca.issued_on", study.eca.issued_on, born)
    yield from _other_nocs(profile, rules)


def _order(place: str, a: str, first: date | None, b: str, last: date | None) -> Iterator[Fault]:
    if first is not None and last is not None and last < first:
        yield Fault(f"{place}.{b}", last.isoformat(), f"a day from {a} ({first}) on")


def _after_birth(path: str, day: date | None, born: date | None) -> Iterator[Fault]:
    if day is not None and born is not None and day < born:
        yield Fault(path, day.isoformat(), f"a day after birth ({born})")


def _noc_faults(path: str, noc: Noc | None, rules: Rulebook) -> Iterator[Fault]:
    if noc is None:
        return
    if noc.version not in ("2016", "2021"):
        yield Fault(f"{path}.version", noc.version, "2016 or 2021")
    elif not rules.occupations.exists(noc.version, noc.code):
        yield Fault(f"{path}.code", noc.code, f"a unit group of NOC {noc.version}")


def _job_faults(place: str, job: Job, born: date | None, rules: Rulebook) -> Iterator[Fault]:
    yield from _order(place, "start", job.start, "end", job.end)
    yield from _after_birth(f"{place}.start", job.start, born)
    yield from _noc_faults(f"{place}.noc", job.noc, rules)
    for at, noc in enumerate(job.noc_candidates or ()):
        yield from _noc_faults(f"{place}.noc_candidates.{at}", noc, rules)
    for at, pause in enumerate(job.breaks or ()):
        yield from _break_faults(f"{place}.breaks.{at}", pause)


def _break_faults(place: str, pause: Period) -> Iterator[Fault]:
    yield from _order(place, "start", pause.start, "end", pause.end)


def _other_nocs(profile: Profile, rules: Rulebook) -> Iterator[Fault]:
    if profile.job_offer:
        yield from _noc_faults("job_offer.noc", profile.job_offer.noc, rules)
    if profile.certificate_of_qualification:
        certificate = profile.certificate_of_qualification
        yield from _noc_faults("certificate_of_qualification.noc", certificate.noc, rules)
    if profile.express_entry:
        entry = profile.express_entry
        yield from _noc_faults("express_entry.primary_noc", entry.primary_noc, rules)
        yield from _order(
            "express_entry", "profile_created_on", entry.created_on, "ended_on", entry.ended_on
        )
    for at, permit in enumerate(profile.work_permits or ()):
        yield from _noc_faults(f"work_permits.{at}.noc", permit.noc, rules)
        yield from _order(f"work_permits.{at}", "from", permit.from_, "until", permit.until)
    if profile.provincial_nomination:
        nomination = profile.provincial_nomination
        yield from _order(
            "provincial_nomination", "nominated_on", nomination.nominated_on,
            "ended_on", nomination.ended_on,
        )


def known_tests(rules: Rulebook) -> list[str]:
    """Every test any version of the rulebook approves."""
    found: dict[str, None] = {}
    for version in rules.history("language.tests"):
        for row in version.rows:
            found[row[0]] = None
    return list(found)


def _test_faults(
    place: str, test: LanguageTest, born: date | None, rules: Rulebook
) -> Iterator[Fault]:
    known = known_tests(rules)
    if test.test not in known:
        yield Fault(f"{place}.test", test.test, "one of " + ", ".join(known))
        return
    yield from _after_birth(f"{place}.taken_on", test.taken_on, born)
    yield from _order(place, "taken_on", test.taken_on, "results_on", test.results_on)
    if test.scale is not None and test.test != "tef_canada":
        yield Fault(f"{place}.scale", test.scale, "nothing: only TEF has two scales")
    for ability in ABILITIES:
        score = getattr(test, ability)
        if score is not None and ability in (test.exempt or ()):
            yield Fault(f"{place}.{ability}", f"{score:g}", "null, since the ability is exempt")
        elif score is not None:
            yield from _score_faults(place, test, ability, score, rules)


def _score_faults(
    place: str, test: LanguageTest, ability: str, score: float, rules: Rulebook
) -> Iterator[Fault]:
    day = test.taken_on or test.results_on
    scales = chart_ids(test.test, test.scale, day, rules)
    if not scales:
        yield Fault(f"{place}.scale", str(test.scale), "the old scale: 699 came later than this test")
        return
    wanted: list[str] = []
    for chart in scales:
        low, high, step = rules.history(chart)[0].values["scale"][ability]
        if low <= score <= high and (score / step).is_integer():
            return
        wanted.append(f"{low:g} to {high:g} in steps of {step:g}")
    yield Fault(f"{place}.{ability}", f"{score:g}", " or ".join(dict.fromkeys(wanted)))


def chart_ids(test: str, scale: str | None, day: date | None, rules: Rulebook) -> list[str]:
    """The conversion charts a report may be read by; TEF has an old and a new scale."""
    if test != "tef_canada":
        return [f"language.{test}"]
    new_from = rules.history("language.tef_canada_699")[0].from_
    charts = []
    if scale != "699":
        charts.append("language.tef_canada_legacy")
    if scale != "legacy" and (day is None or day >= new_from):
        charts.append("language.tef_canada_699")
    return charts
