"""The frame of a short official paper (NĐ 30/2020): head, paragraphs, tables, places to sign; pages turn by themselves."""

from collections.abc import Sequence
from datetime import datetime

from desktop.models.text import date_official
from desktop.printing import fonts, typeset
from desktop.printing.official import A4, BOTTOM, CENTRE, HEADER_LEFT, HEADER_RIGHT, LEFT, PAGE_NUMBER_AT, RIGHT
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

BODY, PITCH, TOP = 13.0, 5.9, 22.0  # points, mm, mm
SIGNING = 44.0  # mm
WIDE = RIGHT - LEFT


class Record:
    """One paper being set from the top down; `y` is the last baseline or edge, in mm."""

    def __init__(self, title: str, unit: str, at: str, *, number: str = "") -> None:
        """`unit` is the ward as it is called, `at` ISO 8601; `number` is what stands behind «Số:», "" for no such line."""
        self.sheet = Sheet(*A4, title=title, author=unit, archival=True)
        self._page = 1
        self.y = self._head(unit, datetime.fromisoformat(at).astimezone(), number)

    def heading(self, kind: str, subject: str) -> None:
        """Set the kind of the paper and what it is about."""
        with self.sheet.tag("H1"):
            self.y += 13.0
            self.sheet.line(CENTRE, self.y, kind, "serif-bold", 15, align="center", more=bool(subject))
            for line in typeset.wrap(subject, "serif-bold", 14, (WIDE - 20) * MM) if subject else ():
                self.y += 6.4
                self.sheet.line(CENTRE, self.y, line, "serif-bold", 14, align="center", more=True)
        self.y += 3.0

    def paragraph(self, text: str, *, face: str = "serif", align: str = "left") -> None:
        """Set a paragraph."""
        for part in filter(None, text.split("\n")):
            left = list(typeset.wrap(part, face, BODY, WIDE * MM))
            while left:
                self.room(PITCH * min(2, len(left)))
                fits = max(1, int((BOTTOM - self.y) / PITCH))
                with self.sheet.tag("P"):
                    for line in left[:fits]:
                        self.y += PITCH
                        self.sheet.line(CENTRE if align == "center" else LEFT, self.y, line, face, BODY, align=align, more=True)
                left = left[fits:]
            self.y += 1.2

    def part(self, text: str) -> None:
        """Set the heading of a part, never the last of a page."""
        self.room(PITCH * 4)
        self.y += 1.6
        with self.sheet.tag("H2"):
            self.y += PITCH
            self.sheet.text(LEFT, self.y, text, "serif-bold", BODY)
        self.y += 1.2

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Set a table; its columns together are WIDE mm."""
        self.room(20.0)
        self.y = draw_table(self.sheet, columns, rows, x=LEFT, y=self.y + 2, bottom=BOTTOM, turn=self.turn) + 2

    def signatures(self, *people: tuple[str, str]) -> None:
        """Set places to sign: (title, name) from the left to the right; one stands at the right."""
        self.room(SIGNING)
        places = (RIGHT - 42,) if len(people) == 1 else (LEFT + 38, RIGHT - 42)
        for x, (title, name) in zip(places, people, strict=True):
            lines = ((9.0, title, "serif-bold"), (15.0, "(Ký, ghi rõ họ tên)", "serif-italic"), (40.0, name, "serif-bold"))
            for down, text, face in lines:
                if text:
                    with self.sheet.tag("P"):
                        self.sheet.text(x, self.y + down, text, face, BODY, align="center")
        self.y += SIGNING

    def room(self, height: float) -> None:
        """Turn the page where so many mm are not left."""
        if self.y + height > BOTTOM:
            self.y = self.turn()

    def turn(self) -> float:
        """Begin the next page; return where its first line may stand."""
        self.sheet.turn(*A4)
        self._page += 1
        self.sheet.begin("Artifact")
        self.sheet.text(CENTRE, PAGE_NUMBER_AT, str(self._page), "serif", BODY, align="center")
        self.sheet.end()
        return TOP

    def bytes(self) -> bytes:
        """Return the paper as a tagged PDF/A."""
        return self.sheet.bytes()

    def _head(self, unit: str, on: datetime, number: str) -> float:
        sheet, said, motto = self.sheet, unit.upper(), "Độc lập - Tự do - Hạnh phúc"
        with sheet.tag("P"):
            sheet.line(HEADER_LEFT, 24.1, "ỦY BAN NHÂN DÂN", "serif-bold", 13, align="center", more=True)
            sheet.text(HEADER_LEFT, 29.8, said, "serif-bold", 13, align="center")
        with sheet.tag("P"):
            sheet.line(HEADER_RIGHT, 24.1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "serif-bold", 13, align="center", more=True)
            sheet.text(HEADER_RIGHT, 29.8, motto, "serif-bold", 14, align="center")
        for centre, length in ((HEADER_LEFT, fonts.width(said, "serif-bold", 13) / MM * 0.42),
                               (HEADER_RIGHT, fonts.width(motto, "serif-bold", 14) / MM)):  # fmt: skip
            sheet.rule(centre - length / 2, 32.0, centre + length / 2, 32.0)
        if number:
            with sheet.tag("P"):
                sheet.text(HEADER_LEFT, 40.0, f"Số: {number}", "serif", BODY, align="center")
        with sheet.tag("P"):
            sheet.text(HEADER_RIGHT, 40.0, f"Đà Nẵng, {date_official(on.date())}", "serif-italic", BODY, align="center")
        return 42.0


def moment(at: str) -> str:
    """Return a moment (ISO 8601) as paper says it, "" for none."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M %d/%m/%Y}" if at else ""
