"""What a reader of PDF files finds in one."""

from io import BytesIO

from pypdf import PdfReader


def reader(made: bytes) -> PdfReader:
    """Open a PDF."""
    return PdfReader(BytesIO(made))


def pages_of(made: bytes) -> list[str]:
    """Return the text of each page, in one line, its blanks alike."""
    return [" ".join(page.extract_text().split()) for page in reader(made).pages]


def text_of(made: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages_of(made))


def tags_of(made: bytes) -> set[str]:
    """Return the kinds of parts that a screen reader is told of."""
    found: set[str] = set()
    waiting = [reader(made).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += [child for child in one if not isinstance(child, int)]
        elif hasattr(one, "get"):
            found.add(one.get("/S", ""))
            waiting += [
                child for child in [one.get("/K")] if child is not None and not isinstance(child, int)
            ]
    return found
