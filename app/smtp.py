"""The way to the mail server: encrypted means that the server has proved who it is."""

import smtplib
import ssl

from flask import current_app
from flask_mail import Connection, Mail

PATIENCE = 30  # seconds


class VerifiedConnection(Connection):
    """Asks for STARTTLS with a certificate that is checked; Flask-Mail's own takes any."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Return a connection that may carry mail."""
        if not self.mail.use_tls:
            return super().configure_host()
        host = smtplib.SMTP(self.mail.server, self.mail.port, timeout=PATIENCE)
        try:
            host.starttls(context=_trust())
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except OSError:
            host.close()
            raise
        return host


class VerifiedMail(Mail):
    """Flask-Mail over such connections."""

    def connect(self) -> Connection:
        """Return a connection to the configured server."""
        return VerifiedConnection(current_app.extensions["mail"])


def _trust() -> ssl.SSLContext:
    """Trust the authorities of the system, or only those of MAIL_CA_FILE."""
    context = ssl.create_default_context(cafile=current_app.config["MAIL_CA_FILE"] or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
