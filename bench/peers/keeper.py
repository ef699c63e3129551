"""The far end of the HTTP peers: keeps each record once by its id (or once more each time, for the naive), in SQLite.

`python -m bench.peers.keeper FOLDER CERTIFICATES PORT`; says "ready" on stdout.
"""

import gzip
import hashlib
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterable
from email import message_from_bytes
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import uvicorn

from bench.peers.certificates import CHAIN, KEY

Scope = dict[str, Any]
FILE = "kept.sqlite3"
OPEN_ROSA = b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>full submission upload was successful!</message></OpenRosaResponse>'  # noqa: E501


class Keeper:
    """An ASGI app with three doors: /naive and /submission take one record, /batch takes many."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / FILE, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                               "CREATE TABLE IF NOT EXISTS kept (n INTEGER PRIMARY KEY, id TEXT, body BLOB);"
                               "CREATE UNIQUE INDEX IF NOT EXISTS once ON kept (id) WHERE id <> ''")  # fmt: skip

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]],
                       send: Callable[[Any], Awaitable[None]]) -> None:  # fmt: skip
        """Take one request."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return
            body += event.get("body", b"")
            if not event.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, media_type, said = self._take(scope["path"], headers, body)
        await send({"type": "http.response.start", "status": status, "headers": [
            (b"content-type", media_type.encode()), (b"content-length", str(len(said)).encode())]})  # fmt: skip
        await send({"type": "http.response.body", "body": said})

    def _take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if path == "/naive":
            self._keep([("", body)])
            return 201, "application/json", json.dumps({"id": hashlib.sha256(body).hexdigest()[:12], "status": "ok"}).encode()
        if path == "/submission":
            form = message_from_bytes(b"Content-Type: " + headers["content-type"].encode() + b"\r\n\r\n" + body)
            part = form.get_payload()[0].get_payload(decode=True)
            self._keep([(ElementTree.fromstring(part).findtext(".//{*}instanceID") or "", part)])
            return 201, "text/xml; charset=utf-8", OPEN_ROSA
        records = json.loads(gzip.decompress(body))
        self._keep((one["uid"], json.dumps(one, ensure_ascii=False).encode()) for one in records)
        digest = hashlib.sha256(body).hexdigest()
        return 200, "application/json", json.dumps({"batch": digest, "n": len(records)}).encode()

    def _keep(self, records: Iterable[tuple[str, bytes]]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR IGNORE INTO kept (id, body) VALUES (?, ?)", records)
            self._db.execute("COMMIT")


def main(folder: str, certificates: str, port: str) -> None:
    """Serve until killed."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print("ready", flush=True)

    chain = Path(certificates)
    config = uvicorn.Config(Keeper(Path(folder)), host="0.0.0.0", port=int(port), log_level="warning", access_log=False,
                            server_header=False, lifespan="off", ws="none", http="h11", timeout_keep_alive=75,
                            ssl_certfile=str(chain / CHAIN), ssl_keyfile=str(chain / KEY))  # fmt: skip
    Server(config).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
