"""Answers beside what they count for and what proves them, section by section.

Rows are made from the profile document and the stored assessment; nothing is computed
but which line belongs beside which answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from portal.desk.keys import name_of, office_day, path_name, reading
from portal.models import Question
from portal.rendering.speech import Speaker
from portal.services.review import Correction
from portal.text import show
from portal.web_rules import rules

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction as the row shows it: struck, bold, who and why."""

    what: str
    before: str
    after: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. ``missing``: nothing proves it yet; ``asked``: a question waits."""

    path: str
    question: str
    answer: str
    detail: str
    counts: str
    counts_detail: str
    evidence: str
    evidence_detail: str
    missing: bool
    asked: bool
    corrected: tuple[Corrected, ...]

    @property
    def watched(self) -> bool:
        """Whether the row stands out: corrected, asked about, or without proof."""
        return self.missing or self.asked or bool(self.corrected)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


class Answers:
    """Makes the rows of one profile version."""

    def __init__(
        self,
        profile: Document,
        document: Document | None,
        say: Speaker,
        corrections: Iterable[Correction] = (),
        questions: Iterable[Question] = (),
    ) -> None:
        self.profile = profile
        self.say = say
        self.lines = _lines(document)
        self.corrections = list(corrections)
        self.open_questions = [each.path for each in questions if each.answered_at is None]

    def sections(self) -> list[Section]:
        """All sections that have something to show."""
        made = [
            Section(_("About the client"), tuple(self._about())),
            Section(_("Education"), tuple(self._studies("education", self.profile, "core"))),
            Section(_("Language"), tuple(self._tests("language_tests", self.profile, "core"))),
            Section(_("Work"), tuple(self._jobs("work", self.profile))),
            Section(_("Partner"), tuple(self._partner())),
            Section(_("Canada, money, Express Entry"), tuple(self._rest())),
            Section(_("Earlier applications"), tuple(self._plain("history", self.profile))),
        ]
        return [each for each in made if each.rows]

    def _row(
        self,
        path: str,
        question: str,
        answer: str,
        *,
        detail: str = "",
        line: str = "",
        evidence: str = "",
        evidence_detail: str = "",
        missing: bool = False,
    ) -> Row:
        counts, because = self._counted(line)
        return Row(
            path=path,
            question=question,
            answer=answer,
            detail=detail,
            counts=counts,
            counts_detail=because,
            evidence=evidence or (_("No document") if missing else ""),
            evidence_detail=evidence_detail,
            missing=missing,
            asked=any(_within(each, path) for each in self.open_questions),
            corrected=tuple(self._corrected(path)),
        )

    def _counted(self, line_id: str) -> tuple[str, str]:
        line = self.lines.get(line_id)
        if line is None:
            return "", ""
        if line["points"] is None:
            return _("%(label)s: not known", label=line["label"]), line["because"]
        return (
            _("%(label)s %(counted)s of %(max)s", label=line["label"], counted=line["counted"],
              max=line["max"]),
            line["because"],
        )  # fmt: skip

    def _corrected(self, path: str) -> Iterator[Corrected]:
        for each in self.corrections:
            if _within(each.path, path):
                key = [part for part in each.path.split(".") if not part.isdecimal()][-1]
                yield Corrected(
                    what="" if each.path == path else path_name(each.path.removeprefix(path)),
                    before=reading(key, each.before, self.say),
                    after=reading(key, each.after, self.say),
                    by=_("Corrected by %(name)s, %(day)s", name=each.by,
                         day=office_day(each.at, self.say)),
                    why=each.reason,
                )  # fmt: skip

    def _read(self, key: str, value: Any) -> str:
        return reading(key, value, self.say)

    def _about(self) -> Iterator[Row]:
        person = self.profile.get("person") or {}
        for key in (
            "family_name", "given_names", "date_of_birth", "citizenships", "country_of_residence",
            "email", "phone", "status_in_canada", "status_expires_on", "intended_province",
        ):  # fmt: skip
            if key in person:
                line = "crs.core.age" if key == "date_of_birth" else ""
                yield self._row(
                    f"person.{key}", name_of(key), self._read(key, person[key]), line=line
                )
        for key in ("marital_status", "marital_status_since", "dependent_children"):
            if key in self.profile:
                yield self._row(key, name_of(key), self._read(key, self.profile[key]))

    def _studies(self, path: str, holder: Document, group: str) -> Iterator[Row]:
        entries = holder.get(path.rsplit(".", 1)[-1])
        yield from self._unknown_or_none(path, entries, f"crs.{group}.education")
        for place, study in enumerate(entries or []):
            eca = study.get("eca") or {}
            facts = (study.get("field"), study.get("institution"),
                     _("under way") if study.get("x_state") == "under_way"
                     else self._read("completed_on", study.get("completed_on")))  # fmt: skip
            abroad = study.get("country") != "CA"
            issued = self._read("issued_on", eca.get("issued_on")) if eca else ""
            yield self._row(
                f"{path}.{place}",
                self._read("credential", study.get("credential")),
                ", ".join(each for each in facts if each),
                detail=self._read("country", study.get("country")),
                line=f"crs.{group}.education" if place == 0 else "",
                evidence=_("ECA by %(who)s", who=eca.get("organization") or "?") if eca else "",
                evidence_detail=", ".join(x for x in (issued, eca.get("reference")) if x),
                missing=abroad and not eca,
            )

    def _tests(self, path: str, holder: Document, group: str) -> Iterator[Row]:
        entries = holder.get(path.rsplit(".", 1)[-1])
        line = "crs.core.first_language" if group == "core" else "crs.spouse.language"
        yield from self._unknown_or_none(path, entries, line)
        for place, test in enumerate(entries or []):
            scores = " · ".join(
                f"{letter} {_number(test.get(key), self.say)}"
                for letter, key in zip(
                    (_("R"), _("W"), _("L"), _("S")),
                    ("reading", "writing", "listening", "speaking"),
                    strict=True,
                )
            )
            report = test.get("report_number")
            taken = self._read("taken_on", test.get("taken_on"))
            second = "crs.core.second_language" if group == "core" else ""
            yield self._row(
                f"{path}.{place}",
                _test_name(test.get("test")),
                scores,
                line=line if place == 0 else second,
                evidence=_("Report %(number)s", number=report) if report else "",
                evidence_detail=_("Taken on %(day)s", day=taken),
                missing=not report,
            )

    def _jobs(self, path: str, holder: Document) -> Iterator[Row]:
        entries = holder.get(path.rsplit(".", 1)[-1])
        group = "core" if path == "work" else "spouse"
        yield from self._unknown_or_none(path, entries, f"crs.{group}.canadian_work")
        for place, job in enumerate(entries or []):
            proof = job.get("evidence") or []
            until = self._read("end", job.get("end")) if job.get("end") else _("today")
            span = _("%(start)s to %(end)s", start=self._read("start", job.get("start")), end=until)
            weekly = _number(job.get("hours_per_week"), self.say)
            hours = _("%(hours)s hours a week", hours=weekly)
            facts = (job.get("employer"), self._read("country", job.get("country")), hours)
            yield self._row(
                f"{path}.{place}",
                str(job.get("title") or ""),
                ", ".join(each for each in facts if each),
                detail=f"{span} · {self._noc(job)}",
                line=_work_line(job, place) if path == "work" else "",
                evidence=self._read("evidence", proof) if proof else "",
                missing=not proof,
            )

    def _noc(self, job: Document) -> str:
        noc = job.get("noc")
        if not noc:
            return _("NOC code not known")
        return _("NOC %(edition)s: %(code)s", edition=noc["version"], code=noc["code"])

    def _partner(self) -> Iterator[Row]:
        spouse = self.profile.get("spouse")
        if not spouse:
            return
        for key in (
            "family_name", "given_names", "date_of_birth", "accompanying", "canadian_citizen_or_pr",
        ):  # fmt: skip
            if key in spouse:
                yield self._row(f"spouse.{key}", name_of(key), self._read(key, spouse[key]))
        yield from self._studies("spouse.education", spouse, "spouse")
        yield from self._tests("spouse.language_tests", spouse, "spouse")
        yield from self._jobs("spouse.work", spouse)

    def _rest(self) -> Iterator[Row]:
        lines = {
            "certificate_of_qualification": "crs.transferability.certificate_language",
            "job_offer": "crs.additional.job_offer",
            "provincial_nomination": "crs.additional.nomination",
            "relatives_in_canada": "crs.additional.sibling",
        }
        for key in (
            "certificate_of_qualification", "job_offer", "work_permits", "provincial_nomination",
            "notifications_of_interest", "provincial_eois", "registrations", "relatives_in_canada",
            "ties", "settlement_funds", "settlement_funds_on", "express_entry",
        ):  # fmt: skip
            if key in self.profile:
                value = self.profile[key]
                answer = _("none") if value is False else self._read(key, value)
                yield self._row(key, name_of(key), answer, line=lines.get(key, ""))

    def _plain(self, path: str, holder: Document) -> Iterator[Row]:
        for key, value in (holder.get(path) or {}).items():
            yield self._row(f"{path}.{key}", name_of(key), self._read(key, value))

    def _unknown_or_none(self, path: str, entries: Any, line: str) -> Iterator[Row]:
        if not entries:
            words = _("not known") if entries is None else _("none")
            yield self._row(path, path_name(path), words, line=line)


def _test_name(test_id: str | None) -> str:
    """What the test is called, on the newest list that names it."""
    for version in reversed(rules().history("language.tests")):
        found = version.lookup(test_id, "name")
        if found is not None:
            return str(found)
    return test_id or ""


def _work_line(job: Document, place: int) -> str:
    if place:
        return ""
    return (
        "crs.core.canadian_work"
        if job.get("country") == "CA"
        else ("crs.transferability.foreign_work_language")
    )


def _lines(document: Document | None) -> dict[str, Any]:
    if document is None:
        return {}
    return {
        line["id"]: line for section in document["crs"]["sections"] for line in section["lines"]
    }


def _number(value: Any, say: Speaker) -> str:
    if value is None:
        return "?"
    return show(Decimal(f"{value:g}"), say.lang) if isinstance(value, float) else str(value)


def _within(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")
