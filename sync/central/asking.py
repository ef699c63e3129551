"""Questions a device signs that are no batches: rotation of its key, pieces of photos."""

import base64
from typing import Any

from fastapi import Request
from sqlalchemy import Row, select

from sync import frame, seal
from sync.central.answers import Stop
from sync.central.store import Store
from sync.central.tables import devices

DEVICE_HEADER, SIGN_HEADER = "Sophuong-Device", "Sophuong-Sign"


def parts_of(request: Request, body: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what the device signed: the path with its query as it came, and the body.

    Notes their SHA-256 as what the sealed answer is about.
    """
    query = request.scope["query_string"].decode("ascii", "replace")
    parts = seal.ask_parts(request.url.path + (f"?{query}" if query else ""), body)
    request.state.about = frame.digest(b"".join(parts))
    return parts


def signature_of(request: Request) -> bytes:
    """Return the signature that came with a question. Raises Stop."""
    try:
        return base64.b64decode(request.headers.get(SIGN_HEADER, ""), validate=True)
    except ValueError:
        raise unknown() from None


def signed_device(store: Store, request: Request, body: bytes) -> Row[Any]:
    """Return the row of the approved device that signed this question. Raises Stop (401, 403), sealed."""
    parts, signature = parts_of(request, body), signature_of(request)
    with store.reading() as connection:
        ident = request.headers.get(DEVICE_HEADER, "")
        device = connection.execute(select(devices).where(devices.c.id == ident)).one_or_none()
    if device is None or not seal.signed_by(device.public_key, signature, *parts):
        raise unknown()
    if device.revoked_at is not None:
        raise Stop(403, "revoked", "Trung tâm đã thu hồi quyền gửi của máy này: hãy liên hệ trung tâm.")
    if device.approved_at is None:
        raise Stop(403, "pending", "Máy này đang chờ trung tâm duyệt: hãy báo trung tâm.")
    return device


def unknown() -> Stop:
    """Return the answer to a question whose seal is not the device's."""
    return Stop(401, "unknown-device", "Trung tâm không nhận ra máy này: hãy ghi danh lại bằng tệp đơn vị mới.")
