"""What an address of documents or discussion names, as the viewer sees it."""

from typing import TypeVar

from app.services.document import attachments, comments
from app.services.document.entering import GONE
from models import Attachment, Comment
from rules.reading import whole as number_in
from rules.refusals import NotFound

_Row = TypeVar("_Row", Attachment, Comment)


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
