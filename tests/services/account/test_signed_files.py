"""What is taken as a signed document, and the tricks that are not."""

import struct
from hashlib import sha512
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from app.services.account.signed_files import (
    ASIC,
    MAX_BYTES,
    MAX_ENTRIES,
    PDF,
    FileRefused,
    FileTooLarge,
    read_signed_file,
    safe_name,
)
from tests.helpers.signed import SIGNATURE, container, pdf

BOMB = b"\0" * 20_000_000


def refused(name, content):
    with pytest.raises(FileRefused) as caught:
        read_signed_file(name, content)
    return caught.value


def packed(*entries):
    """Return a container of these (name, content) besides what each needs."""
    return container(more=entries)


def test_a_signed_container_is_taken_with_its_type():
    taken = read_signed_file("Veidlapa.edoc", container())
    assert (taken.name, taken.media_type, taken.looks_signed) == ("Veidlapa.edoc", ASIC, True)


def test_a_container_of_the_other_ending_is_taken():
    assert read_signed_file("veidlapa.ASICE", container()).name == "veidlapa.asice"


def test_a_signed_pdf_is_taken():
    taken = read_signed_file("veidlapa.pdf", pdf(signed=True))
    assert (taken.media_type, taken.looks_signed) == (PDF, True)


def test_a_pdf_without_a_signature_is_taken_and_marked():
    assert read_signed_file("veidlapa.pdf", pdf()).looks_signed is False


def test_a_container_whose_signature_holds_no_value_is_marked():
    assert read_signed_file("v.edoc", container(signature=b"<nothing/>")).looks_signed is False


@pytest.mark.parametrize("name", ["veidlapa.exe", "veidlapa.pdf.exe", "veidlapa", "veidlapa.zip", "", ".."])
def test_another_ending_is_refused(name):
    assert ".edoc, .asice or .pdf" in str(refused(name, pdf()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("veidlapa.edoc", pdf(signed=True)),
        ("veidlapa.pdf", container()),
        ("veidlapa.pdf", b"MZ\x90\x00" + pdf()),
        ("veidlapa.asice", b"#!/bin/sh\n" + container()),
    ],
)
def test_a_false_ending_is_refused(name, content):
    assert "whatever its name says" in str(refused(name, content))


@pytest.mark.parametrize("name", ["veidlapa.edoc", "veidlapa.pdf"])
def test_an_empty_file_is_refused(name):
    assert "is empty" in str(refused(name, b""))


@pytest.mark.parametrize("name", ["veidlapa.edoc", "veidlapa.pdf"])
def test_ten_megabytes_are_too_large(name):
    with pytest.raises(FileTooLarge, match="10 MB"):
        read_signed_file(name, b"x" * (2 * MAX_BYTES))


@pytest.mark.parametrize("cut", [10, 100, -30])
def test_a_truncated_container_is_refused(cut):
    refused("veidlapa.edoc", container()[:cut])


def test_a_truncated_pdf_is_refused():
    refused("veidlapa.pdf", pdf(signed=True)[:-40])


def test_a_spoilt_document_is_refused():
    whole = bytearray(packed(("a.bin", sha512(b"1").digest() * 8)))
    whole[whole.index(b"a.bin") + 50] ^= 0xFF
    refused("veidlapa.edoc", bytes(whole))


def test_a_zip_bomb_is_refused():
    assert "a signing tool does not use" in str(refused("veidlapa.edoc", packed(("a.txt", BOMB))))


def test_a_bomb_that_lies_about_its_size_is_refused():
    whole = packed(("a.txt", BOMB))
    refused("veidlapa.edoc", whole.replace(struct.pack("<L", len(BOMB)), struct.pack("<L", 100)))


def test_a_bomb_whose_entries_share_their_bytes_is_refused():
    whole = bytearray(packed(("a.txt", b"x" * 900), ("b.txt", b"x" * 900)))
    first = whole.index(b"PK\x03\x04", whole.index(b"a.txt") - 40)
    entry = whole.rindex(b"PK\x01\x02")
    whole[entry + 42 : entry + 46] = struct.pack("<L", first)
    refused("veidlapa.edoc", bytes(whole))


def test_too_many_entries_are_refused():
    refused("veidlapa.edoc", packed(*((f"{one}.txt", b"x") for one in range(MAX_ENTRIES))))


def test_a_directory_of_many_thousand_entries_is_not_even_read():
    refused("veidlapa.edoc", container() + b"PK\x01\x02" * 100_000)


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.txt", "a/../../up.txt", "a\\b.txt", "C:up.txt", "a\nb.txt", "./a.txt", "a//b.txt"],
)
def test_an_entry_that_leads_elsewhere_is_refused(name):
    assert "a signing tool does not use" in str(refused("veidlapa.edoc", packed((name, b"x"))))


def test_an_entry_with_nul_in_its_name_is_refused():
    refused("veidlapa.edoc", packed(("a!b.txt", b"x")).replace(b"a!b.txt", b"a\0b.txt"))


def test_two_entries_of_one_name_are_refused():
    refused("veidlapa.edoc", packed(("aaa.txt", b"x"), ("aab.txt", b"y")).replace(b"aab.txt", b"aaa.txt"))


def test_an_encrypted_container_is_refused():
    whole = bytearray(container())
    entry = whole.rindex(b"PK\x01\x02")
    whole[entry + 8] |= 1
    refused("veidlapa.edoc", bytes(whole))


def test_a_plain_zip_is_no_signed_container():
    made = BytesIO()
    with ZipFile(made, "w") as plain:
        plain.writestr("veidlapa.docx", "x")
    refused("veidlapa.edoc", made.getvalue())


@pytest.mark.parametrize(
    "left_out",
    [{"mimetype": None}, {"mimetype": b"application/zip"}, {"signature": None}, {"document": None}],
)
def test_a_container_that_lacks_a_part_is_refused(left_out):
    assert "is not a signed eDoc" in str(refused("veidlapa.edoc", container(**left_out)))


def test_a_container_whose_type_does_not_come_first_is_refused():
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as turned:
        turned.writestr("veidlapa.docx", "x")
        turned.writestr("META-INF/signatures0.xml", SIGNATURE)
        turned.writestr(ZipInfo("mimetype"), ASIC)
    refused("veidlapa.edoc", made.getvalue())


def test_a_document_packed_inside_may_be_a_container_itself():
    assert read_signed_file("v.edoc", packed(("iekšā.edoc", container()))).looks_signed


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\anna\\Veidlapa.PDF", "Veidlapa.pdf"),
        ("/absolute/veidlapa.edoc", "veidlapa.edoc"),
        ("vei\r\ndlapa\0.pdf", "veidlapa.pdf"),
        ("gro\u202efdp.exe.pdf", "grofdp.exe.pdf"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("Iesniegums  āčē .edoc", "Iesniegums āčē.edoc"),
        ("..pdf", "file.pdf"),
        ("", "file"),
        ("x" * 500 + ".asice", "x" * 114 + ".asice"),
    ],
)
def test_a_name_is_reduced_to_what_is_safe(given, kept):
    assert safe_name(given) == kept
