"""Example documents in docs/examples/, of a card of the demo: `python -m scripts.examples`."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from app.documents.docx import docx
from app.documents.pdf import pdf
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from rules.vocabulary import Status
from scripts.shown import ROOT
from tests.browser.live import demo_app
from views.activity.izzina import izzina_of

FOLDER = ROOT / "docs" / "examples"


def main() -> None:
    """Write the izziņa of the last demo card that a CAB head has returned."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="virsis-examples-") as folder:
        app = demo_app(Path(folder))
        with app.test_request_context(), seeing_everything():
            returned = select(Activity).where(Activity.status == Status.returned, Activity.round > 0)
            told = izzina_of(db.session.scalars(returned.order_by(Activity.id)).first())
            (FOLDER / "izzina.pdf").write_bytes(pdf(told))
            (FOLDER / "izzina.docx").write_bytes(docx(told))


if __name__ == "__main__":
    main()
