"""The application for gunicorn and the flask command."""

import click

from app.factory import create_app

BOOT_ERROR = 3  # the only code with which gunicorn ends too; after any other it tries again, for ever

try:
    app = create_app()
except SystemExit as refusal:
    if click.get_current_context(silent=True) is not None:  # a command ends as commands do
        raise
    click.echo(refusal, err=True)
    raise SystemExit(BOOT_ERROR) from None
