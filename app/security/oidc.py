"""Single sign-on with an OpenID provider: asking who somebody is, and checking what it answers."""

import logging
import time
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException

from rules.account.access import Identity

log = logging.getLogger(__name__)

EXTENSION = "openid_provider"
CALLBACK = "/login/oidc/atbilde"
TIMEOUT = 5  # seconds for each question to the provider
KEPT = 3600  # seconds for which its description and keys are not asked for again
CLOCK_SKEW = 60  # seconds by which the provider's clock may differ
# Signatures by the provider's private key only: with a shared secret (HS…) we could forge them ourselves.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class Unreachable(Exception):
    """The provider does not answer, or answers nothing that can be used."""


class Untrusted(Exception):
    """What came back does not prove who it is; the text is the reason for the trace."""


class Provider:
    """The provider of the settings; its description is fetched when first needed."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._issuer: str = config["OIDC_ISSUER"]
        self._known: dict[str, Any] = {}
        self._known_until = 0.0

    @property
    def name(self) -> str:
        """Return what the button calls it: the name of the settings, else its host."""
        return self._config["OIDC_NAME"] or urlsplit(self._issuer).hostname or self._issuer

    def address(self) -> tuple[str, dict[str, str]]:
        """Return where to send the person, and what this browser's session keeps until the answer."""
        verifier, nonce = generate_token(64), generate_token(32)
        endpoint = self._endpoint("authorization_endpoint")
        with self._client() as client:
            url, state = client.create_authorization_url(endpoint, code_verifier=verifier, nonce=nonce)
        return url, {"state": state, "nonce": nonce, "verifier": verifier}

    def identity(self, code: str, kept: dict[str, str]) -> Identity:
        """Exchange the code of the answer for an ID token, check it and say whom it names."""
        with self._client() as client:
            token = self._exchange(client, code, kept["verifier"])
            claims = self._checked(token, kept["nonce"])
            if self._config["OIDC_CLAIM"] not in claims:
                claims = {**self._told(client, claims["sub"]), **claims}
        subject = claims["sub"]
        if not 0 < len(subject) <= 255 or not subject.isprintable():
            raise Untrusted("subject")
        return Identity(claims["iss"], subject, self._email(claims))

    def _exchange(self, client: Any, code: str, verifier: str) -> dict[str, Any]:
        endpoint = self._endpoint("token_endpoint")
        try:
            token = client.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except AuthlibBaseError as error:
            log.warning("The OpenID provider gives no token for a code: %s", error.error)
            raise Untrusted("code") from error
        except (RequestException, ValueError) as error:
            raise Unreachable from error
        if not isinstance(token.get("id_token"), str):
            raise Untrusted("no_id_token")
        return dict(token)

    def _checked(self, token: dict[str, Any], nonce: str) -> dict[str, Any]:
        """Return the claims of an ID token that this provider signed for us, now, for this session."""
        expected = {
            "iss": {"essential": True, "value": self._description()["issuer"]},
            "aud": {"essential": True, "value": self._config["OIDC_CLIENT_ID"]},
        }
        given = {"nonce": nonce, "client_id": self._config["OIDC_CLIENT_ID"]}
        if token.get("access_token"):
            given["access_token"] = token["access_token"]
        try:
            read = self._decoded(token["id_token"])
            claims = CodeIDToken(read.claims, read.header, expected, given)
            claims.validate(leeway=CLOCK_SKEW)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            wrong = getattr(error, "claim", "") or getattr(error, "error", "") or "unreadable"
            raise Untrusted(f"token_{wrong}") from error
        return dict(claims)

    def _decoded(self, id_token: str) -> jwt.Token:
        """Read a token with the keys we know; when none fits, the provider may have changed them."""
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(id_token, self._keys(), registry=registry)
        except (JoseError, ValueError):
            self._known.pop("keys", None)
            return jwt.decode(id_token, self._keys(), registry=registry)

    def _told(self, client: Any, subject: str) -> dict[str, Any]:
        """Return what the provider says about this person apart from the token, if it says anything."""
        endpoint = self._description().get("userinfo_endpoint")
        if not endpoint:
            return {}
        try:
            told = client.get(endpoint).json()
        except (RequestException, AuthlibBaseError, ValueError) as error:
            raise Unreachable from error
        return told if isinstance(told, dict) and told.get("sub") == subject else {}

    def _email(self, claims: dict[str, Any]) -> str:
        """Return the address to match by: `email` only when verified, another claim as the operator says."""
        claim = self._config["OIDC_CLAIM"]
        email = claims.get(claim)
        trusted = claim != "email" or claims.get("email_verified") in (True, "true")
        return email.strip() if trusted and isinstance(email, str) and email.isprintable() else ""

    def _client(self) -> Any:
        config = self._config
        methods = self._description().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        return OAuth2Session(
            config["OIDC_CLIENT_ID"],
            config["OIDC_CLIENT_SECRET"] or None,
            token_endpoint_auth_method=method if config["OIDC_CLIENT_SECRET"] else "none",
            scope=config["OIDC_SCOPE"],
            redirect_uri=config["BASE_URL"].rstrip("/") + CALLBACK,
            code_challenge_method="S256",
            default_timeout=TIMEOUT,
        )

    def _endpoint(self, name: str) -> str:
        found = self._description().get(name)
        if not isinstance(found, str) or not found.startswith(("https://", "http://")):
            raise Unreachable(name)
        return found

    def _description(self) -> dict[str, Any]:
        """Return what the provider publishes about itself, and believe it about its own issuer only."""
        if not self._known or time.monotonic() > self._known_until:
            known = _fetched(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
            if str(known.get("issuer")).rstrip("/") != self._issuer.rstrip("/"):
                raise Unreachable("issuer")
            self._known, self._known_until = known, time.monotonic() + KEPT
        return self._known

    def _keys(self) -> KeySet:
        known = self._description()
        if "keys" not in known:
            published = _fetched(self._endpoint("jwks_uri"))
            known["keys"] = KeySet.import_key_set(published)  # type: ignore[arg-type]
        keys: KeySet = known["keys"]
        return keys


def install(app: Flask) -> None:
    """Tie the provider of the settings to the application; refuse settings that cannot work."""
    config = app.config
    if not config["OIDC_ISSUER"]:
        return
    if not config["OIDC_CLIENT_ID"]:
        raise SystemExit("VIRSIS_OIDC_ISSUER is set and VIRSIS_OIDC_CLIENT_ID is not.")
    if config["ENV"] == "production" and not config["OIDC_ISSUER"].startswith("https://"):
        raise SystemExit("VIRSIS_OIDC_ISSUER has to begin with https:// in production.")
    app.extensions[EXTENSION] = Provider(config)


def provider() -> Provider | None:
    """Return the OpenID provider of this installation, if it has one."""
    found: Provider | None = current_app.extensions.get(EXTENSION)
    return found


def _fetched(url: str) -> dict[str, Any]:
    with OAuth2Session(default_timeout=TIMEOUT) as client:
        try:
            answer = client.get(url, withhold_token=True)
            answer.raise_for_status()
            read = answer.json()
        except (RequestException, ValueError) as error:
            raise Unreachable(url) from error
    if not isinstance(read, dict):
        raise Unreachable(url)
    return read
