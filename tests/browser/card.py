"""The card's form at a real browser: every section of a card on EDS that uses FPR."""

from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from app.clock import today
from models.activity.card import NO_UNLESS_SAID

TITLE = "EDS deklarācijā rādīt apgādājamos no Fizisko personu reģistra"
GOAL = "Iedzīvotājs gada ienākumu deklarācijā savus apgādājamos redz jau ierakstītus un neievada kodus pats."
LONG = "EDS no FPR saņem bērna vārdu un personas kodu, rāda to deklarācijas pielikumā un glabā kopā ar to."
REFUSED = "Šo saskarni aktivitāte nemaina, tā strādā kā līdz šim."


def named(page: Page, name: str, value: str | None = None) -> Locator:
    """Return the control of this name, and of several the one with this value."""
    chosen = f'[value="{value}"]' if value else ':not([type="hidden"])'
    return page.locator(f':is(input, select, textarea)[name="{name}"]{chosen}')


def choose(page: Page, name: str, value: str) -> None:
    """Press the words beside a round or square control, as people do: the control itself may be hidden."""
    control = named(page, name, value)
    page.locator("label").filter(has=control).or_(page.locator(f'label[for="{name}"]')).first.click()
    expect(control).to_be_checked()


def pick(page: Page, field: str, typed: str, code: str) -> None:
    """Type into a picker, wait for what the server finds, and take it."""
    box = page.locator(f"#{field}-ts-control")
    box.click()
    box.press_sequentially(typed)
    page.locator(f'#{field}-ts-dropdown [data-value="{code}"]').click()
    expect(page.locator(f'#{field} option[value="{code}"]')).to_be_attached()
    box.press("Escape")


def begin(page: Page) -> None:
    """Fill in what makes a draft: kind, title, main resource and the resource it uses."""
    choose(page, "kind", "development")
    named(page, "title").fill(TITLE)
    pick(page, "resource", "EDS", "EDS")
    pick(page, "used_resources", "fizisk", "FPR")


def fill_in_the_rest(page: Page) -> None:
    """Fill in every other section."""
    for line in page.locator("fieldset.suggest").all():
        line.locator("label.v-no").click()
        line.locator(".suggest-why input").fill(REFUSED)
    for name, text in {"goal": GOAL, "description": LONG, "risks": LONG, "backout_plan": LONG}.items():
        named(page, name).fill(text)
    choose(page, "scope.functionality", "true")
    choose(page, "personal_data", "true")
    for question in NO_UNLESS_SAID:
        choose(page, question, "false")
    for principle in page.locator("fieldset.principle").all():
        principle.locator("label").first.click()
        principle.locator("textarea").fill(LONG)
    start = today() + timedelta(days=40)
    named(page, "planned_start").fill(start.isoformat())
    named(page, "planned_end").fill((start + timedelta(days=60)).isoformat())
    named(page, "budget_eur").fill("120000,50")
    named(page, "funding_source").select_option("state_budget")


def press(page: Page, do: str) -> None:
    """Press a button of the bar below: `save` or `submit`."""
    page.locator(f'.savebar button[name="do"][value="{do}"]').click()
