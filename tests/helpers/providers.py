"""OpenID providers for tests: a real one in a process of its own, and one that answers what a test wants."""

import json
import re
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.browser.live import Quiet

CLIENT = "virsis"
NAME = "Latvija.gov.lv"
DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class RealProvider:
    """A running oidc-provider-mock."""

    issuer: str

    def knows(self, subject, **claims):
        """Let the provider know a person."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def answer(self, address, **form):
        """Sign in there as the person who was sent to the address; return where that leads back to."""
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return path_of(answer.headers["Location"])


@contextmanager
def real_provider() -> Iterator[RealProvider]:
    """Run the provider on a free port for as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield RealProvider(_awaited(f"http://127.0.0.1:{port}", process))
        finally:
            process.terminate()


class BentProvider:
    """A provider whose ID tokens, keys and answers a test bends."""

    def __init__(self):
        self.key = self.published = RSAKey.generate_key(2048, {"kid": "one"})
        self.algorithm = "RS256"
        self.claims, self.told, self.description, self.broken = {}, {}, {}, {}
        self.asked = {}  # the last form that the token endpoint got
        self.nonce = ""
        self._server = make_server("127.0.0.1", 0, self._respond, threaded=True, request_handler=Quiet)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, address):
        """Return where somebody who was sent to the address comes back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.nonce = asked["nonce"]
        return f"{path_of(asked['redirect_uri'])}?code=a-code&state={asked['state']}"

    def id_token(self):
        """Return a token that is good, but for what the test has bent; None leaves a claim out."""
        now = int(time.time())
        good = {"iss": self.issuer, "aud": CLIENT, "sub": "p-1", "iat": now, "exp": now + 300}
        claims = good | {"nonce": self.nonce, "email_verified": True} | self.claims
        given = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none"}, given)]
            return ".".join([*(urlsafe_b64encode(part).decode().rstrip("=") for part in parts), ""])
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, given, self.key, algorithms=[self.algorithm])

    def _respond(self, environ, start_response):
        request = Request(environ)
        status, body = self.broken.get(request.path) or (200, self._body(request))
        return Response(json.dumps(body), status, mimetype="application/json")(environ, start_response)

    def _body(self, request):
        if request.path == DISCOVERY:
            return self._describes_itself()
        if request.path == "/keys":
            return {"keys": [self.published.as_dict(private=False)]}
        if request.path == "/userinfo":
            return self.told
        self.asked = request.form.to_dict()
        return {"access_token": "an-access-token", "token_type": "Bearer", "id_token": self.id_token()}

    def _describes_itself(self):
        endpoints = {"authorization": "/authorize", "token": "/token", "userinfo": "/userinfo"}
        found = {f"{name}_endpoint": self.issuer + path for name, path in endpoints.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **found, **self.description}


def sent_to(browser, **form):
    """Press the button; return the address that the page goes on to."""
    return leads_to(browser.post("/login/oidc", form))


def leads_to(page):
    """Return the address that a page goes on to by itself."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def path_of(address):
    """Return an address of ours without the host, as the test client takes it."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _awaited(issuer, process):
    for _ in range(300):
        assert process.poll() is None, "The provider has ended"
        try:
            requests.get(issuer + DISCOVERY, timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return issuer
    raise TimeoutError(issuer)
