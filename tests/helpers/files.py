"""Files of every kind that is taken, and of some that are not, as small as they can be."""

import io
import struct
import zipfile
import zlib

from tests.helpers.signed import container

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"
ODT, ODS = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet"))
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
EXE = b"MZ\x90\x00\x03" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = "Sistēmas apraksts.\nOtrā rinda.\n".encode()
CSV = "kods;nosaukums\nEDS;Elektroniskā deklarēšanas sistēma\n".encode()


def png():
    def part(name, data):
        return struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))

    head = struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", data) + part(b"IEND", b"")


def packed(*parts, stored=()):
    """A ZIP file of (name, content); those named in `stored` are not compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(name, content, compress_type=how)
    return file.getvalue()


def office(kind, *more, types=""):
    """A document of Microsoft Office; `types` are further content types of it."""
    part = "word/document.xml" if kind == DOCX else "xl/workbook.xml"
    main = f'<Override PartName="/{part}" ContentType="{kind}.main+xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    listed = f'<?xml version="1.0"?><Types xmlns="{space}">{main}{types}</Types>'
    return packed(("[Content_Types].xml", listed), (part, "<document/>"), *more)


def open_document(kind, *more):
    """A document of LibreOffice."""
    return packed(
        ("mimetype", kind),
        ("content.xml", "<office/>"),
        ("META-INF/manifest.xml", "<m/>"),
        *more,
        stored=("mimetype",),
    )


GOOD = {
    "apraksts.pdf": (PDF, "application/pdf"),
    "apraksts.docx": (office(DOCX), DOCX),
    "aprekins.xlsx": (office(XLSX), XLSX),
    "apraksts.odt": (open_document(ODT), ODT),
    "aprekins.ods": (open_document(ODS), ODS),
    "shema.png": (png(), "image/png"),
    "shema.jpg": (JPEG, "image/jpeg"),
    "shema.JPEG": (JPEG, "image/jpeg"),
    "piezimes.txt": (TEXT, "text/plain"),
    "saraksts.csv": (CSV, "text/csv"),
    "paraksts.edoc": (container(), "application/vnd.etsi.asic-e+zip"),
    "paraksts.asice": (container(), "application/vnd.etsi.asic-e+zip"),
}
VBA = '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MACRO_SHEET = '<Override PartName="/xl/a.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
HIDDEN = VBA.replace("vbaProject", "vb&#97;Proj&#101;ct")
BAD = {
    "a program called a PDF": ("apraksts.pdf", EXE),
    "a PDF that breaks off": ("apraksts.pdf", PDF[:20]),
    "a PDF called a text": ("apraksts.txt", PDF),
    "a text called a PDF": ("apraksts.pdf", TEXT),
    "a page called a text": ("apraksts.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a picture with scripts": ("shema.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a picture called another": ("shema.png", JPEG),
    "a program": ("rīks.exe", EXE),
    "a name without an ending": ("apraksts", PDF),
    "an ending that is only the last but one": ("apraksts.pdf.exe", PDF),
    "an old document of Word": ("apraksts.doc", OLE),
    "an old document called a new one": ("apraksts.docx", OLE),
    "a ZIP file": ("viss.zip", packed(("a.txt", b"a"))),
    "a ZIP file called a document": ("apraksts.docx", packed(("a.txt", b"a"))),
    "a sheet called a text document": ("apraksts.docx", office(XLSX)),
    "a sheet called an open text": ("apraksts.odt", open_document(ODS)),
    "a document with macros": ("apraksts.docx", office(DOCX, ("word/vbaProject.bin", OLE))),
    "macros under another name": ("apraksts.docx", office(DOCX, ("word/x.bin", OLE), types=VBA)),
    "macros whose type is written in pieces": ("apraksts.docx", office(DOCX, types=HIDDEN)),
    "a sheet with macros of old": ("aprekins.xlsx", office(XLSX, types=MACRO_SHEET)),
    "a document with macros called one without": (
        "apraksts.docx",
        packed(
            (
                "[Content_Types].xml",
                '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
                "</Types>",
            )
        ),
    ),
    "types with declarations": (
        "apraksts.docx",
        packed(
            (
                "[Content_Types].xml",
                f'<!DOCTYPE a [<!ENTITY b "c">]><Types><Override ContentType="{DOCX}.main+xml"/></Types>',
            )
        ),
    ),
    "types that are no XML": ("apraksts.docx", packed(("[Content_Types].xml", f"<{DOCX}.main+xml"))),
    "an open document with macros": ("apraksts.odt", open_document(ODT, ("Basic/Standard/x.xml", "<x/>"))),
    "an open document with scripts": ("aprekins.ods", open_document(ODS, ("Scripts/python/x.py", "x"))),
    "a signed container without a signature": (
        "paraksts.edoc",
        open_document("application/vnd.etsi.asic-e+zip", ("a.txt", "a")),
    ),
    "a signed container with a document with macros": (
        "paraksts.asice",
        container(more=(("līgums.docm", b"x"),)),
    ),
    "a bomb": ("apraksts.docx", office(DOCX, ("word/media/x.bmp", bytes(80 * 2**20)))),
    "a path that leads elsewhere": ("apraksts.docx", office(DOCX, ("../../etc/passwd", "x"))),
    "a document that breaks off": ("apraksts.docx", office(DOCX)[:-30]),
    "bytes called a text": ("piezimes.txt", b"abc\x00def"),
    "bytes called a list": ("saraksts.csv", JPEG),
}
