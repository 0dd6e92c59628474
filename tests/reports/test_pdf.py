"""The paper that the client pays for, read back from its bytes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from pypdf import PdfReader

from portal.rendering.child import render_in_child
from portal.rendering.paper import ClearedFlag, Client, Opinion
from portal.rendering.pdf import render_pdf
from tests.reports.conftest import HOSTILE, words_of
from tests.reports.documents import a_paper, crowded_document, seed_document


def test_the_cover_names_client_case_dates_specialist_and_licence(seed_pages: list[str]) -> None:
    cover = seed_pages[0]
    for words in (
        "Express Entry assessment",
        "Ananya Rao",
        "L-2019-0187",
        "A-2019-0142",
        "20 August 2019",
        "21 August 2019",
        "Claire Desrosiers, RCIC R900001",
        "Larchmere Immigration",
    ):
        assert words in cover


def test_the_second_page_answers(seed_pages: list[str]) -> None:
    answer = seed_pages[1]
    order = [
        answer.index(words)
        for words in (
            "449",
            "Ontario’s round of 1 August 2019 would have invited you.",
            "Where you stand",
            "Federal, all programs",
            "Best route: Ontario, Human Capital Priorities",
            "Next steps",
            "Name Ontario in your profile.",
            "What to watch",
        )
    ]
    assert order == sorted(order)
    assert "435 to 458" in answer
    assert "last 457, you 8 below" in answer


def test_every_part_of_the_paper_is_there(seed_pages: list[str]) -> None:
    whole = " ".join(seed_pages)
    for words in (
        "How the 449 points add up",
        "75 of 100",
        "126 of 140",
        "128 of 128",
        "Federal Skilled Worker Program",
        "Selection grid: 79 points, pass mark 67",
        "Canadian Experience Class",
        "Federal Skilled Trades Program",
        "NOC 2016 2173 Software engineers",
        "Rounds won and missed",
        "1,773 invited, CRS 435 to 458.",
        "Every year since rounds began",
        "Flags and how each was resolved",
        "no paid work since the degree. (Claire Desrosiers, 20 August 2019)",
        "Your profile is strong where Ontario looks",
        "Comprehensive Ranking System criteria",
        "No one can promise an invitation.",
        "Contains information licensed under the Open Government Licence – Canada.",
        "this does not constitute an endorsement by Statistics Canada of this product.",
    ):
        assert words in whole, words


def test_no_page_is_empty_and_all_but_the_cover_are_numbered_and_headed(
    seed_pages: list[str], crowded_pages: list[str]
) -> None:
    for pages in (seed_pages, crowded_pages):
        for number, text in enumerate(pages[1:], 2):
            assert f"{number} / {len(pages)}" in text
            assert "Larchmere Immigration" in text
            assert len(text) > 250, f"page {number} is nearly empty"


def test_the_answer_stays_on_one_page_however_much_is_written(crowded_pages: list[str]) -> None:
    assert "Where you stand" in crowded_pages[1]
    assert "What to watch" in crowded_pages[1]
    assert "Steps and points to watch in full: page" in crowded_pages[1]
    assert "How the 437 points add up" in crowded_pages[2]


def test_a_long_name_stands_whole_on_the_cover(crowded_pages: list[str]) -> None:
    assert crowded_pages[0].count("Wolfeschlegelsteinhausenberger") == 10  # and nowhere hidden


def test_a_provisional_total_says_beside_it_for_whom_and_why(crowded_pages: list[str]) -> None:
    answer = crowded_pages[1]
    assert "This total is provisional." in answer
    assert "It matters to people with Canadian work or a job offer" in answer
    assert answer.index("This total is provisional.") < answer.index("Where you stand")


def test_unknown_points_are_not_known_and_never_zero(crowded_pages: list[str]) -> None:
    points = next(page for page in crowded_pages if "How the 437 points add up" in page)
    assert points.count("not known") >= 2
    assert "0 of 20" not in points
    assert "its points are not known" in " ".join(crowded_pages)


def test_letter_and_a4_have_their_size(seed_pdf: bytes, crowded_pdf: bytes) -> None:
    for content, size in ((seed_pdf, (612, 792)), (crowded_pdf, (595, 841))):
        box = PdfReader(BytesIO(content)).pages[0].mediabox
        assert (int(box.width), int(box.height)) == size


# ---- tags, bookmarks, metadata -----------------------------------------------------------------


def elements(content: bytes) -> Iterator[tuple[str, pikepdf.Object]]:
    pdf = pikepdf.open(BytesIO(content))

    def below(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
        children = node.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield str(child["/S"]), child
                yield from below(child)

    yield from below(pdf.Root.StructTreeRoot)


def test_pdfua_finds_nothing(seed_pdf: bytes, crowded_pdf: bytes, tmp_path) -> None:
    from pdfua import validate

    for name, content in (("seed", seed_pdf), ("crowded", crowded_pdf)):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(content)
        report = validate(str(file))
        assert [finding.message for finding in report.findings] == []
        assert report.exit_code == 0


def test_every_header_cell_says_what_it_heads(seed_pdf: bytes) -> None:
    scopes = [element["/A"]["/Scope"] for kind, element in elements(seed_pdf) if kind == "/TH"]
    assert len(scopes) > 100
    assert set(scopes) == {pikepdf.Name.Column, pikepdf.Name.Row}


def test_headings_descend_without_a_gap_from_one_title(seed_pdf: bytes) -> None:
    levels = [int(kind[2]) for kind, _ in elements(seed_pdf) if kind[:2] == "/H" and len(kind) == 3]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_drawings_are_described(seed_pdf: bytes) -> None:
    said = [str(element.get("/Alt")) for kind, element in elements(seed_pdf) if kind == "/Figure"]
    assert said == ["A ruler of scores with a line at 449 points", "How 449 points add up"]


def test_the_file_says_its_language_title_author_and_bookmarks(seed_pdf: bytes) -> None:
    with pikepdf.open(BytesIO(seed_pdf)) as pdf:
        assert pdf.Root.Lang == "en-CA"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.docinfo["/Title"]) == "Express Entry assessment: Ananya Rao"
        assert str(pdf.docinfo["/Author"]) == "Larchmere Immigration"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20190821192000Z"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:3] == [
        "Express Entry assessment",
        "The answer",
        "How the 449 points add up",
    ]
    assert titles[-1] == "Sources and notices"


def test_all_letters_are_embedded(seed_pdf: bytes) -> None:
    with pikepdf.open(BytesIO(seed_pdf)) as pdf:
        fonts = [each for each in pdf.objects if _is(each, "/Type", "/FontDescriptor")]
        assert fonts
        assert all("/FontFile2" in each or "/FontFile3" in each for each in fonts)
        names = {str(each["/FontName"]).rpartition("+")[2].partition("-")[0] for each in fonts}
        assert names == {"Hanken", "Newsreader"}


def _is(thing: object, key: str, value: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get(key) == pikepdf.Name(value)


# ---- same bytes, other languages, hostile text ---------------------------------------------------


@pytest.mark.asvs("15.2.2")
def test_the_same_document_gives_the_same_bytes_in_another_process(seed_pdf: bytes) -> None:
    again = render_pdf(seed_document(neutral=True), a_paper())
    assert again.content == seed_pdf
    assert render_pdf(seed_document(lang="en"), a_paper()).content == seed_pdf


def test_a_french_paper_is_french_to_the_reader_and_the_machine() -> None:
    made = render_pdf(seed_document(neutral=True), a_paper(), lang="fr")
    with pikepdf.open(BytesIO(made.content)) as pdf:
        assert pdf.Root.Lang == "fr-CA"
    whole = " ".join(words_of(made.content))
    assert "La ronde de l’Ontario" in whole or "Première langue officielle" in whole
    assert "20 août 2019" in whole


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server that writes down who asks it for anything."""
    asked: list[str] = []

    class Ears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Ears)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


@pytest.mark.asvs("1.3.6")
def test_hostile_text_in_every_field_stands_there_literally_and_fetches_nothing(
    listener: tuple[int, list[str]],
) -> None:
    port, asked = listener
    hostile = HOSTILE.format(port=port)
    firm = a_paper().firm
    assert firm is not None
    paper = a_paper(
        client=Client(name=hostile, case_number=hostile),
        number=hostile,
        opinion=Opinion(summary=hostile, route=hostile, next_steps=hostile, watch=hostile),
        flags=(ClearedFlag(id="work.0", path="work.0", reason=hostile, cleared_by=hostile),),
        firm=firm.model_copy(
            update={"name": hostile, "address": hostile, "register_url": "javascript:alert(1)"}
        ),
    )
    content, _ = render_in_child(crowded_document(words=hostile), paper)
    assert asked == []
    whole = " ".join(words_of(content)).replace(" ", "")
    for literal in (
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%(x)s",
        "&lt;",
        "url(file:///etc/passwd)",
    ):
        assert whole.count(literal.replace(" ", "")) >= 8, literal
    assert "root:x:0" not in whole
    assert b"/EmbeddedFile" not in content
    assert b"/JavaScript" not in content
