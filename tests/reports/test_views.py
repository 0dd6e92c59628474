"""What page and paper say of a document: sorted, grouped and chosen, never scored."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.rendering.answer import shorten, written_steps
from portal.rendering.paper import Opinion, Paper
from portal.rendering.scale import Scale
from portal.rendering.standing import twelve_months_before
from portal.rendering.view import Report, report
from portal.text import msg, render
from tests.reports.documents import a_paper, crowded_document, seed_document

NOTHING = Opinion()


def view(document: dict[str, Any] | None = None, paper: Paper | None = None) -> Report:
    return report(document or seed_document(), paper or a_paper(opinion=NOTHING), "en")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_round_that_invited_leads_and_the_missed_ones_support_it() -> None:
    said = view(seed_document(on="2019-08-20")).answer
    assert plain(said.headline) == (
        "Ontario’s round of 1 August 2019 would have invited you. The federal rounds would not."
    )
    assert said.support == "You missed the two last federal rounds by 8 and 17 points."


def test_without_a_profile_the_rows_suppose_one_and_say_so() -> None:
    made = view(seed_document(in_pool=False))
    assert made.rounds.supposed
    assert "this supposes a profile with today’s facts" in made.answer.support
    assert made.steps[0].head == "Create your Express Entry profile."
    assert all(each.outcome != "not_in_pool" for each in made.rounds.recent)


def test_with_a_profile_earlier_rounds_are_not_supposed() -> None:
    made = view()
    earlier = [each for each in made.rounds.recent if each.on < "2018-11-20"]
    assert earlier
    assert {each.outcome for each in earlier} == {"not_in_pool"}


def test_a_profile_newer_than_the_last_round_is_told_so() -> None:
    document = seed_document(in_pool=False)
    newest = max(
        (each for each in document["rounds"] if each["province"] is None),
        key=lambda each: each["on"],
    )
    newest["because_msg"] = {"id": "…", "values": {"created": {"date": "2019-08-21"}}}
    made = view(document)
    assert made.rounds.newcomer
    assert "Your profile is newer than these rounds" in made.answer.support
    assert made.steps == ()


def test_a_nomination_leads_and_is_the_route() -> None:
    document = seed_document()
    document["crs"]["total"] = 1049
    document["crs"]["sections"][3]["points"] = 600
    document["crs"]["sections"][3]["lines"][0].update(points=600, counted=600)
    made = view(document)
    assert made.answer.headline == "1,049 points with your provincial nomination"
    assert made.route.heading == "Your provincial nomination"
    assert made.route.detail == "600 points"


def test_a_federal_round_missed_by_little_is_a_route_before_a_mere_possibility() -> None:
    document = {**seed_document(on="2019-05-29"), "streams": []}
    made = view(document)
    assert plain(made.answer.headline) == "21 points below the federal round of 29 May 2019"
    assert made.route.heading == "Federal, all programs"
    assert made.route.badge is not None
    assert made.route.badge.words == "21 below"


def test_recent_is_counted_from_the_last_federal_round_not_from_today() -> None:
    document = {**seed_document(on="2019-08-20"), "on": "2019-12-20"}
    assert {each.on for each in view(document).rounds.fresh} >= {"2019-08-01", "2019-08-20"}


def test_nobody_eligible_is_a_score_without_a_rank() -> None:
    document = seed_document()
    for program in document["programs"]:
        program["eligible"] = False
    said = view(document).answer
    assert said.headline == "449 points, and no program to enter the pool with"
    assert "A score without a rank" in said.support
    assert view(document).route.heading == "No route is open today"


def test_a_total_that_is_not_known_is_no_number() -> None:
    document = seed_document()
    document["crs"]["total"] = None
    document["crs"]["sections"][0]["lines"][0].update(points=None, because="Born: not known")
    made = view(document)
    assert made.answer.headline == "We cannot give a score yet"
    assert "Born: not known" in made.answer.support
    assert made.rounds.ruler == ()
    assert "449" not in made.answer.headline + made.answer.support


def test_rounds_that_were_not_judged_are_not_none() -> None:
    document = {**seed_document(), "rounds": None, "streams": None, "categories": None}
    made = view(document)
    assert not made.rounds.judged
    assert (made.streams, made.categories) == (None, None)
    assert made.answer.support == "Past rounds were not replayed for this assessment."


def test_standing_groups_each_kind_of_round_of_the_last_twelve_months() -> None:
    made = view()
    rows = {(row.label, row.detail): row for row in made.rounds.standings}
    federal = rows["Federal, all programs", ""]
    assert (federal.rounds, federal.cutoffs) == (26, "438 to 470")
    assert federal.distance == "last 457, you 8 below"
    tech = rows["Ontario, Human Capital Priorities", "Targeted draw - Tech Draw"]
    assert (tech.rounds, tech.won, tech.distance) == (2, 2, "last 435 to 458, you inside")
    assert sum(row.rounds for row in made.rounds.standings) == len(made.rounds.recent)


def test_an_outcome_says_the_score_of_its_day_where_that_was_another_than_todays() -> None:
    document = seed_document()
    newest = max(document["rounds"], key=lambda each: each["on"])
    newest["crs"] = document["crs"]["total"] - 35
    rows = {row.last.id: row.that_day for row in view(document).rounds.standings}
    assert rows[newest["id"]] == f"with {newest['crs']} that day"
    assert {words for number, words in rows.items() if number != newest["id"]} == {""}


def test_unknown_points_are_words_and_their_line_has_no_bar() -> None:
    made = view(crowded_document())
    lines = {line.id: line for section in made.sections for line in section.lines}
    partner = lines["crs.spouse.language"]
    assert (partner.known, partner.shown) == (False, "not known")
    wage = lines["crs.additional.high_wage"]
    assert (wage.shown, wage.bar, wage.may_change) == ("not known", None, True)
    assert made.provisional is not None
    assert "High-wage occupation" in made.provisional.lines


def test_capped_points_say_what_the_table_gave() -> None:
    document = seed_document()
    line = document["crs"]["sections"][2]["lines"][0]
    line.update(points=50, counted=25)
    shown = view(document).sections[2].lines[0]
    assert (shown.shown, shown.capped) == ("25", "50 before the limit")


def test_a_cleared_flag_says_who_when_and_why_and_leaves_the_watch_list() -> None:
    made = view(paper=a_paper())
    cleared = [flag for flag in made.flags if flag.cleared]
    assert [(flag.id, flag.word) for flag in cleared] == [("spouse.work", "Resolved")]
    assert plain(cleared[0].cleared_on) == "20 August 2019"
    watched = " ".join(each.rest for each in made.watched)
    assert "IELTS" in watched
    assert "partner reports" not in watched


def test_what_does_not_stop_a_match_was_not_needed() -> None:
    document = seed_document()
    document["streams"][0]["criteria"][4].update(met=False, because="Another way is met")
    stream = view(document).open_streams[0]
    assert stream.count == "6 of 6 criteria met"
    assert [each.word for each in stream.criteria if each.id == "on.hcp.funds"] == ["Not needed"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_another_way_spares_is_not_missing_where_something_else_is(lang: str) -> None:
    document = seed_document()
    stream = document["streams"][0]
    stream["status"] = "near_miss"
    why = msg("Not needed, another way is met (%(why)s)", why="a job offer")
    stream["criteria"][3].update(met=False, because=render(why, lang))
    stream["criteria"][4].update(met=False, because="CA$100 short")
    made = report(document, a_paper(opinion=NOTHING), lang)
    shown = next(each for each in made.streams or () if each.id == "on.hcp")
    assert [each.because for each in shown.missed] == ["CA$100 short"]
    assert shown.asked == 6


def test_of_two_ways_a_near_miss_names_the_nearest_alone() -> None:
    document = seed_document()
    stream = document["streams"][0]
    stream["status"] = "near_miss"
    for place, months in ((3, 6), (4, 3)):
        label = {"id": "%(months)s months of work", "values": {"months": months}}
        stream["criteria"][place].update(met=False, because="too few", label_msg=label)
    nearest = stream["criteria"][4]["label_msg"]
    stream["because_msg"] = {"id": "Still missing: %(missing)s", "values": {"missing": [nearest]}}
    shown = next(each for each in view(document).streams or () if each.id == "on.hcp")
    assert [each.id for each in shown.missed] == [stream["criteria"][4]["id"]]


def test_a_near_miss_is_a_step_before_the_consultant_writes_any() -> None:
    document = seed_document()
    document["streams"][1]["status"] = "near_miss"
    heads = [step.head for step in view(document).steps]
    assert "Within reach: Ontario, Skilled Trades." in heads
    assert view(document, a_paper()).steps[0].head == "Name Ontario in your profile."


def test_sources_are_numbered_once_in_order_of_use() -> None:
    made = view()
    assert [source.number for source in made.sources] == list(range(1, len(made.sources) + 1))
    assert len({(source.title, source.url) for source in made.sources}) == len(made.sources)
    assert made.rules[0].shorts.replace("\u00a0", " ").startswith("A 1, A 2, A 3")


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        ("", []),
        ("1. Write. Then wait.\n- Read", [("Write.", "Then wait."), ("Read", "")]),
        ("\n\n • One sentence only.\n", [("One sentence only.", "")]),
        ("2019 was the year", [("2019 was the year", "")]),
    ],
)
def test_steps_are_lines_with_their_first_sentence_as_head(
    written: str, steps: list[tuple[str, str]]
) -> None:
    assert [(each.head, each.rest) for each in written_steps(written)] == steps


def test_shortening_ends_at_a_word_and_never_grows() -> None:
    assert shorten("as it is", 20) == "as it is"
    assert shorten("one two three four", 12) == "one two…"
    assert len(shorten("x" * 500, 80)) <= 80


def test_twelve_months_before_a_leap_day_is_the_last_of_february() -> None:
    from datetime import date

    assert twelve_months_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert twelve_months_before(date(2019, 8, 1)) == date(2018, 8, 1)


def test_a_scale_holds_the_score_and_what_is_near_it() -> None:
    scale = Scale.around(449, [435, 458, 466, 900])
    assert scale.low < 435
    assert 466 < scale.high < 560
    assert 0 < scale.at(449) < 1
    assert scale.at(900) == 1
    assert Scale.around(None, []).low < Scale.around(None, []).high


def test_views_know_no_web_no_database_and_no_clock() -> None:
    room = Path(sys.modules["portal.rendering.view"].__file__ or "").parent
    refused = {"flask", "flask_babel", "sqlalchemy", "werkzeug", "dbos"}
    for file in room.glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        names = {
            name.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert not {name.partition(".")[0] for name in names} & refused, file.name
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & {"now", "today", "utcnow"}, file.name
