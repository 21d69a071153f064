"""How much of a body is read, and where; what is not read is taken all the same, so that we are heard."""

from collections.abc import Callable, Iterable
from io import BytesIO
from time import monotonic
from typing import IO, Any

from flask import Flask, Request, request
from flask_login import current_user
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from app import store
from views.base.declared import stores_files, takes_files
from views.middleware.gate import PUBLIC

# More is read than a file may have, so that a form whose file is too large comes back with all that was
# typed. A field may have more than the 64 KB in which a body, files included, is read.
UPLOAD_LONGEST = 12 * 1024 * 1024
UPLOAD_FIELD_LONGEST = 256 * 1024
STORED_LONGEST = 32 * 1024 * 1024  # with a file that is kept: one that is somewhat too large is told so
PUBLIC_LONGEST = 16 * 1024  # what anybody may send, but for a file or a provider's answer
ANSWER_LONGEST = 256 * 1024  # of a provider of single sign-on, with its certificates
TAKEN_LONGEST = 64 * 1024 * 1024  # of what is not read
TAKEN_FOR = 10.0  # seconds
_PIECE = 64 * 1024
_ANSWER = "SamlSignOn.answered"
_Start = Callable[..., Any]


class SparingRequest(Request):
    """A request whose fields are counted before they are taken apart."""

    def get_data(self, *args: Any, **kwargs: Any) -> Any:
        """Return the body; one in chunks that goes on beyond the limit is not cut off, but refused."""
        found = super().get_data(*args, **kwargs)
        most = self.max_content_length
        if self.content_length is None and most is not None and len(found) >= most:
            raise RequestEntityTooLarge
        return found

    def make_form_data_parser(self) -> FormDataParser:
        """Read a form; where a file is kept, a form that breaks off is no empty one."""
        parser = super().make_form_data_parser()
        parser.silent = not stores_files(self.endpoint)
        return parser

    def _load_form_data(self) -> None:
        fields = self.mimetype == "application/x-www-form-urlencoded" and "form" not in self.__dict__
        if fields and self.get_data().count(b"&") >= (self.max_form_parts or 0):
            raise RequestEntityTooLarge
        try:
            super()._load_form_data()
        except ValueError as error:
            raise BadRequest from error

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        """Let a file that is kept go to its disk, never into memory; one of a visitor goes nowhere."""
        if not stores_files(self.endpoint):
            return super()._get_file_stream(*args, **kwargs)
        return store.incoming() if current_user.is_authenticated else Nowhere()


class Nowhere(BytesIO):
    """A file that keeps nothing: of a form that comes after its sign-in has ended only the texts are kept."""

    def write(self, data: Any) -> int:
        """Forget it."""
        return len(data)


def install(app: Flask) -> None:
    """Limit bodies before anything reads them."""
    app.request_class = SparingRequest
    app.before_request(_limit)
    app.wsgi_app = Taken(app.wsgi_app)  # type: ignore[method-assign]


def _limit() -> None:
    if takes_files(request.endpoint) or stores_files(request.endpoint):
        longest = STORED_LONGEST if stores_files(request.endpoint) else UPLOAD_LONGEST
        files = request.mimetype == "multipart/form-data"  # elsewhere the whole body is fields
        request.max_content_length = longest if files else UPLOAD_FIELD_LONGEST
        request.max_form_memory_size = UPLOAD_FIELD_LONGEST
    elif request.endpoint in PUBLIC:
        request.max_content_length = ANSWER_LONGEST if request.endpoint == _ANSWER else PUBLIC_LONGEST


class Taken:
    """The application, after which nothing of a body is left in the line.

    A server closes a connection with something left in it by a reset, and the client never reads why.
    """

    def __init__(self, app: Callable[[dict[str, Any], _Start], Iterable[bytes]]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: _Start) -> Iterable[bytes]:
        """Answer, and take what the application has left."""
        body = environ["wsgi.input"] = Body(environ)
        answer = self.app(environ, start_response)
        body.take_the_rest()
        return answer


class Body:
    """What a client sends: a broken one is the client's mistake, whatever the server calls it."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._stream = environ["wsgi.input"]
        length = str(environ.get("CONTENT_LENGTH") or "")
        chunked = "wsgi.input_terminated" in environ and "chunked" in environ.get(
            "HTTP_TRANSFER_ENCODING", ""
        )
        self._left = int(length) if length.isdecimal() else TAKEN_LONGEST if chunked else 0

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, or fewer; raise `BadRequest` when they cannot be read."""
        try:
            found: bytes = self._stream.read(size)
        except OSError:
            self._left = 0
            raise ClientDisconnected from None
        except Exception:  # each server has exceptions of its own for a broken chunk
            self._left = 0
            raise BadRequest from None
        self._left = self._left - len(found) if found else 0
        return found

    def take_the_rest(self) -> None:
        """Read and forget, for as long as is fair."""
        end, most = monotonic() + TAKEN_FOR, TAKEN_LONGEST
        try:
            while self._left > 0 and most > 0 and monotonic() < end:
                most -= len(self.read(min(_PIECE, self._left)))
        except BadRequest:
            return
