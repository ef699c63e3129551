"""QR codes of level M, with the best mask found by arithmetic on whole matrices.

segno encodes; what takes it long, weighing eight masks module by module, is done here on one large integer a matrix:
bit `row x stride + column` is set for a dark module, and four empty columns part the rows. The choice is the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import segno
from segno import consts

from desktop.models.errors import PrintError

GAP = 4
_DATA = (consts.TYPE_DATA_DARK, consts.TYPE_DATA_LIGHT)
_UNWEIGHED = (consts.TYPE_FORMAT_DARK, consts.TYPE_FORMAT_LIGHT, consts.TYPE_VERSION_DARK, consts.TYPE_VERSION_LIGHT,
              consts.TYPE_DARKMODULE)  # fmt: skip
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0, lambda i, j: i % 2 == 0, lambda i, j: j % 3 == 0, lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0, lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0, lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all codes of a version share: where data lies, the masks there, the fixed part for each mask and for weighing."""

    size: int
    data: int
    masks: tuple[int, ...]
    fixed: tuple[int, ...]
    weighed: int


@lru_cache(maxsize=512)
def modules(text: str) -> tuple[str, ...]:
    """Return the code of a text as rows of "0" and "1" without its white border. Raises PrintError when none can hold it."""
    code = _made(text, mask=0)
    frame = _frame(int(code.version))
    plain = _bits(code.matrix, frame.size) & frame.data ^ frame.masks[0]
    masked = [plain ^ mask for mask in frame.masks]
    scores = [_penalty(one | frame.weighed, frame.size) for one in masked]
    best = scores.index(min(scores))
    dark, stride = masked[best] | frame.fixed[best], frame.size + GAP
    rows = f"{dark:0{frame.size * stride}b}"[::-1]
    return tuple(rows[at : at + frame.size] for at in range(0, frame.size * stride, stride))


def _made(text: str, *, mask: int, version: int | None = None) -> segno.QRCode:
    try:
        return segno.make(text, error="m", boost_error=False, micro=False, mask=mask, version=version)
    except (segno.DataOverflowError, ValueError) as fault:
        raise PrintError("Liên kết cho mã QR quá dài: hãy dùng liên kết ngắn hơn.", details=repr(fault)) from fault


@lru_cache(maxsize=40)
def _frame(version: int) -> _Frame:
    codes = [_made("0", mask=mask, version=version) for mask in range(8)]
    kinds = [tuple(row) for row in codes[0].matrix_iter(verbose=True, border=0)]
    size = len(kinds)
    kinds[8] = tuple(consts.TYPE_DATA_LIGHT if j == size - 9 else kind for j, kind in enumerate(kinds[8]))  # segno says format
    data = _bits(([kind in _DATA for kind in row] for row in kinds), size)
    unweighed = _bits(([kind in _UNWEIGHED for kind in row] for row in kinds), size)
    fixed = tuple(_bits(code.matrix, size) & ~data for code in codes)
    masks = tuple(_bits(([rule(i, j) for j in range(size)] for i in range(size)), size) & data for rule in MASKS)
    return _Frame(size, data, masks, fixed, fixed[0] & ~unweighed)


def _bits(rows: Iterable[Iterable[int]], size: int) -> int:
    gap = "0" * GAP
    return int(("".join("".join("1" if one else "0" for one in row) + gap for row in rows))[::-1], 2)


def _penalty(dark: int, size: int) -> int:
    """Return the penalty of ISO/IEC 18004 7.8.3: runs, blocks, finder look-alikes, and the share of dark modules."""
    stride = size + GAP
    light = _whole(size) ^ dark
    found = 0
    for step in (1, stride):
        for one in (dark, light):
            pairs = one & one >> step
            fives = pairs & pairs >> 2 * step & one >> 4 * step
            found += fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()
        found += 40 * _alike(dark, light, step)
    for one in (dark, light):
        pairs = one & one >> 1
        found += 3 * (pairs & pairs >> stride).bit_count()
    return found + 10 * int(abs(dark.bit_count() / size**2 * 100 - 50) / 5)


def _alike(dark: int, light: int, step: int) -> int:
    """Count dark-light-dark-dark-dark-light-dark with four light modules (or the edge) before or after."""
    pattern = dark & light >> step & dark >> 2 * step & dark >> 3 * step & dark >> 4 * step & light >> 5 * step & dark >> 6 * step
    twice = dark | dark >> step
    after = twice >> 7 * step | twice >> 9 * step
    twice = dark | dark << step
    before = twice << step | twice << 3 * step
    found = pattern & ~(before & after)
    if not found & (found << 4 * step | found << 6 * step):
        return found.bit_count()
    # Two that share modules count once.
    count = 0
    while found:
        lowest = found & -found
        count += 1
        found &= ~(lowest | lowest << 4 * step | lowest << 6 * step)
    return count


@lru_cache(maxsize=40)
def _whole(size: int) -> int:
    return _bits(([1] * size for _ in range(size)), size)
