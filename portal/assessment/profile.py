"""The profile: what is known about a client, as typed and checked facts.

The shapes follow the contract; a key absent or null is not known, an empty list,
0 or ``false`` is asked and none. ``parse_profile`` reads a document and refuses
with one fault a line: the key's path, what it holds, what it may hold.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import partial
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

from portal.vocabulary import (
    Ability,
    Credential,
    Evidence,
    Lmia,
    MaritalStatus,
    PermitKind,
    Province,
    Relation,
    StatusInCanada,
)

SCHEMA = "portal.profile/1"
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _clean(value: str) -> str:
    for sign in value:
        if sign in _BIDI or (unicodedata.category(sign) == "Cc" and sign not in "\n\t"):
            raise ValueError("text without control characters")
    return value


def _sane_day(value: date) -> date:
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"a date between {_FIRST_YEAR} and {_LAST_YEAR}")
    return value


def _sane_instant(value: datetime) -> datetime:
    _sane_day(value.date())
    return value


def _only_false(value: object) -> object:
    # 0 equals False, and is no answer to a yes-or-no question.
    if value is not False:
        raise ValueError("false")
    return value


No = Annotated[Literal[False], BeforeValidator(_only_false)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_clean)]
Phone = Annotated[str, Field(max_length=40), AfterValidator(_clean)]
Short = Annotated[str, Field(max_length=200), AfterValidator(_clean)]
Day = Annotated[date, AfterValidator(_sane_day)]
Instant = Annotated[AwareDatetime, AfterValidator(_sane_instant)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Dollars = Annotated[int, Field(ge=0, le=1_000_000_000)]
Hours = Annotated[float, Field(allow_inf_nan=False, ge=0, le=168)]
Months = Annotated[int, Field(ge=0, le=1200)]
Score = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1000)]
List30 = partial(Field, max_length=30)


class Part(BaseModel):
    """The parent of every part: strict and frozen.

    Foreign keys are kept, not read; ``parse_profile`` refuses those without ``x_``.
    """

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)


class Noc(Part):
    """An occupation code and the edition it belongs to."""

    version: str = Field(pattern=r"^\d{4}$")
    code: str = Field(pattern=r"^\d{4,5}$")


class Person(Part):
    """Who the client is."""

    given_names: Short | None = None
    family_name: Short | None = None
    date_of_birth: Day
    citizenships: list[Country] | None = List30(default=None)
    country_of_residence: Country | None = None
    email: Email | None = None
    phone: Phone | None = None
    status_in_canada: StatusInCanada | None = None
    status_expires_on: Day | None = None
    intended_province: Province | Literal["any"] | None = None


class Eca(Part):
    """An educational credential assessment, and the Canadian level it states."""

    issued_on: Day | None = None
    organization: Short | None = None
    reference: Short | None = None
    equivalent: Credential | None = None


class Study(Part):
    """One credential, or a study not finished (``completed_on`` null)."""

    credential: Credential | None = None
    field: Short | None = None
    country: Country | None = None
    province: Province | None = None
    institution: Short | None = None
    started_on: Day | None = None
    completed_on: Day | None = None
    program_months: Months | None = None
    eca: Eca | None = None
    full_time: bool | None = None
    months_in_canada: Months | None = None
    distance: bool | None = None
    language_course_majority: bool | None = None
    return_obligation: bool | None = None


class LanguageTest(Part):
    """One report, scores as printed."""

    test: str = Field(max_length=60)
    taken_on: Day | None = None
    results_on: Day | None = None
    report_number: Short | None = None
    reading: Score | None = None
    writing: Score | None = None
    listening: Score | None = None
    speaking: Score | None = None
    scale: Literal["699", "legacy"] | None = None
    exempt: list[Ability] | None = None


class Period(Part):
    """From a day to a day, both included."""

    start: Day
    end: Day | None = None


class Job(Part):
    """One job. ``end`` null: still there."""

    title: Short | None = None
    employer: Short | None = None
    noc: Noc | None = None
    noc_candidates: list[Noc] | None = List30(default=None)
    primary: bool | None = None
    country: Country | None = None
    employer_country: Country | None = None
    province: Province | None = None
    start: Day | None = None
    end: Day | None = None
    breaks: list[Period] | None = List30(default=None)
    hours_per_week: Hours | None = None
    paid: bool | None = None
    self_employed: bool | None = None
    full_time_student: bool | None = None
    authorized: bool | None = None
    qualified_on: Day | None = None
    evidence: list[Evidence] | None = Field(default=None, max_length=30)


class Spouse(Part):
    """The spouse or common-law partner."""

    accompanying: bool | None = None
    canadian_citizen_or_pr: bool | None = None
    date_of_birth: Day | None = None
    given_names: Short | None = None
    family_name: Short | None = None
    education: list[Study] | None = List30(default=None)
    language_tests: list[LanguageTest] | None = List30(default=None)
    work: list[Job] | None = Field(default=None, max_length=60)


class Certificate(Part):
    """A certificate of qualification in a trade, from a province or the federal government."""

    province: Province | Literal["federal"] | None = None
    noc: Noc | None = None
    issued_on: Day | None = None


class JobOffer(Part):
    """A job offer in Canada."""

    employer: Short | None = None
    noc: Noc | None = None
    province: Province | None = None
    city: Short | None = None
    hours_per_week: Hours | None = None
    permanent: bool | None = None
    seasonal: bool | None = None
    offered_on: Day | None = None
    start: Day | None = None
    duration_months: Months | None = None
    lmia: Lmia | None = None
    exemption: Literal["treaty", "significant_benefit", "other"] | None = None
    wage_per_hour: Annotated[float, Field(allow_inf_nan=False, ge=0, le=10_000)] | None = None
    employed_since: Day | None = None


class WorkPermit(Part):
    """A work permit."""

    kind: PermitKind | None = None
    employer: Short | None = None
    noc: Noc | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class Nomination(Part):
    """A provincial nomination; only an enhanced one earns CRS points."""

    province: Province | None = None
    stream: Short | None = None
    nominated_on: Day | None = None
    enhanced: bool | None = None
    ended_on: Day | None = None
    ended_because: Literal["withdrawn", "expired", "refused"] | None = None


class Interest(Part):
    """A notification of interest (NOI) from a province."""

    province: Province | None = None
    stream: Short | None = None
    issued_on: Day | None = None
    expires_on: Day | None = None


class ProvincialEoi(Part):
    """An expression of interest (EOI) registered with a province, on its own score."""

    province: Province | None = None
    stream: Short | None = None
    submitted_at: Instant | None = None
    score: int | None = Field(default=None, ge=0, le=10_000)
    ended_on: Day | None = None


class Registration(Part):
    """Registration with a professional body in Canada."""

    body: Short | None = None
    province: Province | None = None
    since: Day | None = None


class Relative(Part):
    """A relative who lives in Canada."""

    of: Literal["applicant", "spouse"] | None = None
    relation: Relation | None = None
    status: Literal["citizen", "permanent_resident"] | None = None
    province: Province | None = None
    age_18_or_over: bool | None = None


class Stay(Part):
    """An earlier stay in Canada (adaptability only)."""

    of: Literal["applicant", "spouse"] | None = None
    kind: Literal["work", "study", "visit"] | None = None
    province: Province | None = None
    start: Day | None = None
    end: Day | None = None
    full_time: bool | None = None


class Ties(Part):
    """Provinces of interest and earlier stays."""

    provinces_of_interest: list[Province] | None = List30(default=None)
    previous_stays: list[Stay] | None = List30(default=None)


class ExpressEntry(Part):
    """The Express Entry profile; ``submitted_at`` breaks ties."""

    profile_created_on: Instant | Day | None = None
    submitted_at: Instant | None = None
    profile_number: Short | None = None
    provinces: list[Province] | Literal["all"] | None = None
    primary_noc: Noc | None = None
    ended_on: Day | None = None

    @property
    def created_on(self) -> date | None:
        """The calendar day of creation, as written (an instant's own offset)."""
        made = self.profile_created_on
        return made.date() if isinstance(made, datetime) else made


class History(Part):
    """Earlier dealings with immigration; never scored, always shown to the specialist."""

    refusals: bool | None = None
    removal: bool | None = None
    criminality: bool | None = None
    medical: bool | None = None
    misrepresentation: bool | None = None
    other_representative: bool | None = None


class Profile(Part):
    """Everything known about one client."""

    schema_: Literal["portal.profile/1"] = Field(alias="schema")
    person: Person
    marital_status: MaritalStatus | None = None
    marital_status_since: Day | None = None
    spouse: Spouse | None = None
    dependent_children: int | None = Field(default=None, ge=0, le=30)
    education: list[Study] | None = List30(default=None)
    language_tests: list[LanguageTest] | None = List30(default=None)
    first_official_language: Literal["en", "fr"] | None = None
    work: list[Job] | None = Field(default=None, max_length=60)
    certificate_of_qualification: Certificate | No | None = None
    job_offer: JobOffer | No | None = None
    work_permits: list[WorkPermit] | None = List30(default=None)
    provincial_nomination: Nomination | No | None = None
    notifications_of_interest: list[Interest] | None = List30(default=None)
    provincial_eois: list[ProvincialEoi] | None = List30(default=None)
    registrations: list[Registration] | None = List30(default=None)
    relatives_in_canada: list[Relative] | None = List30(default=None)
    ties: Ties | None = None
    settlement_funds: Dollars | None = None
    settlement_funds_on: Day | None = None
    express_entry: ExpressEntry | No | None = None
    history: History | None = None
