"""The new area, through all its layers."""

from app.database import writing
from app.extensions import db
from models import Term
from tests.helpers.people import Browser, browser_of
from tests.helpers.rounds import rows_of


def look(app, tell):
    """Open its page."""
    with rows_of(app), writing():
        db.session.add(Term(word="kārta", meaning="Saskaņotāju atbilžu kopa."))
        db.session.commit()
    page = browser_of(app, "vid.pieteicejs").get("/vardnica").text
    tell("its page opens in Latvian", "<h1>Vārdnīca</h1>" in page and "Saskaņotāju atbilžu kopa." in page)
    tell("visitors have to sign in", Browser(app).get("/vardnica").status_code == 302)
