"""What the two people who run a centre look at: alive, ready, figures, one line of JSON for each request.

Nothing here names a person, a device or an activity: counts, times, doors.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from os import getpid, urandom
from typing import Any, TextIO

from fastapi import FastAPI, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.central import schema
from sync.central.answers import full
from sync.central.store import Store
from sync.central.tables import devices, inbox, logs, quarantine

REQUEST_ID = b"x-request-id"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "testclient"})
_STEPS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)  # seconds


class Watching:
    """Counts every request of one worker, and writes a line about it where it is asked to."""

    def __init__(self, app: ASGIApp, *, log: TextIO | None = None) -> None:
        self._app, self._log = app, log
        self.registry = CollectorRegistry()
        self._requests = Counter("sophuong_requests", "Requests by door and answer", ("door", "status"), registry=self.registry)
        self._seconds = Histogram("sophuong_seconds", "Seconds to the last byte", ("door",), buckets=_STEPS, registry=self.registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, look at its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, given = time.perf_counter(), 500, urandom(8).hex()

        async def say(message: Message) -> None:
            nonlocal status, given
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message.get("headers", ()))
                known = next((value for name, value in headers if name.lower() == REQUEST_ID), None)
                given = known.decode("latin-1") if known else given
                message["headers"] = headers if known else [*headers, (REQUEST_ID, given.encode())]
            await send(message)

        try:
            await self._app(scope, receive, say)
        finally:
            seconds, door = time.perf_counter() - begun, door_of(scope)
            self._requests.labels(door, str(status)).inc()
            self._seconds.labels(door).observe(seconds)
            if self._log is not None:
                line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "worker": getpid(), "request": given,
                        "method": scope["method"], "door": door, "status": status, "ms": round(seconds * 1000, 1)}  # fmt: skip
                print(json.dumps(line), file=self._log, flush=True)


def door_of(scope: Scope) -> str:
    """Return which door was asked, without what was asked there: unknown doors are all one."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "elsewhere"


def add_doors(app: FastAPI, store: Store, *, now: Callable[[], datetime], log: TextIO | None = None) -> None:
    """Add /healthz, /readyz and /metrics, and count what comes."""
    app.add_middleware(Watching, log=log)

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> Response:
        """Answer as long as this worker runs."""
        return Response("ok\n", media_type="text/plain")

    @app.get("/readyz", include_in_schema=False)
    def ready() -> Response:
        """Answer 200 when the database answers and its tables are those of this program; else 503."""
        with store.reading() as connection:
            if schema.state(connection) < schema.HEAD:
                raise full()
        return Response("ready\n", media_type="text/plain")

    @app.get("/metrics", include_in_schema=False)
    def metrics(request: Request) -> Response:
        """Tell Prometheus, which asks on this machine and not through the proxy."""
        near = request.client is not None and request.client.host in _LOOPBACK
        if not near or "x-forwarded-for" in request.headers:
            return Response(status_code=404)
        own = generate_latest(_watching(app).registry)
        return Response(own + generate_latest(_of_all(store, now())), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _watching(app: FastAPI) -> Watching:
    layer: Any = app.middleware_stack
    while not isinstance(layer, Watching):
        layer = layer.app
    return layer


def _of_all(store: Store, now: datetime) -> CollectorRegistry:
    """Return what the database knows, the same from whichever worker is asked."""
    registry = CollectorRegistry()
    with store.reading() as connection:
        kept = connection.execute(select(func.sum(logs.c.position), func.sum(logs.c.batches))).one()
        apart = connection.scalar(select(func.count()).select_from(quarantine)) or 0
        waiting = select(func.count()).where(devices.c.approved_at.is_(None), devices.c.revoked_at.is_(None))
        pending = connection.scalar(waiting.select_from(devices)) or 0
        last = connection.scalar(select(func.max(inbox.c.received_at)))
    age = (now - datetime.fromisoformat(last)).total_seconds() if last else -1
    for name, text, value in (
        ("sophuong_revisions", "Entries of all logs", kept[0] or 0), ("sophuong_batches", "Batches stored", kept[1] or 0),
        ("sophuong_quarantined_batches", "Batches of devices that may not send", apart),
        ("sophuong_pending_devices", "Devices that wait to be approved", pending),
        ("sophuong_last_batch_seconds", "Seconds since the last batch, -1 for none", age),
    ):  # fmt: skip
        Gauge(name, text, registry=registry).set(float(value))
    return registry

