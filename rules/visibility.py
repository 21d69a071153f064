"""Who sees what, as the grounds on which somebody sees; nobody sees without a ground."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

from rules.facts import Actor
from rules.vocabulary import PROCESS_ROLES, Role


class Ground(StrEnum):
    """Why somebody may see a card. *Opened*: a round has opened, in whatever status it is now."""

    everything = auto()  # every card
    published = auto()  # cards that were ever approved
    opened_own = auto()  # opened cards of the own institution
    opened_asked = auto()  # opened cards about which the own institution was asked in any round
    opened_any = auto()  # every opened card
    unopened_own = auto()  # cards of the own institution before the first round


class Place(Protocol):
    """What visibility needs to know of a card; `ActivityFacts` fits as it is."""

    @property
    def holder(self) -> str: ...
    @property
    def round(self) -> int: ...
    @property
    def published(self) -> bool: ...
    @property
    def asked(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """Holder, round (0 before the first), whether ever approved, institutions asked in any round."""

    holder: str
    round: int = 0
    published: bool = False
    asked: frozenset[str] = frozenset()


def grounds(actor: Actor) -> frozenset[Ground]:
    """Return the grounds this person has at all, whatever the card; the queries are built from them."""
    found: set[Ground] = set()
    if actor.user_id is not None:
        found.add(Ground.published)
    if actor.has(Role.admin):
        found.add(Ground.everything)
    if actor.has(Role.cab_head):
        found.add(Ground.opened_any)
    if actor.institution is not None:
        found |= _grounds_in_institution(actor)
    return frozenset(found)


def sees(card: Place, actor: Actor) -> bool:
    """Whether the person sees the card at all."""
    return bool(grounds_for(card, actor))


def sees_texts(card: Place, restricted: bool, actor: Actor) -> bool:
    """Whether the person also reads the card's texts.

    Those of a restricted card, and whatever is internal (pass `restricted=True`), are not for
    people who see the card only because it is published.
    """
    found = grounds_for(card, actor)
    return bool(found - {Ground.published}) if restricted else bool(found)


def grounds_for(card: Place, actor: Actor) -> frozenset[Ground]:
    """Return the grounds on which this person sees this card."""
    opened, own = card.round >= 1, actor.institution == card.holder
    holds = {
        Ground.everything: True,
        Ground.published: card.published,
        Ground.opened_own: opened and own,
        Ground.opened_asked: opened and actor.institution in card.asked,
        Ground.opened_any: opened,
        Ground.unopened_own: not opened and own,
    }
    return frozenset(ground for ground in grounds(actor) if holds[ground])


def sees_early_revisions(holder: str, actor: Actor) -> bool:
    """Whether the person sees what a card said before its first round; who sees the card is asked apart."""
    return actor.has(Role.admin) or actor.institution == holder


class TraceGround(StrEnum):
    """Why somebody may read a trace of accounts."""

    everything = auto()  # the system administrator: also traces of no institution
    institution = auto()  # a user administrator: what happened to and by accounts of the own institution
    own_account = auto()  # everybody: what happened to the own account


def trace_grounds(actor: Actor) -> frozenset[TraceGround]:
    """Return the grounds on which this person reads traces; somebody unknown reads none."""
    if actor.user_id is None:
        return frozenset()
    found = {TraceGround.own_account}
    if actor.has(Role.user_admin) and actor.institution_id is not None:
        found.add(TraceGround.institution)
    if actor.has(Role.admin):
        found.add(TraceGround.everything)
    return frozenset(found)


class KeptGround(StrEnum):
    """Why somebody may read a kept answer that an activity needs no co-approval."""

    everything = auto()  # the system administrator
    institution = auto()  # a change controller: what people of the own institution kept
    own = auto()  # everybody: what they kept themselves


def kept_grounds(actor: Actor) -> frozenset[KeptGround]:
    """Return the grounds on which this person reads kept answers; somebody unknown reads none."""
    if actor.user_id is None:
        return frozenset()
    found = {KeptGround.own}
    if actor.has(Role.change_controller) and actor.institution_id is not None:
        found.add(KeptGround.institution)
    if actor.has(Role.admin):
        found.add(KeptGround.everything)
    return frozenset(found)


def _grounds_in_institution(actor: Actor) -> set[Ground]:
    found: set[Ground] = set()
    if actor.has(*PROCESS_ROLES):
        found |= {Ground.opened_own, Ground.opened_asked}
    if actor.has(Role.applicant, Role.change_controller):
        found.add(Ground.unopened_own)
    return found
