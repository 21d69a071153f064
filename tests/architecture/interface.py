"""What others rely on: addresses, the description of the API and the tables, without texts, as plain data.

`python -m tests.architecture.interface` prints it, to be kept beside the tests.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from flask_migrate import upgrade
from sqlalchemy import MetaData

from app.extensions import db
from app.factory import create_app

TEXTS = {"description", "summary", "title", "example", "examples"}  # in the words of the day, not promised


def main():
    with TemporaryDirectory() as folder:
        app = create_app(
            ENV="test",
            TESTING=True,
            SECRET_KEY="0123456789abcdef" * 4,
            VAR=Path(folder),
            QUEUE_FILE=Path(folder) / "queue.db",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/virsis.db",
        )
        with app.app_context():
            upgrade()
        json.dump(interface(app), sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)


def interface(app):
    """Return routes, OpenAPI document and tables of an application whose database is migrated."""
    return {"routes": routes(app), "api": described(app), "tables": tables(app)}


def routes(app):
    methods = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    return sorted(
        f"{' '.join(sorted(rule.methods & methods))} {rule.rule}" for rule in app.url_map.iter_rules()
    )


def described(app):
    """Return the OpenAPI document with every reference replaced by what it names."""
    document = app.test_client().get("/api/v1/_openapi").get_json()
    return {path: _resolved(calls, document, ()) for path, calls in document["paths"].items()}


def tables(app):
    """Return the columns, keys, indexes and checks that stand in the database."""
    known = MetaData()
    with app.app_context():
        known.reflect(db.engine)
        return {name: _table(table) for name, table in known.tables.items()}


def _resolved(part, document, seen):
    if isinstance(part, list):
        return [_resolved(one, document, seen) for one in part]
    if not isinstance(part, dict):
        return part
    target = part.get("$ref")
    if isinstance(target, str):
        if target in seen:
            return "recursion"
        found = document
        for step in target.removeprefix("#/").split("/"):
            found = found[step]
        return _resolved(found, document, (*seen, target))
    return {
        key: _resolved(value, document, seen)
        for key, value in part.items()
        if key not in TEXTS or isinstance(value, dict)
    }


def _table(table):
    return {
        "columns": {
            column.name: f"{column.type}{'' if column.nullable else ' not null'}" for column in table.columns
        },
        "constraints": sorted(_constraint(one) for one in table.constraints),
        "indexes": sorted(f"{index.name} {'unique' if index.unique else ''}" for index in table.indexes),
    }


def _constraint(constraint):
    columns = ", ".join(column.name for column in constraint.columns)
    aims = ", ".join(sorted(key.target_fullname for key in getattr(constraint, "elements", ())))
    text = str(getattr(constraint, "sqltext", ""))
    return " ".join(f"{type(constraint).__name__} {columns} {aims} {text}".split())


if __name__ == "__main__":
    main()
