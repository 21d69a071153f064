"""Remarks of an activity and the izziņa made of them, for programs."""

from app.services.activity.remarks import remarks_of, with_remarks
from rules.account.access import KeyScope
from rules.text import N_
from views.activity.izzina import docx_of, pdf_of
from views.api.calls import ActivityCalls, call
from views.api.schemas import answers
from views.base import Response, opens


class RemarkApi(ActivityCalls):
    """What was objected to and proposed, and what became of it."""

    @opens("GET", "/<key>/remarks")
    @call(
        N_("Objections and proposals of all rounds with their answers, oldest first"),
        answer=answers.RemarkOfCard,
        many=True,
        key=KeyScope.read,
    )
    def get_list(self, key: str) -> Response:
        return self.told(remarks_of(with_remarks(self.with_texts(key))))

    @opens("GET", "/<key>/izzina.pdf")
    @call(
        N_("The izziņa as PDF; 404 before the first round"), answer=None, gives_file=True, key=KeyScope.read
    )
    def pdf(self, key: str) -> Response:
        return pdf_of(self.with_texts(key))

    @opens("GET", "/<key>/izzina.docx")
    @call(
        N_("The izziņa as DOCX; 404 before the first round"), answer=None, gives_file=True, key=KeyScope.read
    )
    def docx(self, key: str) -> Response:
        return docx_of(self.with_texts(key))
