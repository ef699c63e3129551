"""The line to the centre: asking its doors, and the reading of whatever answers, centre or not."""

import base64
import json
import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2

from desktop.models import guards
from desktop.models.errors import Refused
from sync import frame, office_file, seal, states, wire
from sync.carrier import Carrier, HttpCarrier, Question, Reply, Stranger, TooLong
from sync.office_file import Route
from sync.states import NotTaken, fault

__all__ = ["Line", "Route"]

FIRST_RATE = 4_000.0  # bytes a second assumed before any was measured: half of 64 kbit/s
SMALL = 16_000  # bytes of an answer that is not a receipt
UNPROVEN = 1_500  # bytes of a body that may go to whoever has not yet shown to be the centre
PROBLEM_PREFIX = "urn:sophuong:problem:"
_WHOLE_BATCH = frozenset({400, 413, 422})
_BUSY = frozenset({429, 500, 502, 503, 504, 507})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `proven` when it carries the centre's seal over exactly what was asked."""

    status: int
    media_type: str
    body: bytes
    proven: bool
    retry_after: int


class Line:
    """An open line to one centre; counts the body bytes that went `up` and came `down`.

    `known` is the certificate (SHA-256) the centre showed when it last proved itself: a body goes straight to it;
    anyone else must prove to be the centre by a small question first. May be asked from several threads.
    """

    def __init__(self, route: Route, *, carrier: Carrier | None = None, transport: httpx2.BaseTransport | None = None,
                 clock: Callable[[], float] = time.monotonic, known: bytes = b"") -> None:  # fmt: skip
        if not office_file.may_use(route.url, allow_http=route.allow_http):
            raise Refused(
                "Địa chỉ trung tâm phải bắt đầu bằng https://: hãy xin tệp đơn vị mới.", details=route.url
            )
        self._route = route
        self._clock = clock
        self._carrier = carrier or HttpCarrier(route, transport)
        self._greeted = False
        self.known = known
        self.rate = FIRST_RATE
        self.up = 0
        self.down = 0

    def hello(self) -> dict[str, Any]:
        """Ask the centre to show itself. Raises SyncError by state; a few hundred bytes."""
        nonce = os.urandom(16)
        said = _plain(self._ask("GET", f"/v1/hello?nonce={nonce.hex()}", frame.digest(nonce))[1])
        if said.get("nonce") != nonce.hex() or type(said.get("protocol_min")) is not int:
            raise fault("portal", details="hello: not ours")
        if said["protocol_min"] > wire.PROTOCOL:
            raise fault("too-old")
        if said.get("protocol_max", wire.PROTOCOL) < wire.PROTOCOL:
            raise fault("too-new")
        return said

    def enrol(self, code: str, secret: bytes) -> tuple[str, str, bool]:
        """Ask to be let in and return (device id in 32 hex digits, unit, approved). Raises SyncError."""
        body = enrol_question(code, secret)
        headers = {"Content-Type": "application/json"}
        return read_enrolled(_plain(self._ask("POST", "/v1/enrol", frame.digest(body), body=body, headers=headers)[1]))

    def sync(self, sealed: seal.Sealed) -> frame.Frame:
        """Send a sealed batch and return the centre's sealed receipt for exactly this batch, its signature verified.

        Raises SyncError by state; NotTaken: turned down whole; Cut: it may have arrived.
        """
        self._meet(sealed.body)
        begun = self._clock()
        headers = {"Content-Type": wire.BATCH_TYPE}
        reply, answer = self._ask("POST", "/v1/sync", sealed.digest, body=sealed.body, headers=headers)
        if answer.status != 200:
            raise _turned_down(answer)
        if answer.media_type != wire.RECEIPT_TYPE:
            raise fault("portal", details=f"200 {answer.media_type}")
        opened = self._opened(answer.body, sealed.digest)
        self._met(reply)
        self._clocked(len(sealed.body) + len(answer.body), begun)
        return opened

    def receipt_of(self, digest: bytes, secret: bytes, device: bytes) -> frame.Frame | None:
        """Ask for the receipt of a batch whose answer was lost; None when the centre does not have the batch.

        Raises SyncError by state. A question of 300 bytes in place of the whole batch once more.
        """
        path = f"/v1/receipt/{digest.hex()}"
        _, said = self.ask_signed("GET", path, b"", secret, device, limit=2 * wire.MAX_RECEIPT)
        if not said.get("receipt"):
            return None
        try:
            raw = base64.b64decode(str(said["receipt"]), validate=True)
        except ValueError:
            raise fault("foreign", details="receipt: base64") from None
        return self._opened(raw, digest)

    def _opened(self, raw: bytes, digest: bytes) -> frame.Frame:
        """Return a receipt of exactly this batch. Raises Rejected."""
        opened = wire.open_receipt(raw)
        seal.verify(opened, self._route.centre_key)
        if opened.header[1] != digest:
            raise fault("foreign", details="receipt of another batch")
        return opened

    def ask_signed(self, method: str, path: str, body: bytes, secret: bytes, device: bytes,
                   *, also: frozenset[int] = frozenset(), limit: int = SMALL) -> tuple[int, dict[str, Any]]:  # fmt: skip
        """Ask a door in this device's name; return status (200 or one of `also`) and the sealed JSON.

        Raises SyncError by state.
        """
        signature = base64.b64encode(seal.sign(secret, *seal.ask_parts(path, body))).decode()
        headers = {"Sophuong-Device": device.hex(), "Sophuong-Sign": signature}
        if body:
            headers["Content-Type"] = "application/octet-stream"
        about = frame.digest(b"".join(seal.ask_parts(path, body)))
        self._meet(body)
        begun = self._clock()
        _, answer = self._ask(method, path, about, body=body, headers=headers)
        self._clocked(len(body), begun)
        if answer.status in also and answer.proven and (said := _object(answer.body)) is not None:
            return answer.status, said
        return answer.status, _plain(answer, limit)

    def close(self) -> None:
        """Hang up."""
        self._carrier.close()

    def _meet(self, body: bytes) -> None:
        """Let whoever is at the far end prove to be the centre before it sees a body worth stealing or paying for."""
        if len(body) > UNPROVEN and not self._greeted and not self.known:
            self.hello()

    def _met(self, reply: Reply) -> None:
        self._greeted, self.known = True, reply.certificate

    def _clocked(self, size: int, begun: float) -> None:
        if size:
            self.rate = max(500.0, (self.rate + size / max(self._clock() - begun, 0.001)) / 2)

    def _ask(self, method: str, path: str, about: bytes, *, body: bytes = b"",
             headers: dict[str, str] | None = None) -> tuple[Reply, Answer]:  # fmt: skip
        guard = self.known if len(body) > UNPROVEN else b""
        question = Question(method, path, body, headers or {}, guard, patience=3 * len(body) / self.rate)
        try:
            reply = self._carried(question)
        except Stranger:
            self.known = b""
            self.hello()  # a new certificate, or somebody else: told apart by a question of a few bytes
            reply = self._carried(Question(method, path, body, headers or {}, self.known, question.patience))
        return reply, self._answer(reply, about)

    def _carried(self, question: Question) -> Reply:
        try:
            reply = self._carrier.ask(question)
        except TooLong:
            raise fault("portal", details="answer too long") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as failure:
            raise _fault_of(failure) from failure
        self.up += len(question.body)
        self.down += len(reply.body)
        return reply

    def _answer(self, reply: Reply, about: bytes) -> Answer:
        if reply.status == 407:
            raise fault("proxy", details="407")
        proven = _is_proven(self._route.centre_key, reply, about)
        if proven:
            self._met(reply)
        media_type = reply.headers.get("content-type", "").split(";")[0].strip().lower()
        return Answer(reply.status, media_type, reply.body, proven, _seconds(reply.headers.get("retry-after", "")))


def enrol_question(code: str, secret: bytes) -> bytes:
    """Return what a device says to be let in: the code, its key, and that it holds the key (JSON)."""
    key = seal.public_key(secret)
    proof = seal.sign(secret, seal.ENROL_LABEL, code.encode(), b"\n", key)
    return json.dumps({"code": code, "public_key": key.hex(), "proof": proof.hex()}).encode()


def read_enrolled(said: dict[str, Any]) -> tuple[str, str, bool]:
    """Return (device id, unit, approved) of the centre's answer. Raises Rejected."""
    device, unit, approved = said.get("device"), said.get("unit"), said.get("approved")
    if type(device) is str and re.fullmatch(r"[0-9a-f]{32}", device) and type(unit) is str and type(approved) is bool:
        return device, unit, approved
    raise fault("foreign", details="enrol: fields")


def _is_proven(key: bytes, reply: Reply, about: bytes) -> bool:
    try:
        signature = base64.b64decode(reply.headers.get("sophuong-seal", ""), validate=True)
    except ValueError:
        return False
    return seal.signed_by(key, signature, *seal.answer_parts(reply.status, about, reply.body))


def _plain(answer: Answer, limit: int = SMALL) -> dict[str, Any]:
    """Return the JSON object of a proven 200. Raises SyncError by state."""
    if answer.status != 200:
        raise _turned_down(answer)
    if not answer.proven or len(answer.body) > limit:
        raise fault("portal", details=f"200 {answer.media_type} without seal")
    said = _object(answer.body)
    if said is None:
        raise fault("portal", details="not a JSON object")
    return said


def _turned_down(answer: Answer) -> Exception:
    details = f"{answer.status} {answer.media_type}"
    name, sentence = _problem(answer) if answer.proven else ("", "")
    if name in states.SENTENCES and name not in {"full", "busy", "too-big", "malformed"}:
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
        said = guards.json_of(body)
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
