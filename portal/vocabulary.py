"""The closed lists that everybody speaks: profile, forms, rules, pages.

Values are those of the profile contract and never change; labels are catalogue
texts. What a government can change (tests, scores, NOC codes) is no vocabulary
but rulebook data.
"""

from __future__ import annotations

from enum import StrEnum

from portal.text import Label, Text, msg


class MaritalStatus(StrEnum):
    """Marital status as IRCC asks for it."""

    NEVER_MARRIED = "never_married"
    MARRIED = "married"
    COMMON_LAW = "common_law"
    DIVORCED = "divorced"
    SEPARATED = "separated"
    WIDOWED = "widowed"
    ANNULLED = "annulled"

    @property
    def has_partner(self) -> bool:
        """Whether there is a spouse or common-law partner."""
        return self in (MaritalStatus.MARRIED, MaritalStatus.COMMON_LAW)


class Credential(StrEnum):
    """The level of one credential; an ECA states the Canadian level of a foreign one."""

    NONE = "none"
    SECONDARY = "secondary"
    ONE_YEAR = "post_secondary_one_year"
    TWO_YEAR = "post_secondary_two_year"
    BACHELORS = "bachelors_or_three_year"
    MASTERS = "masters"
    PROFESSIONAL = "professional_degree"
    DOCTORATE = "doctorate"

    @property
    def post_secondary(self) -> bool:
        """Whether this level is above secondary school."""
        return self not in (Credential.NONE, Credential.SECONDARY)


# Derived, never typed in: two or more credentials, one of them of three years or more.
TWO_OR_MORE = "two_or_more"

EDUCATION_LEVELS = (
    "none",
    "secondary",
    "post_secondary_one_year",
    "post_secondary_two_year",
    "bachelors_or_three_year",
    TWO_OR_MORE,
    "masters",
    "professional_degree",
    "doctorate",
)


class Ability(StrEnum):
    """The four abilities of a language test, in the order reports print them."""

    READING = "reading"
    WRITING = "writing"
    LISTENING = "listening"
    SPEAKING = "speaking"


ABILITIES = tuple(each.value for each in Ability)


class StatusInCanada(StrEnum):
    """Immigration status in Canada."""

    NONE = "none"
    VISITOR = "visitor"
    STUDENT = "student"
    WORKER = "worker"
    REFUGEE_CLAIMANT = "refugee_claimant"
    PROTECTED_PERSON = "protected_person"
    PERMANENT_RESIDENT = "permanent_resident"
    CITIZEN = "citizen"


class Province(StrEnum):
    """Provinces and territories by postal code."""

    AB = "AB"
    BC = "BC"
    MB = "MB"
    NB = "NB"
    NL = "NL"
    NS = "NS"
    NT = "NT"
    NU = "NU"
    ON = "ON"
    PE = "PE"
    QC = "QC"
    SK = "SK"
    YT = "YT"


# ISO 3166-1 alpha-2, and XK, by which Kosovo is known.
COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
    """.split()  # noqa: SIM905 - quoted one by one they would be harder to read
)


class Relation(StrEnum):
    """A relative in Canada."""

    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    AUNT_UNCLE = "aunt_uncle"
    NIECE_NEPHEW = "niece_nephew"
    COUSIN = "cousin"


class PermitKind(StrEnum):
    """A work permit."""

    EMPLOYER_SPECIFIC = "employer_specific"
    OPEN = "open"
    BRIDGING = "bridging"
    PGWP = "pgwp"


class Lmia(StrEnum):
    """Whether a labour market impact assessment stands behind a job offer."""

    APPROVED = "approved"
    EXEMPT = "exempt"
    NONE = "none"


class Evidence(StrEnum):
    """What proves a job."""

    REFERENCE_LETTER = "reference_letter"
    CONTRACT = "contract"
    PAY = "pay"
    TAX = "tax"


class Role(StrEnum):
    """What an account may do."""

    CLIENT = "client"
    ASSISTANT = "assistant"
    SPECIALIST = "specialist"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


NOC_VERSIONS = ("2016", "2021")

LABELS: dict[type[StrEnum], dict[str, Text]] = {
    MaritalStatus: {
        "never_married": msg("Never married"),
        "married": msg("Married"),
        "common_law": msg("Common-law partner"),
        "divorced": msg("Divorced"),
        "separated": msg("Separated"),
        "widowed": msg("Widowed"),
        "annulled": msg("Marriage annulled"),
    },
    Credential: {
        "none": msg("No secondary school diploma"),
        "secondary": msg("Secondary school diploma"),
        "post_secondary_one_year": msg("One-year post-secondary credential"),
        "post_secondary_two_year": msg("Two-year post-secondary credential"),
        "bachelors_or_three_year": msg("Bachelor’s degree or program of three or more years"),
        "masters": msg("Master’s degree"),
        "professional_degree": msg("Professional degree"),
        "doctorate": msg("Doctorate"),
    },
    Ability: {
        "reading": msg("Reading"),
        "writing": msg("Writing"),
        "listening": msg("Listening"),
        "speaking": msg("Speaking"),
    },
    StatusInCanada: {
        "none": msg("I am not in Canada"),
        "visitor": msg("Visitor"),
        "student": msg("Student, with a study permit"),
        "worker": msg("Worker, with a work permit"),
        "refugee_claimant": msg("Refugee claimant"),
        "protected_person": msg("Protected person"),
        "permanent_resident": msg("Permanent resident"),
        "citizen": msg("Canadian citizen"),
    },
    Province: {
        "AB": msg("Alberta"),
        "BC": msg("British Columbia"),
        "MB": msg("Manitoba"),
        "NB": msg("New Brunswick"),
        "NL": msg("Newfoundland and Labrador"),
        "NS": msg("Nova Scotia"),
        "NT": msg("Northwest Territories"),
        "NU": msg("Nunavut"),
        "ON": msg("Ontario"),
        "PE": msg("Prince Edward Island"),
        "QC": msg("Quebec"),
        "SK": msg("Saskatchewan"),
        "YT": msg("Yukon"),
    },
    Relation: {
        "parent": msg("Parent"),
        "child": msg("Child"),
        "sibling": msg("Brother or sister"),
        "grandparent": msg("Grandparent"),
        "grandchild": msg("Grandchild"),
        "aunt_uncle": msg("Aunt or uncle"),
        "niece_nephew": msg("Niece or nephew"),
        "cousin": msg("Cousin"),
    },
    PermitKind: {
        "employer_specific": msg("Work permit for one employer"),
        "open": msg("Open work permit"),
        "bridging": msg("Bridging open work permit"),
        "pgwp": msg("Post-graduation work permit"),
    },
    Lmia: {
        "approved": msg("An approved LMIA"),
        "exempt": msg("No LMIA is needed (exempt)"),
        "none": msg("No LMIA"),
    },
    Evidence: {
        "reference_letter": msg("Reference letter"),
        "contract": msg("Contract"),
        "pay": msg("Pay slips"),
        "tax": msg("Tax papers"),
    },
    Role: {
        "client": msg("Client"),
        "assistant": msg("Assistant"),
        "specialist": msg("Specialist"),
        "lead": msg("Lead"),
        "administrator": msg("Administrator"),
    },
}

LEVEL_LABELS: dict[str, Text] = {
    **LABELS[Credential],
    TWO_OR_MORE: msg("Two or more credentials, one of three or more years"),
}

LANGUAGE_LABELS = {"en": Label("English", "anglais"), "fr": Label("French", "français")}
PROGRAM_LABELS = {
    "fsw": Label("FSW", "PTQF"),
    "cec": Label("CEC", "CEC"),
    "fst": Label("FST", "PTMSF"),
}


def choices_of(kind: type[StrEnum]) -> list[tuple[str, Text]]:
    """Value and label of every member, in order, for a form field."""
    labels = LABELS[kind]
    return [(each.value, labels[each.value]) for each in kind]
