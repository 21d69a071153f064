"""A program that calls the interface of a running site, from an address of this machine."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.helpers.people import PASSWORD

LOGIN = "/api/v1/security/login"


class Program:
    """One client; `address` is whom it calls, `source` the loopback address from which it does."""

    def __init__(self, address: str, source: str = "127.0.0.1", token: str = "") -> None:
        self.address, self.session = address, requests.Session()
        self.session.mount("http://", _From(source))
        self.session.headers["Accept-Language"] = "lv"
        if token:
            self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, path: str, body: Any = None) -> requests.Response:
        """GET, or POST where there is a body."""
        method = "GET" if body is None else "POST"
        return self.session.request(method, f"{self.address}{path}", json=body, timeout=30)

    def status_of(self, path: str) -> int:
        """Return the status with which the interface answers a GET."""
        return self.ask(f"/api/v1{path}").status_code

    def try_password(self, username: str, password: str = PASSWORD) -> requests.Response:
        """Ask for tokens."""
        return self.ask(LOGIN, {"username": username, "password": password})

    def sign_in(self, username: str, password: str = PASSWORD) -> "Program":
        """Take a token and call with it from now on."""
        token = self.try_password(username, password).json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"
        return self


class _From(HTTPAdapter):
    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__()

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        super().init_poolmanager(*args, source_address=(self.source, 0), **settings)
