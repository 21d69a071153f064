"""What happens when two windows, two people or two clicks meet; and the CAB list by keyboard."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from app.clock import now
from app.services.activity import steps as workflow
from app.services.card.writing import edit
from models import Activity
from tests.browser import card
from tests.browser.person import Person
from tests.helpers import cards
from tests.helpers.rounds import change, number_in, numbers_in, votes_of

CORRECTED = "EDS veidlapa ar labotu nosaukumu"
SAVE = '.savebar button[name="do"][value="save"]'
# After a choice a draft saves itself in 1.5 seconds.
# Told before the form is sent: asked anything later, the page would answer only when the sending is over.
CHOOSE_ONCE_SENT = """() => document.addEventListener("submit", () => setTimeout(() => {
  const choice = document.querySelector('[name="statistics"][value="true"]');
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  console.info("chosen");
  setTimeout(() => console.info("a draft would have saved itself"), 2_000);
}))"""
FIRST, SECOND = "Pirmajā logā rakstītais mērķis.", "Otrajā logā rakstītais mērķis."


@pytest.fixture
def two_windows(site) -> tuple[Person, str, Page, Page]:
    """One draft, open in two windows of its applicant."""
    number = number_in(site.app)
    person = site.person("vid.pieteicejs").sign_in()
    windows = person.page, person.new_page()
    for window in windows:
        window.goto(f"/aktivitates/{number}/labot")
    return person, number, *windows


@pytest.fixture
def clash(two_windows) -> tuple[Person, str, Page]:
    """The page that the second window gets when both saved another text in one field."""
    person, number, first, second = two_windows
    _save_goal(first, FIRST)
    expect(first.locator("main")).to_contain_text(FIRST)
    _save_goal(second, SECOND)
    expect(second.locator('[name="keep.goal"]').first).to_be_attached()
    return person, number, second


@pytest.fixture
def three_ballots(site) -> tuple[Person, list[str]]:
    """The CAB list of a member with three rows."""
    person = site.person("km.loceklis").sign_in()
    person.open("/cab")
    return person, numbers_in(site.app)


@pytest.mark.stage("complete")
def test_the_second_of_two_windows_gets_both_texts(clash):
    person, _, page = clash
    # The texts are compared word by word, so only their beginnings stay whole.
    expect(page.locator(".redline")).to_contain_text(FIRST.split()[0])
    expect(page.locator(".redline")).to_contain_text(SECOND.split()[0])
    person.look_closely(page)


@pytest.mark.stage("complete")
def test_the_text_chosen_after_a_clash_is_saved(clash):
    _, number, page = clash
    page.locator("label.choice-card").filter(has=page.locator('[name="keep.goal"][value="mine"]')).click()
    page.locator('button[name="do"][value="save"]').click()
    page.wait_for_url("**/labot")
    page.goto(f"/aktivitates/{number}/kartite")
    expect(page.locator("main")).to_contain_text(SECOND)


@pytest.mark.stage("complete")
def test_a_draft_saves_itself_soon_after_a_choice(two_windows):
    _, number, page, _ = two_windows
    revision = page.locator('[name="revision"]')
    before = revision.input_value()
    card.choose(page, "statistics", "true")
    expect(revision).not_to_have_value(before)
    page.goto(f"/aktivitates/{number}/labot")
    expect(card.named(page, "statistics", "true")).to_be_checked()


@pytest.mark.stage("complete")
def test_nothing_is_saved_behind_a_form_that_is_on_its_way(two_windows):
    _, _, page, _ = two_windows
    held = _held(page)
    page.evaluate(CHOOSE_ONCE_SENT)
    with page.expect_console_message(lambda message: message.text.endswith("saved itself")):
        page.locator(SAVE).click(no_wait_after=True)
    assert len(held) == 1


@pytest.mark.stage("submitted")
def test_a_step_on_a_page_that_has_become_stale_is_not_taken(site):
    number = number_in(site.app)
    person = site.person("vid.kontrolieris").sign_in()
    page = person.open(f"/aktivitates/{number}/forward")
    change(site.app, number, _corrected)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(CORRECTED)
    page.goto(f"/aktivitates/{number}")
    expect(page.locator(".act-meta")).to_contain_text("Iestādes pārbaudē")


@pytest.mark.stage("three_in_round")
def test_an_opinion_sent_by_two_clicks_counts_once(site, three_ballots):
    person, numbers = three_ballots
    page = person.open(f"/aktivitates/{numbers[0]}/atzinums?choice=approve")
    page.locator(".ballot-foot button").click()
    page.locator("dialog#recap button[type=submit]").dblclick()
    page.wait_for_url(re.compile(rf"{numbers[0]}$|/cab"))
    assert votes_of(site.app, numbers[0]) == ["approve"]


@pytest.mark.stage("three_in_round")
def test_the_keys_j_and_k_move_between_the_rows(three_ballots):
    person, _ = three_ballots
    links = person.page.locator("[data-vote-row] a.title-link")
    for key in "jjk":
        person.page.keyboard.press(key)
    expect(links.first).to_be_focused()


@pytest.mark.stage("three_in_round")
def test_the_key_1_ticks_the_row_as_approved(three_ballots):
    person, _ = three_ballots
    person.page.keyboard.press("j")
    person.page.keyboard.press("1")
    expect(person.page.locator("[data-pick]").first).to_be_checked()


@pytest.mark.stage("three_in_round")
def test_the_key_3_opens_the_form_of_an_objection(three_ballots):
    person, _ = three_ballots
    person.page.keyboard.press("j")
    person.page.keyboard.press("3")
    person.page.wait_for_url("**/atzinums?choice=object")


@pytest.mark.stage("three_in_round")
def test_ticked_rows_are_confirmed_together(site, three_ballots):
    person, numbers = three_ballots
    page = person.page
    page.locator("[data-pick-all]").check()
    page.locator('[data-dialog="recap"]').click()
    expect(page.locator("[data-recap] li")).to_have_count(len(numbers))
    page.locator("dialog#recap button[type=submit]").click()
    expect(page.locator("[data-vote-row]")).to_have_count(0)
    assert [votes_of(site.app, number) for number in numbers] == [["approve"]] * len(numbers)


def _held(page: Page) -> list[Route]:
    """Hold back what is sent from the page of a card's form."""
    held: list[Route] = []
    page.route("**/labot", lambda one: held.append(one) if one.request.method == "POST" else one.continue_())
    return held


def _save_goal(page: Page, text: str) -> None:
    card.named(page, "goal").fill(text)
    card.press(page, "save")


def _corrected(activity: Activity) -> None:
    """Take the card back, change its title and submit it again."""
    applicant = cards.actor("vid.pieteicejs")
    workflow.recall(activity, applicant, now())
    edit(activity, applicant, now(), {"title": CORRECTED})
    workflow.submit(activity, applicant, now())
