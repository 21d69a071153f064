"""One search finds everything that its reader sees, counted, in order, and says what may have been meant."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import db
from app.services.search import everything, recent
from app.services.search.types import SEARCHED
from app.visibility import looking_as
from models import Activity, Attachment, Resource
from rules.refusals import Invalid
from rules.search import SearchType
from tests.helpers.cards import actor, draft
from tests.helpers.findable import DRAFT, MEETING, PUBLIC, SECRET

APPLICANT, STRANGER, HEAD = "vid.pieteicejs", "bvkb.pieteicejs", "varam.vaditajs"
PAIRS = Path(__file__).parents[2] / "rules" / "search_words.csv"
ODD = ("7", '""', "' OR 1=1 --", "%%", "__", "|||", "NEAR(a b)", "a* AND (", "a " * 99, "iestā")
pytestmark = [pytest.mark.both_databases, pytest.mark.stage("findable")]


def look(q, who=APPLICANT, only=None, page=None, size=5):
    person = actor(who)
    with looking_as(person):
        return everything.look(q, person, only, page, size)


def found(q, who=APPLICANT, only=None):
    return [(one.type.value, one.code) for one in look(q, who, only).hits]


def some(counts):
    return {kind.value: number for kind, number in counts.items() if number}


@pytest.fixture
def numbers(inside):
    """The numbers of the three cards by title."""
    return {one.title: one.number for one in db.session.scalars(select(Activity))}


def test_each_reader_finds_and_counts_only_what_he_or_she_sees(numbers):
    file = str(db.session.scalars(select(Attachment.id)).one())
    seen = [("activity", numbers[DRAFT]), ("activity", numbers[SECRET]), ("attachment", file)]
    assert found("zilonim") == seen
    assert some(look("zilonim").counts) == {"activity": 2, "attachment": 1}
    assert look("zilonim", STRANGER).count == 0
    assert found("kengurs", STRANGER) == [("activity", numbers[SECRET])]
    assert found("zilonu sēde", HEAD) == [("meeting", MEETING)]
    assert [kind.value for kind in look("zz", HEAD).counts] == [kind.value for kind in SearchType]


def test_what_stands_in_the_text_is_shown_to_who_reads_it(inside):
    shown = [one.snippet for one in look("zilonis").hits]
    assert shown == ["", "Slepenais ziloņu mērķis", "zilonis-1.pdf"]
    [around] = look("kratuve").hits
    assert (len(around.snippet) <= 160, "Krātuves slēgšana" in around.snippet) == (True, True)
    assert [one.snippet for one in look("kengurs", STRANGER).hits] == [""]


def test_number_or_code_comes_first_then_titles_then_the_rest_newest_first(numbers):
    cards = [draft(title=title, goal=goal) for title, goal in (("Lapsa", ""), ("Cits", "lapsas"))]
    cards.append(draft(title="Lapsu ala"))
    db.session.commit()
    assert [code for _, code in found("lapsa")] == [cards[at].number for at in (2, 0, 1)]
    assert found("EDS", only=SearchType.resource)[0] == ("resource", "EDS")
    last = numbers[DRAFT]
    for typed in (last, f"aa-2026-{int(last[8:])}"):
        assert found(typed)[0] == ("activity", last)


def test_one_type_comes_page_by_page_and_all_are_counted(inside):
    pages = [look("valsts", only=SearchType.institution, page=page, size=10) for page in (0, 1, 90)]
    assert len({one.count for one in pages}) == 1
    assert [len(one.hits) for one in pages] == [10, min(10, pages[0].count - 10), 0]
    assert pages[0].counts == look("valsts").counts
    assert len([one for one in look("valsts").hits if one.type is SearchType.institution]) == 5


def test_people_are_those_of_the_own_institution_and_of_all_for_the_administrator(inside):
    assert {code.split(".")[0] for kind, code in found("kontrolieris") if kind == "person"} == {"vid"}
    assert look("kontrolieris", "admin").counts[SearchType.person] >= 3
    assert found("bvkb.kontrolieris", only=SearchType.person) == []
    assert found("virsis.example", "admin", SearchType.person) == []


@pytest.mark.parametrize(
    ("q", "only", "page", "problems"),
    [
        ("", None, None, {"q": "required"}),
        ("  ", None, None, {"q": "required"}),
        ("a", None, None, {"q": "too_short"}),
        ("x" * 201, None, None, {"q": "too_long"}),
        ("ā" * 6000, SearchType.person, 1, {"q": "too_long"}),
        ("zilonis", None, 0, {"page": "not_needed"}),
        ("", None, 3, {"q": "required", "page": "not_needed"}),
    ],
)
def test_what_cannot_be_looked_for_is_refused(q, only, page, problems):
    found = everything.problems_of(q, only, page)
    assert {one.field: one.code.value for one in found} == problems


def test_what_is_refused_is_not_looked_for(inside):
    with pytest.raises(Invalid):
        look("a")


def test_quotes_operators_and_halves_of_words_are_looked_for_like_anything_else(inside):
    for q in ODD:
        assert len(look(q).hits) <= look(q).count


def test_a_mistyped_word_gives_way_to_one_that_everybody_reads(inside):
    assert look("žirrafu uzskaitte", STRANGER).suggestion == "žirafu uzskaite"
    assert look("zillonis", STRANGER).suggestion is None  # stands in what the reader does not see
    assert look("kengurss", STRANGER).suggestion is None  # a restricted title
    assert look("zirafu").suggestion is None
    assert look("qqqq").suggestion is None


def test_pairs_of_words_meet_as_the_table_says(inside):
    lines = csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines())
    pairs = [(one["query"], one["text"], one["must_find"]) for one in lines if "AA" not in one["text"]]
    resource = db.session.scalars(select(Resource).where(Resource.code == "EDS")).one()
    [resources] = [one for one in SEARCHED if one.type is SearchType.resource]
    for q, text, finds in pairs:
        resource.name_lv = f"Qx {text}"
        db.session.flush()
        kept = resources.found(f"qx {q}", actor(APPLICANT))
        met = db.session.scalar(select(Resource.code).where(*kept)) is not None
        assert (q, text, met) == (q, text, finds == "true")


def test_the_last_things_are_those_on_which_the_person_took_a_step(inside):
    person = actor(APPLICANT)
    with looking_as(person):
        assert [one.title for one in recent.activities(person)] == [DRAFT, SECRET, PUBLIC]
