"""The HTTP peers' own end: one POST a record (naive JSON, OpenRosa's multipart XML), or JSON and gzip in batches.

`python -m bench.peers.rest WAY RECORDS AUTHORITY URL SIZE PATIENCE`: sends the records of a JSON-lines file over one
connection kept open, tries again after a fault, and prints what it did as JSON.
"""

import gzip
import hashlib
import http.client
import json
import ssl
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

BOUNDARY = "--------------------------7d33a816d302b6"
Question = tuple[str, dict[str, str], bytes]


def openrosa(record: dict[str, Any]) -> Question:
    """Return a submission as ODK Collect makes it."""
    said = "".join(f"<{name}>{escape(_text(value))}</{name}>" for name, value in record["values"].items())
    xml = (f"<?xml version='1.0' ?><data id=\"{record['kind']}\" version=\"{record['version']}\" "
           'xmlns:orx="http://openrosa.org/xforms">'
           f"<start>{record['at']}</start>{said}<orx:meta><orx:instanceID>uuid:{record['uid']}</orx:instanceID>"
           "</orx:meta></data>")  # fmt: skip
    part = (f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"xml_submission_file\"; "
            "filename=\"submission.xml\"\r\nContent-Type: text/xml; charset=UTF-8\r\n\r\n")  # fmt: skip
    body = part.encode() + xml.encode() + f"\r\n--{BOUNDARY}--\r\n".encode()
    return "/submission", {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "X-OpenRosa-Version": "1.0"}, body


def naive(record: dict[str, Any]) -> Question:
    """Return one record as JSON."""
    body = json.dumps(record, ensure_ascii=False).encode()
    return "/naive", {"Content-Type": "application/json"}, body


def batch(records: list[dict[str, Any]]) -> Question:
    """Return many records as JSON and gzip."""
    body = gzip.compress(json.dumps(records, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    return "/batch", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, body


def questions(way: str, records: list[dict[str, Any]], size: int) -> Iterator[Question]:
    """Yield what is to be asked."""
    if way == "gzip":
        for start in range(0, len(records), size):
            yield batch(records[start : start + size])
    else:
        yield from map({"openrosa": openrosa, "naive": naive}[way], records)


def send(way: str, records: list[dict[str, Any]], authority: str, url: str, size: int, patience: float) -> dict[str, Any]:
    """Send all of it; a status of 2xx counts as stored, for a batch only with its digest."""
    parts, context = urlsplit(url), ssl.create_default_context(cafile=authority)
    line: http.client.HTTPSConnection | None = None
    tries = 0
    begun = time.monotonic()
    for path, headers, body in questions(way, records, size):
        while True:
            tries += 1
            try:
                line = line or http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=patience, context=context)
                line.request("POST", path, body, {"User-Agent": "peer/1.0", **headers})
                reply = line.getresponse()
                said = reply.read()
                if reply.status < 300 and (way != "gzip" or json.loads(said)["batch"] == hashlib.sha256(body).hexdigest()):
                    break
            except (OSError, http.client.HTTPException, ValueError):
                pass
            if line:
                line.close()
            line = None
            time.sleep(2)
    if line:
        line.close()
    return {"seconds": time.monotonic() - begun, "tries": tries}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(way: str, records: str, authority: str, url: str, size: str, patience: str) -> None:
    """Read the records, send them, tell."""
    found = [json.loads(line) for line in Path(records).read_text(encoding="utf-8").splitlines()]
    print(json.dumps(send(way, found, authority, url, int(size), float(patience))))


if __name__ == "__main__":
    main(*sys.argv[1:])
