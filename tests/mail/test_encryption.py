"""A mail goes over an encrypted connection to a server that proves who it is, or it waits."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from app import mail
from app.clock import now
from app.extensions import db
from app.services.mail import delivery
from models import Notification
from rules.audience import MailState
from tests.helpers.cards import submitted
from tests.helpers.mail_server import MailServer

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"


class EncryptedServer(MailServer):
    """Speaks only after STARTTLS, with a certificate for `address`."""

    def __init__(self, folder, address=HERE):
        super().__init__()
        self.certificate = certificate_for(address, folder)

    def start(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        self._controller = Controller(
            self, hostname=self.host, port=self.port, tls_context=context, require_starttls=True
        )
        self._controller.start()


def certificate_for(address, folder):
    """Write a certificate signed by itself, with its key, and return the file."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]),
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file = folder / f"{address}.pem"
    file.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def sending(inside, monkeypatch):
    """Send one message over STARTTLS and return the row; say which server, and whom to trust."""

    def sent(server, trusted=""):
        state = inside.extensions["mail"]
        monkeypatch.setitem(inside.config, "MAIL_SERVER", server.host)
        monkeypatch.setitem(inside.config, "MAIL_CA_FILE", str(trusted))
        for name, value in {
            "server": server.host,
            "port": server.port,
            "suppress": False,
            "use_tls": True,
        }.items():
            monkeypatch.setattr(state, name, value)
        submitted()
        db.session.commit()
        delivery.deliver(now(), limit=1)
        return db.session.scalars(select(Notification).order_by(Notification.attempts.desc())).first()

    return sent


@pytest.fixture
def encrypted(tmp_path):
    """Start encrypted servers and stop them afterwards."""
    started = []

    def start(address=HERE):
        server = EncryptedServer(tmp_path, address)
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


def test_mail_goes_to_a_server_that_the_installation_trusts(sending, encrypted):
    server = encrypted()
    row = sending(server, trusted=server.certificate)
    assert (row.state, row.last_error, len(server.letters)) == (MailState.sent, "", 1)


@pytest.mark.parametrize("address", [HERE, ELSEWHERE])
def test_mail_waits_and_says_why_when_nobody_known_vouches_for_the_server(sending, encrypted, address):
    server = encrypted(address)
    row = sending(server)
    assert (row.state in {MailState.retry, MailState.queued}, row.last_error) == (True, mail.NO_TRUST)
    assert server.letters == []


def test_certificate_of_another_server_is_not_enough(sending, encrypted):
    server = encrypted(ELSEWHERE)
    row = sending(server, trusted=server.certificate)
    assert (row.last_error, server.letters) == (mail.NO_TRUST, [])


def test_mail_waits_when_the_server_offers_no_encryption(sending, server):
    assert sending(server).last_error == mail.NO_ENCRYPTION
    assert server.letters == []
