"""Izziņa: its header, its two parts and their tables, as PDF and as DOCX."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from app.documents.docx import docx
from app.documents.pdf import pdf
from tests.helpers.pdfs import pages_of, reader, text_of
from tests.helpers.printed import ARABIC, DVI, HEBREW, ODD, VZD, an_izzina

NOT_AGREED = "I. Jautājumi, par kuriem saskaņošanā vienošanās nav panākta"
AGREED = "II. Jautājumi, par kuriem saskaņošanā vienošanās ir panākta"
COLUMNS = [
    "Nr.",
    "Atzinuma sniedzējs",
    "Projekta redakcija",
    "Iebildums / Priekšlikums Piedāvātā redakcija",
    "Ņemts vērā / Daļēji / Nav ņemts vērā",
    "Galīgā redakcija",
]


def opened(izzina):
    return python_docx.Document(BytesIO(docx(izzina)))


def words_of(izzina):
    """Return the texts of the DOCX: paragraphs, then cells."""
    word = opened(izzina)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [" ".join(text.split()) for text in (*(one.text for one in word.paragraphs), *cells)]


@pytest.fixture(
    scope="module",
    params=[lambda one: text_of(pdf(one)), lambda one: " ".join(words_of(one))],
    ids=["pdf", "docx"],
)
def said(request):
    return cache(request.param)


def test_header_names_number_title_holder_rounds_and_results(said):
    text = said(an_izzina())
    for one in (
        "Izziņa par atzinumos sniegtajiem iebildumiem un priekšlikumiem",
        "AA-2026-000128",
        "Gada deklarācijas priekšaizpilde ar CSDD datiem",
        "Valsts ieņēmumu dienests",
        "1. kārta 01.09.2026.–15.09.2026.",
        "2. kārta 01.10.2026. – nav slēgta",
        f"{DVI} 2. Nesaskaņots 06.10.2026.",
        "Centrālā statistikas pārvalde 1. Nav sniegts –",
    ):
        assert one in text


@pytest.mark.parametrize("words", [NOT_AGREED, AGREED, *COLUMNS])
def test_parts_and_columns_are_those_of_cabinet_practice(said, words):
    assert words in said(an_izzina())


@pytest.mark.parametrize(
    "words",
    [
        "Glabā piecu gadu transportlīdzekļu vēsturi.",
        "Iebildums Deklarācijai vajag tikai pārskata gadu; ilgāka glabāšana nav samērīga.",
        "Glabā pārskata gada transportlīdzekļu vēsturi.",
        "Ņemts vērā daļēji Trīs gadi, jo deklarāciju var precizēt trīs gadus.",
        "Glabā trīs gadu transportlīdzekļu vēsturi.",
        "nav mainīta",
    ],
)
def test_a_row_says_what_was_asked_answered_and_changed(words):
    assert any(words in cell for cell in words_of(an_izzina()))
    assert set(words.split()) - set(text_of(pdf(an_izzina())).split()) == set()


def test_a_remark_without_answer_says_so(said):
    open_one = replace(an_izzina().disputed[0], resolution="", answer="")
    assert "Atbilde nav sniegta" in said(an_izzina(disputed=(open_one,)))


def test_a_part_without_rows_says_so(said):
    assert f"{NOT_AGREED} Nav." in said(an_izzina(disputed=())).replace(f"{AGREED} {NOT_AGREED}", NOT_AGREED)


def test_disputed_remarks_stand_in_the_first_part_and_agreed_ones_in_the_second():
    text = text_of(pdf(an_izzina()))
    first, second = text.split(NOT_AGREED)[1].split(AGREED)
    assert (DVI in first, VZD in first, DVI in second, VZD in second) == (True, False, False, True)


def many(count, lines):
    """Return an izziņa with so many remarks of so many lines, whose begin and end are marked."""
    like = an_izzina().disputed[0]
    return an_izzina(
        disputed=tuple(
            replace(like, reason="\n".join([f"Sākums{n}.", *["Teksts."] * lines, f"Beigas{n}."]))
            for n in range(count)
        )
    )


def test_the_pdf_tears_no_row_that_a_page_holds():
    pages = pages_of(pdf(many(12, 12)))
    assert len(pages) > 3
    for n in range(12):
        assert [f"Beigas{n}." in page for page in pages] == [f"Sākums{n}." in page for page in pages]


def test_the_pdf_tears_a_row_that_no_page_holds():
    pages = pages_of(pdf(many(1, 150)))
    assert len(pages) > 3
    assert sum(page.count("Teksts.") for page in pages) == 150
    assert "Beigas0." in " ".join(pages)


def test_the_pdf_repeats_the_columns_on_every_page_of_a_table():
    pages = pages_of(pdf(many(12, 12)))
    assert [page for page in pages if "Iebildums Sākums" in page and COLUMNS[1] not in page] == []


def test_the_pdf_lies_on_its_side():
    assert {page.mediabox.width > page.mediabox.height for page in reader(pdf(an_izzina())).pages} == {True}


def test_the_docx_lies_on_its_side_repeats_columns_and_tears_no_row():
    word = opened(an_izzina())
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    for table in word.tables:
        rows = [row._tr.trPr for row in table.rows]
        assert [one.find(qn("w:cantSplit")) is not None for one in rows] == [True] * len(rows)
        assert [one.find(qn("w:tblHeader")) is not None for one in rows] == [True] + [False] * (len(rows) - 1)


def test_the_docx_names_title_author_language_and_date():
    about = opened(an_izzina()).core_properties
    assert about.title == "Izziņa AA-2026-000128. Gada deklarācijas priekšaizpilde ar CSDD datiem"
    assert (about.author, about.language, f"{about.created:%Y-%m-%d %H:%M:%S}") == (
        "VIRSIS",
        "lv-LV",
        "2026-10-12 06:05:07",
    )


def test_every_page_of_the_docx_names_number_title_and_invented_data():
    top = opened(an_izzina()).sections[0].header.paragraphs[0].text
    assert top.startswith("Izziņa AA-2026-000128   Gada deklarācijas")
    assert top.endswith("Demonstrācijas dati")
    assert "Demonstr" not in opened(an_izzina(demo=False)).sections[0].header.paragraphs[0].text


def test_every_page_of_the_docx_is_numbered_and_dated():
    foot = opened(an_izzina()).sections[0].footer.paragraphs[0]
    assert "12.10.2026. plkst. 09.05" in foot.text
    assert [one.get(qn("w:instr")) for one in foot._p.findall(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_the_same_izzina_is_the_same_docx_at_any_time_of_day():
    made = docx(an_izzina())
    with ZipFile(BytesIO(made)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    assert docx(an_izzina()) == made


@pytest.mark.parametrize("title", [ODD, HEBREW, ARABIC, "\u4e2d\u6587", "ģ" * 10_000, "a\x00\x0b\ud800b"])
def test_a_title_comes_out_of_the_docx_as_itself(title):
    shown = " ".join(title.replace("\x00", "").replace("\ud800", "").split())
    assert shown in words_of(an_izzina(title=title))
