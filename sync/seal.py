"""Ed25519 seals: the device's on a batch, the centre's on receipts, items and every other answer it gives."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.models.errors import Rejected
from sync import frame, wire

KEY_SIZE = 32
ANSWER_LABEL = b"sophuong answer 2\n"
ENROL_LABEL = b"sophuong enrol 2\n"
ROTATE_LABEL = b"sophuong rotate 2\n"
ASK_LABEL = b"sophuong ask 2\n"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed thing: the bytes that travel and their SHA-256."""

    body: bytes
    digest: bytes


def new_secret() -> bytes:
    """Return a new Ed25519 secret (32 random bytes)."""
    return os.urandom(KEY_SIZE)


def public_key(secret: bytes) -> bytes:
    """Return the public key (32 bytes) of a secret."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def seal_batch(batch: wire.Batch, secret: bytes, types: Mapping[str, str]) -> Sealed:
    """Write and sign a batch with the device's secret. Raises Rejected when it breaks a limit of the wire."""
    return _seal(wire.BATCH_MARK, wire.write_batch(batch, types), secret, limit=wire.MAX_BODY, whole=True)


def seal_receipt(receipt: wire.Receipt, rids: Sequence[bytes], secret: bytes, types: Mapping[str, str]) -> Sealed:
    """Write and sign a receipt with the centre's secret."""
    return _seal(wire.RECEIPT_MARK, wire.write_receipt(receipt, rids, types), secret, limit=wire.MAX_RECEIPT)


def seal_item(item: wire.Item, secret: bytes) -> Sealed:
    """Write and sign a published item with the centre's secret. Raises Rejected when it is too big."""
    return _seal(wire.ITEM_MARK, wire.write_item(item), secret, limit=wire.MAX_ITEM)


def verify(opened: frame.Frame, key: bytes) -> None:
    """Check the signature of a frame against a public key. Raises Rejected."""
    if not signed_by(key, opened.signature, opened.signed):
        raise Rejected(
            "Chữ ký trên dữ liệu không đúng: chưa ghi nhận gì, hãy gửi lại.", details="seal: signature"
        )


def sign(secret: bytes, *parts: bytes) -> bytes:
    """Return the signature (64 bytes) over the parts one after the other; the first part is a label."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(b"".join(parts))


def signed_by(key: bytes, signature: bytes, *parts: bytes) -> bool:
    """Say whether the holder of the key signed these parts."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"".join(parts))
    except (InvalidSignature, ValueError):
        return False
    return True


def answer_parts(status: int, about: bytes, body: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return what the centre signs of a plain answer; `about` (32 bytes) is the SHA-256 of what was asked."""
    return ANSWER_LABEL, status.to_bytes(2, "big"), about, body


def ask_parts(path: str, body: bytes) -> tuple[bytes, bytes, bytes]:
    """Return what a device signs of a question that is no batch: the door and everything that goes through it."""
    return ASK_LABEL, path.encode() + b"\n", frame.digest(body)


def _seal(mark: bytes, parts: wire.Sealable, secret: bytes, *, limit: int, whole: bool = False) -> Sealed:
    header, payload = parts
    signature = sign(secret, frame.signed_part(mark, header, payload if whole else b""))
    body = frame.put_together(mark, header, signature, payload)
    if len(body) > limit:
        raise frame.rejected("frame: too big")
    return Sealed(body, frame.digest(body))
