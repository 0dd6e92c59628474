"""The seed case's document with the issue's figures, written by hand: rendering needs no engine."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from portal.assessment.result import (
    Assessment,
    Criterion,
    Crs,
    Derived,
    Flag,
    Line,
    Program,
    Provisional,
    RuleRef,
    Section,
    localize,
)
from portal.rendering.paper import ClearedFlag, Client, FirmCard, Opinion, Paper, Signer
from portal.text import Label, Text, msg

DATA = Path(__file__).resolve().parents[2] / "portal" / "rulebook" / "data"
READ = date(2026, 11, 24)
CRS_RULE = RuleRef(
    "crs",
    "Comprehensive Ranking System criteria",
    "https://www.canada.ca/en/immigration-refugees-citizenship/crs-criteria.html",
    date(2017, 6, 6),
    READ,
)
REGULATIONS = RuleRef(
    "programs.fsw",
    "Immigration and Refugee Protection Regulations, sections 75 and 76",
    "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2002-227/",
    date(2015, 1, 1),
    READ,
)
OINP = RuleRef(
    "streams.on.hcp",
    "OINP: Express Entry notifications of interest",
    "https://www.ontario.ca/page/oinp-express-entry-notifications-interest",
    date(2017, 4, 10),
    READ,
)
IRCC = RuleRef(
    "rounds.federal",
    "IRCC: Express Entry rounds of invitations",
    "https://www.canada.ca/en/immigration-refugees-citizenship/rounds-invitations.html",
    date(2015, 1, 31),
    READ,
)
DISCLAIMER = msg(
    "No one can promise an invitation. This is what the published rules and rounds say of the "
    "facts given, on the day named."
)


def a_line(id_: str, en: str, fr: str, points: int | None, top: int, because: Text) -> Line:
    return Line(id_, Label(en, fr), points, points or 0, top, because, CRS_RULE)


def sections() -> tuple[Section, ...]:
    clb = msg("CLB 10 in all four abilities, IELTS of %(day)s", day=date(2018, 10, 6))
    ten = msg("CLB 9 or more in every ability")
    return (
        Section(
            "core",
            Label("Core / human capital factors", "Facteurs de base / capital humain"),
            329,
            460,
            (
                a_line(
                    "crs.core.age",
                    "Age",
                    "Âge",
                    75,
                    100,
                    msg("%(age)s years old on %(on)s", age=34, on=date(2019, 8, 20)),
                ),
                a_line(
                    "crs.core.education",
                    "Education",
                    "Études",
                    126,
                    140,
                    msg("Master’s degree, assessed on %(day)s", day=date(2018, 9, 12)),
                ),
                a_line(
                    "crs.core.first_language",
                    "First official language",
                    "Première langue officielle",
                    128,
                    128,
                    clb,
                ),
                a_line(
                    "crs.core.second_language",
                    "Second official language",
                    "Deuxième langue officielle",
                    0,
                    22,
                    msg("No French test on file"),
                ),
                a_line(
                    "crs.core.canadian_work",
                    "Work in Canada",
                    "Travail au Canada",
                    0,
                    70,
                    msg("None reported"),
                ),
            ),
        ),
        Section(
            "spouse",
            Label("Spouse factors", "Facteurs liés à l’époux"),
            20,
            40,
            (
                a_line(
                    "crs.spouse.education",
                    "Education",
                    "Études",
                    8,
                    10,
                    msg("Three-year bachelor’s degree"),
                ),
                a_line(
                    "crs.spouse.language",
                    "First official language",
                    "Première langue officielle",
                    12,
                    20,
                    msg("CLB 7, 7, 7 and 8 in the four abilities"),
                ),
                a_line(
                    "crs.spouse.canadian_work",
                    "Work in Canada",
                    "Travail au Canada",
                    0,
                    10,
                    msg("None reported"),
                ),
            ),
        ),
        Section(
            "transferability",
            Label("Skill transferability", "Transférabilité"),
            100,
            100,
            (
                a_line(
                    "crs.transferability.education",
                    "Education with language",
                    "Études et langue",
                    50,
                    50,
                    ten,
                ),
                a_line(
                    "crs.transferability.foreign_work",
                    "Work abroad with language",
                    "Travail à l’étranger et langue",
                    50,
                    50,
                    ten,
                ),
            ),
        ),
        Section(
            "additional",
            Label("Additional points", "Points supplémentaires"),
            0,
            600,
            (
                a_line(
                    "crs.additional.nomination",
                    "Nomination by a province",
                    "Désignation par une province",
                    0,
                    600,
                    msg("None on file"),
                ),
            ),
        ),
    )


def programs() -> tuple[Program, ...]:
    def met(id_: str, en: str, fr: str, value: bool | None, because: Text) -> Criterion:
        return Criterion(id_, Label(en, fr), value, None, None, because, REGULATIONS)

    grid = tuple(
        Line(f"fsw.{id_}", Label(en, fr), points, points, top, because, REGULATIONS)
        for id_, en, fr, points, top, because in (
            ("language", "Languages", "Langues", 24, 28, msg("CLB 9 or more in every ability")),
            ("education", "Education", "Études", 23, 25, msg("Master’s degree")),
            ("work", "Work experience", "Expérience", 15, 15, msg("Six years or more")),
            ("age", "Age", "Âge", 12, 12, msg("18 to 35 years old")),
            ("offer", "Arranged employment", "Emploi réservé", 0, 10, msg("No job offer")),
            ("adaptability", "Adaptability", "Adaptabilité", 5, 10, msg("Partner’s language")),
        )
    )
    none = msg("No work in Canada reported")
    return (
        Program(
            "fsw",
            Label("FSW", "TQF"),
            True,
            79,
            67,
            grid,
            (
                met(
                    "fsw.experience",
                    "One continuous year of skilled work",
                    "Une année continue de travail qualifié",
                    True,
                    msg("8 years as software engineer, NOC 2016 2173"),
                ),
                met(
                    "fsw.language",
                    "CLB 7 in every ability",
                    "NCLC 7 dans chaque habileté",
                    True,
                    msg("CLB 9 at the least"),
                ),
                met(
                    "fsw.funds",
                    "Settlement funds",
                    "Fonds d’établissement",
                    True,
                    msg("CA$28,000 on file; CA$19,836 needed for three"),
                ),
            ),
        ),
        Program(
            "cec",
            Label("CEC", "CEC"),
            False,
            None,
            None,
            (),
            (
                met(
                    "cec.experience",
                    "One year of skilled work in Canada",
                    "Une année de travail qualifié au Canada",
                    False,
                    none,
                ),
            ),
        ),
        Program(
            "fst",
            Label("FST", "MSF"),
            False,
            None,
            None,
            (),
            (
                met(
                    "fst.experience",
                    "Two years in a skilled trade",
                    "Deux ans dans un métier spécialisé",
                    False,
                    msg("Not a skilled trade"),
                ),
                met(
                    "fst.offer",
                    "Job offer or certificate of qualification",
                    "Offre d’emploi ou certificat de qualification",
                    None,
                    msg("Not asked"),
                ),
            ),
        ),
    )


def federal_rounds(on: str, total: int, in_pool: bool) -> list[dict[str, Any]]:
    with (DATA / "rounds_federal.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] <= on]
    made = []
    for row in rows:
        cutoff = int(row["lowest_crs"])
        if row["kind"] in ("pnp", "cec", "fst"):
            outcome, because = "not_eligible", msg("The round was for another program")
        elif total >= cutoff:
            outcome = "invited"
            because = msg("%(crs)s against %(cutoff)s", crs=total, cutoff=cutoff)
        else:
            outcome = "below_cutoff"
            because = msg("%(crs)s against %(cutoff)s", crs=total, cutoff=cutoff)
        made.append(
            a_round(row["number"], row["date"], row, cutoff, None, total, outcome, because, in_pool)
        )
    return made


def a_round(number, day, row, lowest, highest, crs, outcome, because, in_pool, province=None):
    inside = day >= "2018-11-20" and in_pool
    return {
        "id": f"federal.{number}" if province is None else number,
        "on": date.fromisoformat(day),
        "at": None,
        "kind": row["kind"] if province is None else "stream",
        "province": province,
        "stream": None if province is None else row["stream"],
        "name": Label(row["name"], row["name"]),
        "invitations": int(row["invitations"]) if row["invitations"] else None,
        "lowest": lowest,
        "highest": highest,
        "tie_break_at": None,
        "crs": crs if inside else None,
        "outcome": outcome if inside else "not_in_pool",
        "because": because if inside else msg("No profile in the pool on that day"),
        "if_in_pool": {"crs": crs, "outcome": outcome, "because": because},
        "note": Label(row["note"], row["note"]) if row["note"] else None,
        "story": msg("1,773 invited, CRS 435 to 458.")
        if day == "2019-08-01" and province
        else None,
        "rule": IRCC if province is None else OINP,
    }


def provincial_rounds(
    on: str, total: int, in_pool: bool, everywhere: bool = False
) -> list[dict[str, Any]]:
    with (DATA / "rounds_provincial.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["date"] <= on and (everywhere or (row["stream"] == "on.hcp" and row["crs_min"]))
        ]
    made = []
    for row in rows:
        lowest = int(row["crs_min"]) if row["crs_min"] else None
        highest = int(row["crs_max"]) if row["crs_max"] else None
        if "2173" in row["noc_codes"] or "tech" in row["occupation_list"]:
            outcome, because = "invited", msg("2173 listed; profile in its window")
            if lowest is not None and total < lowest:
                outcome = "below_cutoff"
            if highest is not None and total > highest:
                outcome = "above_range"
        else:
            outcome, because = "wrong_occupation", msg("2173 is not among its codes")
        made.append(
            a_round(
                row["id"],
                row["date"],
                row,
                lowest,
                highest,
                total,
                outcome,
                because,
                in_pool,
                row["province"],
            )
        )
    return made


def streams() -> tuple[dict[str, Any], ...]:
    names = (
        ("on.hcp.program", "Eligible under FSW or CEC", "Admissible (TQF ou CEC)", "FSW"),
        (
            "on.hcp.experience",
            "One year of skilled work",
            "Une année de travail qualifié",
            "8 years",
        ),
        (
            "on.hcp.education",
            "Bachelor’s degree or more",
            "Baccalauréat ou plus",
            "Master’s degree",
        ),
        ("on.hcp.language", "CLB 7 in every ability", "NCLC 7 partout", "CLB 9 at the least"),
        ("on.hcp.funds", "Settlement funds", "Fonds d’établissement", "CA$28,000 on file"),
        ("on.hcp.occupation", "An occupation Ontario looked for", "Une profession visée", "2173"),
        ("on.hcp.range", "CRS from 435 to 458", "SCG de 435 à 458", "449"),
    )
    criteria = [
        Criterion(id_, Label(en, fr), True, None, None, msg("%(have)s", have=have), OINP)
        for id_, en, fr, have in names
    ]
    intent = Label("Intends to live in Ontario", "Veut vivre en Ontario")
    asked = msg("Asked of every applicant")
    criteria.append(Criterion("on.hcp.intent", intent, None, None, None, asked, OINP, "standing"))
    return (
        {
            "id": "on.hcp",
            "province": "ON",
            "name": Label("Human Capital Priorities", "Priorités en capital humain"),
            "status": "match",
            "points": None,
            "pass_mark": None,
            "lines": (),
            "criteria": tuple(criteria),
            "open_since": date(2015, 6, 8),
            "closed_on": None,
        },
        {
            "id": "on.trades",
            "province": "ON",
            "name": Label("Skilled Trades", "Métiers spécialisés"),
            "status": "no_match",
            "points": None,
            "pass_mark": None,
            "lines": (),
            "criteria": (
                Criterion(
                    "on.trades.work",
                    Label("Work in a trade", "Travail dans un métier"),
                    False,
                    None,
                    None,
                    msg("2173 is no trade"),
                    OINP,
                ),
            ),
            "open_since": date(2015, 6, 8),
            "closed_on": None,
        },
    )


def flags() -> tuple[Flag, ...]:
    return (
        Flag(
            "evidence.reference_letter",
            "warning",
            "work.0.evidence",
            msg("No reference letter yet: all points for work abroad rest on it."),
        ),
        Flag("spouse.work", "note", "spouse.work", msg("The partner reports no work at all.")),
        Flag(
            "language.expires",
            "warning",
            "language_tests.0",
            msg("The IELTS report stops counting on %(day)s.", day=date(2020, 10, 6)),
        ),
    )


def seed_document(
    lang: str = "en", on: str = "2019-08-20", *, in_pool: bool = True, neutral: bool = False
) -> dict[str, Any]:
    """Ananya Rao's assessment as the contract has it; `neutral`: before a language is chosen."""
    document = an_assessment(on, in_pool=in_pool).as_json()
    return document if neutral else localize(document, lang)


def an_assessment(on: str = "2019-08-20", *, in_pool: bool = True, **changes: Any) -> Assessment:
    total = 449
    assessment = Assessment(
        on=date.fromisoformat(on),
        rulebook="7f3a" + "0" * 56 + "c21e",
        provisional=None,
        factors={"age": Derived(34, msg("Born on %(day)s", day=date(1985, 3, 14)))},
        crs=Crs(total, sections()),
        programs=programs(),
        streams=streams(),
        categories=(),
        targeted_occupations=(
            {
                "noc": {"version": "2016", "code": "2173"},
                "title": Label("Software engineers", "Ingénieurs en logiciel"),
                "targeted_by": (
                    {
                        "list": "on.tech_2019",
                        "name": Label("OINP tech draw of 2019", ""),
                        "version": "2016",
                        "kind": "round",
                        "from": date(2019, 7, 12),
                        "to": date(2020, 11, 13),
                        "source": OINP.url,
                        "rule": OINP,
                    },
                ),
            },
        ),
        rounds=tuple(federal_rounds(on, total, in_pool) + provincial_rounds(on, total, in_pool)),
        outlook=None,
        flags=flags(),
        disclaimer=DISCLAIMER,
    )
    return replace(assessment, **changes)


HIGH_WAGE = a_line(
    "crs.additional.high_wage",
    "High-wage occupation",
    "Profession à salaire élevé",
    None,
    0,
    msg("In force since 3 November 2026 by report; its points are not known"),
)


def crowded_document(on: str = "2026-11-20", *, words: str = "", lang: str = "en") -> Any:
    """Everything at once: provisional, unknown points, every kind of round, many flags.

    `words` stand wherever a person's words can end up in a result.
    """
    said = words or "A reference letter names other hours than the answers do"
    whole = list(sections())
    whole[3] = replace(whole[3], lines=(*whole[3].lines, replace(HIGH_WAGE, max=None)))
    whole[1] = replace(
        whole[1],
        points=8,
        lines=(
            whole[1].lines[0],
            replace(
                whole[1].lines[1],
                points=None,
                counted=0,
                because=msg("The level of %(what)s is not known", what=said),
            ),
        ),
    )
    many = tuple(
        Flag(
            f"work.{place}",
            ("error", "warning", "note")[place % 3],
            f"work.{place}",
            msg("%(said)s (%(place)s)", said=said, place=place),
        )
        for place in range(12)
    )
    total = 437
    made = an_assessment(
        on,
        crs=Crs(total, tuple(whole)),
        provisional=Provisional(
            msg(
                "A factor for high-wage occupations is reported in force since 3 November 2026; "
                "its points are not known. It matters to people with Canadian work or a job offer "
                "in a listed occupation. The total is that of the rules of 2 November 2026."
            ),
            ("crs.additional.high_wage", "crs.additional.nomination"),
            "lower",
        ),
        rounds=tuple(
            federal_rounds(on, total, True) + provincial_rounds(on, total, True, everywhere=True)
        ),
        flags=many,
    )
    return localize(made.as_json(), lang)


def a_paper(**changes: Any) -> Paper:
    """A signed paper of an invented firm and client."""
    values: dict[str, Any] = {
        "client": Client(name="Ananya Rao", case_number="L-2019-0187"),
        "number": "A-2019-0142",
        "signed_at": datetime(2019, 8, 21, 19, 20, tzinfo=UTC),
        "signer": Signer(name="Claire Desrosiers", licence="R900001"),
        "opinion": Opinion(
            summary="Your profile is strong where Ontario looks: software, a master’s degree and "
            "English at CLB 9 or more.\nThe federal rounds stay about ten points out of reach "
            "while no French test is on file.",
            route="Stay in the pool and let Ontario find you. Human Capital Priorities invited "
            "449 twice this summer, and a nomination adds 600 points.",
            next_steps="Name Ontario in your profile. Ontario writes to you; you do not apply "
            "first.\nGet the reference letter. Hours, dates and duties on Kaveri Systems’ "
            "letterhead.\nSit a French test. NCLC 7 in all four abilities adds points.",
            watch="You turn 35 on 14 March 2020. Five points leave your score that day.",
        ),
        "flags": (
            ClearedFlag(
                id="spouse.work",
                path="spouse.work",
                reason="Confirmed by telephone: no paid work since the degree.",
                cleared_by="Claire Desrosiers",
                cleared_at=datetime(2019, 8, 20, 15, 0, tzinfo=UTC),
            ),
        ),
        "firm": FirmCard(
            name="Larchmere Immigration",
            address="48 Larchmere Avenue, Toronto, Ontario",
            phone="+1 416 555 0148",
            email="office@example.com",
            rcic_name="Claire Desrosiers",
            rcic_number="R900001",
            register_url="https://college-ic.ca/protecting-the-public/find-an-immigration-consultant",
            complaints_url="https://college-ic.ca/protecting-the-public/complaints",
            colour="#5A1F47",
        ),
    }
    return Paper(**{**values, **changes})
