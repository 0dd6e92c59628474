"""The pages of occupations, as a visitor gets them: no sign-in, no JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


def words(html: str) -> str:
    """The page's text without its tags, spaces run together."""
    body = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_search_page_asks_one_question(visitor: FlaskClient) -> None:
    answer = visitor.get("/occupations")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert '<label for="q">' in answer.text
    assert "occupations for" not in words(answer.text)


def test_a_typed_title_gives_codes_with_a_page_each(visitor: FlaskClient) -> None:
    page = visitor.get("/occupations", query_string={"q": "truk driver"}).text
    links = re.findall(r'href="(/occupations/2021/\d{5})"', page)
    assert links[0] == "/occupations/2021/73300"
    assert "TEER 3" in words(page)
    assert visitor.get(links[0]).status_code == 200


def test_the_old_edition_is_searched_on_request(visitor: FlaskClient) -> None:
    query = {"q": "software engineer", "edition": "2016"}
    page = visitor.get("/occupations", query_string=query).text
    assert re.findall(r'href="(/occupations/2016/\d{4})"', page)[0] == "/occupations/2016/2173"
    assert 'id="edition-2016" name="edition" value="2016" checked' in page


def test_what_was_typed_is_shown_again_and_never_run(visitor: FlaskClient) -> None:
    page = visitor.get("/occupations", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert(1)" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_nothing_found_says_what_to_try(visitor: FlaskClient) -> None:
    page = visitor.get("/occupations", query_string={"q": "qqqqzzzz"}).text
    assert "No title of the classification is close to this" in words(page)


def test_an_edition_nobody_knows_falls_back(visitor: FlaskClient) -> None:
    query = {"q": "nurse", "edition": "1999"}
    assert "/occupations/2021/31301" in visitor.get("/occupations", query_string=query).text


@time_machine.travel("2026-11-24T15:00:00Z")
def test_a_page_says_what_the_rules_of_today_make_of_a_code(visitor: FlaskClient) -> None:
    said = words(visitor.get("/occupations/2021/63200").text)
    assert (
        "On 24 November 2026 this is skilled work for Express Entry, and a skilled trade." in said
    )
    assert "TEER 3. The rule accepts TEER 0, 1, 2, 3." in said
    assert "Ontario Workforce Priority: trades" in said
    assert "6322 Cooks" in said
    assert "Open Government Licence" in said


def test_a_page_of_another_day(visitor: FlaskClient) -> None:
    before = words(visitor.get("/occupations/2021/73300?on=2022-11-15").text)
    assert "no skilled work for Express Entry" in before
    assert "7511, level C" in before
    after = words(visitor.get("/occupations/2021/73300?on=2022-11-16").text)
    assert "this is skilled work for Express Entry, and a skilled trade" in after


def test_an_old_code_says_what_became_of_it(visitor: FlaskClient) -> None:
    page = visitor.get("/occupations/2016/2171").text
    assert set(re.findall(r"/occupations/2021/(\d{5})", page)) == {
        "21211", "21220", "21221", "21222", "21233",
    }  # fmt: skip
    assert "A partial match never decides alone" in words(page)


@pytest.mark.parametrize("typed", ["x", "2022-13-01", "2014-12-31", "2026-02-30", "9999999999"])
def test_a_day_that_cannot_be_is_said_at_the_field(visitor: FlaskClient, typed: str) -> None:
    answer = visitor.get("/occupations/2021/63200", query_string={"on": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    "path", ["2021/2173", "2016/21231", "2026/21231", "2021/99999", "2021/..%2f", "x/y"]
)
def test_a_code_that_does_not_exist_is_not_found(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(f"/occupations/{path}").status_code == 404


def test_a_page_in_french_uses_the_french_names(visitor: FlaskClient) -> None:
    page = visitor.get("/occupations/2016/2171", headers={"Accept-Language": "fr"}).text
    assert "Analystes et consultants/consultantes en informatique" in words(page)
    assert '<html lang="fr"' in page
