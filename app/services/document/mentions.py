"""Whom a comment mentions: institutions by code, people by user name; who may be meant, and who is told."""

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.services import outbox
from app.visibility import seeing_everything
from models import Activity, Comment, CommentMention, Event, Institution, User
from models.account.people import actor_of, working
from rules.audience import Message, Told
from rules.document.access import Entry, institution_reads, reads_comment
from rules.document.words import Visibility
from rules.facts import ActivityFacts, Actor
from rules.refusals import Problem
from rules.vocabulary import ProblemCode, Role

_OFFERED = 200  # people at most


def named(
    facts: ActivityFacts, entry: Entry, words: tuple[str, ...]
) -> tuple[list[Institution | User], list[Problem]]:
    """Return who is mentioned, each once; a problem for each word that names no reader of the entry."""
    found: list[Institution | User] = []
    unknown = []
    for place, word in enumerate(words):
        one = _institution(facts, entry, word) or _person(facts, entry, word)
        if one is None:
            unknown.append(Problem(f"mentions.{place}", ProblemCode.unknown, {"code": word}))
        elif one not in found:
            found.append(one)
    return found, unknown


def row_of(one: Institution | User) -> CommentMention:
    """Return the row that mentions an institution or a person."""
    if isinstance(one, Institution):
        return CommentMention(institution=one)
    return CommentMention(person=one)


def people(facts: ActivityFacts, named: Iterable[Institution | User]) -> list[User]:
    """Return who is told of it: of an institution its CAB members, of the holder its applicants."""
    meant = [one if isinstance(one, User) else _told(facts, one.code) for one in named]
    found = outbox.reached(one for one in meant if isinstance(one, Told))
    return [person for one in meant for person in (found[one] if isinstance(one, Told) else [one])]


def offered(activity: Activity, actor: Actor) -> list[tuple[str, str]]:
    """Return whom an entry may mean, as (code or user name, name): institutions, then people involved so far.

    Anybody else who reads the entry can be mentioned, too; these are those whom one is likely to mean.
    """
    with seeing_everything():
        facts = activity.facts()
        codes = {facts.holder, *facts.asked} if facts.round else {facts.holder}
        asked = select(Institution).where(Institution.code.in_(codes)).order_by(Institution.code)
        places = [(one.code, f"{one.code} · {one.name_lv}") for one in db.session.scalars(asked)]
        entry = Entry(visibility=Visibility.shared, institution=actor.institution or "")
        known = (one for one in _involved(activity, actor) if reads_comment(facts, entry, actor_of(one)))
        return places + [
            (one.username, f"{one} ({one.username})") for one in known if one.id != actor.user_id
        ]


def _involved(activity: Activity, actor: Actor) -> list[User]:
    """Return who has done something with the card, and the colleagues of who asks."""
    acted = select(Event.actor_id).where(Event.activity_id == activity.id)
    wrote = select(Comment.author_id).where(
        Comment.activity_id == activity.id, Comment.visibility == Visibility.shared
    )
    meant = or_(User.id.in_(acted), User.id.in_(wrote), User.institution_id == actor.institution_id)
    people = select(User).where(meant, *working()).order_by(User.username).limit(_OFFERED)
    return list(db.session.scalars(people.options(joinedload(User.institution), selectinload(User.roles))))


def _told(facts: ActivityFacts, code: str) -> Told:
    return Told(Message.mentioned, Role.applicant if code == facts.holder else Role.cab_member, code)


def _institution(facts: ActivityFacts, entry: Entry, code: str) -> Institution | None:
    one = db.session.scalar(select(Institution).where(Institution.code == code))
    return one if one is not None and institution_reads(facts, entry, one.code) else None


def _person(facts: ActivityFacts, entry: Entry, username: str) -> User | None:
    one = db.session.scalar(select(User).where(User.username == username, *working()))
    return one if one is not None and reads_comment(facts, entry, actor_of(one)) else None
