"""`flask setup`: bring the database to where the code is."""
import click
@click.command()
def setup() -> None:
    """x"""
