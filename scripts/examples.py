"""Example documents in docs/examples/, of a card of the demo: `python -m scripts.examples`."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from sqlalchemy import select

from app.documents.docx import docx
from app.documents.pdf import pdf
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity, Meeting, User
from models.account.people import actor_of
from rules.meeting.words import MeetingStatus
from rules.vocabulary import Status
from scripts.shown import ROOT
from tests.browser.live import demo_app
from views.activity.izzina import izzina_of
from views.activity.proof import proof_of
from views.meeting.minutes import given_out

FOLDER = ROOT / "docs" / "examples"


def main() -> None:
    """Write izziņa of a returned card, decision and proof of an approved one, minutes of a meeting."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="virsis-examples-") as folder:
        app = demo_app(Path(folder))
        with app.test_request_context(), seeing_everything():
            returned = select(Activity).where(Activity.status == Status.returned, Activity.round > 0)
            told = izzina_of(db.session.scalars(returned.order_by(Activity.id)).first())
            (FOLDER / "izzina.pdf").write_bytes(pdf(told))
            (FOLDER / "izzina.docx").write_bytes(docx(told))
            approved = select(Activity).join(Activity.obligations).order_by(Activity.id)
            card = db.session.scalars(approved.where(Activity.published_at.is_not(None))).first()
            answer = proof_of(card)
            answer.direct_passthrough = False
            proof = answer.get_data()
            (FOLDER / "pieradijums.zip").write_bytes(proof)
            with ZipFile(BytesIO(proof)) as archive:
                (FOLDER / "lemums.pdf").write_bytes(archive.read("lemums.pdf"))
            closed = select(Meeting).where(Meeting.status == MeetingStatus.closed).limit(1)
            head = select(User).where(User.username == "varam.vaditajs")
            answer = given_out(db.session.scalars(closed).one(), actor_of(db.session.scalars(head).one()))
            answer.direct_passthrough = False
            (FOLDER / "protokols.pdf").write_bytes(answer.get_data())


if __name__ == "__main__":
    main()
