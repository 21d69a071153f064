"""What DOCX files are built from: pages, tables that repeat their names; the same data are the same bytes."""

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.clock import RIGA
from app.documents.document import Document, short, worded

_FONT = "Arial"  # what every office program has, or stands something in for
_CARMINE, _INK = RGBColor(0x9D, 0x22, 0x35), RGBColor(0x16, 0x20, 0x2C)
_STYLES = (("Normal", 9), ("Title", 18), ("Heading 1", 12), ("Header", 8), ("Footer", 8))
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in archives


class Bold(str):
    """A text that stands out."""

    __slots__ = ()


Row = Sequence[Sequence[str]]  # of each cell its paragraphs; empty ones are left out


def on_its_side(about: Document, kind: str) -> Word:
    """Return an empty document in landscape A4, with what stands on every page of it."""
    word = docx.Document()
    _dress(word)
    _describe(word, about, kind)
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(22), Mm(18)
    _head(section.header.paragraphs[0], about, kind)
    _number(section.footer.paragraphs[0], about)
    return word


def as_file(word: Word) -> bytes:
    """Return the file; the time of day when it is written does not get into it."""
    saved, fixed = BytesIO(), BytesIO()
    word.save(saved)
    with ZipFile(saved) as parts, ZipFile(fixed, "w") as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name, _BEGINNING), parts.read(name), ZIP_DEFLATED)
    return fixed.getvalue()


def paragraph(word: Word, text: str, style: str = "Normal") -> None:
    """Add a paragraph."""
    word.add_paragraph(worded(text), style)


def table(word: Word, widths: Sequence[int], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Add a table, its columns so many millimetres wide, with its names on each page; no row is torn."""
    made = word.add_table(rows=1 + len(rows), cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    texts = [[(Bold(name),) for name in names], *rows]
    for place, (row, cells) in enumerate(zip(made.rows, texts, strict=True)):
        _fill(row.cells, widths, cells)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _fill(cells: Sequence[_Cell], widths: Sequence[int], texts: Row) -> None:
    for cell, width, paragraphs in zip(cells, widths, texts, strict=True):
        cell.width = Mm(width)
        for place, text in enumerate(filter(None, paragraphs)):
            target = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            target.add_run(worded(text)).bold = isinstance(text, Bold)


def _dress(word: Word) -> None:
    for name, size in _STYLES:
        font = word.styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size), _INK
    language = OxmlElement("w:lang")
    for kind in ("w:val", "w:eastAsia"):
        language.set(qn(kind), "lv-LV")
    word.styles["Normal"].element.get_or_add_rPr().append(language)


def _describe(word: Word, about: Document, kind: str) -> None:
    told = word.core_properties
    told.title = worded(f"{kind} {about.number}. {short(about.title)}")
    told.author = told.last_modified_by = "VIRSIS"
    told.language, told.comments = "lv-LV", ""
    told.created = told.modified = about.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _head(top: Paragraph, about: Document, kind: str) -> None:
    top.add_run(f"{kind} {worded(about.number)}").bold = True
    top.add_run(f"   {worded(short(about.title))}")
    if about.demo:
        mark = top.add_run("   Demonstrācijas dati")
        mark.bold, mark.font.color.rgb = True, _CARMINE


def _number(bottom: Paragraph, about: Document) -> None:
    made = about.made_at.astimezone(RIGA)
    bottom.add_run(f"VIRSIS · Attīstības aktivitātes · {made:%d.%m.%Y}. plkst. {made:%H.%M} · ")
    _field(bottom, "PAGE")
    bottom.add_run(". lappuse no ")
    _field(bottom, "NUMPAGES")


def _field(where: Paragraph, instruction: str) -> None:
    """Let the office program fill in a number."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    where._p.append(field)
    shown = where.add_run("1")._r
    field.append(shown)
