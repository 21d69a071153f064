"""Sort keys and search texts are filled whenever a text changes, on every database alike."""

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from models.account.people import User, index_person
from models.activity import INDEXED, Activity
from models.desk import Ticket
from models.document import Attachment
from models.meeting import Meeting
from models.registry import Institution, Resource


@event.listens_for(Session, "before_flush")
def _index_texts(session: Session, *_: object) -> None:
    for row in {*session.new, *session.dirty}:
        if isinstance(row, Institution | Resource):
            _index_with_cards(session, row)
        elif isinstance(row, Activity):
            if row in session.new or _says_something_else(row):
                row.index_text()
        elif isinstance(row, Attachment | Meeting | Ticket):
            row.index_text()
        elif isinstance(row, User):
            index_person(row)


def _index_with_cards(session: Session, row: Institution | Resource) -> None:
    if any(get_history(row, name).has_changes() for name in _NAMES[type(row)]):
        row.index_text()
        for activity in _activities_of(session, row):
            activity.index_text()


_NAMES = {Institution: ("code", "name_lv", "name_en", "reg_no"), Resource: ("code", "name_lv")}


def _says_something_else(activity: Activity) -> bool:
    """Whether what is searched or sorted by has changed; most steps change only where a card stands."""
    changed = inspect(activity).attrs
    return any(changed[name].history.has_changes() for name in INDEXED)


def _activities_of(session: Session, row: Institution | Resource) -> list[Activity]:
    with session.no_autoflush:
        link = Activity.resource_id if isinstance(row, Resource) else Activity.holder_id
        found = select(Activity).where(link == row.id)
        return list(session.scalars(found, execution_options={"see_everything": True}))
