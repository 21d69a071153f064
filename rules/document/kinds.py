"""The kinds of files that are taken, by the ending of their names."""

from enum import StrEnum

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


class MediaType(StrEnum):
    """What a file is; the values are those of the internet's own list."""

    pdf = "application/pdf"
    docx = f"{_OFFICE}wordprocessingml.document"
    xlsx = f"{_OFFICE}spreadsheetml.sheet"
    odt = f"{_ODF}text"
    ods = f"{_ODF}spreadsheet"
    png = "image/png"
    jpeg = "image/jpeg"
    txt = "text/plain"
    csv = "text/csv"
    asic = "application/vnd.etsi.asic-e+zip"


KINDS = {
    ".pdf": MediaType.pdf,
    ".docx": MediaType.docx,
    ".xlsx": MediaType.xlsx,
    ".odt": MediaType.odt,
    ".ods": MediaType.ods,
    ".png": MediaType.png,
    ".jpg": MediaType.jpeg,
    ".jpeg": MediaType.jpeg,
    ".txt": MediaType.txt,
    ".csv": MediaType.csv,
    ".edoc": MediaType.asic,
    ".asice": MediaType.asic,
}
NAMES = "PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, TXT, CSV, EDOC, ASICE"  # as people call them


def ending(name: str) -> str:
    """Return the known ending of a name (`.PDF` stands for `.pdf`), or an empty text."""
    return next((one for one in KINDS if name.lower().endswith(one)), "")
