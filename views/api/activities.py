"""Activities: the list, the card, its requirements and its history."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.clock import now, today
from app.extensions import db
from app.services.activity import liquidation, revisions, search as activities
from app.services.activity.amending import amended_by
from app.services.activity.audit import waiting_since
from app.services.activity.on_behalf import offered
from app.services.activity.search import Search
from app.services.card import drafts, writing as cards
from app.services.registry.lacking import lacking
from app.services.report import reports
from app.services.report.look import Asked, Look
from app.services.working_days import days_left
from app.visibility import seeing_everything
from models import Activity, Event, Requirement, Round, Vote
from models.activity.approval import Remark
from models.activity.card import NO_UNLESS_SAID
from rules import transitions
from rules.account.access import KeyScope
from rules.refusals import NotFound
from rules.text import N_
from rules.visibility import sees_texts
from rules.vocabulary import Kind, RequirementState
from views.api.calls import ActivityCalls, call
from views.api.schemas import answers
from views.api.schemas.bodies import DraftSent, Read, Seen, all_problems, read
from views.api.schemas.card import CardSent, changes_of, read_card, shown_card
from views.api.schemas.changes import Changes
from views.api.schemas.liquidation import Checklist
from views.api.schemas.queries import Between, Sought
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE


class ActivityApi(ActivityCalls):
    """Activities as the person sees them."""

    @opens("GET", "/")
    @call(
        N_("Find activities, newest number first"),
        query=Sought,
        answer=answers.ActivityPage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked, actor = self.asked(), current_actor()
        number, size = asked.pop("page"), asked.pop("page_size")
        search = _search(asked)
        rows = activities.page(search, actor, number, size)
        return self.told({"count": activities.count(search, actor), "result": rows})

    @opens("POST", "/", tried=_p("tried", "creating a card (API)"))
    @call(
        N_("Begin a card; a draft may be incomplete"),
        body=CardSent,
        answer=answers.Position,
        status=201,
        refuses=(403,),
        key=KeyScope.applicant,
    )
    def post(self) -> Response:
        sent = read_card(g.body)
        with one_change(), all_problems(sent):
            values = {**dict.fromkeys(NO_UNLESS_SAID, False), **sent.values}
            return self.told(cards.create(current_actor(), now(), values))

    @opens("GET", "/<key>")
    @call(
        N_("The card, where it stands, and what you may do now"),
        answer=(CardSent, answers.Activity),
        key=KeyScope.read,
    )
    def get(self, key: str) -> Response:
        activity = self.found(key, whole=True)
        return self.told(activity, known=_known(activity))

    @opens("PUT", "/<key>", tried=_p("tried", "changing a card (API)"))
    @call(
        N_("Change fields of the card; send the revision you saw with them"),
        body=(CardSent, Seen),
        answer=answers.Position,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def put(self, key: str) -> Response:
        sent = _changes(g.body)
        with one_change(), all_problems(sent):
            activity = self.found(key)
            values = changes_of(activity, sent.values)
            cards.edit(activity, current_actor(), now(), values, seen=self.seen())
            return self.told(activity)

    @opens("POST", "/<key>/drafts", tried=_p("tried", "beginning a card with the content of another (API)"))
    @call(
        N_("Begin a card with what this one says: a copy, or an amendment of what was approved"),
        body=DraftSent,
        answer=answers.Position,
        status=201,
        refuses=(403, 409),
        key=KeyScope.applicant,
    )
    def draft(self, key: str) -> Response:
        """What the person or the status forbids comes before the body."""
        with one_change():
            activity, actor = self.found(key), current_actor()
            cards.check_author(actor)
            kind = self.sent().valid()["kind"]
            return self.told(drafts.draft(activity, kind, actor, now()))

    @opens("GET", "/<key>/requirements")
    @call(
        N_("Who must co-approve and why, in all rounds, oldest first"),
        answer=answers.Requirement,
        many=True,
        key=KeyScope.read,
    )
    def requirements(self, key: str) -> Response:
        activity = self.found(key)
        withheld = () if self.reads_texts(activity) else answers.OPINION
        left = {"working_days_left": _left_of(days_left(today()))}
        return self.told(_requirements(activity), exclude=withheld, known=left)

    @opens("GET", "/<key>/liquidation")
    @call(
        N_("What is to be looked at before the resource of a liquidation ends, unanswered first"),
        answer=Checklist,
        key=KeyScope.read,
    )
    def liquidation(self, key: str) -> Response:
        activity = self.with_texts(key)
        if activity.kind is not Kind.liquidation or activity.resource is None:
            raise NotFound(GONE)
        return self.told(liquidation.checklist(activity, activity.resource, today()))

    @opens("GET", "/<key>/changes")
    @call(
        N_("What differs between two revisions; by default what changed since your institution's vote"),
        query=Between,
        answer=Changes,
        key=KeyScope.read,
    )
    def changes(self, key: str) -> Response:
        activity = self.with_texts(key)
        return self.told(revisions.compared(activity, current_actor(), **self.asked()))

    @opens("GET", "/<key>/history")
    @call(N_("Every step of the activity, oldest first"), answer=answers.Event, many=True, key=KeyScope.read)
    def history(self, key: str) -> Response:
        activity = self.found(key)
        steps = select(Event).where(Event.activity_id == activity.id).order_by(Event.seq)
        named = steps.options(joinedload(Event.actor), joinedload(Event.on_behalf_of))
        withheld = {} if self.reads_texts(activity) else {"comment": None}
        return self.told(db.session.scalars(named), known=withheld)


def _search(asked: dict[str, Any]) -> Search:
    """Return what is looked for; the days belong to the report of which a row is asked for."""
    first, last, said = (asked.pop(name, None) for name in ("first", "last", "behind"))
    given = {name: one for name, one in asked.items() if one is not None}
    if not said:
        return Search(**given)
    narrowed = {name: asked.get(name) for name in ("holder", "ministry", "asked", "kind")}
    look = Look(Asked(first=first, last=last, **narrowed), current_actor(), today())
    return Search(**given, behind=reports.behind(said, look))


def _known(activity: Activity) -> dict[str, Any]:
    """Return the card and what depends on who reads it."""
    actor = current_actor()
    with seeing_everything():
        facts = activity.facts()
    texts = sees_texts(facts, activity.restricted, actor)
    due_on = transitions.due_on(facts)
    return {
        "card": shown_card(activity, texts),
        "waiting_for": transitions.waiting_for(facts),
        "due_on": due_on,
        "waiting_since": waiting_since(activity),
        "working_days_left": days_left(today())(due_on) if due_on else None,
        "amended_by": amended_by(activity),
        "lacking_dependencies": [one.code for one in lacking(activity, actor)],
        "actions": offered(facts, actor, today()),
        **({} if texts else {"result": None, "review": None}),
    }


def _changes(body: Any) -> Read:
    """Return the fields of the card in the body of a PUT, with the problems of its revision, too."""
    if not isinstance(body, dict):
        return read_card(body)
    seen = read(Seen(), {name: body[name] for name in body if name == "revision"})
    card = read_card({name: body[name] for name in body if name != "revision"})
    return Read(card.values, (*seen.problems, *card.problems))


def _left_of(left: Callable[[date], int]) -> Callable[[Requirement], int | None]:
    """Return what says the working days left of a requirement; only one that is waited for has any."""
    return lambda row: left(row.due_on) if row.state is RequirementState.waiting else None


def _requirements(activity: Activity) -> Iterable[Requirement]:
    wanted = select(Requirement).join(Requirement.round).where(Requirement.activity_id == activity.id)
    votes = selectinload(Requirement.votes)
    loaded = (
        contains_eager(Requirement.round),
        joinedload(Requirement.institution),
        votes.joinedload(Vote.suggested_institution),
        votes.selectinload(Vote.answers),
        votes.selectinload(Vote.remarks).selectinload(Remark.answers),
    )
    return db.session.scalars(wanted.options(*loaded).order_by(Round.number, Requirement.position))
