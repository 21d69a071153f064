"""What is found by the search of everything: for each type where it is looked for, and what is told of it."""

# The reader's wall stands around each select: what is not seen is neither found, nor counted, nor suggested.

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, false, true
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.services.activity.search_words import meeting
from app.services.words import matching
from models import Activity, Attachment, Institution, Meeting, Resource, User
from rules.facts import Actor
from rules.ruleset import Text
from rules.search import Part, SearchType
from rules.vocabulary import Role

Criteria = list[ColumnElement[bool]]
_Told = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Things of a type.

    `code` is the column by which they are known, `number` the same where it is a number. `found` says which a
    search finds; `texts` what is read of a thing besides its title and code, `withheld` what only readers of
    its texts have. `newest` is the order of what is found equally well.
    """

    type: SearchType
    table: Any
    code: Any
    newest: Any
    found: Callable[[str, Actor], Criteria]
    title: _Told
    status: _Told = lambda _row: None
    number: Any = None
    texts: Callable[[Any], Iterable[str]] = lambda _row: ()
    withheld: Callable[[Any], Iterable[str]] = lambda _row: ()
    loads: tuple[ORMOption, ...] = ()


def _people(q: str, actor: Actor) -> Criteria:
    """Return the criteria for people whose account is open: of the own institution, for Admin of all."""
    seen: ColumnElement[bool] = User.institution_id == actor.institution_id
    if actor.has(Role.admin):
        seen = true()
    elif actor.institution_id is None:
        seen = false()
    words = matching(User.search_text, q, Part.known)
    return [User.active.is_(True), User.is_service.is_(False), seen, *words]


def _documents(q: str, _actor: Actor) -> Criteria:
    """Return the criteria for documents that can be read: the newest version, not withdrawn."""
    later = aliased(Attachment)
    newest = ~exists().where(later.replaces_id == Attachment.id)
    return [Attachment.withdrawn_at.is_(None), newest, *matching(Attachment.search_text, q)]


def _named(row: Resource | Institution) -> Text:
    return row.name


def _of_card(row: Activity) -> list[str]:
    resource = [f"{row.resource.code} · {row.resource.name_lv}"] if row.resource else []
    return [row.new_resource_name, *resource, f"{row.holder.code} · {row.holder.name_lv}"]


SEARCHED: tuple[Searched, ...] = (
    Searched(
        type=SearchType.activity,
        table=Activity,
        code=Activity.number,
        number=Activity.number,
        newest=Activity.number.desc(),
        found=meeting,
        title=lambda row: row.title,
        status=lambda row: row.status,
        texts=_of_card,
        withheld=lambda row: (row.goal, row.legal_basis, row.description, row.risks, row.backout_plan),
        loads=(joinedload(Activity.resource), joinedload(Activity.holder)),
    ),
    Searched(
        type=SearchType.resource,
        table=Resource,
        code=Resource.code,
        newest=Resource.code,
        found=lambda q, _actor: matching(Resource.search_text, q),
        title=_named,
        status=lambda row: row.status,
    ),
    Searched(
        type=SearchType.institution,
        table=Institution,
        code=Institution.code,
        newest=Institution.code,
        found=lambda q, _actor: matching(Institution.search_text, q, Part.known),
        title=_named,
        status=lambda row: row.status,
    ),
    Searched(
        type=SearchType.meeting,
        table=Meeting,
        code=Meeting.number,
        number=Meeting.number,
        newest=Meeting.number.desc(),
        found=lambda q, _actor: matching(Meeting.search_text, q, number=Meeting.number),
        title=lambda row: row.title,
        status=lambda row: row.status,
        texts=lambda row: (row.place,),
    ),
    Searched(
        type=SearchType.attachment,
        table=Attachment,
        code=Attachment.id,
        newest=Attachment.id.desc(),
        found=_documents,
        title=lambda row: row.title,
        texts=lambda row: (row.file_name,),
        loads=(joinedload(Attachment.activity),),
    ),
    Searched(
        type=SearchType.person,
        table=User,
        code=User.username,
        newest=User.username,
        found=_people,
        title=lambda row: row.get_full_name(),
    ),
)
