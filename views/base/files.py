"""Files that are given out: always to be saved, never to be opened inside this site."""

from typing import BinaryIO

from flask import send_file
from werkzeug.wrappers import Response

# What was sent by anybody: a browser that opens it after all can do nothing with it.
DOCUMENT_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def download(content: BinaryIO, name: str, media_type: str) -> Response:
    """Answer with a file; its name may have Latvian letters."""
    answer = send_file(content, mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer
