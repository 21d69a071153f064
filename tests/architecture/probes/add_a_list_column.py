"""The new column and filter of the list of activities."""

import re

from rules.vocabulary import FundingSource
from tests.helpers import cards
from tests.helpers.people import browser_of
from tests.helpers.rounds import put

CELL = '<td data-label="Finansējuma avots">{}</td>'


def look(app, tell):
    """Narrow the list to what the European Union pays for."""
    european = put(app, lambda: cards.draft(funding_source=FundingSource.eu_funds))
    usual = put(app, cards.draft)
    person = browser_of(app, "vid.pieteicejs")
    page = person.get("/aktivitates").text
    tell("the column is drawn", re.search(r"<th[^>]*>\s*Finansējuma avots\s*</th>", page))
    tell("its cells say the word", CELL.format("ES fondi") in page and CELL.format("") in page)
    narrowed = person.get("/aktivitates?funding_source=eu_funds").text
    tell("the filter narrows the list", european in narrowed and usual not in narrowed)
    tell("a chip says so", "Finansējuma avots: ES fondi" in narrowed)
    tell(
        "a word that is none is no address", person.get("/aktivitates?funding_source=odd").status_code == 404
    )
