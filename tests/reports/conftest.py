"""Papers rendered once for all tests that read them back."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from portal.models import StoredAssessment
from portal.rendering.child import render_in_child
from portal.rendering.paper import Client, Opinion
from tests.reports.documents import a_paper, crowded_document, seed_document
from tests.world import People

HOSTILE = (
    "<script>alert(1)</script><img src=http://127.0.0.1:{port}/x.png> "
    "<link rel=stylesheet href=file:///etc/hostname> @import url(http://127.0.0.1:{port}/a.css) "
    "<svg><image href=file:///etc/passwd /></svg> {{{{7*7}}}} %(x)s &lt; url(file:///etc/passwd)"
)
LONG = (
    "Ask the employer for a letter that names hours, dates and duties on its own letterhead, and "
    "have the person who signs it add a telephone number, because the officer may call. "
)


@pytest.fixture(scope="session")
def seed_pdf() -> bytes:
    """The seed case's paper on Letter, made in a child process as the worker does."""
    return render_in_child(seed_document(neutral=True), a_paper())[0]


@pytest.fixture(scope="session")
def crowded_pdf() -> bytes:
    """A provisional paper on A4, full of flags, of a client with a very long name."""
    from portal.rendering.pdf import render_pdf

    opinion = Opinion(
        summary="\n".join([LONG * 2] * 3),
        route=LONG * 4,
        next_steps="\n".join([LONG * 2] * 6),
        watch="\n".join([LONG] * 5),
    )
    paper = a_paper(
        opinion=opinion,
        client=Client(name=" ".join(["Wolfeschlegelsteinhausenberger"] * 10), case_number="C-1"),
    )
    return render_pdf(crowded_document(), paper, edition="a4").content


@pytest.fixture(scope="session")
def seed_pages(seed_pdf: bytes) -> list[str]:
    """The words of each page of the seed case's paper."""
    return words_of(seed_pdf)


@pytest.fixture(scope="session")
def crowded_pages(crowded_pdf: bytes) -> list[str]:
    """The words of each page of the crowded paper."""
    return words_of(crowded_pdf)


def words_of(content: bytes) -> list[str]:
    """Each page's text on one line, plain spaces between the words."""
    pages = PdfReader(BytesIO(content)).pages
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in pages]


@pytest.fixture
def time_machine_2019() -> Iterator[None]:
    """The clock stands at 1 August 2019, the day of the seed case."""
    from datetime import UTC, datetime

    import time_machine

    with time_machine.travel(datetime(2019, 8, 1, 15, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def released(db: Session, people: People, time_machine_2019: None) -> StoredAssessment:
    """The seed case as released to its client on 1 August 2019."""
    from tests.review import a_released_case

    _, stored = a_released_case(db, people)
    return stored
