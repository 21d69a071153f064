"""Documents and comments as programs send and read them."""

from typing import Any

from marshmallow import ValidationError, fields
from marshmallow.fields import List
from werkzeug.datastructures import FileStorage

from rules.document.words import Scan, Visibility
from rules.problem_sentences import FILL_IN
from views.api.schemas.answers import Shown, page_of
from views.api.schemas.bodies import Sent
from views.api.schemas.fields import AskedNumber, Code, ListOf, Moment, Number, PlainText, Strict, Text, Word

# Of titles and texts that are missing elsewhere, more is said.
_MISSING: dict[str, Any] = {"required": [("required", {}, FILL_IN)]}


class Upload(Strict, fields.Field[FileStorage]):
    """A file of a form; a browser that has none sends one without a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "binary"}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage) or not value.filename:
            raise ValidationError(["required"])
        return value


class Typed(AskedNumber):
    """A whole number in a form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class NewAttachmentSent(Sent):
    """Body of a new document: the one that is a form."""

    file = Upload(required=True)
    title = PlainText(required=True, lines=False, error_messages=_MISSING)
    visibility = Word(Visibility)
    replaces = Typed()


class WithdrawalSent(Sent):
    """Why a document is withdrawn."""

    comment = PlainText(required=True)


class NewCommentSent(Sent):
    """Body of a comment."""

    text = PlainText(required=True, error_messages=_MISSING)
    visibility = Word(Visibility, allow_none=True)
    reply_to = Number(allow_none=True)
    mentions = ListOf(Code())


class Attachment(Shown):
    """A version of a document."""

    id = Number()
    title = Text()
    file_name = Text()
    media_type = Text()
    size = Number()
    sha256 = Text()
    visibility = Word(Visibility)
    institution = Text(attribute="institution.code")
    by = Text(attribute="added_by.username")
    at = Moment(attribute="added_at", allow_none=True)
    version = Number()
    replaces = Number(attribute="replaces_id", allow_none=True)
    scan = Word(Scan)
    withdrawn_at = Moment(allow_none=True)


class Comment(Shown):
    """An entry of the discussion; of one that was withdrawn there is no text."""

    id = Number()
    text = Text(allow_none=True)
    visibility = Word(Visibility)
    institution = Text(attribute="institution.code")
    by = Text(attribute="author.username")
    at = Moment(attribute="written_at", allow_none=True)
    reply_to = Number(attribute="reply_to_id", allow_none=True)
    mentions = List(Text())
    withdrawn_at = Moment(allow_none=True)


CommentPage = page_of("CommentPage", Comment)
