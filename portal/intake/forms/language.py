"""One language test: which one, then what its report says."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from portal.forms import ChoiceField, DateField, DecimalField, ManyField, TextField
from portal.intake.forms import scales
from portal.intake.forms.base import PageForm
from portal.vocabulary import ABILITIES, Ability, choices_of


class TestForm(PageForm):
    """Which test; the page after it asks what belongs to that test."""

    test = ChoiceField(
        _l("Which test is it?"),
        description=_l(
            "These are accepted for Express Entry. IELTS Academic, TOEFL iBT, "
            "PTE Academic and Duolingo are not."
        ),
        choices=scales.test_choices,
        required=_l("Choose the test"),
    )
    x_state = ChoiceField(
        _l("Do you have the results?"),
        choices=[
            ("have", _l("Yes, I have the report")),
            ("waiting", _l("I took it and am waiting for the results")),
            ("booked", _l("It is booked")),
        ],
        required=_l("Choose one answer; a booked test belongs here too"),
    )

    SHORT: ClassVar = {"test": _l("Test"), "x_state": _l("Results")}


class TestAheadForm(PageForm):
    """A test without results yet."""

    x_expected_on = DateField(
        _l("On which day is or was the test?"),
        description=_l("Leave this empty if it is not fixed. Example: 15 01 2027"),
    )

    SHORT: ClassVar = {"x_expected_on": _l("Test day")}


class ScoresForm(PageForm):
    """The scores as printed; ranges follow the test."""

    taken_on = DateField(
        _l("When did you take it?"),
        description=_l("The date on the report form. Example: 06 10 2018"),
        required=_l("Enter the date on the report, such as 06 10 2018; the scores hang on it"),
    )
    results_on = DateField(
        _l("Which date do the results carry?"),
        description=_l("If the report shows one beside the test date; a test’s age runs from it."),
    )
    scale = ChoiceField(
        _l("Which column of the report do you copy?"),
        description=_l(
            "TEF reports may print two columns. Look at the highest score each column can have."
        ),
        choices=[
            ("699", _l("Scores out of 699")),
            ("legacy", _l("Scores out of 300, 360 and 450 (the older column)")),
            ("unknown", _l("I don’t know")),
        ],
    )
    reading = DecimalField(_l("Reading"), high=1000)
    writing = DecimalField(_l("Writing"), high=1000)
    listening = DecimalField(_l("Listening"), high=1000)
    speaking = DecimalField(_l("Speaking"), high=1000)
    exempt = ManyField(
        _l("Were you exempt from a part because of a disability?"),
        description=_l("Tick the part and leave its score empty. Most people tick nothing here."),
        choices=choices_of(Ability),
    )
    report_number = TextField(
        _l("What is the number of the report?"),
        description=_l("Form, registration or certificate number. Example: 18IN001234RAOA001G"),
        max_length=60,
    )

    SHORT: ClassVar = {
        "taken_on": _l("Taken on"),
        "results_on": _l("Results of"),
        "scale": _l("Column"),
        "exempt": _l("Exempt from"),
        "report_number": _l("Report number"),
    }

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        if self.stored.get("test") != scales.TWO_COLUMNS:
            del self.scale

    @property
    def test(self) -> str:
        """The test chosen on the page before."""
        return str(self.stored.get("test"))

    def scores_hint(self) -> str:
        """What may be entered for this test."""
        return scales.hint(self.test, self.taken_on.data or self.context.today)

    def check(self) -> None:
        """Scores on the test's scale; every ability answered; days that can be."""
        self.not_in_future(self.taken_on)
        self.not_before_birth(self.taken_on)
        self.in_order(
            self.taken_on, self.results_on, _l("Enter a date that is not before the test")
        )
        self.not_in_future(self.results_on)
        scale = self.scale.data if "scale" in self else None
        for ability in ABILITIES:
            self._check_score(self[ability], ability, scale)

    def facts(self) -> tuple[dict[str, Any], set[str]]:
        """The report; nobody exempt is nothing to note."""
        facts, unknown = super().facts()
        facts["exempt"] = facts["exempt"] or None
        return facts, unknown

    def _check_score(self, score: Any, ability: str, scale: str | None) -> None:
        if ability in self.exempt.facts():
            if score.data is not None:
                self.fault(score, _l("Leave the score empty, or untick the exemption below"))
            return
        if score.data is None:
            return
        span = scales.span(self.test, ability, self.taken_on.data, scale)
        if span is not None and not span.holds(score.data):
            self.fault(score, span.message())


class FirstLanguageForm(PageForm):
    """Which official language counts as the first; asked of people with results in both."""

    first_official_language = ChoiceField(
        _l("Which is your first official language for Express Entry?"),
        description=_l(
            "It is your choice, whatever you speak at home. If you leave it to us, "
            "we take the one that gives the higher score."
        ),
        choices=[
            ("en", _l("English")),
            ("fr", _l("French")),
            ("unknown", _l("Take the better one")),
        ],
    )

    SHORT: ClassVar = {"first_official_language": _l("First official language")}


def has_both_languages(document: Any) -> bool:
    """Whether there are results, or tests to come, in English and in French."""
    tests = document.get("language_tests") or ()
    return {scales.language_of(str(each.get("test"))) for each in tests} >= {"en", "fr"}
