"""Certificates for a list: ours against ReportLab page by page, Typst, WeasyPrint and Qt, the same page in the same run.

Each page has a border of 2,040 curves, a name fitted to its width and a vector QR code of its own. A process of its own
for each; CPU seconds of all threads, peak memory, size of the file. The slow ones do fewer pages; pages a second compare.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import paper as certificates
from bench.figures import beside, peak_mb
from bench.peers import papers
from desktop.printing import fonts

FEW, MANY, SLOW = 500, 5000, 100
WAYS = (("naive", "ReportLab vẽ lại từng trang", SLOW), ("typst", "Typst", FEW), ("weasyprint", "WeasyPrint", SLOW),
        ("qt", "Qt QPdfWriter", FEW))  # fmt: skip
GOAL, MEMORY = 100.0, 64.0


def measure() -> list[dict[str, Any]]:
    """Return ours beside each peer, at 500 and at 5,000 pages."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        few, many = (_ours("ours", count, home) for count in (FEW, MANY))
        rows = []
        for way, label, count in WAYS:
            theirs = _theirs(way, count, home)
            rows.append(_beside(f"{FEW} giấy chứng nhận", FEW, few, label, count, theirs))
        theirs = _theirs("typst", MANY, home)
        rows.append(_beside(f"{MANY} giấy chứng nhận", MANY, many, "Typst", MANY, theirs))
        bare = papers.bare()
        rows.append(beside(f"Bộ nhớ thêm khi in {MANY} giấy chứng nhận, kể cả thư viện vẽ", round(many["peak_mb"] - bare, 1), "MB",
                           peer="Typst", peer_value=round(theirs["peak_mb"] - bare, 1), most=MEMORY))  # fmt: skip
        rows.append(beside(f"Tệp {MANY} giấy chứng nhận", many["pdf_kb"], "KB", peer="Typst", peer_value=theirs["pdf_kb"]))
    return rows


def _beside(what: str, pages: int, ours: dict[str, Any], label: str, count: int, theirs: dict[str, Any]) -> dict[str, Any]:
    speed, other = pages / ours["seconds"], count / theirs["seconds"]
    name = label if count == pages else f"{label} ({count} trang)"
    return {"what": what, "value": round(speed, 1), "unit": "trang/s CPU", "peer": name, "peer_value": round(other, 1),
            "ratio": round(speed / other, 2), "goal": f"≥ {GOAL:g}, hơn Typst", "ok": speed >= GOAL and speed > other,
            "ours": ours, "theirs": theirs}  # fmt: skip


def _ours(way: str, count: int, home: Path) -> dict[str, Any]:
    return papers.of_ours("bench.batch", way, str(count), out=home / f"{way}{count}.pdf")


def _theirs(way: str, count: int, home: Path) -> dict[str, Any]:
    if way in {"naive", "qt"}:
        return _ours(way, count, home)
    certificates.PAGES = count
    (home / "border.svg").write_text(border_svg(), encoding="utf-8")
    work = {"work": "certificates", "people": list(certificates.people()), "line": certificates.LINE, "border": border_svg(),
            "border_file": (home / "border.svg").as_uri(), "fonts": str(fonts.FOLDER)}  # fmt: skip
    (home / "work.json").write_text(json.dumps(work), encoding="utf-8")
    return papers.of_theirs(way, str(home / "work.json"), home / f"{way}.pdf")


def run(way: str, count: int, out: Path) -> dict[str, Any]:
    """Draw `count` certificates one of our ways; imports are not counted, fonts and art are."""
    certificates.PAGES = count
    if way == "qt":
        from bench.peers import qt_papers as qt

        qt.ready()
    elif way == "ours":
        from desktop.printing import batches, designs

        design_file(out.parent)
        design = designs.read_design(out.parent / "giay" / "design.toml")
        people = [{"name": name, "link": link} for name, link in certificates.people()]
    memory, before = peak_mb(), time.process_time()
    if way == "ours":
        batches.write(batches.Batch(design, {}, people), out)
    elif way == "qt":
        qt.certificates(list(certificates.people()), border_steps(), certificates.LINE, out)
    else:
        out.write_bytes(certificates.naive())
    return {"seconds": round(time.process_time() - before, 3), "peak_mb": round(peak_mb(), 1),
            "over_mb": round(peak_mb() - memory, 1)}  # fmt: skip


def border_steps() -> list[tuple[str, tuple[float, ...]]]:
    """Return the border in mm from the top left: ("M", two numbers) and ("C", six)."""
    from desktop.printing.sheet import MM

    found: list[tuple[str, tuple[float, ...]]] = []

    class Recorder:
        def beginPath(self) -> "Recorder":
            return self

        def setLineWidth(self, width: float) -> None: ...

        def drawPath(self, path: "Recorder") -> None: ...

        def moveTo(self, *at: float) -> None:
            found.append(("M", turned(at)))

        def curveTo(self, *at: float) -> None:
            found.append(("C", turned(at)))

    def turned(at: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(value / MM if place % 2 == 0 else certificates.SIZE[1] - value / MM for place, value in enumerate(at))

    certificates.draw_border(type("Paper", (), {"canvas": Recorder()})())  # type: ignore[arg-type]
    return found


def border_svg() -> str:
    """Return the border as SVG."""
    drawn = " ".join(f"{step} {' '.join(f'{value:.2f}' for value in at)}" for step, at in border_steps())
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" viewBox="0 0 297 210"><path d="{drawn}" '
            'fill="none" stroke="#0b4f63" stroke-width="0.1"/></svg>')  # fmt: skip


def design_file(home: Path) -> None:
    """Write the certificate as a design of ours."""
    drawn = " ".join(f"{step} {' '.join(f'{value:.2f}' for value in at)}" for step, at in border_steps())
    colors = "\n".join(f'{name} = "{value}"' for name, value in {
        "paper": "#ffffff", "ink": "#000000", "muted": "#444444", "primary": "#0b4f63", "on_primary": "#ffffff",
        "accent": "#0b4f63", "on_accent": "#ffffff", "soft": "#eeeeee"}.items())  # fmt: skip
    lines = (("GIẤY CHỨNG NHẬN", "sans-black", 40, 48, 20, "primary"), ("{name}", "sans-bold", 44, 90, 24, "ink"),
             (certificates.LINE, "sans", 13, 117, 8, "ink"))  # fmt: skip
    words = "".join(f'[[layers]]\nkind = "text"\nx = 48.5\ny = {y}\nw = 200\nh = {h}\ntext = "{text}"\nface = "{face}"\n'
                    f'size = {size}\nsmallest = 9\nalign = "center"\nlines = 1\ncolor = "{color}"\n'
                    for text, face, size, y, h, color in lines)  # fmt: skip
    folder = home / "giay"
    folder.mkdir(exist_ok=True)
    (folder / "design.toml").write_text(
        f'id = "giay"\nlabel = "Giấy chứng nhận"\nfamily = "certificate"\nhint = ""\nsize = [297, 210]\n'
        '[ink]\npaper = "#ffffff"\nprimary = "#000000"\n'
        f'[[themes]]\nid = "mau"\nlabel = "Màu"\n{colors}\n[[fields]]\nname = "name"\nlabel = "Họ và tên"\nkind = "text"\n'
        '[[fields]]\nname = "link"\nlabel = "Liên kết"\nkind = "qr"\nmax_length = 42\n'
        f'[[layers]]\nkind = "path"\npath = "{drawn}"\nstroke = "primary"\nline = 0.3\n{words}'
        '[[layers]]\nkind = "qr"\nfield = "link"\nx = 240\ny = 150\nw = 34\nh = 34\n', encoding="utf-8")  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
