"""What a well-formed profile may still not say: impossible days, unknown codes, scores off a scale.

Contradictions that people do live with (a partner kept from before a divorce, eighty
hours a week) are no fault: they are taken, and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.assessment.profile import Job, LanguageTest, Noc, Profile, Spouse, Study
from portal.rulebook import Rulebook
from portal.rulebook.occupations import EDITIONS
from portal.vocabulary import ABILITIES, COUNTRIES


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the key's path, what it holds, what it may hold."""

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path or '(document)'}: found {self.found}, expected {self.expected}"


def inconsistencies(profile: Profile, rules: Rulebook, on: date | None) -> Iterator[Fault]:
    """Every fault that shape alone does not show. ``on``: nobody may be born after it."""
    born: dict[str, date | None] = {}
    for who, person in (("person", profile.person), ("spouse", profile.spouse)):
        born[who] = person.date_of_birth if person is not None else None
        day = born[who]
        if day is not None and on is not None and day > on:
            yield Fault(f"{who}.date_of_birth", day.isoformat(), f"a day up to {on}")
            born[who] = None  # one slip of the pen is one fault
    yield from _countries(profile)
    yield from _side(profile, "", born["person"], rules)
    if profile.spouse is not None:
        yield from _side(profile.spouse, "spouse.", born["spouse"], rules)
    yield from _rest(profile, born["person"], rules)


def _order(place: str, a: str, first: date | None, b: str, last: date | None) -> Iterator[Fault]:
    if first is not None and last is not None and last < first:
        yield Fault(f"{place}.{b}", last.isoformat(), f"a day from {a} ({first}) on")


def _after_birth(path: str, day: date | None, born: date | None) -> Iterator[Fault]:
    if day is not None and born is not None and day < born:
        yield Fault(path, day.isoformat(), f"a day after birth ({born})")


def _noc(path: str, noc: Noc | None, rules: Rulebook) -> Iterator[Fault]:
    if noc is None:
        return
    if noc.version not in EDITIONS:
        yield Fault(f"{path}.version", noc.version, " or ".join(EDITIONS))
    elif not rules.occupations.exists(noc.version, noc.code):
        yield Fault(f"{path}.code", noc.code, f"a unit group of NOC {noc.version}")


def _country(path: str, code: str | None) -> Iterator[Fault]:
    if code is not None and code not in COUNTRIES:
        yield Fault(path, code, "a country of ISO 3166-1")


def _countries(profile: Profile) -> Iterator[Fault]:
    yield from _country("person.country_of_residence", profile.person.country_of_residence)
    for at, code in enumerate(profile.person.citizenships or ()):
        yield from _country(f"person.citizenships.{at}", code)


# --- education, tests and work of one person --------------------------------------------


def _side(
    side: Profile | Spouse, prefix: str, born: date | None, rules: Rulebook
) -> Iterator[Fault]:
    for at, test in enumerate(side.language_tests or ()):
        yield from _test(f"{prefix}language_tests.{at}", test, born, rules)
    for at, job in enumerate(side.work or ()):
        yield from _job(f"{prefix}work.{at}", job, born, rules)
    for at, study in enumerate(side.education or ()):
        yield from _study(f"{prefix}education.{at}", study, born)


def _study(place: str, study: Study, born: date | None) -> Iterator[Fault]:
    yield from _country(f"{place}.country", study.country)
    yield from _order(place, "started_on", study.started_on, "completed_on", study.completed_on)
    yield from _after_birth(f"{place}.started_on", study.started_on, born)
    yield from _after_birth(f"{place}.completed_on", study.completed_on, born)
    if study.eca is not None:
        yield from _after_birth(f"{place}.eca.issued_on", study.eca.issued_on, born)


def _job(place: str, job: Job, born: date | None, rules: Rulebook) -> Iterator[Fault]:
    yield from _order(place, "start", job.start, "end", job.end)
    yield from _after_birth(f"{place}.start", job.start, born)
    yield from _after_birth(f"{place}.end", job.end, born)
    yield from _after_birth(f"{place}.qualified_on", job.qualified_on, born)
    yield from _country(f"{place}.country", job.country)
    yield from _country(f"{place}.employer_country", job.employer_country)
    yield from _noc(f"{place}.noc", job.noc, rules)
    for at, noc in enumerate(job.noc_candidates or ()):
        yield from _noc(f"{place}.noc_candidates.{at}", noc, rules)
    for at, pause in enumerate(job.breaks or ()):
        yield from _order(f"{place}.breaks.{at}", "start", pause.start, "end", pause.end)


# --- reports ------------------------------------------------------------------------------


def _known_tests(rules: Rulebook) -> list[str]:
    """Every test any version of the rulebook approves."""
    return list(dict.fromkeys(row[0] for v in rules.history("language.tests") for row in v.rows))


def _test(place: str, test: LanguageTest, born: date | None, rules: Rulebook) -> Iterator[Fault]:
    known = _known_tests(rules)
    if test.test not in known:
        yield Fault(f"{place}.test", test.test, "one of " + ", ".join(known))
        return
    yield from _after_birth(f"{place}.taken_on", test.taken_on, born)
    yield from _after_birth(f"{place}.results_on", test.results_on, born)
    yield from _order(place, "taken_on", test.taken_on, "results_on", test.results_on)
    if test.scale is not None and test.test != "tef_canada":
        yield Fault(f"{place}.scale", test.scale, "nothing: only TEF has two scales")
        return
    charts = chart_ids(test.test, test.scale, test.taken_on or test.results_on, rules)
    if not charts:
        yield Fault(
            f"{place}.scale", str(test.scale), "the old scale: 699 came later than this test"
        )
        return
    yield from _scores(place, test, charts, rules)


def _scores(place: str, test: LanguageTest, charts: list[str], rules: Rulebook) -> Iterator[Fault]:
    """Scores off the scale. Where two scales are possible, one of them must take all four."""
    misses: list[list[Fault]] = []
    for chart in charts:
        scale = rules.history(chart)[0].values["scale"]
        misses.append(list(_off_scale(place, test, scale)))
    if all(misses):
        yield from min(misses, key=len)
    for ability in ABILITIES:
        score = getattr(test, ability)
        if score is not None and ability in (test.exempt or ()):
            yield Fault(f"{place}.{ability}", f"{score:g}", "null, since the ability is exempt")


def _off_scale(place: str, test: LanguageTest, scale: dict[str, Any]) -> Iterator[Fault]:
    for ability in ABILITIES:
        score = getattr(test, ability)
        low, high, step = scale[ability]
        if score is not None and not (low <= score <= high and (score / step).is_integer()):
            words = f"{low:g} to {high:g} in steps of {step:g}"
            yield Fault(f"{place}.{ability}", f"{score:g}", words)


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


# --- offers, permits, nominations, ties -----------------------------------------------------


def _rest(profile: Profile, born: date | None, rules: Rulebook) -> Iterator[Fault]:
    yield from _after_birth("marital_status_since", profile.marital_status_since, born)
    if profile.job_offer:
        yield from _noc("job_offer.noc", profile.job_offer.noc, rules)
        yield from _after_birth("job_offer.employed_since", profile.job_offer.employed_since, born)
    if profile.certificate_of_qualification:
        certificate = profile.certificate_of_qualification
        yield from _noc("certificate_of_qualification.noc", certificate.noc, rules)
        yield from _after_birth(
            "certificate_of_qualification.issued_on", certificate.issued_on, born
        )
    if profile.express_entry:
        entry = profile.express_entry
        yield from _noc("express_entry.primary_noc", entry.primary_noc, rules)
        made = entry.created_on
        yield from _order("express_entry", "profile_created_on", made, "ended_on", entry.ended_on)
    if profile.provincial_nomination:
        nomination = profile.provincial_nomination
        first, last = nomination.nominated_on, nomination.ended_on
        yield from _order("provincial_nomination", "nominated_on", first, "ended_on", last)
    yield from _lists(profile, rules)


def _lists(profile: Profile, rules: Rulebook) -> Iterator[Fault]:
    for at, permit in enumerate(profile.work_permits or ()):
        yield from _noc(f"work_permits.{at}.noc", permit.noc, rules)
        yield from _order(f"work_permits.{at}", "from", permit.from_, "until", permit.until)
    for at, noi in enumerate(profile.notifications_of_interest or ()):
        place = f"notifications_of_interest.{at}"
        yield from _order(place, "issued_on", noi.issued_on, "expires_on", noi.expires_on)
    stays = (profile.ties.previous_stays if profile.ties else None) or ()
    for at, stay in enumerate(stays):
        yield from _order(f"ties.previous_stays.{at}", "start", stay.start, "end", stay.end)
