"""What carries one question to the centre and its answer back: HTTP, or whatever a test hands in."""

import hashlib
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx2
import truststore

from sync import wire
from sync.office_file import Route

CONNECT = 20.0  # seconds to reach the centre
STALL = 20.0  # seconds without a byte moving
STUCK = 25_000  # milliseconds the other end's kernel may leave bytes unconfirmed (TCP_USER_TIMEOUT)


class Stranger(Exception):
    """The far end shows another certificate than the one that proved itself before: nothing was sent to it."""


class TooLong(Exception):
    """The answer is longer than any answer of a centre."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `known`: SHA-256 of the only certificate that may see the body, b"" for any; `patience`: seconds the answer may
    take beyond the usual stall.
    """

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    known: bytes = b""
    patience: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names in lower case; `certificate` is the SHA-256 of the far end's, b"" without TLS."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    certificate: bytes = b""


class Carrier(Protocol):
    """Carries questions, several at once if asked from several threads."""

    def ask(self, question: Question) -> Reply:
        """Return what came back. Raises Stranger, TooLong, httpx2.HTTPError, OSError."""

    def close(self) -> None:
        """Hang up."""


class HttpCarrier:
    """HTTP/1.1 with connections kept open; TLS by the system's store and the office file's authority."""

    def __init__(self, route: Route, transport: httpx2.BaseTransport | None = None) -> None:
        self._client = client(route, transport)
        self._seen = b""  # of the newest handshake

    def ask(self, question: Question) -> Reply:
        """Ask; the body leaves only when the certificate is the one `known` names."""
        stall = httpx2.Timeout(connect=CONNECT, write=STALL, pool=CONNECT + 600, read=STALL + question.patience)
        headers = dict(question.headers)
        if question.body:
            headers["Content-Length"] = str(len(question.body))
        with self._client.stream(
            question.method, question.path, content=self._guarded(question) if question.body else None,
            headers=headers, timeout=stall, extensions={"trace": self._watch},
        ) as response:  # fmt: skip
            taken = bytearray()
            for piece in response.iter_raw():
                taken += piece
                if len(taken) > wire.MAX_RECEIPT:
                    raise TooLong
            found = {name.lower(): value for name, value in response.headers.items()}
            return Reply(response.status_code, found, bytes(taken), self._seen)

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _guarded(self, question: Question) -> Iterator[bytes]:
        # Asked for only after the handshake: the last moment at which a stranger can be told nothing.
        if question.known and self._seen and self._seen != question.known:
            raise Stranger
        yield question.body

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith("start_tls.complete"):
            shown = info["return_value"].get_extra_info("ssl_object")
            leaf = shown.getpeercert(True) if shown is not None else None
            self._seen = hashlib.sha256(leaf).digest() if leaf else b""


def client(route: Route, transport: httpx2.BaseTransport | None = None) -> httpx2.Client:
    """Return a client that trusts as the system and the office file say, by the proxy either names."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if route.ca_pem:
        context.load_verify_locations(cadata=route.ca_pem)
    near = urlsplit(route.url).hostname in {"127.0.0.1", "::1", "localhost"}
    client = httpx2.Client(
        base_url=route.url, follow_redirects=False, trust_env=not near,
        transport=transport or httpx2.HTTPTransport(
            verify=context, proxy=route.proxy or _system_proxy(route.url, near=near), trust_env=not near,
            limits=httpx2.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=60.0),
            socket_options=_socket_options()),
    )  # fmt: skip
    # Each head goes with every question: what says nothing is left out (no accepted encoding is the identity).
    client.headers = httpx2.Headers({"User-Agent": f"sophuong/{wire.PROTOCOL}"})
    return client


def _system_proxy(url: str, *, near: bool) -> str | None:
    """Return the proxy the system names for this address; a transport of our own would not ask."""
    if near:
        return None
    import urllib.request

    parts = urlsplit(url)
    if parts.hostname and urllib.request.proxy_bypass(parts.hostname):
        return None
    return urllib.request.getproxies().get(parts.scheme)


def _socket_options() -> list[tuple[int, int, int]]:
    options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; elsewhere the answer's time-out alone has to notice
        options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK))
    return options
