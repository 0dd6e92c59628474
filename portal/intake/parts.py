"""The lists that client and partner share, and the pages of one entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.intake.forms import education as studies
from portal.intake.forms import language, work
from portal.intake.pages import Applies, Document, ListPage, Part
from portal.services import drafts
from portal.services.drafts import Place

SPOUSE: Place = ("spouse",)


def there_is(key: str) -> Applies:
    """Asked where the object of that key exists."""
    return lambda document: isinstance(document.get(key), Mapping)


def in_canada(entry: Document) -> bool:
    """Asked of what happened in Canada."""
    return entry.get("country") == "CA"


def ahead(entry: Document) -> bool:
    """Asked of a test without results."""
    return drafts.is_ahead(entry)


def needs_eca(entry: Document) -> bool:
    """Asked of a finished foreign credential."""
    return (
        entry.get("country") != "CA"
        and entry.get("x_state") in (None, "finished")
        and entry.get("credential") != "none"
    )


STUDY_PARTS = (
    Part("", _l("What did you study?"), studies.StudyForm),
    Part(
        "assessment",
        _l("What does it equal in Canada?"),
        studies.CredentialAssessmentForm,
        applies=needs_eca,
    ),
    Part(
        "conditions",
        _l("How did you study?"),
        studies.CanadianStudyForm,
        lede=_l("Study in Canada can earn points of its own, under these conditions."),
        applies=in_canada,
    ),
)
TEST_PARTS = (
    Part("", _l("Which language test?"), language.TestForm),
    Part(
        "scores",
        _l("Your test result"),
        language.ScoresForm,
        lede=_l("Copy the scores from your test report form."),
        applies=lambda entry: not ahead(entry),
        template="intake/page.html",
    ),
    Part("booked", _l("When is the test?"), language.TestAheadForm, applies=ahead),
)
JOB_PARTS = (
    Part(
        "",
        _l("What was this job?"),
        work.JobForm,
        lede=_l("Enter one job at a time, newest first. Count paid work only; part-time counts."),
        template="intake/page.html",
    ),
    Part(
        "conditions",
        _l("How did you do this job?"),
        work.ConditionsForm,
        lede=_l("These answers decide where the work counts."),
        template="intake/page.html",
    ),
)


def education(page_id: str, section: str, owner: Place, **kwargs: Any) -> ListPage:
    """The list of diplomas of the client or, with `owner`, of the partner."""
    return ListPage(
        page_id,
        section,
        place=(*owner, "education"),
        owner=owner or ("person",),
        parts=STUDY_PARTS,
        add=_l("Add a diploma or degree"),
        done=_l("That is all the education"),
        noun=_l("diploma or degree"),
        remove=_l("Remove this diploma or degree?"),
        **kwargs,
    )


def tests(page_id: str, section: str, owner: Place, **kwargs: Any) -> ListPage:
    """The list of language tests of the client or the partner."""
    return ListPage(
        page_id,
        section,
        place=(*owner, "language_tests"),
        owner=owner or ("person",),
        parts=TEST_PARTS,
        add=_l("Add a test"),
        done=_l("Those are all the tests"),
        noun=_l("test"),
        remove=_l("Remove this test?"),
        **kwargs,
    )


def jobs(page_id: str, section: str, owner: Place, **kwargs: Any) -> ListPage:
    """The list of jobs of the client or the partner."""
    return ListPage(
        page_id,
        section,
        place=(*owner, "work"),
        owner=owner or ("person",),
        parts=JOB_PARTS,
        add=_l("Add a job"),
        done=_l("That is all the work"),
        noun=_l("job"),
        remove=_l("Remove this job?"),
        limit=40,
        **kwargs,
    )
