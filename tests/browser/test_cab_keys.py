"""The CAB list without a mouse, and at the narrowest: keys, focus, what stays inside and readable."""

import pytest
from playwright.sync_api import expect

from rules.vocabulary import Choice
from tests.browser import card
from tests.browser.person import NARROWEST
from tests.helpers.cards import vote
from tests.helpers.people import PASSWORD
from tests.helpers.rounds import change, number_in

ZOOMED = {"width": 320, "height": 225}  # 1280 × 900 at 400 %
OUTSIDE = """() => [...document.querySelectorAll("main button, main a, main input, main label")]
  .filter((one) => one.offsetParent && !one.closest(".tabs") && one.getBoundingClientRect().width > 1)
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const frame = one.closest(".panel, .wrap").getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def member(site):
    """A member of an institution whom three rounds ask."""
    return site.person("dvi.loceklis").sign_in()


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.stage("three_in_round")
def test_a_vote_takes_five_keys_after_signing_in(member):
    page = member.page
    keys = ["c", "j", "1", "s", "Control+Enter"]
    page.keyboard.press(keys[0])
    page.wait_for_url("**/cab")
    for key in keys[1:]:
        page.keyboard.press(key)
    expect(page.locator(".flashes")).to_contain_text("„Saskaņots”: AA-")
    expect(page.locator("[data-vote-row]")).to_have_count(2)
    assert len(keys) <= 6


@pytest.mark.stage("three_in_round")
def test_a_vote_takes_three_clicks_after_signing_in_from_a_link(site):
    person = site.person("dvi.loceklis")
    person.open("/cab")
    person.fill_in(PASSWORD)
    page = person.page
    page.locator("label.v-approve").first.click()
    page.locator(".bulkbar [data-send]").click()
    page.locator("dialog[open] [data-send]").click()
    expect(page.locator(".flashes")).to_contain_text("„Saskaņots”: AA-")


@pytest.mark.stage("three_in_round")
def test_a_vote_takes_three_clicks_after_signing_in_from_my_work(member):
    page = member.page
    page.locator('td a[href$="/atzinums?choice=approve"]').first.click()
    page.locator(".ballot-foot [data-send]").click()
    page.locator("dialog[open] [data-send]").click()
    expect(page.locator(".flashes")).to_contain_text("„Saskaņots” par AA-")


@pytest.mark.stage("in_round")
def test_the_row_of_an_opinion_leads_to_its_form(member):
    member.page.locator("tr a.title-link").first.click()
    expect(member.page.locator("#choice-title")).to_be_visible()


@pytest.mark.stage("in_round")
def test_an_opinion_is_sent_and_confirmed_by_ctrl_enter(site, member):
    page = member.open(f"/aktivitates/{number_in(site.app)}/atzinums?choice=approve")
    page.locator("#comment").press("Control+Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flashes")).to_contain_text("„Saskaņots” par AA-")


@pytest.mark.stage("awaiting_decision")
def test_a_decision_is_taken_and_confirmed_by_ctrl_enter(site):
    page = site.person("varam.vaditajs").sign_in().open(f"/aktivitates/{number_in(site.app)}/lemums")
    card.choose(page, "outcome", "approve")
    page.locator("#reasoning").fill("Viss izvērtēts.")
    page.locator("#reasoning").press("Control+Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".act-meta")).to_contain_text("Saskaņota")


@pytest.mark.stage("in_round")
def test_answers_are_sent_by_ctrl_enter(site):
    number = number_in(site.app)
    change(site.app, number, lambda one: vote(one, "DVI", Choice.need_info, comment="Kam dati?"))
    page = site.person("vid.pieteicejs").sign_in().open(f"/aktivitates/{number}/answer")
    page.locator("textarea").first.fill("Datus saņem VID.")
    page.locator("textarea").first.press("Control+Enter")
    page.wait_for_url(f"**/aktivitates/{number}")
    expect(page.locator("main")).to_contain_text("Datus saņem VID.")


@pytest.mark.stage("three_in_round")
def test_the_next_row_is_at_hand_after_a_vote(member):
    page = member.open("/cab")
    titles = page.locator("[data-vote-row]").evaluate_all("(all) => all.map((one) => one.dataset.voteRow)")
    for key in ("j", "1"):
        page.keyboard.press(key)
    expect(page.locator(f'[data-vote-row="{titles[1]}"] .title-link')).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-vote-row]")).to_have_count(2)
    expect(page.locator(f'[data-vote-row="{titles[1]}"] .title-link')).to_be_focused()


@pytest.mark.stage("three_in_round")
def test_space_unfolds_the_row_and_the_question_of_a_dialog_has_the_focus(member):
    page = member.open("/cab")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    expect(page.locator("[data-vote-row] details").first).to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert focused(page) == "Īsinājumtaustiņi"
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("s")
    assert focused(page) == "Iesniegt atzinumu „Saskaņots”?"


@pytest.mark.stage("three_in_round")
def test_keys_can_be_switched_off_for_good(member):
    page = member.open("/cab")
    page.locator("[data-keys-on]").uncheck()
    page.reload()
    page.keyboard.press("j")
    assert not page.locator("[data-keys-on]").is_checked()
    expect(page.locator("[data-vote-row] .title-link").first).not_to_be_focused()


@pytest.mark.stage("three_in_round")
def test_at_the_narrowest_and_zoomed_far_in_everything_stays_inside_and_no_bar_covers(member):
    page = member.page
    for screen in (NARROWEST, ZOOMED):
        page.set_viewport_size(screen)
        member.open("/cab")
        assert page.evaluate(OUTSIDE) == []
    bars = page.locator(".topbar, .bulkbar")
    assert bars.evaluate_all("(all) => all.map((one) => getComputedStyle(one).position)") == ["static"] * 2
