"""The official document, profile ND30_2020 (NĐ 30/2020/NĐ-CP Phụ lục I): the report and its annexes.

What the clerk adds stays open: the number, the signature, the seal. Nothing of these is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.chart import Chart
from desktop.models.report import Annex, Report, Section
from desktop.models.text import date_official
from desktop.printing import charts, fonts, typeset
from desktop.printing.printable import printable
from desktop.printing.sheet import MM, Sheet
from desktop.printing.tables import Column, draw_table

LEFT, RIGHT, TOP, BOTTOM = 30.0, 195.0, 20.0, 277.0  # mm on A4 portrait: margins 30, 15, 20, 20
CENTRE = (LEFT + RIGHT) / 2
HEADER_LEFT, HEADER_RIGHT = LEFT + 32.5, LEFT + 65 + 50  # centres of the columns 65 + 100 mm
SIGNER, RECIPIENTS = 146.0, LEFT
ADDRESSED, LISTED = 65.0, 75.0  # "Kính gửi:" and the names under it: 35 and 45 mm into the column
BODY, INDENT, GAP = 14.0, 12.7, 6.0  # points, mm, points
PITCH = 17.5  # points: 1.09 of a single line of 14 pt
LOOSEST = 0.2  # em a space may grow by for a phrase to stay whole
BLANK = "\u2002" * 5  # room for the clerk to write
SIGNING_ROOM = 26.0  # mm for signature and seal
PAGE_NUMBER_AT = 14.1  # mm, baseline: 10 mm from the edge to the top of the figures
CODE_AT = 286.0  # mm, baseline: in the foot margin of the page that is signed
A4 = (210.0, 297.0)
ANNEX_LEFT, ANNEX_WIDTH, ANNEX_BOTTOM = 30.0, 252.0, 190.0
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
CHARTS = "Biểu đồ số liệu"


@dataclass(frozen=True, slots=True)
class Line:
    """One line to draw: `indent` in mm, `stretch` in points a space, `gap` in points above it."""

    text: str
    face: str
    indent: float
    stretch: float
    gap: float
    keep: bool  # not to be the last on a page
    role: str = ""  # of the element it begins, "" when it goes on with the last
    more: bool = False  # the next line goes on with its sentence


def official(report: Report) -> bytes:
    """Return the report as a PDF. Raises PrintError when a font is missing."""
    report = printable(report)
    sheet = Sheet(*A4, title=f"{report.title}: {report.subject}", author=agency(report), archival=True)
    flow = _Flow(sheet, _head(sheet, report))
    for line in _body(report):
        flow.put(line)
    _end(flow, report)
    for annex in report.annexes:
        _annex(sheet, report, annex)
    if report.charts:
        _charts(sheet, report)
    return sheet.bytes()


def agency(report: Report) -> str:
    """Return the issuing body as it stands in a sentence: "Ủy ban nhân dân phường Hải Châu"."""
    return f"Ủy ban nhân dân {report.unit_kind} {report.place}"


def compared(report: Report) -> str:
    """Return the quiet line by which an issued report can be compared with the book, "" before it is issued."""
    return f"Mã đối chiếu sổ: {report.code}" if report.code else ""


class _Flow:
    """The text column of the document: lines go down it and over to the next page."""

    def __init__(self, sheet: Sheet, y: float) -> None:
        self.sheet = sheet
        self.y = y
        self.page = 1
        self._held: list[Line] = []
        self._element = -1

    def put(self, line: Line) -> None:
        """Draw a line; one that must not be the last on its page waits for its follower."""
        self._held.append(line)
        if not line.keep:
            self.flush()

    def flush(self) -> None:
        """Draw what waits, together on one page."""
        if self.y + height(self._held) > BOTTOM:
            self.turn()
        for line in self._held:
            self._draw(line)
        self._held = []

    def turn(self) -> None:
        """Begin the next page with its number in the top margin."""
        self.sheet.turn(*A4)
        self.page += 1
        self.sheet.text(CENTRE, PAGE_NUMBER_AT, str(self.page), "serif", 13, align="center")
        self.y = TOP

    def _draw(self, line: Line) -> None:
        gap = line.gap if self.y > TOP else 0.0
        top = self.y + gap / MM
        # One ascent for all faces: bold is a little lower and would eat the gap.
        baseline = top + fonts.ascent("serif", BODY) / MM
        if line.role:
            self._element = self.sheet.begin(line.role)
        else:
            self.sheet.resume(self._element)
        self.sheet.line(LEFT + line.indent, baseline, line.text, line.face, BODY, stretch=line.stretch, more=line.more)
        self.sheet.end()
        self.y = top + PITCH / MM


def height(lines: list[Line]) -> float:
    """Return the height of lines in mm; the last one needs only its own ink."""
    if not lines:
        return 0.0
    ink = fonts.ascent(lines[-1].face, BODY) - fonts.descent(lines[-1].face, BODY)
    return (sum(line.gap for line in lines) + PITCH * (len(lines) - 1) + ink) / MM


def paragraph(text: str, *, face: str = "serif", gap: float = GAP, keep: bool = False,
              role: str = "P") -> list[Line]:  # fmt: skip
    """Set a justified paragraph with its first line indented; two lines stay together at either end."""
    width = (RIGHT - LEFT) * MM
    lines = typeset.wrap(text, face, BODY, width, first=INDENT * MM, loosest=LOOSEST)
    made = []
    for number, line in enumerate(lines):
        room = width - (INDENT * MM if number == 0 else 0)
        spaces = line.count(" ")
        last = number == len(lines) - 1
        stretch = 0.0 if last or not spaces else (room - fonts.width(line, face, BODY)) / spaces
        widow = len(lines) > 1 and number in (0, len(lines) - 2)
        made.append(Line(line, face, INDENT if number == 0 else 0.0, stretch, gap if number == 0 else 0.0,
                         widow or (keep and last), role if number == 0 else "", not last))  # fmt: skip
    return made


def _head(sheet: Sheet, report: Report) -> float:
    unit, motto = report.unit_name.upper(), "Độc lập - Tự do - Hạnh phúc"
    with sheet.tag("P"):
        sheet.line(HEADER_LEFT, 24.1, "ỦY BAN NHÂN DÂN", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_LEFT, 29.8, unit, "serif-bold", 13, align="center")
    _rule_under(sheet, HEADER_LEFT, 32.0, fonts.width(unit, "serif-bold", 13) / MM * 0.42)
    with sheet.tag("P"):
        sheet.line(HEADER_RIGHT, 24.1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "serif-bold", 13, align="center", more=True)
        sheet.text(HEADER_RIGHT, 29.8, motto, "serif-bold", 14, align="center")
    _rule_under(sheet, HEADER_RIGHT, 32.0, fonts.width(motto, "serif-bold", 14) / MM)
    with sheet.tag("P"):
        sheet.text(HEADER_LEFT, 39.0, f"Số:{BLANK}/{report.number_symbol}", "serif", 13, align="center")
    with sheet.tag("P"):
        said = f"{report.place}, {date_official(report.on)}"
        sheet.text(HEADER_RIGHT, 39.0, said, "serif-italic", 14, align="center")
    lines = typeset.balance(report.subject, "serif-bold", BODY, 130 * MM)
    with sheet.tag("H1"):
        y = _centred(sheet, CENTRE, 52.0, [report.title.upper(), *lines])
    _rule_under(sheet, CENTRE, y + 2.2, fonts.width(lines[-1], "serif-bold", BODY) / MM * 0.4)
    y += 12
    if report.recipient:
        y = _addressees(sheet, report.recipient, y) + 4
    return y


def _centred(sheet: Sheet, x: float, y: float, lines: Sequence[str]) -> float:
    """Draw bold lines one under the other, as one sentence; return the baseline of the last."""
    for number, line in enumerate(lines):
        if number:
            y += PITCH / MM
        sheet.line(x, y, line, "serif-bold", BODY, align="center", more=number < len(lines) - 1)
    return y


def _addressees(sheet: Sheet, recipient: str, y: float) -> float:
    """Draw one addressee on the line of "Kính gửi:", several (parted by ";") one under the other with dashes."""
    names = [name.strip(" .") for name in recipient.split(";") if name.strip(" .")]
    if len(names) == 1 and fonts.width(f"Kính gửi: {recipient}", "serif", BODY) <= (RIGHT - LEFT) * MM:
        with sheet.tag("P"):
            sheet.text(CENTRE, y, f"Kính gửi: {recipient}", "serif", BODY, align="center")
        return y
    with sheet.tag("P"):
        sheet.text(ADDRESSED, y, "Kính gửi:", "serif", BODY)
    dash = "- " if len(names) > 1 else ""
    for number, name in enumerate(names, start=1):
        mark = (";" if number < len(names) else ".") if dash else ""
        with sheet.tag("P"):
            for line in typeset.wrap(f"{dash}{name}{mark}", "serif", BODY, (RIGHT - LISTED) * MM):
                y += PITCH / MM
                sheet.line(LISTED, y, line, "serif", BODY, more=True)
    return y


def _rule_under(sheet: Sheet, centre: float, y: float, length: float) -> None:
    sheet.rule(centre - length / 2, y, centre + length / 2, y, width=0.75)


def _body(report: Report) -> list[Line]:
    lines = paragraph(report.opening)
    for section in report.sections:
        lines += paragraph(f"{section.number}. {section.title.upper()}", face="serif-bold", keep=True,
                           role="H2")  # fmt: skip
        lines += _section(section)
    return lines


def _section(section: Section, role: str = "H3") -> list[Line]:
    lines: list[Line] = []
    for one in section.paragraphs:
        lines += paragraph(f"- {one.text}" if one.kind == "item" else one.text)
    for part in section.parts:
        lines += paragraph(f"{part.number}. {part.title}", face="serif-bold", keep=True, role=role)
        lines += _section(part, "H4")
    return lines


def _end(flow: _Flow, report: Report) -> None:
    """The signature block never stands alone on a page: the closing paragraph goes with it."""
    closing = paragraph(report.closing)
    if flow.y + height(closing) + _block_height(report) > BOTTOM:
        flow.turn()
    for line in closing:
        flow.put(line)
    flow.flush()
    top = flow.y + 4
    _recipients(flow.sheet, report, top)
    if report.code:
        with flow.sheet.tag("P"):
            flow.sheet.text(LEFT, CODE_AT, compared(report), "serif", 8, color="#5F6368")
    _signer(flow.sheet, report, top)


def _signer_lines(report: Report) -> list[str]:
    width = 2 * (RIGHT - SIGNER) * MM
    return [line for one in report.signer_title_lines for line in typeset.balance(one, "serif-bold", BODY, width)]


def _block_height(report: Report) -> float:
    signing = len(_signer_lines(report)) * PITCH / MM + SIGNING_ROOM + 6
    return 4 + max(signing, 6 + len(_recipient_lines(report)) * 13.5 / MM)


def _recipient_lines(report: Report) -> list[str]:
    return [line for lines in _recipient_parts(report) for line in lines]


def _recipient_parts(report: Report) -> list[list[str]]:
    return [list(typeset.wrap(one, "serif", 11, 78 * MM)) for one in report.recipients]


def _recipients(sheet: Sheet, report: Report, top: float) -> None:
    y = top + fonts.ascent("serif-bold-italic", 12) / MM
    with sheet.tag("P"):
        sheet.text(RECIPIENTS, y, "Nơi nhận:", "serif-bold-italic", 12)
    for lines in _recipient_parts(report):
        with sheet.tag("P"):
            for line in lines:
                y += 13.5 / MM
                sheet.line(RECIPIENTS, y, line, "serif", 11, more=True)


def _signer(sheet: Sheet, report: Report, top: float) -> None:
    # The tops of both blocks are level: the ascent of 12 pt italic and of 14 pt bold differ.
    y = top + fonts.ascent("serif-bold", BODY) / MM
    lines = _signer_lines(report)
    with sheet.tag("P"):
        y = _centred(sheet, SIGNER, y, lines) + PITCH / MM if lines else y
    if report.signer_name:
        with sheet.tag("P"):
            sheet.text(SIGNER, y + SIGNING_ROOM, report.signer_name, "serif-bold", BODY, align="center")


def _annex(sheet: Sheet, report: Report, annex: Annex) -> None:
    y = _annex_head(sheet, report, annex.number, annex.title)
    middle = ANNEX_LEFT + ANNEX_WIDTH / 2
    scale = ANNEX_WIDTH / sum(column.width_mm for column in annex.columns)
    columns = [Column(c.label, c.width_mm * scale, c.align) for c in annex.columns]
    page = 1

    def turn() -> float:
        nonlocal page
        page += 1
        sheet.turn(A4[1], A4[0])
        sheet.text(middle, PAGE_NUMBER_AT, str(page), "serif", 13, align="center")
        return TOP

    draw_table(sheet, columns, annex.rows, x=ANNEX_LEFT, y=y + 5, bottom=ANNEX_BOTTOM, turn=turn, total=annex.total,
               strong=annex.headings)  # fmt: skip


def _annex_head(sheet: Sheet, report: Report, number: str, title: str) -> float:
    """Begin the page of an annex; return the baseline of the last line of its head, in mm."""
    sheet.turn(A4[1], A4[0])
    middle = ANNEX_LEFT + ANNEX_WIDTH / 2
    with sheet.tag("H2"):
        titles = typeset.balance(title.upper(), "serif-bold", 14, 220 * MM)
        y = _centred(sheet, middle, 25.0, [f"Phụ lục {number}", *titles])
    with_report = (f"(Kèm theo {report.title.capitalize()} số{BLANK}/{report.number_symbol} ngày{BLANK}tháng{BLANK}năm "
                   f"{report.on.year} của {agency(report)})")  # fmt: skip
    y += PITCH / MM
    with sheet.tag("P"):
        sheet.text(middle, y, with_report, "serif-italic", 14, align="center")
    return y


def _charts(sheet: Sheet, report: Report) -> None:
    """Draw the charts one under the other; one that finds no room on a page begins the next."""
    y, page = _annex_head(sheet, report, ROMAN[len(report.annexes)], CHARTS) + 8, 1
    for chart in report.charts:
        rest: Chart | None = chart
        while rest is not None:
            part, rest = charts.split(rest, ANNEX_WIDTH, ANNEX_BOTTOM - y, ANNEX_BOTTOM - TOP)
            if part is None:
                page += 1
                sheet.turn(A4[1], A4[0])
                sheet.text(ANNEX_LEFT + ANNEX_WIDTH / 2, PAGE_NUMBER_AT, str(page), "serif", 13, align="center")
                y = TOP
                continue
            charts.draw(sheet, part, ANNEX_LEFT, y, ANNEX_WIDTH)
            y += charts.height(part, ANNEX_WIDTH) + 6
