"""The tiles of a large sheet on paper: art at its true size, marks to cut and glue by, and a map of the whole."""

from collections.abc import Callable, Sequence
from math import floor

from desktop.models.text import number_vi
from desktop.printing import typeset
from desktop.printing.design import Design
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tiling import EDGE, OVERLAP, Plan, sentence

FORM = "art"
REACH = 5.0  # mm from the edge of the paper where printers begin
BAR = 100.0  # mm of the bar that shows whether the printer keeps its scale
GREY = "#555555"
HOW = (
    "In đúng 100% («kích thước thực»), không chọn «vừa trang». Đo thanh 100 mm trên tờ đầu: phải đúng 100 mm.",
    "Cắt mép trái và mép trên của mỗi tờ theo dấu cắt ở góc; hàng đầu và cột đầu chỉ cắt khi cần mép sạch.",
    "Ghép từng hàng từ trái sang phải: đặt mép đã cắt của tờ sau đúng vạch đứt của tờ trước, dấu tròn trùng nhau, rồi dán.",
    "Ghép các hàng từ trên xuống cũng như vậy. Dán băng keo mặt sau trước, miết phẳng từ giữa ra ngoài.",
)


def tiled(design: Design, made: Plan, paper: str, draw: Callable[[Sheet, int], None], *, only: Sequence[int] = ()) -> bytes:
    """Return every page of a design in tiles, a map of them first; `draw` draws one page of the finished sheet.

    `only` are the numbers (from 1) of the tiles wanted, without a map: a test print, or one that came out badly.
    Raises InputError for a tile there is none of.
    """
    wanted = [made.place(number) for number in only]
    sheet = Sheet(*made.paper, title=f"{design.label}, ghép {paper.upper()}")
    first = True
    for page in range(1, design.pages + 1):
        with sheet.form(f"{FORM}{page}", *design.size, bleed=design.bleed):
            draw(sheet, page)
        if page == 1 and not only:
            _map(sheet, design, made, paper)
            first = False
        for down in range(len(made.rows)):
            for across in range(len(made.columns)):
                if only and (down, across) not in wanted:
                    continue
                if not first:
                    sheet.turn(*made.paper)
                first = False
                _tile(sheet, design, made, page, across, down)
    return sheet.bytes()


def name(across: int, down: int) -> str:
    """Return what a tile is called on paper: row letter and column number."""
    letters = "ABCDEGHIKLMNOPQRSTUVXY"
    return f"{letters[down] if down < len(letters) else down + 1}{across + 1}"


def _tile(sheet: Sheet, design: Design, made: Plan, page: int, across: int, down: int) -> None:
    (left, wide), (top, high) = made.columns[across], made.rows[down]
    reach = wide * made.share, high * made.share
    canvas = sheet.canvas
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(EDGE * MM, (sheet.height - EDGE - reach[1]) * MM, reach[0] * MM, reach[1] * MM)
    canvas.clipPath(window, stroke=0, fill=0)
    sheet.place(f"{FORM}{page}", EDGE - left * made.share, EDGE - top * made.share, design.size[1], scale=made.share)
    canvas.restoreState()
    _cut_marks(sheet, reach)
    if across + 1 < len(made.columns):
        _paste_right(sheet, reach, name(across + 1, down))
    if down + 1 < len(made.rows):
        _paste_below(sheet, reach, name(across, down + 1))
    if across:
        _targets(sheet, [(EDGE + OVERLAP, EDGE + reach[1] * part) for part in (0.25, 0.75)], edge=(EDGE, None))
    if down:
        _targets(sheet, [(EDGE + reach[0] * part, EDGE + OVERLAP) for part in (0.25, 0.75)], edge=(None, EDGE))
    _bar(sheet, REACH + 1.2)
    sides = f" · mặt {page}" if design.pages > 1 else ""
    told = f"{name(across, down)} · hàng {down + 1}/{len(made.rows)}, cột {across + 1}/{len(made.columns)}{sides} · {design.label}"
    sheet.text(EDGE + 4, sheet.height - REACH - 0.2, told, "sans", 5.5)


def _cut_marks(sheet: Sheet, reach: tuple[float, float]) -> None:
    """Mark the corners of the art outside of it, where the printer still reaches."""
    right, low = EDGE + reach[0], EDGE + reach[1]
    for x in (EDGE, right):
        sheet.rule(x, REACH - 1, x, EDGE - 0.4, width=0.35)
        sheet.rule(x, low + 0.4, x, min(low + 4, sheet.height - REACH + 1), width=0.35)
    for y in (EDGE, low):
        sheet.rule(REACH - 1, y, EDGE - 0.4, y, width=0.35)
        sheet.rule(right + 0.4, y, min(right + 4, sheet.width - REACH + 1), y, width=0.35)


def _paste_right(sheet: Sheet, reach: tuple[float, float], following: str) -> None:
    """Mark the strip at the right that the next tile is pasted over; all of it is hidden in the end."""
    edge = EDGE + reach[0] - OVERLAP
    sheet.rule(edge, EDGE, edge, EDGE + reach[1], width=0.5, color=GREY, dash=(4, 3))
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate((edge + OVERLAP / 2) * MM, (sheet.height - EDGE - reach[1] / 2) * MM)
    canvas.rotate(90)
    canvas.translate(0, -sheet.height * MM)
    _label(sheet, f"Dán tờ {following} lên đây")
    canvas.restoreState()
    _targets(sheet, [(edge + OVERLAP / 2, EDGE + reach[1] * part) for part in (0.25, 0.75)])


def _paste_below(sheet: Sheet, reach: tuple[float, float], following: str) -> None:
    edge = EDGE + reach[1] - OVERLAP
    sheet.rule(EDGE, edge, EDGE + reach[0], edge, width=0.5, color=GREY, dash=(4, 3))
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate((EDGE + reach[0] / 2) * MM, (sheet.height - edge - OVERLAP / 2) * MM)
    canvas.translate(0, -sheet.height * MM)
    _label(sheet, f"Dán tờ {following} lên đây")
    canvas.restoreState()
    _targets(sheet, [(EDGE + reach[0] * part, edge + OVERLAP / 2) for part in (0.25, 0.75)])


def _label(sheet: Sheet, text: str) -> None:
    sheet.box(-18, -2.2, 36, 4.4, fill="#ffffff", stroke=GREY, line=0.3, radius=1)
    sheet.text(0, 1.1, text, "sans-medium", 8, align="center")


def _targets(sheet: Sheet, places: Sequence[tuple[float, float]], *,
             edge: tuple[float | None, float | None] | None = None) -> None:  # fmt: skip
    """Draw register marks: a cross in a ring; at an `edge` only its arms outside of the art, for that part is seen."""
    for x, y in places:
        if edge is None:
            sheet.canvas.setStrokeColorRGB(0.33, 0.33, 0.33)
            sheet.canvas.setLineWidth(0.4)
            sheet.canvas.circle(x * MM, (sheet.height - y) * MM, 1.6 * MM, stroke=1, fill=0)
            sheet.rule(x - 2.6, y, x + 2.6, y, width=0.4, color=GREY)
            sheet.rule(x, y - 2.6, x, y + 2.6, width=0.4, color=GREY)
        elif edge[0] is not None:
            sheet.rule(REACH - 1, y, edge[0] - 0.4, y, width=0.4, color=GREY)
        else:
            sheet.rule(x, REACH - 1, x, EDGE - 0.4, width=0.4, color=GREY)


def _bar(sheet: Sheet, y: float, x: float = EDGE + 12) -> None:
    """Draw the bar of 100 mm that tells whether the printer kept its scale."""
    sheet.rule(x, y, x + BAR, y, width=0.4)
    for end in (x, x + BAR):
        sheet.rule(end, y - 0.9, end, y + 0.9, width=0.4)
    sheet.text(x + BAR + 1.2, y + 0.6, "100 mm", "sans", 5)


def _map(sheet: Sheet, design: Design, made: Plan, paper: str) -> None:
    """Draw the whole sheet small with its tiles and their names, and say how to put it together."""
    left, right = 20.0, sheet.width - 20.0
    sheet.text(left, 24, "Sơ đồ ghép", "sans-semibold", 20)
    y = 32.0
    shrunk = f" In ở {floor(made.share * 100)}% khổ gốc." if made.share < 1 else ""
    for line in typeset.prose(f"{design.label}. {sentence(design, made, paper)}{shrunk}", "sans", 10.5, (right - left) * MM):
        sheet.text(left, y, line, "sans", 10.5)
        y += 5.2
    room = right - left, sheet.height - y - 88
    by = min(room[0] / design.size[0], room[1] / design.size[1])
    x, top = left + (room[0] - design.size[0] * by) / 2, y + 2
    sheet.place(f"{FORM}1", x, top, design.size[1], scale=by)
    for column, (start, length) in enumerate(made.columns):
        for row, (above, high) in enumerate(made.rows):
            place = x + start * by, top + above * by
            sheet.box(*place, length * by, high * by, stroke=GREY, line=0.4)
            middle = place[0] + length * by / 2, place[1] + high * by / 2
            sheet.box(middle[0] - 5, middle[1] - 3.4, 10, 6.8, fill="#ffffff", stroke=GREY, line=0.3, radius=1.5)
            sheet.text(middle[0], middle[1] + 1.6, name(column, row), "sans-semibold", 10, align="center")
    y = top + design.size[1] * by + 10
    for number, told in enumerate(HOW, start=1):
        sheet.text(left, y, f"{number}.", "sans-semibold", 10)
        for line in typeset.prose(told, "sans", 10, (right - left - 7) * MM):
            sheet.text(left + 7, y, line, "sans", 10)
            y += 5.0
        y += 1.4
    _bar(sheet, y + 3, left)
    paste = number_vi(OVERLAP)
    sheet.text(left, y + 9, f"Mép dán {paste} mm; lề máy in {number_vi(EDGE)} mm mỗi cạnh được cắt bỏ.", "sans", 9)
