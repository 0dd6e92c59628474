"""Invented people who stand on edges: birthdays, anniversaries, exact years, windows, rule days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.oracle.days import years_on

# fmt: off
RULE_DAYS = [  # rules change, and days around 29 February
    date.fromisoformat(each)
    for each in (
        "2015-01-01", "2015-05-30", "2016-11-19", "2017-01-27", "2017-06-06", "2018-01-05",
        "2019-01-17", "2019-10-01", "2020-01-01", "2020-10-20", "2021-07-15", "2022-06-09",
        "2022-11-16", "2023-04-25", "2023-12-11", "2024-05-28", "2025-03-25", "2025-07-07",
        "2026-11-03", "2016-02-29", "2020-02-29", "2024-02-29", "2023-02-28", "2025-02-28",
    )
]
# fmt: on
FIRST, LAST = date(2015, 1, 1), date(2026, 11, 24)
MONTHS = {
    "secondary": 48,
    "post_secondary_one_year": 12,
    "post_secondary_two_year": 24,
    "bachelors_or_three_year": 48,
    "masters": 24,
    "professional_degree": 48,
    "doctorate": 48,
}
LEVELS = list(MONTHS)
TOPS = {
    "ielts_general_training": (18, 18, 18, 18),  # in half points
    "celpip_general": (12, 12, 12, 12),
    "pte_core": (90, 90, 90, 90),
    "tcf_canada": (699, 20, 699, 20),
    "tef_canada": (699, 699, 699, 699),
}
LEGACY_TOPS = (300, 450, 360, 450)
STUDY_FLAGS = {
    "full_time": 0.9,
    "distance": 0.1,
    "language_course_majority": 0.06,
    "return_obligation": 0.06,
}


class People:
    """A seeded source of profiles in the contract's format, each with the day to judge it on."""

    def __init__(
        self, seed: int, codes_2016: list[str], codes_2021: list[str], nulls: float = 0.03
    ) -> None:
        self.r = random.Random(seed)
        self.codes = {"2016": codes_2016, "2021": codes_2021}
        self.nulls = nulls
        self.on = FIRST

    # -- small things ------------------------------------------------------------------------------
    def chance(self, p: float) -> bool:
        return self.r.random() < p

    def maybe(self, value: Any, p: float | None = None) -> Any:
        return None if self.chance(self.nulls if p is None else p) else value

    def flag(self, p: float = 0.5) -> bool:
        return self.chance(p)

    def near(self, d: date) -> date:
        """That day, or one beside it."""
        return d + timedelta(days=self.r.choice([0, 0, 0, 1, -1, 1, -1, 2, -2, 7, -7]))

    def ago(self, years: int) -> date:
        """About so many years before the day of the test: often to the day."""
        d = years_on(self.on, -years)
        return self.near(d) if self.chance(0.4) else d + timedelta(days=self.r.randint(-400, 200))

    def before(self, most: int) -> date:
        return self.on - timedelta(days=self.r.randint(0, most))

    def day(self) -> date:
        if self.chance(0.45):
            d = self.near(self.r.choice(RULE_DAYS))
        else:
            d = FIRST + timedelta(days=self.r.randint(0, (LAST - FIRST).days))
        return min(max(d, FIRST), LAST)

    # -- parts -------------------------------------------------------------------------------------
    def born(self) -> date:
        years = self.r.choice(
            [self.r.randint(17, 50), self.r.choice([17, 18, 20, 29, 30, 35, 36, 44, 45, 46, 47])]
        )
        if self.chance(0.08):
            return self.r.choice([date(y, 2, 29) for y in range(1972, 2001, 4)])
        d = years_on(self.on, -years)
        return self.near(d) if self.chance(0.5) else d - timedelta(days=self.r.randint(0, 364))

    def noc(self) -> dict[str, str]:
        home = "2016" if self.on < date(2022, 11, 16) else "2021"
        version = home if not self.nulls or self.chance(0.85) else self.r.choice(["2016", "2021"])
        return {"version": version, "code": self.r.choice(self.codes[version])}

    def test(self, language: str) -> dict[str, Any]:
        kinds = ["ielts_general_training", "celpip_general"] if language == "en" else ["tef_canada"]
        if language == "en" and self.on >= date(2024, 3, 1):
            kinds.append("pte_core")
        if language == "fr" and self.on >= date(2020, 1, 1):
            kinds.append("tcf_canada")
        kind = self.r.choice(kinds)
        taken = self.ago(2) if self.chance(0.4) else self.before(725)
        if kind == "pte_core":
            taken = max(taken, date(2024, 1, 30))
        out: dict[str, Any] = {"test": kind, "taken_on": taken.isoformat()}
        if self.chance(0.2):
            out["results_on"] = (taken + timedelta(days=self.r.randint(0, 30))).isoformat()
        good = self.r.random()

        def score(low: int, high: int) -> int:
            least = low + int((high - low) * (0.25 + 0.5 * good))
            return self.r.randint(min(least, high), high)

        legacy = taken < date(2019, 10, 1) or self.chance(0.05)
        if kind == "tef_canada" and (legacy or self.chance(0.9)):
            out["scale"] = "legacy" if legacy else "699"
        tops = LEGACY_TOPS if kind == "tef_canada" and legacy else TOPS[kind]
        for ability, top in zip(("reading", "writing", "listening", "speaking"), tops, strict=True):
            n = score(0, top)
            out[ability] = self.maybe(n / 2 if top == 18 else n, self.nulls / 3)
        return out

    def tests(self) -> Any:
        out = []
        for language, p in (("en", 0.9), ("fr", 0.35)):
            if self.chance(p):
                out.append(self.test(language))
                if self.chance(0.08):
                    out.append(self.test(language))
        return self.maybe(out)

    def credential(self, canada: float) -> dict[str, Any]:
        level = self.r.choice(LEVELS)
        done = self.before(5000)
        here = self.chance(canada)
        months = MONTHS[level] if self.chance(0.85) else self.r.choice([6, 8, 10, 12, 16, 24, 36])
        out: dict[str, Any] = {
            "credential": level,
            "field": "Studies",
            "country": self.maybe("CA" if here else self.r.choice(["IN", "PH", "FR"])),
            "completed_on": self.maybe(done.isoformat(), self.nulls),
            "program_months": self.maybe(months),
            "eca": None,
        }
        if self.chance(0.7):
            out["started_on"] = (done - timedelta(days=int(months * 30.4))).isoformat()
        if here:
            for key, p in STUDY_FLAGS.items():
                if self.chance(0.85):
                    out[key] = self.flag(p)
            if self.chance(0.85):
                out["months_in_canada"] = self.r.choice([7, 8, 9, 16, 24, 36, 48])
        elif self.chance(0.85):
            out["eca"] = {
                "issued_on": self.maybe(max(self.ago(5), done).isoformat()),
                "organization": "WES",
            }
            if self.chance(0.2):
                out["eca"]["equivalent"] = self.r.choice(LEVELS)
        return out

    def education(self) -> Any:
        return self.maybe(
            [self.credential(0.35) for _ in range(self.r.choice([0, 1, 1, 1, 2, 2, 3]))]
        )

    def jobs(self, canada: float) -> Any:
        nocs = [self.noc() for _ in range(2)]
        return self.maybe(
            [self.job(canada, nocs) for _ in range(self.r.choice([0, 1, 1, 2, 2, 3, 4]))]
        )

    def job(self, canada: float, nocs: list[dict[str, str]]) -> dict[str, Any]:
        window = self.r.choice([3, 5, 10, 1, 2])
        start = self.ago(window) if self.chance(0.5) else self.before(4500)
        length = self.r.choice(
            [
                364,
                365,
                366,
                363,
                182,
                730,
                728,
                731,
                1095,
                1096,
                1825,
                2190,
                self.r.randint(20, 3000),
            ]
        )
        end = start + timedelta(days=length - 1)
        if self.chance(0.15):
            end = self.near(self.on)
        here = self.chance(canada)
        hours = self.r.choice([40, 30, 37.5, 15, 20, 29, 30, 40, 60, 10, 40])
        out: dict[str, Any] = {
            "title": "Worker",
            "employer": self.r.choice(["Acme", "Birch", "Cedar"]),
            "noc": self.maybe(self.r.choice(nocs) if self.chance(0.8) else self.noc()),
            "country": self.maybe("CA" if here else self.r.choice(["IN", "PH"])),
            "start": self.maybe(min(start, end).isoformat(), self.nulls / 2),
            "end": None if self.chance(0.25) or end < start else end.isoformat(),
            "hours_per_week": self.maybe(hours),
        }
        if out["noc"] is None and self.chance(0.5):
            out["noc_candidates"] = [self.noc(), self.noc()]
        for key, p in (
            ("paid", 0.93),
            ("self_employed", 0.07),
            ("full_time_student", 0.07),
            ("authorized", 0.95),
        ):
            if self.chance(0.5):
                out[key] = self.maybe(self.flag(p))
        if self.chance(0.15):
            out["primary"] = True
        if self.nulls and self.chance(0.05):
            out["employer_country"] = self.r.choice(["CA", "US"])
        if self.chance(0.2):
            out["qualified_on"] = max(self.ago(5), date(1995, 1, 1)).isoformat()
        if self.chance(0.1) and out["start"] and out["end"] and length > 200:
            off = start + timedelta(days=self.r.randint(30, 150))
            back = off + timedelta(days=self.r.choice([0, 6, 13, 30]))
            out["breaks"] = [{"start": off.isoformat(), "end": back.isoformat()}]
        return out

    def spouse(self) -> dict[str, Any]:
        return {
            "accompanying": self.maybe(self.flag(0.8)),
            "canadian_citizen_or_pr": self.maybe(self.flag(0.15)),
            "date_of_birth": "1988-05-05",
            "education": self.education(),
            "language_tests": self.tests(),
            "work": self.jobs(0.6),
        }

    def offer(self) -> Any:
        if self.chance(0.6):
            return self.maybe(False)
        return {
            "employer": self.r.choice(["Acme", "Birch"]),
            "noc": self.maybe(self.noc()),
            "province": "ON",
            "hours_per_week": self.maybe(self.r.choice([40, 30, 29.5, 37.5])),
            "permanent": self.maybe(self.flag(0.6)),
            "seasonal": self.maybe(self.flag(0.05)),
            "offered_on": self.maybe(self.before(300).isoformat()),
            "duration_months": self.maybe(self.r.choice([11, 12, 24])),
            "lmia": self.maybe(self.r.choice(["approved", "approved", "exempt", "none"])),
            "exemption": self.maybe(self.r.choice(["treaty", "significant_benefit", "other"])),
            "employed_since": self.maybe(self.ago(1).isoformat()),
        }

    def permits(self) -> Any:
        out = []
        for _ in range(self.r.choice([0, 0, 1, 1, 2])):
            begun = self.before(900)
            until = self.r.choice([self.near(self.on), self.on + timedelta(days=200)])
            out.append(
                {
                    "kind": self.r.choice(
                        ["employer_specific", "employer_specific", "open", "pgwp"]
                    ),
                    "employer": self.r.choice(["Acme", "Birch"]),
                    "from": begun.isoformat(),
                    "until": max(begun, until).isoformat(),
                }
            )
        return self.maybe(out)

    def nomination(self) -> Any:
        if self.chance(0.8):
            return self.maybe(False)
        begun = self.near(self.on) if self.chance(0.3) else self.before(300)
        out = {"province": "ON", "stream": "Human capital", "nominated_on": begun.isoformat()}
        out["enhanced"] = self.maybe(self.flag(0.8))
        if self.chance(0.2):
            out["ended_on"] = max(begun, self.near(self.on)).isoformat()
            out["ended_because"] = self.r.choice(["withdrawn", "expired", "refused"])
        return out

    def certificate(self) -> Any:
        if self.chance(0.7):
            return self.maybe(False)
        trade = (
            {"version": "2021", "code": "72200"}
            if self.on >= date(2022, 11, 16)
            else {"version": "2016", "code": "7241"}
        )
        return {
            "province": "ON",
            "noc": trade,
            "issued_on": self.maybe(
                self.near(self.on).isoformat() if self.chance(0.3) else self.before(900).isoformat()
            ),
        }

    def relatives(self) -> Any:
        return self.maybe(
            [
                {
                    "of": self.maybe(self.r.choice(["applicant", "spouse"])),
                    "relation": self.maybe(
                        self.r.choice(["sibling", "sibling", "parent", "cousin", "aunt_uncle"])
                    ),
                    "status": self.maybe(self.r.choice(["citizen", "permanent_resident"])),
                    "province": "ON",
                    "age_18_or_over": self.maybe(self.flag(0.85)),
                }
                for _ in range(self.r.choice([0, 0, 0, 1, 1, 2]))
            ]
        )

    def stays(self) -> Any:
        """Earlier stays in Canada: adaptability only."""
        out = []
        for _ in range(self.r.choice([0, 0, 0, 1, 2])):
            start = self.before(4000)
            length = self.r.choice([364, 365, 366, 480, 485, 487, 700, 100])
            out.append(
                {
                    "of": self.r.choice(["applicant", "spouse"]),
                    "kind": self.maybe(self.r.choice(["work", "study", "visit"])),
                    "province": "ON",
                    "start": self.maybe(start.isoformat()),
                    "end": self.maybe((start + timedelta(days=length)).isoformat()),
                    "full_time": self.maybe(self.flag(0.8)),
                }
            )
        return self.maybe(out)

    def one(self) -> tuple[date, dict[str, Any]]:
        """A person and the day."""
        self.on = self.day()
        status = self.maybe(
            self.r.choice(
                [
                    "never_married",
                    "married",
                    "married",
                    "common_law",
                    "divorced",
                    "separated",
                    "widowed",
                    "annulled",
                ]
            )
        )
        person: dict[str, Any] = {
            "given_names": "Kim",
            "family_name": "Example",
            "date_of_birth": self.born().isoformat(),
            "citizenships": ["IN"],
            "country_of_residence": "IN",
        }
        if self.chance(0.5):
            person["status_in_canada"] = self.r.choice(["none", "worker", "visitor", "student"])
        if self.chance(0.7):
            person["intended_province"] = self.r.choice(["ON", "BC", "AB", "NS", "QC", "SK", "any"])
        p: dict[str, Any] = {
            "schema": "portal.profile/1",
            "person": person,
            "marital_status": status,
        }
        if status == "common_law" and self.chance(0.6):
            p["marital_status_since"] = self.ago(1).isoformat()
        if status in ("married", "common_law") and not self.chance(self.nulls):
            p["spouse"] = self.spouse()
        p["dependent_children"] = self.maybe(self.r.choice([0, 0, 1, 2, 3, 4, 6, 7]))
        p["education"] = self.education()
        p["language_tests"] = self.tests()
        p["first_official_language"] = self.r.choice([None, None, None, "en", "fr"])
        p["work"] = self.jobs(0.45)
        p["certificate_of_qualification"] = self.certificate()
        p["job_offer"] = self.offer()
        p["work_permits"] = self.permits()
        p["provincial_nomination"] = self.nomination()
        p["relatives_in_canada"] = self.relatives()
        p["ties"] = self.maybe({"provinces_of_interest": ["ON"], "previous_stays": self.stays()})
        if self.chance(0.2):  # made on the day: a new profile has no days of grace for funds
            entry = {"profile_created_on": self.on.isoformat(), "provinces": "all"}
            p["express_entry"] = {**entry, "primary_noc": self.noc()}
        p["settlement_funds"] = self.maybe(
            self.r.choice([0, 12000, 13757, 15263, 15262, 17127, 20000, 25000, 30690, 60000])
        )
        for key in ("education", "work", "language_tests", "work_permits", "relatives_in_canada"):
            if p[key] is None and self.chance(0.5):
                del p[key]
        return self.on, p
