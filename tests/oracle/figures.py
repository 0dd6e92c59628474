"""Every figure of the ranking and of the three programs, typed from facts/crs.yaml,
facts/programs.yaml, facts/language_tests.yaml and facts/settlement_funds.yaml, not from the
engine. Columns: single, with spouse."""

from __future__ import annotations

LEVELS = (
    "none", "secondary", "post_secondary_one_year", "post_secondary_two_year",
    "bachelors_or_three_year", "two_or_more", "masters", "doctorate",
)  # fmt: skip
RANK = {name: n for n, name in enumerate(LEVELS)} | {"professional_degree": 6}

# crs.yaml core.age (18 to 44; else 0)
AGE_SINGLE = [99, 105] + [110] * 10 + [105, 99, 94, 88, 83, 77, 72, 66, 61, 55, 50, 39, 28, 17, 6]
AGE_SPOUSE = [90, 95] + [100] * 10 + [95, 90, 85, 80, 75, 70, 65, 60, 55, 50, 45, 35, 25, 15, 5]
# core.education by LEVELS
EDUCATION = ([0, 30, 90, 98, 120, 128, 135, 150], [0, 28, 84, 91, 112, 119, 126, 140])
SPOUSE_EDUCATION = [0, 2, 6, 7, 8, 9, 10, 10]
# per ability, by CLB 0..10
FIRST = ([0, 0, 0, 0, 6, 6, 9, 17, 23, 31, 34], [0, 0, 0, 0, 6, 6, 8, 16, 22, 29, 32])
SECOND = [0, 0, 0, 0, 0, 1, 1, 3, 3, 6, 6]
SECOND_CAP = (24, 22)
SPOUSE_LANGUAGE = [0, 0, 0, 0, 0, 1, 1, 3, 3, 5, 5]
# by years 0..5
CANADIAN_WORK = ([0, 40, 53, 64, 72, 80], [0, 35, 46, 56, 63, 70])
SPOUSE_WORK = [0, 5, 7, 8, 9, 10]
# transferability: [row][column]; rows none/one/upper; columns below/7/9 or 0/1/2 years
PAIR = [[0, 0, 0], [0, 13, 25], [0, 25, 50]]
EDUCATION_ROW = [0, 0, 1, 1, 1, 2, 2, 2]
FOREIGN_ROW = [0, 1, 1, 2]
CERTIFICATE = [0, 25, 50]  # weakest first-language ability under 5, 5 or 6, 7 and more

# additional: (first day, points), latest first
JOB_OFFER = [("2025-03-25", 0, 0), ("2016-11-19", 200, 50), ("2015-01-01", 600, 600)]
STUDY = [("2016-11-19", 15, 30), ("2015-01-01", 0, 0)]
SIBLING = [("2017-06-06", 15), ("2015-01-01", 0)]
FRENCH = [("2020-10-20", 25, 50), ("2017-06-06", 15, 30), ("2015-01-01", 0, 0)]
NOMINATION = 600

# programs.yaml fsw.grid
GRID_EDUCATION = [0, 5, 15, 19, 21, 22, 23, 25]
GRID_EXPERIENCE = [0, 9, 11, 11, 13, 13, 15]
GRID_FIRST = [0, 0, 0, 0, 0, 0, 0, 4, 5, 6, 6]


def grid_age(years: int) -> int:
    return 0 if years < 18 else 12 if years <= 35 else max(0, 47 - years)


# language_tests.yaml: the lowest score of CLB 4, 5, 6, 7, 8, 9, 10
Table = dict[str, tuple[float, ...]]
ABILITIES = ("reading", "writing", "listening", "speaking")
_OWN = (4, 5, 6, 7, 8, 9, 10)
IELTS: Table = {
    "reading": (3.5, 4, 5, 6, 6.5, 7, 8),
    "writing": (4, 5, 5.5, 6, 6.5, 7, 7.5),
    "listening": (4.5, 5, 5.5, 6, 7.5, 8, 8.5),
    "speaking": (4, 5, 5.5, 6, 6.5, 7, 7.5),
}
CELPIP: Table = dict.fromkeys(ABILITIES, _OWN)
PTE: Table = {
    "reading": (33, 42, 51, 60, 69, 78, 88),
    "writing": (41, 51, 60, 69, 79, 88, 90),
    "listening": (28, 39, 50, 60, 71, 82, 89),
    "speaking": (42, 51, 59, 68, 76, 84, 89),
}
_TEF_450 = (181, 226, 271, 310, 349, 371, 393)
TEF_LEGACY: Table = {
    "reading": (121, 151, 181, 207, 233, 248, 263),
    "writing": _TEF_450,
    "listening": (145, 181, 217, 249, 280, 298, 316),
    "speaking": _TEF_450,
}
TEF_2019: Table = dict.fromkeys(ABILITIES, (300, 350, 400, 450, 500, 533, 566))
_TEF_READ = (306, 352, 393, 434, 462, 503, 546)
TEF_2023: Table = {
    "reading": _TEF_READ,
    "writing": (268, 330, 379, 428, 472, 512, 558),
    "listening": _TEF_READ,
    "speaking": (328, 387, 422, 456, 494, 518, 556),
}
_TCF_20 = (4, 6, 7, 10, 12, 14, 16)
TCF: Table = {
    "reading": (342, 375, 406, 453, 499, 524, 549),
    "writing": _TCF_20,
    "listening": (331, 369, 398, 458, 503, 523, 549),
    "speaking": _TCF_20,
}
LANGUAGE_OF = {
    "ielts_general_training": "en", "celpip_general": "en", "pte_core": "en",
    "tef_canada": "fr", "tcf_canada": "fr",
}  # fmt: skip

# settlement_funds.yaml: first day, families of 1 to 7, each more
FUNDS: list[tuple[str, tuple[int, ...], int]] = [
    ("2025-07-07", (15263, 19001, 23360, 28362, 32168, 36280, 40392), 4112),
    ("2024-05-28", (14690, 18288, 22483, 27297, 30690, 34917, 38875), 3958),
    ("2023-04-25", (13757, 17127, 21055, 25564, 28994, 32700, 36407), 3706),
    ("2022-06-09", (13310, 16570, 20371, 24733, 28052, 31638, 35224), 3586),
    ("2021-07-15", (13213, 16449, 20222, 24553, 27847, 31407, 34967), 3560),
    ("2020-01-01", (12960, 16135, 19836, 24083, 27315, 30806, 34299), 3492),
    ("2019-01-17", (12669, 15772, 19390, 23542, 26701, 30114, 33528), 3414),
    ("2018-01-05", (12475, 15531, 19093, 23181, 26292, 29652, 33014), 3361),
    ("2017-01-27", (12300, 15312, 18825, 22856, 25923, 29236, 32550), 3314),
]
# Days on which nobody can say which of two tables holds (their notes)
FUNDS_DISPUTED = (
    ("2019-01-01", "2019-01-16"),
    ("2021-07-15", "2021-07-15"),
    ("2025-07-07", "2025-07-28"),
)

NOC_2021_FROM = "2022-11-16"
TRADES_2016 = ("72", "73", "82", "92", "632", "633")  # skill level B only
