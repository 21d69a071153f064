"""Protokols: it says who met, what was said and decided, and nothing of what its reader does not see."""

import pytest

from app.documents.pdf import pdf
from tests.helpers.pdfs import pages_of, text_of
from tests.helpers.printed import an_item, the_minutes


@pytest.fixture(scope="module")
def text():
    return text_of(pdf(the_minutes()))


@pytest.mark.parametrize(
    "words",
    [
        "CAB sēdes protokols CS-2026-0014",
        "Kārtējā sēde",
        "Laiks 2026. gada 16. septembris, plkst. 14.00–15.30",
        "Vieta VARAM, 204. telpa, un attālināti",
        "Vada VARAM CAB vadītājs",
        "Slēgts 16.09.2026. plkst. 15.40",
        "Piedalās 2 no 3 uzaicinātajiem.",
        "DVI CAB loceklis Datu valsts inspekcija Jā",
        "KM CAB loceklis Kultūras ministrija Nē",
        "1. Bezdarbnieku pabalstu datu apmaiņa starp BURVIS un SAIS",
        "AA-2026-000109 · Nodarbinātības valsts aģentūra",
        "DVI – saskaņots VSAA – saskaņots ar priekšlikumiem",
        "Saruna DVI: ja glabā trīs gadus, iebildumu atsauc. CSDD: piekrīt.",
        "Lēmums Saskaņot ar 3 nosacījumiem",
        "Pamatojums Datu apjoms samazināts līdz pabalsta lēmumam vajadzīgajam.",
        "2. cits jautājums",
    ],
)
def test_it_says_what_the_record_says(words, text):
    assert words in text


def test_an_item_without_opinions_notes_and_decision_says_so():
    text = text_of(pdf(the_minutes(agenda=(an_item(opinions=(), notes="", decision="", reasoning=""),))))
    for words in ("Atzinumi Atzinumu vēl nav", "Saruna Nav pierakstīta", "Lēmums Nav pieņemts"):
        assert words in text
    assert "Pamatojums" not in text


def test_until_the_meeting_is_closed_every_page_is_marked_as_a_draft():
    pages = pages_of(pdf(the_minutes(closed_at=None, agenda=(an_item(),) * 12)))
    assert len(pages) > 2
    assert [page for page in pages if "PROJEKTS" not in page] == []
    assert "Projekts CAB sēdes protokols" in pages[0]
    assert "Sēde vēl nav slēgta" in pages[0]


def test_the_minutes_of_a_closed_meeting_are_no_draft(text):
    assert "projekts" not in text.casefold()
