"""The panel beside the form answers what is typed: nothing is saved, and nothing typed breaks it."""

import re

import pytest
from sqlalchemy import func, select

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import AccountEvent, Activity, Event, Revision
from tests.helpers.card_pages import Controls, complete, dotted, form_of, new_card
from tests.helpers.institutions import close
from tests.helpers.people import browser_of
from tests.helpers.rounds import counted

NEW = "/aktivitates/jauna"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def applicant(app):
    return browser_of(app, "vid.pieteicejs")


def ask(browser, url, **typed):
    """Change these values in the form, send it for a preview and return the panel."""
    sent = form_of(browser, url) | dotted(typed)
    answer = browser.post(f"{url}/parskats", sent, headers=SCRIPT)
    assert answer.status_code == 200, answer.text
    return answer.json["preview"]


def asked(panel):
    return set(", ".join(re.findall(r'data-code="([^"]+)"', panel)).split(", "))


def kept(app):
    """Everything that a save would change."""
    with app.app_context(), seeing_everything():
        tables = (Activity, Event, Revision, AccountEvent)
        rows = [db.session.scalar(select(func.count()).select_from(one)) for one in tables]
        cards = db.session.execute(select(Activity.number, Activity.revision, Activity.version)).all()
        return rows, [tuple(one) for one in cards]


def test_a_used_resource_adds_its_holder_and_saves_nothing(app, applicant):
    before = kept(app)
    panel = ask(applicant, NEW, kind="development", resource="EDS", used_resources=["", "FPR"])
    assert "PMLP" in asked(panel)
    assert "Ja neizmanto FPR, PMLP saskaņojums nav vajadzīgs." in panel
    assert kept(app) == before


def test_the_basis_is_said_once_for_all_who_would_be_asked(applicant):
    panel = ask(applicant, NEW, kind="development", resource="EDS", used_resources=["", "FPR"])
    assert panel.count("MK 368 (VIRSIS prezentācija, 21.05.2025.)") == 1


def test_a_saved_card_stays_as_it_is(app, applicant):
    url = new_card(applicant, resource="EDS", used_resources=["", "FPR"])
    before = kept(app)
    assert "PMLP" not in asked(ask(applicant, url, used_resources=[""]))
    assert kept(app) == before


def test_the_panel_names_the_rule_set_of_today_and_since_when_it_holds(applicant):
    foot = ask(applicant, NEW).split('class="panel-foot')[1]
    assert ("MK noteikumi Nr. 368" in foot, "12.07.2023." in foot) == (True, True)
    assert "mk368-2023" not in foot


def test_the_panel_says_at_once_whom_a_rule_asks_in_vain(app, applicant):
    assert "note-warn" not in ask(applicant, NEW)
    with app.app_context(), seeing_everything():
        close("DVI")
    note = ask(applicant, NEW).split("note-warn")[1].split("</div>")[0]
    assert "Kartīti nevar nodot saskaņošanai: DVI ir slēgta" in note


def test_personal_data_is_a_fact(applicant):
    url = new_card(applicant, resource="EDS")
    without, with_data = (ask(applicant, url, personal_data=answer) for answer in ("false", "true"))
    assert asked(with_data) == asked(without) == {"VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS"}


def test_liquidation_asks_the_holders_of_consumers(app):
    panel = ask(browser_of(app, "pmlp.pieteicejs"), NEW, kind="liquidation", resource="FPR")
    assert "BVKB" in asked(panel)


def test_an_accepted_suggestion_counts_and_a_rejected_one_does_not(applicant):
    url = new_card(applicant, resource="EDS")
    name = next(one for one in form_of(applicant, url) if one.startswith("suggestions."))
    code = name.split(".")[1]
    said = [
        f"{code}, pārzinis" in ask(applicant, url, **{f"suggestions.{code}.accepted": answer})
        for answer in ("true", "false")
    ]
    assert said == [True, False]


EDS = {"kind": "development", "resource": "EDS"}


def offered(browser, url, **typed):
    """Send the form for a preview as the script does; return what a browser would send of the suggestions."""
    sent = form_of(browser, url) | dotted(typed)
    return Controls(browser.post(f"{url}/parskats", sent, headers=SCRIPT).json["suggestions"]).sent


def test_a_new_card_is_offered_suggestions_before_it_is_saved(app, applicant):
    before = kept(app)
    assert "suggestions.VPM.reason" in offered(applicant, NEW, **EDS)
    assert offered(applicant, NEW) == {"suggestions_of": [""]}
    assert offered(applicant, NEW, **EDS | {"kind": "liquidation"}) == {"suggestions_of": ["EDS"]}
    assert kept(app) == before


def test_a_suggestion_of_an_unsaved_card_counts_once_it_is_accepted(applicant):
    typed = EDS | {"suggestions_of": "EDS"}
    said = [
        "VPM, pārzinis VDAA" in ask(applicant, NEW, **typed, **{"suggestions.VPM.accepted": answer})
        for answer in ("true", "false")
    ]
    assert said == [True, False]


def test_what_was_decided_before_saving_is_shown_again(applicant):
    decided = {"suggestions.VPM.accepted": "true", "suggestions.URIS.reason": "Neskar"}
    again = offered(applicant, NEW, **EDS, suggestions_of="EDS", **decided)
    told = [again[name] for name in ("suggestions.VPM.accepted", "suggestions.URIS.accepted")]
    assert (told, again["suggestions.URIS.reason"]) == ([["true"], ["false"]], ["Neskar"])


def test_decisions_for_another_main_resource_are_forgotten(applicant):
    decided = {"suggestions_of": "NIS", "suggestions.VPM.accepted": "true"}
    assert "suggestions.VPM.accepted" not in offered(applicant, NEW, **EDS, **decided)


def test_the_first_save_keeps_what_was_decided_on_suggestions(app, applicant):
    decided = {"suggestions.VPM.accepted": "true", "suggestions.URIS.reason": "Neskar"}
    new_card(applicant, resource="EDS", suggestions_of="EDS", **decided)
    with app.app_context(), seeing_everything():
        (card,) = db.session.scalars(select(Activity))
        held = {one.resource.code: (one.accepted, one.reason) for one in card.suggestions}
        assert ([one.code for one in card.used_resources], held["VPM"]) == (["VPM"], (True, ""))
        assert held["URIS"] == (False, "Neskar")


def test_a_new_card_with_an_accepted_suggestion_sent_twice_is_one_card(app, applicant):
    decided = {"suggestions_of": "EDS", "suggestions.VPM.accepted": "true"}
    sent = form_of(applicant, NEW) | EDS | decided
    first, second = (applicant.post(NEW, sent).location for _ in range(2))
    assert first == second


def test_a_mistake_elsewhere_loses_no_decision(applicant):
    decided = {"suggestions_of": "EDS", "suggestions.URIS.reason": "Neskar", "budget_eur": "daudz"}
    answer = applicant.post(NEW, form_of(applicant, NEW) | EDS | decided)
    assert answer.status_code == 422
    assert Controls(answer.text).sent["suggestions.URIS.reason"] == ["Neskar"]


def test_without_a_script_a_button_brings_the_suggestions(app, applicant):
    sent = form_of(applicant, NEW) | EDS
    first = Controls(applicant.post(f"{NEW}/parskats", sent).text).sent
    assert (first["suggestions_of"], first["suggestions.VPM.reason"]) == (["EDS"], [""])
    page = applicant.post(f"{NEW}/parskats", first | {"suggestions.VPM.accepted": "true"}).text
    assert "VPM, pārzinis VDAA" in page
    assert Controls(page).sent["suggestions.VPM.accepted"] == ["true"]


def test_a_forged_decision_on_what_nobody_suggested_is_refused_by_name(applicant):
    forged = {"title": "EDS forma", "suggestions_of": "EDS", "suggestions.NAV.accepted": "true"}
    answer = applicant.post(NEW, form_of(applicant, NEW) | EDS | forged)
    assert (answer.status_code, "NAV" in answer.text) == (422, True)


@pytest.mark.parametrize("kind", ["creation", "development", "liquidation"])
def test_the_panel_of_the_typed_card_is_the_panel_of_the_saved_one(applicant, kind):
    typed = {"kind": kind, "used_resources": ["", "FPR", "URIS"], "affected_institutions": ["", "VID", "LAD"]}
    main = {} if kind == "creation" else {"resource": "EDS"}
    panel = ask(applicant, NEW, **typed, **main)
    saved = applicant.get(new_card(applicant, **typed, **main)).text
    assert re.findall(r"<li data-code.*", panel) == re.findall(r"<li data-code.*", saved)


def test_what_cannot_be_used_is_left_out_and_the_rest_is_used(applicant):
    wrong = {
        "kind": "demolition",
        "budget_eur": "daudz",
        "planned_start": "rīt",
        "domain": "nav",
        "resource": "NAV-TĀDA",
    }
    panel = ask(applicant, NEW, **wrong, used_resources=["", "FPR", "NAV", "x" * 5000])
    assert {"PMLP", "VARAM"} - asked(panel) == set()


@pytest.mark.both_databases
def test_a_great_many_codes_are_no_error(applicant):
    assert "VARAM" in asked(ask(applicant, NEW, used_resources=[",".join(f"K{n}" for n in range(40_000))]))


def test_an_empty_form_is_no_error(applicant):
    answer = applicant.post(f"{NEW}/parskats", {}, headers=SCRIPT)
    assert "VARAM" in asked(answer.json["preview"])


def test_what_a_form_does_not_send_stays_as_the_card_has_it(applicant):
    url = new_card(applicant, resource="EDS", used_resources=["", "FPR"])
    answer = applicant.post(f"{url}/parskats", {}, headers=SCRIPT)
    assert "PMLP" in asked(answer.json["preview"])


@pytest.mark.parametrize(
    ("who", "code"), [("bvkb.pieteicejs", 404), ("dvi.loceklis", 404), ("vid.kontrolieris", 403)]
)
def test_only_applicants_of_the_holder_ask_for_their_card(app, applicant, who, code):
    url = new_card(applicant)
    other = browser_of(app, who)
    shown = other.get(url).status_code
    answer = other.post(f"{url}/parskats", {"kind": "creation"}, headers=SCRIPT)
    assert answer.status_code == shown == code


@pytest.mark.parametrize("who", ["vid.kontrolieris", "dvi.loceklis", "admin"])
def test_only_an_applicant_asks_for_a_new_card(app, who):
    assert browser_of(app, who).post(f"{NEW}/parskats", {}, headers=SCRIPT).status_code == 403


def test_a_card_that_was_handed_over_has_no_preview_any_more(applicant):
    url = new_card(applicant, resource="EDS")
    sent = complete(applicant, url)
    applicant.post(url, sent | {"do": "submit"})
    assert applicant.post(f"{url}/parskats", sent, headers=SCRIPT).status_code == 409


def test_a_forged_form_gets_a_token_and_no_panel(applicant):
    answer = applicant.post(f"{NEW}/parskats", {"csrf_token": "vecs"}, headers=SCRIPT)
    assert (answer.status_code, "token" in answer.json, "preview" in answer.json) == (400, True, False)


def test_a_preview_waits_for_nobody_who_writes(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    sent = form_of(browser, NEW)
    with sqlite_app.app_context(), writing():
        db.session.execute(select(Activity.id))
        assert browser.post(f"{NEW}/parskats", sent, headers=SCRIPT).status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize("saved", [False, True])
def test_a_preview_takes_six_queries_at_most(app, applicant, saved):
    url = new_card(applicant, resource="EDS", domain="izglitiba") if saved else NEW
    used = {"used_resources": ["", "FPR", "URIS"], "affected_institutions": ["", "LAD"]}
    sent = form_of(applicant, url) | {"kind": "development", "resource": "EDS", "domain": "izglitiba"} | used
    with counted(app) as statements:
        answer = applicant.client.post(f"{url}/parskats", data=sent, headers=SCRIPT)
    assert "PMLP" in asked(answer.json["preview"])
    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 6, statements


def test_without_a_script_the_form_comes_back_as_typed_with_the_panel_renewed(app, applicant):
    before = kept(app)
    sent = form_of(applicant, NEW) | {"kind": "development", "used_resources": ["", "FPR"]}
    answer = applicant.post(f"{NEW}/parskats", sent | {"goal": "Vēl bez\nbeigām", "budget_eur": "ap 5000"})
    again = Controls(answer.text).sent
    assert answer.status_code == 200
    assert (again["goal"][0].strip(), again["budget_eur"]) == ("Vēl bez\nbeigām", ["ap 5000"])
    assert "PMLP" in asked(answer.text)
    assert kept(app) == before


def test_the_form_that_comes_back_is_sent_to_be_saved(applicant):
    url = new_card(applicant)
    for address in (url, NEW):
        answer = applicant.post(f"{address}/parskats", form_of(applicant, address))
        assert f'<form method="post" action="{address}"' in answer.text


def test_the_address_of_a_preview_leads_back_to_the_form(applicant):
    url = new_card(applicant)
    assert [applicant.get(f"{one}/parskats").location for one in (NEW, url)] == [NEW, url]
