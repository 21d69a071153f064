"""A member asks for something with the approval; the holder does it, the member accepts, the work is over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from tests.browser import card
from tests.browser.person import Person
from tests.helpers import cards
from tests.helpers.files import PDF
from tests.helpers.rounds import change, number_in, status_of

TEXT = "Reģistrēt katru FPR pieprasījumu auditācijas pierakstos."
DONE = "Pieraksti ieslēgti ražošanas vidē, pievienots testa protokols."


@pytest.mark.stage("in_round")
def test_an_obligation_is_asked_for_reported_accepted_and_the_activity_completed(site):
    number = number_in(site.app)
    member, holder = site.person("dvi.loceklis").sign_in(), site.person("vid.pieteicejs").sign_in()
    _asked_for(member, number)
    change(site.app, number, cards.all_vote)
    _approved(site.person("varam.vaditajs").sign_in(), number)
    _started(holder, number)
    _reported(holder, number)
    _accepted(member, number)
    _completed(holder, number)
    assert status_of(site.app, number) == "completed"
    page = holder.open("/resursi/EDS")
    expect(page.locator("main")).to_contain_text(TEXT)


def _asked_for(member: Person, number: str) -> None:
    """From the inbox it takes: open, unfold, submit, confirm."""
    page = member.open("/darbi")
    page.locator(f'a[href="/aktivitates/{number}/atzinums?choice=approve"]').click()
    page.get_by_text("Nosacījums, ja saskaņojat").click()
    card.named(page, "obligations.0.text").fill(TEXT)
    page.locator(".ballot-foot button").click()
    expect(page.locator(".error-summary")).to_contain_text("1. nosacījuma termiņu")
    expect(card.named(page, "obligations.0.text")).to_have_value(TEXT)
    member.look_closely()
    card.named(page, "obligations.0.due_on").fill((today() + timedelta(days=30)).isoformat())
    page.locator(".ballot-foot button").click()
    expect(page.locator("dialog#recap")).to_contain_text(TEXT)
    page.locator("dialog#recap button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")


def _approved(head: Person, number: str) -> None:
    page = head.open(f"/aktivitates/{number}/lemums")
    expect(page.locator('[aria-labelledby="part-2"]')).to_contain_text(TEXT)
    card.choose(page, "outcome", "approve")
    card.named(page, "reasoning").fill("Iebildumu nav.")
    head.look_closely()
    page.locator(".action-panel .btn-primary").click()
    page.locator("dialog#recap button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")


def _started(holder: Person, number: str) -> None:
    page = holder.open(f"/aktivitates/{number}/start")
    card.named(page, "actual_start").fill(today().isoformat())
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")


def _reported(holder: Person, number: str) -> None:
    """The document that shows it is added first."""
    page = holder.open(f"/aktivitates/{number}/dokumenti")
    file = {"name": "protokols.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("#file").set_input_files(file)
    page.locator("#title").fill("Testa protokols")
    page.get_by_role("button", name="Pievienot dokumentu").click()
    page = holder.open("/nosacijumi?mine=1")
    holder.look_closely()
    page.get_by_role("link", name="Ziņot par izpildi").click()
    holder.look_closely()
    page.locator("#text-1").fill(DONE)
    card.named(page, "attachment").select_option(label="Testa protokols (protokols.pdf)")
    page.get_by_role("button", name="Iesniegt pārbaudei").click()
    expect(page.locator("main")).to_contain_text(DONE)


def _accepted(member: Person, number: str) -> None:
    """The message in the inbox leads there; without a reason nothing is refused."""
    page = member.open("/darbi")
    page.locator(f'a[href="/aktivitates/{number}/nosacijumi"]').click()
    expect(page.locator("article")).to_contain_text(DONE)
    page.get_by_role("button", name="Noraidīt izpildi").click()
    expect(page.locator(".error-summary")).to_be_visible()
    member.look_closely()
    page.get_by_role("button", name="Pieņemt izpildi").click()
    expect(page.locator("main")).to_contain_text("Izpildīts")


def _completed(holder: Person, number: str) -> None:
    page = holder.open(f"/aktivitates/{number}/complete")
    card.named(page, "actual_end").fill(today().isoformat())
    card.named(page, "actual_cost_eur").fill("1000")
    card.named(page, "result").fill("Veidlapa ir ieviesta, pieprasījumi tiek reģistrēti.")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**/aktivitates/{number}")
