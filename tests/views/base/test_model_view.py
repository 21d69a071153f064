"""Flask-AppBuilder's known holes stay closed in every screen that it generates."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import flash
from flask_appbuilder.actions import action
from sqlalchemy import event, select

from app.database import writing
from app.extensions import db
from app.security import roles
from app.visibility import seeing_everything
from models import Activity, Institution, Requirement
from rules.refusals import NotAllowed
from rules.text import N_
from rules.vocabulary import Role
from tests.conftest import DATABASES, let_go, make_app
from tests.helpers import cards
from tests.helpers.people import Browser, browser_of
from views.base import SafeModelView, SlimInterface

pytestmark = pytest.mark.both_databases


class RequirementProbe(SafeModelView):
    """Rows that hang on a card, in a tab of their own."""

    datamodel = SlimInterface(Requirement)
    list_columns = ["state"]
    search_columns = ["state"]
    list_title = "requirements"


class ActivityProbe(SafeModelView):
    """A generated screen of cards with everything that Flask-AppBuilder has."""

    datamodel = SlimInterface(Activity, eager=("holder",))
    related_views = [RequirementProbe]
    list_columns = ["number", "title", "holder"]
    show_columns = ["number", "title"]
    edit_columns = ["title"]
    add_columns = ["title"]
    search_columns = ["title"]
    order_columns = ["number"]
    base_order = ("number", "desc")
    page_size = 2

    @action("stamp", "Stamp", "Sure?")
    def stamp(self, rows):
        """Leave a mark."""
        many = rows if isinstance(rows, list) else [rows]
        for row in many:
            row.result = "stamped"
        db.session.commit()
        flash("stamped")
        return self.post_add_redirect()


class InstitutionProbe(SafeModelView):
    """A generated screen of a table with a unique column."""

    datamodel = SlimInterface(Institution)
    list_columns = ["code", "name_lv"]
    add_columns = edit_columns = ["code", "name_lv", "kind", "certainty"]
    search_columns = ["code", "name_lv"]
    order_columns = ["code"]
    base_order = ("code", "asc")

    def pre_update(self, item):
        """Refuse one name, to see how a refusal looks."""
        if item.name_lv == "Nē":
            raise NotAllowed(N_("Your institution is not asked about this card."))


@pytest.fixture(scope="module", params=DATABASES)
def probing(request, tmp_path_factory):
    """An application with the probes, which applicants may open but for one, and its database."""
    database = request.getfixturevalue(request.param)
    pattern = (r"(ActivityProbe|InstitutionProbe)$", r".*$")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(roles.ROLES, Role.applicant, (pattern,))
        roles.allowed.cache_clear()
        app = make_app(database.url, tmp_path_factory)
        with app.app_context():
            for probe in (RequirementProbe, ActivityProbe, InstitutionProbe):
                app.appbuilder.add_view_no_menu(probe)
        yield app, database
        let_go(app)
    roles.allowed.cache_clear()


@pytest.fixture
def probed(probing):
    """The application on a fresh copy of the database."""
    app, database = probing
    let_go(app)
    database.reset()
    yield app
    with app.app_context():
        db.session.remove()


@pytest.fixture
def hidden(probed):
    """The key of a draft of VID, which BVKB does not see."""
    with probed.app_context(), seeing_everything(), writing():
        key = cards.draft(title="Slepena kartīte").id
        db.session.commit()
        return key


@pytest.fixture
def stranger(probed, hidden):
    return browser_of(probed, "bvkb.pieteicejs")


@pytest.fixture
def owner(probed, hidden):
    return browser_of(probed, "vid.pieteicejs")


def result_of(app, key):
    with app.app_context(), seeing_everything():
        return db.session.scalar(select(Activity.result).where(Activity.id == key))


def title_of(app, key):
    with app.app_context(), seeing_everything():
        return db.session.scalar(select(Activity.title).where(Activity.id == key))


def rows_of(answer):
    return re.findall(r'<th scope="row">.*?</th>', answer.text)


def test_list_does_not_name_a_card_that_the_person_does_not_see(stranger):
    page = stranger.get("/activityprobe/list/?_flt_0_title=Slepena")
    assert (page.status_code, "Slepena kartīte" in page.text) == (200, False)


def test_list_names_a_card_that_the_person_sees(owner):
    assert "Slepena kartīte" in owner.get("/activityprobe/list/").text


@pytest.mark.parametrize("route", ["show", "edit"])
def test_page_of_a_card_that_the_person_does_not_see_is_404(stranger, hidden, route):
    assert stranger.get(f"/activityprobe/{route}/{hidden}").status_code == 404


@pytest.mark.parametrize("key", ["abc", "0", "-1", "99999999999999999999", "1.5", "%20", "\uff11"])
@pytest.mark.parametrize("route", ["show", "edit"])
def test_key_that_is_none_is_404(owner, route, key):
    assert owner.get(f"/activityprobe/{route}/{key}").status_code == 404


def test_edit_of_a_card_that_the_person_does_not_see_is_404_and_changes_nothing(probed, stranger, hidden):
    assert stranger.post(f"/activityprobe/edit/{hidden}", {"title": "x"}).status_code == 404
    assert title_of(probed, hidden) == "Slepena kartīte"


def test_delete_of_a_card_that_the_person_does_not_see_is_404(probed, stranger, hidden):
    assert stranger.post(f"/activityprobe/delete/{hidden}").status_code == 404
    assert title_of(probed, hidden) == "Slepena kartīte"


def test_action_on_a_card_that_the_person_does_not_see_is_404_and_does_nothing(probed, stranger, hidden):
    assert stranger.post(f"/activityprobe/action/stamp/{hidden}").status_code == 404
    form = {"action": "stamp", "rowid": str(hidden)}
    assert stranger.post("/activityprobe/action_post", form).status_code == 404
    assert result_of(probed, hidden) == ""


def test_action_on_a_card_that_the_person_sees_is_carried_out(probed, owner, hidden):
    owner.post("/activityprobe/action_post", {"action": "stamp", "rowid": str(hidden)})
    assert result_of(probed, hidden) == "stamped"


def test_unknown_action_is_404(owner, hidden):
    assert owner.post(f"/activityprobe/action/nonsense/{hidden}").status_code == 404


@pytest.mark.parametrize("route", ["action/stamp", "delete"])
def test_link_changes_nothing(probed, owner, hidden, route):
    assert owner.get(f"/activityprobe/{route}/{hidden}").status_code == 405
    assert (title_of(probed, hidden), result_of(probed, hidden)) == ("Slepena kartīte", "")


def test_action_without_the_right_is_403(probed, hidden, monkeypatch):
    monkeypatch.setitem(roles.ROLES, Role.applicant, ((r"ActivityProbe$", r"can_.*$"),))
    roles.allowed.cache_clear()
    owner = browser_of(probed, "vid.pieteicejs")
    answer = owner.post(f"/activityprobe/action/stamp/{hidden}")
    roles.allowed.cache_clear()
    assert answer.status_code == 403


def test_tab_of_a_view_that_the_person_may_not_open_is_not_drawn(owner, hidden):
    page = owner.get(f"/activityprobe/show/{hidden}")
    assert (page.status_code, "requirements" in page.text) == (200, False)


def test_view_that_the_person_may_not_open_is_403(owner):
    assert owner.get("/requirementprobe/list/").status_code == 403


def test_file_is_not_given_out_by_name(owner):
    assert owner.get("/activityprobe/download/secret.pdf").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "page_ActivityProbe=abc",
        "page_ActivityProbe=-5",
        "page_ActivityProbe=999999999999999999999999",
        "page_ActivityProbe=777",
        "psize_ActivityProbe=1000000",
        "psize_ActivityProbe=x",
        "psize_ActivityProbe=0",
        "_oc_ActivityProbe=created_by.password&_od_ActivityProbe=asc",
        "_oc_ActivityProbe=nosuch&_od_ActivityProbe=asc",
        "_flt_9_title=x",
        "_flt_0_nosuch=x",
        "_flt_0_created_by.password=x",
        "_flt_0_title=%25%27%22",
    ],
)
def test_odd_parameters_of_a_list_do_no_harm(owner, query):
    assert owner.get(f"/activityprobe/list/?{query}").status_code == 200


def test_order_by_a_column_that_is_not_offered_is_ignored(owner):
    given = owner.get("/institutionprobe/list/?_oc_InstitutionProbe=name_lv&_od_InstitutionProbe=desc")
    assert rows_of(given) == rows_of(owner.get("/institutionprobe/list/"))


def test_other_pages_keep_every_filter_also_one_given_twice(owner):
    page = owner.get("/institutionprobe/list/?_flt_2_name_lv=a&_flt_2_name_lv=i").text
    assert "_flt_2_name_lv=a&amp;_flt_2_name_lv=i&amp;page_InstitutionProbe=1" in page


def test_head_of_a_column_leads_to_the_first_page_in_the_other_order(owner):
    page = owner.get("/institutionprobe/list/?_oc_InstitutionProbe=code&_od_InstitutionProbe=asc").text
    assert 'aria-sort="ascending"' in page
    assert 'class="sort" href="/institutionprobe/list/?_oc_InstitutionProbe=code&amp;_od_' in page


def test_page_past_the_end_leads_to_the_first(owner):
    page = owner.get("/institutionprobe/list/?page_InstitutionProbe=777").text
    assert '<a class="btn btn-plain" href="/institutionprobe/list/">' in page


def test_rows_have_ticks_where_an_action_is_declared(owner):
    page = owner.get("/activityprobe/list/").text
    assert page.count('name="rowid"') == 1
    assert 'data-dialog="dialog-action-stamp"' in page
    assert 'name="rowid"' not in owner.get("/institutionprobe/list/").text


def test_page_size_stays_in_bounds(owner):
    page = owner.get("/institutionprobe/list/?psize_InstitutionProbe=100000").text
    assert page.count("<tr>") == 80  # all 79 and the heads of the columns


def test_list_needs_few_queries_whatever_the_number_of_rows(probed, owner):
    statements = []
    with probed.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    answer = owner.get("/activityprobe/list/?psize_ActivityProbe=100")
    assert answer.status_code == 200
    assert 0 < len([one for one in statements if not one.startswith("BEGIN")]) <= 5


def test_value_that_exists_already_is_refused_in_words_and_what_was_typed_is_kept(owner):
    form = {"code": "VID", "name_lv": "Otra tāda", "kind": "ministry", "certainty": "likely"}
    page = owner.post("/institutionprobe/add", form)
    assert (page.status_code, "Otra tāda" in page.text, "UNIQUE" in page.text) == (200, True, False)


def test_row_that_others_depend_on_is_not_deleted_and_the_person_is_told(probed, owner):
    with probed.app_context():
        key = db.session.scalar(select(Institution.id).where(Institution.code == "VID"))
    page = owner.post(f"/institutionprobe/delete/{key}", follow_redirects=True)
    assert (page.status_code, "FOREIGN KEY" in page.text, "note-bad" in page.text) == (200, False, True)


def test_refusal_of_a_hook_is_shown_above_the_form_with_what_was_typed(probed, owner):
    with probed.app_context():
        row = db.session.scalars(select(Institution).where(Institution.code == "VID")).one()
        form = {"code": "VID", "name_lv": "Nē", "kind": row.kind.value, "certainty": row.certainty.value}
        key = row.id
    page = owner.post(f"/institutionprobe/edit/{key}", form)
    assert (page.status_code, "note-bad" in page.text, 'value="Nē"' in page.text) == (200, True, True)


def test_added_row_is_saved_and_leads_to_the_list(probed, owner):
    form = {"code": "JAUNA", "name_lv": "Jauna iestāde", "kind": "ministry", "certainty": "likely"}
    assert owner.post("/institutionprobe/add", form).location == "/institutionprobe/list/"
    assert "Jauna iestāde" in owner.get("/institutionprobe/list/?_flt_0_code=JAUNA").text


def test_field_that_is_not_on_the_form_is_not_taken(probed, owner, hidden):
    owner.post(f"/activityprobe/edit/{hidden}", {"title": "Jauns nosaukums", "status": "approved"})
    with probed.app_context(), seeing_everything():
        row = db.session.get_one(Activity, hidden)
        assert (row.title, row.status.value) == ("Jauns nosaukums", "draft")


def test_searches_of_many_people_at_once_do_not_mix(probed):
    words = ["dienests", "ministrija", "birojs", "pārvalde"]
    browsers = {word: browser_of(probed, "vid.pieteicejs") for word in words}

    def search(word: str) -> bool:
        browser: Browser = browsers[word]
        pages = (browser.get(f"/institutionprobe/list/?_flt_2_name_lv={word}").text for _ in range(10))
        return all(
            other not in page.split("<tbody>")[0] for page in pages for other in words if other != word
        )

    with ThreadPoolExecutor(len(words)) as pool:
        assert list(pool.map(search, words)) == [True] * len(words)
