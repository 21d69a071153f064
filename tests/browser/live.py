"""A site that a real browser can open: the application behind a real server, in a thread of this process."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.cli.demo import load_demo
from app.cli.setup import prepare_database
from app.factory import create_app


class Quiet(WSGIRequestHandler):
    """Says nothing of requests that went well."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Report what the server itself got wrong."""
        if str(code).startswith("5"):
            sys.stderr.write(f"{code} {self.requestline}\n")


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port for as long as the block lasts; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    app.config["BASE_URL"] = address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def demo_app(folder: Path) -> Flask:
    """Return a demo like that of `make run`, with everything it keeps in this folder."""
    app = create_app(
        ENV="demo",
        SECRET_KEY="0123456789abcdef" * 4,
        VAR=folder,
        QUEUE_FILE=folder / "queue.db",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'virsis.db'}",
    )
    with app.app_context():
        prepare_database()
        load_demo()
    return app
