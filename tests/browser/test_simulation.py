"""A system administrator starts a simulation, sees it go on and reads its result, without reloading."""

from threading import Event

import pytest
from playwright.sync_api import expect

from app import jobs
from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from tests.helpers import simulated


@pytest.mark.parametrize("site", ["sqlite", "postgresql"], indirect=True)
def test_a_simulation_is_started_and_read(site):
    _put(site.app)
    person = site.person("admin").sign_in()
    page = person.open("/parvaldiba/noteikumi/draft")
    page.route("**/gaita", lambda route: route.fulfill(status=502), times=1)  # as while the web is restarted
    with page.expect_response(lambda answer: answer.url.endswith("/gaita") and answer.ok):
        page.locator('form[action$="/simulacija"] button').click()
    expect(page.locator("progress")).to_have_attribute("value", "0")
    person.complaints.clear()  # of the 502
    person.look()
    jobs.simulate(site.app, Event())
    expect(page.locator(".counters")).to_contain_text("+4")
    expect(page.locator("svg.viz rect").first).to_be_visible()
    page.locator("details.as-table summary").click()
    person.look_closely()
    page.locator("#text").fill("cita kartite")
    page.locator("form[role=search] button").click()
    expect(page.locator("#changes + .sub")).to_contain_text("2")
    with page.expect_download() as download:
        page.locator("button[name=kind][value=csv]").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_a_simulation_is_read_and_cancelled_without_scripts(site):
    _put(site.app)
    person = site.person("admin", java_script_enabled=False).sign_in()
    page = person.open("/parvaldiba/noteikumi/draft")
    page.locator('form[action$="/simulacija"] button').click()
    page.locator('.page-actions a[href*="/simulacijas/"]').click()
    expect(page.locator("progress")).to_be_visible()
    page.locator('form[action$="/atcelt"] button').click()
    expect(page.locator("progress")).to_have_count(0)
    expect(page.locator(".flashes")).to_be_visible()


def _put(app):
    with app.app_context(), seeing_everything(), writing():
        simulated.put(others=2)
        db.session.commit()
