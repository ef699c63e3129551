"""Run in the peers' own Python: Typst or WeasyPrint does one work. Imports nothing of ours.

`typesetters.py typst|weasyprint WORK.json OUT.pdf`; prints CPU seconds (all threads) and memory as JSON.
"""

import html
import json
import resource
import sys
from pathlib import Path


def main(way: str, source: str, out: str) -> None:
    """Do the work and tell what it cost; reading the work and imports are not counted."""
    work = json.loads(Path(source).read_text(encoding="utf-8"))
    make = WAYS[way, work["work"]]
    if way == "typst":
        import typst  # noqa: F401
    else:
        import weasyprint  # noqa: F401
    import segno  # noqa: F401

    before, memory = spent(), peak_mb()
    pdf = make(work)
    seconds = spent() - before
    Path(out).write_bytes(pdf)
    print(json.dumps({"seconds": seconds, "peak_mb": round(peak_mb(), 1), "over_mb": round(peak_mb() - memory, 1)}))


def spent() -> float:
    """Return the CPU seconds of all threads so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """Return the highest resident memory so far, in MB."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def code(link: str) -> str:
    """Return a QR code as SVG of one path (segno, as ours)."""
    import segno

    return segno.make(link, error="m", boost_error=False, micro=False).svg_inline(border=4, scale=1)


def typst_certificates(work: dict) -> bytes:
    """Certificates: border, title and line the same on all, name shrunk to its width, code of its own."""
    import typst

    pages = [{"name": name, "code": code(link)} for name, link in work["people"]]
    source = f"""
#set document(date: none)
#let border = image(bytes({typst_text(work["border"])}), format: "svg", width: 297mm)
#set page(width: 297mm, height: 210mm, margin: 0mm, background: border)
#set text(lang: "vi")
#let fitted(name) = layout(box => context {{
  let wide = measure(text(font: "Be Vietnam Pro", weight: "bold", size: 44pt, name)).width
  text(font: "Be Vietnam Pro", weight: "bold", size: calc.min(44pt, 44pt * (200mm / wide)), name)
}})
#for (index, one) in json(bytes(sys.inputs.pages)).enumerate() {{
  if index > 0 {{ pagebreak() }}
  place(top + center, dy: 48mm, text(font: "Be Vietnam Pro", weight: 800, size: 40pt, fill: rgb("#0b4f63"))[GIẤY CHỨNG NHẬN])
  place(top + center, dy: 90mm, fitted(one.name))
  place(top + center, dy: 117mm, text(font: "Be Vietnam Pro", size: 13pt, {typst_text(work["line"])}))
  place(top + left, dx: 240mm, dy: 150mm, image(bytes(one.code), format: "svg", width: 34mm))
}}
"""
    return typst.compile(source.encode(), font_paths=[work["fonts"]], ignore_system_fonts=True,
                         sys_inputs={"pages": json.dumps(pages)})


def typst_table(work: dict) -> bytes:
    """A table with a heading on every page."""
    import typst

    columns = ", ".join(f"{width}mm" for width in work["widths"])
    source = f"""
#set document(date: none)
#set page(width: 297mm, height: 210mm, margin: (x: 15mm, y: 15mm))
#set text(font: "Liberation Serif", size: 11pt, lang: "vi", hyphenate: false, top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.82pt)
#let rows = json(bytes(sys.inputs.rows))
#table(columns: ({columns}), stroke: 0.5pt, inset: 1.3mm,
  table.header(..json(bytes(sys.inputs.heads)).map(head => table.cell(align: center, strong(head)))),
  ..rows.flatten().map(cell => [#cell]))
"""
    return typst.compile(source.encode(), font_paths=[work["fonts"]], ignore_system_fonts=True,
                         sys_inputs={"rows": json.dumps(work["rows"]), "heads": json.dumps(work["heads"])})


def weasy_certificates(work: dict) -> bytes:
    """The same certificates as a web page; names are shrunk by their number of letters, for it cannot measure."""
    from weasyprint import HTML

    fonts = Path(work["fonts"]).as_uri()
    faces = "".join(f"@font-face {{ font-family: V; font-weight: {weight}; src: url({fonts}/BeVietnamPro-{name}.ttf) }}"
                    for weight, name in ((400, "Regular"), (700, "Bold"), (800, "ExtraBold")))
    style = f"""{faces} @page {{ size: 297mm 210mm; margin: 0 }} body {{ margin: 0; font-family: V }}
        section {{ position: relative; width: 297mm; height: 210mm; break-after: page }}
        section > * {{ position: absolute }} p {{ left: 0; width: 297mm; text-align: center; margin: 0; white-space: nowrap }}
        .b {{ left: 0; top: 0; width: 297mm; height: 210mm }} .q svg {{ width: 34mm; height: 34mm }}"""
    body = "".join(
        f"<section><img class=b src='{html.escape(work['border_file'])}'><p style='top:48mm;font:800 40pt V;color:#0b4f63'>"
        f"GIẤY CHỨNG NHẬN</p><p style='top:90mm;font:700 {min(44, 900 / len(name)):.1f}pt V'>{html.escape(name)}</p>"
        f"<p style='top:117mm;font-size:13pt'>{work['line']}</p>"
        f"<div class=q style='left:240mm;top:150mm'>{code(link)}</div></section>" for name, link in work["people"])
    return HTML(string=f"<html lang=vi><style>{style}</style>{body}</html>").write_pdf()


def weasy_table(work: dict) -> bytes:
    """The table as a web page."""
    from weasyprint import HTML

    fonts = Path(work["fonts"]).as_uri()
    heads = "".join(f"<th style='width:{width}mm'>{head}" for head, width in zip(work["heads"], work["widths"], strict=True))
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in row) for row in work["rows"])
    style = f"""@font-face {{ font-family: L; src: url({fonts}/LiberationSerif-Regular.ttf) }}
        @page {{ size: 297mm 210mm; margin: 15mm }} table {{ border-collapse: collapse; font: 11pt/13pt L; table-layout: fixed;
        width: 267mm }} td, th {{ border: .5pt solid; padding: 1.3mm; vertical-align: top }}"""
    return HTML(string=f"<style>{style}</style><table><thead><tr>{heads}</thead>{rows}</table>").write_pdf()


def typst_text(text: str) -> str:
    """Return a text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


WAYS = {("typst", "certificates"): typst_certificates, ("typst", "table"): typst_table,
        ("weasyprint", "certificates"): weasy_certificates, ("weasyprint", "table"): weasy_table}

if __name__ == "__main__":
    main(*sys.argv[1:])
