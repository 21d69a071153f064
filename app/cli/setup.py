"""`flask setup`: migrations, roles, reference data; as often as one likes."""

import logging
from os import environ

import click
import flask_migrate
from flask.cli import with_appcontext

from app.cli.refusing import faults_said
from app.database import writing
from app.database.web_role import Overpowered, grant
from app.extensions import db
from app.security import converge_roles
from app.seeds.reference import load_reference_data
from app.visibility import seeing_everything
from views.base.transaction import one_change


@click.command()
@click.option(
    "--web-role",
    envvar="VIRSIS_DATABASE_WEB_ROLE",
    default="",
    help="PostgreSQL: the role as which web and worker connect; it sees only what the viewer may see.",
)
@with_appcontext
def setup(web_role: str) -> None:
    """Bring the database to where the code is: tables, roles, reference data."""
    with faults_said():
        prepare_database()
        if web_role:
            prepare_web_role(web_role, environ.get("VIRSIS_DATABASE_WEB_PASSWORD", ""))
    click.echo("The database is ready.")


def prepare_database() -> None:
    """Migrate, lay triggers, converge roles, load reference data; whatever is there already stays."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade()
    with writing(), seeing_everything():
        converge_roles()
        with one_change():
            load_reference_data()


def prepare_web_role(role: str, password: str = "") -> None:
    """Make the role, grant it what the code needs, and lay the wall of row-level security."""
    if db.engine.dialect.name != "postgresql":
        raise click.ClickException("Row-level security needs PostgreSQL: leave out --web-role.")
    try:
        with db.engine.begin() as connection:
            grant(connection, role, password)
    except Overpowered as refused:
        raise click.ClickException(
            f"Role {role} owns the tables or is a superuser and would see every row. Name another role."
        ) from refused
