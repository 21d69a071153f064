"""`flask setup`: migrations, roles, reference data; as often as one likes."""

import logging

import click
import flask_migrate
from flask.cli import with_appcontext

from app.cli.seed import load_reference_data
from app.database import writing
from app.security import converge_roles
from app.visibility import seeing_everything


@click.command()
@with_appcontext
def setup() -> None:
    """Bring the database to where the code is: tables, roles, reference data."""
    prepare_database()
    click.echo("The database is ready.")


def prepare_database() -> None:
    """Migrate, lay triggers, converge roles, load reference data; whatever is there already stays."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    flask_migrate.upgrade()
    with writing(), seeing_everything():
        converge_roles()
        load_reference_data()
