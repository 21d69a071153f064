"""Institutions of the registry, for tests that close one."""

from sqlalchemy import select

from app.clock import today
from app.database import writing
from app.extensions import db
from models import Institution
from rules.registry_vocabulary import InstitutionStatus


def institution(code):
    return db.session.scalars(select(Institution).where(Institution.code == code)).one()


def close(code, successor=None):
    """Close an institution, with or without somebody who takes over."""
    with writing():
        closed = institution(code)
        closed.status, closed.closed_on = InstitutionStatus.closed, today()
        closed.successor = institution(successor) if successor else None
        db.session.commit()
