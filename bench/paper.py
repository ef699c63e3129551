"""A batch of 500 certificates: our sheet against ReportLab drawn page by page, and against its own QR widget.

Each page has a border of some 2,000 curves, a name and a QR code of its own. CPU seconds of a process of its
own each, peak memory of that process.
"""

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from desktop.printing import fonts, qr, typeset
from desktop.printing.sheet import MM, Sheet

PAGES = 500
SIZE = (297.0, 210.0)
PETALS, TURNS = 170, 3  # a rosette of four curves each: 2,040 in the border
NAMES = ("Nguyễn Thị Ngọc Ẩn", "Trần Quốc Vượng", "Lê Thị Mỹ Lệ", "Huỳnh Đức Thắng", "Phạm Nguyễn Hoài Thương")
LINE = "đã hoàn thành lớp tập huấn kỹ năng số cho người dân, học 4 buổi, tháng 10 năm 2026"


def measure() -> list[dict[str, Any]]:
    """Return one row: pages a second of ours, beside both peers in the same run."""
    found = {name: alone(name) for name in WAYS}
    ours = found["ours"]
    peers = (("naive", "ReportLab vẽ lại từng trang", 2.0), ("widget", "ReportLab với mã QR của nó", 2.0))
    return [{"what": f"{PAGES} giấy chứng nhận, so với {label}", "value": round(PAGES / ours["seconds"], 1),
             "unit": "trang/s CPU", "peer": label, "peer_value": round(PAGES / found[name]["seconds"], 1),
             "ratio": round(found[name]["seconds"] / ours["seconds"], 2), "goal": f"ratio >= {goal:g}",
             "ok": found[name]["seconds"] / ours["seconds"] >= goal, "ours": ours, "theirs": found[name]}
            for name, label, goal in peers]  # fmt: skip


def alone(name: str) -> dict[str, Any]:
    """Run one way in a process of its own, so that peak memory is its own."""
    command = [sys.executable, "-m", "bench.paper", name]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def run(name: str) -> dict[str, Any]:
    """Draw the batch one way and tell what it cost."""
    fonts.register()
    before = time.process_time()
    pdf = WAYS[name]()
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"name": name, "seconds": round(seconds, 3), "pages_per_second": round(PAGES / seconds, 1),
            "peak_mb": round(peak), "pdf_kb": len(pdf) // 1024}  # fmt: skip


def ours() -> bytes:
    """The border once as a form, the QR code as one path, the name fitted to its box."""
    sheet = Sheet(*SIZE, title="Giấy chứng nhận")
    with sheet.form("border", *SIZE):
        draw_border(sheet)
    for number, (name, link) in enumerate(people()):
        if number:
            sheet.turn(*SIZE)
        sheet.place("border", 0, 0, SIZE[1])
        draw_words(sheet, name)
        qr.draw_qr(sheet, link, x=240, y=150, size=34)
    return sheet.bytes()


def naive() -> bytes:
    """Everything drawn again on every page, the QR code module by module."""
    import segno

    sheet = Sheet(*SIZE, title="Giấy chứng nhận")
    for number, (name, link) in enumerate(people()):
        if number:
            sheet.turn(*SIZE)
        draw_border(sheet)
        draw_words(sheet, name)
        code = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix]
        side = 34 / (len(code) + 8)
        for down, row in enumerate(code):
            for across, dark in enumerate(row):
                if dark:
                    sheet.canvas.rect((244 + across * side) * MM, (56 - down * side) * MM, side * MM, side * MM,
                                      stroke=0, fill=1)  # fmt: skip
    return sheet.bytes()


def widget() -> bytes:
    """The border as a form, and ReportLab's own QR widget."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    sheet = Sheet(*SIZE, title="Giấy chứng nhận")
    with sheet.form("border", *SIZE):
        draw_border(sheet)
    for number, (name, link) in enumerate(people()):
        if number:
            sheet.turn(*SIZE)
        sheet.place("border", 0, 0, SIZE[1])
        draw_words(sheet, name)
        drawing = Drawing(34 * MM, 34 * MM)
        drawing.add(QrCodeWidget(link, barWidth=34 * MM, barHeight=34 * MM, barLevel="M"))
        renderPDF.draw(drawing, sheet.canvas, 240 * MM, 26 * MM)
    return sheet.bytes()


def people() -> Iterator[tuple[str, str]]:
    """Yield a name and a link for each page, no two links alike."""
    for number in range(PAGES):
        yield f"{NAMES[number % len(NAMES)]} {number:03d}", f"https://hoc.danang.gov.vn/cn/{number:06d}"


def draw_words(sheet: Sheet, name: str) -> None:
    """Draw the words of one certificate; only the name changes."""
    sheet.text(148.5, 60, "GIẤY CHỨNG NHẬN", "sans-black", 40, color="#0b4f63", align="center")
    found = typeset.fit(name, "sans-bold", 200 * MM, 24 * MM, largest=44, smallest=18, most_lines=1)
    assert found
    sheet.text(148.5, 105, found.lines[0], found.face, found.size, align="center")
    sheet.text(148.5, 122, LINE, "sans", 13, align="center")


def draw_border(sheet: Sheet) -> None:
    """Draw the border: rosettes of Bézier curves around the edge, 2,040 curves."""
    sheet.canvas.setLineWidth(0.3)
    path = sheet.canvas.beginPath()
    for petal in range(PETALS):
        x, y = _around(petal / PETALS)
        for turn in range(TURNS * 4):
            angle = math.tau * turn / (TURNS * 4)
            reach = 7 * MM
            end = x + reach * math.cos(angle), y + reach * math.sin(angle)
            path.moveTo(x, y)
            path.curveTo(x + reach * math.cos(angle + 0.8), y + reach * math.sin(angle + 0.8),
                         end[0] + reach * 0.3 * math.sin(angle), end[1] - reach * 0.3 * math.cos(angle), *end)  # fmt: skip
    sheet.canvas.drawPath(path)


def _around(share: float) -> tuple[float, float]:
    """Return a point of the edge, in points: along the foot, up, back along the head, down."""
    width, height, margin = (SIZE[0] - 24) * MM, (SIZE[1] - 24) * MM, 12 * MM
    along = share * 2 * (width + height)
    across = min(along, width) - min(max(along - width - height, 0.0), width)
    up = min(max(along - width, 0.0), height) - max(along - 2 * width - height, 0.0)
    return margin + across, margin + up


WAYS: dict[str, Callable[[], bytes]] = {"ours": ours, "naive": naive, "widget": widget}

if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1]) if sys.argv[1:] else measure(), ensure_ascii=False))
