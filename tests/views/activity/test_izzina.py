"""Izziņa of a card: as a page in the reader's language, as PDF and as DOCX in Latvian."""

from io import BytesIO

import docx as python_docx
import pytest

from app.clock import now
from app.services.activity import answering, steps as workflow
from app.services.activity.voting import RemarkGiven
from app.services.card.writing import edit
from rules.vocabulary import Choice, Heed, Outcome, RemarkKind
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.pdfs import text_of
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in

pytestmark = pytest.mark.stage("in_round")
PART_I, PART_II = "I. Jautājumi", "II. Jautājumi"


def remark(kind, section, reason, **more):
    return RemarkGiven(kind=kind, section=section, reason=reason, **more)


@pytest.fixture
def number(app):
    """A card: DVI objects, FM objected and approves now, KM proposes twice, of which the last stands."""
    number = number_in(app)
    for code, choice, remarks in (
        ("FM", Choice.object, [remark(RemarkKind.objection, "budget_eur", "Summa nav pamatota.")]),
        ("KM", Choice.approve_with_proposals, [remark(RemarkKind.proposal, "risks", "Vecs priekšlikums.")]),
        ("KM", Choice.approve_with_proposals, [remark(RemarkKind.proposal, "risks", "Jauns priekšlikums.")]),
        ("FM", Choice.approve, []),
        (
            "DVI",
            Choice.object,
            [remark(RemarkKind.objection, "goal", "Mērķis nav skaidrs.", current_text="Kam?")],
        ),
    ):
        change(app, number, lambda one, code=code, rest=(choice, remarks): _vote(one, code, *rest))
    return number


def _vote(activity, code, choice, remarks):
    cards.vote(activity, code, choice, remarks=remarks)


def answer(app, number, text="Precizēsim mērķi."):
    def say(activity):
        rows = activity.current_round.requirements
        row = next(one for one in rows if one.institution.code == "DVI")
        said = {"remark_id": row.votes[-1].remarks[0].id, "resolution": Heed.partly, "text": text}
        answering.answer(activity, actor("vid.pieteicejs"), now(), **said)

    change(app, number, say)


def pdf_of(app, number, username="fm.loceklis"):
    return text_of(browser_of(app, username).get(f"/aktivitates/{number}/izzina.pdf").data)


def parts_of(text):
    """What stands in the first and in the second part."""
    first, second = text.split(PART_II)
    return first.split(PART_I)[1], second


@pytest.mark.both_databases
def test_objections_in_force_stand_in_the_first_part_and_the_others_in_the_second(app, number):
    first, second = parts_of(pdf_of(app, number))
    assert ("Mērķis nav skaidrs." in first, "Summa nav pamatota." in second) == (True, True)
    assert ("Jauns priekšlikums." in second, "Vecs priekšlikums." in first + second) == (True, False)


def test_what_quotes_nothing_stands_beside_what_the_field_said(app, number):
    _first, second = parts_of(pdf_of(app, number))
    assert ("000,00" in second, "Termiņš ir īss." in second) == (True, True)


def test_the_last_answer_stands_beside_the_remark_with_how_far_it_is_followed(app, number):
    answer(app, number, "Pirmā atbilde.")
    answer(app, number)
    first, _second = parts_of(pdf_of(app, number))
    assert ("Daļēji" in first, "Precizēsim mērķi." in first, "Pirmā atbilde." in first) == (True, True, False)


def test_a_text_that_was_changed_since_stands_as_the_final_one(app, number):
    change(app, number, cards.all_vote)
    change(app, number, _send_back)
    before, _ = parts_of(pdf_of(app, number))
    change(app, number, lambda one: edit(one, actor("vid.pieteicejs"), now(), {"goal": cards.NEW_TEXT}))
    after, _ = parts_of(pdf_of(app, number))
    assert ("nav mainīta" in before, "nav mainīta" in after, cards.NEW_TEXT[-30:] in after) == (
        True,
        False,
        True,
    )


def _send_back(activity):
    head = actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Precizējiet.")


def test_the_header_names_rounds_and_what_each_institution_said(app, number):
    text = pdf_of(app, number)
    for one in (number, "Valsts ieņēmumu dienests", "1. kārta", "nav slēgta", "Datu valsts inspekcija"):
        assert one in text
    assert text.index("Nesaskaņots") < text.index(PART_I)


def test_the_word_file_says_what_the_pdf_says(app, number):
    answer(app, number)
    got = browser_of(app, "fm.loceklis").get(f"/aktivitates/{number}/izzina.docx")
    tables = python_docx.Document(BytesIO(got.data)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert f"izzina-{number}.docx" in got.headers["Content-Disposition"]
    assert [any(text in one for one in cells) for text in ("Mērķis nav skaidrs.", "Precizēsim mērķi.")] == [
        True
    ] * 2


def test_documents_are_latvian_whoever_reads_and_the_page_is_in_the_language_of_the_reader(app, number):
    browser = browser_of(app, "fm.loceklis")
    browser.post("/valoda", {"locale": "en"})
    page = browser.get(f"/aktivitates/{number}/izzina").text
    assert "Questions on which no agreement was reached" in page
    assert PART_I in text_of(browser.get(f"/aktivitates/{number}/izzina.pdf").data)


@pytest.mark.parametrize("ending", ["", ".pdf", ".docx"])
@pytest.mark.stage("submitted")
def test_before_the_first_round_there_is_none(sqlite_app, ending):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.get(f"/aktivitates/{number_in(sqlite_app)}/izzina{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["", ".pdf", ".docx"])
@pytest.mark.stage("restricted")
def test_who_does_not_read_the_texts_of_a_card_gets_none(sqlite_app, ending):
    address = f"/aktivitates/{number_in(sqlite_app)}/izzina{ending}"
    got = [browser_of(sqlite_app, one).get(address).status_code for one in ("bvkb.pieteicejs", "fm.loceklis")]
    assert got == [404, 200]


@pytest.mark.parametrize(
    "section", ["goal.part", "liquidation", "scope", "principles.S1", "suggestions.FPR", "new_resource"]
)
def test_a_remark_on_any_part_of_the_card_can_be_printed(sqlite_app, section):
    number = number_in(sqlite_app)
    said = [remark(RemarkKind.objection, section, "Nav skaidrs.")]
    change(sqlite_app, number, lambda one: _vote(one, "DVI", Choice.object, said))
    assert "Nav skaidrs." in pdf_of(sqlite_app, number)
