"""Who reads the documents and the discussion of a card, who adds to them, who takes back."""

from dataclasses import dataclass

from rules.document.words import Visibility
from rules.facts import Actor
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_
from rules.visibility import Place, sees, sees_texts
from rules.vocabulary import FINAL, PROCESS_ROLES, Role, Status

_NOT_INVOLVED = N_("Only people of %(holder)s, of the institutions asked and CAB heads add to this card.")
_NOT_ADMINISTRATOR = N_("A system administrator adds nothing to a card and takes nothing back.")
_NOT_THEIRS = N_("Only people of %(institution)s withdraw this document.")
_NOT_AUTHOR = N_("Only who wrote this withdraws it.")
_ENDED = N_("The activity has ended, so its documents and its discussion stay as they are: %(status)s.")
_GONE = N_("This is withdrawn already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document or a comment: for whom it is, whose it is, whether it was taken back."""

    visibility: Visibility
    institution: str
    author_id: int | None = None
    withdrawn: bool = False


def is_involved(card: Place, actor: Actor) -> bool:
    """Whether the person would see the card had it never been approved."""
    return sees_texts(card, True, actor)


def reads_inside(actor: Actor) -> bool:
    """Whether the person reads what the own institution wrote for itself; system administrators do not."""
    own = actor.institution is not None and actor.has(*PROCESS_ROLES)
    return own and not actor.has(Role.admin)


def reads_document(card: Place, restricted: bool, entry: Entry, actor: Actor) -> bool:
    """Whether the person reads a document: a shared one goes with the texts of the card."""
    if entry.visibility == Visibility.internal:
        return _is_internal_reader(card, entry, actor)
    return sees_texts(card, restricted, actor)


def reads_comment(card: Place, entry: Entry, actor: Actor) -> bool:
    """Whether the person reads a comment: a shared one is for those involved, also after approval."""
    if entry.visibility == Visibility.internal:
        return _is_internal_reader(card, entry, actor)
    return is_involved(card, actor)


def institution_reads(card: Place, entry: Entry, institution: str) -> bool:
    """Whether an institution has, by itself, readers of a comment: its own, the holder, one asked."""
    if entry.visibility == Visibility.internal:
        return institution == entry.institution
    return institution == card.holder or (card.round >= 1 and institution in card.asked)


def usual(card: Place, actor: Actor) -> Visibility:
    """Return for whom something is when nobody says it."""
    return Visibility.shared if actor.institution == card.holder else Visibility.internal


def refused_adding(card: Place, status: Status, actor: Actor) -> Refusal | None:
    """Return why the person adds nothing to a card that he or she sees; None = nothing speaks against it."""
    if actor.has(Role.admin):
        return NotAllowed(_NOT_ADMINISTRATOR)
    if actor.institution is None or not actor.has(*PROCESS_ROLES) or not is_involved(card, actor):
        return NotAllowed(_NOT_INVOLVED, holder=card.holder)
    return WrongStatus(_ENDED, status=status) if status in FINAL else None


def refused_document_withdrawal(card: Place, status: Status, entry: Entry, actor: Actor) -> Refusal | None:
    """Return why the person does not take a document back: its institution does, once."""
    if actor.institution != entry.institution and not actor.has(Role.admin):
        return NotAllowed(_NOT_THEIRS, institution=entry.institution)
    return refused_adding(card, status, actor) or _refused_again(entry)


def refused_comment_withdrawal(card: Place, status: Status, entry: Entry, actor: Actor) -> Refusal | None:
    """Return why the person does not take a comment back: its author does, once."""
    if actor.user_id != entry.author_id:
        return NotAllowed(_NOT_AUTHOR)
    return refused_adding(card, status, actor) or _refused_again(entry)


def _is_internal_reader(card: Place, entry: Entry, actor: Actor) -> bool:
    return reads_inside(actor) and actor.institution == entry.institution and sees(card, actor)


def _refused_again(entry: Entry) -> Refusal | None:
    return WrongStatus(_GONE) if entry.withdrawn else None
