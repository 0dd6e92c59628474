"""The seed case of the contract, typed into the pages."""

from __future__ import annotations

from tests.intake.walk import Walk


def fill_in(walk: Walk) -> None:
    """Everything that ``profile.example.json`` says, page by page."""
    about_you(walk)
    studies_and_tests(walk)
    partner_record(walk)
    work(walk)
    canada(walk)
    rest(walk)


def about_you(walk: Walk) -> None:
    day = walk.day
    walk.fill(
        "you",
        given_names="Ananya",
        family_name="Rao",
        citizenships=["IN", ""],
        country_of_residence="IN",
        email="ananya.rao@example.com",
        phone="+91 80 5555 0199",
        **day("date_of_birth", "1985-03-14"),
    )
    walk.fill("place")
    walk.fill("family", marital_status="married", dependent_children="1")
    walk.fill(
        "partner",
        canadian_citizen_or_pr="no",
        accompanying="yes",
        **day("date_of_birth", "1987-11-02"),
    )


def study(walk: Walk, page: str, number: int, **facts: str) -> None:
    """One foreign diploma with its ECA by WES."""
    issued, completed = facts.pop("issued"), facts.pop("completed")
    walk.fill(
        f"{page}/new",
        x_state="finished",
        country="IN",
        **facts,
        **walk.day("completed_on", completed),
    )
    walk.fill(
        f"{page}/{number}/assessment",
        x_eca="have",
        eca__organization="WES",
        **walk.day("eca__issued_on", issued),
    )


def ielts(walk: Walk, page: str, scores: str) -> None:
    """One IELTS report of 6 October 2018; scores in the order it prints them."""
    walk.fill(f"{page}/new", test="ielts_general_training", x_state="have")
    names = ("reading", "writing", "listening", "speaking")
    walk.fill(
        f"{page}/1/scores",
        **dict(zip(names, scores.split(), strict=True)),
        **walk.day("taken_on", "2018-10-06"),
    )


def studies_and_tests(walk: Walk) -> None:
    walk.fill("education", answer="yes")
    study(
        walk,
        "education",
        1,
        credential="masters",
        field="Computer Science",
        institution="Bangalore University",
        completed="2011-06",
        program_months="24",
        issued="2018-09-12",
    )
    study(
        walk,
        "education",
        2,
        credential="bachelors_or_three_year",
        field="Computer Science",
        completed="2009-05",
        program_months="48",
        issued="2018-09-12",
    )
    walk.fill("education")
    walk.fill("language", answer="yes")
    ielts(walk, "language", "8.0 7.5 8.5 7.5")
    walk.fill("language")


def partner_record(walk: Walk) -> None:
    walk.fill("partner-education", answer="yes")
    study(
        walk,
        "partner-education",
        1,
        credential="bachelors_or_three_year",
        field="Commerce",
        completed="2009-05-31",
        program_months="36",
        issued="2018-09-20",
    )
    walk.fill("partner-education")
    ielts(walk, "partner-language", "6.0 6,0 7 6.5")
    walk.fill("partner-language")
    walk.fill("partner-work", answer="none")


def work(walk: Walk) -> None:
    walk.fill("work", answer="yes")
    walk.fill(
        "work/new",
        title="Software engineer",
        noc="2016:2173",
        employer="Kaveri Systems",
        country="IN",
        x_still_there=["", "y"],
        hours_per_week="40",
        **walk.day("start", "2011-08"),
    )
    walk.fill("work/1/conditions")
    walk.fill("work")


def canada(walk: Walk) -> None:
    walk.fill("job-offer", job_offer="no")
    walk.fill("nomination", provincial_nomination="no")
    walk.fill("relatives", answer="none")
    walk.fill("stays", answer="none")
    walk.fill("certificate", certificate_of_qualification="no")
    walk.fill("provinces", provinces_of_interest=["", "ON"])


def rest(walk: Walk) -> None:
    walk.fill("money", settlement_funds="28,000")
    walk.fill("express-entry", express_entry="yes")
    walk.fill(
        "express-entry-profile",
        profile_number="E000000001",
        **walk.day("profile_created_on", "2018-11-20"),
    )
