"""Activities: the list, the card, its requirements and its history."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask import g, request
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from werkzeug.wrappers import Response

from app.clock import now, today
from app.extensions import db
from app.services.activity import search as activities
from app.services.activity.search import Search
from app.services.card import writing as cards
from app.visibility import seeing_everything
from models import Activity, Event, Requirement, Round, Vote
from models.activity.approval import Remark
from rules.refusals import Invalid, Problem
from rules.vocabulary import Kind, ProblemCode, Status
from views.api import shapes
from views.api.calls import ActivityCalls
from views.api.schemas.bodies import Read, Seen, all_problems, read
from views.api.schemas.card import read_card
from views.base import current_actor, expose, one_change, protect
from views.base.api import INVALID

_Word = TypeVar("_Word", bound=StrEnum)


class ActivityApi(ActivityCalls):
    """Activities as the person sees them."""

    @expose("/", methods=["GET"])
    @protect()
    def get_list(self) -> Response:
        """Find activities, newest number first."""
        number, size = self.paging()
        search, actor = _search(), current_actor()
        rows = activities.page(search, actor, number, size)
        return self.answer(
            {"count": activities.count(search, actor), "result": [shapes.listed(row) for row in rows]}
        )

    @expose("/", methods=["POST"])
    @protect()
    def post(self) -> Response:
        """Begin a card; a draft may be incomplete."""
        sent = read_card(g.body)
        with one_change(), all_problems(sent):
            activity = cards.create(current_actor(), now(), sent.values)
            created = shapes.position(activity)
        return self.answer(created, 201)

    @expose("/<key>", methods=["GET"])
    @protect()
    def get(self, key: str) -> Response:
        """Return the card, where it stands and what this person may do."""
        activity = self.found(key, whole=True)
        with seeing_everything():
            facts = activity.facts()
        return self.answer(shapes.card(activity, facts, current_actor(), today()))

    @expose("/<key>", methods=["PUT"])
    @protect()
    def put(self, key: str) -> Response:
        """Change fields of the card."""
        sent = _changes(g.body)
        with one_change(), all_problems(sent):
            activity = self.found(key)
            cards.edit(activity, current_actor(), now(), sent.values, seen=self.seen())
            changed = shapes.position(activity)
        return self.answer(changed)

    @expose("/<key>/requirements", methods=["GET"])
    @protect()
    def requirements(self, key: str) -> Response:
        """Return who must co-approve, in all rounds."""
        activity = self.found(key)
        texts = self.reads_texts(activity)
        return self.answer([shapes.requirement(row, texts) for row in _requirements(activity)])

    @expose("/<key>/history", methods=["GET"])
    @protect()
    def history(self, key: str) -> Response:
        """Return every step, oldest first."""
        activity = self.found(key)
        texts = self.reads_texts(activity)
        steps = select(Event).where(Event.activity_id == activity.id).order_by(Event.seq)
        named = steps.options(joinedload(Event.actor), joinedload(Event.on_behalf_of))
        return self.answer([shapes.event(row, texts) for row in db.session.scalars(named)])


def _changes(body: Any) -> Read:
    """Return the fields of the card in the body of a PUT, with the problems of its revision, too."""
    if not isinstance(body, dict):
        return read_card(body)
    seen = read(Seen(), {name: body[name] for name in body if name == "revision"})
    card = read_card({name: body[name] for name in body if name != "revision"})
    return Read(card.values, (*seen.problems, *card.problems))


def _requirements(activity: Activity) -> Iterable[Requirement]:
    wanted = select(Requirement).join(Requirement.round).where(Requirement.activity_id == activity.id)
    votes = selectinload(Requirement.votes)
    loaded = (
        contains_eager(Requirement.round),
        joinedload(Requirement.institution),
        votes.selectinload(Vote.answers),
        votes.selectinload(Vote.remarks).selectinload(Remark.answers),
    )
    return db.session.scalars(wanted.options(*loaded).order_by(Round.number, Requirement.position))


def _search() -> Search:
    problems: list[Problem] = []
    statuses = tuple(_words(Status, "status", problems))
    kinds = tuple(_words(Kind, "kind", problems))
    search = Search(
        q=request.args.get("q", ""),
        statuses=statuses,
        kind=kinds[0] if kinds else None,
        mine=_wanted("mine", problems),
        waiting=_wanted("waiting", problems),
    )
    if problems:
        raise Invalid(INVALID, tuple(problems))
    return search


def _words(words: type[_Word], name: str, problems: list[Problem]) -> Iterable[_Word]:
    for text in filter(None, request.args.getlist(name)):
        if text in set(words):
            yield words(text)
        else:
            problems.append(Problem(name, ProblemCode.unknown, {"code": text}))


def _wanted(name: str, problems: list[Problem]) -> bool:
    text = request.args.get(name, "")
    if text not in ("", "true", "false", "1", "0"):
        problems.append(Problem(name, ProblemCode.invalid))
    return text in ("true", "1")
