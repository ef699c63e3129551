"""A filtered list as csv, jsonl or xlsx; texts that a spreadsheet would take for a formula are guarded."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse

from desktop.models.kinds import Kinds
from sync.central.console import figures, words
from sync.central.console.figures import Wanted
from sync.central.console.site import unit_name
from sync.central.store import Store

HEAD = ("Mã", "Đơn vị", "Tên đơn vị", "Loại", "Ngày", "Tên hoạt động", "Duyệt", "Số liệu")
_CHUNK = 1_000
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000  # of a sheet


def answer(store: Store, kinds: Kinds, wanted: Wanted, form: str) -> Response | None:
    """Return the file, None for a form there is not."""
    rows = _rows(store, replace(wanted, after=""))
    if form == "jsonl":
        lines = (json.dumps({"uid": row.uid, "unit": row.unit, "kind": row.kind, "revision": row.revision, "review": row.review,
                             "values": row._mapping["values"]}, ensure_ascii=False) + "\n" for row in rows)  # fmt: skip
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=_named("hoat-dong.jsonl"))
    if form == "csv":
        return StreamingResponse(_csv(kinds, rows), media_type="text/csv; charset=utf-8", headers=_named("hoat-dong.csv"))
    if form == "xlsx":
        return Response(_xlsx(kinds, rows), media_type=_XLSX, headers=_named("hoat-dong.xlsx"))
    return None


def guarded(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _rows(store: Store, wanted: Wanted) -> Iterator[Any]:
    while True:
        found, after = figures.page(store, wanted, limit=_CHUNK)
        yield from found
        if not after:
            return
        wanted = replace(wanted, after=after)


def _cells(kinds: Kinds, row: Any) -> tuple[str, ...]:
    values = row._mapping["values"]
    told = "; ".join(f"{label}: {said}" for name, label, said in words.facts(kinds, row.kind, values)
                     if name not in ("title", "starts_on"))  # fmt: skip
    return (row.uid, row.unit, unit_name(row.unit), words.label(kinds, row.kind), words.day(row.starts_on),
            figures.title(values), words.REVIEWS[row.review or ""], told)  # fmt: skip


def _csv(kinds: Kinds, rows: Iterator[Any]) -> Iterator[str]:
    kept = io.StringIO()
    out = csv.writer(kept)
    yield "\ufeff"
    out.writerow(HEAD)
    for at, row in enumerate(rows, 1):
        out.writerow([guarded(cell) for cell in _cells(kinds, row)])
        if at % _CHUNK == 0:
            yield kept.getvalue()
            kept.seek(0)
            kept.truncate()
    yield kept.getvalue()


def _xlsx(kinds: Kinds, rows: Iterator[Any]) -> bytes:
    import xlsxwriter

    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "x.xlsx")
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                               "strings_to_numbers": False})  # fmt: skip
        sheet = book.add_worksheet("Hoạt động")
        bold = book.add_format({"bold": True})
        for column, (head, width) in enumerate(zip(HEAD, (38, 8, 22, 24, 12, 48, 16, 60), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, bold)
        sheet.freeze_panes(1, 0)
        for at, row in enumerate(rows, 1):
            if at > MOST_ROWS:
                break
            for column, cell in enumerate(_cells(kinds, row)):
                sheet.write_string(at, column, cell[:32_000])
        book.close()
        return path.read_bytes()


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
