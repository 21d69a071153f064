"""Previews follow the rule set of the day; a round keeps that of its own day, a year later too."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from models import Activity, Domain, Institution
from tests.helpers import cards
from tests.helpers.card_pages import form_of
from tests.helpers.people import browser_of, caller_of
from tests.helpers.rounds import put, rows_of

ARCHITECT = "/parvaldiba/noteikumi/mk368-architect"
TITLES = {
    "mk368-2023": "MK noteikumi Nr. 368, spēkā kopš 2023. gada",
    "mk368-architect": "MK noteikumi Nr. 368 ar jomas galveno arhitektu",
}
DAYS = 10  # from today until the set begins


def noon(days):
    return datetime.combine(clock.today() + timedelta(days=days), time(10), UTC)


@pytest.fixture
def begins(app):
    """The set with the architect begins in ten days, as two administrators have set on its page."""
    with rows_of(app), writing():
        employer = db.session.scalars(select(Institution).where(Institution.code == "VDAA")).one()
        for domain in db.session.scalars(select(Domain)):
            domain.architect = employer
        db.session.commit()
    start = clock.today() + timedelta(days=DAYS)
    browser_of(app, "admin").post(f"{ARCHITECT}/sakums", {"valid_from": start.isoformat()})
    browser_of(app, "admin2").post(f"{ARCHITECT}/apstiprinat/1", {})
    return app, start


def forwarded(app, days):
    """Send a card round on a day, through the API; return its number."""
    number = put(app, _submitted)
    with rows_of(app):
        key, revision = db.session.execute(
            select(Activity.id, Activity.revision).where(Activity.number == number)
        ).one()
    with clock.at(noon(days)):
        caller = caller_of(app, "vid.kontrolieris")
        sent = caller.post(f"/activities/{key}/actions/forward", {"revision": revision})
    assert sent.status_code == 200, sent.json
    return key, number


def _submitted():
    card = cards.submitted()
    card.domain = db.session.scalars(select(Domain).limit(1)).one()
    return card


def test_the_day_before_has_no_architect_the_day_itself_has_and_both_stay_so(begins):
    app, start = begins
    told = [_told(app, key) for key, _number in (forwarded(app, DAYS - 1), forwarded(app, DAYS))]
    assert told == [
        ({"mk368-2023"}, {"2023-07-12"}, False),
        ({"mk368-architect"}, {start.isoformat()}, True),
    ]


def _told(app, key):
    """What the API says a year later: rule sets, since when they hold, and whether VDAA was asked."""
    with clock.at(noon(DAYS + 365)):
        rows = caller_of(app, "admin").get(f"/activities/{key}/requirements").json
    reasons = [reason for row in rows for reason in row["reasons"]]
    assert {row["rule_set"] for row in rows} == {reason["rule_set"] for reason in reasons}
    assert (len(rows) >= 6, None in {row["opened_at"] for row in rows}) == (True, False)
    return (
        {reason["rule_set"] for reason in reasons},
        {reason["since"] for reason in reasons},
        "VDAA" in {row["institution"] for row in rows},
    )


def test_the_sheet_says_a_year_later_by_which_set_and_until_when_it_held(begins):
    app, start = begins
    page = _sheet(app, DAYS - 1)
    last = start - timedelta(days=1)
    assert f"tās noteikumu kopa bija spēkā no 12.07.2023. līdz {last:%d.%m.%Y}." in page
    assert _named(page) == {"mk368-2023"}


def test_the_sheet_of_the_first_day_names_the_architect_a_year_later(begins):
    app, start = begins
    page = _sheet(app, DAYS)
    assert f"tās noteikumu kopa ir spēkā no {start:%d.%m.%Y}." in page
    assert "galvenais arhitekts" in page
    assert _named(page) == {"mk368-architect"}


def _sheet(app, days):
    """The approval sheet of a round opened on a day, as the applicant reads it a year later."""
    _key, number = forwarded(app, days)
    with clock.at(noon(DAYS + 365)):
        page = browser_of(app, "vid.pieteicejs").get(f"/aktivitates/{number}").text
    return " ".join(page.split())


@pytest.mark.parametrize(
    ("days", "rule_set", "architect"), [(DAYS - 1, "mk368-2023", False), (DAYS, "mk368-architect", True)]
)
def test_every_preview_follows_the_start_by_the_day(begins, days, rule_set, architect):
    app, _start = begins
    with clock.at(noon(days)):
        told = [_previewed(app), _panel(app), _questionnaire(app)]
    assert told == [({rule_set}, architect), ({rule_set}, architect), {rule_set}]


def test_the_panel_says_that_the_architect_is_asked_because_of_the_domain(begins):
    app, _start = begins
    with clock.at(noon(DAYS)):
        panel = _typed_in(app, domain=_domain(app))
        twice = _typed_in(app, domain=_domain(app), used_resources=["", "VPM"])  # it holds that, too
    assert "Šīs kartītes dēļ (1)" in twice
    because, always = panel.split("<h3")[1:]
    assert "Šīs kartītes dēļ (1)" in because
    assert "Ja nebūtu norādīta joma, VDAA saskaņojums nebūtu vajadzīgs." in because
    assert ("Vienmēr (7)" in always, "VDAA" in always) == (True, False)


def _previewed(app):
    """What the API answers: the rule set, and whether VDAA would be asked."""
    facts = {"kind": "development", "holder": "VID", "resource": "EDS", "domain": _domain(app)}
    told = caller_of(app, "dvi.loceklis").post("/requirements/preview", facts).json
    return {told["rule_set"]}, "VDAA" in {one["institution"] for one in told["requirements"]}


def _panel(app):
    """The same of the panel beside the form of a new card."""
    panel = _typed_in(app, domain=_domain(app))
    return _named(panel), "VDAA" in panel


def _typed_in(app, **answers):
    browser = browser_of(app, "vid.pieteicejs")
    sent = form_of(browser, "/aktivitates/jauna") | {"kind": "development", "resource": "EDS"} | answers
    accepts = {"Accept": "application/json"}
    return browser.post("/aktivitates/jauna/parskats", sent, headers=accepts).json["preview"]


def _questionnaire(app):
    """The rule set that the questions for everybody are answered by; they ask for no domain."""
    names = ("new_system", "functionality", "architecture", "infrastructure", "others")
    given = {"kind": "development", "holder": "VID", "resource": "EDS", **dict.fromkeys(names, "true")}
    return _named(app.test_client().get("/vai-jasaskano", query_string=given).text)


def _named(page):
    """The rule sets whose titles stand on a page."""
    return {code for code, title in TITLES.items() if title in page}


def _domain(app):
    with rows_of(app):
        return db.session.scalars(select(Domain.code).order_by(Domain.code).limit(1)).one()


def test_only_system_administrators_get_from_a_reason_to_the_rule(begins):
    app, _start = begins
    _key, number = forwarded(app, DAYS - 1)
    link = 'href="/parvaldiba/noteikumi/mk368-2023#dvi"'
    seen = [
        link in browser_of(app, person).get(f"/aktivitates/{number}").text
        for person in ("admin", "vid.pieteicejs", "dvi.loceklis")
    ]
    assert seen == [True, False, False]
