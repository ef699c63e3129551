"""The report of one activity: when and where, who took part, what was done, what it cost; nothing is left out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from desktop.models import fields as types
from desktop.models import report_designs
from desktop.models.activities import Activity
from desktop.models.book import Book
from desktop.models.fields import Field
from desktop.models.kinds import Kind, Kinds
from desktop.models.periods import days_label
from desktop.models.phrases import amount, sentence
from desktop.models.report import Paragraph, Report, Section
from desktop.models.report_designs import ReportDesign
from desktop.models.text import date_official, money_vi

_ARRANGED = ("place", "areas", "host", "partners", "topics", "audiences", "integrated")
_SIZE = ("participants", "households", "businesses")
_TOLD = frozenset({*_ARRANGED, *_SIZE, "title", "starts_on", "ends_on", "starts_at", "basis", "results", "difficulties",
                   "proposals", "photos", "links", "cost_planned", "cost_actual", "funding", "targets", "plan_targets",
                   "campaign"})  # fmt: skip


def build(book: Book, kinds: Kinds, activity: Activity, *, on: date | None = None, signer: str = "",
          signer_title: str = "", basis: str = "") -> Report:  # fmt: skip
    """Draft the report of an activity; what was not recorded is left for the office to fill in."""
    kind, values, unit = kinds.known(activity.kind), activity.values, book.office.unit
    design = report_designs.of("activity")
    since = date.fromisoformat(activity.starts_on) if activity.starts_on else date.today()
    until = date.fromisoformat(values["ends_on"]) if values.get("ends_on") else since
    words = {"unit": unit.lowered, "kind": unit.kind, "period": "", "window": days_label(since, until),
             "year": str(since.year), "campaign": "", "activity": activity.title}  # fmt: skip
    words["basis"] = basis or _basis(kind, values) or design.basis.format_map(words)
    title_lines = tuple(line.strip() for line in signer_title.splitlines() if line.strip())
    return Report(
        unit_name=unit.name, unit_kind=unit.kind, place=unit.place, title=design.title,
        subject=design.subject.format_map(words), recipient=design.recipient, period=words["window"],
        opening=design.opening.format_map(words), sections=tuple(_sections(kind, values, words["window"], design)),
        closing=design.closing.format_map(words),
        recipients=tuple(line.format_map(words) for line in design.recipients),
        signer_title_lines=(design.signer[0], *title_lines) if title_lines else design.signer,
        signer_name=signer, on=on or date.today(), number_symbol=design.symbol,
    )  # fmt: skip


def _sections(kind: Kind, values: Any, window: str, design: ReportDesign) -> Iterator[Section]:
    yield Section("I", "CÔNG TÁC CHUẨN BỊ, TỔ CHỨC", tuple(_arranged(kind, values, window)))
    done = (("Thành phần, quy mô", _size(kind, values)), ("Nội dung, khối lượng thực hiện", _done(kind, values)),
            ("Kết quả chính", _note(values, "results", design)), ("Kinh phí thực hiện", _money(kind, values, design)),
            ("Tài liệu minh chứng", _evidence(values)))  # fmt: skip
    yield Section("II", "KẾT QUẢ THỰC HIỆN", (), tuple(
        Section(str(number), title, tuple(told) or (Paragraph(f"{design.nothing}."),))
        for number, (title, told) in enumerate(done, start=1)))  # fmt: skip
    yield Section("III", "ĐÁNH GIÁ CHUNG", (), (
        Section("1", "Ưu điểm", (Paragraph(design.to_fill),)),
        Section("2", "Tồn tại, hạn chế", tuple(_note(values, "difficulties", design)))))  # fmt: skip
    yield Section("IV", "KIẾN NGHỊ, ĐỀ XUẤT", tuple(_note(values, "proposals", design)))


def _arranged(kind: Kind, values: Any, window: str) -> Iterator[Paragraph]:
    at = f", {values['starts_at'].replace(':', ' giờ ')}" if values.get("starts_at") else ""
    yield Paragraph(f"Thời gian: {window}{at}.", "item")
    for name in _ARRANGED:
        if name in kind.names and values.get(name):
            yield Paragraph(sentence(_line(kind.field(name), values[name])), "item")
    for row in values.get("basis") or ():
        yield Paragraph(f"Căn cứ: {_document(kind, row)}.", "item")


def _size(kind: Kind, values: Any) -> Iterator[Paragraph]:
    for name in _SIZE:
        if name in kind.names:
            field, value = kind.field(name), values.get(name)
            told = _line(field, value) if value is not None else f"{field.label}: 0 {field.unit}"
            yield Paragraph(f"{told}.", "item")


def _done(kind: Kind, values: Any) -> Iterator[Paragraph]:
    yield Paragraph(f"Loại hoạt động: {kind.label}.", "item")
    for field in kind.fields:
        if field.name not in _TOLD and not field.local and values.get(field.name) is not None:
            yield Paragraph(sentence(_line(field, values[field.name])), "item")


def _money(kind: Kind, values: Any, design: ReportDesign) -> Iterator[Paragraph]:
    if values.get("cost_planned") is None and values.get("cost_actual") is None:
        yield Paragraph(f"{design.nothing} kinh phí (0 đồng).")
        return
    yield Paragraph(f"Dự toán: {money_vi(values.get('cost_planned') or 0)}; "
                    f"thực hiện: {money_vi(values.get('cost_actual') or 0)}.")  # fmt: skip
    if values.get("funding"):
        yield Paragraph(sentence(_line(kind.field("funding"), values["funding"])), "item")


def _evidence(values: Any) -> Iterator[Paragraph]:
    photos = len(values.get("photos") or ())
    yield Paragraph(f"Ảnh lưu trong sổ: {amount(photos, 'ảnh')}.", "item")
    if values.get("links"):
        yield Paragraph(f"Liên kết: {values['links']}", "item")


def _note(values: Any, name: str, design: ReportDesign) -> Iterator[Paragraph]:
    lines = [line for line in (values.get(name) or "").splitlines() if line.strip()]
    yield from (Paragraph(sentence(line)) for line in lines) if lines else (Paragraph(design.to_fill),)


def _line(field: Field, value: Any) -> str:
    shown = types.show(field, value)
    if field.type == "people":
        # The unit belongs to the number, not behind the groups.
        total, _, groups = shown.partition(" (")
        return f"{field.label}: {total} {field.unit}" + (f" ({groups}" if groups else "")
    return f"{field.label}: {shown} {field.unit if field.type not in ('money', 'table') else ''}".strip()


def _basis(kind: Kind, values: Any) -> str:
    return next((_document(kind, row) for row in values.get("basis") or ()), "")


def _document(kind: Kind, row: Any) -> str:
    label = kind.field("basis").columns[0].choice_label(row["type"]) if "basis" in kind.names else row["type"]
    dated = f" {date_official(date.fromisoformat(row['date']))}" if row.get("date") else ""
    return f"{label} số {row['number']}{dated}" + (f" của {row['body']}" if row.get("body") else "")
