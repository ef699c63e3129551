"""The frame every sealed thing travels in, and the strict reading of its bytes.

    mark (4 bytes) · length of header (2, big-endian) · header (CBOR map) · signature (64) · zstd(CBOR)

The signature covers mark and header, and by the SHA-256 of the payload in the header it covers all.
CBOR is read only in its canonical form: one value has one spelling, and no tag is known.
"""

import hashlib
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import cbor2

from desktop.models.errors import Rejected

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER_LIMIT = 1024
SIGNATURE_SIZE = 64
LEVEL = 19
LARGE, LARGE_LEVEL = 1_000_000, 6  # bytes; beyond them level 19 takes seconds and gains little
MAX_DEPTH = 16
_WINDOW_LOG = 23  # 8 MB: a frame may not ask for more memory than the largest payload.
_TAGS = (0, 1, 2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000, 55799)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame taken apart: `digest` is the SHA-256 of all its bytes, `signed` what the signature covers."""

    header: Mapping[str, Any]
    signed: bytes
    signature: bytes
    payload: bytes
    digest: bytes


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


def deflate(value: object) -> bytes:
    """Return zstd(CBOR(value))."""
    plain = pack(value)
    return zstd.compress(plain, LEVEL if len(plain) <= LARGE else LARGE_LEVEL)


def inflate(raw: bytes, *, limit: int) -> Any:
    """Return the value of zstd(CBOR); stops as soon as `limit` bytes are passed. Raises Rejected."""
    machine = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG})
    try:
        plain = machine.decompress(raw, max_length=limit + 1)
    except (zstd.ZstdError, MemoryError) as fault:
        raise rejected(f"zstd: {fault}") from fault
    if len(plain) > limit:
        raise rejected(f"zstd: more than {limit} bytes inside")
    if not machine.eof or machine.unused_data:
        raise rejected("zstd: cut short, or bytes left over")
    return unpack(plain)


def signed_part(mark: bytes, header: Mapping[str, Any]) -> bytes:
    """Return the bytes a signature covers: mark, length and header."""
    packed = pack(dict(header))
    return mark + len(packed).to_bytes(2, "big") + packed


def take_apart(raw: bytes, *, mark: bytes, limit: int) -> Frame:
    """Split a frame and check its payload's digest; `sync.seal` verifies the signature. Raises Rejected."""
    if len(raw) > limit or raw[:4] != mark:
        raise rejected("frame: too big, or another mark")
    size = int.from_bytes(raw[4:6], "big")
    end = 6 + size
    if size > HEADER_LIMIT or len(raw) < end + SIGNATURE_SIZE:
        raise rejected("frame: cut short")
    header, payload = unpack(raw[6:end]), raw[end + SIGNATURE_SIZE :]
    if not isinstance(header, dict) or header.get("payload") != digest(payload):
        raise rejected("frame: the payload is not the one the header names")
    return Frame(header, raw[:end], raw[end : end + SIGNATURE_SIZE], payload, digest(raw))


def digest(raw: bytes) -> bytes:
    """Return the SHA-256 of the bytes (32 bytes)."""
    return hashlib.sha256(raw).digest()


def rejected(details: str) -> Rejected:
    """Return the one fault of bytes that are not what the protocol says; `details` is for the log."""
    return Rejected(
        "Dữ liệu nhận được không đúng khuôn dạng Sổ Phường: hãy gửi lại, nếu vẫn vậy hãy báo quản trị.",
        details=details,
    )


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
