"""`flask export` and `flask import`: the registry goes out as files and comes back the same."""

import json
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import delete, update

from app import clock
from app.extensions import db
from app.seeds.files import FOLDER
from app.services.registry import changes, sheets
from models import Dependency, Domain, Institution, Resource, User
from rules.dependency.words import DependencyState
from rules.facts import SYSTEM
from tests.helpers.at_once import at_once

NAMES = ("institutions", "resources", "dependencies")
HEADS = "code,name_lv,kind,holder_code\n"


def run(app, *arguments):
    """Run a command of the application."""
    return app.test_cli_runner().invoke(args=[str(one) for one in arguments])


def told(app, name, file, *options):
    """The difference as JSON, and the exit code."""
    said = run(app, "import", name, file, "--json", *options)
    return json.loads(said.stdout), said.exit_code


def written(tmp_path, text, name="rows.csv"):
    """A file with this content."""
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def emptied():
    """Leave no registry at all."""
    db.session.execute(delete(Dependency))
    db.session.execute(update(Resource).values(successor_id=None))
    db.session.execute(delete(Resource))
    db.session.execute(update(Domain).values(architect_id=None))
    db.session.execute(update(User).values(institution_id=None))
    db.session.execute(update(Institution).values(parent_id=None, successor_id=None))
    db.session.execute(delete(Institution))
    db.session.commit()


@pytest.mark.both_databases
def test_the_seeds_fill_an_empty_registry_once_and_come_out_as_they_went_in(app, tmp_path):
    before = {name: run(app, "export", name).stdout for name in NAMES}
    with app.app_context():
        emptied()
    for name in NAMES:
        found, code = told(app, name, FOLDER / f"{name}.csv", "--apply")
        assert (code, found["applied"], found["refused"], found["changed"]) == (0, True, [], [])
        again = run(app, "import", name, FOLDER / f"{name}.csv", "--apply")
        assert (again.exit_code, again.stdout) == (0, "No changes.\n")
    assert {name: run(app, "export", name).stdout for name in NAMES} == before


@pytest.mark.both_databases
def test_a_changed_name_is_compared_first_and_written_with_apply(app, tmp_path):
    file = written(tmp_path, "code;name_lv\r\nVID;Nodokļu pārvalde\r\n".encode("cp1257"))
    dry, _ = told(app, "institutions", file)
    change = {
        "key": "VID",
        "field": "name_lv",
        "before": "Valsts ieņēmumu dienests",
        "after": "Nodokļu pārvalde",
    }
    assert (dry["changed"], dry["applied"]) == ([change], False)
    assert told(app, "institutions", file, "--apply")[0]["applied"]
    assert told(app, "institutions", file)[0]["changed"] == []


@pytest.mark.both_databases
def test_two_imports_at_once_write_the_row_once(inside):
    content = f"{HEADS}JA,Jauns rīks,tool,VID\n".encode()
    written = []

    def bring_in():
        written.append(sheets.bring_in("resources", content, SYSTEM, clock.now())[1])

    at_once(inside, bring_in, bring_in)
    assert sorted(written) == [False, True]


@pytest.mark.both_databases
def test_what_a_holder_says_comes_back_and_stands_in_the_history(app, tmp_path):
    heads = "code,personal_data,criticality,maintainer_code,data_sets,url"
    file = written(tmp_path, f"{heads}\nEDS,jā,high,VDAA,Nodokļi | Algas,https://eds.vid.gov.lv\n")
    assert told(app, "resources", file, "--apply")[0]["applied"]
    with app.app_context():
        eds = db.session.query(Resource).filter_by(code="EDS").one()
        assert (eds.personal_data, eds.maintainer.code, eds.data_sets) == (True, "VDAA", ["Nodokļi", "Algas"])
        assert {one.field: one.source for one in changes.of(eds)} == dict.fromkeys(
            ("personal_data", "criticality", "maintainer", "data_sets", "url"), "import"
        )


@pytest.mark.both_databases
def test_a_proposed_dependency_that_is_imported_is_thereby_confirmed(app, tmp_path):
    with app.app_context():
        row = db.session.query(Dependency).first()
        row.status = DependencyState.proposed
        key, line = row.id, f"{row.consumer.code},{row.provider.code},{row.kind.value}"
        db.session.commit()
    file = written(tmp_path, f"consumer_code,provider_code,kind\n{line}\n")
    assert told(app, "dependencies", file, "--apply")[0]["new"] == [line.replace(",", "/")]
    with app.app_context():
        assert db.session.get(Dependency, key).status is DependencyState.confirmed


def test_nothing_is_written_while_a_row_is_refused_unless_it_is_skipped(sqlite_app, tmp_path):
    file = written(tmp_path, f"{HEADS}JA,Jauns rīks,tool,VID\nA/B,Otrs rīks,tool,VID\n")
    found, code = told(sqlite_app, "resources", file, "--apply")
    assert (code, found["applied"], found["refused"][0]["row"]) == (1, False, 3)
    found, code = told(sqlite_app, "resources", file, "--apply", "--skip-refused")
    assert (code, found["applied"], found["new"]) == (0, True, ["JA"])


def test_what_looks_like_a_formula_goes_out_guarded_and_comes_back(sqlite_app, tmp_path):
    text = "=1+1"
    file = written(tmp_path, f"{HEADS}JA,'{text},tool,VID\n")
    assert told(sqlite_app, "resources", file, "--apply")[0]["applied"]
    with sqlite_app.app_context():
        assert db.session.query(Resource).filter_by(code="JA").one().name_lv == text
    for form in ((), ("--excel",), ("--format", "xlsx")):
        out = tmp_path / "out"
        run(sqlite_app, "export", "resources", "--out", out, *form)
        found, code = told(sqlite_app, "resources", out)
        assert (code, found["new"], found["changed"], found["missing"]) == (0, [], [], [])


def test_a_workbook_is_read_as_it_is_seen_and_a_formula_is_refused(sqlite_app, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["code", "name_lv", "kind", "reg_no", "status", "closed_on"])
    sheet.append(["J1", "Pirmā", "ministry", 90000069281, "closed", datetime(2025, 12, 31)])
    sheet.append(["J2", "=A1", "ministry"])
    packed = BytesIO()
    book.save(packed)
    file = written(tmp_path, packed.getvalue(), "rows.xlsx")
    found, code = told(sqlite_app, "institutions", file, "--apply", "--skip-refused")
    assert [(one["row"], one["column"], one["code"]) for one in found["refused"]] == [
        (3, "name_lv", "invalid")
    ]
    with sqlite_app.app_context():
        new = db.session.query(Institution).filter_by(code="J1").one()
        assert (new.reg_no, new.closed_on.isoformat()) == ("90000069281", "2025-12-31")
    assert code == 0


def test_a_workbook_that_is_none_and_one_that_would_fill_the_memory_are_refused(
    sqlite_app, tmp_path, monkeypatch
):
    run(sqlite_app, "export", "resources", "--format", "xlsx", "--out", tmp_path / "out.xlsx")
    assert load_workbook(tmp_path / "out.xlsx").active["A1"].value == "code"
    found, code = told(sqlite_app, "resources", written(tmp_path, b"PK\x03\x04 nothing"), "--skip-refused")
    assert ([one["code"] for one in found["refused"]], code) == (["invalid"], 1)
    monkeypatch.setattr("app.services.registry.spreadsheet.MOST_MEGABYTES", 0)
    found, code = told(sqlite_app, "resources", tmp_path / "out.xlsx")
    assert ([one["code"] for one in found["refused"]], code) == (["too_large"], 1)


def test_a_file_of_the_wrong_columns_is_refused_with_a_sentence(sqlite_app, tmp_path):
    said = run(sqlite_app, "import", "resources", written(tmp_path, "code,colour\nA,red\n"), "--apply")
    assert said.exit_code == 1
    assert "row 1, colour:" in said.stdout
