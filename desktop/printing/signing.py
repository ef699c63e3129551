"""The sign-in sheet of an activity, filled with the names that were registered or left open; with what people must be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.text import number_vi
from desktop.printing import typeset
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

A4 = (210.0, 297.0)
LEFT, RIGHT, TOP, BOTTOM, FOOT = 20.0, 195.0, 18.0, 276.0, 286.0  # mm
CENTRE = (LEFT + RIGHT) / 2
TITLE, BODY, SMALL = 15.0, 12.0, 10.0  # points
ROW = 9.5  # mm: room for a signature
WIDE = RIGHT - LEFT
OPEN = 8  # empty rows after the names, for who comes unannounced
FULL = 24  # rows of a sheet without names


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on it: `people` are (name, unit, phone); `phones` whether there is a column for phones, `notice` its lines."""

    unit: str
    title: str
    when: str
    place: str
    notice: Sequence[str]
    people: Sequence[tuple[str, str, str]] = ()
    phones: bool = False
    photos: bool = True


def sheet(facts: Facts) -> bytes:
    """Return the sheet as a tagged PDF/A, as many pages as it takes. Raises PrintError when a font is missing."""
    facts = printable(facts)
    made = Sheet(*A4, title=f"Danh sách người tham dự: {facts.title}", author=facts.unit, archival=True)
    page = _Pages(made, facts.title)
    y = _head(made, facts)
    columns = _columns(facts)
    open_rows = OPEN if facts.people else FULL
    rows = [_row(facts, n, one) for n, one in enumerate(facts.people, start=1)]
    rows += [_row(facts, n, ("", "", "")) for n in range(len(rows) + 1, len(rows) + 1 + open_rows)]
    y = draw_table(made, columns, rows, x=LEFT, y=y, bottom=BOTTOM, turn=page.turn, least=ROW, middle=True) + 2
    if y + 34 > BOTTOM:
        y = page.turn()
    with made.tag("P"):
        made.text(LEFT, y + 6, "Tổng số người tham dự: ............ người", "serif", BODY)
    with made.tag("P"):
        made.text(RIGHT - 35, y + 6, "NGƯỜI LẬP DANH SÁCH", "serif-bold", BODY, align="center")
    with made.tag("P"):
        made.text(RIGHT - 35, y + 11.5, "(Ký, ghi rõ họ tên)", "serif-italic", BODY, align="center")
    page.end()
    return made.bytes()


def _columns(facts: Facts) -> list[Column]:
    phone = [Column("Điện thoại", 26)] if facts.phones else []
    photo = [Column("Đồng ý chụp ảnh gần", 20, "center", tick=True)] if facts.photos else []
    taken = 11 + 30 + sum(one.width for one in (*phone, *photo))
    rest = WIDE - taken
    named = (Column("STT", 11, "center"), Column("Họ và tên", rest * 0.56), Column("Đơn vị, khu dân cư", rest * 0.44))
    return [*named, *phone, *photo, Column("Ký tên", 30)]


def _row(facts: Facts, n: int, one: tuple[str, str, str]) -> list[str]:
    name, unit, phone = one
    return [number_vi(n), name, unit, *([phone] if facts.phones else []), *([""] if facts.photos else []), ""]


def _head(made: Sheet, facts: Facts) -> float:
    with made.tag("P"):
        made.text(LEFT, TOP, f"ỦY BAN NHÂN DÂN {facts.unit.upper()}", "serif-bold", BODY)
    with made.tag("H1"):
        made.text(CENTRE, TOP + 11, "DANH SÁCH NGƯỜI THAM DỰ", "serif-bold", TITLE, align="center")
    y = TOP + 13
    said = [facts.title, " · ".join(one for one in (facts.when, facts.place) if one)]
    for text, face in zip(said, ("serif-bold", "serif"), strict=True):
        if text:
            y = _lines(made, text, face, BODY, y, align="center")
    y += 2
    for text in facts.notice:
        y = _lines(made, text, "serif-italic", SMALL, y)
    return y + 3


def _lines(made: Sheet, text: str, face: str, size: float, y: float, *, align: str = "left") -> float:
    with made.tag("P"):
        for line in typeset.wrap(text, face, size, WIDE * MM):
            y += size * 1.25 / MM
            made.line(CENTRE if align == "center" else LEFT, y, line, face, size, align=align, more=True)
    return y + 0.6


class _Pages:
    """The feet of the pages and the turn to the next."""

    def __init__(self, made: Sheet, title: str) -> None:
        self._made, self._title, self._page = made, title, 1

    def end(self) -> None:
        self._made.begin("Artifact")
        said = typeset.wrap(self._title, "serif-italic", 9.0, (WIDE - 30) * MM)[0]
        self._made.text(LEFT, FOOT, said, "serif-italic", 9.0)
        self._made.text(RIGHT, FOOT, f"Trang {self._page}", "serif-italic", 9.0, align="right")
        self._made.end()

    def turn(self) -> float:
        self.end()
        self._page += 1
        self._made.turn(*A4)
        return TOP
