"""Looks at the new question of the changed copy from every side; run inside it by test_newcomer."""

import sys

from flask_migrate import check
from sqlalchemy import select

from app.extensions import db
from app.factory import create_app
from app.visibility import seeing_everything
from models import Activity
from rules.vocabulary import Role
from scripts import catalogues
from tests.helpers.card_pages import form_of, new_card, save
from tests.helpers.people import account, browser_of, caller_of

app = create_app(SECRET_KEY="0123456789abcdef" * 4, TESTING=True)


def tell(claim: str, true: object) -> None:
    sys.stdout.write(f"{'yes' if true else 'no'}: {claim}\n")


def kept() -> object:
    with app.app_context(), seeing_everything():
        return db.session.scalars(select(Activity.cloud)).one()


with app.app_context(), seeing_everything():
    account("vid.pieteicejs", "VID", Role.applicant)
    db.session.commit()

person, program = browser_of(app, "vid.pieteicejs"), caller_of(app, "vid.pieteicejs")
url = new_card(person, resource="EDS", title="Mākoņa pārbaude")
page = person.get(url).text
tell("the form asks it in Latvian", "Vai darbojas publiskā mākonī?" in page and 'name="cloud"' in page)
save(person, url, cloud="true")
tell("the form keeps the answer", kept() is True and form_of(person, url)["cloud"] == ["true"])
tell("the panel beside the form names whom it asks", '<li data-code="VDAA">' in person.get(url).text)
shown = person.get(url.replace("/labot", "/kartite")).text
tell("the activity's page shows it", "Vai darbojas publiskā mākonī?" in shown)

tell("the API describes it", '"cloud"' in program.get("/_openapi").text)
number = program.get("/activities/").json["result"][0]["id"]
card = program.get(f"/activities/{number}").json
tell("the API gives it", card["cloud"] is True)
changed = program.put(f"/activities/{number}", {"revision": card["revision"], "cloud": False})
tell("the API takes it", changed.status_code == 200 and kept() is False)
facts = {"kind": "development", "holder": "VID", "resource": "EDS"}
with_it, without = (program.post("/requirements/preview", facts | {"cloud": one}) for one in (True, False))
tell("a rule uses it", '"VDAA"' in with_it.text and '"VDAA"' not in without.text)

tell("the catalogues have its sentences", not [one for one in catalogues.problems() if "cloud" in one])
with app.app_context():
    try:
        check()
        tell("models and migrations agree", True)
    except SystemExit:
        tell("models and migrations agree", False)
