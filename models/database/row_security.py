"""A second wall on PostgreSQL: a plain role sees only rows of the viewer that its transaction names."""

# The settings are made by app/database/row_security.py, the grounds are those of rules/visibility.py; without
# settings nothing is seen. The owner of the tables and superusers are not held up, so that migrations,
# backups and foreign keys see every row. A migration that changes the type of a column named here has to
# drop the policies first; `flask setup` lays them again.

from string import Template

from flask_appbuilder import Model
from sqlalchemy import Connection

from models.account.account_event import AccountEvent
from models.activity import Activity
from models.activity.record import Revision
from models.database import ticket_wall as desk
from models.document import Attachment, Comment, CommentMention
from models.kept_text import KeptText
from models.meeting import Meeting, MeetingEvent, MeetingGuest, MeetingItem
from models.notification import Notification
from models.ruleset import NoNeed, SimulationChange

POLICY = "seen_by_the_viewer"
# Read once for each statement, because they stand in a subquery that depends on no row.
_INSTITUTION = "(SELECT nullif(current_setting('virsis.institution', true), '')::integer)"
_PERSON = "(SELECT nullif(current_setting('virsis.person', true), '')::integer)"

_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION virsis_ground(wanted text) RETURNS boolean LANGUAGE sql STABLE
    AS $$
        SELECT coalesce(wanted = ANY (string_to_array(current_setting('virsis.grounds', true), ',')), false)
    $$
    """,
    # It runs as the owner: a policy that reads a table with a policy that reads the first has no end.
    # It answers about the viewer named and takes no other: nobody asks it about the cards of others.
    # It is asked card by card, and last: all that the institution was ever asked about are very many.
    """
    CREATE OR REPLACE FUNCTION virsis_is_asked(card integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM requirement
            WHERE activity_id = card
            AND institution_id = nullif(current_setting('virsis.institution', true), '')::integer
        );
    END
    $$
    """,
    "REVOKE ALL ON FUNCTION virsis_is_asked(integer) FROM PUBLIC",
    # For the same reason: who is invited stands in a table behind the wall.
    """
    CREATE OR REPLACE FUNCTION virsis_is_invited(asked_meeting integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    BEGIN
        RETURN EXISTS (
            SELECT FROM meeting_guest
            WHERE meeting_id = asked_meeting
            AND person_id = nullif(current_setting('virsis.person', true), '')::integer
        );
    END
    $$
    """,
    "REVOKE ALL ON FUNCTION virsis_is_invited(integer) FROM PUBLIC",
)
_OF_PASSWORDS = (
    # For signing in: the hash of one open account of a person. The role reads the table in no other way.
    """
    CREATE OR REPLACE FUNCTION virsis_password(account integer) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT hash FROM kept_password JOIN ab_user ON ab_user.id = user_id
        WHERE user_id = account AND active AND NOT is_service
    $$
    """,
    "REVOKE ALL ON FUNCTION virsis_password(integer) FROM PUBLIC",
)
# One told anybody of any institution; the other gathered all cards asked about, for each statement.
_GONE = "DROP FUNCTION IF EXISTS virsis_asked(integer), virsis_asked()"


def _ground(name: str) -> str:
    return f"(SELECT virsis_ground('{name}'))"


_INVOLVED = f"""
    {_ground("everything")}
    OR (round >= 1 AND {_ground("opened_any")})
    OR (round >= 1 AND {_ground("opened_own")} AND holder_id = {_INSTITUTION})
    OR (round = 0 AND {_ground("unopened_own")} AND holder_id = {_INSTITUTION})
    OR (round >= 1 AND {_ground("opened_asked")} AND virsis_is_asked(id))
"""
_ACTIVITY = f"(published_at IS NOT NULL AND {_ground('published')}) OR {_INVOLVED}"
_SYSTEM = f"({_ground('everything')} AND {_PERSON} IS NULL)"  # it looks as nobody
# What institutions wrote for themselves is not told to a system administrator, either.
_NOTIFICATION = f"""
    ({_ground("everything")} AND ({_PERSON} IS NULL OR message <> 'noted')) OR recipient_id = {_PERSON}
"""
_ACCOUNT_EVENT = f"""
    {_ground("everything")}
    OR ({_ground("traces_of_institution")} AND institution_id = {_INSTITUTION})
    OR ({_ground("traces_of_own_account")} AND account_id = {_PERSON})
"""
# Comparing texts is not "leakproof": behind a policy no index over them is used. This function runs as the
# owner and asks the policy itself, so that it neither names nor counts a card that the viewer does not see.
# Words that stand in many cards are not looked up in the index, which would collect them all: 300 cards from
# all years tell, and the answer is a row without a key. For others every way but the index is switched off.
_FOUND = """
    CREATE OR REPLACE FUNCTION virsis_found(first text[], second text[], third text[], at_most integer)
    RETURNS SETOF integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    SET plan_cache_mode = force_custom_plan SET jit = off SET enable_seqscan = off SET enable_indexscan = off
    AS $$
    DECLARE newest integer := (SELECT last_value FROM activity_id_seq);
    BEGIN
        IF 4 < (
            SELECT count(*) FROM activity
            WHERE id = ANY (ARRAY(SELECT generate_series(1, newest, newest / 300 + 1)))
            AND search_text LIKE ANY (first) AND search_text LIKE ANY (second)
            AND search_text LIKE ANY (third) AND ((SELECT virsis_unheld()) OR {policy})
        ) THEN
            RETURN NEXT NULL;
            RETURN;
        END IF;
        RETURN QUERY SELECT id FROM activity
        WHERE search_text LIKE ANY (first) AND search_text LIKE ANY (second)
        AND search_text LIKE ANY (third) AND ((SELECT virsis_unheld()) OR {policy}) LIMIT at_most;
    END
    $$
""".replace("{policy}", _ACTIVITY)
# Whether no policy holds up the role that signed in: the owner of the tables, or a superuser.
_UNHELD = """
    CREATE OR REPLACE FUNCTION virsis_unheld() RETURNS boolean LANGUAGE sql STABLE
    AS $$
        SELECT rolsuper OR rolbypassrls OR pg_has_role(pg_roles.oid, relowner, 'USAGE')
        FROM pg_roles, pg_class WHERE rolname = session_user AND pg_class.oid = 'activity'::regclass
    $$
"""
_NO_NEED = f"""
    {_ground("everything")}
    OR ({_ground("kept_of_institution")} AND institution_id = {_INSTITUTION})
    OR ({_ground("kept_of_own")} AND created_by_id = {_PERSON})
"""


# As `there_is` has it: looked up row by row.
_THERE_IS = Template("(SELECT 1 FROM $rows WHERE $which LIMIT 1) IS NOT NULL")
# Not even a system administrator reads what others have not sent.
_KEPT_TEXT = f"user_id = {_PERSON} OR {_SYSTEM}"
_READ = _THERE_IS.substitute(rows="comment", which="comment.id = comment_mention.comment_id")
_MENTION = f"{_SYSTEM} OR {_READ}"


def _of_meeting(key: str) -> str:
    """A meeting is seen by CAB heads, who see every opened card, and by who was invited."""
    return f"{_ground('everything')} OR {_ground('opened_any')} OR virsis_is_invited({key})"


def _on_agenda() -> str:
    """What is on an agenda is seen by who sees both, the meeting and the card."""
    card = _THERE_IS.substitute(rows="activity", which="activity.id = meeting_item.activity_id")
    return f"{_ground('everything')} OR (({_of_meeting('meeting_id')}) AND {card})"


def _entry(table: str, shares: str) -> str:
    """What is shared goes with the card whose row says so; what is internal stays with its institution."""
    card = f"activity.id = {table}.activity_id"
    inside = f"{_ground('entries_of_institution')} AND {table}.institution_id = {_INSTITUTION}"
    shared = _THERE_IS.substitute(rows="activity", which=f"{card} AND ({shares})")
    seen = _THERE_IS.substitute(rows="activity", which=card)
    return f"""
        {_SYSTEM}
        OR ({table}.visibility = 'shared' AND {shared})
        OR ({table}.visibility = 'internal' AND {inside} AND {seen})
    """


def _no_early() -> str:
    """What a card said before its first round is for its holder alone (and the system administrator)."""
    first = "approval_round.activity_id = revision.activity_id AND approval_round.number = 1"
    later = f"{first} AND approval_round.revision <= revision.number"
    opened = _THERE_IS.substitute(rows="approval_round", which=later)
    card = "activity.id = revision.activity_id"
    own = _THERE_IS.substitute(rows="activity", which=f"{card} AND holder_id = {_INSTITUTION}")
    seen_card = _THERE_IS.substitute(rows="activity", which=card)
    return f"{_ground('everything')} OR ({own}) OR (({opened}) AND {seen_card})"


def seen() -> dict[str, str]:
    """Return the tables behind the wall with what is seen of each."""
    own = {
        Activity.__tablename__: _ACTIVITY,
        Notification.__tablename__: _NOTIFICATION,
        AccountEvent.__tablename__: _ACCOUNT_EVENT,
        NoNeed.__tablename__: _NO_NEED,
        KeptText.__tablename__: _KEPT_TEXT,
        Attachment.__tablename__: _entry(Attachment.__tablename__, f"NOT restricted OR {_INVOLVED}"),
        Comment.__tablename__: _entry(Comment.__tablename__, _INVOLVED),
        CommentMention.__tablename__: _MENTION,
        Meeting.__tablename__: _of_meeting("id"),
        MeetingGuest.__tablename__: _of_meeting("meeting_id"),
        MeetingEvent.__tablename__: _of_meeting("meeting_id"),
        MeetingItem.__tablename__: _on_agenda(),
        Revision.__tablename__: _no_early(),
        SimulationChange.__tablename__: _named_by(SimulationChange.__tablename__, "number", "number"),
    }
    parts = [table.name for table in Model.metadata.sorted_tables if "activity_id" in table.columns]
    tickets = desk.policies(_ground, _INSTITUTION, _PERSON, _THERE_IS)
    return {name: _named_by(name, "activity_id", "id") for name in parts} | own | dict(tickets)


def install(connection: Connection) -> None:
    """Lay the wall anew. What may be written is said by grants and rules: a row is written by who sees it."""
    lay_functions(connection)
    for function in _OF_PASSWORDS:
        connection.exec_driver_sql(function)
    for table, rows in seen().items():
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {table} USING ({rows}) WITH CHECK (true)")
    connection.exec_driver_sql(_GONE)  # only now nothing asks it any more


def lay_functions(connection: Connection) -> None:
    """Lay what policies ask, and the search by words, which asks a policy."""
    gone = "DROP FUNCTION IF EXISTS virsis_found(text, text, text, integer)"  # it took one form of a word
    revoked = "REVOKE ALL ON FUNCTION virsis_found(text[], text[], text[], integer) FROM PUBLIC"
    for function in (*_FUNCTIONS, *desk.FUNCTIONS, _UNHELD, gone, _FOUND, revoked):
        connection.exec_driver_sql(function)


def _named_by(table: str, column: str, of_card: str) -> str:
    """What names an activity is seen with it: its own policy says which."""
    visible = _THERE_IS.substitute(rows="activity", which=f"activity.{of_card} = {table}.{column}")
    return f"{_ground('everything')} OR {visible}"
