"""The centre's HTTP face: four doors, typed and documented by OpenAPI."""

import asyncio
import base64
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Semaphore
from typing import Annotated, Any, TextIO

from fastapi import FastAPI, Query, Request, Response
from fastapi import Path as InPath
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from desktop.models.errors import AppError
from desktop.models.kinds import Kinds
from sync import frame, seal, wire
from sync.central import photo_doors, watching
from sync.central.answers import PROBLEM_TYPE, Fault, Stop, full, problem, read_body, signed, stop_of
from sync.central.api import reading
from sync.central.asking import parts_of, signature_of, signed_device
from sync.central.console import mounting
from sync.central.enrolments import Enrolments, stamp
from sync.central.pace import PACE, Pace
from sync.central.photos import Photos
from sync.central.receiving import Receiving
from sync.central.store import Store

ENROL_LIMIT = 4_000  # bytes
AT_WORK = 4  # batches of one worker that are judged at the same time
MOST_WAITING = 200  # that wait for it; a further one is asked to come again
READ_PACE = 5.0  # questions a second of one reading system, in the long run
STALL = 60.0  # seconds a body may stand still
_HEX = "^[0-9a-f]{%d}$"


class Strict(BaseModel):
    """A body that knows its keys and takes no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Hello(Strict):
    """The centre shows itself: `nonce` comes from the question, so an old answer cannot pass for this one."""

    nonce: str
    server_time: str
    protocol_min: int
    protocol_max: int
    box_key: str


class Health(Strict):
    """The centre can read and write its store."""

    status: str


class Enrol(Strict):
    """A device asks to be let in; in hex `public_key` (32 bytes) and `proof` (64: it signs code and key)."""

    code: str = Field(min_length=16, max_length=80)
    public_key: str = Field(pattern=_HEX % 64)
    proof: str = Field(pattern=_HEX % 128)


class Enrolled(Strict):
    """The device is in: `device` names it in every batch; `unit` is what its key stands for; may it send yet?"""

    device: str
    unit: str
    approved: bool
    server_time: str


class Rotate(Strict):
    """A device changes its key: `proof` is the new key's signature over device and key."""

    device: str = Field(pattern=_HEX % 32)
    public_key: str = Field(pattern=_HEX % 64)
    proof: str = Field(pattern=_HEX % 128)


class Rotated(Strict):
    """The new key counts, the old one no longer."""

    device: str
    server_time: str


class Office(Strict):
    """An office file and the proof that whoever wrote it knows the code, both in base64."""

    office: str
    proof: str


class Kept(Strict):
    """The receipt the centre gave for a batch, byte for byte in base64; "" when it never committed that batch."""

    receipt: str


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault, "description": text, "content": {PROBLEM_TYPE: {}}}
    for status, text in (
        (400, "not what the protocol says"), (401, "unknown device or seal"), (403, "device or code refused"),
        (413, "too big"), (422, "wrong fields"), (426, "protocol version"), (429, "too often; Retry-After"),
        (500, "a fault of ours"),
        (503, "busy or full; Retry-After"),
    )
}  # fmt: skip
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BATCH_DOC = {"requestBody": {"required": True, "content": {wire.BATCH_TYPE: _BINARY}}}
_ENROL_DOC = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": Enrol.model_json_schema()}}}
}

_ROTATE_DOC = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": Rotate.model_json_schema()}}}
}


def make_app(store: Store, kinds: Kinds, *, now: Callable[[], datetime], pace: float = PACE,
             log: TextIO | None = None) -> FastAPI:  # fmt: skip
    """Build the centre over an open store; the app closes the store when it stops.

    `pace` is how many batches a second one device may send in the long run; a line about each request goes to `log`.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> Any:
        yield
        store.close()

    app = FastAPI(
        title="Sổ Phường: trung tâm", version=str(wire.PROTOCOL), lifespan=life, docs_url=None, redoc_url=None
    )
    _add_faults(app, store)
    _add_hello(app, store, now)
    _add_enrol(app, store, now)
    _add_rotate(app, store, now)
    photo_doors.add_doors(app, store, Photos(store, store.folder / "photos"), _timely, now, _PROBLEMS)
    watching.add_doors(app, store, now=now, log=log)
    watching.add_doors(app, store, now=now, log=log)
    _add_sync(app, store, Receiving(store, kinds, now=now, pace=Pace(pace)))
    mounting.mount(app, store, kinds, now=now)
    reading.add_doors(app, store, now, Pace(READ_PACE), _PROBLEMS)
    return app


def _add_hello(app: FastAPI, store: Store, now: Callable[[], datetime]) -> None:
    @app.get("/v1/hello", response_model=Hello, responses=_PROBLEMS)
    def hello(nonce: Annotated[str, Query(pattern=_HEX % 32)]) -> Response:
        """Show that this is the centre and not something in between; tiny, signed."""
        body = Hello(nonce=nonce, server_time=stamp(now()), protocol_min=wire.MIN_PROTOCOL,
                     protocol_max=wire.MAX_PROTOCOL, box_key=store.box_key.hex())  # fmt: skip
        return _json(store, frame.digest(bytes.fromhex(nonce)), body)

    @app.get("/v1/health", response_model=Health, responses=_PROBLEMS)
    def health() -> Response:
        """Take and give back the write lock."""
        with store.tx():
            return _json(store, frame.digest(b""), Health(status="ok"))


def _add_enrol(app: FastAPI, store: Store, now: Callable[[], datetime]) -> None:
    door = Enrolments(store)

    @app.post("/v1/enrol", response_model=Enrolled, responses=_PROBLEMS, openapi_extra=_ENROL_DOC)
    async def enrol(request: Request) -> Response:
        """Let a device in by a one-use code; the same code and key again get the same answer."""
        raw = await _timely(request, ENROL_LIMIT)
        try:
            asked = Enrol.model_validate_json(raw)
        except ValidationError:
            raise Stop(
                422, "invalid", "Yêu cầu ghi danh không đúng khuôn dạng: hãy cập nhật chương trình."
            ) from None
        key, proof = bytes.fromhex(asked.public_key), bytes.fromhex(asked.proof)
        at = now()
        device, unit, approved = await run_in_threadpool(door.admit, asked.code, key, proof, now=at)
        body = Enrolled(device=device, unit=unit, approved=approved, server_time=stamp(at))
        return _json(store, request.state.about, body)


    @app.get("/v1/office/{lookup}", response_model=Office, responses=_PROBLEMS)
    def office(lookup: Annotated[str, InPath(pattern=_HEX % 32)]) -> Response:
        """Give the office file to whoever typed its code; `lookup` tells nothing of the code."""
        found = door.office(bytes.fromhex(lookup), now=now())
        if found is None:
            raise Stop(403, "refused", "Mã ghi danh không đúng hoặc đã hết hạn: hãy xin trung tâm cấp mã mới.")
        body, proof = (base64.b64encode(part).decode() for part in found)
        # Whoever asks knows no key of ours yet: the proof by the code stands in the seal's place.
        return _json(store, None, Office(office=body, proof=proof))


def _add_rotate(app: FastAPI, store: Store, now: Callable[[], datetime]) -> None:
    door = Enrolments(store)

    @app.post("/v1/rotate", response_model=Rotated, responses=_PROBLEMS, openapi_extra=_ROTATE_DOC)
    async def rotate(request: Request) -> Response:
        """Put a device's new key in place of the one that signs this question; the same again, the same answer."""
        raw = await _timely(request, ENROL_LIMIT)
        parts, signature = parts_of(request, raw), signature_of(request)
        try:
            asked = Rotate.model_validate_json(raw)
        except ValidationError:
            raise Stop(422, "invalid", "Yêu cầu đổi khóa không đúng khuôn dạng: hãy cập nhật chương trình.") from None
        key, proof = bytes.fromhex(asked.public_key), bytes.fromhex(asked.proof)

        def signed_with(old: bytes) -> bool:
            return seal.signed_by(old, signature, *parts)

        await run_in_threadpool(door.rotate, asked.device, key, proof, signed_with)
        return _json(store, request.state.about, Rotated(device=asked.device, server_time=stamp(now())))


def _add_sync(app: FastAPI, store: Store, receiving: Receiving) -> None:
    answers = {
        200: {"content": {wire.RECEIPT_TYPE: _BINARY}, "description": "the sealed receipt"},
        **_PROBLEMS,
    }

    # Judging a batch is work for the processor: more of them at once would only stand in each other's way.
    at_work, waiting = Semaphore(AT_WORK), set[object]()

    def in_turn(raw: bytes) -> bytes:
        with at_work:
            return receiving.take(raw)

    @app.post("/v1/sync", response_class=Response, responses=answers, openapi_extra=_BATCH_DOC)
    async def batch(request: Request) -> Response:
        """Store a sealed batch and answer its sealed receipt after the commit; the receipt is its own proof."""
        if request.headers.get("content-type") != wire.BATCH_TYPE:
            raise Stop(400, "malformed", "Đây không phải gói gửi của Sổ Phường.")
        raw = await _timely(request, wire.MAX_BODY)
        if len(waiting) >= MOST_WAITING:
            raise full(5)
        waiting.add(ticket := object())
        try:
            receipt = await run_in_threadpool(in_turn, raw)
        finally:
            waiting.discard(ticket)
        return Response(receipt, 200, media_type=wire.RECEIPT_TYPE)

    @app.get("/v1/receipt/{digest}", response_model=Kept, responses=_PROBLEMS)
    def kept(request: Request, digest: Annotated[str, InPath(pattern=_HEX % 64)]) -> Response:
        """Say again what was answered to a batch of this device, whose answer was lost on the way."""
        device = signed_device(store, request, b"")
        found = receiving.answered(device.id, bytes.fromhex(digest))
        return _json(store, request.state.about, Kept(receipt=base64.b64encode(found or b"").decode()))


def _add_faults(app: FastAPI, store: Store) -> None:
    def say(request: Request, stop: Stop) -> Response:
        return problem(store.secret, getattr(request.state, "about", None), stop)

    @app.exception_handler(Stop)
    async def stopped(request: Request, fault: Stop) -> Response:
        return say(request, fault)

    @app.exception_handler(AppError)
    async def refused(request: Request, fault: AppError) -> Response:
        return say(request, stop_of(fault))

    # What another worker did at the same moment, or a database that is away: asked again, it may go.
    @app.exception_handler(OperationalError)
    @app.exception_handler(InterfaceError)
    @app.exception_handler(IntegrityError)
    @app.exception_handler(PoolTimeout)
    async def unwritable(request: Request, _: Exception) -> Response:
        return say(request, full())

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _: RequestValidationError) -> Response:
        return say(request, Stop(422, "invalid", "Yêu cầu không đúng khuôn dạng."))

    @app.exception_handler(HTTPException)
    async def elsewhere(request: Request, fault: HTTPException) -> Response:
        return say(request, Stop(fault.status_code, "no-such-door", "Địa chỉ này không có ở trung tâm."))

    @app.exception_handler(Exception)
    async def bug(request: Request, _: Exception) -> Response:
        return say(
            request,
            Stop(500, "fault", "Trung tâm gặp lỗi: dữ liệu của phường vẫn được giữ, hãy gửi lại sau."),
        )


async def _timely(request: Request, limit: int) -> bytes:
    """Read a body that may be slow but may not stand still."""
    # ASGI's receive is the only place where standing still can be seen.
    receive = request._receive

    async def within() -> Any:
        return await asyncio.wait_for(receive(), STALL)

    try:
        return await read_body(Request(request.scope, within), limit=limit)
    except TimeoutError:
        raise Stop(408, "stalled", "Đường truyền đứng quá lâu: hãy gửi lại.") from None


def _json(store: Store, about: bytes | None, body: BaseModel) -> Response:
    """Answer a typed body as the very bytes that are signed."""
    return signed(
        store.secret, about, status=200, media_type="application/json", body=body.model_dump_json().encode()
    )
