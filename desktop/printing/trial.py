"""The test page of a printer: how far it reaches, whether 100 mm are 100 mm, whether the paper lies straight."""

from desktop.printing.printers import PAPERS, Preset
from desktop.printing.sheet import Sheet

BAR = 100.0  # mm
LAST_TICK = 15


def trial(preset: Preset, printer: str) -> bytes:
    """Return a page of the preset's paper: rulers from each edge, two bars of 100 mm, shades of grey and of colour."""
    width, height = PAPERS[preset.paper]
    sheet = Sheet(width, height, title=f"Trang thử {printer}", archival=True)
    for tick in range(1, LAST_TICK + 1):
        long = 9.0 if tick % 5 == 0 else 6.0
        for where in (tick, width - tick):
            sheet.rule(where, height / 2 - long / 2, where, height / 2 + long / 2, width=0.5)
        for where in (tick, height - tick):
            sheet.rule(width / 2 - long / 2, where, width / 2 + long / 2, where, width=0.5)
    for tick in (5, 10, 15):
        for where in (tick, width - tick):
            sheet.text(where, height / 2 + 8, str(tick), "sans", 7, align="center")
        for where in (tick, height - tick):
            sheet.text(width / 2 + 6, where + 0.9, str(tick), "sans", 7)
    left, top = (width - BAR) / 2, 40.0
    with sheet.tag("H1"):
        sheet.text(width / 2, top, "Trang thử máy in", "sans-bold", 20, align="center")
    told = [printer, f"Cách in: {preset.name} · giấy {preset.paper}", "Đo vạch ngang và vạch dọc: mỗi vạch phải đúng 100 mm.",
            "Số nhỏ nhất còn thấy ở mỗi cạnh là lề của máy, tính bằng mm.",
            "Lề trái khác lề phải (hay trên khác dưới): nửa số chênh là mức chỉnh lệch."]  # fmt: skip
    for number, line in enumerate(told):
        with sheet.tag("P"):
            sheet.text(width / 2, top + 9 + number * 6, line, "sans", 11 if width > 150 else 8, align="center")
    across, down = top + 45, top + 50
    sheet.rule(left, across, left + BAR, across, width=0.75)
    for where in (left, left + BAR):
        sheet.rule(where, across - 3, where, across + 3, width=0.5)
    sheet.rule(left, down, left, down + BAR, width=0.75)
    for where in (down, down + BAR):
        sheet.rule(left - 3, where, left + 3, where, width=0.5)
    shades = ["#000000", "#404040", "#808080", "#c0c0c0", "#0e6b62", "#d0342c", "#f2b705", "#1f5fa8"]
    for number, shade in enumerate(shades):
        sheet.box(left + 15 + number * 9, down + 10, 8, 8, fill=shade)
    return sheet.bytes()
