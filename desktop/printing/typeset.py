"""Lines of Vietnamese: phrases that stay together, lines of even length, headlines fitted to their box."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import inf
from types import MappingProxyType

from desktop.models.text import clean
from desktop.printing import fonts

PHRASES = ("chuyển đổi số", "đà nẵng", "dịch vụ công", "trực tuyến", "công nghệ số", "cộng đồng", "thanh toán",
           "tiền mặt", "chữ ký số", "an toàn", "thông tin", "lừa đảo", "bình dân", "học vụ số", "người dân",
           "quốc gia", "khu vực", "một cửa", "bộ phận", "dân phố", "nhiệt liệt", "chào mừng", "hồ sơ", "ủy ban",
           "nhân dân", "kỹ năng số", "tập huấn", "tờ rơi", "định danh", "điện tử", "kỹ năng", "công nghệ", "tổ dân phố",
           "phát triển", "kinh tế", "tăng trưởng", "hạ tầng", "ứng dụng", "sáng tạo", "động lực", "đăng nhập",
           "giấy tờ", "thủ tục", "từng ngõ", "từng nhà", "từng người", "tiểu thương", "hướng dẫn", "danh tính số")  # fmt: skip
STARTS = MappingProxyType({
    first: tuple(tuple(one.split()) for one in PHRASES if one.split()[0] == first)
    for first in {phrase.split()[0] for phrase in PHRASES}
})  # fmt: skip
AIR = 0.06  # em of white between the marks of one line and the tails of the one above
LONELY = 4  # a word alone on its line costs as much as two lines left empty
DEAR = 0.8  # of its size a headline may lose to keep its phrases whole
Cut = tuple[float, tuple[int, ...]]
TALL = "Ấ"  # as high as letters usually reach; only Ẳ and Ẵ go higher
TIGHT = 1.25  # em; capitals with two stacked marks (Ẩ Ộ Ỹ) touch the line above below this (DOMAIN 5)


@dataclass(frozen=True, slots=True)
class Setting:
    """A text set in lines: `drops` are the baselines below the top of the block, `height` all of it, in points.

    `cap` is the height of a plain capital, to centre by.
    """

    lines: tuple[str, ...]
    face: str
    size: float
    drops: tuple[float, ...]
    height: float
    cap: float


def setting(lines: Sequence[str], face: str, size: float, *, pitch: float = TIGHT) -> Setting:
    """Set lines `pitch` em apart, farther where the marks of one would come near the tails of another.

    The first baseline is the same for every text of a face and size, so that neighbours stand level.
    """
    inks = [fonts.ink(line, face, size) for line in lines]
    drops: list[float] = []
    for number, (top, _) in enumerate(inks):
        if number == 0:
            drops.append(max(top, fonts.ink(TALL, face, size)[0]))
        else:
            drops.append(drops[-1] + max(pitch * size, inks[number - 1][1] + top + AIR * size))
    height = drops[-1] + inks[-1][1] if drops else 0.0
    return Setting(tuple(lines), face, size, tuple(drops), height, fonts.cap_height(face, size))


@lru_cache(maxsize=4000)
def atoms(text: str) -> tuple[str, ...]:
    """Split a paragraph into what must not be broken: words, dates, numbers with their unit, and phrases."""
    words = text.split()
    found: list[str] = []
    at = 0
    while at < len(words):
        take = _phrase_length(words, at)
        found.append(" ".join(words[at : at + take]))
        at += take
    return tuple(found)


def wrap(text: str, face: str, size: float, width: float, *, first: float = 0.0, loosest: float = inf) -> list[str]:
    """Return the lines of a text in `width` points, filled greedily; `first` is the indent of the first line.

    Where keeping a phrase whole would leave more than `loosest` em for each space (justified lines), it is broken.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        current, room = "", width - first
        for atom in _fitting(atoms(paragraph), face, size, width):
            longer = f"{current} {atom}" if current else atom
            if current and fonts.width(longer, face, size) > room:
                line, rest = _tightened(current, atom, face, size, room, loosest)
                lines.append(line)
                current, room = rest, width
            else:
                current = longer
        lines.append(current)
        first = 0.0
    return lines


def prose(text: str, face: str, size: float, width: float) -> list[str]:
    """Return the lines of running text: filled like `wrap`, but no paragraph ends in a word alone."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        found = wrap(paragraph, face, size, width)
        tail = " ".join(found[-2:])
        # A link that was chopped to fit has no space there, and must get none.
        if len(found) > 1 and " " not in found[-1] and " ".join(paragraph.split()).endswith(tail):
            *kept, moved = atoms(found[-2])
            last = f"{moved} {found[-1]}"
            if kept and fonts.width(last, face, size) <= width:
                found[-2:] = [" ".join(kept), last]
        lines += found
    return lines


def _tightened(line: str, atom: str, face: str, size: float, room: float, loosest: float) -> tuple[str, str]:
    """Return a full line and what goes on to the next, an atom broken between them when the line is too loose."""
    words = atom.split(" ")
    while len(words) > 1 and (room - fonts.width(line, face, size)) / max(line.count(" "), 1) > loosest * size:
        longer = f"{line} {words[0]}"
        if fonts.width(longer, face, size) > room:
            break
        line = longer
        words.pop(0)
    return line, " ".join(words)


def balance(text: str, face: str, size: float, width: float) -> list[str]:
    """Return lines of even length: as few as `wrap` makes, none of them one short word alone."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        greedy = wrap(paragraph, face, size, width)
        parts = _fitting(atoms(paragraph), face, size, width)
        lines += _even(parts, len(greedy), face, size, width) if len(greedy) > 1 else greedy
    return lines


@lru_cache(maxsize=4000)
def fit(text: str, face: str, width: float, height: float, *, largest: float, smallest: float,
        pitch: float = TIGHT, most_lines: int = 6) -> Setting | None:  # fmt: skip
    """Return the text at the largest size (points) that fits the box, None when even the smallest does not.

    Phrases stay whole when that costs at most a fifth of the size.
    """
    found = _largest(text, face, width, height, largest, smallest, pitch, most_lines)
    if found is None:
        return None
    widest = max((fonts.width(atom, face, 1.0) for line in text.split("\n") for atom in atoms(line)), default=0.0)
    whole = 0.999 * width / widest if widest else found.size
    if max(smallest, DEAR * found.size) <= whole < found.size:
        return _attempt(text, face, whole, width, height, pitch, most_lines) or found
    return found


def _largest(text: str, face: str, width: float, height: float, largest: float, smallest: float, pitch: float,
             most_lines: int) -> Setting | None:  # fmt: skip
    low, high, found = smallest, largest, None
    largest_set = _attempt(text, face, largest, width, height, pitch, most_lines)
    if largest_set:
        return largest_set
    for _ in range(12):
        middle = (low + high) / 2
        attempt = _attempt(text, face, middle, width, height, pitch, most_lines)
        if attempt:
            found, low = attempt, middle
        else:
            high = middle
    return found or _attempt(text, face, smallest, width, height, pitch, most_lines)


def _attempt(text: str, face: str, size: float, width: float, height: float, pitch: float,
             most_lines: int) -> Setting | None:  # fmt: skip
    if any(fonts.width(word, face, size) > width for word in text.split()):
        return None
    lines = balance(text, face, size, width)
    found = setting(lines, face, size, pitch=pitch)
    fits = len(lines) <= most_lines and found.height <= height
    return found if fits and all(fonts.width(line, face, size) <= width + 0.01 for line in lines) else None


def _phrase_length(words: Sequence[str], at: int) -> int:
    for parts in STARTS.get(_bare(words[at]), ()):
        if tuple(_bare(word) for word in words[at : at + len(parts)]) == parts:
            return len(parts)
    if words[at].isdecimal() and [one.lower() for one in words[at + 1 : at + 2]] == ["giờ"]:
        return 3 if at + 2 < len(words) and re.match(r"\d\d\b", words[at + 2]) else 2
    if re.fullmatch(r"[\d.,/]+", words[at]) and at + 1 < len(words) and words[at + 1].islower():
        return 2
    if words[at].lower() in {"ngày", "tháng", "năm", "số", "quý", "lúc"} and at + 1 < len(words) \
            and re.match(r"[\dIVX]", words[at + 1]):  # fmt: skip
        return 2
    return 1


@lru_cache(maxsize=10_000)
def _bare(word: str) -> str:
    return word.lower().strip(",.;:!?()\"«»")


def _fitting(parts: Sequence[str], face: str, size: float, width: float) -> list[str]:
    """Break again what is wider than the line by itself: phrases at spaces, endless words (links) anywhere."""
    fitted: list[str] = []
    for part in parts:
        if fonts.width(part, face, size) <= width:
            fitted.append(part)
            continue
        for word in part.split():
            fitted += _chopped(word, face, size, width)
    return fitted


def _chopped(word: str, face: str, size: float, width: float) -> Iterator[str]:
    while fonts.width(word, face, size) > width and len(word) > 1:
        take = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or fonts.width(word[:n], face, size) <= width)
        yield word[:take]
        word = word[take:]
    yield word


def _even(parts: Sequence[str], count: int, face: str, size: float, width: float) -> list[str]:
    """Lay the parts in `count` lines with the least sum of squared room left over (dynamic programming)."""
    space = fonts.width(" ", face, size)
    ends = list(accumulate((fonts.width(part, face, size) + space for part in parts), initial=0.0))
    best: dict[int, Cut] = {0: (0.0, ())}
    for _ in range(count):
        reached: dict[int, Cut] = {}
        for start, (cost, cuts) in best.items():
            for end in range(start + 1, len(parts) + 1):
                room = width - (ends[end] - ends[start] - space)
                if room < -0.01 and end > start + 1:
                    break
                lonely = end == start + 1 and " " not in parts[start]
                dearer = cost + room * room + (LONELY * width * width if lonely else 0.0)
                if end not in reached or dearer < reached[end][0]:
                    reached[end] = (dearer, (*cuts, end))
        best = reached
    return [" ".join(parts[start:end]) for start, end in pairwise((0, *best[len(parts)][1]))]
