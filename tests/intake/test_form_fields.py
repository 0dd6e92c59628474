"""What the shared fields take exactly, refuse with words, and never lose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DateField,
    DecimalField,
    LongTextField,
    ManyField,
    PassphraseField,
    SelectField,
    TextField,
    WholeNumberField,
    YesNoField,
)

LISTED = (("a", "A"), ("b", "B"))


class Everything(BaseForm):
    name = TextField("Name", max_length=40)
    duties = LongTextField("Duties", max_length=60)
    passphrase = PassphraseField("Passphrase")
    children = WholeNumberField("Children", low=0, high=30)
    funds = WholeNumberField("Funds")
    score = DecimalField("Score", low=0, high=9)
    wage = DecimalField("Wage", high=10_000)
    radio = ChoiceField("Radio", choices=LISTED)
    select = SelectField("Select", choices=lambda: LISTED)
    coming = YesNoField("Coming?")
    tick = CheckField("Tick")
    many = ManyField("Many", choices=LISTED, max_entries=2)
    born = DateField("Born")
    started = DateField("Started", day="optional")
    ended = DateField("Ended", day="optional", edge="last")


@pytest.fixture(scope="module")
def web() -> Iterator[Flask]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="test", WTF_CSRF_ENABLED=False)
    Babel(app)
    with app.test_request_context():
        yield app


def posted(pairs: Any, **stored: Any) -> Everything:
    return Everything(MultiDict(pairs), data=stored)


@pytest.mark.parametrize(
    "name",
    [
        "Sukarno",  # one word
        "Nguyễn Thị Ánh",
        "محمد بن سلمان",  # right to left
        "יעל כהן",
        "王小明",
        "Zoë 👩‍👩‍👧",  # emoji held together by joiners
        "ক্‍ষ",  # Bengali with a joiner
        "می‌خواهم",  # Persian with a non-joiner
        "O’Brien-Łukasz",
    ],
)
def test_names_in_any_script_pass_exactly(web: Flask, name: str) -> None:
    form = posted({"name": name})
    assert form.validate(), form.errors
    assert form.name.facts() == name


@pytest.mark.parametrize(
    "name",
    ["a\x00b", "a\x07b", "a\x1bb", "a\u202eb", "a\u2066b", "a\u200fb", "a\x85b", "a\nb", "\ud800"],
)
def test_control_characters_are_refused_and_the_text_is_kept(web: Flask, name: str) -> None:
    form = posted({"name": name})
    assert not form.validate()
    assert "control character" in form.faults()[0].message
    assert form.name.data == name


def test_lines_are_for_long_text_only(web: Flask) -> None:
    form = posted({"duties": "one\r\ntwo\tthree"})
    assert form.validate()
    assert form.duties.facts() == "one\ntwo\tthree"


def test_a_text_over_its_limit_says_both_numbers_and_is_kept(web: Flask) -> None:
    form = posted({"name": "x" * 41})
    assert not form.validate()
    assert form.faults()[0].message == "Shorten this to 40 characters; it has 41"
    assert form.name.data == "x" * 41


def test_a_passphrase_keeps_its_spaces(web: Flask) -> None:
    assert posted({"passphrase": "  four words with ends "}).passphrase.data[:2] == "  "


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("30", 30), (" 7 ", 7), ("", None), ("٣", 3)],
)
def test_whole_numbers_are_read_as_people_write_them(
    web: Flask, typed: str, number: int | None
) -> None:
    form = posted({"children": typed})
    assert form.validate(), form.errors
    assert form.children.facts() == number


@pytest.mark.parametrize(
    "typed", ["28000", "28,000", "28 000 $", "28\u202f000,00 $", "$28,000.00", "28’000"]
)
def test_money_is_read_as_people_write_it(web: Flask, typed: str) -> None:
    form = posted({"funds": typed})
    assert form.validate(), form.errors
    assert form.funds.facts() == 28_000


@pytest.mark.parametrize("typed", ["28,5", "28000,50", "28.000", "2,80", "28,00,0", "2 80"])
def test_money_that_could_be_read_two_ways_is_refused(web: Flask, typed: str) -> None:
    assert not posted({"funds": typed}).validate()


@pytest.mark.parametrize(
    "typed",
    ["31", "-1", "x", "1.5", "1,5", "2,8", "1 5", "9" * 5000, "²", "1e3", "NaN"],
)
def test_other_numbers_are_refused_and_kept(web: Flask, typed: str) -> None:
    form = posted({"children": typed})
    assert not form.validate()
    assert form.faults()[0].message == "Enter a whole number from 0 to 30"
    assert form.children._value() == typed


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-Infinity", "9.1", "1e400", "x", "--1"])
def test_scores_are_finite_numbers_in_range(web: Flask, typed: str) -> None:
    form = posted({"score": typed})
    assert not form.validate()
    assert form.faults()[0].message == "Enter a number from 0 to 9"


def test_a_years_pay_with_its_thousands_marked_is_no_hourly_wage(web: Flask) -> None:
    assert not posted({"wage": "73,944"}).validate()
    form = posted({"wage": "35,55 $"})
    assert form.validate()
    assert form.wage.facts() == 35.55


@pytest.mark.parametrize(("typed", "fact"), [("8.0", 8), ("7,5", 7.5), ("8", 8)])
def test_a_comma_is_a_decimal_point(web: Flask, typed: str, fact: float) -> None:
    form = posted({"score": typed})
    assert form.validate()
    assert form.score.facts() == fact


def test_what_a_list_does_not_hold_is_refused(web: Flask) -> None:
    form = posted([("radio", "z"), ("select", "z"), ("many", "z"), ("coming", "perhaps")])
    assert not form.validate()
    assert {fault.href for fault in form.faults()} == {
        "#radio-0",
        "#select",
        "#many-0",
        "#coming-0",
    }


def test_a_field_left_out_of_the_post_keeps_what_was_stored(web: Flask) -> None:
    stored = {
        "name": "Ana",
        "children": 2,
        "score": 7.5,
        "radio": "a",
        "select": "b",
        "coming": False,
        "tick": True,
        "many": ["a"],
        "born": "1985-03-14",
    }
    form = posted({"duties": "new"}, **stored)
    assert form.validate()
    assert {name: form[name].facts() for name in stored} == stored


def test_the_hidden_companion_unticks(web: Flask) -> None:
    form = posted([("tick", ""), ("many", "")], tick=True, many=["a", "b"])
    assert form.tick.facts() is False
    assert form.many.facts() == []


def test_unknown_is_an_answer_and_no_fact(web: Flask) -> None:
    form = posted({"coming": "unknown"})
    assert form.validate()
    assert form.coming.data == "unknown"
    assert form.coming.facts() is None


def day(name: str, *typed: str) -> dict[str, str]:
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), typed, strict=True))


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        (("29", "02", "2000"), "2000-02-29"),
        (("1", "3", "1985"), "1985-03-01"),
        (("", "", ""), None),
    ],
)
def test_days_are_read_from_three_boxes(
    web: Flask, typed: tuple[str, ...], fact: str | None
) -> None:
    form = posted(day("born", *typed))
    assert form.validate(), form.errors
    assert form.born.facts() == fact


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        (("29", "02", "2001"), "day"),
        (("31", "04", "2001"), "day"),
        (("0", "04", "2001"), "day"),
        (("01", "13", "2001"), "month"),
        (("01", "00", "2001"), "month"),
        (("01", "01", "1899"), "year"),
        (("01", "01", "2101"), "year"),
        (("01", "01", "81"), "year"),
        (("01", "01", "99999"), "year"),
        (("01", "", "2001"), "month"),
        (("", "01", "2001"), "day"),
        (("x", "01", "2001"), "day"),
        (("²", "01", "2001"), "day"),
    ],
)
def test_an_impossible_day_marks_its_box_and_keeps_all_three(
    web: Flask, typed: tuple[str, ...], box: str
) -> None:
    form = posted(day("born", *typed), born="1985-03-14")
    assert not form.validate()
    assert form.faults()[0].href == f"#born-{box}"
    assert tuple(part.value for part in form.born.parts()) == typed
    assert [part.name for part in form.born.parts() if part.faulty] == [f"born-{box}"]


def test_month_and_year_are_enough_where_they_are_enough(web: Flask) -> None:
    form = posted(day("started", "", "08", "2011") | day("ended", "", "2", "2012"))
    assert form.validate(), form.errors
    assert (form.started.facts(), form.started.month_only) == ("2011-08-01", True)
    assert (form.ended.facts(), form.ended.month_only) == ("2012-02-29", True)
    exact = posted(day("started", "15", "08", "2011"))
    assert exact.started.data == date(2011, 8, 15)
    assert not exact.started.month_only


def test_a_box_left_empty_can_be_ticked_when_the_page_comes_back() -> None:
    class Boxed(Form):
        tick = CheckField("Tick")

    form = Boxed(MultiDict([("tick", "")]))
    assert not form.tick.data
    assert 'value="y"' in form.tick()
