"""What an address of documents or discussion names, as the viewer sees it."""

from typing import TypeVar

from app.services.document import attachments, comments
from app.services.document.entering import GONE
from app.visibility import seeing_everything
from models import Activity, Attachment, Comment
from rules.reading import whole as number_in
from rules.refusals import NotFound
from rules.visibility import sees_texts
from views.activity.found import on_its_way
from views.base import current_actor

_Row = TypeVar("_Row", Attachment, Comment)


def with_texts(number: str) -> Activity:
    """Return the activity whose texts this person reads; raise `NotFound`."""
    activity = on_its_way(number)
    with seeing_everything():
        facts = activity.facts()
    if not sees_texts(facts, activity.restricted, current_actor()):
        raise NotFound(GONE)
    return activity


def document(number: str, key: str) -> Attachment:
    """Return a document of the activity; raise `NotFound`."""
    row = attachments.found(number_in(key, 1) or 0)
    return _of_this(row, number)


def comment(number: str, key: str) -> Comment:
    """Return an entry of the activity's discussion; raise `NotFound`."""
    row = comments.found(number_in(key, 1) or 0)
    return _of_this(row, number)


def _of_this(row: _Row, number: str) -> _Row:
    if row.activity.number != number:
        raise NotFound(GONE)
    return row
