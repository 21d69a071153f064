"""Whether the proof in a file is the one that was built, and says what the database still says."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import store
from app.documents.proof.verify import check, digest, unpacked
from app.extensions import db
from app.services.activity.audit import digest as digest_of
from models import Activity, Event, Proof


def compare(file: Path) -> tuple[str, list[str]]:
    """Return the number of the activity, and every file, key or event in which the proof differs."""
    wrong, record = check(str(file))
    if wrong:
        return "", wrong
    number = record["number"]
    row = db.session.execute(
        select(Proof, Activity)
        .join(Activity, Activity.id == Proof.activity_id)
        .where(Activity.number == number)
    ).one_or_none()
    if row is None:
        return number, [f"no proof of {number} was built here"]
    proof, activity = row
    differs = [] if sha256(file.read_bytes()).hexdigest() == proof.sha256 else _differing(file, proof)
    return number, differs + _events(activity, record)


def _differing(file: Path, proof: Proof) -> list[str]:
    """Name the files that are not those that were built, and in the record the keys."""
    kept = store.opened(proof.sha256)
    if kept is None:
        return [f"{file.name}: its sum is not that of the proof that was built"]
    with kept:
        built = unpacked(kept)[0]
    found = unpacked(str(file))[0]
    names = [name for name, content in found.items() if digest(content) != digest(built.get(name, b""))]
    named = [one for name in names for one in (_keys(built[name], found[name]) or [name])]
    return named or [f"{file.name}: it is packed in another way"]


def _keys(built: bytes, found: bytes) -> list[str]:
    try:
        one, other = json.loads(built), json.loads(found)
    except ValueError:
        return []
    return [f"proof.json: {key}" for key in other if other[key] != one.get(key)]


def _events(activity: Activity, record: dict[str, Any]) -> list[str]:
    """Name the events of the record that the database no longer has as they were."""
    rows = db.session.scalars(select(Event).where(Event.activity_id == activity.id).order_by(Event.seq))
    now = {one.seq: one.hash for one in rows if one.hash == digest_of(activity.number, one)}
    return [
        f"proof.json: events, {one['seq']}" for one in record["events"] if now.get(one["seq"]) != one["hash"]
    ]
