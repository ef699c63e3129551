"""The table inside a sheet: where its headings are, which rows are no activities, and letters of old fonts in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.models.import_source import Cell, Line, Sheet
from desktop.models.text import clean, fold, from_legacy, guess_legacy

_LOOK = 40  # rows in which the headings are looked for
_SOME = 400  # rows by which the letters of a column are judged
_MODERN = re.compile("[ăđĂĐ\u1ea0-\u1ef9]")
_ORDINAL = re.compile(r"\(?[0-9ivxlcdm]{1,6}\)?[.)]?|[a-z][.)]?", re.IGNORECASE)
_NUMBERING = re.compile(r"[(\[]?(?:\d{1,2}|[a-z])[)\]]?(?:\s*=.*)?", re.IGNORECASE)
_TOTAL = re.compile(r"(?:tổng(?:\s+(?:cộng|số))?|cộng|tong cong|tong so)"
                    r"(?=[\s:.(]*$|[\s:.(]+[\d(]|\s*:|\s+(?:năm|tháng|quý|dồn|toàn|kỳ))")  # fmt: skip
ORDINALS = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "no."})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading as people read it, one of its cells, and the old font its letters look like ("")."""

    heading: str
    sample: str
    legacy: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row below the headings; `skip` says why it is no activity, "" when it may be one."""

    line: int
    cells: tuple[Cell, ...]
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet: `head` is the number of its heading row, `title` what stands above it."""

    sheet: str
    head: int
    title: str
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]

    def legacy(self) -> Mapping[int, str]:
        """Return the old font that each column looks written in, by its place."""
        return {at: column.legacy for at, column in enumerate(self.columns) if column.legacy}

    def before_after(self, limit: int = 4) -> list[tuple[str, str]]:
        """Return cells as they are and as they would be in Unicode, one of each such column."""
        found = []
        for at, encoding in self.legacy().items():
            texts = [str(entry.cells[at]) for entry in self.entries[:_SOME] if at < len(entry.cells)]
            sample = next((text for text in texts if from_legacy(text, encoding) != text), "")
            if sample:
                found.append((clean(sample)[:80], clean(from_legacy(sample, encoding))[:80]))
        return found[:limit]


def find(sheet: Sheet, known: Callable[[str], bool], *, head: int | None = None) -> Table:
    """Return the table of a sheet; `known` says whether a heading is one we know, `head` names the heading row.

    Where no row looks like headings the first one with at least two cells is taken.
    """
    lines = list(sheet.lines)
    encoding = guess_legacy(_sample(lines)) or ""
    place = next((at for at, line in enumerate(lines) if line.number == head), None) if head else None
    if place is None:
        place = _best(lines[:_LOOK], encoding, known)
    if not lines:
        return Table(sheet.name, 0, "", (), ())
    top, body = lines[place], lines[place + 1 :]
    heads, second = _headings(top, body[0] if body else None, encoding, known)
    body = body[second:]
    width = max((len(line.cells) for line in [top, *body[:_SOME]]), default=0)
    heads += [""] * (width - len(heads))
    if body and _is_numbering(body[0]):
        body = body[1:]
    columns = tuple(_column(at, heading, body, encoding) for at, heading in enumerate(heads))
    title = " ".join(" ".join(_text(cell, encoding) for cell in line.cells if cell != "") for line in lines[:place])
    ordinal = next((at for at, heading in enumerate(heads) if fold(heading).strip(" .") in ORDINALS), -1)
    entries = tuple(_entry(line, ordinal, encoding) for line in body)
    return Table(sheet.name, top.number, title[:400], columns, _after_total(entries))


def _best(lines: Sequence[Line], encoding: str, known: Callable[[str], bool]) -> int:
    def score(line: Line) -> int:
        return sum(known(_text(cell, encoding)) for cell in line.cells if isinstance(cell, str) and cell)

    scores = [score(line) for line in lines]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    wide = (at for at, line in enumerate(lines) if sum(cell != "" for cell in line.cells) > 1)
    return max(range(len(scores)), key=scores.__getitem__) if any(scores) else next(wide, 0)


def _headings(top: Line, below: Line | None, encoding: str, known: Callable[[str], bool]) -> tuple[list[str], int]:
    """Return the headings, and how many rows below the first belong to them (merged headings have two rows)."""
    upper = [_text(cell, encoding) for cell in top.cells]
    if below is None or not _is_second(upper, below, encoding, known):
        return upper, 0
    lower = [_text(cell, encoding) for cell in below.cells]
    lower += [""] * (len(upper) - len(lower))
    upper += [""] * (len(lower) - len(upper))
    heads, over = [], ""
    for above, under in zip(upper, lower, strict=True):
        over = above or (over if under else "")
        heads.append(f"{over} – {under}" if under and over and fold(over) != fold(under) else under or above)
    return heads, 1


def _is_second(upper: list[str], below: Line, encoding: str, known: Callable[[str], bool]) -> bool:
    filled = [(at, cell) for at, cell in enumerate(below.cells) if cell != ""]
    if not filled or any(not isinstance(cell, str) for _, cell in filled) or _is_numbering(below):
        return False
    under_blank = sum(at >= len(upper) or not upper[at] for at, _ in filled)
    names = sum(known(_text(cell, encoding)) for _, cell in filled)
    return under_blank >= 1 and names * 2 >= len(filled) and any(not below.cells[at] for at in range(len(below.cells))
                                                                 if at < len(upper) and upper[at])  # fmt: skip


def _is_numbering(line: Line) -> bool:
    filled = [str(cell) for cell in line.cells if cell != ""]
    if len(filled) < 3 or not all(_NUMBERING.fullmatch(cell.strip()) for cell in filled):
        return False
    numbers = [int(found[0]) for cell in filled if (found := re.search(r"\d+", cell))]
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _column(at: int, heading: str, body: Sequence[Line], encoding: str) -> Column:
    texts = [cell for line in body[:_SOME] if at < len(line.cells) and isinstance(cell := line.cells[at], str) and cell]
    sample = next((str(line.cells[at]) for line in body[:_SOME] if at < len(line.cells) and line.cells[at] != ""), "")
    # Letters below 128 are the same in all of them: a column has an old font when turning it changes something.
    joined = "\n".join(texts)
    old = encoding if encoding and not _MODERN.search(joined) and from_legacy(joined, encoding) != joined else ""
    return Column(" ".join(heading.split())[:120], clean(sample)[:80], old)


def _entry(line: Line, ordinal: int, encoding: str) -> Entry:
    filled = [(at, _text(cell, encoding)) for at, cell in enumerate(line.cells) if cell != ""]
    told = [text for at, text in filled if at != ordinal]
    first = next((text for text in told if not _ORDINAL.fullmatch(text)), "")
    if _TOTAL.match(first.lower()) and len(told) < max(2, len(line.cells)) and not any(_looks_day(text) for text in told):
        return Entry(line.number, line.cells, "dòng cộng")
    if len(line.cells) > 3 and (len(told) <= 1 or (len(told) == 2 and _ORDINAL.fullmatch(told[0]))):
        return Entry(line.number, line.cells, "đề mục hoặc ghi chú")
    return Entry(line.number, line.cells)


def _after_total(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Take rows of few cells below the last total for signatures."""
    last = max((at for at, entry in enumerate(entries) if entry.skip == "dòng cộng"), default=len(entries))
    return tuple(
        replace(entry, skip="chữ ký hoặc ghi chú") if at > last and not entry.skip and _few(entry) else entry
        for at, entry in enumerate(entries)
    )


def _few(entry: Entry) -> bool:
    return sum(cell != "" for cell in entry.cells) <= 3 and not any(isinstance(cell, int | float) for cell in entry.cells)


def _looks_day(text: str) -> bool:
    return bool(re.search(r"\d{1,2}[/-]\d{1,2}|\d{1,2}\.\d{1,2}\.\d{2}", text))


def _sample(lines: Sequence[Line]) -> str:
    return "\n".join(" ".join(cell for cell in line.cells if isinstance(cell, str)) for line in lines[:_SOME])[:40_000]


def _text(cell: Cell, encoding: str) -> str:
    text = str(cell)
    return clean(from_legacy(text, encoding) if encoding and not _MODERN.search(text) else text)
