"""What every PDF of the system is: archivable, tagged, the same bytes, and true to the texts."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from app.documents.pdf import pdf
from tests.architecture.sources import ROOT
from tests.helpers.pdfs import pages_of, reader, tags_of, text_of
from tests.helpers.printed import ARABIC, HEBREW, MADE, ODD, a_decision, an_izzina, the_minutes

EVERY = [an_izzina(), a_decision(), the_minutes(), the_minutes(closed_at=None)]
MARGIN = 60  # points
LOADED = "import sys; import {module}; print({library!r} in sys.modules)"


@pytest.fixture(params=EVERY, ids=["izzina", "decision", "minutes", "draft"])
def document(request):
    return request.param


def test_it_says_that_it_is_an_archivable_pdf(document):
    told = reader(pdf(document)).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "<pdfuaid:part>1</pdfuaid:part>" in told


def test_screen_readers_are_told_of_headings_and_tables(document):
    made = pdf(document)
    assert {"/Document", "/H1", "/H2", "/Table", "/TH", "/TD"} - tags_of(made) == set()
    assert reader(made).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_it_names_its_language_title_author_and_date(document):
    made = reader(pdf(document))
    about = made.metadata
    assert (made.trailer["/Root"]["/Lang"], about.author, about.creation_date) == ("lv", "VIRSIS", MADE)
    assert about.title.endswith(f"{document.number}. {document.title}")


def test_the_same_document_is_the_same_bytes(document):
    assert pdf(document) == pdf(document)


def test_another_process_makes_the_same_bytes():
    script = (
        "import sys; from tests.helpers.printed import a_decision; from app.documents.pdf import pdf; "
        "sys.stdout.buffer.write(pdf(a_decision()))"
    )
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout == pdf(a_decision())


def test_it_depends_on_the_moment_when_it_is_made(document):
    assert pdf(document) != pdf(replace(document, made_at=MADE + timedelta(minutes=1)))


def test_no_font_but_those_of_the_project_is_in_it(document):
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[1]
        for page in reader(pdf(document)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name for name in fonts if not name.startswith("SourceSans3-")} == set()


def test_every_page_names_number_title_date_and_its_place(document):
    pages = pages_of(pdf(document))
    for place, page in enumerate(pages, 1):
        assert f"{document.number} {document.title}" in page
        assert f"12.10.2026. plkst. 09.05 {place}. lappuse no {len(pages)}" in page


def test_every_page_of_invented_data_says_so(document):
    invented, real = pages_of(pdf(document)), text_of(pdf(replace(document, demo=False)))
    assert (all("Demonstrācijas dati" in page for page in invented), "Demonstr" in real) == (True, False)


@pytest.mark.parametrize("title", [ODD, f"Sistēma {HEBREW}", "* nav saraksts", "= nav virsraksts", "/ a: b"])
def test_a_title_comes_out_as_itself(document, title):
    assert " ".join(title.split()) in text_of(pdf(replace(document, title=title)))


def test_arabic_is_printed(document):
    assert set(ARABIC) <= set(text_of(pdf(replace(document, title=ARABIC))))


def test_ten_thousand_signs_without_a_blank_are_all_there_and_within_the_margins():
    pages = reader(pdf(a_decision(reasoning="Ŗ" * 10_000))).pages
    shown = [place for page in pages for place in where("Ŗ", page)]
    assert (len(shown), max(shown) < pages[0].mediabox.width - MARGIN) == (10_000, True)


@pytest.mark.parametrize(
    ("module", "library"), [("app.documents.docx", "docx"), ("app.documents.izzina", "typst")]
)
def test_libraries_are_loaded_by_who_uses_them(module, library):
    command = [sys.executable, "-c", LOADED.format(module=module, library=library)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"


def where(sign, page):
    """Return how far right of a page's edge a sign stands, each time."""
    found = []

    def look(text, moved, matrix, _font, _size):
        if sign in text:
            found.extend([matrix[4] * moved[0] + moved[4]] * text.count(sign))

    page.extract_text(visitor_text=look)
    return found
