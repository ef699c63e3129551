"""What names a revision and a place in a log: hashes of what they say, the same at every PC and at the centre."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

START = b"\0" * 32  # the chain before the first entry
PARENT = 8  # bytes of a rid by which a later revision names what it was made from


def revision_id(uid: str, revision: int, parents: Sequence[bytes], kind: str, at: str, binned: bool,
                values: Mapping[str, Any]) -> bytes:  # fmt: skip
    """Return the rid (32 bytes) of a revision; `values` are those that may leave the PC, `parents` 8 bytes each."""
    told = [uid, revision, [parent.hex() for parent in parents], kind, at, binned, dict(values)]
    return hashlib.sha256(canonical(told).encode()).digest()


def log_link(chain: bytes, rid: bytes) -> bytes:
    """Return the chain of a unit's log (32 bytes) behind one more entry."""
    return hashlib.sha256(chain + rid).digest()


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, marks unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
