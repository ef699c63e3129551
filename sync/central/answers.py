"""What the centre says: every answer it can is signed, faults are problem+json without internals."""

import base64

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict
from starlette.requests import ClientDisconnect

from desktop.models.errors import AppError, Refused, Rejected, TooNew, TooOld
from sync import frame, seal
from sync.central.pace import TooFast
from sync.central.receiving import UnknownDevice

SEAL_HEADER = "Sophuong-Seal"
PROBLEM_TYPE = "application/problem+json"
PROBLEM_PREFIX = "urn:sophuong:problem:"


class Fault(BaseModel):
    """RFC 9457 problem details: `type` is urn:sophuong:problem:NAME, `detail` one sentence for a person."""

    model_config = ConfigDict(extra="forbid", strict=True)
    type: str
    title: str
    status: int
    detail: str


class Stop(Exception):
    """Ends a request with a problem answer."""

    def __init__(self, status: int, name: str, detail: str, *, retry_after: int = 0) -> None:
        super().__init__(name)
        self.status, self.name, self.detail, self.retry_after = status, name, detail, retry_after


def too_big(limit: int) -> Stop:
    """Return the answer to a body over the limit (bytes)."""
    return Stop(413, "too-big", f"Gói gửi lớn hơn {limit // 1000} KB: hãy chia nhỏ rồi gửi lại.")


def full(retry_after: int = 60) -> Stop:
    """Return the answer of a centre that cannot write now; it may be asked again in so many seconds."""
    return Stop(503, "full", "Trung tâm đang bận hoặc hết chỗ: hãy gửi lại sau ít phút.", retry_after=retry_after)


def stop_of(fault: AppError) -> Stop:
    """Return the answer to a fault of the protocol."""
    if isinstance(fault, TooFast):
        return Stop(429, "busy", fault.sentence, retry_after=fault.wait)
    for kind, status, name in (
        (UnknownDevice, 401, "unknown-device"),
        (Refused, 403, fault.details if fault.details in {"revoked", "pending"} else "refused"),
        (TooOld, 426, "too-old"),
        (TooNew, 426, "too-new"),
        (Rejected, 400, "malformed"),
    ):
        if isinstance(fault, kind):
            return Stop(status, name, fault.sentence)
    return Stop(422, "invalid", fault.sentence)


def signed(secret: bytes, about: bytes | None, *, status: int, media_type: str, body: bytes) -> Response:
    """Return an answer, signed together with `about`: the SHA-256 of what was asked, where that is known."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if about is not None:
        signature = seal.sign(secret, *seal.answer_parts(status, about, body))
        headers[SEAL_HEADER] = base64.b64encode(signature).decode()
    return Response(body, status, headers, media_type)


def problem(secret: bytes, about: bytes | None, stop: Stop) -> Response:
    """Return a problem answer."""
    body = Fault(type=PROBLEM_PREFIX + stop.name, title=stop.name, status=stop.status, detail=stop.detail)
    response = signed(
        secret, about, status=stop.status, media_type=PROBLEM_TYPE, body=body.model_dump_json().encode()
    )
    if stop.retry_after:
        response.headers["Retry-After"] = str(stop.retry_after)
    return response


async def read_body(request: Request, *, limit: int) -> bytes:
    """Read a body, counting while reading, and note its SHA-256 for the seal of the answer. Raises Stop."""
    taken = bytearray()
    try:
        async for piece in request.stream():
            taken += piece
            if len(taken) > limit:
                raise too_big(limit)
    except ClientDisconnect:
        raise Stop(400, "cut", "Gói gửi bị đứt giữa chừng: hãy gửi lại.") from None
    request.state.about = frame.digest(bytes(taken))
    return bytes(taken)
