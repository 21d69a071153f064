"""Reference data: complete after the first load, untouched by every further one."""

import pytest

from app.cli.setup import prepare_database
from app.extensions import db
from app.seeds import files
from app.seeds.reference import load_reference_data
from models import Dependency, Domain, Institution, Principle, Resource

pytestmark = pytest.mark.both_databases


def all_rows():
    """Everything that the reference data fill, as plain values."""
    tables = (Institution, Resource, Dependency, Domain, Principle)
    return [db.session.execute(one.__table__.select().order_by(one.id)).all() for one in tables]


def test_every_row_of_the_files_is_there(inside):
    counts = [len(rows) for rows in all_rows()]
    named = ("institutions", "resources", "dependencies", "domains", "principles")
    assert counts == [len(files.rows(name)) for name in named]


def test_setup_again_changes_nothing(inside):
    before = all_rows()
    db.session.rollback()
    prepare_database()
    assert all_rows() == before


def test_loading_again_keeps_what_an_administrator_changed(inside):
    renamed = db.session.query(Institution).filter_by(code="VID").one()
    renamed.name_lv = "Nodokļu un muitas pārvalde"
    db.session.commit()
    load_reference_data()
    assert db.session.query(Institution).filter_by(code="VID").one().name_lv == "Nodokļu un muitas pārvalde"


def test_loading_again_adds_what_is_new(inside):
    db.session.query(Domain).filter_by(code="vide").delete()
    db.session.flush()
    assert load_reference_data() == 1


def test_an_institution_stands_under_its_parent(inside):
    assert db.session.query(Institution).filter_by(code="VID").one().parent.code == "FM"
