"""A key of a system: created and seen once on the page, used by a program, revoked on the page."""

from datetime import timedelta

import requests
from playwright.sync_api import expect
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import ApiKey
from tests.browser.person import Person
from tests.helpers.api_cards import DRAFT

LIST = "/lietotaji/atslegas"
UNKNOWN = "virsis_" + "x" * 43


def test_a_key_is_created_used_and_revoked(site):
    person = site.person("vid.administrators").sign_in()
    reading, acting = created(person, "Lietvedība", "read"), created(person, "Projekti", "applicant")
    expect(person.open(LIST).locator("tbody")).to_contain_text("nekad")
    assert call(site, reading)[0] == 200
    status, problem = call(site, reading, DRAFT)
    assert (status, problem["status"], problem["title"]) == (403, 403, "Nav atļauts")
    status, card = call(site, acting, DRAFT)
    assert (status, card["status"]) == (201, "draft")
    expect(row(person, "Lietvedība")).not_to_contain_text("nekad")
    revoke(person, "Lietvedība")
    refusals = [call(site, key) for key in (reading, UNKNOWN, expired(site, acting))]
    assert {(status, problem["title"]) for status, problem in refusals} == {(401, "Nav veikta ieeja")}
    assert refusals[0] == refusals[1] == refusals[2]
    expect(row(person, "Projekti")).to_contain_text("Beigusies")


def test_a_double_click_makes_one_key(site):
    person = site.person("vid.administrators").sign_in()
    fill_in(person, "Lietvedība", "read")
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.method))
    person.page.locator("main form button[type=submit]").dblclick()
    assert call(site, person.page.locator("#key").input_value())[0] == 200
    assert asked.count("POST") == 1
    expect(person.open(LIST).locator("tbody tr")).to_have_count(1)


def fill_in(person: Person, name: str, scope: str) -> None:
    page = person.open(LIST)
    page.locator(f'main a[href="{LIST}/jauna"]').first.click()
    page.locator("#name").fill(name)
    page.locator("label.choice-card").filter(has=page.locator(f'[value="{scope}"]')).click()


def created(person: Person, name: str, scope: str) -> str:
    """Create a key and return it as it is copied from the page that shows it, once."""
    fill_in(person, name, scope)
    page = person.page
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".note-warn")).to_contain_text("vēlreiz tā netiks parādīta")
    person.look()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_have_text("Nokopēts")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#key").input_value()
    return copied


def row(person: Person, name: str):
    return person.open(LIST).locator("tbody tr", has_text=name)


def revoke(person: Person, name: str) -> None:
    row(person, name).locator("a").click()
    person.page.locator("main form button.btn-danger").click()
    expect(person.page.locator(".flashes")).to_contain_text(name)


def call(site, key: str, body: object = None) -> tuple[int, dict]:
    """Call as a program does: ask for the cards, or create one; return the status and the JSON."""
    heads = {"Authorization": f"Bearer {key}", "Accept-Language": "lv"}
    method = "POST" if body else "GET"
    answer = requests.request(
        method, f"{site.address}/api/v1/activities/", json=body, headers=heads, timeout=30
    )
    kind = "application/json" if answer.ok else "application/problem+json"
    assert answer.headers["Content-Type"] == kind
    return answer.status_code, answer.json()


def expired(site, key: str) -> str:
    """Let the time of this key be over, and return it."""
    with site.app.app_context(), seeing_everything(), writing():
        one = db.session.scalars(select(ApiKey).where(ApiKey.name == "Projekti")).one()
        one.expires_on = (now() - timedelta(minutes=1)).replace(tzinfo=None)
        db.session.commit()
    return key
