"""The plain role of PostgreSQL as which web and worker connect: it reads and writes rows, and that is all."""

from typing import Any

from flask_appbuilder import Model
from psycopg.sql import SQL, Composable, Identifier, Literal
from sqlalchemy import Connection

from models.database import row_security
from models.database.triggers import APPEND_ONLY

KEPT = (  # nothing deletes their rows
    *APPEND_ONLY,
    "activity",
    "attachment",
    "comment",
    "comment_mention",
    "meeting",
    "meeting_guest",
    "notification",
    *("ticket", "ticket_comment", "ticket_institution", "ticket_opener"),
)
ASKED = (
    "virsis_is_asked(integer)",
    "virsis_is_invited(integer)",
    "virsis_is_in_ticket(integer)",
    "virsis_opened_ticket(integer)",
    "virsis_found(text[], text[], text[], integer)",
    "virsis_password(integer)",
)
UNREAD = "kept_password"
VERSION = "alembic_version"
_OVERPOWERED = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(pg_roles.oid, owner, 'MEMBER')
    FROM pg_roles, (SELECT relowner AS owner FROM pg_class WHERE oid = 'activity'::regclass) AS activity
    WHERE rolname = %s
"""


class Overpowered(Exception):
    """The role sees every row, whatever the wall says: a superuser, or an owner of the tables."""


def grant(connection: Connection, role: str, password: str) -> None:
    """Make the role if it is not there, lay the wall, and grant what the code needs. Repeatable."""
    run = _runner(connection)
    if not run(SQL("SELECT FROM pg_roles WHERE rolname = {}").format(Literal(role))).rowcount:
        run(SQL("CREATE ROLE {} LOGIN").format(Identifier(role)))
    if password:
        run(SQL("ALTER ROLE {} PASSWORD {}").format(Identifier(role), Literal(password)))
    if connection.exec_driver_sql(_OVERPOWERED, (role,)).scalar_one():
        raise Overpowered(role)
    row_security.install(connection)
    for statement in _grants(Identifier(role)):
        run(statement)


def _grants(role: Identifier) -> list[Composable]:
    tables = [table.name for table in Model.metadata.sorted_tables]
    lists = {
        "SELECT": [*(name for name in tables if name != UNREAD), VERSION],
        "INSERT": tables,
        "UPDATE": [name for name in tables if name not in APPEND_ONLY],
        "DELETE": [name for name in tables if name not in KEPT],
    }
    return [
        SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
        SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(role),
        SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
        SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(SQL(", ").join(map(SQL, ASKED)), role),
        SQL("GRANT SELECT (user_id) ON {} TO {}").format(Identifier(UNREAD), role),  # to replace its rows
        *(
            SQL("GRANT {} ON {} TO {}").format(SQL(verb), SQL(", ").join(map(Identifier, names)), role)
            for verb, names in lists.items()
        ),
    ]


def _runner(connection: Connection) -> Any:
    """Statements that name a role take no parameters: psycopg quotes what stands in them."""
    raw: Any = connection.connection.driver_connection
    return lambda statement: raw.execute(statement)
