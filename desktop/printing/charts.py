"""Charts, drawn once: the page a person reads on paper is the picture the screen shows.

Bars are told apart by shade, outline and number, never by colour alone; each number stands beside its bar.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.models.chart import PAPER, Bar, Chart, Drawn, Mark, Palette
from desktop.models.text import number_vi
from desktop.printing import fonts, typeset
from desktop.printing.sheet import MM, Sheet

TITLE, SMALL, BODY = 11.0, 8.5, 9.0  # points
PITCH = 4.4  # mm from line to line of BODY
TITLE_PITCH, SMALL_PITCH, LEAD = 5.2, 4.2, 3.6  # mm
BAR, GAP, ABOVE = 4.2, 2.6, 1.0  # mm; the last between a label and the bar under it
PLOT = 40.0  # mm of the highest column
LEGEND = 7.0
LINES = 3  # of a label
NARROW = 130.0  # mm; a narrower chart puts labels above their bars
STATES = {"done": "good", "on": "bar", "risk": "warn", "late": "bad", "missed": "bad", "open": "before"}
MORE = " (tiếp theo)"
NOTHING = "Chưa có hoạt động nào trong những ngày này."


def page(chart: Chart, width: float, palette: Palette = PAPER, *, margin: float = 0.0) -> Drawn:
    """Draw a chart alone on a page of `width` mm, as high as it needs with `margin` mm around it."""
    high = height(chart, width - 2 * margin) + 2 * margin
    sheet = Sheet(width, high, title=chart.title)
    if palette.ground:
        sheet.box(0, 0, width, high, fill=palette.ground)
    marks = draw(sheet, chart, margin, margin, width - 2 * margin, palette)
    return Drawn(sheet.bytes(), width, high, marks)


def height(chart: Chart, width: float) -> float:
    """Return how high a chart is at a width, in mm."""
    inside = LEGEND + PLOT + 6.0 if chart.kind == "months" else sum(high for _, _, high in _rows(chart, width))
    return _head_height(chart, width) + (inside if chart.bars else PITCH + GAP) + len(_note(chart, width)) * PITCH + 2.0


def split(chart: Chart, width: float, room: float, whole: float) -> tuple[Chart | None, Chart | None]:
    """Return what of a chart fits into `room` mm and what is left of it; (None, chart) when it begins on the next page.

    A chart that no page of `whole` mm can hold is cut between its bars, the note goes with the last part.
    """
    high = height(chart, width)
    if high <= room:
        return chart, None
    if chart.kind == "months" or high <= whole or room < whole:
        return (None, chart) if room < whole else (chart, None)
    full = chart.full or max((bar.value or 0) for bar in chart.bars)
    for count in range(len(chart.bars) - 1, 0, -1):
        part = replace(chart, bars=chart.bars[:count], note="", full=full)
        if height(part, width) <= room:
            return part, replace(chart, title=f"{chart.title.removesuffix(MORE)}{MORE}", bars=chart.bars[count:],
                                 full=full)  # fmt: skip
    return chart, None


def draw(sheet: Sheet, chart: Chart, x: float, y: float, width: float, palette: Palette = PAPER) -> list[Mark]:
    """Draw a chart with its top left corner at (x, y); return where its bars stand on the sheet."""
    with sheet.figure(" ".join(chart.sentences)):
        at, marks = _head(sheet, chart, x, y, width, palette), list[Mark]()
        if not chart.bars:
            sheet.text(x, at + 3.4, NOTHING, "sans", BODY, color=palette.muted)
            at += PITCH + GAP
        elif chart.kind == "months":
            marks, at = _columns(sheet, chart, x, at, width, palette)
        else:
            marks, at = _bars(sheet, chart, x, at, width, palette)
        for line in _note(chart, width):
            sheet.text(x, at + 3.4, line, "sans", SMALL, color=palette.muted)
            at += PITCH
    return marks


def _head(sheet: Sheet, chart: Chart, x: float, y: float, width: float, palette: Palette) -> float:
    title, window = _heads(chart, width)
    for line in title:
        y += TITLE_PITCH
        sheet.line(x, y - 0.8, line, "sans-semibold", TITLE, color=palette.text, more=True)
    for line in window:
        y += SMALL_PITCH
        sheet.line(x, y - 0.4, line, "sans", SMALL, color=palette.muted, more=True)
    return y + LEAD


def _head_height(chart: Chart, width: float) -> float:
    title, window = _heads(chart, width)
    return len(title) * TITLE_PITCH + len(window) * SMALL_PITCH + LEAD


def _heads(chart: Chart, width: float) -> tuple[list[str], list[str]]:
    return (typeset.wrap(chart.title, "sans-semibold", TITLE, width * MM), typeset.wrap(chart.window, "sans", SMALL, width * MM))


def _bars(sheet: Sheet, chart: Chart, x: float, y: float, width: float, palette: Palette) -> tuple[list[Mark], float]:
    """Draw bars that lie, one a row; of a progress on a track with the mark of today."""
    progress = chart.kind == "progress"
    left, right = _sides(chart, width)
    room = width - left - right - 4.0
    most = 1.0 if progress else chart.full or max((bar.value or 0) for bar in chart.bars) or 1.0
    marks = []
    for bar, lines, high in _rows(chart, width):
        above = 0.0 if left else len(lines) * PITCH + ABOVE
        middle = y + above + (high - above - GAP) / 2
        for at, line in enumerate(lines):
            first = y + 3.3 if not left else middle - (len(lines) - 1) * PITCH / 2 + 1.1
            sheet.text(x, first + at * PITCH, line, "sans", BODY, color=palette.text)
        start, top = x + left, middle - BAR / 2
        long = room * min(1.0, max(0.0, (bar.value or 0) / most))
        if progress:
            sheet.box(start, top, room, BAR, fill=palette.line, radius=BAR / 2)
        ink = getattr(palette, STATES.get(bar.state, "bar")) if progress else palette.bar
        if long:
            sheet.box(start, top, max(long, BAR if progress else 0.6), BAR, fill=ink, radius=BAR / 2 if progress else 0.7)
        if progress and bar.expected and bar.expected < 1:
            today = start + room * bar.expected
            sheet.rule(today, top - 1.0, today, top + BAR + 1.0, width=1.4, color=palette.text)
        beside = start + (room if progress else long) + 2.0
        sheet.text(beside, middle + 1.1, _cut(bar.shown, "sans-semibold", BODY, right + 1.0), "sans-semibold", BODY,
                   color=palette.text)  # fmt: skip
        marks.append(Mark(x, y, width, high - GAP / 2, bar.sentence, bar.query))
        y += high
    return marks, y


def _columns(sheet: Sheet, chart: Chart, x: float, y: float, width: float, palette: Palette) -> tuple[list[Mark], float]:
    """Draw months as pairs of columns that stand: last year behind, this year before it with its number."""
    _legend(sheet, chart, x, y, palette)
    top, floor = y + LEGEND + 4.0, y + LEGEND + PLOT
    most = max((max(bar.value or 0, bar.before or 0) for bar in chart.bars), default=0) or 1
    step = _step(most)
    highest = step * -(-most // step)
    scale = fonts.width(number_vi(int(highest)), "sans", SMALL) / MM + 2.0
    for level in range(int(highest // step) + 1):
        line = floor - (floor - top) * level * step / highest
        thin, ink = (0.5, palette.line) if level else (0.9, palette.muted)
        sheet.rule(x + scale, line, x + width, line, width=thin, color=ink)
        sheet.text(x + scale - 1.5, line + 1.0, number_vi(int(level * step)), "sans", SMALL, color=palette.muted, align="right")
    wide = (width - scale - 2.0) / len(chart.bars)
    thick = min(6.0, wide * 0.36)
    marks = []
    for at, bar in enumerate(chart.bars):
        middle = x + scale + wide * (at + 0.5)
        for value, side, fill, edge in ((bar.before, -1, palette.before, palette.muted), (bar.value, 0, palette.bar, "")):
            if value:
                tall = (floor - top) * value / highest
                sheet.box(middle + side * thick, floor - tall, thick, tall, fill=fill, stroke=edge, line=0.4)
        if bar.value is not None:
            tall = (floor - top) * bar.value / highest
            sheet.text(middle + thick / 2, floor - tall - 1.2, _fitting(bar.shown, wide), "sans-semibold", SMALL,
                       color=palette.text, align="center")  # fmt: skip
        sheet.text(middle, floor + 4.2, bar.label, "sans", SMALL, color=palette.text, align="center")
        marks.append(Mark(middle - wide / 2, y + LEGEND, wide, PLOT + 5.0, bar.sentence, bar.query))
    return marks, floor + 6.0


def _legend(sheet: Sheet, chart: Chart, x: float, y: float, palette: Palette) -> None:
    for name, ink, edge in zip(chart.series, (palette.bar, palette.before), ("", palette.muted), strict=False):
        sheet.box(x, y, 3.2, 3.2, fill=ink, stroke=edge, line=0.4, radius=0.5)
        sheet.text(x + 4.8, y + 2.8, name, "sans", SMALL, color=palette.text)
        x += 4.8 + fonts.width(name, "sans", SMALL) / MM + 6.0


def _rows(chart: Chart, width: float) -> Iterator[tuple[Bar, Sequence[str], float]]:
    """Return each bar with the lines of its label and the height of its row, in mm."""
    left, _ = _sides(chart, width)
    for bar in chart.bars:
        lines = _lines(bar.label, (left - 3.0 if left else width))
        text = len(lines) * PITCH
        yield bar, lines, (max(text, BAR) if left else text + ABOVE + BAR) + GAP


def _sides(chart: Chart, width: float) -> tuple[float, float]:
    """Return the room for labels (0: above their bars) and for numbers, in mm."""
    numbers = max((fonts.width(bar.shown, "sans-semibold", BODY) / MM for bar in chart.bars), default=0) + 1.0
    labels = max((fonts.width(bar.label, "sans", BODY) / MM for bar in chart.bars), default=0) + 4.0
    return (0.0 if width < NARROW else min(labels, width * 0.42)), min(numbers, width * (0.6 if width < NARROW else 0.4))


def _lines(label: str, room: float) -> list[str]:
    lines = typeset.wrap(label, "sans", BODY, room * MM)
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], _cut(" ".join(lines[LINES - 1 :]), "sans", BODY, room)]


def _note(chart: Chart, width: float) -> list[str]:
    return typeset.wrap(chart.note, "sans", SMALL, width * MM) if chart.note else []


def _cut(text: str, face: str, size: float, room: float) -> str:
    """Return a line that fits into `room` mm, with an ellipsis where it was cut."""
    if fonts.width(text, face, size) <= room * MM:
        return text
    while text and fonts.width(f"{text}…", face, size) > room * MM:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _fitting(shown: str, wide: float) -> str:
    """Return a number short enough to stand over its column: "12,3k" where it is long."""
    number = int(shown.replace(".", ""))
    if number < 1000 or fonts.width(shown, "sans-semibold", SMALL) / MM <= wide - 0.5:
        return shown
    return f"{number_vi(round(number / 1000, 1))}k" if number < 1_000_000 else f"{number_vi(round(number / 1_000_000, 1))}tr"


def _step(most: float) -> int:
    """Return the step of the scale: 1, 2 or 5 times a power of ten, three to five lines high."""
    power = 1
    while True:
        for times in (1, 2, 5):
            if most / (times * power) <= 5:
                return times * power
        power *= 10
