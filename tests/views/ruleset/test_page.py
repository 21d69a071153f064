"""Noteikumu kopas: system administrators read, upload, propose and approve; nobody else comes in."""

from datetime import UTC, datetime, time, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from app import clock
from app.clock import today
from app.database import writing
from app.extensions import db
from models import AccountEvent, Domain, Institution, KeptRuleSet, RuleSetDecision, RuleSetStart
from rules.registry_vocabulary import InstitutionStatus
from rules.ruleset.known import FOLDER
from tests.helpers.people import browser_of
from tests.helpers.rounds import rows_of

PAGE = "/parvaldiba/noteikumi"
ARCHITECT = f"{PAGE}/mk368-architect"
DRAFT = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8").replace('"mk368-2023"', '"draft"', 1)


@pytest.fixture
def with_architects(app):
    """Every domain has an architect."""
    with app.app_context(), writing():
        employer = db.session.scalars(select(Institution).where(Institution.code == "VDAA")).one()
        for domain in db.session.scalars(select(Domain)):
            domain.architect = employer
        db.session.commit()
    return app


def upload(browser, text, name="draft.toml"):
    return browser.post(PAGE, {"file": (BytesIO(text.encode()), name)})


def count(app, table):
    with app.app_context():
        return len(db.session.scalars(select(table)).all())


def propose(app, user="admin", days=10):
    day = (today() + timedelta(days=days)).isoformat()
    return browser_of(app, user).post(f"{ARCHITECT}/sakums", {"valid_from": day})


@pytest.mark.parametrize("user", ["varam.vaditajs", "vid.administrators", "vid.pieteicejs", "dvi.loceklis"])
def test_nobody_else_comes_in(sqlite_app, user):
    browser = browser_of(sqlite_app, user)
    answers = [browser.get(PAGE), browser.get(ARCHITECT), upload(browser, DRAFT)]
    assert {answer.status_code for answer in answers} == {403}
    assert count(sqlite_app, KeptRuleSet) == 0


def test_the_list_says_which_one_is_in_force(app):
    page = browser_of(app, "admin").get(PAGE).text
    assert "mk368-2023" in page
    assert "no 12.07.2023." in page


def test_a_rule_set_is_read_in_sentences_and_compared(app):
    page = browser_of(app, "admin").get(ARCHITECT).text
    assert "Saskaņo iestāde, kurā strādā kartītes jomas galvenais arhitekts." in page
    assert "pievienoti: 1, mainīti: 0, svītroti: 0" in page
    assert page.count("Izpildīts") == 7


def test_a_set_that_asks_architects_nobody_employs_is_not_offered_to_begin(app):
    page = browser_of(app, "admin").get(ARCHITECT).text
    assert "arhitekta iestāde nav norādīta jomām" in page
    assert "Ierosināt sākumu" not in page


def test_two_administrators_let_a_set_begin(with_architects):
    propose(with_architects)
    answer = browser_of(with_architects, "admin2").post(f"{ARCHITECT}/apstiprinat/1", {})
    assert answer.status_code == 303
    assert count(with_architects, RuleSetDecision) == 1
    assert "Stāsies spēkā" in browser_of(with_architects, "admin").get(PAGE).text


def test_one_administrator_alone_is_refused(with_architects):
    propose(with_architects)
    answer = browser_of(with_architects, "admin").post(f"{ARCHITECT}/apstiprinat/1", {})
    assert answer.status_code == 403
    assert "Tas jāapstiprina citam sistēmas administratoram." in answer.text
    assert "Noteikumu kopa mk368-architect" in answer.text
    assert count(with_architects, RuleSetDecision) == 0


@pytest.mark.both_databases
def test_who_was_faster_stands_on_the_page_that_refuses_the_second(with_architects):
    propose(with_architects)
    first, second = browser_of(with_architects, "admin"), browser_of(with_architects, "admin2")
    first.post(f"{ARCHITECT}/noraidit/1", {"reason": "Par agru."})
    answers = [
        second.post(f"{ARCHITECT}/apstiprinat/1", {}),
        second.post(f"{ARCHITECT}/noraidit/1", {"reason": "Par vēlu."}),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "Par šo ierosinājumu jau ir nolemts." in answer.text
        assert "atsaukts: Par agru." in answer.text


def test_who_takes_the_own_proposal_back_is_told_so(with_architects):
    propose(with_architects)
    first = browser_of(with_architects, "admin")
    first.post(f"{ARCHITECT}/noraidit/1", {"reason": "Par agru."})
    assert "Ierosinājums atsaukts" in first.get(ARCHITECT).text


@pytest.mark.parametrize("step", ["sakums", "apstiprinat/1", "noraidit/1"])
def test_the_address_of_a_refused_step_leads_to_the_rule_set(sqlite_app, step):
    answer = browser_of(sqlite_app, "admin").get(f"{ARCHITECT}/{step}")
    assert (answer.status_code, answer.headers["Location"]) == (302, ARCHITECT)


def test_a_second_proposal_is_refused_on_the_page_of_the_rule_set(with_architects):
    propose(with_architects)
    answer = propose(with_architects, "admin2", days=-1)
    assert answer.status_code == 409
    assert "sākums jau ir ierosināts" in answer.text
    assert f'action="{ARCHITECT}/apstiprinat/1"' in answer.text


@pytest.mark.parametrize("typed", ["", "rīt", "2020-01-01"])
def test_a_day_that_is_none_is_said_at_its_field(with_architects, typed):
    answer = browser_of(with_architects, "admin").post(f"{ARCHITECT}/sakums", {"valid_from": typed})
    assert answer.status_code == 422
    assert 'href="#valid_from"' in answer.text
    assert "Aizpildiet šo" not in answer.text
    assert count(with_architects, RuleSetStart) == 0


def test_a_day_that_cannot_be_read_stays_in_its_field_which_is_named(with_architects):
    answer = browser_of(with_architects, "admin").post(f"{ARCHITECT}/sakums", {"valid_from": "rīt"})
    assert 'value="rīt"' in answer.text
    assert "Spēkā no: Ierakstiet datumu, piemēram, 12.10.2026." in answer.text


def test_a_day_written_in_latvian_is_read(with_architects):
    day = today() + timedelta(days=10)
    answer = browser_of(with_architects, "admin").post(
        f"{ARCHITECT}/sakums", {"valid_from": f"{day:%d.%m.%Y}."}
    )
    assert answer.status_code == 303


def test_a_reason_too_long_stays_in_its_field_which_is_named(with_architects):
    propose(with_architects)
    long = "Par agru. " * 3000
    answer = browser_of(with_architects, "admin2").post(f"{ARCHITECT}/noraidit/1", {"reason": long})
    assert answer.status_code == 422
    assert 'href="#reason">Noraidījuma iemesls: Saīsiniet' in answer.text
    assert long.strip() in answer.text


def test_a_refusal_needs_a_reason(with_architects):
    propose(with_architects)
    second = browser_of(with_architects, "admin2")
    assert second.post(f"{ARCHITECT}/noraidit/1", {"reason": " "}).status_code == 422
    assert second.post(f"{ARCHITECT}/noraidit/1", {"reason": "Par agru."}).status_code == 303
    assert "noraidīja VIRSIS admin2 (admin2): Par agru." in second.get(ARCHITECT).text


def test_a_good_draft_is_kept_and_inactive(app):
    browser = browser_of(app, "admin")
    assert upload(browser, DRAFT).status_code == 303
    page = browser.get(f"{PAGE}/draft").text
    assert "Datumu datnē (12.07.2023.) neizmanto." in page
    assert "Nav aktīva" in page
    assert "Augšupielādēja" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DRAFT.replace('asks = "DVI"', 'asks = "NAV"'), "noteikums dvi, lauks asks"),
        (DRAFT.replace('asks = "DVI"', 'asks = "VDAA"'), "VID attīsta EDS un izmanto FPR"),
        ("id = ", "draft.toml"),
        ("", 'href="#file"'),
        (DRAFT.replace('id = "draft"', 'id = "mk368-2023"'), "draft.toml:11,"),
        ("<script>alert(1)</script> = 1", "draft.toml"),
    ],
)
def test_a_faulty_draft_is_refused_and_nothing_is_kept(app, text, says):
    answer = upload(browser_of(app, "admin"), text)
    assert answer.status_code == 422
    assert says in answer.text
    assert "<script>alert" not in answer.text
    assert count(app, KeptRuleSet) == 0


def test_what_is_no_text_is_refused(sqlite_app):
    browser = browser_of(sqlite_app, "admin")
    assert browser.post(PAGE, {"file": (BytesIO(b"\xff\xfe\x00PK"), "x.toml")}).status_code == 422


def test_the_same_draft_twice_is_kept_once(app):
    browser = browser_of(app, "admin")
    assert [upload(browser, DRAFT).status_code for _ in range(2)] == [303, 422]
    assert count(app, KeptRuleSet) == 1


def test_a_set_that_ends_without_a_successor_says_so_before_and_after(sqlite_app):
    first, second = browser_of(sqlite_app, "admin"), browser_of(sqlite_app, "admin2")
    start, end = today() + timedelta(days=1), today() + timedelta(days=9)
    upload(first, DRAFT.replace("valid_from = 2023-07-12", f"valid_to = {end}"))
    assert f"ne ilgāk kā līdz {end:%d.%m.%Y}. pēc kopas teksta" in second.get(f"{PAGE}/draft").text
    first.post(f"{PAGE}/draft/sakums", {"valid_from": start.isoformat()})
    second.post(f"{PAGE}/draft/apstiprinat/1", {})
    assert (
        f"no {start:%d.%m.%Y}. līdz {end:%d.%m.%Y}. pēc kopas teksta; neviena neseko" in first.get(PAGE).text
    )
    with clock.at(datetime.combine(end + timedelta(days=2), time(12), UTC)):
        assert "Beigusies" in browser_of(sqlite_app, "admin").get(PAGE).text


def test_a_set_in_force_and_one_proposed_say_which_institution_is_closed(with_architects):
    propose(with_architects)
    with with_architects.app_context(), writing():
        closed = db.session.scalars(select(Institution).where(Institution.code == "DVI")).one()
        closed.status, closed.closed_on = InstitutionStatus.closed, today()
        db.session.commit()
    browser = browser_of(with_architects, "admin")
    for code in ("mk368-2023", "mk368-architect"):
        assert (
            f"Pēc {code} noteikuma dvi jāsaskaņo iestādei DVI, kas ir slēgta"
            in browser.get(f"{PAGE}/{code}").text
        )


def test_a_rule_set_that_is_none_is_not_found(sqlite_app):
    assert browser_of(sqlite_app, "admin").get(f"{PAGE}/mk597").status_code == 404


def test_the_text_is_downloaded_to_begin_a_draft_with_and_that_is_traced(app):
    answer = browser_of(app, "admin").post(f"{PAGE}/mk368-2023/teksts", {})
    assert answer.text == (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
    assert answer.headers["Content-Disposition"] == "attachment; filename=mk368-2023.toml"
    with rows_of(app):
        traced = db.session.scalars(select(AccountEvent).where(AccountEvent.action == "downloaded")).all()
    assert [one.data for one in traced] == [{"file": "mk368-2023.toml"}]


def test_the_text_of_a_rule_set_that_is_none_is_not_found(sqlite_app):
    assert browser_of(sqlite_app, "admin").post(f"{PAGE}/mk597/teksts", {}).status_code == 404


def test_a_comparison_shows_an_official_point_that_was_entered_as_the_basis(app):
    browser = browser_of(app, "admin")
    upload(browser, DRAFT.replace("MK 368 (VIRSIS prezentācija, 21.05.2025.)", "Oficiālais punkts", 1))
    page = browser.get(f"{PAGE}/draft?ar=mk368-2023").text
    assert "<del>MK 368 (VIRSIS prezentācija, 21.05.2025.)</del>" in page
    assert "<ins>Oficiālais punkts</ins>" in page
    assert "pievienoti: 0, mainīti: 1, svītroti: 0" in page


def test_a_comparison_shows_every_reason_in_other_words_in_the_language_that_differs(sqlite_app):
    browser = browser_of(sqlite_app, "admin")
    changed = DRAFT.replace('lv = "Izmantots {resource}', 'lv = "Lieto {resource}', 1)
    upload(browser, changed.replace("Co-approves every activity", "Always asked", 1))
    page = browser.get(f"{PAGE}/draft?ar=mk368-2023").text
    assert "Iemeslu teksti pēc fakta" in page
    assert "<del>Izmantots {resource}, pārzinis {institution}</del>" in page
    assert "<ins>Lieto {resource}, pārzinis {institution}</ins>" in page
    assert "<del>Co-approves every activity</del>" in page
    assert "<ins>Always asked</ins>" in page
    assert "Saskaņo visas aktivitātes" not in page


def test_what_a_rule_watches_is_named_in_words(sqlite_app):
    browser = browser_of(sqlite_app, "admin")
    upload(browser, DRAFT.replace("watches = [", 'watches = ["scope", "liquidation", "new_resource", ', 1))
    page = browser.get(f"{PAGE}/draft?ar=mk368-2023").text
    assert "<ins>Vai jāsaskaņo, Likvidācija, Jauns resurss, " in page


def test_the_domains_say_which_set_waits_for_their_architects(app):
    assert "mk368-architect nevar stāties spēkā" in browser_of(app, "admin").get("/jomas").text


def test_the_domains_say_nothing_more_once_each_has_an_architect(with_architects):
    assert "mk368-architect" not in browser_of(with_architects, "admin").get("/jomas").text


def test_a_proposal_is_decided_on_only_under_the_rule_set_it_is_for(with_architects):
    propose(with_architects)
    second = browser_of(with_architects, "admin2")
    assert second.post(f"{PAGE}/mk368-2023/apstiprinat/1", {}).status_code == 404
    assert second.post(f"{PAGE}/mk368-2023/noraidit/1", {"reason": "Par agru."}).status_code == 404
    assert count(with_architects, RuleSetDecision) == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (DRAFT.encode("utf-16"), "draft.toml:1"),
        ("ā".encode() * 210_000, "400000"),
        (b"\xef\xbb\xbf" + b"id = 5", "draft.toml:1,"),
    ],
)
def test_what_is_no_text_or_too_much_is_said_in_words(sqlite_app, content, says):
    answer = browser_of(sqlite_app, "admin").post(PAGE, {"file": (BytesIO(content), "draft.toml")})
    assert answer.status_code == 422
    assert says in answer.text


def test_a_set_that_cannot_begin_for_want_of_architects_leads_to_the_domains(sqlite_app):
    assert 'href="/jomas"' in browser_of(sqlite_app, "admin").get(ARCHITECT).text


def test_an_english_reader_finds_the_domains_in_english(sqlite_app):
    browser = browser_of(sqlite_app, "admin")
    browser.post("/valoda", {"locale": "en"})
    page = browser.get(ARCHITECT).text
    assert ("Education and science" in page, "Izglītība un zinātne" in page) == (True, False)


def test_a_condition_on_a_domain_names_it_in_words(sqlite_app):
    rule = (
        '[[rule]]\nid = "vide"\nasks = "DAP"\nfixed = false\nbasis = "pieņēmums"\n'
        'lv = "Vide"\nen = "Environment"\nwhen = { domain = ["vide"] }\n\n[[case]]'
    )
    browser = browser_of(sqlite_app, "admin")
    upload(browser, DRAFT.replace("[[case]]", rule, 1))
    assert "Joma: Lauksaimniecība un vide." in browser.get(f"{PAGE}/draft").text


def test_a_proposed_start_waits_in_management_for_another_administrator_only(with_architects):
    propose(with_architects)
    pages = [browser_of(with_architects, one).get("/parvaldiba").text for one in ("admin", "admin2")]
    assert ["status is-warn" in page for page in pages] == [False, True]
