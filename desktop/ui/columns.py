"""The columns of the list: what each says, how wide it is at first, and which the person chose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.models.kinds import Kinds
from desktop.models.text import date_vi, number_vi
from desktop.ui import chip
from desktop.ui.moments import short_moment

KEPT = "list_columns"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` in pixels at 100 % text (0 takes what is left), `sort` the order its head asks for.

    `sort` is None where the list has no such order; `room` is the width of the list from which it is worth its place.
    """

    name: str
    head: str
    width: int
    words: Callable[[Any], str]
    right: bool = False
    sort: str | None = None
    first: bool = False
    room: int = 0


def every(kinds: Kinds) -> tuple[Column, ...]:
    """Return every column the list can show, in their first order."""
    campaigns = _campaigns(kinds)

    def kind(line: Any) -> str:
        known = kinds.get(line.kind)
        return known.label if known else str(line.kind)

    return (
        Column("day", tr("Ngày"), 116, lambda line: date_vi(line.starts_on) if line.starts_on else "", sort="", first=True),
        Column("kind", tr("Loại"), 46, kind, first=True, room=500),
        Column("title", tr("Tên hoạt động"), 0, lambda line: line.title, sort="title", first=True),
        Column("place", tr("Địa điểm"), 170, lambda line: line.place, first=True, room=800),
        Column("people", tr("Lượt người"), 96, lambda line: _count(line.people), right=True, sort="people", first=True, room=590),
        Column("state", tr("Trạng thái"), 148, lambda line: chip.words(line.state), first=True, room=400),
        Column("kind_name", tr("Tên loại"), 150, kind),
        Column("areas", tr("Thôn, TDP"), 130, lambda line: line.areas),
        Column("campaign", tr("Chiến dịch"), 140, lambda line: campaigns.get(line.campaign, line.campaign)),
        Column("cost", tr("Kinh phí (đồng)"), 120, lambda line: _count(line.cost), right=True, sort="cost"),
        Column("photos", tr("Ảnh"), 54, lambda line: _count(line.photos or None), right=True),
        Column("host", tr("Chủ trì"), 150, lambda line: line.host),
        Column("by", tr("Người ghi"), 130, lambda line: line.by),
        Column("changed", tr("Sửa lần cuối"), 140, lambda line: short_moment(line.changed), sort="changed"),
    )  # fmt: skip


def tr(text: str) -> str:
    """Return the head of a column in the language of the window."""
    return QCoreApplication.translate("Columns", text)


def chosen(columns: Sequence[Column], kept: Any) -> list[tuple[str, int]]:
    """Return (name, width) of the columns to show, in order; what was kept may be of another version, or nothing."""
    known = {column.name: column for column in columns}
    pairs = kept if isinstance(kept, list | tuple) else []
    found = {pair[0]: pair[1] for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2 and pair[0] in known
             and isinstance(pair[1], int)}  # fmt: skip
    if "title" not in found:
        return [(column.name, column.width) for column in columns if column.first]
    return [(name, min(max(width, 0), 2000)) for name, width in found.items()]


def for_paper(columns: Sequence[Column], shown: Sequence[tuple[str, int]]) -> list[tuple[str, float, str, Any]]:
    """Return the columns as the printed list takes them; the picture of a kind becomes its name."""
    known = {column.name: column for column in columns}
    names = dict.fromkeys("kind_name" if name == "kind" else name for name, _ in shown)
    found = [known[name] for name in names]
    return [(one.head, float(one.width or 260), "right" if one.right else "left", one.words) for one in found]


def _campaigns(kinds: Kinds) -> Mapping[str, str]:
    fields = (field for kind in kinds.values() for field in kind.fields if field.name == "campaign")
    first = next(fields, None)
    return {choice.code: choice.label for choice in first.choices} if first else {}


def _count(number: int | None) -> str:
    return "" if number is None else number_vi(number)
