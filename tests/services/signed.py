"""Documents as signing tools make them, for tests."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from app.services.signed_files import ASIC

SIGNATURE = b"<asic:XAdESSignatures><ds:SignatureValue>MEUCIQ==</ds:SignatureValue></asic:XAdESSignatures>"


TYPE = ASIC.encode()


def container(mimetype=TYPE, signature=SIGNATURE, document=b"%PDF-1.7 veidlapa", more=()) -> bytes:
    """Return an ASiC-E container; None leaves a part out, `more` adds (name, content)."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        if mimetype is not None:
            packed.writestr("mimetype", mimetype, ZIP_STORED)
        if document is not None:
            packed.writestr("veidlapa.pdf", document)
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        if signature is not None:
            packed.writestr("META-INF/signatures0.xml", signature)
        for name, content in more:
            packed.writestr(name, content)
    return made.getvalue()


def pdf(signed: bool = False) -> bytes:
    """Return something that begins and ends like a PDF."""
    inside = b"<< /Type /Sig /ByteRange [0 10 20 30] >>" if signed else b"<< /Type /Catalog >>"
    return (
        b"%PDF-1.7\n1 0 obj\n"
        + inside
        + b"\nendobj\n"
        + b" " * 50
        + b"\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    )
