"""What was approved is amended: begun from its page, sent round, approved; then it takes the old place."""

import pytest
from playwright.sync_api import expect

from app.clock import now
from app.services.activity import steps as workflow
from tests.browser import card
from tests.browser.person import Person
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.rounds import change, number_in, put, status_of

LATER = "Datu saņēmēju lokam pievieno pašvaldību sociālos dienestus."


@pytest.mark.stage("started")
def test_an_amendment_is_begun_changed_approved_and_supersedes(site):
    number = number_in(site.app)
    holder = site.person("vid.pieteicejs").sign_in()
    amendment = _begun(holder, number)
    change(site.app, amendment, _sent_round)
    _approved(site.person("varam.vaditajs").sign_in(), amendment)
    assert (status_of(site.app, number), status_of(site.app, amendment)) == ("superseded", "approved")
    page = holder.open(f"/aktivitates/{number}")
    expect(page.locator("main")).to_contain_text("Aizstāta")
    holder.look_closely()
    page.get_by_role("link", name="Atvērt").click()
    expect(page.get_by_role("link", name="Sākt īstenošanu")).to_be_visible()


def _begun(holder: Person, number: str) -> str:
    page = holder.open(f"/aktivitates/{number}")
    page.get_by_role("link", name="Grozīt aktivitāti").click()
    holder.look_closely()
    page.get_by_role("button", name="Grozīt").click()
    page.wait_for_url("**/labot")
    amendment = page.url.split("/")[-2]
    goal = card.named(page, "goal")
    goal.fill(f"{goal.input_value()} {LATER}")
    holder.look_closely()
    page.locator('.savebar [name=do][value="submit"]').click()
    page.wait_for_url(f"**/aktivitates/{amendment}")
    changed = page.locator('section[aria-labelledby="amending-title"]')
    expect(changed.locator("ins")).to_contain_text(LATER)
    holder.look_closely()
    return amendment


def _sent_round(amendment) -> None:
    workflow.forward(amendment, actor("vid.kontrolieris"), now())
    cards.all_vote(amendment)


def _approved(head: Person, number: str) -> None:
    page = head.open(f"/aktivitates/{number}/lemums")
    card.choose(page, "outcome", "approve")
    card.named(page, "reasoning").fill("Grozījumi ir saskaņoti.")
    page.locator(".action-panel .btn-primary").click()
    page.locator("dialog#recap button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")


def test_a_head_approves_ten_undisputed_cards_with_four_clicks_at_most(site):
    numbers = [put(site.app, cards.awaiting_decision) for _ in range(10)]
    head = site.person("varam.vaditajs").sign_in()
    page = head.page
    page.goto("/cab/lemumi")
    page.get_by_role("link", name="Saskaņot kopā visas neapstrīdētās (10)").click()
    card.named(page, "reasoning").fill("Visas iestādes saskaņo.")
    page.locator("main form .btn-primary").click()
    expect(page.locator(".flashes")).to_contain_text(numbers[-1])
    assert {status_of(site.app, one) for one in numbers} == {"approved"}
