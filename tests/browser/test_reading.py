"""The opinion page by mouse and keyboard: sentences of the card are quoted, and differences seen at once."""

import pytest
from playwright.sync_api import Page, expect

from app.services.activity.voting import RemarkGiven
from rules.vocabulary import Choice, RemarkKind
from tests.browser.person import NARROW, Person
from tests.helpers import cards
from tests.helpers.rounds import change, number_in, put

SENTENCE = "Iedzīvotājs veidlapu aizpilda vienuviet"
SELECT = """([field, text]) => {
  const node = document.querySelector(`[data-words="${field}"]`).firstChild;
  const start = node.data.indexOf(text);
  getSelection().setBaseAndExtent(node, start, node, start + text.length);
}"""
WORD = "Gara" * 1250


@pytest.fixture
def reader(site) -> Person:
    """A member at the opinion page of the card that is there."""
    person = site.person("dvi.loceklis").sign_in()
    person.open(f"/aktivitates/{number_in(site.app)}/atzinums")
    return person


def pick(page: Page, kind: str) -> None:
    """Select the sentence in the description and press one of the tools."""
    page.evaluate(SELECT, ["description", SENTENCE])
    page.locator(f'[data-quote-as="{kind}"]').click()


def entry(page: Page, place: int, name: str):
    return page.locator(f'[name="remarks.{place}.{name}"]')


@pytest.mark.stage("in_round")
def test_a_sentence_selected_is_quoted_in_an_objection(reader):
    pick(reader.page, "objection")
    expect(reader.page.locator('[name="choice"][value="object"]')).to_be_checked()
    expect(entry(reader.page, 0, "section")).to_have_value("description")
    expect(entry(reader.page, 0, "current_text")).to_have_value(SENTENCE)
    expect(entry(reader.page, 0, "proposed_text")).to_have_value(SENTENCE)
    expect(entry(reader.page, 0, "proposed_text")).to_be_focused()


@pytest.mark.stage("in_round")
def test_the_difference_is_seen_word_by_word_while_it_is_typed(reader):
    pick(reader.page, "proposal")
    expect(reader.page.locator('[name="choice"][value="approve_with_proposals"]')).to_be_checked()
    expect(reader.page.locator("[data-difference]")).to_be_hidden()
    entry(reader.page, 0, "proposed_text").fill(SENTENCE.replace("vienuviet", "portālā reizi gadā"))
    expect(reader.page.locator("[data-difference] del")).to_have_text("vienuviet")
    expect(reader.page.locator("[data-difference] ins")).to_have_text("portālā reizi gadā")
    reader.look_closely()


@pytest.mark.stage("in_round")
def test_a_second_sentence_gets_an_entry_of_its_own_that_is_sent_with_the_first(reader):
    pick(reader.page, "proposal")
    pick(reader.page, "objection")
    expect(reader.page.locator('[name="remarks.0.kind"][value="proposal"]')).to_be_checked()
    expect(reader.page.locator('[name="remarks.1.kind"][value="objection"]')).to_be_checked()
    for place in (0, 1):
        entry(reader.page, place, "reason").fill(f"Tāpēc ({place}).")
    reader.page.locator(".ballot-foot button").click()
    expect(reader.page.locator("dialog#recap li")).to_have_count(2)
    expect(reader.page.locator("dialog#recap")).to_contain_text("Tāpēc (1).")


@pytest.mark.stage("in_round")
def test_a_sentence_is_asked_about_in_quotation_marks(reader):
    pick(reader.page, "question")
    expect(reader.page.locator('[name="choice"][value="need_info"]')).to_be_checked()
    expect(reader.page.locator("#question")).to_have_value(f"„{SENTENCE}” ")


@pytest.mark.stage("in_round")
def test_a_whole_field_is_quoted_by_keyboard(reader):
    reader.page.locator("#f-description [data-quote-all]").focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator('[data-quote-as="objection"]')).to_be_focused()
    reader.look_closely()
    reader.page.locator("#f-description [data-quote-all]").press("Enter")
    reader.page.keyboard.press("Enter")
    expect(entry(reader.page, 0, "current_text")).to_have_value(cards.TEXT)


@pytest.mark.stage("submitted")
def test_a_word_of_any_length_widens_no_page(site):
    number = put(site.app, lambda: cards.second_round(description=WORD))
    said = RemarkGiven(
        kind=RemarkKind.objection,
        section="description",
        reason=WORD,
        current_text=WORD,
        proposed_text=WORD[4:],
    )
    change(site.app, number, lambda one: cards.vote(one, "DVI", Choice.object, remarks=(said,), comment=WORD))
    person = site.person("dvi.loceklis", viewport=NARROW).sign_in()
    for path in ("", "/atzinums", "/vesture", "/kartite"):
        person.open(f"/aktivitates/{number}{path}")
        person.look()
