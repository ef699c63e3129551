"""Ed25519 seals: the device's on a batch, the centre's on receipts and on every other answer it gives."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.models.errors import Rejected
from sync import frame, wire

KEY_SIZE = 32
ANSWER_LABEL = b"sophuong answer 1\n"
ENROL_LABEL = b"sophuong enrol 1\n"


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


def seal_batch(batch: wire.Batch, secret: bytes) -> Sealed:
    """Write and sign a batch with the device's secret. Raises Rejected when it breaks a limit of the wire."""
    return _seal(wire.BATCH_MARK, wire.write_batch(batch), secret, limit=wire.MAX_BODY)


def seal_receipt(receipt: wire.Receipt, secret: bytes) -> Sealed:
    """Write and sign a receipt with the centre's secret."""
    return _seal(wire.RECEIPT_MARK, wire.write_receipt(receipt), secret, limit=wire.MAX_RECEIPT)


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


def _seal(mark: bytes, parts: tuple[Mapping[str, Any], bytes], secret: bytes, *, limit: int) -> Sealed:
    header, payload = parts
    signed = frame.signed_part(mark, header)
    body = signed + sign(secret, signed) + payload
    if len(body) > limit:
        raise frame.rejected("frame: too big")
    return Sealed(body, frame.digest(body))
