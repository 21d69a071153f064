"""A mail that every server takes and every reader shows alike: seven bits, short lines, exact headers."""

from base64 import b64encode
from dataclasses import dataclass
from email.charset import QP, Charset
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import formataddr, formatdate, parseaddr
from typing import Any

from flask_mail import Message, sanitize_addresses

WIRE = compat32.clone(linesep="\r\n")
UTF_8 = Charset("utf-8")
UTF_8.body_encoding = QP
PLAIN_LONGEST = 60  # characters of a head that stands as it is: with its name it fits into a line
WORD_LONGEST = 39  # bytes of an encoded word: with its frame and the name of the head it fits into a line


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file for calendars, and what they are to do with it: REQUEST or CANCEL."""

    name: str
    method: str
    text: str


class Envelope(Message):
    """Text and HTML to one reader; the headers of Flask-Mail lose the blanks between encoded words."""

    calendar: CalendarFile | None = None

    def as_bytes(self) -> bytes:
        """Return what goes to the server."""
        letter = MIMEMultipart("alternative", policy=WIRE)
        letter.attach(_part("plain", self.body or ""))
        letter.attach(_part("html", self.html or ""))
        whole = _with_calendar(letter, self.calendar) if self.calendar else letter
        for name, value in self._heads().items():
            whole[name] = value
        return whole.as_bytes()

    def _heads(self) -> dict[str, str]:
        return {
            "Subject": _line(self.subject),
            "From": _sender(*parseaddr(str(self.sender))),
            "To": ", ".join(sanitize_addresses(self.recipients)),
            "Date": formatdate(self.date, localtime=True),
            "Message-ID": self.msgId,
            **(self.extra_headers or {}),
        }


def _with_calendar(letter: MIMEMultipart, file: CalendarFile) -> MIMEMultipart:
    """Add the file twice: some calendars look for a third way to say it, others for an attachment."""
    letter.attach(_part("calendar", file.text.replace("\r\n", "\n"), method=file.method))
    attached = MIMEApplication(file.text.encode(), "ics", name=file.name, policy=WIRE)
    attached["Content-Disposition"] = f'attachment; filename="{file.name}"'
    whole = MIMEMultipart("mixed", policy=WIRE)
    whole.attach(letter)
    whole.attach(attached)
    return whole


def _part(kind: str, text: str, **more: Any) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind, charset="utf-8", **more)
    part.set_payload(text, UTF_8)
    return part


def _sender(name: str, address: str) -> str:
    """Return name and address; a plain name may need quotes, an encoded one must have none."""
    return formataddr((name, address)) if _is_plain(name) else f"{_in_words(name)} <{address}>"


def _line(text: str) -> str:
    return text if _is_plain(text) else _in_words(text)


def _is_plain(text: str) -> bool:
    stands = text.isascii() and text.isprintable() and " ".join(text.split()) == text
    return stands and len(text) <= PLAIN_LONGEST and "=?" not in text


def _in_words(text: str) -> str:
    """Return a text as encoded words with blanks between them (RFC 2047); each holds whole characters."""
    parts = [""]
    for one in text:
        if len((parts[-1] + one).encode()) > WORD_LONGEST:
            parts.append("")
        parts[-1] += one
    return " ".join(f"=?utf-8?b?{b64encode(part.encode()).decode()}?=" for part in parts)
