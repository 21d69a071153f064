"""Settings from the environment (VIRSIS_…); a deployment sets these and nothing else."""

from os import environ
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).parent
VAR = Path(environ.get("VIRSIS_VAR") or ROOT / "var")  # what an installation writes


class Config:
    """What the environment says, or what suits a demonstration on one's own machine."""

    VERSION = "0.9.0"  # as at the top of CHANGELOG.md

    # --- the installation
    ENV = environ.get("VIRSIS_ENV")  # demo, production or test; unset, commands take demo and servers refuse
    VAR = VAR
    PORT = environ.get("PORT", "8080")
    BASE_URL = environ.get("VIRSIS_BASE_URL") or f"http://127.0.0.1:{PORT}"
    SECRET_KEY = environ.get("VIRSIS_SECRET_KEY")  # production refuses to serve without
    SQLALCHEMY_DATABASE_URI = environ.get("VIRSIS_DATABASE_URL") or f"sqlite:///{VAR / 'virsis.db'}"
    REDIS_URL = environ.get("VIRSIS_REDIS_URL", "")  # empty = the embedded queue
    QUEUE_FILE = VAR / "queue.db"
    PROXIES = int(environ.get("VIRSIS_PROXIES", "0"))  # how many trusted proxies stand in front

    CLAMD = environ.get("VIRSIS_CLAMD", "")  # ClamAV: host:port or the path of its socket; empty = none

    # --- mail; without a server messages are kept and shown to the administrator
    MAIL_SERVER = environ.get("VIRSIS_MAIL_SERVER", "")
    MAIL_PORT = int(environ.get("VIRSIS_MAIL_PORT", "25"))
    MAIL_USERNAME = environ.get("VIRSIS_MAIL_USERNAME")
    MAIL_PASSWORD = environ.get("VIRSIS_MAIL_PASSWORD")
    MAIL_USE_TLS = environ.get("VIRSIS_MAIL_USE_TLS", "").lower() in {"1", "true", "yes"}
    MAIL_CA_FILE = environ.get("VIRSIS_MAIL_CA_FILE", "")  # whom to trust instead of the system's authorities
    MAIL_DEFAULT_SENDER = environ.get("VIRSIS_MAIL_SENDER", "virsis@localhost")

    # --- signing in
    _RIGHTS_OVER_OTHERS = "admin user_admin cab_head"
    SECOND_FACTOR_ROLES = frozenset(  # who must have one
        environ.get("VIRSIS_SECOND_FACTOR_ROLES", _RIGHTS_OVER_OTHERS if ENV == "production" else "").split()
    )
    REMEMBERED_DAYS = int(environ.get("VIRSIS_REMEMBERED_DAYS", "30"))  # browsers without a code; 0 = none
    INVITATION_HOURS = 72
    PASSWORD_RESET_HOURS = 1
    OIDC_ISSUER = environ.get("VIRSIS_OIDC_ISSUER", "")  # empty = no single sign-on
    OIDC_CLIENT_ID = environ.get("VIRSIS_OIDC_CLIENT_ID", "")
    OIDC_CLIENT_SECRET = environ.get("VIRSIS_OIDC_CLIENT_SECRET", "")
    OIDC_NAME = environ.get("VIRSIS_OIDC_NAME", "")  # on the button
    OIDC_SCOPE = environ.get("VIRSIS_OIDC_SCOPE", "openid email")
    OIDC_CLAIM = environ.get("VIRSIS_OIDC_CLAIM", "email")  # the address that an account is found by
    SAML_SETTINGS = environ.get("VIRSIS_SAML_SETTINGS", "")  # folder of python3-saml; empty = no SAML
    SAML_NAME = environ.get("VIRSIS_SAML_NAME", "SAML")
    SAML_ATTRIBUTE = environ.get("VIRSIS_SAML_ATTRIBUTE", "mail")

    # --- API keys, on Flask-AppBuilder's own: app/security/api_keys.py, views/middleware/api_key.py
    FAB_API_KEY_ENABLED = True
    FAB_API_KEY_PREFIXES = ("virsis_",)

    # --- limits
    MAX_CONTENT_LENGTH = 2 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 2000  # fields of one form
    REQUESTS: ClassVar = {"network": 10, "all": 300}  # so many for the administrator's right are taken
    REQUEST_WINDOW = 3600  # in so many seconds
    # So many failures are free: of an account from one address, of an account from anywhere (both forgotten
    # after a day, or when it comes in), and of an address for any account in SIGN_IN_WINDOW seconds.
    SIGN_IN_FAILURES: ClassVar = {"account": 10, "everywhere": 20, "address": 100}
    SIGN_IN_WINDOW = 300
    JWT_ACCESS_TOKEN_EXPIRES = 15 * 60
    SIGN_IN_LIFETIME = 12 * 60 * 60
    JWT_REFRESH_TOKEN_EXPIRES = SIGN_IN_LIFETIME
    PERMANENT_SESSION_LIFETIME = SIGN_IN_LIFETIME
    WTF_CSRF_TIME_LIMIT = None  # a long card is written longer than an hour; the token ends with the session

    # --- languages
    BABEL_DEFAULT_LOCALE = "lv"
    BABEL_DEFAULT_TIMEZONE = "Europe/Riga"
    BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
    LANGUAGES: ClassVar = {"lv": {"flag": "lv", "name": "Latviešu"}, "en": {"flag": "gb", "name": "English"}}

    # --- Flask-AppBuilder: start-up writes nothing, what we do not use is off
    APP_NAME = "VIRSIS"
    FAB_CREATE_DB = False
    FAB_UPDATE_PERMS = False
    FAB_ADD_SECURITY_API = False
    FAB_API_SWAGGER_UI = False
    FAB_ADD_MENU_API = False
    FAB_SECURITY_SIGNALS_ENABLED = False
    RATELIMIT_ENABLED = False
    SQLALCHEMY_TRACK_MODIFICATIONS = False
