"""The new question, from the form to the rules."""

from sqlalchemy import select

from app.extensions import db
from models import Activity
from tests.helpers.card_pages import form_of, new_card, save
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import rows_of


def look(app, tell):
    """Answer it in the form and by the API."""
    person, program = browser_of(app, "vid.pieteicejs"), caller_of(app, "vid.pieteicejs")
    url = new_card(person, resource="EDS", title="Mākoņa pārbaude")
    number = url.split("/")[2]
    page = person.get(url).text
    tell("the form asks it in Latvian", "Vai darbojas publiskā mākonī?" in page and 'name="cloud"' in page)
    save(person, url, cloud="true")
    tell("the form keeps the answer", _kept(app, number) and form_of(person, url)["cloud"] == ["true"])
    tell("the panel beside the form names whom it asks", '<li data-code="VDAA">' in person.get(url).text)
    shown = person.get(url.replace("/labot", "/kartite")).text
    tell("the activity's page shows it", "Vai darbojas publiskā mākonī?" in shown)

    tell("the API describes it", '"cloud"' in program.get("/_openapi").text)
    key = next(one["id"] for one in program.get("/activities/").json["result"] if one["number"] == number)
    card = program.get(f"/activities/{key}").json
    tell("the API gives it", card["cloud"] is True)
    changed = program.put(f"/activities/{key}", {"revision": card["revision"], "cloud": False})
    tell("the API takes it", changed.status_code == 200 and _kept(app, number) is False)
    facts = {"kind": "development", "holder": "VID", "resource": "EDS"}
    with_it, without = (
        program.post("/requirements/preview", facts | {"cloud": one}) for one in (True, False)
    )
    tell("a rule uses it", '"VDAA"' in with_it.text and '"VDAA"' not in without.text)


def _kept(app, number):
    with rows_of(app):
        return db.session.scalars(select(Activity.cloud).where(Activity.number == number)).one()
