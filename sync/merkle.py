"""One hash over many verdicts (RFC 9162, section 2.1), so that one revision's receipt is provable alone."""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"
SIZE = 32  # bytes of a hash


def leaf(content: bytes) -> bytes:
    """Return the hash of one entry."""
    return hashlib.sha256(LEAF + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the hash of all leaves in order; of none the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = _cut(len(leaves))
    return _join(root(leaves[:cut]), root(leaves[cut:]))


def path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from leaf `index` to the root, nearest first."""
    if len(leaves) == 1:
        return ()
    cut = _cut(len(leaves))
    if index < cut:
        return (*path(leaves[:cut], index), root(leaves[cut:]))
    return (*path(leaves[cut:], index - cut), root(leaves[:cut]))


def leads_to(found: bytes, index: int, count: int, steps: Sequence[bytes], top: bytes) -> bool:
    """Say whether the leaf hash `found` at `index` of `count` and the steps give the root `top`."""
    if not 0 <= index < count:
        return False
    last = count - 1
    for step in steps:
        if last == 0:
            return False
        if index % 2 or index == last:
            found = _join(step, found)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            found = _join(found, step)
        index, last = index // 2, last // 2
    return last == 0 and found == top


def _cut(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
