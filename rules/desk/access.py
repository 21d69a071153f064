"""Who sees a ticket, as the grounds on which somebody does; nobody sees one without a ground."""

from enum import StrEnum, auto
from typing import Protocol

from rules.facts import Actor
from rules.vocabulary import PROCESS_ROLES, Role


class TicketPlace(Protocol):
    """What visibility needs to know of a ticket; `TicketFacts` fits as it is."""

    @property
    def requester_institution(self) -> str: ...
    @property
    def assignee_institution(self) -> str: ...
    @property
    def institutions(self) -> frozenset[str]: ...
    @property
    def restricted(self) -> bool: ...
    @property
    def openers(self) -> frozenset[int]: ...
    @property
    def assignee_id(self) -> int | None: ...


class TicketGround(StrEnum):
    """Why somebody may see a ticket."""

    everything = auto()  # the system administrator
    involved = auto()  # of the requester's institution, or of one that was ever its assignee
    opened = auto()  # a restricted one: opened it, or a duplicate of it
    assigned = auto()  # a restricted one: works on it
    controlled = auto()  # a restricted one: a change controller of the present assignee


def ticket_grounds(actor: Actor) -> frozenset[TicketGround]:
    """Return the grounds this person has at all; the queries are built from them."""
    found: set[TicketGround] = set()
    if actor.has(Role.admin):
        found.add(TicketGround.everything)
    if takes_part(actor):
        found |= {TicketGround.involved, TicketGround.opened, TicketGround.assigned}
        if actor.has(Role.change_controller):
            found.add(TicketGround.controlled)
    return frozenset(found)


def sees_ticket(ticket: TicketPlace, actor: Actor) -> bool:
    """Whether the person sees the ticket at all."""
    of_assignee = actor.institution == ticket.assignee_institution
    of_requester = actor.institution == ticket.requester_institution
    holds = {
        TicketGround.everything: True,
        TicketGround.involved: not ticket.restricted and actor.institution in ticket.institutions,
        TicketGround.opened: ticket.restricted and of_requester and actor.user_id in ticket.openers,
        TicketGround.assigned: ticket.restricted and of_assignee and actor.user_id == ticket.assignee_id,
        TicketGround.controlled: ticket.restricted and of_assignee,
    }
    return any(holds[ground] for ground in ticket_grounds(actor))


def takes_part(actor: Actor) -> bool:
    """Whether the person takes part in the process for an institution at all."""
    return actor.user_id is not None and actor.institution is not None and actor.has(*PROCESS_ROLES)
