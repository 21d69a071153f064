"""The new rule set, from the upload to the day on which it begins."""

from datetime import timedelta
from pathlib import Path

from app.clock import today
from app.services.registry.facts import registry
from app.services.ruleset import rule_sets
from rules.registry import facts_from_json
from rules.requirements import evaluate
from tests.helpers.people import browser_of
from tests.helpers.rounds import rows_of

PAGE = "/parvaldiba/noteikumi"
CARD = {"kind": "development", "holder": "VID", "resource": "EDS", "heritage": True}
DAY = today() + timedelta(days=30)


def look(app, tell):
    """Let one administrator upload and propose, another approve."""
    first, second, stranger = (browser_of(app, name) for name in ("admin", "admin2", "vid.administrators"))
    tell("others do not come in", _upload(stranger).status_code == 403)
    tell("the upload keeps it, inactive", _upload(first).status_code == 303 and not _asked(app, DAY))
    tell("its page says the rule", "kultūras mantojumu" in first.get(f"{PAGE}/heritage").text)
    first.post(f"{PAGE}/heritage/sakums", {"valid_from": DAY.isoformat()})
    tell("one administrator is not enough", not _asked(app, DAY))
    approved = second.post(f"{PAGE}/heritage/apstiprinat/1")
    tell("another one lets it begin", approved.status_code == 303)
    tell("from its day the new institution is asked", _asked(app, DAY))
    tell("until then it is not", not _asked(app, DAY - timedelta(days=1)))


def _upload(browser):
    with Path("heritage.toml").open("rb") as file:
        return browser.post(PAGE, {"file": (file, "heritage.toml")})


def _asked(app, on):
    with rows_of(app):
        return "LNB" in evaluate(facts_from_json(CARD, registry()), rule_sets.in_force(on)).institutions
