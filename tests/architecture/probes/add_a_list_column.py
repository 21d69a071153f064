"""The new column and filter of the list of activities."""

import re

from rules.vocabulary import Urgency
from tests.helpers import cards
from tests.helpers.people import browser_of
from tests.helpers.rounds import put

CELL = '<td data-label="Steidzamība">{}</td>'


def look(app, tell):
    """Narrow the list to what is urgent."""
    urgent = put(app, lambda: cards.draft(urgency=Urgency.emergency, emergency_reason="Bojāts serveris."))
    usual = put(app, cards.draft)
    person = browser_of(app, "vid.pieteicejs")
    page = person.get("/aktivitates").text
    tell("the column is drawn", re.search(r"<th[^>]*>\s*Steidzamība\s*</th>", page))
    tell("its cells say the word", CELL.format("Ārkārtas") in page and CELL.format("Parasta") in page)
    narrowed = person.get("/aktivitates?urgency=emergency").text
    tell("the filter narrows the list", urgent in narrowed and usual not in narrowed)
    tell("a chip says so", "Steidzamība: Ārkārtas" in narrowed)
    tell("a word that is none is no address", person.get("/aktivitates?urgency=odd").status_code == 404)
