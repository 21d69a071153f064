"""The benchmarks in small: a past that grows, and what is reported of pages that fail. Nothing is timed."""

import os

from sqlalchemy import func, select, text

from app.clock import now
from app.extensions import db
from app.seeds.load.generated import load_generated
from app.visibility import seeing_everything
from bench.browser import Answer, Refused
from bench.comparing import Candidate, Limits, compare
from bench.data.copies import OVER, add_copies
from bench.keys import headline
from models import Activity, Requirement, Round

FEW = Limits(least=1, most=2, seconds=0.0)


def grown(count):
    """Generated cards and so many older copies of them; return the numbers of both, the oldest first."""
    load_generated(60, 1, now())
    add_copies(db.session.connection(), 0, count)
    return list(db.session.scalars(select(Activity.number).order_by(Activity.created_at)))


def answered():
    return Answer(200, b"page", "", 1.0)


def failing():
    raise Refused("/aktivitates answered 500")


def asked(name, ask):
    return Candidate(name, ask, (os.getpid(),))


def measured(ours, bare):
    """What one database gave for the list: milliseconds of ours, and what the bare route needed."""
    pages = {"list": {person: {"cpu_ms": needed} for person, needed in ours.items()}}
    beside = {"list": {person: {"bare": figures} for person, figures in bare.items()}}
    sizes = {"megabytes": 1.0, "rss_mb": 1.0, "start_s": 1.0}
    return {"pg-100000": {"pages": pages, "beside": beside, "not_measured": {}, **sizes}}


def test_a_database_grows_by_older_finished_cards(sqlite_app):
    with sqlite_app.app_context(), seeing_everything():
        numbers = grown(100)
        oldest = select(Activity.status).where(Activity.number.in_(numbers[:100]))
        assert (len(numbers), set(db.session.scalars(oldest)) - set(OVER)) == (160, set())


def test_copies_refer_to_their_own_rounds(sqlite_app):
    with sqlite_app.app_context(), seeing_everything():
        grown(100)
        strange = select(func.count(Requirement.id)).join(Round, Round.id == Requirement.round_id)
        assert db.session.scalar(strange.where(Round.activity_id != Requirement.activity_id)) == 0


def test_copies_break_no_reference(sqlite_app):
    with sqlite_app.app_context(), seeing_everything():
        grown(100)
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_page_that_fails_is_reported_with_its_reason():
    figures = compare([asked("virsis", answered), asked("other", failing)], FEW)
    assert figures["other"] == {"failed": "/aktivitates answered 500"}


def test_a_page_that_fails_does_not_keep_others_from_being_measured():
    figures = compare([asked("virsis", answered), asked("other", failing)], FEW)
    assert figures["virsis"]["requests"] > 0


def test_what_was_not_measured_has_a_reason_instead_of_a_figure():
    assert {str(one).partition(":")[0] for one in headline({}).values()} == {"not measured"}


def test_a_peer_that_fails_is_in_no_ratio():
    found = measured({"admin": 10.0}, {"admin": {"failed": "/aktivitates answered 500"}})
    assert headline(found)["list_vs_bare_pg"] == "not measured: /aktivitates answered 500"


def test_a_ratio_is_that_of_the_person_for_whom_it_is_least():
    found = measured({"admin": 10.0, "member": 20.0}, {"admin": {"cpu_ms": 5.0}, "member": {"cpu_ms": 5.0}})
    assert headline(found)["list_vs_bare_pg"] == 0.25
