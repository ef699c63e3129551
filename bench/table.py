"""A table of 2,000 rows and 7 columns with a heading on every page and wrapped cells: ours beside Typst and WeasyPrint."""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.figures import beside, peak_mb
from bench.peers import papers
from desktop.printing import fonts
from desktop.printing.raster import page_count
from desktop.printing.sheet import Sheet
from desktop.printing.tables import Column, draw_table

ROWS, SLOW = 2000, 200
GOAL = 3.0
HEADS = ("TT", "Ngày", "Hoạt động", "Địa điểm", "Đối tượng", "Số người", "Kết quả")
WIDTHS = (12, 24, 72, 54, 40, 20, 45)
PLACES = ("Nhà sinh hoạt cộng đồng khu vực Thạch Thang", "Chợ Cồn", "Trường Tiểu học Phù Đổng", "Bộ phận một cửa của phường")


def measure() -> list[dict[str, Any]]:
    """Return pages a CPU second of ours beside each peer."""
    with tempfile.TemporaryDirectory() as folder:
        home, found = Path(folder), []
        ours = papers.of_ours("bench.table", out=home / "ours.pdf")
        speed = page_count((home / "ours.pdf").read_bytes()) / ours["seconds"]
        for way, label, count in (("typst", "Typst", ROWS), ("weasyprint", f"WeasyPrint ({SLOW} dòng)", SLOW)):
            work = {"work": "table", "heads": HEADS, "widths": WIDTHS, "rows": rows(count), "fonts": str(fonts.FOLDER)}
            (home / "work.json").write_text(json.dumps(work), encoding="utf-8")
            theirs = papers.of_theirs(way, str(home / "work.json"), home / f"{way}.pdf")
            pages = page_count((home / f"{way}.pdf").read_bytes())
            row = beside(f"Bảng {ROWS} dòng 7 cột", round(speed, 1), "trang/s CPU", peer=label,
                         peer_value=round(pages / theirs["seconds"], 1), ours=ours, theirs=theirs | {"pages": pages})  # fmt: skip
            found.append(row | {"goal": f"tỉ lệ ≥ {GOAL:g}", "ok": row["ratio"] >= GOAL})
    return found


def rows(count: int) -> list[list[str]]:
    """Return rows as a year of one ward tells them: no two alike, places and kinds repeat."""
    return [[str(n), f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2026",
             f"Hướng dẫn {n % 90 + 5} người dân dùng VNeID và dịch vụ công trực tuyến đợt {n}", PLACES[n % 4],
             ("Người cao tuổi, hộ kinh doanh", "Người dân", "Học sinh, đoàn viên thanh niên")[n % 3], str(n % 90 + 5),
             f"{n % 60 + 3} hồ sơ nộp trực tuyến"] for n in range(1, count + 1)]  # fmt: skip


def draw(out: Path) -> dict[str, Any]:
    """Draw the table our way; imports are not counted, fonts are."""
    said = rows(ROWS)
    before = time.process_time()
    sheet = Sheet(297, 210, title="Bảng")

    def turn() -> float:
        sheet.turn(297, 210)
        return 15.0

    columns = [Column(head, width, "center" if head in {"TT", "Số người"} else "left")
               for head, width in zip(HEADS, WIDTHS, strict=True)]  # fmt: skip
    draw_table(sheet, columns, said, x=15, y=15, bottom=195, turn=turn)
    out.write_bytes(sheet.bytes())
    return {"seconds": round(time.process_time() - before, 3), "peak_mb": round(peak_mb(), 1)}


if __name__ == "__main__":
    print(json.dumps(draw(Path(sys.argv[1]))))
