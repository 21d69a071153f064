"""What somebody who leaves has open, and who goes on with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union, update

from app.extensions import db
from app.services import outbox
from app.services.account.rows import code_of, end_sessions
from app.services.account.traces import trace
from app.visibility import seeing_everything
from models import Activity, Requirement, Round, User
from models.account.people import RoleRow, roles_of, working
from rules.account.access import AccountAction
from rules.account.accounts import grantable
from rules.audience import Message
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, Problem
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import FINAL, OPEN_STATES, ProblemCode, Role, Status

CARDS = "cards"  # the field of the form in which a colleague is chosen for them; a role has its own
LISTED = 20  # numbers of cards that a mail names
_ENDED = tuple(FINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work that needs somebody else: `role` is None for the person's own cards.

    `count` cards or opinions wait; `numbers` are those of cards; `colleagues` may go on.
    """

    role: Role | None
    count: int
    numbers: tuple[str, ...] = ()
    colleagues: tuple[User, ...] = ()

    @property
    def field(self) -> str:
        """Return the name of the field in which the colleague is chosen."""
        return self.role.value if self.role else CARDS


def open_work(account: User) -> list[Task]:
    """Return what nobody would go on with once this account is closed.

    In a closed institution work ends: nobody of it signs in. The CAB head's, for the whole state, does not.
    """
    with seeing_everything():
        people, place = _colleagues(account), account.institution
        works = place is None or place.status is InstitutionStatus.active
        own = _own_cards(account, people) if works else []
        roles = _LASTING if works else (Role.cab_head,)
        return [*own, *(one for role in roles if (one := _of_role(account, role, people)))]


def open_cards(ids: Sequence[int]) -> dict[int, int]:
    """Return how many unfinished cards each of these accounts answers for, in one query."""
    answering = union(*(_answering(column, ids) for column in _PEOPLE)).subquery()
    counted = select(answering.c.person, func.count()).group_by(answering.c.person)
    with seeing_everything():
        return {person: count for person, count in db.session.execute(counted)} if ids else {}


def hold_cards(account: User) -> None:
    """Let steps with the cards that this account answers for wait; they take the cards first, too."""
    mine = select(Activity.id).where(Activity.status.not_in(_ENDED), _answers_for(account.id))
    with seeing_everything():
        db.session.execute(mine.order_by(Activity.id).with_for_update(key_share=True))


def hand_over(
    account: User, tasks: Iterable[Task], chosen: dict[str, int], actor: Actor, at: datetime
) -> None:
    """Give each task to the colleague chosen (field → account); who gets work is told.

    Raises `Invalid` naming every field without a choice. The caller commits.
    """
    given = [
        (task, next((one for one in task.colleagues if one.id == chosen.get(task.field)), None))
        for task in tasks
    ]
    problems = tuple(Problem(task.field, ProblemCode.undecided) for task, one in given if one is None)
    if problems:
        raise Invalid(NOT_HANDED_OVER, problems)
    for task, colleague in given:
        if colleague is not None:
            _give(account, task, colleague, actor, at)


def _give(account: User, task: Task, colleague: User, actor: Actor, at: datetime) -> None:
    if task.role is None:
        mine = (Activity.holder_id == account.institution_id, _answers_for(account.id))
        taken = update(Activity).where(Activity.status.not_in(_ENDED), *mine)
        values = {"caretaker_id": colleague.id, "version": Activity.version + 1}
        with seeing_everything():
            db.session.execute(taken.values(values).execution_options(synchronize_session=False))
    else:
        _appoint(colleague, task.role, actor, at)
    told: dict[str, Any] = {"role": task.role, "count": task.count, "numbers": list(task.numbers)}
    trace(AccountAction.work_handed_over, actor, at, account=account, data={**told, "to": colleague.id})
    values = {**told, "numbers": list(task.numbers[:LISTED]), "institution": code_of(account) or ""}
    outbox.tell(Message.work_handed_over, at, person=colleague, values=values)


def _appoint(colleague: User, role: Role, actor: Actor, at: datetime) -> None:
    if role not in grantable(actor):
        raise NotAllowed(N_("Only the system administrator can appoint: %(role)s."), role=role)
    before = roles_of(colleague)
    name = outbox.role_name(role)
    colleague.roles.append(db.session.scalars(select(RoleRow).where(RoleRow.name == name)).one())
    own = {"own": True} if colleague.id == actor.user_id else {}
    told = {"from": sorted(before), "to": sorted(before | {role}), **own}
    trace(AccountAction.roles_changed, actor, at, account=colleague, data=told)
    end_sessions(colleague.id, at)


def _own_cards(account: User, people: list[User]) -> list[Task]:
    mine = (Activity.status.not_in(_ENDED), Activity.holder_id == account.institution_id)
    found = select(Activity.number).where(*mine, _answers_for(account.id)).order_by(Activity.number)
    numbers = tuple(db.session.scalars(found))
    applicants = tuple(one for one in people if Role.applicant in roles_of(one))
    return [Task(role=None, count=len(numbers), numbers=numbers, colleagues=applicants)] if numbers else []


def _of_role(account: User, role: Role, people: list[User]) -> Task | None:
    """What waits for a role that only this person fills; a CAB head must always be there."""
    place = None if role is Role.cab_head else code_of(account) or ""
    if role not in roles_of(account) or outbox.anybody(role, place, besides=account.id):
        return None
    count = db.session.scalar(_waiting(role, account)) or 0
    needed = count or role is Role.cab_head
    return Task(role=role, count=count, colleagues=tuple(people)) if needed else None


def _colleagues(account: User) -> list[User]:
    same = User.institution_id == account.institution_id
    if account.institution_id is None:
        return []
    found = select(User).where(*working(), User.id != account.id, same)
    return list(db.session.scalars(found.order_by(User.name_sort, User.id)))


def _waiting(role: Role, account: User) -> Select[Any]:
    own = account.institution_id
    if role is Role.cab_member:
        waits = Requirement.state.in_(OPEN_STATES), Round.closed_at.is_(None)
        running = select(func.count(Requirement.id)).join(Round, Round.id == Requirement.round_id)
        return running.where(Requirement.institution_id == own, *waits)
    cards = select(func.count(Activity.id))
    if role is Role.change_controller:
        return cards.where(Activity.status == Status.in_control, Activity.holder_id == own)
    return cards.where(Activity.status.in_((Status.in_approval, Status.awaiting_decision)))


def _answers_for(person: int) -> ColumnElement[bool]:
    """Who took the card over answers for it; else who wrote and who submitted it."""
    first = or_(Activity.created_by_id == person, Activity.submitted_by_id == person)
    return or_(Activity.caretaker_id == person, and_(Activity.caretaker_id.is_(None), first))


def _answering(column: str, ids: Sequence[int]) -> Select[Any]:
    card: Any = Activity.__table__.c
    user: Any = User.__table__.c
    person = card[column]
    found = select(person.label("person"), card.id).where(person.in_(ids), card.status.not_in(_ENDED))
    found = found.join_from(Activity.__table__, User.__table__, user.id == person)
    found = found.where(user.institution_id == card.holder_id)
    return found if column == "caretaker_id" else found.where(card.caretaker_id.is_(None))


_PEOPLE = ("created_by_id", "submitted_by_id", "caretaker_id")
_LASTING = (Role.change_controller, Role.cab_member, Role.cab_head)
NOT_HANDED_OVER = N_("The account is still open: choose who goes on with its work.")
