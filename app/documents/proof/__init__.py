"""The proof of a decision: a ZIP of the record and of what checks it, on any machine that has Python."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from app.documents.proof.verify import digest, summed

_HERE = Path(__file__).parent
_BEFORE_ALL = (1980, 1, 1, 0, 0, 0)  # files have no time of their own: the same record is the same bytes


def packed(record: Mapping[str, object], lemums: bytes) -> bytes:
    """Return the ZIP of a record, one key of it a line, and of the decision as PDF."""
    lines = {key: canonical(value) for key, value in record.items()}
    lines["hashes"] = canonical({key: digest(line) for key, line in lines.items()})
    files = {
        "README.txt": (_HERE / "README.txt").read_bytes(),
        "lemums.pdf": lemums,
        "proof.json": _by_line(lines),
        "verify.py": (_HERE / "verify.py").read_bytes(),
    }
    return _zipped({**files, "SHA256SUMS": summed(files, lines["hashes"])})


def canonical(value: object) -> bytes:
    """Return a value as JSON, always the same: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _by_line(lines: Mapping[str, bytes]) -> bytes:
    """Each key stands on a line of its own, so that a wrong byte is found where it is."""
    rows = (b'"%s":%s' % (key.encode(), lines[key]) for key in sorted(lines))
    return b"{\n" + b",\n".join(rows) + b"\n}\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name, _BEFORE_ALL), files[name])
    return made.getvalue()
