"""Lēmums: it says what was decided, by whom, on what grounds, and the hashes that prove it."""

from dataclasses import replace

import pytest

from app.documents.pdf import pdf
from tests.helpers.pdfs import pages_of, text_of
from tests.helpers.printed import HASH, a_decision


@pytest.fixture(scope="module")
def text():
    return text_of(pdf(a_decision()))


@pytest.mark.parametrize(
    "words",
    [
        "Lēmums par attīstības aktivitāti AA-2026-000139",
        "Tiesu informatīvās sistēmas likvidācija pēc pārejas uz e-lietu",
        "Pārzinis Tiesu administrācija",
        "Resurss TIS – Tiesu informatīvā sistēma",
        "Mērķis Tiesu lietas no 2026. gada 4. septembra kārto e-lietā.",
        "4. redakcija, 2. kārta",
        "Saskaņot ar nosacījumiem",
        "Pieņemts 2026. gada 12. oktobris, plkst. 09.05",
        "Pieņēma CAB vadītājs, VARAM aizvieto: VARAM CAB vadītāja vietnieks",
        "Pamatojums Pāreja uz e-lietu ir pabeigta, atlikušajiem izmantotājiem noteikts termiņš.",
        "Datu valsts inspekcija Saskaņo visas aktivitātes. MK 368 · mk368-2023 Saskaņots",
        "12.10.2026. plkst. 09.05 aizvieto: DVI CAB loceklis",
        "IeM IC FPR izmanto TIS datus. Ietekmēta iestāde. Nav sniegts",
        "Iebildums Nav norādīts, kad pastāvīgi glabājamās tiesu lietas nodos arhīvam.",
        "Nav ņemts vērā Nodošanas grafiks ir pielikumā, termiņš 31.03.2027.",
        "TIS slēdz tikai pēc tam, kad FPR tiesu nolēmumus saņem no e-lietas. 01.12.2026. PMLP iebildums PMLP",
        'Grafiks "Nr. 5".xlsx, 2. versija',
        "Noteikumu kopa mk368-2023",
    ],
)
def test_it_says_everything_that_belongs_to_the_decision(words, text):
    assert words in text


def test_hashes_of_rule_set_chain_and_attachments_stand_in_it_whole(text):
    whole = text.replace(" ", "")
    assert (whole.count(HASH), whole.count(HASH[::-1])) == (2, 1)


def test_an_obligation_that_no_page_holds_goes_on_on_the_next():
    long = replace(a_decision().obligations[0], text="\n".join(["Rinda."] * 400))
    pages = pages_of(pdf(a_decision(obligations=(long,))))
    assert max(page.count("Rinda.") for page in pages) < 80
    assert sum(page.count("Rinda.") for page in pages) == 400


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("objections", "Spēkā esošu iebildumu nav."),
        ("obligations", "Nosacījumu nav."),
        ("attachments", "Pielikumu nav."),
    ],
)
def test_a_part_without_entries_says_so(part, words, text):
    assert (words in text_of(pdf(a_decision(**{part: ()}))), words in text) == (True, False)
