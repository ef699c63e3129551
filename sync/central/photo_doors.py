"""The doors photos come in by: how far is it, and here is a piece."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from sync.central.answers import full, signed
from sync.central.asking import signed_device
from sync.central.photos import PIECE, Photos, Standing
from sync.central.store import Store

NAME = "^[0-9a-f]{64}$"


class Photo(BaseModel):
    """How far a photo has come; `offset` as Upload-Offset and `complete` as Upload-Complete of the IETF draft."""

    model_config = ConfigDict(extra="forbid", strict=True)
    sha256: str
    offset: int
    complete: bool


def add_doors(app: FastAPI, store: Store, photos: Photos, read: Callable[[Request, int], Awaitable[bytes]],
              now: Callable[[], datetime], problems: dict[int | str, dict[str, object]]) -> None:  # fmt: skip
    """Add the two doors; uploads nobody goes on with are swept first."""
    photos.sweep(now=now())

    def say(request: Request, status: int, photo: Photo) -> Response:
        body = photo.model_dump_json().encode()
        return signed(store.secret, request.state.about, status=status, media_type="application/json", body=body)

    @app.get("/v1/photo/{sha256}", response_model=Photo, responses=problems)
    def standing(request: Request, sha256: Annotated[str, InPath(pattern=NAME)],
                 proof: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "") -> Response:  # fmt: skip
        """Say how far a photo of this unit has come; whoever proves to have it need not send it again."""
        device = signed_device(store, request, b"")
        found = _on_disk(lambda: photos.standing(device.unit, device.id, sha256, proof, now=now()))
        return say(request, 200, Photo(sha256=sha256, offset=found.offset, complete=found.complete))

    @app.post("/v1/photo/{sha256}", response_model=Photo, responses=problems)
    async def piece(request: Request, sha256: Annotated[str, InPath(pattern=NAME)],
                    offset: Annotated[int, Query(ge=0)], length: Annotated[int, Query(gt=0)]) -> Response:  # fmt: skip
        """Take a piece where the upload stands; 409 and the place where it stands for one that does not fit there."""
        raw = await read(request, PIECE)

        def work() -> Response:
            device = signed_device(store, request, raw)
            found = _on_disk(lambda: photos.add(device.unit, sha256, offset, length, raw, now=now()))
            fits = found.complete or found.offset == offset + len(raw)
            return say(request, 200 if fits else 409, Photo(sha256=sha256, offset=found.offset, complete=found.complete))

        return await run_in_threadpool(work)


def _on_disk(work: Callable[[], Standing]) -> Standing:
    """Do work on files; a disk that cannot is a centre that is full for now."""
    try:
        return work()
    except OSError as fault:
        raise full() from fault
