"""Documents as signing tools make them, for tests."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app.services.account.signed_files import ASIC

SIGNATURE = b"<asic:XAdESSignatures><ds:SignatureValue>MEUCIQ==</ds:SignatureValue></asic:XAdESSignatures>"


TYPE = ASIC.encode()


def container(mimetype=TYPE, signature=SIGNATURE, document=b"%PDF-1.7 veidlapa", more=()) -> bytes:
    """Return an ASiC-E container; None leaves a part out, `more` adds (name, content)."""
    needed = {
        "mimetype": mimetype,
        "veidlapa.pdf": document,
        "META-INF/manifest.xml": b"<manifest/>",
        "META-INF/signatures0.xml": signature,
    }
    made = BytesIO()
    with ZipFile(made, "w") as packed:  # ZipInfo has no clock: the same parts make the same bytes
        for name, content in (*needed.items(), *more):
            if content is not None:
                packed.writestr(ZipInfo(name), content, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)
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
