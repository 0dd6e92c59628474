"""What stands on an assessment paper beside the assessment: client, case, signer, opinion, firm.

Signing freezes it (`assessments.seal`), so that the same stored row always gives the same paper.
"""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FirmCard(_Frozen):
    """The practice as it names itself on the paper."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    rcic_name: str = ""
    rcic_number: str = ""
    register_url: str = ""
    complaints_url: str = ""
    colour: str = ""


class Client(_Frozen):
    """Whom the assessment is about, and under which case number the office keeps it."""

    name: str = ""
    case_number: str | None = None


class Signer(_Frozen):
    """The licensed consultant who signed: licence is R and six digits."""

    name: str
    licence: str


class Opinion(_Frozen):
    """The consultant's own words; paragraphs and steps are separated by line breaks."""

    summary: str = ""
    route: str = ""
    next_steps: str = ""
    watch: str = ""

    @property
    def written(self) -> bool:
        """Whether the consultant wrote anything at all."""
        return any((self.summary, self.route, self.next_steps, self.watch))


class ClearedFlag(_Frozen):
    """A flag that a specialist settled: who, when, why."""

    id: str
    path: str = ""
    reason: str = ""
    cleared_by: str = ""
    cleared_at: AwareDatetime | None = None


class AgreementNote(_Frozen):
    """Which consultation agreement stands behind the advice."""

    text_version: str
    accepted_at: AwareDatetime


class Paper(_Frozen):
    """Everything on the paper that is no result of a rule. `number` None: not signed."""

    client: Client = Client()
    number: str | None = None
    signed_at: AwareDatetime | None = None
    signer: Signer | None = None
    opinion: Opinion = Opinion()
    flags: tuple[ClearedFlag, ...] = ()
    agreement: AgreementNote | None = None
    firm: FirmCard | None = None
    timezone: str = "America/Toronto"
