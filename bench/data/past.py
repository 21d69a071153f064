"""What generated cards leave out for the sake of size: principles, revisions, votes of closed rounds."""

# The demonstration's generator says itself what it leaves out. Here it is added as the use cases would have
# written it, so that tables weigh what they weigh in real life, and the chains of events still hold.

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import delete, select, text
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.seeds.load.bulk import Bulk
from app.seeds.load.inventing import Dice
from app.seeds.replay import people
from app.services.activity import audit
from models import Activity, ActivityPrinciple, Event, Requirement, Revision, Round
from models.activity.content import content, content_hash
from models.database import triggers
from rules.vocabulary import Action, Choice, RemarkKind, RequirementState, Role, Status

_AT_ONCE = 500
_TABLES = ("activity_principle", "revision", "vote", "remark", "event")
_LISTS = ("principles", "used_resources", "affected_resources", "affected_institutions", "suggestions")
_EVIDENCE = ("title", "goal", "description", "scope", "principles", "budget_eur", "risks", "backout_plan")
_EVENT = ("at", "actor_id", "on_behalf_of_id", "action", "from_status", "to_status", "data", "comment")
_CHOICES = (*[Choice.approve] * 16, *[Choice.approve_with_proposals] * 3, Choice.object)
_KINDS = {Choice.object: RemarkKind.objection, Choice.approve_with_proposals: RemarkKind.proposal}
_SAID = "Lūdzam precizēt, kā izmaiņas ietekmēs datu apmaiņu ar mūsu iestādi un no kura datuma tās notiks."


def complete(after: int) -> None:
    """Complete the generated cards: those with a key above `after`."""
    connection = db.session.connection()
    added = Bulk(connection, tuple(Activity.metadata.tables[name] for name in _TABLES))
    keys = list(db.session.scalars(select(Activity.id).where(Activity.id > after).order_by(Activity.id)))
    _answer_principles(added, keys)
    drop = "DROP TRIGGER event_no_delete"
    if connection.dialect.name == "postgresql":
        drop = "DROP TRIGGER event_append_only ON event"
    connection.execute(text(drop))
    for start in range(0, len(keys), _AT_ONCE):
        _Cards(added, keys[start : start + _AT_ONCE]).complete()
        db.session.flush()
        db.session.expunge_all()
    added.finish()
    triggers.install(connection)


def _answer_principles(added: Bulk, keys: Iterable[int]) -> None:
    """Give each card the answers of one of the demonstration's cards."""
    given = defaultdict(list)
    for one in db.session.scalars(select(ActivityPrinciple).order_by(ActivityPrinciple.id)):
        told = {"code": one.code, "answer": one.answer, "explanation": one.explanation}
        given[one.activity_id].append(told)
    sheets = sorted(given.values(), key=len)[-10:]
    for key in keys:
        for row in sheets[key % len(sheets)]:
            added.add("activity_principle", {"activity_id": key, **row})
    added.flush()


class _Cards:
    """Some cards, with what is looked up once for all of them."""

    def __init__(self, added: Bulk, keys: Sequence[int]) -> None:
        self.added, self.keys, self.dice = added, keys, Dice(keys[0])
        members = (one for one in people().values() if one.has(Role.cab_member))
        self.voters = {one.institution_id: one for one in members}
        self.rounds, self.asked = self._of(Round, Round.number), self._of(Requirement, Requirement.position)
        self.events = self._of(Event, Event.seq)
        self.hashes = {key: rows[0].content_hash for key, rows in self._of(Revision, Revision.number).items()}

    def complete(self) -> None:
        """Add revision, votes and remarks; write the events anew where votes came between them."""
        wanted = select(Activity).where(Activity.id.in_(self.keys)).order_by(Activity.id)
        options = [selectinload(getattr(Activity, name)) for name in _LISTS]
        cards = db.session.scalars(wanted.options(*options)).unique().all()
        for card in cards:
            shown = content(card)
            if card.id not in self.hashes:
                self._revision(card, shown)
            for one in self.rounds.get(card.id, ()):
                one.facts = {**one.facts, **{name: shown[name] for name in _EVIDENCE}}
        closed = [card for card in cards if any(one.closed_at for one in self.rounds.get(card.id, ()))]
        db.session.execute(delete(Event).where(Event.activity_id.in_([card.id for card in closed])))
        for card in closed:
            votes = self._votes(card)
            silent = [one.institution.code for one in self.asked[card.id] if one.choice is None]
            self._chain(card, [*(_told(one, silent) for one in self.events[card.id]), *votes])

    def _of(self, kind: Any, order: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        rows = select(kind).where(kind.activity_id.in_(self.keys)).order_by(kind.activity_id, order)
        for row in db.session.scalars(rows):
            found.setdefault(row.activity_id, []).append(row)
        return found

    def _revision(self, card: Activity, shown: dict[str, Any]) -> None:
        self.hashes[card.id] = content_hash(shown)
        told = {"activity_id": card.id, "number": 1, "content": shown, "content_hash": self.hashes[card.id]}
        author = {"saved_by_id": card.created_by_id, "saved_at": card.created_at}
        self._add("revision", {**told, **author})

    def _votes(self, card: Activity) -> list[dict[str, Any]]:
        """Let most of those asked answer in time; return what the events say of it."""
        events, opened = [], self.rounds[card.id][0]
        share = (opened.closed_at - opened.opened_at) / (len(self.asked[card.id]) + 1)
        for place, row in enumerate(self.asked[card.id], start=1):
            voter = self.voters.get(row.institution_id)
            if voter is None or self.dice.roll(20) == 0:
                continue
            row.choice, row.answered_at = self.dice.pick(_CHOICES), opened.opened_at + share * place
            row.state = RequirementState.answered
            self._vote(row, voter.user_id, self.hashes[card.id])
            said = {"institution": voter.institution, "choice": row.choice.value, "vote": 1}
            events.append(_event(Action.vote.value, voter.user_id, row.answered_at, said))
        return events

    def _vote(self, row: Requirement, voter: int | None, hashed: str) -> None:
        key, choice = self.added.next_id("vote"), row.choice
        told = {"id": key, "requirement_id": row.id, "seq": 1, "institution_id": row.institution_id}
        given = {"voter_id": voter, "choice": choice, "revision": 1, "content_hash": hashed}
        when = {"given_at": row.answered_at, "status_after": Status.in_approval}
        self._add("vote", {"activity_id": row.activity_id, **told, **given, **when})
        if kind := _KINDS.get(cast(Choice, choice)):
            said = {"position": 1, "kind": kind, "section": "description", "reason": _SAID}
            self.added.add("remark", {"activity_id": row.activity_id, "vote_id": key, **said})

    def _chain(self, card: Activity, told: list[dict[str, Any]]) -> None:
        previous = audit.FIRST
        for seq, one in enumerate(sorted(told, key=lambda event: event["at"]), start=1):
            row = {"activity_id": card.id, "seq": seq, "previous_hash": previous, **one}
            previous = row["hash"] = audit.digest(card.number, cast(Event, SimpleNamespace(**row)))
            self._add("event", row)

    def _add(self, name: str, row: dict[str, Any]) -> None:
        self.added.add(name, self.added.stored(name, row))


def _told(event: Event, silent: list[str]) -> dict[str, Any]:
    told = {name: getattr(event, name) for name in _EVENT}
    return {**told, "data": {"not_answered": silent}} if event.action == Action.close_round else told


def _event(action: str, actor: int | None, at: datetime, said: dict[str, Any]) -> dict[str, Any]:
    opened = Status.in_approval
    who = {"at": at, "actor_id": actor, "on_behalf_of_id": None, "action": action}
    return {**who, "from_status": opened, "to_status": opened, "data": said, "comment": ""}
