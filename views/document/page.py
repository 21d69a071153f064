"""Dokumenti: the tab of an activity where its documents are added, replaced, downloaded and withdrawn."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p
from werkzeug.datastructures import CombinedMultiDict

from app.clock import now
from app.extensions import db
from app.services import files
from app.services.checks import INVALID
from app.services.document import attachments
from app.services.document.attachments import Sent
from app.services.document.entering import check
from models import Activity, Attachment
from rules.document.access import refused_adding, refused_document_withdrawal, usual
from rules.refusals import Invalid, Problem, Refusal, WrongStatus
from views.activity.found import with_texts
from views.activity.frame import framed
from views.activity.head import Head, head_of
from views.activity.history import events_of, person
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.files import download
from views.document.form import DocumentForm, WithdrawalForm
from views.document.found import document
from views.document.words import readers_of_documents, size
from views.words.sentences import refusal_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document: its newest version, those before it, and what this person may do with it."""

    newest: Attachment
    older: list[Attachment]
    may_replace: bool
    may_withdraw: bool


class DocumentPage(SafePage):
    """For who reads the texts of the card."""

    route_base = "/aktivitates"
    stores_files = frozenset({"add", "replace"})

    @get("/<number>/dokumenti", may="show")
    def show(self, number: str) -> str:
        """Show the documents, newest last, and the form for another."""
        return self._list(with_texts(number), DocumentForm())

    @post("/<number>/dokumenti", _p("tried", "adding a document"), may="add")
    def add(self, number: str) -> ResponseReturnValue:
        """Take a document."""
        return self._take(number)

    @get("/<number>/dokumenti/<key>/aizstat", may="add")
    def next_version(self, number: str, key: str) -> str:
        """Ask for the next version of a document."""
        replaced = document(number, key)
        form = DocumentForm(data={"title": replaced.title, "visibility": replaced.visibility})
        return self._list(with_texts(number), form, replaced)

    @post("/<number>/dokumenti/<key>/aizstat", _p("tried", "replacing a document"), may="add")
    def replace(self, number: str, key: str) -> ResponseReturnValue:
        """Take the next version."""
        return self._take(number, key)

    @get("/<number>/dokumenti/<key>/saturs", may="show")
    def content(self, number: str, key: str) -> Response:
        """Give the file out."""
        row = document(number, key)
        return download(attachments.content(row), row.file_name, row.media_type)

    @get("/<number>/dokumenti/<key>/atsaukt", may="withdraw")
    def ask(self, number: str, key: str) -> str:
        """Ask why the document is withdrawn."""
        row = document(number, key)
        attachments.check_withdrawal(row, current_actor())
        return self._ask(row, WithdrawalForm())

    @post("/<number>/dokumenti/<key>/atsaukt", _p("tried", "withdrawing a document"))
    def withdraw(self, number: str, key: str) -> ResponseReturnValue:
        """Withdraw it."""
        form = WithdrawalForm(request.form)
        try:
            attachments.check_withdrawal(document(number, key), current_actor())
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                row = document(number, key)
                attachments.withdraw(row, current_actor(), now(), form.comment.data or "")
                said = gettext("The document “%(title)s” is withdrawn.", title=row.title)
        except Invalid as refused:
            form.refuse(refused)
            return self._ask(document(number, key), form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(said, "success")
        return redirect(f"/aktivitates/{number}/dokumenti", 303)

    def _take(self, number: str, key: str | None = None) -> ResponseReturnValue:
        form, replaced = _typed(), document(number, key) if key else None
        try:
            check(with_texts(number), current_actor())
            sent = _sent(form, replaced)
            with one_change():
                row = attachments.add(with_texts(number), current_actor(), now(), sent)
                said = gettext("The document “%(title)s” is added.", title=row.title)
        except WrongStatus as refusal:
            return self._again(number, form, key, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse(refused)
            return self._again(number, form, key), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(said, "success")
        return redirect(f"/aktivitates/{number}/dokumenti", 303)

    def _again(self, number: str, form: DocumentForm, key: str | None, refusal: Refusal | None = None) -> str:
        replaced = document(number, key) if key else None
        return self._list(with_texts(number), form, replaced, refusal_sentence(refusal) if refusal else "")

    def _list(
        self, activity: Activity, form: DocumentForm, replaced: Attachment | None = None, refusal: str = ""
    ) -> str:
        actor = current_actor()
        head = head_of(activity, events_of(activity), actor)
        form.visibility.cards = readers_of_documents(activity, actor)
        form.visibility.data = form.visibility.data or usual(head.facts, actor)
        form.keep_typed(f"activities.{activity.id}.document-{replaced.id if replaced else 'new'}")
        more: dict[str, Any] = {"form": form, "replaced": replaced, "refusal": refusal}
        more |= {"documents": _shown(activity, head), "size": size, "person": person}
        may_add = refused_adding(head.facts, head.facts.status, actor) is None
        context = framed("documents", activity, head, may_add=may_add, **more)
        return self.render_template("document/list.html", **context)

    def _ask(self, row: Attachment, form: WithdrawalForm) -> str:
        form.keep_typed(f"activities.{row.activity_id}.document-{row.id}-withdraw")
        return self.render_template("document/withdraw.html", activity=row.activity, row=row, form=form)


def _typed() -> DocumentForm:
    return DocumentForm(CombinedMultiDict((request.form, request.files)))


def _sent(form: DocumentForm, replaced: Attachment | None) -> Sent:
    """Return what came with its file looked at; raise `Invalid` where something typed cannot be read."""
    valid, upload = form.validate(), form.file.data
    key = replaced.id if replaced else None
    visibility = replaced.visibility if replaced else form.visibility.data
    db.session.rollback()  # nothing is held while the file is looked at
    found, problems = _looked_at(upload)
    if not valid:
        raise Invalid(INVALID, problems)
    return Sent(
        title=form.title.data or "", file=found, visibility=visibility, replaces=key, problems=problems
    )


def _looked_at(upload: Any) -> tuple[files.Seen | None, tuple[Problem, ...]]:
    try:
        if upload is None:
            raise files.missing()
        return files.look(upload.filename, upload.stream), ()
    except Invalid as refused:
        return None, refused.problems


def _shown(activity: Activity, head: Head) -> list[Shown]:
    """Return the documents in the order in which they came, each with its earlier versions, latest first."""
    actor, facts, rows = current_actor(), head.facts, attachments.of(activity)
    by_key, replaced = {one.id: one for one in rows}, {one.replaces_id for one in rows}
    may_add = refused_adding(facts, facts.status, actor) is None
    found = []
    for one in (row for row in rows if row.id not in replaced):
        may_withdraw = refused_document_withdrawal(facts, facts.status, one.entry(), actor) is None
        own = may_add and one.institution_id == actor.institution_id and one.withdrawn_at is None
        older = _before(one, by_key)
        found.append(Shown(newest=one, older=older, may_replace=own, may_withdraw=may_withdraw))
    return sorted(found, key=lambda one: (one.older or [one.newest])[-1].id)


def _before(one: Attachment, by_key: dict[int, Attachment]) -> list[Attachment]:
    older = []
    while one.replaces_id in by_key:
        one = by_key[one.replaces_id]
        older.append(one)
    return older
