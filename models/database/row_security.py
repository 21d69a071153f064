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


_ACTIVITY = f"""
    {_ground("everything")}
    OR (published_at IS NOT NULL AND {_ground("published")})
    OR (round >= 1 AND {_ground("opened_any")})
    OR (round >= 1 AND {_ground("opened_own")} AND holder_id = {_INSTITUTION})
    OR (round = 0 AND {_ground("unopened_own")} AND holder_id = {_INSTITUTION})
    OR (round >= 1 AND {_ground("opened_asked")} AND virsis_is_asked(id))
"""
_NOTIFICATION = f"{_ground('everything')} OR recipient_id = {_PERSON}"
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


# As `there_is` has it: looked up card by card.
_THERE_IS = Template("(SELECT 1 FROM activity WHERE activity.$of_card = $table.$column LIMIT 1) IS NOT NULL")
# Not even a system administrator reads what others have not sent; the system itself looks as nobody.
_KEPT_TEXT = f"user_id = {_PERSON} OR ({_ground('everything')} AND {_PERSON} IS NULL)"


def seen() -> dict[str, str]:
    """Return the tables behind the wall with what is seen of each."""
    own = {
        Activity.__tablename__: _ACTIVITY,
        Notification.__tablename__: _NOTIFICATION,
        AccountEvent.__tablename__: _ACCOUNT_EVENT,
        NoNeed.__tablename__: _NO_NEED,
        KeptText.__tablename__: _KEPT_TEXT,
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
    visible = _THERE_IS.substitute(of_card=of_card, table=table, column=column)
    return f"{_ground('everything')} OR {visible}"
