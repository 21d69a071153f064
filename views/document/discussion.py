"""Saruna: the tab of an activity where people talk about it."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.checks import INVALID
from app.services.document import comments, mentions
from app.services.document.comments import Written
from app.services.document.entering import check
from models import Activity, Comment
from rules.document.access import refused_adding, refused_comment_withdrawal, usual
from rules.document.words import Visibility
from rules.reading import whole
from rules.refusals import Invalid, Refusal, WrongStatus
from views.activity.actions import not_now
from views.activity.found import with_texts
from views.activity.frame import framed
from views.activity.head import Head, head_of
from views.activity.history import events_of, person
from views.base import SafePage, current_actor, get, one_change, post
from views.document.form import CommentForm
from views.document.found import comment
from views.document.words import readers_of_entries
from views.words.sentences import refusal_sentence


@dataclass(slots=True, kw_only=True)
class Said:
    """An entry, what this person may do with it, and the answers to it."""

    row: Comment
    may_withdraw: bool
    answers: list["Said"] = field(default_factory=list)
    to: Comment | None = None  # which answer it answers


class DiscussionPage(SafePage):
    """For those involved; to others who read the card it is empty."""

    route_base = "/aktivitates"

    @get("/<number>/saruna", may="show")
    def show(self, number: str) -> str:
        """Show what was said, oldest first, and the form for more; `atbilde` names the entry answered."""
        answered = whole(request.args.get("atbilde"), 1)
        return self._show(with_texts(number), CommentForm(data={"reply_to": answered}))

    @post("/<number>/saruna", _p("tried", "writing a comment"))
    def write(self, number: str) -> ResponseReturnValue:
        """Take an entry."""
        form = CommentForm(request.form)
        try:
            check(with_texts(number), current_actor())
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                row = comments.write(with_texts(number), current_actor(), now(), _written(form))
                key = row.id
        except WrongStatus as refusal:
            return self._show(with_texts(number), form, refusal), HTTPStatus.CONFLICT
        except Invalid as refused:
            form.refuse_entry(refused)
            return self._show(with_texts(number), form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(gettext("Your entry is in the discussion."), "success")
        return redirect(f"/aktivitates/{number}/saruna#ieraksts-{key}", 303)

    @get("/<number>/saruna/<key>/atsaukt", may="withdraw")
    def ask(self, number: str, key: str) -> ResponseReturnValue:
        """Ask whether an entry is to be withdrawn."""
        row = comment(number, key)
        try:
            comments.check_withdrawal(row, current_actor())
        except WrongStatus as refusal:
            return not_now(number, refusal)
        context = {"activity": row.activity, "row": row, "person": person}
        return self.render_template("document/withdraw_comment.html", **context)

    @post("/<number>/saruna/<key>/atsaukt", _p("tried", "withdrawing a comment"))
    def withdraw(self, number: str, key: str) -> ResponseReturnValue:
        """Withdraw it."""
        try:
            with one_change():
                comments.withdraw(comment(number, key), current_actor(), now())
        except WrongStatus as refusal:
            return not_now(number, refusal)
        flash(gettext("Your entry is withdrawn: its text is gone."), "success")
        return redirect(f"/aktivitates/{number}/saruna", 303)

    def _show(self, activity: Activity, form: CommentForm, refusal: Refusal | None = None) -> str:
        actor, rows = current_actor(), comments.of(activity)
        head = head_of(activity, events_of(activity), actor)
        form.keep_typed(comments.key_of(activity.id))
        answered = next((one for one in rows if one.id == form.reply_to.data), None)
        more: dict[str, Any] = {"form": form, "answered": answered, "thread": _thread(rows, head)}
        more["may_add"] = refused_adding(head.facts, head.facts.status, actor) is None
        if more["may_add"]:
            _offer(form, activity, head, answered)
        more |= {"refusal": refusal_sentence(refusal) if refusal else "", "person": person}
        context = framed("discussion", activity, head, **more)
        return self.render_template("document/discussion.html", **context)


def _written(form: CommentForm) -> Written:
    return Written(
        text=form.text.data or "",
        visibility=form.visibility.data,
        reply_to=form.reply_to.data,
        mentions=tuple(form.mentions.data or ()),
    )


def _offer(form: CommentForm, activity: Activity, head: Head, answered: Comment | None) -> None:
    """Say what each choice means, and offer whom one may mean: institutions first, then people."""
    actor = current_actor()
    form.visibility.cards = readers_of_entries(activity, actor)
    if answered is not None and answered.visibility is Visibility.internal:
        form.visibility.cards.pop(Visibility.shared)
        form.visibility.data = Visibility.internal
    form.visibility.data = form.visibility.data or usual(head.facts, actor)
    form.mentions.options = mentions.offered(activity, actor)


def _thread(rows: list[Comment], head: Head) -> list[Said]:
    """Return the entries that answer nothing, oldest first, each with all that follows from it."""
    actor, facts = current_actor(), head.facts
    begun: dict[int, Said] = {}  # by the entry: with which one its talk began
    shown = []
    for row in rows:
        may = refused_comment_withdrawal(facts, facts.status, row.entry(), actor) is None
        one = Said(row=row, may_withdraw=may)
        top = begun.get(row.reply_to_id or 0)
        begun[row.id] = top or one
        if top is None:
            shown.append(one)
        else:
            one.to = next(entry for entry in rows if entry.id == row.reply_to_id)
            top.answers.append(one)
    return shown
