"""The card's form: drafts, typed values, what is wrong, handing over."""

import re

import pytest
from sqlalchemy import select

from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from models.activity.card import FIELDS, NO_UNLESS_SAID, PARTS, SECTIONS
from rules.vocabulary import Kind, Status
from tests.helpers.card_pages import Controls, complete, dotted, form_of, new_card, save
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of


@pytest.fixture
def applicant(app):
    return browser_of(app, "vid.pieteicejs")


def kept(app, url):
    """The card behind the address of its form, read anew."""
    number = url.split("/")[2]
    with app.app_context(), seeing_everything():
        found = db.session.scalars(select(Activity).where(Activity.number == number)).one()
        db.session.refresh(found)
        read = {
            "used": [one.code for one in found.used_resources],
            "resource": found.resource and found.resource.code,
            "suggestions": {one.resource.code: (one.accepted, one.reason) for one in found.suggestions},
            "principles": {one.code: (one.answer, one.explanation) for one in found.principles},
        }
        return found, read


def count(app):
    with app.app_context(), seeing_everything():
        return len(db.session.scalars(select(Activity)).all())


def test_every_declared_field_has_a_control_of_its_name(applicant):
    ids = Controls(applicant.get("/aktivitates/jauna").text).ids
    fields = {name for name in FIELDS if name not in {*PARTS, "amends"}}  # which an amendment alone shows
    assert (len(fields) > 20, fields - set(ids)) == (True, set())


def test_every_section_has_a_heading(applicant):
    ids = Controls(applicant.get("/aktivitates/jauna").text).ids
    headings = {f"section-{one.number}" for one in SECTIONS}
    assert (len(headings) > 10, headings - set(ids)) == (True, set())


@pytest.mark.both_databases
def test_first_save_gives_the_draft_a_number(app, applicant):
    url = new_card(applicant, title="Jauna forma")
    assert (kept(app, url)[0].title, kept(app, url)[0].status) == ("Jauna forma", Status.draft)


@pytest.mark.parametrize(
    ("locale", "many", "few"), [("lv", "120\u00a0000,00", "120,00"), ("en", "120,000.00", "120.00")]
)
def test_sum_of_two_readings_is_asked_and_stays_as_typed(sqlite_app, locale, many, few):
    applicant = browser_of(sqlite_app, "vid.pieteicejs")
    applicant.post("/valoda", {"locale": locale})
    sent = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", "budget_eur": "120.000"}
    answer = applicant.post("/aktivitates/jauna", sent)
    offered = re.findall(r'data-fill="budget_eur" value="([^"]+)"', answer.text)
    said = {"lv": f"{many} vai {few}? Ierakstiet summu ar centiem.", "en": f"Is it {many} or {few}?"}[locale]
    assert (answer.status_code, said in answer.text, offered) == (422, True, [many, few])
    assert 'name="budget_eur" type="text"\n        value="120.000"' in answer.text


@pytest.mark.parametrize("typed", ["120\u00a0000,00", "120,000.00"])
def test_each_offered_reading_is_taken(sqlite_app, typed):
    applicant = browser_of(sqlite_app, "vid.pieteicejs")
    card, _ = kept(sqlite_app, new_card(applicant, budget_eur=typed))
    assert card.budget_eur == 120_000


def test_problem_of_a_list_names_its_field_in_the_summary(applicant):
    sent = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", "title": "EDS"}
    sent |= {"used_resources": "NAV"}
    page = squeezed(applicant.post("/aktivitates/jauna", sent).text)
    assert '<a href="#used_resources">Izmantotie resursi: Koda NAV nav.' in page


def test_draft_without_a_kind_is_not_made_and_keeps_the_text(app, applicant):
    answer = applicant.post("/aktivitates/jauna", {"title": "Ļoti garš teksts"})
    assert (answer.status_code, count(app)) == (422, 0)
    assert "Ļoti garš teksts" in answer.text


@pytest.mark.both_databases
def test_same_new_card_sent_twice_is_one_card(app, applicant):
    sent = form_of(applicant, "/aktivitates/jauna") | {"kind": "creation", "title": "Divi klikšķi"}
    first, second = (applicant.post("/aktivitates/jauna", sent).location for _ in range(2))
    assert (first, count(app)) == (second, 1)


def test_untouched_form_saves_nothing_new(app, applicant):
    url = new_card(applicant, title="Nemainīta", resource="EDS", goal="Viens\nDivi")
    save(applicant, url)
    assert kept(app, url)[0].revision == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["96 000,50", "96000.50", "96\u00a0000,5"])
def test_money_is_read_as_people_write_it(app, applicant, typed):
    url = new_card(applicant)
    save(applicant, url, budget_eur=typed)
    assert str(kept(app, url)[0].budget_eur) == "96000.50"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("planned_start", "32.13.2026."),
        ("budget_eur", "daudz"),
        ("budget_eur", "96000,505"),
        ("budget_eur", "1e5"),
        ("budget_eur", "NaN"),
        ("goal", "x" * 20_001),
    ],
)
def test_value_that_cannot_be_read_saves_nothing_and_stays_as_typed(app, applicant, field, typed):
    url = new_card(applicant, title="Pirms")
    answer = save(applicant, url, title="Pēc", **{field: typed})
    assert (answer.status_code, kept(app, url)[0].title) == (422, "Pirms")
    sent = Controls(answer.text).sent
    assert sent["title"] == ["Pēc"]
    assert sent[field][0].strip() == typed


def test_choice_that_is_none_saves_nothing(app, applicant):
    url = new_card(applicant, title="Pirms")
    answer = save(applicant, url, title="Pēc", funding_source="piggy_bank")
    assert (answer.status_code, kept(app, url)[0].title) == (422, "Pirms")
    assert Controls(answer.text).sent["title"] == ["Pēc"]


def test_mistake_is_named_in_the_title_and_linked_to_its_field(applicant):
    answer = save(applicant, new_card(applicant), budget_eur="daudz")
    assert "<title>Kļūda:" in answer.text.replace("Mistake:", "Kļūda:")
    assert 'href="#budget_eur">Summa, eiro: Ierakstiet summu eiro kā skaitli' in answer.text
    assert 'href="#budget_eur"' in answer.text


def test_text_of_a_principle_that_cannot_be_kept_is_named_by_its_principle(applicant):
    answer = save(applicant, new_card(applicant), principles__S1__explanation="x" * 20_001)
    assert 'href="#principles.S1.explanation">Princips S1: Saīsiniet tekstu' in answer.text


def test_unknown_code_is_a_mistake_of_its_picker(app, applicant):
    url = new_card(applicant)
    answer = save(applicant, url, used_resources=["", "FPR", "NAV-TĀDA"])
    assert (answer.status_code, kept(app, url)[1]["used"]) == (422, [])
    assert 'href="#used_resources"' in answer.text
    assert Controls(answer.text).sent["used_resources"] == ["", "FPR", "NAV-TĀDA"]


def test_codes_typed_without_javascript_are_added_to_those_chosen(app, applicant):
    url = new_card(applicant)
    save(applicant, url, used_resources=["", "FPR", "NĪVKIS, URIS"])
    assert kept(app, url)[1]["used"] == ["FPR", "NĪVKIS", "URIS"]


def test_list_can_be_emptied(app, applicant):
    url = new_card(applicant, used_resources=["", "FPR"])
    save(applicant, url, used_resources=[""])
    assert kept(app, url)[1]["used"] == []


def test_question_without_an_answer_can_be_answered_with_no(app, applicant):
    url = new_card(applicant)
    assert "personal_data" not in form_of(applicant, url)
    save(applicant, url, personal_data="false")
    assert kept(app, url)[0].personal_data is False


@pytest.mark.both_databases
def test_question_that_nobody_answered_stays_unanswered_in_a_saved_draft(app, applicant):
    url = new_card(applicant)
    save(applicant, url, goal="Mērķis")
    chosen = form_of(applicant, url).keys() & set(NO_UNLESS_SAID)
    assert (kept(app, url)[0].unanswered, chosen) == (NO_UNLESS_SAID, set())


@pytest.mark.parametrize("question", NO_UNLESS_SAID)
def test_card_is_not_handed_over_while_a_question_is_unanswered(app, applicant, question):
    url = new_card(applicant, resource="EDS")
    sent = complete(applicant, url) | {"do": "submit"}
    del sent[question]
    answer = applicant.post(url, sent)
    links = [part.split('"')[0] for part in answer.text.split('<a href="#')[1:]]
    assert (answer.status_code, f'id="{question}-error"' in answer.text) == (422, True)
    assert (kept(app, url)[0].status, links.count(question)) == (Status.draft, 1)


def test_no_that_was_kept_before_is_no_change_when_it_is_sent_again(app, applicant):
    url = new_card(applicant, **dict.fromkeys(NO_UNLESS_SAID, "false"))
    save(applicant, url)
    assert kept(app, url)[0].revision == 1


def test_tick_can_be_taken_away(app, applicant):
    url = new_card(applicant, restricted=["", "true"])
    save(applicant, url, restricted=[""])
    assert kept(app, url)[0].restricted is False


def test_chosen_resource_brings_suggestions(applicant):
    url = new_card(applicant, resource="EDS")
    names = [name for name in form_of(applicant, url) if name.startswith("suggestions.")]
    assert {name.split(".")[1] for name in names} == {"FPR", "URIS", "VPM"}


def test_accepted_suggestion_stands_in_the_list_of_used_resources(app, applicant):
    url = new_card(applicant, resource="EDS")
    code = next(iter(kept(app, url)[1]["suggestions"]))
    save(applicant, url, **{f"suggestions.{code}.accepted": "true"})
    save(applicant, url, title="Vēlreiz")
    read = kept(app, url)[1]
    assert (read["suggestions"][code], read["used"]) == ((True, ""), [code])


def test_reason_alone_rejects_a_suggestion(app, applicant):
    url = new_card(applicant, resource="EDS")
    code = next(iter(kept(app, url)[1]["suggestions"]))
    save(applicant, url, **{f"suggestions.{code}.reason": "Neskar"})
    assert kept(app, url)[1]["suggestions"][code] == (False, "Neskar")


def test_other_main_resource_can_be_chosen_after_suggestions_were_rejected(app, applicant):
    url = new_card(applicant, resource="EDS")
    code = next(iter(kept(app, url)[1]["suggestions"]))
    save(applicant, url, **{f"suggestions.{code}.reason": "Neskar"})
    assert save(applicant, url, resource="EMDAS").status_code == 302
    assert kept(app, url)[1]["resource"] == "EMDAS"


def test_principle_is_kept_with_its_text(app, applicant):
    url = new_card(applicant)
    save(applicant, url, principles__S1__answer="met", principles__S1__explanation="Ar VPM")
    assert kept(app, url)[1]["principles"]["S1"] == ("met", "Ar VPM")


@pytest.mark.parametrize("kind", list(Kind))
def test_section_of_liquidation_is_seen_for_that_kind_alone(applicant, kind):
    page = applicant.get(new_card(applicant, kind=kind.value)).text
    assert ('data-show-for="kind=liquidation" hidden' not in squeezed(page)) is (kind is Kind.liquidation)


def test_incomplete_card_is_saved_and_all_that_lacks_is_listed(app, applicant):
    url = new_card(applicant)
    answer = save(applicant, url, do="submit", title="Nepilnīga kartīte")
    assert (answer.status_code, kept(app, url)[0].title) == (422, "Nepilnīga kartīte")
    page = Controls(answer.text)
    links = {part.split('"')[0] for part in answer.text.split('<a href="#')[1:]}
    assert {"goal", "personal_data", "principles.S1", "scope", "planned_end"} <= links <= page.ids


def test_complete_card_is_handed_over(app, applicant):
    url = new_card(applicant, resource="EDS")
    answer = applicant.post(url, complete(applicant, url) | {"do": "submit"})
    assert (answer.status_code, kept(app, url)[0].status) == (302, Status.in_control)


def test_second_click_on_handing_over_does_no_harm(app, applicant):
    url = new_card(applicant, resource="EDS")
    sent = complete(applicant, url) | {"do": "submit"}
    first, second = (applicant.post(url, sent) for _ in range(2))
    assert (first.location, second.location) == (url.removesuffix("/labot"),) * 2


def test_card_that_has_moved_on_gives_the_typed_text_back(applicant):
    url = new_card(applicant, resource="EDS")
    sent = complete(applicant, url) | {"do": "submit"}
    applicant.post(url, sent)
    answer = applicant.post(url, sent | {"risks": "Vēl viens risks"})
    assert answer.status_code == 409
    assert "Vēl viens risks" in answer.text


def test_script_saves_a_draft_and_learns_its_revision(applicant):
    url = new_card(applicant)
    sent = form_of(applicant, url) | {"title": "Saglabāts pats"}
    answer = applicant.post(url, sent, headers={"Accept": "application/json"})
    assert (answer.json["revision"], answer.json["action"]) == (2, url)


def test_script_makes_a_draft_of_a_new_card(app, applicant):
    sent = form_of(applicant, "/aktivitates/jauna") | {"kind": "creation", "title": "Jauns rīks"}
    answer = applicant.post("/aktivitates/jauna", sent, headers={"Accept": "application/json"})
    assert (count(app), answer.json["revision"]) == (1, 1)


def test_someone_elses_card_is_not_found(app, applicant):
    url = new_card(applicant)
    other = browser_of(app, "bvkb.pieteicejs")
    answers = [other.get(url), other.post(url, {"title": "x"}), other.post(f"{url}/teksts")]
    assert [one.status_code for one in answers] == [404, 404, 404]


@pytest.mark.parametrize("who", ["vid.kontrolieris", "dvi.loceklis", "admin"])
def test_only_an_applicant_begins_a_card(app, who):
    assert browser_of(app, who).get("/aktivitates/jauna").status_code == 403


def test_controller_sees_the_card_but_cannot_edit_it(app, applicant):
    url = new_card(applicant, resource="EDS")
    applicant.post(url, complete(applicant, url) | {"do": "submit"})
    assert browser_of(app, "vid.kontrolieris").get(url).status_code == 403


@pytest.mark.both_databases
def test_similar_name_warns_and_same_name_does_not_count_as_similar(applicant):
    url = new_card(applicant, kind="creation", new_resource__name="Fizisko personu reģistri")
    assert "/resursi/FPR" in applicant.get(url).text
    save(applicant, url, new_resource__name="Fizisko personu reģistrs")
    assert "/resursi/FPR" not in applicant.get(url).text


def test_panel_names_whom_the_card_needs(applicant):
    url = new_card(applicant, resource="EDS", used_resources=["", "FPR"])
    assert '<li data-code="PMLP">' in applicant.get(url).text


def test_typed_text_can_be_taken_along(applicant):
    url = new_card(applicant)
    answer = applicant.post(f"{url}/teksts", form_of(applicant, url) | {"goal": "Mans mērķis"})
    assert answer.mimetype == "text/plain"
    assert "Mans mērķis" in answer.text


def test_names_with_dots_are_written_with_two_underscores_in_these_tests():
    assert dotted({"scope__others": "true"}) == {"scope.others": "true"}


def test_expired_form_comes_back_with_what_was_typed(app, applicant):
    url = new_card(applicant)
    sent = form_of(applicant, url) | {"goal": "Ilgi rakstīts mērķis", "csrf_token": "vecs"}
    answer = applicant.post(url, sent)
    assert (answer.status_code, kept(app, url)[0].goal) == (400, "")
    again = Controls(answer.text).sent
    assert (again["goal"], again["csrf_token"] != ["vecs"]) == (["Ilgi rakstīts mērķis"], True)


def test_script_with_an_expired_form_gets_a_token_to_try_again(applicant):
    url = new_card(applicant)
    sent = form_of(applicant, url) | {"csrf_token": "vecs"}
    token = applicant.post(url, sent, headers={"Accept": "application/json"}).json["token"]
    answer = applicant.post(url, sent | {"csrf_token": token}, headers={"Accept": "application/json"})
    assert answer.status_code == 200


def test_form_sent_after_signing_out_leads_back_to_the_form(app, applicant):
    url = new_card(applicant)
    sent = form_of(applicant, url)
    applicant.post("/iziet")
    assert applicant.post(url, sent).location.endswith(f"next={url}")


def test_mistake_calls_a_principle_by_its_title(applicant):
    answer = save(applicant, new_card(applicant), do="submit")
    assert "Auditācijas pieraksti" in answer.text.split('class="error-summary"')[1].split("</ul>")[0]


def test_address_can_say_kind_and_main_resource_of_a_new_card(applicant):
    sent = form_of(applicant, "/aktivitates/jauna?kind=liquidation&resource=EDS")
    assert (sent["kind"], sent["resource"]) == (["liquidation"], ["EDS"])
