"""A CAB member goes away: a colleague is named, votes in that person's stead, and the record says so."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import today
from app.database import writing
from app.extensions import db
from app.services.activity import audit
from models import Event
from rules.vocabulary import Role
from tests.browser.person import Person
from tests.helpers.people import account
from tests.helpers.rounds import number_in, rows_of, votes_of
from tests.helpers.waiting import eventually

AWAY, SUBSTITUTE = "km.loceklis", "km.andris"


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_a_substitute_votes_on_behalf_of_a_colleague(site):
    number = _prepared(site)
    _named(site.person(AWAY).sign_in())
    _both_are_told(site)
    substitute = site.person(SUBSTITUTE).sign_in()
    _votes_from_the_tab(substitute, number)
    expect(substitute.open(f"/aktivitates/{number}/vesture").locator("main")).to_contain_text("KM loceklis")
    substitute.look()
    _record_is_whole(site, number)


def _prepared(site) -> str:
    with rows_of(site.app), writing():
        account(SUBSTITUTE, "KM", Role.cab_member)
        db.session.commit()
    return number_in(site.app)


def _named(person: Person) -> None:
    """The person goes from the profile to the form, makes a mistake, corrects it."""
    page = person.open("/profils")
    page.locator('main a[href="/aizvietosana"]').click()
    page.locator("#until_on").fill((today() + timedelta(days=3)).isoformat())
    page.locator("main form button[type=submit]").click()
    page.locator('.error-summary a[href="#substitute"]').click()
    person.look_closely()
    page.locator("#substitute").select_option(SUBSTITUTE)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("table tbody")).to_contain_text("KM andris")
    person.look()


def _both_are_told(site) -> None:
    """Letters about the card, too, go to both."""
    eventually(
        lambda: all(any(map(_names_both, _subjects(site, one))) for one in (AWAY, SUBSTITUTE)),
        lambda: [_subjects(site, one) for one in (AWAY, SUBSTITUTE)],
    )


def _subjects(site, username: str) -> list[str]:
    return [letter["Subject"] for letter in site.letters.to(username)]


def _names_both(subject: str) -> bool:
    return "KM andris" in subject and "KM loceklis" in subject


def _votes_from_the_tab(person: Person, number: str) -> None:
    """The substitute sees for whom, ticks the card, and finds the name in the recap."""
    page = person.page
    expect(page.locator(".note")).to_contain_text("KM loceklis")
    page = person.open("/cab")
    page.locator('.tabs a[href="/cab/aizvietoju"]').click()
    expect(page.locator(".note")).to_contain_text("KM loceklis")
    person.look()
    page.locator(f'[data-vote-row]:has-text("{number}") label:has(input[name=approve])').click()
    page.locator("button[data-dialog=recap]").click()
    dialog = page.locator("dialog#recap")
    expect(dialog.locator("select[name=on_behalf_of]")).to_have_value(AWAY)
    dialog.locator("button[name=confirmed]").click()
    expect(page.locator(".flashes")).to_contain_text(number)


def _record_is_whole(site, number: str) -> None:
    assert votes_of(site.app, number) == ["approve"]
    with rows_of(site.app):
        event = db.session.scalars(select(Event).where(Event.action == "vote")).one()
        assert (event.actor.username, event.on_behalf_of.username) == (SUBSTITUTE, AWAY)
        assert audit.verify()[1] == []
