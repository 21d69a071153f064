"""Single sign-on with a SAML provider, by python3-saml, which an installation adds when it needs it."""

import json
import logging
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app

from app.security.oidc import Untrusted
from rules.account.access import Identity

log = logging.getLogger(__name__)

EXTENSION = "saml_provider"
ANSWER, METADATA = "/login/saml/acs", "/login/saml/metadata"
POST_BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
NOT_INSTALLED = "VIRSIS_SAML_SETTINGS needs python3-saml: pip install -r requirements/saml.txt"


class Saml:
    """The provider described in a folder: settings.json and certs/, as python3-saml wants them."""

    def __init__(self, config: dict[str, Any], library: Any) -> None:
        self._config, self._library = config, library
        self.name: str = config["SAML_NAME"]
        self._settings()  # mistakes show at the start

    def address(self, path: str) -> tuple[str, str]:
        """Return where to send the person, and the number of the question that the answer has to name."""
        asking = self._conversation(path)
        address = asking.login(return_to="")
        return address, asking.get_last_request_id()

    def identity(self, path: str, sent: str, asked: str) -> Identity:
        """Check a signed answer to our question, as the browser brought it, and say whom it names."""
        answer = self._conversation(path, SAMLResponse=sent)
        try:
            answer.process_response(request_id=asked)
        except Exception as error:  # whatever parsers of XML and signatures raise for what a stranger sends
            raise Untrusted("saml_unreadable") from error
        if not answer.is_authenticated():
            log.warning("The SAML answer is refused: %r", answer.get_last_error_reason())
            raise Untrusted("saml_invalid")
        if answer.get_last_response_in_response_to() != asked:
            raise Untrusted("saml_unasked")
        return self._named(answer)

    def metadata(self) -> str:
        """Return what the provider has to know of us."""
        described: str | bytes = self._settings(ours_alone=True).get_sp_metadata()
        return described.decode() if isinstance(described, bytes) else described

    def _named(self, answer: Any) -> Identity:
        subject = answer.get_nameid()
        if answer.get_nameid_format() == TRANSIENT or not subject or not 0 < len(subject) <= 255:
            raise Untrusted("subject")
        values = answer.get_attribute(self._config["SAML_ATTRIBUTE"]) or [""]
        email = values[0].strip() if len(values) == 1 and values[0] else ""
        return Identity(answer.get_settings().get_idp_data()["entityId"], subject, email)

    def _conversation(self, path: str, **sent: str) -> Any:
        here = urlsplit(self._base)
        secure = "on" if here.scheme == "https" else "off"
        said = {"https": secure, "http_host": here.netloc, "script_name": path, "get_data": {}}
        return self._library.OneLogin_Saml2_Auth({**said, "post_data": sent}, old_settings=self._settings())

    def _settings(self, ours_alone: bool = False) -> Any:
        """Return the operator's settings, with our addresses and without what would make them weak."""
        folder = Path(self._config["SAML_SETTINGS"])
        given = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        ours = {"assertionConsumerService": {"url": self._base + ANSWER, "binding": POST_BINDING}}
        given["sp"] = {"entityId": self._base + METADATA, **given.get("sp", {}), **ours}
        strict = {"wantAssertionsSigned": True, "rejectDeprecatedAlgorithm": True}
        given |= {"strict": True, "debug": False, "security": {**given.get("security", {}), **strict}}
        return self._library.OneLogin_Saml2_Settings(given, f"{folder}/", ours_alone)

    @property
    def _base(self) -> str:
        return str(self._config["BASE_URL"]).rstrip("/")


def install(app: Flask) -> None:
    """Tie the provider of the settings to the application; refuse to start where it cannot work."""
    config = app.config
    if not config["SAML_SETTINGS"]:
        return
    try:
        library = import_module("onelogin.saml2.auth")
    except ImportError as error:
        raise SystemExit(NOT_INSTALLED) from error
    if not config["BASE_URL"].startswith("https://"):
        raise SystemExit("VIRSIS_SAML_SETTINGS needs a VIRSIS_BASE_URL with https://.")
    app.extensions[EXTENSION] = Saml(config, library)


def saml() -> Saml | None:
    """Return the SAML provider of this installation, if it has one."""
    found: Saml | None = current_app.extensions.get(EXTENSION)
    return found
