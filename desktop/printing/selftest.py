"""The self-test on paper: what was found first, in words; what IT reads on the phone after it, in figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from desktop.printing.official import A4, BOTTOM, LEFT, RIGHT, TOP
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table
from desktop.printing.typeset import wrap

WORDS = {"ok": "Đạt", "warn": "CHÚ Ý", "bad": "HỎNG", "skip": "Bỏ qua"}
SUMS = {
    "ok": "Máy này chạy tốt.",
    "warn": "Máy này chạy được, có điều cần chú ý.",
    "bad": "Máy này có phần hỏng: xem các dòng HỎNG.",
}
COLUMNS = (Column("Phần", 38), Column("Kết quả", 22, "center"), Column("Nhận xét, việc cần làm", 105))
FIGURES = (Column("Phần", 38), Column("Số liệu cho quản trị", 127))


class Found(Protocol):
    """One finding of the self-test."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


def paper(about: Mapping[str, Any], found: Sequence[Found]) -> bytes:
    """Return two A4 pages as a tagged PDF: findings in words, then figures. Raises PrintError when a font is missing."""
    sheet = Sheet(*A4, title="Phiếu tự kiểm tra Sổ Phường", author="Sổ Phường", archival=True)
    states = {one.state for one in found}
    result = next((one for one in ("bad", "warn") if one in states), "ok")
    middle = (LEFT + RIGHT) / 2
    with sheet.tag("H1"):
        sheet.text(middle, TOP + 4, "PHIẾU TỰ KIỂM TRA", "serif-bold", 16, align="center")
    with sheet.tag("P"):
        sheet.text(middle, TOP + 11, _told(about), "serif-italic", 12, align="center")
    with sheet.tag("P"):
        sheet.text(LEFT, TOP + 21, SUMS[result], "serif-bold", 14)
    rows = [(one.label, WORDS[one.state], one.sentence) for one in found]
    draw_table(sheet, COLUMNS, rows, x=LEFT, y=TOP + 26, bottom=BOTTOM, turn=lambda: _turned(sheet))
    sheet.turn(*A4)
    with sheet.tag("H2"):
        sheet.text(LEFT, TOP + 4, "Số liệu", "serif-bold", 14)
    figures = [(one.label, _figures(one.facts)) for one in found]
    end = draw_table(sheet, FIGURES, figures, x=LEFT, y=TOP + 8, bottom=BOTTOM, turn=lambda: _turned(sheet))
    said = ("Phiếu không chứa tên người, nội dung hoạt động, khóa hay mật khẩu: có thể chụp và gửi cho quản trị. "
            "Lệnh làm lại: sophuong selftest -o phieu.pdf")  # fmt: skip
    with sheet.tag("P"):
        for number, line in enumerate(wrap(said, "serif-italic", 12, (RIGHT - LEFT) * MM)):
            sheet.line(LEFT, min(end + 8, BOTTOM - 8) + number * 5.5, line, "serif-italic", 12, more=True)
    return sheet.bytes()


def _told(about: Mapping[str, Any]) -> str:
    at = datetime.fromisoformat(str(about["at"])).astimezone()
    return f"Sổ Phường {about['program']} · {about['system']} {about['release']} · {at:%H:%M ngày %d/%m/%Y}"


def _turned(sheet: Sheet) -> float:
    sheet.turn(*A4)
    return TOP


def _figures(facts: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{name} = {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for name, value in facts.items()
    )
