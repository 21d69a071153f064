"""Accounts of an institution on screen: what is shown, and what a forged form achieves: nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.services.mail import delivery
from models import AccountEvent, Notification, User
from models.account.people import roles_of
from rules.account.access import AccountAction
from rules.audience import Message
from rules.vocabulary import Role
from tests.helpers import cards
from tests.helpers.institutions import close
from tests.helpers.pages import squeezed
from tests.helpers.people import Browser, account, browser_of
from tests.helpers.rounds import counted, rows_of

BOSS = "vid.administrators"
NOT_GONE_OUT = "Uzaicinājums pa e-pastu nav aizgājis"
NEW = {
    "first_name": "Līga",
    "last_name": "Ķēniņa",
    "email": "liga.kenina@vid.example",
    "roles": "applicant",
}


def key(app, username):
    with rows_of(app):
        return db.session.scalars(select(User.id).where(User.username == username)).one()


def row(app, username):
    """What is stored of an account: names, address, state, roles."""
    with rows_of(app):
        found = db.session.scalars(select(User).where(User.username == username)).one()
        kept = found.first_name, found.last_name, found.email, found.password, found.institution_id
        return kept, bool(found.active), roles_of(found)


def everything(app):
    with rows_of(app):
        names = db.session.scalars(select(User.username).order_by(User.id)).all()
    return [row(app, name) for name in names]


def people(app):
    with rows_of(app):
        return db.session.scalar(select(func.count(User.id)))


def traced(app, action):
    with rows_of(app):
        return len(db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)).all())


def add(app, username, code, *roles):
    with rows_of(app), writing():
        made = account(username, code, *roles)
        db.session.commit()
        return made.id


def form_of(browser, url):
    """What a person's browser sends back from the form of an account."""
    page = browser.get(url).text
    given = dict(re.findall(r'name="(first_name|last_name|email|seen)"[^>]*?value="([^"]*)"', page))
    ticked = r'name="roles" value="([a-z_]+)" checked(?!\s+disabled)'
    return {**given, "roles": re.findall(ticked, page)}


# --- the list


def test_user_administrator_sees_the_own_institution_only(app):
    page = browser_of(app, BOSS).get("/lietotaji").text
    assert "vid.pieteicejs@" in page
    assert "bvkb" not in page


def test_others_see_no_accounts(sqlite_app):
    assert browser_of(sqlite_app, "vid.pieteicejs").get("/lietotaji").status_code == 403


@pytest.mark.both_databases
def test_list_is_searched_without_case_and_diacritics(app):
    browser = browser_of(app, BOSS)
    browser.post("/lietotaji/add", NEW)
    page = browser.get("/lietotaji", query_string={"q": "ĶENINA liga"}).text
    assert ("liga.kenina@" in page, "vid.pieteicejs@" in page) == (True, False)


@pytest.mark.parametrize("query", ["role=boss", "state=gone"])
def test_role_or_state_that_is_none_has_no_page(sqlite_app, query):
    assert browser_of(sqlite_app, BOSS).get(f"/lietotaji?{query}").status_code == 404


@pytest.mark.both_databases
def test_odd_search_finds_nobody_and_is_no_fault(app):
    browser = browser_of(app, BOSS)
    answers = [browser.get("/lietotaji", query_string={"q": q}) for q in ("%", "'\"<b>", "ā" * 5000, "\\_")]
    assert {answer.status_code for answer in answers} == {200}


def test_queries_of_the_list_do_not_grow_with_its_rows(sqlite_app):
    browser = browser_of(sqlite_app, BOSS)
    with counted(sqlite_app) as few:
        browser.get("/lietotaji")
    with rows_of(sqlite_app), writing():
        for number in range(20):
            account(f"vid.persona{number}", "VID", Role.applicant, Role.cab_member)
        db.session.commit()
    with counted(sqlite_app) as many:
        assert browser.get("/lietotaji").text.count('class="title-link"') == 23
    assert len(many) <= len(few) <= 14


def test_list_warns_when_nobody_stands_in_for_the_change_controller(sqlite_app):
    page = browser_of(sqlite_app, BOSS).get("/lietotaji").text
    assert "VID kontrolieris" in page.split('class="note note-warn"')[1]


def test_system_administrator_is_shown_institutions_without_a_user_administrator(sqlite_app):
    page = browser_of(sqlite_app, "admin").get("/lietotaji").text
    assert "/lietotaji/add?institution=PMLP" in page
    assert "/lietotaji/add?institution=VID" not in page


# --- creating


def test_new_person_belongs_to_the_own_institution_and_is_invited(app):
    browser_of(app, BOSS).post("/lietotaji/add", NEW)
    kept, active, roles = row(app, "liga.kenina")
    with rows_of(app):
        mails = db.session.scalars(
            select(Notification).where(Notification.message == Message.invitation)
        ).all()
    assert (kept[3], active, roles, len(mails)) == (None, True, {Role.applicant}, 1)
    assert kept[4] == row(app, BOSS)[0][4]


def test_double_click_makes_one_account_and_says_so(app):
    browser = browser_of(app, BOSS)
    before = people(app)
    answers = [browser.post("/lietotaji/add", NEW).status_code for _ in range(2)]
    assert (answers, people(app)) == ([302, 302], before + 1)


def test_mistakes_are_named_at_their_fields_and_nothing_typed_is_lost(app):
    given = {**NEW, "first_name": "", "email": "bvkb.pieteicejs@virsis.example", "roles": ""}
    given.pop("roles")
    answer = browser_of(app, BOSS).post("/lietotaji/add", given)
    assert answer.status_code == 422
    assert all(f'href="#{name}"' in answer.text for name in ("first_name", "email", "roles"))
    assert "Ķēniņa" in answer.text


def test_mistakes_are_listed_in_the_order_of_the_fields(sqlite_app):
    given = {"first_name": "Anna", "last_name": "", "email": "a@virsis.example", "username": "ā"}
    summary = browser_of(sqlite_app, "admin").post("/lietotaji/add", given).text
    listed = re.findall(r'<a href="#(\w+)">', summary.partition("error-summary")[2])
    assert listed[:4] == ["last_name", "username", "institution", "roles"]


def test_address_of_another_institution_is_refused_without_saying_whose_it_is(app):
    given = {**NEW, "email": "bvkb.pieteicejs@virsis.example"}
    page = browser_of(app, BOSS).post("/lietotaji/add", given).text
    assert ("BVKB" in page, NEW["first_name"] in page) == (False, True)
    assert traced(app, AccountAction.refused) == 1  # whoever tries addresses is seen doing so


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_name", "x" * 70),
        ("last_name", "a\u0007b"),
        ("email", "ķēniņa@vid.lv"),
        ("email", "a@vid.lv\r\nBcc: b@c.lv"),
        ("email", "x" * 400 + "@vid.lv"),
        ("username", "Ķēniņa"),
        ("username", "a"),
    ],
)
def test_value_that_does_not_fit_is_refused(sqlite_app, field, value):
    before = people(sqlite_app)
    answer = browser_of(sqlite_app, BOSS).post("/lietotaji/add", {**NEW, field: value})
    assert (answer.status_code, people(sqlite_app)) == (422, before)
    assert "Šai vērtībai ir nepareiza forma" not in answer.text  # which value, and what to type instead


def test_very_large_field_is_refused(sqlite_app):
    answer = browser_of(sqlite_app, BOSS).post("/lietotaji/add", {**NEW, "first_name": "x" * 10_000_000})
    assert answer.status_code == 413
    assert traced(sqlite_app, AccountAction.refused) == 1


def test_system_administrator_chooses_the_institution(app):
    given = {**NEW, "institution": "BVKB", "roles": "user_admin"}
    browser_of(app, "admin").post("/lietotaji/add", given)
    assert row(app, "liga.kenina")[2] == {Role.user_admin}
    assert row(app, "liga.kenina")[0][4] == row(app, "bvkb.pieteicejs")[0][4]


def test_account_of_a_closed_institution_is_corrected_where_it_is(sqlite_app):
    with rows_of(sqlite_app):
        close("VID")
    admin, path = browser_of(sqlite_app, "admin"), f"/lietotaji/edit/{key(sqlite_app, 'vid.pieteicejs')}"
    page = admin.get(path).text
    assert '<option value="VID" selected>VID · Valsts ieņēmumu dienests (slēgta)</option>' in squeezed(page)
    before, seen = row(sqlite_app, "vid.pieteicejs"), re.search(r'name="seen" value="(\w+)"', page)[1]
    given = {"first_name": "Jauns", "last_name": "Vārds", "email": before[0][2], "roles": "applicant"}
    assert admin.post(path, {**given, "institution": "VID", "seen": seen}).status_code == 302
    after = row(sqlite_app, "vid.pieteicejs")
    assert (after[0][0], after[0][4]) == ("Jauns", before[0][4])


def test_role_of_the_process_needs_an_institution(sqlite_app):
    assert browser_of(sqlite_app, "admin").post("/lietotaji/add", NEW).status_code == 422


# --- forged forms of a user administrator: refused, nothing changed, an event written


@pytest.mark.parametrize(
    "forged",
    [
        {"roles": "cab_head"},
        {"roles": "user_admin"},
        {"roles": "admin"},
        {"roles": ["applicant", "admin"]},
        {"roles": "Admin"},
        {"institution": "BVKB"},
        {"institution_id": "3"},
        {"password": "Mana-parole-2026"},
        {"is_service": "1"},
        {"active": "y"},
    ],
)
def test_forged_new_account_is_refused(app, forged):
    browser, before = browser_of(app, BOSS), everything(app)
    answer = browser.post("/lietotaji/add", {**NEW, **forged})
    assert (answer.status_code, everything(app)) == (403, before)
    assert traced(app, AccountAction.refused) == 1


@pytest.mark.parametrize(
    ("username", "forged"),
    [
        (BOSS, {"roles": ["user_admin", "cab_head"]}),
        (BOSS, {"roles": ["user_admin", "admin"]}),
        ("vid.pieteicejs", {"roles": ["applicant", "user_admin"]}),
        ("vid.pieteicejs", {"password": "Mana-parole-2026"}),
        ("vid.pieteicejs", {"institution": "BVKB"}),
        ("vid.pieteicejs", {"username": "cits"}),
        ("vid.pieteicejs", {"active": ""}),
    ],
)
def test_forged_change_is_refused(app, username, forged):
    browser, before, url = browser_of(app, BOSS), everything(app), f"/lietotaji/edit/{key(app, username)}"
    answer = browser.post(url, {**form_of(browser, url), **forged})
    assert (answer.status_code, everything(app)) == (403, before)
    assert traced(app, AccountAction.refused) == 1


@pytest.mark.parametrize("way", ["edit", "slegt", "atvert", "uzaicinat", "pseidonimizet"])
@pytest.mark.parametrize("username", ["bvkb.pieteicejs", "admin"])
def test_account_of_another_institution_is_not_there_for_any_form(app, way, username):
    browser, before = browser_of(app, BOSS), everything(app)
    answer = browser.post(f"/lietotaji/{way}/{key(app, username)}", {**NEW, "seen": "x", "typed": username})
    assert (answer.status_code, everything(app)) == (404, before)
    assert traced(app, AccountAction.refused) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("way", ["show", "edit", "slegt", "pseidonimizet"])
def test_account_of_another_institution_has_no_page(app, way):
    assert browser_of(app, BOSS).get(f"/lietotaji/{way}/{key(app, 'bvkb.pieteicejs')}").status_code == 404


@pytest.mark.parametrize("way", ["add", "edit/3", "slegt/3", "atvert/3", "uzaicinat/3", "eksports"])
def test_others_change_no_account(sqlite_app, way):
    before = everything(sqlite_app)
    answer = browser_of(sqlite_app, "vid.pieteicejs").post(f"/lietotaji/{way}", NEW)
    assert (answer.status_code, everything(sqlite_app)) == (403, before)


@pytest.mark.parametrize("pk", ["0", "abc", "99999999999999999999", "-1", "1%20or%201=1"])
def test_nonsense_for_an_account_is_not_found(sqlite_app, pk):
    browser = browser_of(sqlite_app, "admin")
    assert {browser.get(f"/lietotaji/{way}/{pk}").status_code for way in ("show", "edit", "slegt")} == {404}


def test_no_form_of_flask_appbuilder_sets_the_password_of_another(sqlite_app):
    browser = browser_of(sqlite_app, BOSS)
    ways = ("resetpassword/form?pk=1", "users/edit/1", "userdbmodelview/edit/1", "resetmypassword/form")
    assert {browser.post(f"/{way}", {"password": "x"}).status_code for way in ways} == {404}


def test_address_of_the_head_is_not_moved_by_the_user_administrator(app):
    add(app, "varam.administrators", "VARAM", Role.user_admin)
    browser, before = browser_of(app, "varam.administrators"), row(app, "varam.vaditajs")
    url = f"/lietotaji/edit/{key(app, 'varam.vaditajs')}"
    answer = browser.post(url, {**form_of(browser, url), "email": "mans@varam.example"})
    assert (answer.status_code, row(app, "varam.vaditajs")) == (403, before)


# --- changing


def test_roles_change_and_the_person_has_to_sign_in_anew(app):
    person, browser = browser_of(app, "vid.pieteicejs"), browser_of(app, BOSS)
    url = f"/lietotaji/edit/{key(app, 'vid.pieteicejs')}"
    browser.post(url, {**form_of(browser, url), "roles": ["applicant", "cab_member"]})
    assert row(app, "vid.pieteicejs")[2] == {Role.applicant, Role.cab_member}
    assert person.get("/darbi").status_code == 302


def test_roles_that_a_user_administrator_does_not_give_stay_without_being_sent(app):
    browser = browser_of(app, BOSS)
    url = f"/lietotaji/edit/{key(app, BOSS)}"
    browser.post(url, {**form_of(browser, url), "roles": ["applicant"]})
    assert row(app, BOSS)[2] == {Role.user_admin, Role.applicant}


def test_second_of_two_tabs_is_told_what_the_first_saved(app):
    browser = browser_of(app, BOSS)
    url = f"/lietotaji/edit/{key(app, 'vid.pieteicejs')}"
    first, second = form_of(browser, url), form_of(browser, url)
    browser.post(url, {**first, "first_name": "Pirmais"})
    answer = browser.post(url, {**second, "first_name": "Otrais"})
    assert answer.status_code == 409
    assert ("Pirmais" in answer.text, 'value="Otrais"' in answer.text) == (True, True)
    assert row(app, "vid.pieteicejs")[0][0] == "Pirmais"


def test_no_page_of_an_account_shows_a_password(sqlite_app):
    browser, pk = browser_of(sqlite_app, "admin"), key(sqlite_app, "vid.pieteicejs")
    pages = [browser.get(f"/lietotaji/{way}").text for way in (f"show/{pk}", f"edit/{pk}", f"slegt/{pk}", "")]
    assert not any("pbkdf2" in page or "scrypt" in page for page in pages)


# --- closing


def test_closed_person_is_out_at_once(app):
    person, browser = browser_of(app, "vid.kontrolieris"), browser_of(app, BOSS)
    browser.post(f"/lietotaji/slegt/{key(app, 'vid.kontrolieris')}")
    assert person.get("/darbi").status_code == 302
    assert not row(app, "vid.kontrolieris")[1]


@pytest.mark.parametrize(("username", "offered"), [("vid.pieteicejs", False), ("vid.kontrolieris", True)])
def test_substitute_is_offered_for_a_role_that_can_be_substituted(sqlite_app, username, offered):
    page = browser_of(sqlite_app, BOSS).get(f"/lietotaji/show/{key(sqlite_app, username)}").text
    assert ("/aizvietosana/iestade" in page) is offered


def test_open_work_is_shown_and_asks_for_somebody(app):
    add(app, "vid.otra", "VID", Role.applicant)
    with rows_of(app), writing():
        number = cards.draft(title="Slepena kartīte").number
        db.session.commit()
    browser, url = browser_of(app, BOSS), f"/lietotaji/slegt/{key(app, 'vid.pieteicejs')}"
    answer = browser.post(url)
    assert (answer.status_code, 'href="#cards"' in answer.text, number in answer.text) == (422, True, True)
    assert "Slepena" not in answer.text
    assert row(app, "vid.pieteicejs")[1]


def test_card_goes_to_the_colleague_chosen(app):
    colleague = add(app, "vid.otra", "VID", Role.applicant)
    with rows_of(app), writing():
        cards.draft()
        db.session.commit()
    browser_of(app, BOSS).post(f"/lietotaji/slegt/{key(app, 'vid.pieteicejs')}", {"cards": str(colleague)})
    assert "EDS jauna veidlapa" in browser_of(app, "vid.otra").get("/aktivitates?mine=1").text


@pytest.mark.parametrize("forged", ["bvkb.pieteicejs", "vid.kontrolieris", "vid.pieteicejs"])
def test_colleague_who_was_not_offered_is_refused(app, forged):
    add(app, "vid.otra", "VID", Role.applicant)
    with rows_of(app), writing():
        cards.draft()
        db.session.commit()
    browser = browser_of(app, BOSS)
    given = {"cards": str(key(app, forged))}
    answer = browser.post(f"/lietotaji/slegt/{key(app, 'vid.pieteicejs')}", given)
    assert (answer.status_code, row(app, "vid.pieteicejs")[1]) == (422, True)


def test_page_says_what_to_do_when_there_is_no_colleague(app):
    with rows_of(app), writing():
        cards.draft()
        db.session.commit()
    page = browser_of(app, BOSS).get(f"/lietotaji/slegt/{key(app, 'vid.pieteicejs')}").text
    assert ("/lietotaji/add" in page, "btn-danger" in page) == (True, False)


def test_last_user_administrator_is_told_why_the_account_stays_open(app):
    browser, url = browser_of(app, BOSS), f"/lietotaji/slegt/{key(app, BOSS)}"
    assert "btn-danger" not in browser.get(url).text
    assert browser.post(url).status_code == 409
    assert row(app, BOSS)[1]


def test_system_administrator_does_not_close_the_own_account(sqlite_app):
    answer = browser_of(sqlite_app, "admin").post(f"/lietotaji/slegt/{key(sqlite_app, 'admin')}")
    assert (answer.status_code, row(sqlite_app, "admin")[1]) == (409, True)


def test_closed_account_is_opened_again(app):
    browser, pk = browser_of(app, BOSS), key(app, "vid.kontrolieris")
    browser.post(f"/lietotaji/slegt/{pk}")
    browser.post(f"/lietotaji/atvert/{pk}")
    assert row(app, "vid.kontrolieris")[1]


def test_old_password_does_not_open_an_account_that_was_closed_and_opened_again(app):
    browser, pk = browser_of(app, BOSS), key(app, "vid.kontrolieris")
    browser.post(f"/lietotaji/slegt/{pk}")
    page = browser.get(f"/lietotaji/atvert/{pk}").text
    assert "vid.kontrolieris@virsis.example" in page
    browser.post(f"/lietotaji/atvert/{pk}")
    assert Browser(app).sign_in("vid.kontrolieris").status_code == 200


@pytest.mark.parametrize("page", ["/lietotaji", "/lietotaji/show/{}"])
def test_opening_again_is_offered_to_whoever_may(sqlite_app, page):
    pk = add(sqlite_app, "vid.otrais", "VID", Role.applicant, Role.user_admin)
    browser_of(sqlite_app, BOSS).post(f"/lietotaji/slegt/{pk}")
    seen = [browser_of(sqlite_app, who).get(page.format(pk)).text for who in (BOSS, "admin")]
    assert [f"/lietotaji/atvert/{pk}" in one for one in seen] == [False, True]


def test_open_account_is_not_asked_to_be_opened(sqlite_app):
    url = f"/lietotaji/atvert/{key(sqlite_app, 'vid.kontrolieris')}"
    assert browser_of(sqlite_app, BOSS).get(url).status_code == 409


def test_invitation_is_not_sent_to_somebody_who_has_a_password(app):
    answer = browser_of(app, BOSS).post(f"/lietotaji/uzaicinat/{key(app, 'vid.pieteicejs')}")
    assert answer.status_code == 409


def test_page_of_an_invited_person_says_when_the_mail_has_not_gone_out(sqlite_app):
    browser = browser_of(sqlite_app, BOSS)
    browser.post("/lietotaji/add", NEW)
    page = f"/lietotaji/show/{key(sqlite_app, 'liga.kenina')}"
    before = browser.get(page).text
    with sqlite_app.app_context():
        delivery.deliver(now())  # without a mail server
    assert [NOT_GONE_OUT in text for text in (before, browser.get(page).text)] == [False, True]


# --- personal data


def test_personal_data_are_deleted_only_when_the_user_name_is_typed(app):
    browser, pk = browser_of(app, BOSS), key(app, "vid.kontrolieris")
    browser.post(f"/lietotaji/slegt/{pk}")
    answer = browser.post(f"/lietotaji/pseidonimizet/{pk}", {"typed": "vid"})
    assert (answer.status_code, 'href="#typed"' in answer.text) == (422, True)
    browser.post(f"/lietotaji/pseidonimizet/{pk}", {"typed": "vid.kontrolieris"})
    page = browser.get(f"/lietotaji/show/{pk}").text
    assert ("vid.kontrolieris" in page, f"konts-{pk}" in page) == (False, True)


def test_address_of_no_message_outlives_the_personal_data(app):
    browser, pk = browser_of(app, BOSS), key(app, "vid.kontrolieris")
    url = f"/lietotaji/edit/{pk}"
    browser.post(url, {**form_of(browser, url), "email": "cita@vid.example"})
    browser.post(f"/lietotaji/slegt/{pk}")
    browser.post(f"/lietotaji/pseidonimizet/{pk}", {"typed": "vid.kontrolieris"})
    with rows_of(app):
        kept = [(one.address, one.values) for one in db.session.scalars(select(Notification))]
    assert kept == [("", {})]


def test_personal_data_of_an_open_account_stay(app):
    pk = key(app, "vid.kontrolieris")
    answer = browser_of(app, BOSS).post(f"/lietotaji/pseidonimizet/{pk}", {"typed": "vid.kontrolieris"})
    assert (answer.status_code, row(app, "vid.kontrolieris")[1]) == (409, True)


# --- the file


def table(answer):
    page = load_workbook(BytesIO(answer.data)).active
    return [[cell.value for cell in line] for line in page.iter_rows()]


def test_file_holds_what_the_person_may_see(app):
    answer = browser_of(app, BOSS).post("/lietotaji/eksports")
    assert {line[2] for line in table(answer)[1:]} == {"vid.pieteicejs", "vid.kontrolieris", BOSS}
    assert traced(app, AccountAction.exported) == 1


def test_file_holds_what_is_looked_for(sqlite_app):
    answer = browser_of(sqlite_app, "admin").post("/lietotaji/eksports", {"q": "bvkb", "role": "applicant"})
    assert [line[2] for line in table(answer)[1:]] == ["bvkb.pieteicejs"]


def test_name_that_looks_like_a_formula_stays_a_text(sqlite_app):
    browser = browser_of(sqlite_app, BOSS)
    browser.post("/lietotaji/add", {**NEW, "first_name": "=1+1"})
    page = load_workbook(BytesIO(browser.post("/lietotaji/eksports", {"q": "ķēniņa"}).data)).active
    assert (page["A2"].data_type, page["A2"].value) == ("s", "=1+1")


# --- at the same moment


@pytest.mark.both_databases
def test_two_clicks_at_once_make_one_account(app):
    browsers = [browser_of(app, BOSS) for _ in range(2)]
    before = people(app)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post("/lietotaji/add", NEW).status_code, browsers))
    assert (answers, people(app)) == ([302, 302], before + 1)


@pytest.mark.both_databases
def test_two_administrators_who_close_each_other_at_once_leave_one(app):
    other = add(app, "vid.otrs", "VID", Role.user_admin)
    first = key(app, BOSS)
    both = [(browser_of(app, BOSS), other), (browser_of(app, "vid.otrs"), first)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: pair[0].post(f"/lietotaji/slegt/{pair[1]}"), both))
    assert sorted((row(app, BOSS)[1], row(app, "vid.otrs")[1])) == [False, True]


def test_list_that_finds_nobody_says_how_many_accounts_there_are(sqlite_app):
    page = browser_of(sqlite_app, BOSS).get("/lietotaji?q=nekas&state=closed").text
    assert "3 aktīvi, 0 uzaicinātu, 0 slēgtu" in squeezed(page)


def test_menu_of_the_system_administrator_leads_to_accounts_through_management(sqlite_app):
    page = browser_of(sqlite_app, "admin").get("/lietotaji").text
    assert '<a href="/parvaldiba" aria-current="page">' in squeezed(page)


def test_menu_of_a_user_administrator_marks_users(sqlite_app):
    page = browser_of(sqlite_app, BOSS).get("/lietotaji").text
    assert '<a href="/lietotaji" aria-current="page">' in squeezed(page)
