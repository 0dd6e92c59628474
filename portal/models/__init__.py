"""The tables. Only services read and write them."""

from portal.models.base import Base, UtcDateTime
from portal.models.cases import (
    CASE_STATES,
    Agreement,
    Case,
    CaseFacts,
    Declaration,
    Draft,
    FlagCleared,
    Opinion,
    ProfileVersion,
    Question,
    Rendering,
    StoredAssessment,
)
from portal.models.office import Attempt, Counter, Disposal
from portal.models.people import (
    AuditEvent,
    Consent,
    Letter,
    Login,
    MailToken,
    ParkedPost,
    RulebookRecord,
    User,
)
from portal.models.rules import AMENDMENT_STATES, Amendment, CaseRound, RuleCheck
from portal.models.work import WorkerSeen

__all__ = [
    "AMENDMENT_STATES",
    "CASE_STATES",
    "Agreement",
    "Amendment",
    "Attempt",
    "AuditEvent",
    "Base",
    "Case",
    "CaseFacts",
    "CaseRound",
    "Consent",
    "Counter",
    "Declaration",
    "Disposal",
    "Draft",
    "FlagCleared",
    "Letter",
    "Login",
    "MailToken",
    "Opinion",
    "ParkedPost",
    "ProfileVersion",
    "Question",
    "Rendering",
    "RuleCheck",
    "RulebookRecord",
    "StoredAssessment",
    "User",
    "UtcDateTime",
    "WorkerSeen",
]
