"""One design for each person of a list: the art drawn once, only what differs placed on every page.

Pages go to disk as they are drawn; a list of thousands takes no more memory than one of ten.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil, floor
from pathlib import Path
from typing import BinaryIO

from desktop.models.errors import InputError, PrintError
from desktop.models.files import sync_folder, told
from desktop.models.people import NAME, People
from desktop.printing import fonts, layers, paper, prose
from desktop.printing.design import Design, Layer, placeholders
from desktop.printing.layers import Brush, Slots
from desktop.printing.sheet import MM
from desktop.printing.streamed import StreamedSheet
from desktop.printing.tiling import EDGE, PAPERS
from desktop.printing.typeset import TALL

COMFORTABLE = 0.6  # of its full size: a name shrinks so far on one line before it takes two
TELL_EVERY = 25  # people
MARK = 4.0  # mm


@dataclass(frozen=True, slots=True)
class Batch:
    """What is printed: `slots` are common to all, `people` fills the rest by field name; `sheet` "" is a page for each.

    With `sheet` "A4" or "A3" as many as fit go on each sheet, the backs of two-sided ones behind their fronts
    (duplex on the long edge).
    """

    design: Design
    slots: Slots
    people: Sequence[Mapping[str, str]]
    look: paper.Look = paper.Look()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """How many fit on a sheet: its size in mm, and the top left corners of the cut sizes in mm, in reading order."""

    paper: tuple[float, float]
    spots: tuple[tuple[float, float], ...]

    def back(self, size: tuple[float, float]) -> "Grid":
        """Return the places on the back of the sheet, so that each lies behind its front."""
        return replace(self, spots=tuple((self.paper[0] - x - size[0], y) for x, y in self.spots))


def grid(design: Design, sheet: str) -> Grid:
    """Return the way that takes most of a design on a sheet. Raises InputError when not one fits."""
    if sheet.upper() not in PAPERS:
        raise InputError(f"Không có khổ giấy «{sheet}»: có {', '.join(PAPERS)}.")
    narrow, long = PAPERS[sheet.upper()]
    found = max((_grid(design, one) for one in ((narrow, long), (long, narrow))), key=lambda one: len(one.spots))
    if not found.spots:
        raise InputError(f"Mẫu «{design.label}» không vừa khổ {sheet.upper()}: hãy in mỗi người một trang.")
    return found


def personal(design: Design) -> list[tuple[str, str]]:
    """Return the fields (name, label) that a list may fill: not pictures, nor what the activity or the unit tells."""
    return [(field.name, field.label) for field in design.fields
            if field.kind != "image" and not placeholders(field.default + field.source)]  # fmt: skip


def chosen(design: Design, found: People) -> list[dict[str, str]]:
    """Return the printable people of a list by the fields of a design.

    Raises InputError when the design has no place for a name.
    """
    columns = found.matched(personal(design))
    if NAME not in columns.values():
        raise InputError(f"Mẫu «{design.label}» không có ô họ và tên: hãy chọn giấy chứng nhận, thẻ đeo hoặc giấy mời.")
    return [{field: row.values.get(column, "") for field, column in columns.items()} for row in found.ready()]


def faults(batch: Batch) -> Iterator[tuple[int, str]]:
    """Yield (place in the list from 0, sentence) for each person whose words cannot be printed."""
    job = _Job(batch)
    for number, person in enumerate(batch.people):
        try:
            job.judge(person)
        except (InputError, PrintError) as fault:
            yield number, fault.sentence


def write(batch: Batch, path: Path, *, progress: Callable[[int, int], None] | None = None,
          stopped: Callable[[], bool] | None = None) -> int:  # fmt: skip
    """Write the batch as a PDF and return its pages; 0 when it was stopped, and the file is as it was.

    The same batch gives the same bytes. Raises InputError or PrintError naming the first person that cannot be
    printed, StoreError when the disk refuses.
    """
    job = _Job(batch)
    with told(path), _temporary(path) as (handle, keep):
        out = StreamedSheet(*job.paper, title=batch.design.label, out=handle, pages=job.pages)
        if not job.draw(out, progress or _silent, stopped or _never):
            return 0
        out.finish()
        keep()
    return job.pages


class _Job:
    """A batch being drawn."""

    def __init__(self, batch: Batch) -> None:
        self._batch, look = batch, batch.look
        theme = batch.design.theme(look.theme)
        if theme is None:
            raise InputError(f"Không có bảng màu «{look.theme}».")
        self._design = paper.chosen(batch.design, look)
        self._people = batch.people
        self._fields = _differing(self._design, self._people)
        if not self._people:
            raise InputError("Danh sách chưa có ai: hãy thêm người rồi in.")
        if self._design.scale != 1 or any(layer.kind == "roll" for layer in self._design.layers):
            raise InputError(f"Mẫu «{self._design.label}» không in theo danh sách được: hãy chọn giấy chứng nhận, thẻ, giấy mời.")
        self._colors = self._design.colors(theme, look.mode)
        self._grey = look.mode in {"grey", "ink"}
        shared = replace(self._design, fields=tuple(f for f in self._design.fields if f.name not in self._fields))
        self._common = paper.checked(shared, {name: said for name, said in batch.slots.items() if name not in self._fields})
        self._judged = replace(self._design, fields=tuple(f for f in self._design.fields if f.name in self._fields))
        self._runs = [list(_runs(self._design, page, self._fields)) for page in range(1, self._design.pages + 1)]
        self._grid = grid(self._design, batch.sheet) if batch.sheet else None

    @property
    def paper(self) -> tuple[float, float]:
        """The size of a page in mm."""
        (width, height), bleed = self._design.size, self._design.bleed
        return self._grid.paper if self._grid else (width + 2 * bleed, height + 2 * bleed)

    @property
    def pages(self) -> int:
        """How many pages there will be."""
        each = len(self._grid.spots) if self._grid else 1
        return ceil(len(self._people) / each) * self._design.pages

    def draw(self, out: StreamedSheet, progress: Callable[[int, int], None], stopped: Callable[[], bool]) -> bool:
        """Draw every page; False when it was stopped."""
        self._keep_art(out)
        bleed = self._design.bleed
        spots = self._grid.spots if self._grid else ((bleed, bleed),)
        if not self._grid and bleed:
            out.marked((bleed, bleed, *self._design.size), bleed)
        for start in range(0, len(self._people), len(spots)):
            if stopped():
                return False
            together = [self._filled(number) for number in range(start, min(start + len(spots), len(self._people)))]
            for page in range(len(self._runs)):
                places = self._grid.back(self._design.size).spots if self._grid and page % 2 else spots
                for number, (place, slots) in enumerate(zip(places, together, strict=False), start=start):
                    self._one(out, page, place, slots, number)
                if self._grid:
                    _cut_marks(out, self._design, places)
                out.end_page()
            if start % TELL_EVERY < len(spots):
                progress(start, len(self._people))
        progress(len(self._people), len(self._people))
        return True

    def judge(self, person: Mapping[str, str]) -> None:
        """Raise InputError or PrintError when something of a person cannot be printed."""
        slots = self._slots(person)
        for runs in self._runs:
            for one in runs:
                if isinstance(one, Layer) and one.is_text and (not one.when or slots.get(one.when)):
                    brush = Brush(None, self._design, self._colors, slots, self._grey)  # type: ignore[arg-type]
                    words = brush.words(one)
                    if words and not prose.size(words, _named(one, words)):
                        raise PrintError(self._too_long(one))

    def _filled(self, number: int) -> Slots:
        try:
            return self._slots(self._people[number])
        except InputError as fault:
            raise InputError(f"{self._who(number)}: {fault.sentence}") from fault

    def _slots(self, person: Mapping[str, str]) -> Slots:
        missing = self._fields - set(person)
        return {**self._common, **paper.checked(self._judged, {**dict.fromkeys(missing, ""), **person})}

    def _who(self, number: int) -> str:
        told = next(iter(self._people[number].values()), "")
        return f"Người thứ {number + 1} ({told[:40]})"

    def _too_long(self, layer: Layer) -> str:
        names = (layer.field, *placeholders(layer.text))
        label = next((field.label for field in self._design.fields if field.name in names), "chữ")
        return f"Chữ ở ô «{label}» quá dài, không vừa khổ giấy: hãy rút gọn rồi in lại."

    def _keep_art(self, out: StreamedSheet) -> None:
        for page, runs in enumerate(self._runs):
            for number, one in enumerate(runs):
                if not isinstance(one, Layer):
                    with out.form(f"art{page}n{number}", *self._design.size, bleed=self._design.bleed):
                        brush = Brush(out, self._design, self._colors, self._common, self._grey)
                        for layer in one:
                            layers.draw(brush, layer)

    def _one(self, out: StreamedSheet, page: int, place: tuple[float, float], slots: Slots, number: int) -> None:
        (x, y), (width, height), whole = place, self._design.size, (out.width, out.height)
        canvas = out.canvas
        canvas.saveState()
        canvas.translate(x * MM, (whole[1] - y - height) * MM)
        out.width, out.height = width, height
        brush = Brush(out, self._design, self._colors, slots, self._grey)
        try:
            for at, one in enumerate(self._runs[page]):
                if isinstance(one, Layer):
                    layers.draw(brush, _named(one, brush.words(one)) if one.kind == "text" else one)
                else:
                    canvas.doForm(f"art{page}n{at}")
        except PrintError as fault:
            raise PrintError(f"{self._who(number)}: {fault.sentence}", details=fault.details) from fault
        out.width, out.height = whole
        canvas.restoreState()


def _differing(design: Design, people: Sequence[Mapping[str, str]]) -> set[str]:
    """Return the fields that the list fills."""
    names = {name for person in people for name in person}
    known = {field.name: field for field in design.fields}
    for name in sorted(names):
        if name not in known or known[name].kind == "image":
            raise InputError(f"Mẫu «{design.label}» không có ô chữ «{name[:40]}» để điền từ danh sách.")
    return names


def _runs(design: Design, page: int, fields: set[str]) -> Iterator[list[Layer] | Layer]:
    """Yield what is drawn on a page in its order: layers all share as one list, each that differs by itself."""
    shared: list[Layer] = []
    for layer in design.layers:
        if layer.page != page:
            continue
        if fields & {layer.field, layer.when, *placeholders(layer.text)}:
            if shared:
                yield shared
                shared = []
            yield layer
        else:
            shared.append(layer)
    if shared:
        yield shared


def _named(layer: Layer, words: str) -> Layer:
    """Return a layer of one line as these words need it: smaller, then in two lines, then as small as may be.

    Where the design itself gives more lines, its own choice stands.
    """
    if layer.kind != "text" or layer.lines > 1 or not words or "\n" in words:
        return layer
    wide = fonts.width(words, layer.face, 1.0)
    above = max(fonts.ink(words, layer.face, 1.0)[0], fonts.ink(TALL, layer.face, 1.0)[0])
    tall = above + fonts.ink(words, layer.face, 1.0)[1]
    largest = floor(min(layer.size, layer.w * MM / wide, layer.h * MM / tall) * 10) / 10
    if largest >= max(layer.size * COMFORTABLE, layer.smallest or layer.size):
        return replace(layer, size=largest, smallest=largest)
    return replace(layer, lines=2, smallest=layer.smallest or layer.size)


def _grid(design: Design, sheet: tuple[float, float]) -> Grid:
    across, down = (side + 2 * design.bleed for side in design.size)
    columns, rows = (int((whole - 2 * EDGE + 0.01) / one) for whole, one in zip(sheet, (across, down), strict=True))
    left, top = (sheet[0] - columns * across) / 2, (sheet[1] - rows * down) / 2
    return Grid(sheet, tuple((left + column * across + design.bleed, top + row * down + design.bleed)
                             for row in range(rows) for column in range(columns)))  # fmt: skip


def _cut_marks(out: StreamedSheet, design: Design, spots: Sequence[tuple[float, float]]) -> None:
    """Mark at the edges of the sheet where to cut."""
    width, height = design.size
    gap = design.bleed + 1
    columns = sorted({round(side, 3) for x, _ in spots for side in (x, x + width)})
    rows = sorted({round(side, 3) for _, y in spots for side in (y, y + height)})
    for x in columns:
        out.rule(x, rows[0] - gap - MARK, x, rows[0] - gap, width=0.3)
        out.rule(x, rows[-1] + gap, x, rows[-1] + gap + MARK, width=0.3)
    for y in rows:
        out.rule(columns[0] - gap - MARK, y, columns[0] - gap, y, width=0.3)
        out.rule(columns[-1] + gap, y, columns[-1] + gap + MARK, y, width=0.3)


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """Give a file beside the one wanted, which takes its place once kept; only its owner reads it, for it names people."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    temporary, kept = Path(name), False

    def keep() -> None:
        nonlocal kept
        kept = True

    try:
        with os.fdopen(handle, "wb") as file:
            yield file, keep
            if kept:
                file.flush()
                os.fsync(file.fileno())
        if kept:
            temporary.replace(path)
            sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _silent(done: int, whole: int) -> None:
    pass


def _never() -> bool:
    return False
