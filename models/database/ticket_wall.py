"""What is seen of tickets: as criteria of queries, and as policies of PostgreSQL, side by side."""

from collections.abc import Mapping
from string import Template
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from models.database.there_is import there_is
from models.desk import Ticket, TicketComment, TicketEvent, TicketInstitution, TicketOpener
from rules.desk.access import TicketGround, ticket_grounds
from rules.document.access import reads_inside
from rules.document.words import Visibility
from rules.facts import Actor

PARTS: tuple[type[Any], ...] = (TicketInstitution, TicketOpener, TicketEvent)


def may_see_ticket(actor: Actor, ticket: Any = Ticket) -> ColumnElement[bool]:
    """Return the SQL criterion for the tickets that this person sees; `ticket` has the columns."""
    mine = ticket_grounds(actor)
    if TicketGround.everything in mine:
        return true()
    return or_(false(), *(_criterion(ground, actor, ticket) for ground in TicketGround if ground in mine))


def hangs_on_seen_ticket(part: Any, actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion for what hangs on a ticket and is seen with it."""
    tickets: Any = Ticket.__table__.alias()
    return there_is(tickets, tickets.c.id == part.ticket_id, may_see_ticket(actor, tickets.c))


def may_read_ticket_comment(actor: Actor) -> ColumnElement[bool]:
    """Return the SQL criterion for comments: what is internal stays in its institution, unseen by Admin."""
    readable: ColumnElement[bool] = and_(TicketComment.visibility == Visibility.shared)
    if reads_inside(actor):
        inside = TicketComment.visibility == Visibility.internal
        readable = or_(readable, and_(inside, TicketComment.institution_id == actor.institution_id))
    return and_(readable, hangs_on_seen_ticket(TicketComment, actor))


def _criterion(ground: TicketGround, actor: Actor, ticket: Any) -> ColumnElement[bool]:
    # Tables, not mapped classes: criteria within criteria would be criteria again.
    asked: Any = TicketInstitution.__table__.alias()
    opened: Any = TicketOpener.__table__.alias()
    own = ticket.assignee_institution_id == actor.institution_id
    if ground is TicketGround.involved:
        mine = (asked.c.ticket_id == ticket.id, asked.c.institution_id == actor.institution_id)
        return and_(ticket.restricted.is_(False), there_is(asked, *mine))
    if ground is TicketGround.opened:
        mine = (opened.c.ticket_id == ticket.id, opened.c.person_id == actor.user_id)
        here = ticket.requester_institution_id == actor.institution_id
        return and_(ticket.restricted, here, there_is(opened, *mine))
    if ground is TicketGround.assigned:
        return and_(ticket.restricted, own, ticket.assignee_id == actor.user_id)
    return and_(ticket.restricted, own)


# --- the same on PostgreSQL ----------------------------------------------------------------------

# They run as the owner: a policy that reads a table with a policy that reads the first has no end.
_ASKED_OF = Template("""
    CREATE OR REPLACE FUNCTION $name(asked_ticket integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$$$
    BEGIN
        RETURN EXISTS (
            SELECT FROM $rows WHERE ticket_id = asked_ticket
            AND $column = nullif(current_setting('virsis.$viewer', true), '')::integer
        );
    END
    $$$$
""")
INVOLVED, OPENED = "virsis_is_in_ticket", "virsis_opened_ticket"
FUNCTIONS = (
    _ASKED_OF.substitute(
        name=INVOLVED, rows="ticket_institution", column="institution_id", viewer="institution"
    ),
    f"REVOKE ALL ON FUNCTION {INVOLVED}(integer) FROM PUBLIC",
    _ASKED_OF.substitute(name=OPENED, rows="ticket_opener", column="person_id", viewer="person"),
    f"REVOKE ALL ON FUNCTION {OPENED}(integer) FROM PUBLIC",
)


def in_words(actor: Actor) -> tuple[str, ...]:
    """Return the grounds by which this person sees tickets, as the policies name them."""
    return tuple(f"ticket_{ground}" for ground in ticket_grounds(actor))


def policies(ground: Any, institution: str, person: str, there_is_row: Template) -> Mapping[str, str]:
    """Return the tables with what is seen of each; the arguments are how policies ask about the viewer."""
    own = f"assignee_institution_id = {institution}"
    here = f"requester_institution_id = {institution}"
    seen = there_is_row.substitute(rows="ticket", which="ticket.id = ticket_id")
    system = f"({ground('everything')} AND {person} IS NULL)"
    inside = f"{ground('entries_of_institution')} AND institution_id = {institution}"
    ticket = f"""
        {ground("everything")}
        OR (NOT restricted AND {ground("ticket_involved")} AND {INVOLVED}(id))
        OR (restricted AND {ground("ticket_assigned")} AND {own} AND assignee_id = {person})
        OR (restricted AND {ground("ticket_controlled")} AND {own})
        OR (restricted AND {ground("ticket_opened")} AND {here} AND {OPENED}(id))
    """
    comment = f"""
        {system} OR ((visibility = 'shared' OR (visibility = 'internal' AND {inside})) AND {seen})
    """
    parts = {part.__tablename__: f"{ground('everything')} OR {seen}" for part in PARTS}
    return {Ticket.__tablename__: ticket, TicketComment.__tablename__: comment, **parts}
