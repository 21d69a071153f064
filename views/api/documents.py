"""Documents and discussion of an activity, for programs."""

from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.extensions import db
from app.services import files
from app.services.document import attachments, comments
from app.services.document.attachments import Sent
from app.services.document.comments import Written
from app.services.document.entering import check
from models import Attachment, Comment
from rules.account.access import KeyScope
from rules.refusals import Invalid
from rules.text import N_
from views.api.calls import ActivityCalls, DescribedApi, call
from views.api.schemas import document
from views.api.schemas.bodies import Read, all_problems
from views.api.schemas.queries import Paged
from views.base import Response, current_actor, one_change, opens
from views.base.files import download


def _looked_at(sent: Read) -> Sent:
    """Return what was sent, with its file looked at."""
    db.session.rollback()  # nothing is held meanwhile, and what follows may write
    values = {"title": "", **sent.values}
    upload = values.pop("file", None)
    if upload is None:
        return Sent(file=None, **values)
    try:
        return Sent(file=files.look(upload.filename, upload.stream), **values)
    except Invalid as refused:
        return Sent(file=None, problems=refused.problems, **values)


class AttachmentApi(ActivityCalls):
    """The documents of an activity."""

    stores_files = frozenset({"add"})

    @opens("GET", "/<key>/attachments")
    @call(
        N_("The documents that you may read, every version, oldest first"),
        answer=document.Attachment,
        many=True,
        key=KeyScope.read,
    )
    def get_list(self, key: str) -> Response:
        return self.told(attachments.of(self.with_texts(key)))

    @opens("POST", "/<key>/attachments", tried=_p("tried", "adding a document (API)"))
    @call(
        N_("Add a document, or the next version of one; the one body that is a form (multipart/form-data)"),
        body=document.NewAttachmentSent,
        answer=document.Attachment,
        status=201,
        refuses=(403, 409),
        key=KeyScope.applicant,
        takes_file=True,
    )
    def add(self, key: str) -> Response:
        """The file is looked at before the transaction: the scanner may take its time."""
        check(self.with_texts(key), current_actor())
        sent = self.sent()
        looked_at = _looked_at(sent)
        with one_change(), all_problems(sent):
            activity = self.with_texts(key)
            return self.told(attachments.add(activity, current_actor(), now(), looked_at))


class DocumentApi(DescribedApi):
    """One document: what it says, and taking it back."""

    resource_name = "attachments"

    @opens("GET", "/<key>/content")
    @call(N_("The file itself"), answer=None, gives_file=True, refuses=(404, 409, 422), key=KeyScope.read)
    def content(self, key: str) -> Response:
        """404 also once it is withdrawn; 409 until it is scanned; 422 where a virus was found."""
        row = self.row(key)
        return download(attachments.content(row), row.file_name, row.media_type)

    @opens("POST", "/<key>/actions/withdraw", tried=_p("tried", "withdrawing a document (API)"))
    @call(
        N_("Withdraw a document of your institution, with the reason"),
        body=document.WithdrawalSent,
        answer=document.Attachment,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def withdraw(self, key: str) -> Response:
        attachments.check_withdrawal(self.row(key), current_actor())
        sent = self.sent().valid()
        with one_change():
            row = self.row(key)
            attachments.withdraw(row, current_actor(), now(), sent["comment"])
            return self.told(row)

    def row(self, key: str) -> Attachment:
        return attachments.found(self.key(key))


class DiscussionApi(ActivityCalls):
    """The discussion of an activity."""

    @opens("GET", "/<key>/comments")
    @call(
        N_("What was said, oldest first; nothing for whom is not involved"),
        query=Paged,
        answer=document.CommentPage,
        key=KeyScope.read,
    )
    def get_list(self, key: str) -> Response:
        activity, asked = self.with_texts(key), self.asked()
        size = asked["page_size"]
        rows = comments.of(activity, asked["page"] * size, size)
        return self.told({"count": comments.count(activity), "result": rows})

    @opens("POST", "/<key>/comments", tried=_p("tried", "writing a comment (API)"))
    @call(
        N_("Say something to those involved, or to your own institution alone"),
        body=document.NewCommentSent,
        answer=document.Comment,
        status=201,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def write(self, key: str) -> Response:
        sent = self.sent()
        with one_change(), all_problems(sent):
            activity = self.with_texts(key)
            check(activity, current_actor())
            values = {**sent.values, "mentions": tuple(sent.values.get("mentions", ()))}
            said = Written(**{"text": "", **values})
            return self.told(comments.write(activity, current_actor(), now(), said))


class CommentApi(DescribedApi):
    """One entry of a discussion."""

    resource_name = "comments"

    @opens("POST", "/<key>/actions/withdraw", tried=_p("tried", "withdrawing a comment (API)"))
    @call(
        N_("Withdraw what you wrote: its text is gone"),
        answer=document.Comment,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def withdraw(self, key: str) -> Response:
        comments.check_withdrawal(self.row(key), current_actor())
        with one_change():
            row = self.row(key)
            comments.withdraw(row, current_actor(), now())
            return self.told(row)

    def row(self, key: str) -> Comment:
        return comments.found(self.key(key))
