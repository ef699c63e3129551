"""The frame every sealed thing travels in, and the strict reading of its bytes.

    mark (4 bytes) · length of header (2, big-endian) · header (CBOR list) · signature (64) · payload (zstd)

The signature covers mark, length and header; the payload is either covered by it too (`whole`, fewer bytes) or
named in the header by its SHA-256 (then header and signature alone are worth keeping: a receipt).
CBOR is read only in its canonical form: one value has one spelling, and no tag is known.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import cbor2

from desktop.models.errors import Rejected
from sync import dictionary

HEADER_LIMIT = 1024
SIGNATURE_SIZE = 64
MAX_DEPTH = 16
_TAGS = (0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame taken apart: `digest` is the SHA-256 of all its bytes, `signed` what the signature covers."""

    header: Sequence[Any]
    signed: bytes
    signature: bytes
    payload: bytes
    digest: bytes

    @property
    def head(self) -> bytes:
        """The part that proves by itself: mark, length, header and signature."""
        return self.signed + self.signature


def pack(value: object) -> bytes:
    """Return the canonical CBOR of plain values. Raises Rejected for anything that is not plain."""
    _check_plain(value, 0)
    try:
        return cbor2.dumps(value, canonical=True)
    except (cbor2.CBOREncodeError, UnicodeError, OverflowError) as fault:
        raise rejected(f"encode: {fault}") from fault


def unpack(raw: bytes) -> Any:
    """Return the value of canonical CBOR. Raises Rejected for every other byte string."""
    try:
        value = cbor2.loads(
            raw, tag_hook=_refuse_tag, semantic_decoders=dict.fromkeys(_TAGS, _refuse_tag),
            max_depth=MAX_DEPTH, allow_indefinite=False, allow_duplicate_keys=False,
            strict_hashable_types=True,
        )  # fmt: skip
    except (cbor2.CBORError, ValueError, OverflowError, MemoryError) as fault:
        raise rejected(f"cbor: {fault}") from fault
    if pack(value) != raw:
        raise rejected("cbor: not canonical, or bytes left over")
    return value


def deflate(packed: bytes) -> bytes:
    """Return zstd of packed bytes, with the newest shipped dictionary."""
    return dictionary.compress(packed)


def inflate(raw: bytes, *, limit: int) -> Any:
    """Return the value of zstd(CBOR); stops as soon as `limit` bytes are passed. Raises Rejected, TooNew."""
    return unpack(dictionary.decompress(raw, limit))


def signed_part(mark: bytes, header: Sequence[Any], payload: bytes = b"") -> bytes:
    """Return the bytes a signature covers: mark, length and header, then the payload of a `whole` frame."""
    packed = pack(list(header))
    return mark + len(packed).to_bytes(2, "big") + packed + payload


def put_together(mark: bytes, header: Sequence[Any], signature: bytes, payload: bytes) -> bytes:
    """Return the frame."""
    return signed_part(mark, header) + signature + payload


def take_apart(raw: bytes, *, mark: bytes, limit: int, whole: bool = False) -> Frame:
    """Split a frame; `sync.seal` verifies the signature.

    A frame that is not `whole` ends its header with the payload's SHA-256, which is checked; its payload may be
    absent altogether (a kept receipt). Raises Rejected.
    """
    if len(raw) > limit or raw[:4] != mark:
        raise rejected("frame: too big, or another mark")
    end = 6 + int.from_bytes(raw[4:6], "big")
    if end > 6 + HEADER_LIMIT or len(raw) < end + SIGNATURE_SIZE:
        raise rejected("frame: cut short")
    header, payload = unpack(raw[6:end]), raw[end + SIGNATURE_SIZE :]
    if type(header) is not list or not header:
        raise rejected("frame: header")
    if not whole and payload and header[-1] != digest(payload):
        raise rejected("frame: the payload is not the one the header names")
    signed = raw[:end] + (payload if whole else b"")
    return Frame(header, signed, raw[end : end + SIGNATURE_SIZE], payload, digest(raw))


def digest(raw: bytes) -> bytes:
    """Return the SHA-256 of the bytes (32 bytes)."""
    return hashlib.sha256(raw).digest()


def rejected(details: str) -> Rejected:
    """Return the one fault of bytes that are not what the protocol says; `details` is for the log."""
    return Rejected(
        "Dữ liệu nhận được không đúng khuôn dạng Sổ Phường: hãy gửi lại, nếu vẫn vậy hãy báo quản trị.",
        details=details,
    )


def expect(fits: bool, what: str) -> None:
    """Raise Rejected unless `fits`."""
    if not fits:
        raise rejected(what)


def _refuse_tag(*_: object) -> NoReturn:
    raise ValueError("tags are not part of the protocol")


def _check_plain(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise rejected("value: nested too deep")
    kind = type(value)
    if kind is dict:
        for key, item in value.items():  # type: ignore[attr-defined]
            if type(key) is not str:
                raise rejected("value: a key is not text")
            _check_plain(item, depth + 1)
    elif kind is list:
        for item in value:  # type: ignore[attr-defined]
            _check_plain(item, depth + 1)
    elif kind is int:
        if not -(2**63) <= value < 2**63:  # type: ignore[operator]
            raise rejected("value: whole number beyond 64 bits")
    elif kind is float:
        if not math.isfinite(value):  # type: ignore[arg-type]
            raise rejected("value: not a finite number")
    elif value is not None and kind not in (str, bool, bytes):
        raise rejected(f"value: {kind.__name__} is not plain")
