"""A document as DOCX."""

from app.documents.izzina import Izzina


def docx(izzina: Izzina) -> bytes:
    """Return the document as a DOCX file: the same data are the same bytes."""
    from app.documents.izzina_docx import izzina_docx  # a quarter of a second, for whoever asks for one

    return izzina_docx(izzina)
