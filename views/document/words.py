"""Who reads a document or an entry, and how large a file is, in words."""

from enum import StrEnum

from flask_babel import gettext

from models import Activity
from rules.document.words import Visibility
from rules.facts import Actor
from views.words.formats import number

Card = tuple[str, str, str]  # title, text, icon
_KB = 1024


def readers_of_documents(activity: Activity, actor: Actor) -> dict[StrEnum, Card]:
    """Return what each choice means for a document of this card, for whoever makes it."""
    if activity.restricted:
        shared = _involved(activity)
    else:
        shared = gettext(
            "People of %(holder)s, of the institutions asked and CAB heads; once the activity is approved, "
            "everybody registered.",
            holder=activity.holder.code,
        )
    return _cards(gettext("For all who read the card"), shared, actor)


def readers_of_entries(activity: Activity, actor: Actor) -> dict[StrEnum, Card]:
    """Return what each choice means for an entry of the discussion."""
    return _cards(gettext("For all involved"), _involved(activity), actor)


def size(count: int) -> str:
    """Return how large a file is: 512 B, 84 KB, 1,2 MB."""
    if count < _KB:
        return f"{count} B"
    if count < _KB * _KB:
        return f"{-(-count // _KB)} KB"
    return f"{number(round(count / _KB / _KB, 1))} MB"


def _involved(activity: Activity) -> str:
    return gettext(
        "People of %(holder)s, of the institutions asked and CAB heads; nobody else, also after approval.",
        holder=activity.holder.code,
    )


def _cards(shared_title: str, shared: str, actor: Actor) -> dict[StrEnum, Card]:
    own = actor.institution or ""
    inside = gettext(
        "Only people of %(institution)s who take part in co-approval. System administrators do not see it.",
        institution=own,
    )
    return {
        Visibility.shared: (shared_title, shared, "users-group"),
        Visibility.internal: (gettext("Only for %(institution)s", institution=own), inside, "lock"),
    }
