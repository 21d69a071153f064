"""The proof of a decision: its parts hold each other, and whatever byte is changed is found where it is."""

import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.documents.proof import canonical, packed
from app.documents.proof.verify import check

FILES = ("README.txt", "SHA256SUMS", "lemums.pdf", "proof.json", "verify.py")


def event(seq, before, **told):
    one = {
        "seq": seq,
        "recorded_at": f"2026-10-{seq:02}T06:00:00+00:00",
        "actor_id": 3,
        "on_behalf_of_id": None,
    }
    one |= {
        "action": "vote",
        "from": "in_approval",
        "to": "in_approval",
        "comment": "Ķ “ē”",
        "data": {"z": 1},
    }
    one |= told | {"previous_hash": before}
    names = ("seq", "recorded_at", "actor_id", "on_behalf_of_id", "action", "from", "to", "comment", "data")
    hashed = ["AA-2026-000001", *(one[name] for name in names), before]
    return one | {"hash": sha256(canonical(hashed)).hexdigest()}


def record(**changed):
    first = event(1, "0" * 64)
    decision = {"outcome": "approve", "decided_at": "2026-10-12T06:00:00Z", "decided_by": "varam.vaditajs"}
    told = {
        "number": "AA-2026-000001",
        "card": {"title": "Deklarāciju ievade"},
        "rule_set": {"id": "mk368-2023", "text": "id = 1\n", "hash": "0"},
        "votes": [],
        "decision": decision | {"on_behalf_of": None},
        "events": [first, event(2, first["hash"], action="decide")],
    }
    return told | changed


@pytest.fixture
def proof(tmp_path):
    """What writes a proof to a file, some of its files changed (None = left out)."""
    made = packed(record(), b"%PDF-1.7 made")

    def write(**changed):
        path = tmp_path / "proof.zip"
        with ZipFile(BytesIO(made)) as whole, ZipFile(path, "w") as archive:
            for name in whole.namelist():
                content = changed.get(name, whole.read(name))
                if content is not None:
                    archive.writestr(name, content)
        return path

    write.made = made
    return write


def content_of(made, name):
    with ZipFile(BytesIO(made)) as archive:
        return archive.read(name)


def test_the_same_record_is_the_same_bytes():
    assert packed(record(), b"pdf") == packed(record(), b"pdf")


def test_a_proof_holds_and_says_what_was_decided(proof):
    path = proof()
    said = subprocess.run(
        [sys.executable, "-I", "-S", "-"],
        input=content_of(proof.made, "verify.py")
        .replace(b"sys.argv[1]", repr(str(path)).encode())
        .replace(b"len(sys.argv) != 2", b"False"),
        capture_output=True,
        check=False,
    )
    lines = said.stdout.decode().splitlines()
    assert (said.returncode, lines[0]) == (0, "DER / HOLDS: AA-2026-000001 Deklarāciju ievade")
    assert lines[1:] == [
        "approve 2026-10-12T06:00:00Z varam.vaditajs",
        f"Ķēdes pēdējā jaucējvērtība / last hash of the chain: {record()['events'][-1]['hash']}",
    ]


@pytest.mark.parametrize("name", [one for one in FILES if one not in ("SHA256SUMS", "proof.json")])
def test_a_changed_byte_is_found_in_its_file(proof, name):
    content = bytearray(content_of(proof.made, name))
    for at in {0, len(content) // 2, len(content) - 1}:
        changed = bytearray(content)
        changed[at] ^= 1
        assert check(str(proof(**{name: bytes(changed)})))[0] == [name]


def test_every_changed_byte_of_the_sums_is_found(proof):
    content = content_of(proof.made, "SHA256SUMS")
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1
        assert check(str(proof(SHA256SUMS=bytes(changed))))[0]


@pytest.mark.parametrize("key", [*record(), "hashes"])
def test_a_changed_byte_of_the_record_is_found_in_its_key(proof, key):
    content = content_of(proof.made, "proof.json")
    start = content.index(b'\n"%s":' % key.encode()) + 1
    end = content.index(b"\n", start)
    for at in range(start + 1, end - 1):
        changed = bytearray(content)
        changed[at] ^= 1
        assert check(str(proof(**{"proof.json": bytes(changed)})))[0] == [f"proof.json: {key}"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_left_out_is_missed(proof, name):
    assert name in check(str(proof(**{name: None})))[0]


def test_a_chain_of_events_that_was_changed_and_summed_anew_is_found(tmp_path):
    events = record()["events"]
    events[0]["comment"] = "Cits"
    path = tmp_path / "proof.zip"
    path.write_bytes(packed(record(events=events), b"pdf"))
    assert check(str(path))[0] == ["proof.json: events"]


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all"])
def test_what_is_no_archive_does_not_hold(tmp_path, content):
    path = tmp_path / "proof.zip"
    path.write_bytes(content)
    assert check(str(path))[0]
