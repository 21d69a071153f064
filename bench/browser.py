"""A signed-in person at one server: cookies or a token, forms as they stand on the page."""

import http.client
import json
import time
import urllib.parse
from dataclasses import dataclass
from typing import Any

from tests.helpers.forms import PageForm, form_with

LANDED = frozenset({200, 302, 303})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    body: bytes
    where: str
    ms: float

    @property
    def bytes(self) -> int:
        return len(self.body)


class Refused(Exception):
    """A page that did not answer as it should: it is reported and not counted."""


class Browser:
    """Asks for pages one after the other, each on a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Any) -> Answer:
        """Send a form."""
        sent = urllib.parse.urlencode(fields, doseq=True)
        return self._ask("POST", path, sent, "application/x-www-form-urlencoded")

    def send(self, method: str, path: str, body: object) -> Answer:
        """Send JSON."""
        return self._ask(method, path, json.dumps(body), "application/json")

    def form(self, path: str, name: str) -> PageForm:
        """Return the form of a page that has a field of this name."""
        page = expect(self.get(path), path).body.decode()
        found: PageForm = form_with(page, name)
        return found

    def sign_in(self, path: str, username: str, password: str) -> "Browser":
        """Sign in by the form at this address."""
        form = self.form(path, "username")
        answer = self.post(form.action or path, form.data(username=username, password=password))
        if answer.status not in {302, 303}:
            raise Refused(f"{username} could not sign in at {path}: {answer.status}")
        return self

    def sign_in_api(self, username: str, password: str) -> "Browser":
        """Get a token."""
        sent = {"username": username, "password": password, "provider": "db"}
        answer = expect(self.send("POST", "/api/v1/security/login", sent), "the API")
        self.token = json.loads(answer.body)["access_token"]
        return self

    def _ask(self, method: str, path: str, sent: str | None = None, media: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        began = time.perf_counter()
        connection.request(method, path, sent, self._headers(media))
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, body, answer.getheader("Location", ""), took)

    def _headers(self, media: str) -> dict[str, str]:
        headers = {"Referer": f"http://127.0.0.1:{self.port}/", "Connection": "close"}
        if media:
            headers["Content-Type"] = media
        if self.token:
            return {**headers, "Authorization": f"Bearer {self.token}"}
        return {**headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}


def expect(answer: Answer, path: str, *statuses: int) -> Answer:
    """Return the answer, or raise `Refused` where it is not what was asked for."""
    landed = answer.status in (statuses or {200}) and "/login" not in answer.where
    if not landed:
        raise Refused(f"{path} answered {answer.status} {answer.where}".strip())
    return answer
