"""A report as plain words, to paste into Zalo or a message: no tables, no marks, every figure with its unit."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from desktop.models.report import Report, Section
from desktop.models.text import date_official

LONGEST = 2000  # what a message takes
DONE = "KẾT QUẢ THỰC HIỆN"
_BESIDE = re.compile(r"^(tăng|giảm|bằng|lũy kế)|không phát sinh$|so với")


def text(report: Report) -> str:
    """Return the whole report as short lines; annexes are named, not written out."""
    lines = [report.unit_name.upper(), report.title.upper(), report.subject,
             f"{report.place}, {date_official(report.on)}", "", report.opening]  # fmt: skip
    for section in report.sections:
        lines += ["", f"{section.number}. {section.title.upper()}", *_section(section)]
    lines += ["", report.closing.removesuffix("./.") + "."]
    if report.annexes:
        names = ", ".join(annex.number for annex in report.annexes)
        lines.append(f"(Phụ lục {names} trong tệp báo cáo kèm theo)")
    if report.code:
        lines += ["", f"Mã đối chiếu sổ: {report.code}"]
    return unicodedata.normalize("NFC", "\n".join(line.strip() for line in lines).strip() + "\n")


def summary(report: Report) -> str:
    """Return the report as one message of at most `LONGEST` characters: what was done, part by part."""
    lines = [report.unit_name.upper(), report.subject, ""]
    done = next((one for one in report.sections if one.title.upper() == DONE), report.sections[0])
    lines += [one.text for one in done.paragraphs]
    idle = []
    for part in done.parts:
        first = part.paragraphs[0].text if part.paragraphs else ""
        if "(0 " in first:
            idle.append(part.title)
        else:
            lines.append(f"- {part.title}: {_now(first)}.")
    if idle:
        lines.append(f"- Không phát sinh: {'; '.join(idle)}.")
    told = unicodedata.normalize("NFC", "\n".join(lines).strip())
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1].rsplit(' ', 1)[0]}…"


def _now(text: str) -> str:
    """Keep of a summing-up what is said of the period itself."""
    pieces = text.removeprefix("Trong kỳ đã thực hiện ").removesuffix(".").split("; ")
    # What follows the first comparison goes on with it: "lũy kế năm 2026: 6 hoạt động; 489 lượt người".
    kept = list(takewhile(lambda piece: not _BESIDE.search(piece), pieces))
    return "; ".join(kept or pieces)


def _section(section: Section) -> Iterator[str]:
    for one in section.paragraphs:
        yield f"- {one.text}" if one.kind == "item" else one.text
    for part in section.parts:
        yield f"{section.number}.{part.number} {part.title}"
        yield from _section(part)
