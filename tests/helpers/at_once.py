"""Two people who press the button at the same moment, or one while the other's work is not yet committed."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from rules.refusals import Refusal

OPEN_FOR = 0.5  # seconds in which a second transaction comes as far as it can


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Do and commit each in a thread of its own, all beginning together; return what was refused."""
    together, refusals = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context(), seeing_everything(), writing():
            together.wait()
            try:
                act()
                db.session.commit()
            except Refusal as refusal:
                refusals.append(str(refusal))
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(one,)) for one in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()
    return refusals


def meanwhile(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> None:
    """Do the first; begin the second before the first is committed; let both end."""

    def run() -> None:
        with app.app_context(), seeing_everything(), writing():
            second()
            db.session.commit()
            db.session.remove()

    other = Thread(target=run)
    with writing():
        first()
        other.start()
        other.join(OPEN_FOR)
        db.session.commit()
    other.join()
