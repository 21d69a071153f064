"""Triggers that keep append-only tables append-only, laid after every migration."""

from sqlalchemy import Connection, inspect, text

_OF_ACTIVITIES = (
    "event",
    "vote",
    "remark",
    "answer",
    "decision",
    "objection_resolution",
    "revision",
    "proof",
)
_OF_OBLIGATIONS = ("obligation_report",)
_OF_RULE_SETS = ("rule_set", "rule_set_start", "rule_set_decision", "no_need")
APPEND_ONLY = (
    *(*_OF_ACTIVITIES, *_OF_OBLIGATIONS, *_OF_RULE_SETS),
    *("account_event", "meeting_event", "resource_change", "ticket_event"),
)


def install(connection: Connection) -> None:
    """Lay the triggers anew (a batch migration on SQLite drops them silently)."""
    laid = set(inspect(connection).get_table_names())  # an earlier migration knows fewer
    for table in (one for one in APPEND_ONLY if one in laid):
        for statement in _STATEMENTS[connection.dialect.name](table):
            connection.execute(text(statement))


def _sqlite(table: str) -> list[str]:
    statements = []
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ]
    return statements


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
