"""What is taken of files that people send: by content and by name, kept once, scanned where it can be."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest

from app import store
from app.clock import now
from app.services import files
from rules.document.words import FILE_LARGEST, Scan
from rules.refusals import Invalid
from tests.helpers.files import BAD, EXE, GOOD, PDF
from tests.helpers.scanner import Daemon


def looked(name, content):
    return files.look(name, io.BytesIO(content))


def codes(name, content):
    with pytest.raises(Invalid) as refused:
        looked(name, content)
    return [(one.field, one.code.value) for one in refused.value.problems]


@pytest.fixture
def here(sqlite_app):
    with sqlite_app.app_context():
        yield sqlite_app


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_known_by_its_content(here, name):
    content, kind = GOOD[name]
    seen = looked(name, content)
    assert (seen.media_type, seen.size, seen.sha256) == (kind, len(content), sha256(content).hexdigest())


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_what_it_says_is_refused(here, name):
    assert codes(*BAD[name]) == [("file", "file_type")]


@pytest.mark.parametrize("text", ["Ā, č un š".encode(), "Ā, č".encode("utf-16"), "Ā, č".encode("cp1257")])
def test_a_text_may_be_in_any_usual_encoding(here, text):
    assert looked("piezimes.txt", text).media_type == "text/plain"


def test_an_empty_file_is_none(here):
    assert codes("apraksts.pdf", b"") == [("file", "required")]


def test_a_file_of_the_largest_size_is_taken_and_a_byte_more_is_not(here):
    largest = PDF + b" " * (FILE_LARGEST - len(PDF) - 6) + b"%%EOF\n"
    assert looked("apraksts.pdf", largest).size == FILE_LARGEST
    assert codes("apraksts.pdf", largest + b"\n") == [("file", "too_large")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Dokumenti\\Apraksts.PDF", "Apraksts.pdf"),
        ("a\x00b\r\n\u202efdp.pdf", "abfdp.pdf"),
        (".pdf", "file.pdf"),
        ("ē" * 300 + ".docx", "ē" * 115 + ".docx"),
        ('jautājums? "1".csv', "jautājums_ _1_.csv"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(given, kept):
    assert files.safe_name(given) == kept


def contents(app):
    return sorted(one.name for one in (app.config["VAR"] / "files" / "contents").glob("*/*"))


def test_the_same_content_is_kept_once_and_whole(here):
    for name in ("a.pdf", "b.pdf"):
        files.keep(looked(name, PDF))
    assert contents(here).count(sha256(PDF).hexdigest()) == 1
    with store.opened(sha256(PDF).hexdigest()) as kept:
        assert kept.read() == PDF


def test_what_a_process_left_behind_is_swept_a_day_later(here):
    left = here.config["VAR"] / "files" / "incoming" / "sent-left"
    with store.incoming():
        left.write_bytes(b"half")
        store.sweep(frozenset(), now())
        assert left.exists()
    store.sweep(frozenset(), now() + timedelta(hours=25))
    assert list(left.parent.iterdir()) == []


def test_a_file_that_comes_in_is_gone_once_it_is_closed(here):
    with store.incoming() as coming:
        coming.write(EXE)
    assert not list((here.config["VAR"] / "files" / "incoming").glob("sent-*"))


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"stream: OK\0", Scan.clean),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.pending),
        (b"", Scan.pending),
    ],
)
def test_the_scanner_is_asked_with_the_whole_file(here, monkeypatch, answer, found):
    with Daemon(answer) as daemon:
        monkeypatch.setitem(here.config, "CLAMD", daemon.address)
        assert looked("apraksts.pdf", PDF).scan is found
    assert daemon.asked == [PDF]


def test_a_file_with_a_virus_is_refused(here, monkeypatch):
    with Daemon(b"stream: Eicar-Signature FOUND\0") as daemon:
        monkeypatch.setitem(here.config, "CLAMD", daemon.address)
        assert codes("apraksts.pdf", PDF) == [("file", "infected")]


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "unix:/nowhere", "nonsense"])
def test_a_file_waits_while_the_scanner_is_away(here, monkeypatch, address):
    monkeypatch.setitem(here.config, "CLAMD", address)
    assert looked("apraksts.pdf", PDF).scan is Scan.pending


def test_without_a_scanner_nothing_is_said_of_viruses(here):
    assert looked("apraksts.pdf", PDF).scan is Scan.none
