"""Very many cards, straight into the tables: old ones approved, the newest in co-approval."""

from datetime import date

from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.seeds.load.bulk import Bulk
from app.visibility import seeing_everything
from models import Activity, Event, Institution, PrincipleList, Requirement, Round, User
from rules.vocabulary import Kind, RequirementState, Status

OPEN = 60  # the newest ones in co-approval; their number does not grow with all
ASKED = ("FM", "DVI", "KM")
TABLES = tuple(one.__table__ for one in (Activity, Round, Requirement, Event))


def lay(app, count, in_approval=OPEN):
    """Lay so many cards of every institution in turn; VID holds every fifteenth, more than a page shows."""
    with app.app_context(), seeing_everything():
        connection = db.session.connection()
        bulk, common, keys = Bulk(connection, TABLES), _common(), _keys()
        others = [key for code, key in keys.items() if code not in (*ASKED, "VID")]
        for place in range(count):
            holder = keys["VID"] if place % 15 == 0 else others[place % len(others)]
            _lay_one(bulk, common | {"holder_id": holder}, place, place >= count - in_approval, keys)
        bulk.finish()
        db.session.commit()
        if connection.dialect.name == "postgresql":
            db.session.connection().exec_driver_sql("ANALYZE")
            db.session.commit()


def _lay_one(bulk, common, place, is_open, keys):
    key, round_id = bulk.next_id("activity"), bulk.next_id("approval_round")
    status, published = (Status.in_approval, None) if is_open else (Status.approved, now())
    told = {"id": key, "number": f"AA-2026-{place + 1:06d}", "title_sort": f"{place % 7}", "status": status}
    bulk.add("activity", common | told | {"published_at": published})
    closed = None if is_open else now()
    round_ = {"id": round_id, "activity_id": key, "number": 1, "rule_set": "mk368-2023", "revision": 1}
    when = {"facts": {}, "notes": [], "opened_at": now(), "closed_at": closed}
    bulk.add("approval_round", bulk.stored("approval_round", {**round_, **when}))
    state = RequirementState.waiting if is_open else RequirementState.not_answered
    for position, code in enumerate(ASKED):
        asked = {"id": bulk.next_id("requirement"), "activity_id": key, "round_id": round_id}
        told = {"institution_id": keys[code], "position": position, "state": state, "fixed": False}
        why = {"due_on": date(2027, 1, 4), "reasons": [], "watches": [], "again_because": []}
        bulk.add("requirement", bulk.stored("requirement", {**asked, **told, **why}))


def _common():
    author = select(User.id).where(User.username == "vid.pieteicejs")
    return {
        "created_by_id": db.session.scalar(author),
        "created_at": now(),
        "changed_at": now(),
        "principle_list_id": db.session.scalar(select(PrincipleList.id)),
        "kind": Kind.development,
        "title": "Izstrāde",
        "urgency": "normal",
        "version": 1,
        "revision": 1,
        "round": 1,
    }


def _keys():
    return {one.code: one.id for one in db.session.scalars(select(Institution))}
