"""Streams, categories, lists and grids: strict reading, and what was published of them."""

from datetime import date

import pytest

from portal.rulebook import RulebookError, load
from portal.rulebook.categories import Categories
from portal.rulebook.grids import Grids
from portal.rulebook.lists import Lists
from portal.rulebook.streams import Streams

HCP = "streams/ontario/hcp.toml"
TECH = "occupation_lists/on_tech_2019.toml"


def test_every_province_is_there_and_those_without_a_route_say_so():
    streams = load().part(Streams)
    assert len(streams) == 33
    assert {each.province for each in streams.values()} == {
        "ON",
        "AB",
        "BC",
        "SK",
        "MB",
        "NS",
        "NB",
        "PE",
        "NL",
        "YT",
        "NT",
        "NU",
        "QC",
    }
    for stream_id in ("nu.none", "qc.none"):
        assert streams[stream_id].status_on(date(2026, 11, 24)).state == "none"


# pnp_streams: Ontario's own pages, see the sources of the file
@pytest.mark.parametrize(
    ("stream_id", "day", "state"),
    [
        ("on.hcp", "2016-02-15", "open"),
        ("on.hcp", "2016-02-16", "paused"),
        ("on.hcp", "2017-04-10", "open"),
        ("on.hcp", "2017-11-01", "paused"),
        ("on.hcp", "2019-08-01", "open"),
        ("on.hcp", "2024-09-19", "open"),
        ("on.hcp", "2024-09-20", "open_no_draws"),
        ("on.hcp", "2026-05-29", "open_no_draws"),
        ("on.hcp", "2026-05-30", "revoked"),
        ("on.st", "2025-11-13", "open_no_draws"),
        ("on.st", "2025-11-14", "suspended"),
        ("on.owp_0_3", "2026-08-04", "open"),
        ("ab.ee_family", "2024-09-29", "open"),
        ("ab.ee_family", "2024-09-30", "closed"),
        ("bc.ee_graduate", "2024-11-26", "closed"),
        ("ns.lmp", "2026-02-18", "closed"),
        ("yt.ee", "2026-01-30", "open"),
        ("yt.ee", "2026-01-31", "closed"),
        ("yt.ee", "2026-07-17", "open"),
        ("sk.ee", "2024-09-13", "open_no_draws"),
    ],
)
def test_a_stream_was_open_on_the_days_that_were_published(stream_id, day, state):
    assert load().part(Streams)[stream_id].status_on(date.fromisoformat(day)).state == state


# Counts printed with the lists (IRCC's page of categories; Ontario's tech-draw page)
@pytest.mark.parametrize(
    ("list_id", "day", "count"),
    [
        ("ee.healthcare", "2023-05-31", 35),
        ("ee.healthcare", "2025-02-27", 37),
        ("ee.stem", "2024-04-11", 24),
        ("ee.stem", "2026-02-18", 11),
        ("ee.trade", "2023-08-03", 10),
        ("ee.trade", "2025-02-27", 25),
        ("ee.transport", "2023-05-31", 10),
        ("ee.transport", "2026-02-18", 4),
        ("ee.agriculture", "2023-05-31", 3),
        ("ee.education", "2025-02-27", 5),
        ("ee.physicians_canada", "2026-02-18", 3),
        ("ee.senior_managers_canada", "2026-02-18", 4),
        ("ee.researchers_canada", "2026-02-18", 2),
        ("ee.military_recruits", "2026-02-18", 3),
        ("on.tech_2019", "2019-08-01", 6),
        ("on.tech_2021noc", "2022-12-19", 9),
        ("sk.excluded", "2024-05-01", 152),
        ("sk.tech", "2026-06-20", 32),
        ("bc.tech", "2024-12-03", 35),
    ],
)
def test_a_list_has_as_many_codes_as_published(list_id, day, count):
    assert len(load().part(Lists).on(list_id, date.fromisoformat(day)).codes) == count


@pytest.mark.parametrize(
    ("edition", "code", "listed"),
    [
        ("2016", "2173", True),
        ("2016", "0213", True),
        ("2016", "2171", False),
        ("2021", "21231", True),  # all of it comes from 2173
        ("2021", "21233", None),  # from 2175, and in part from 2171
        ("2021", "21222", False),
    ],
)
def test_a_code_of_another_edition_counts_only_where_the_concordance_is_certain(
    edition, code, listed
):
    lists = load().part(Lists)
    assert lists.has(lists.on("on.tech_2019", date(2019, 8, 1)), edition, code) is listed


def test_trades_leave_out_what_the_regulation_leaves_out():
    codes = load().part(Lists).on("on.trades_groups_2021", date(2023, 1, 13)).codes
    assert {"72106", "63201"} <= codes
    assert not {"72600", "63200", "93200"} & codes


@pytest.mark.parametrize(
    ("category", "day", "in_force"),
    [
        ("french", "2023-05-30", False),
        ("french", "2023-05-31", True),
        ("transport", "2025-02-26", True),
        ("transport", "2025-02-27", False),
        ("transport", "2026-02-18", True),
        ("agriculture", "2026-02-17", True),
        ("agriculture", "2026-02-18", False),
        ("education", "2025-02-26", False),
        ("physicians_canada", "2025-12-08", True),
        ("military_recruits", "2026-02-17", False),
    ],
)
def test_a_category_was_in_force_on_the_days_that_were_published(category, day, in_force):
    found = load().part(Categories).on(category, date.fromisoformat(day))
    assert (found is not None) is in_force


@pytest.mark.parametrize(
    ("grid_id", "most", "mark"),
    [("sk.isw", 110, 60), ("ab.weoi", 100, None), ("bc.sirs", 200, None), ("mb.swo", 100, 60)],
)
def test_a_grid_adds_up_to_its_published_maximum(grid_id, most, mark):
    grid = load().part(Grids).history(grid_id)[-1]
    alone = sum(each.max for each in grid.factors if not each.cap_group)
    together = {each.cap_group: each.cap for each in grid.factors if each.cap is not None}
    assert alone + sum(together.values()) == grid.max == most
    assert grid.pass_mark == mark


@pytest.mark.parametrize(
    ("path", "found", "written", "says"),
    [
        (HCP, b'kind = "crs"', b'kind = "score"', "kind"),
        (HCP, b"at_least = 400", b"at_leest = 400", "unknown key"),
        (HCP, b"from = 2018-01-22\nstatus", b"from = 2014-01-22\nstatus", "Sort by from"),
        (HCP, b'state = "paused"', b'state = "asleep"', "state"),
        (HCP, b'province = "ON"', b'province = "QC"', "id"),
        (HCP, b'level = "bachelors_or_three_year"', b'level = "bachelor"', "level"),
        (TECH, b'"2173"', b'"2179"', "no NOC 2016 code"),
        (TECH, b"count = 6", b"count = 7", "count"),
        (TECH, b'"2147", "2172"', b'"2172", "2147"', "sorted"),
        (TECH, b", read_on = 2026-11-24}", b"}", "read_on"),
        ("categories/french.toml", b"min = 7", b"minimum = 7", "unknown key"),
        ("grids/sk_isw.toml", b'["masters", 23]', b'["masters", 24]', "over the maximum"),
        ("grids/sk_isw.toml", b'measure = "age"', b'measure = "years"', "measure"),
    ],
)
def test_a_file_that_breaks_the_format_is_refused_with_its_place(path, found, written, says):
    rules = load()
    assert found in rules.file(path)
    broken = rules.with_files({path: rules.file(path).replace(found, written, 1)})
    with pytest.raises(RulebookError, match=says):
        read_all(broken)


def read_all(rules):
    """Read every file of the formats this module is about."""
    return (
        dict(rules.part(Streams)),
        dict(rules.part(Categories)),
        list(rules.part(Lists).all()),
        rules.part(Grids).history("sk.isw"),
    )


def test_every_grid_that_a_stream_names_exists():
    grids = load().part(Grids)
    for stream in load().part(Streams).values():
        for version in stream.versions:
            for spec in version.criteria:
                if spec.kind == "grid":
                    assert grids.history(spec.values["grid"])
                if "list" in spec.values:
                    assert load().part(Lists).history(spec.values["list"])
