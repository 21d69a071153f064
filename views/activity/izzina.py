"""Izziņa: every objection and proposal of a card with its answer, as a page, as PDF and as DOCX."""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.clock import now
from app.documents import izzina
from app.documents.docx import docx
from app.documents.izzina import Izzina
from app.documents.pdf import pdf
from app.documents.typography import Exact
from app.services.activity.loading import with_card
from app.services.activity.remarks import Followed, contents_at_votes, remarks_of, with_remarks
from models import Activity, Requirement
from models.activity.content import content
from rules.deadlines import day_of
from rules.refusals import NotFound
from rules.vocabulary import RemarkState, RequirementState
from views.activity.found import GONE, with_texts
from views.base import Response, SafePage, get
from views.base.files import download
from views.card.words import field_name, field_text
from views.words.formats import NOTHING
from views.words.labels import label
from views.words.names import name_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class IzzinaPage(SafePage):
    """For who reads the texts of the card, from the first round on."""

    route_base = "/aktivitates"

    @get("/<number>/izzina", may="show")
    def show(self, number: str) -> str:
        """Show it in the reader's language."""
        activity = with_texts(number)
        return self.render_template("activity/izzina.html", activity=activity, izzina=izzina_of(activity))

    @get("/<number>/izzina.pdf", may="show")
    def pdf(self, number: str) -> Response:
        return pdf_of(with_texts(number))

    @get("/<number>/izzina.docx", may="show")
    def docx(self, number: str) -> Response:
        return docx_of(with_texts(number))


def pdf_of(activity: Activity) -> Response:
    """Answer with the izziņa as PDF."""
    return _file(activity, pdf, "pdf", "application/pdf")


def docx_of(activity: Activity) -> Response:
    """Answer with the izziņa as DOCX."""
    return _file(activity, docx, "docx", WORD)


def _file(activity: Activity, make: Callable[[Izzina], bytes], ending: str, media_type: str) -> Response:
    """Documents are Latvian, whoever reads them."""
    with force_locale("lv"):
        made = make(izzina_of(activity))
    return download(BytesIO(made), f"izzina-{activity.number}.{ending}", media_type)


def izzina_of(activity: Activity) -> Izzina:
    """Return what it says, in the language of the moment; raise `NotFound` before the first round."""
    if activity.round == 0:
        raise NotFound(GONE)
    activity = with_card(with_remarks(activity))
    shown, before = content(activity), contents_at_votes(activity)
    said = [one for one in remarks_of(activity) if one.state is not RemarkState.superseded]
    rows = [(one.stands, _remark(one, before[one.vote.revision], shown)) for one in said]
    return Izzina(
        number=Exact(activity.number),
        title=activity.title,
        made_at=now(),
        demo=current_app.config["ENV"] == "demo",
        holder=name_of(activity.holder),
        rounds=tuple(_rounds(activity)),
        results=tuple(_result(row) for turn in activity.rounds for row in turn.requirements),
        disputed=tuple(row for stands, row in rows if stands),
        agreed=tuple(row for stands, row in rows if not stands),
    )


def _rounds(activity: Activity) -> Iterator[izzina.Round]:
    for one in activity.rounds:
        closed = day_of(one.closed_at) if one.closed_at else None
        yield izzina.Round(one.number, day_of(one.opened_at), closed)


def _result(row: Requirement) -> izzina.Result:
    state = row.state
    answer = label(row.choice) if row.choice and state is not RequirementState.not_answered else label(state)
    if state is RequirementState.carried_over:
        answer = f"{answer} ({label(state)})"
    answered = day_of(row.answered_at) if row.answered_at else None
    return izzina.Result(name_of(row.institution), row.round.number, answer, answered)


def _remark(one: Followed, before: Mapping[str, Any], shown: Mapping[str, Any]) -> izzina.Remark:
    """Return a row; the last answer counts, and the text is given anew only where it is another one.

    What quotes nothing is about all that the field said.
    """
    remark = one.remark
    last = remark.answers[-1] if remark.answers else None
    then, now_said = field_text(remark.section, before), field_text(remark.section, shown)
    return izzina.Remark(
        institution=name_of(one.vote.institution),
        kind=label(remark.kind),
        section=field_name(remark.section),
        current_text=remark.current_text or ("" if then == NOTHING else then),
        reason=remark.reason,
        proposed_text=remark.proposed_text,
        resolution=label(last.resolution) if last and last.resolution else "",
        answer=last.text if last else "",
        final_text=None if now_said == then else now_said,
    )
