"""What a file would change in the registry, whatever program wrote it."""

import pytest
from hypothesis import given, strategies as st

from rules.sheet import cells
from rules.sheet.columns import DEPENDENCIES, INSTITUTIONS, RESOURCES
from rules.sheet.difference import Kept, difference
from rules.sheet.file import Unusable, read

HEADS = "code,name_lv,kind,holder_code,status,closed_on,successor_code"
ROW = {
    "code": "EDS",
    "name_lv": "Elektroniskā deklarēšana",
    "kind": "information_system",
    "holder_code": "VID",
    "certainty": "confirmed",
    "status": "active",
    "closed_on": "",
    "successor_code": "",
}
CODES = {"institutions": {"VID", "VZD"}, "resources": {"EDS", "VAI"}}
KEPT = Kept({"EDS": ROW}, CODES, {"VAI"})


def compared(*lines, heads=HEADS, kept=KEPT, sheet=RESOURCES, **options):
    """The difference that lines beneath the heads would make."""
    content = "\n".join([heads, *lines]).encode()
    return difference(sheet, read(content, sheet), kept, **options)


def problems(found):
    """Row, column and code of each refusal."""
    return [(one.row, one.problem.field, one.problem.code.value) for one in found.refused]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("A/B,Jauns,tool,VID,active,,", [("code", "invalid")]),
        ("J\u200bA,Jauns,tool,VID,active,,", [("code", "invalid")]),
        ("=A,Jauns,tool,VID,active,,", [("code", "invalid")]),
        ("add,Jauns,tool,VID,active,,", [("code", "invalid")]),
        ("AA-2026-000001,Jauns,tool,VID,active,,", [("code", "invalid")]),
        ("éds,Jauns,tool,VID,active,,", [("code", "duplicate_name")]),
        ("JA,elektroniska  deklaresana,tool,VID,active,,", [("name_lv", "duplicate_name")]),
        ("JA,,thing,,active,,", [("name_lv", "required"), ("kind", "invalid"), ("holder_code", "required")]),
        ("JA,Jauns,tool,NAV,active,,NAV", [("holder_code", "unknown"), ("successor_code", "unknown")]),
        ("JA,Jauns,tool,VID,planned,,", [("status", "invalid")]),
        ("JA,Jauns,tool,VID,active,2026-01-01,", [("closed_on", "not_needed")]),
        ("JA,Jauns,tool,VID,liquidated,31.02.2026,", [("closed_on", "invalid")]),
        ("JA,Jauns,tool,VID,active,,JA", [("successor_code", "invalid")]),
        ("JA,Jauns,tool", [("", "invalid")]),
        ("EDS,Elektroniskā deklarēšana,tool,VID,liquidated,,", [("status", "invalid")]),
    ],
)
def test_a_row_is_refused_with_every_problem_at_once(line, wrong):
    assert problems(compared(line)) == [(2, *one) for one in wrong]


def test_changed_fields_are_told_and_an_absent_column_changes_nothing():
    found = compared("EDS,Deklarācijas,tool", heads="code,name_lv,kind")
    told = [(one.field, one.before, one.after) for one in found.changed]
    assert told == [
        ("name_lv", "Elektroniskā deklarēšana", "Deklarācijas"),
        ("kind", "information_system", "tool"),
    ]


def test_a_row_that_says_what_is_there_is_unchanged_and_one_that_is_not_there_is_missing():
    other = {**ROW, "code": "VAI", "status": "cancelled"}
    kept = Kept({"EDS": ROW, "ZZ": {**ROW, "code": "ZZ"}, "VAI": other}, CODES)
    found = compared("EDS", heads="code", kept=kept)
    assert (found.unchanged, found.missing, found.new, found.changed) == (1, ["ZZ"], {}, [])


def test_a_new_row_may_name_a_later_one_unless_that_is_skipped():
    lines = ("JA,Jauns,tool,VID,active,,NO", "NO,Otrs,tool,NAV,active,,")
    assert problems(compared(*lines)) == [(3, "holder_code", "unknown")]
    skipping = compared(*lines, skip_refused=True)
    assert problems(skipping) == [(2, "successor_code", "unknown"), (3, "holder_code", "unknown")]


def test_the_same_key_once_more_is_refused():
    line = "JA,Jauns,tool,VID,active,,"
    assert (3, "code", "duplicate_name") in problems(compared(line, line))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("EDS,EDS,data_exchange", [("provider_code", "invalid")]),
        ("EDS,VAI,data_exchange", [("provider_code", "not_active")]),
        ("NAV,EDS,data_exchange", [("consumer_code", "unknown")]),
    ],
)
def test_a_dependency_joins_two_resources_in_use(line, wrong):
    heads = "consumer_code,provider_code,kind"
    found = compared(line, heads=heads, sheet=DEPENDENCIES, kept=Kept({}, CODES, {"VAI"}))
    assert problems(found) == [(2, *one) for one in wrong]


def test_a_closed_institution_needs_the_day():
    heads = "code,name_lv,kind,status,closed_on"
    found = compared(
        "A,Aa,ministry,closed,",
        "B,Bb,ministry,closed,31.12.2025",
        heads=heads,
        sheet=INSTITUTIONS,
        kept=Kept({}, CODES),
    )
    assert problems(found) == [(2, "closed_on", "required")]
    assert found.new["B"]["closed_on"] == "2025-12-31"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1257"])
@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("above", ["", "sep={sign}", "Demonstration data"])
def test_the_same_rows_are_read_whatever_program_wrote_the_file(encoding, sign, end, above):
    lines = [*([above.format(sign=sign)] if above else []), f"code{sign}name_lv", f"EDS{sign}Šķēršļi"]
    file = read((end.join(lines) + end).encode(encoding), RESOURCES)
    first = 3 if above.startswith("Demo") else 2
    assert (file.heads, file.rows) == (("code", "name_lv"), ((first, ("EDS", "Šķēršļi")),))


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"code,colour\nA,red", [("colour", "unknown_field")]),
        (b"code,code\nA,B", [("code", "duplicate_name")]),
        (b"name_lv\nA", [("code", "required")]),
        (b"", [("", "invalid")]),
        (b"\x81\x83\xff", [("", "invalid")]),
        (b'code\n"A', [("", "invalid")]),
    ],
)
def test_a_file_is_refused_as_a_whole(content, wrong):
    with pytest.raises(Unusable) as refused:
        read(content, RESOURCES)
    assert [(one.problem.field, one.problem.code.value) for one in refused.value.problems] == wrong


@given(st.text("='\"+-@ a\t\n", max_size=6))
def test_what_is_guarded_comes_back_as_it_was_and_is_no_formula(text):
    cell = cells.guarded(text)
    assert cells.unguarded(cell) == text
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\n"))
