"""Pārbauda lēmuma pierādījumu: python3 verify.py FAILS.zip (checks the proof of a decision offline)."""

import hashlib
import json
import re
import sys
import zipfile
from typing import Any, BinaryIO

FILES = ("README.txt", "SHA256SUMS", "lemums.pdf", "proof.json", "verify.py")
LINE = re.compile(rb'"(\w+)":(.*?),?')
DECIDED = ("outcome", "decided_at", "decided_by", "on_behalf_of")
LINKED = ("seq", "recorded_at", "actor_id", "on_behalf_of_id", "action", "from", "to", "comment", "data")


def check(path: str) -> tuple[list[str], dict[str, Any]]:
    """Return where the proof does not hold (nowhere = it holds), and the record."""
    try:
        contents, wrong = unpacked(path)
    except (OSError, zipfile.BadZipFile) as error:
        return [f"{path}: {error}"], {}
    sums = contents.get("SHA256SUMS", b"").decode(errors="replace").splitlines()
    known = {name: total for total, name in (line.split("  ", 1) for line in sums if "  " in line)}
    for name, content in contents.items():
        if name != "SHA256SUMS" and known.get(name) != digest(content):
            wrong.append(name)
    rows = map(LINE.fullmatch, contents.get("proof.json", b"").split(b"\n"))
    lines = {row[1]: row[2] for row in rows if row}
    parts = [f"proof.json: {key}" for key in keys(lines, known)]
    if parts:
        wrong = [one for one in wrong if one != "proof.json"] + parts
    if not wrong and contents["SHA256SUMS"] != summed(contents, lines[b"hashes"]):
        wrong = ["SHA256SUMS"]
    return wrong, {} if wrong else json.loads(contents["proof.json"])


def summed(contents: dict[str, bytes], hashes: bytes) -> bytes:
    """Return what the sums of these files are, as they were written."""
    rows = [f"{digest(contents[name])}  {name}\n" for name in FILES if name != "SHA256SUMS"]
    return "".join([*rows, f"# {digest(hashes)}  hashes in proof.json\n"]).encode()


def unpacked(path: str | BinaryIO) -> tuple[dict[str, bytes], list[str]]:
    """Return the files that can be read, and the names of those that cannot or do not belong."""
    contents: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as archive:
        there = archive.namelist()
        wrong = [name for name in [*FILES, *there] if there.count(name) != 1 or name not in FILES]
        for name in (one for one in FILES if one in there):
            try:
                contents[name] = archive.read(name)
            except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError):
                wrong.append(name)
    return contents, list(dict.fromkeys(wrong))


def keys(lines: dict[bytes, bytes], known: dict[str, str]) -> list[str]:
    """Return the parts of the record that are not as they were."""
    listed = lines.get(b"hashes", b"{}")
    if digest(listed) != known.get("hashes in proof.json", "")[-64:]:
        return ["hashes"] if lines else []
    hashes = json.loads(listed)
    wrong = [key for key, value in hashes.items() if digest(lines.get(key.encode(), b"")) != value]
    return wrong or ([] if linked(lines) else ["events"])


def linked(lines: dict[bytes, bytes]) -> bool:
    """Return whether each event names the hash of the one before, and its own is right."""
    number, before = json.loads(lines[b"number"]), "0" * 64
    for seq, event in enumerate(json.loads(lines[b"events"]), start=1):
        told = [number, *(event[name] for name in LINKED), event["previous_hash"]]
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        right = (seq, before, digest(text.encode()))
        if (event["seq"], event["previous_hash"], event["hash"]) != right:
            return False
        before = event["hash"]
    return True


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content."""
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Check the file that is named; exit with 1 where it does not hold."""
    if len(sys.argv) != 2:
        sys.exit("python3 verify.py FAILS.zip")
    wrong, record = check(sys.argv[1])
    if wrong:
        sys.exit("NEDER, mainīts / DOES NOT HOLD, changed:\n  " + "\n  ".join(wrong))
    decided, said = record["decision"], [f"DER / HOLDS: {record['number']} {record['card'].get('title', '')}"]
    said.append(" ".join(str(decided[one] or "") for one in DECIDED).rstrip())
    said.append(f"Ķēdes pēdējā jaucējvērtība / last hash of the chain: {record['events'][-1]['hash']}")
    sys.stdout.write("\n".join(said) + "\n")


if __name__ == "__main__":
    main()
