"""Running the centre's app: one line when it listens, a graceful stop."""

import gc
import signal
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from desktop.models.errors import InputError, StoreError

GRACE = 20  # seconds that requests under way may still take after a stop


class Server(uvicorn.Server):
    """uvicorn that says when it is ready, and ends with code 0 on a stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; unlike uvicorn's own, do not raise them again afterwards."""
        before = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listen(host: str, port: int) -> socket.socket:
    """Bind the address; port 0 takes any free one. Raises StoreError."""
    try:
        door = socket.create_server(
            (host, port), backlog=256, family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        # Inherited by every connection: else the body of an answer waits a round trip for the ack of its head.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return door
    except OSError as fault:
        raise StoreError(
            f"Không mở được cổng {port} trên {host} vì đang bận hoặc sai địa chỉ: hãy chọn cổng khác.",
            details=repr(fault),
        ) from fault


def tls(cert: Path | None, key: Path | None) -> dict[str, str]:
    """Return what uvicorn needs for TLS, nothing when no certificate is given. Raises InputError, StoreError."""
    if cert is None and key is None:
        return {}
    if cert is None or key is None:
        raise InputError("Muốn dùng TLS hãy cho cả --cert và --key, hoặc không cho cái nào.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(cert, key)
    except (OSError, ssl.SSLError) as fault:
        raise StoreError(
            f"Không dùng được chứng chỉ «{cert}» với khóa «{key}»: hãy kiểm tra hai tệp PEM.", details=repr(fault)
        ) from fault
    return {"ssl_certfile": str(cert), "ssl_keyfile": str(key)}


def serve(app: FastAPI, door: socket.socket, *, ready: Callable[[], None], tls: Mapping[str, str]) -> None:
    """Serve until stopped; `ready` is called once, when requests are taken."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE, limit_concurrency=256, http="h11", ws="none", lifespan="on",
        ssl_certfile=tls.get("ssl_certfile"), ssl_keyfile=tls.get("ssl_keyfile"),
    )  # fmt: skip
    config.load()
    if config.ssl is not None:
        config.ssl.num_tickets = 0  # a device makes one connection a day: tickets cost it half a kilobyte each time
    # What is loaded stays; what a batch makes goes when it is answered: the collector would look through it in vain.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    Server(config, ready).run(sockets=[door])
