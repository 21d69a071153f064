"""What was found, as it is shown: its title in the reader's language, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from app.services.search.everything import Hit
from rules.facts import Actor
from rules.ruleset import Text
from rules.search import SearchType
from rules.vocabulary import Role
from views.words.names import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line of what was found."""

    type: SearchType
    code: str
    title: str
    snippet: str
    status: StrEnum | None
    url: str


def shown(hit: Hit, actor: Actor) -> Shown:
    """Return the line of something found."""
    return Shown(
        type=hit.type,
        code=hit.code,
        title=in_words(hit.title) if isinstance(hit.title, Text) else hit.title,
        snippet=hit.snippet,
        status=hit.status,
        url=_URLS[hit.type](hit.row, actor),
    )


def _of_person(row: Any, actor: Actor) -> str:
    """The account for who looks after it; others find the person named once more."""
    if actor.has(Role.user_admin, Role.admin):
        return f"/lietotaji/show/{row.id}"
    return f"/meklet?{urlencode({'q': row.username, 'type': SearchType.person})}"


_URLS: dict[SearchType, Callable[[Any, Actor], str]] = {
    SearchType.activity: lambda row, _actor: f"/aktivitates/{row.number}",
    SearchType.resource: lambda row, _actor: f"/resursi/{quote(row.code, safe='')}",
    SearchType.institution: lambda row, _actor: f"/iestades/{quote(row.code, safe='')}",
    SearchType.meeting: lambda row, _actor: f"/cab/sedes/{row.number}",
    SearchType.attachment: lambda row, _actor: f"/aktivitates/{row.activity.number}/dokumenti",
    SearchType.person: _of_person,
}
