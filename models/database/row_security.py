"""A second wall on PostgreSQL: a plain role sees only rows of the viewer that its transaction names."""

# The settings are made by app/database/row_security.py, the grounds are those of rules/visibility.py; without
# settings nothing is seen. The owner of the tables and superusers are not held up, so that migrations,
# backups and foreign keys see every row. A migration that changes the type of a column named here has to
# drop the policies first; `flask setup` lays them again.

from flask_appbuilder import Model
from sqlalchemy import Connection

from models.account.account_event import AccountEvent
from models.activity import Activity
from models.document import Attachment, Comment, CommentMention
from models.kept_text import KeptText
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
    """
    CREATE OR REPLACE FUNCTION virsis_asked() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT activity_id FROM requirement
        WHERE institution_id = nullif(current_setting('virsis.institution', true), '')::integer
    $$
    """,
    "REVOKE ALL ON FUNCTION virsis_asked() FROM PUBLIC",
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
_GONE = "DROP FUNCTION IF EXISTS virsis_asked(integer)"  # it told anybody of any institution


def _ground(name: str) -> str:
    return f"(SELECT virsis_ground('{name}'))"


_INVOLVED = f"""
    {_ground("everything")}
    OR (round >= 1 AND {_ground("opened_any")})
    OR (round >= 1 AND {_ground("opened_own")} AND holder_id = {_INSTITUTION})
    OR (round >= 1 AND {_ground("opened_asked")} AND activity.id IN (SELECT virsis_asked()))
    OR (round = 0 AND {_ground("unopened_own")} AND holder_id = {_INSTITUTION})
"""
_ACTIVITY = f"{_INVOLVED} OR (published_at IS NOT NULL AND {_ground('published')})"
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
_NO_NEED = f"""
    {_ground("everything")}
    OR ({_ground("kept_of_institution")} AND institution_id = {_INSTITUTION})
    OR ({_ground("kept_of_own")} AND created_by_id = {_PERSON})
"""


# Not even a system administrator reads what others have not sent.
_KEPT_TEXT = f"user_id = {_PERSON} OR {_SYSTEM}"
_MENTION = f"{_SYSTEM} OR EXISTS (SELECT FROM comment WHERE comment.id = comment_mention.comment_id)"


def _entry(table: str, shares: str) -> str:
    """What is shared goes with the card whose row says so; what is internal stays with its institution."""
    seen = f"EXISTS (SELECT FROM activity WHERE activity.id = {table}.activity_id AND ({{}}))"
    inside = f"{_ground('entries_of_institution')} AND {table}.institution_id = {_INSTITUTION}"
    return f"""
        {_SYSTEM}
        OR ({table}.visibility = 'shared' AND {seen.format(shares)})
        OR ({table}.visibility = 'internal' AND {inside} AND {seen.format("true")})
    """


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
        SimulationChange.__tablename__: _named_by(SimulationChange.__tablename__, "number", "number"),
    }
    parts = [table.name for table in Model.metadata.sorted_tables if "activity_id" in table.columns]
    return {name: _named_by(name, "activity_id", "id") for name in parts} | own


def install(connection: Connection) -> None:
    """Lay the wall anew. What may be written is said by grants and rules: a row is written by who sees it."""
    for function in _FUNCTIONS:
        connection.exec_driver_sql(function)
    for table, rows in seen().items():
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {table} USING ({rows}) WITH CHECK (true)")
    connection.exec_driver_sql(_GONE)  # only now nothing asks it any more


def _named_by(table: str, column: str, of_card: str) -> str:
    """What names an activity is seen with it: its own policy says which."""
    visible = f"EXISTS (SELECT FROM activity WHERE activity.{of_card} = {table}.{column})"
    return f"{_ground('everything')} OR {visible}"
