"""A mail server of our own: it keeps letters, refuses whom it is told to, and can be stopped and started."""

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class MailServer:
    """Listens on 127.0.0.1; `letters` came in, `refusals` maps an address to the answer it gets.

    `wire`: the same letters as the bytes that came.
    """

    def __init__(self) -> None:
        self.host, self.port = "127.0.0.1", _free_port()
        self.letters: list[EmailMessage] = []
        self.wire: list[bytes] = []
        self.refusals: dict[str, str] = {}
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def to(self, username: str) -> list[EmailMessage]:
        """Return the letters to a test account."""
        return [letter for letter in self.letters if username in letter["To"]]

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.wire.append(envelope.content)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 OK"


def text_of(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    return letter.get_body(("plain",)).get_content()


def html_of(letter: EmailMessage) -> str:
    """Return the HTML of a letter."""
    return letter.get_body(("html",)).get_content()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
