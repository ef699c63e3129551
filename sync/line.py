"""The line to the centre: one HTTP client, and the reading of whatever answers, centre or not."""

import base64
import json
import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import truststore

from desktop.models.errors import Refused
from sync import frame, office_file, seal, states, wire
from sync.states import NotTaken, fault

CONNECT = 20.0  # seconds to reach the centre
STALL = 30.0  # seconds without a byte moving
FIRST_RATE = 4_000.0  # bytes a second assumed before any was measured: half of 64 kbit/s
SMALL = 16_000  # bytes of an answer that is not a receipt
PROBLEM_PREFIX = "urn:sophuong:problem:"
_WHOLE_BATCH = frozenset({400, 413, 422})
_BUSY = frozenset({429, 500, 502, 503, 504, 507})


@dataclass(frozen=True, slots=True)
class Route:
    """How to reach a centre and know it: `centre_key` is 32 bytes, `ca_pem` an extra authority or ""."""

    url: str
    centre_key: bytes
    ca_pem: str = ""
    proxy: str = ""
    allow_http: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `proven` when it carries the centre's seal over exactly what was asked."""

    status: int
    media_type: str
    body: bytes
    proven: bool
    retry_after: int


class Line:
    """An open line to one centre; counts the body bytes that went `up` and came `down`."""

    def __init__(self, route: Route, *, transport: httpx2.BaseTransport | None = None,
                 clock: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        if not office_file.may_use(route.url, allow_http=route.allow_http):
            raise Refused(
                "Địa chỉ trung tâm phải bắt đầu bằng https://: hãy xin tệp đơn vị mới.", details=route.url
            )
        self._route = route
        self._clock = clock
        self._client = _client(route, transport)
        self._rate = FIRST_RATE
        self.up = 0
        self.down = 0

    def hello(self) -> None:
        """Ask the centre to show itself. Raises SyncError by state; a few hundred bytes."""
        nonce = os.urandom(16)
        answer = self._ask("GET", f"/v1/hello?nonce={nonce.hex()}", frame.digest(nonce))
        said = _plain(answer)
        if said.get("nonce") != nonce.hex() or type(said.get("protocol_min")) is not int:
            raise fault("portal", details="hello: not ours")
        if said["protocol_min"] > wire.PROTOCOL:
            raise fault("too-old")
        if said.get("protocol_max", wire.PROTOCOL) < wire.PROTOCOL:
            raise fault("too-new")

    def enrol(self, code: str, secret: bytes) -> tuple[str, str]:
        """Ask to be let in and return (device id in 32 hex digits, unit). Raises SyncError."""
        key = seal.public_key(secret)
        proof = seal.sign(secret, seal.ENROL_LABEL, code.encode(), b"\n", key)
        body = json.dumps({"code": code, "public_key": key.hex(), "proof": proof.hex()}).encode()
        said = _plain(
            self._ask("POST", "/v1/enrol", frame.digest(body), body=body, media_type="application/json")
        )
        device, unit = said.get("device"), said.get("unit")
        if (
            not isinstance(device, str)
            or not re.fullmatch(r"[0-9a-f]{32}", device)
            or not isinstance(unit, str)
        ):
            raise fault("foreign", details="enrol: fields")
        return device, unit

    def batch(self, sealed: seal.Sealed) -> bytes:
        """Send a sealed batch and return the bytes that came back as a receipt, still to be verified.

        Raises SyncError by state; NotTaken: turned down whole; Cut: it may have arrived.
        """
        begun = self._clock()
        answer = self._ask("POST", "/v1/batch", sealed.digest, body=sealed.body, media_type=wire.BATCH_TYPE)
        if answer.status != 200:
            raise _turned_down(answer)
        if answer.media_type != wire.RECEIPT_TYPE:
            raise fault("portal", details=f"200 {answer.media_type}")
        self._rate = max(500.0, (self._rate + len(sealed.body) / max(self._clock() - begun, 0.001)) / 2)
        return answer.body

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _ask(
        self, method: str, path: str, about: bytes, *, body: bytes = b"", media_type: str = ""
    ) -> Answer:
        headers = {"Content-Type": media_type} if media_type else {}
        timeout = httpx2.Timeout(
            connect=CONNECT, write=STALL, pool=CONNECT, read=STALL + 4 * len(body) / self._rate
        )
        try:
            with self._client.stream(
                method, path, content=body or None, headers=headers, timeout=timeout
            ) as response:
                self.up += len(body)
                return self._read(response, about)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as failure:
            raise _fault_of(failure) from failure

    def _read(self, response: httpx2.Response, about: bytes) -> Answer:
        if response.status_code == 407:
            raise fault("proxy", details="407")
        taken = bytearray()
        for piece in response.iter_raw():
            taken += piece
            if len(taken) > wire.MAX_RECEIPT:
                raise fault("portal", details="answer too long")
        self.down += len(taken)
        body, status = bytes(taken), response.status_code
        proven = _is_proven(self._route.centre_key, response, about, body)
        media_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return Answer(status, media_type, body, proven, _seconds(response.headers.get("retry-after", "")))


def _client(route: Route, transport: httpx2.BaseTransport | None) -> httpx2.Client:
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if route.ca_pem:
        context.load_verify_locations(cadata=route.ca_pem)
    near = urlsplit(route.url).hostname in {"127.0.0.1", "::1", "localhost"}
    headers = {"User-Agent": f"sophuong/{wire.PROTOCOL}", "Accept-Encoding": "identity"}
    return httpx2.Client(
        base_url=route.url, verify=context, proxy=route.proxy or None, transport=transport, headers=headers,
        follow_redirects=False, trust_env=not near,
    )  # fmt: skip


def _is_proven(key: bytes, response: httpx2.Response, about: bytes, body: bytes) -> bool:
    try:
        signature = base64.b64decode(response.headers.get("sophuong-seal", ""), validate=True)
    except ValueError:
        return False
    return seal.signed_by(key, signature, *seal.answer_parts(response.status_code, about, body))


def _plain(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of a proven 200. Raises SyncError by state."""
    if answer.status != 200:
        raise _turned_down(answer)
    if not answer.proven or len(answer.body) > SMALL:
        raise fault("portal", details=f"200 {answer.media_type} without seal")
    said = _object(answer.body)
    if said is None:
        raise fault("portal", details="not a JSON object")
    return said


def _turned_down(answer: Answer) -> Exception:
    details = f"{answer.status} {answer.media_type}"
    name, sentence = _problem(answer) if answer.proven else ("", "")
    if name in states.SENTENCES and name not in {"full", "too-big", "malformed"}:
        return fault(name, details=details)
    if name == "refused":
        return Refused(sentence, details=details)
    if answer.status in _BUSY:
        return states.Busy(answer.retry_after or 60, details=details)
    if answer.status in _WHOLE_BATCH:
        return NotTaken(name, proven=answer.proven, evidence=answer.body, details=details)
    return fault("cut" if answer.status == 408 else "portal", details=details)


def _problem(answer: Answer) -> tuple[str, str]:
    said = _object(answer.body) or {}
    return str(said.get("type", "")).removeprefix(PROBLEM_PREFIX), str(said.get("detail", ""))[:500]


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _fault_of(failure: Exception) -> Exception:
    details = f"{type(failure).__name__}: {failure}"[:500]
    if isinstance(failure, httpx2.ProxyError) and "407" in str(failure):
        return fault("proxy", details=details)
    for cause in _causes(failure):
        if (
            isinstance(cause, ssl.SSLCertVerificationError)
            or "certificate verify failed" in str(cause).lower()
        ):
            wrong_time = re.search(r"not yet valid|expired", str(cause), re.IGNORECASE)
            return fault("clock" if wrong_time else "untrusted", details=details)
    never_left = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError)
    return fault("offline" if isinstance(failure, never_left) else "cut", details=details)


def _causes(failure: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = failure
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _seconds(text: str) -> int:
    return min(int(text), 86_400) if text.isascii() and text.isdigit() and len(text) < 9 else 0
