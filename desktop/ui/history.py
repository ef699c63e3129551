"""Who changed an activity, when, and what: read from the journal."""

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from desktop.models import fields
from desktop.models.kinds import Kind
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class History(QDialog):
    """Every revision, the newest first, with the facts that changed."""

    def __init__(self, room: Room, activity: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Lịch sử: {title}").format(title=activity.title))
        kind = room.desk.kinds.get(activity.kind)
        self._own = room.desk.office().device
        revisions = list(room.desk.activities.history(activity.uid))
        inside = QWidget()
        cards: list[object] = []
        for at in range(len(revisions) - 1, -1, -1):
            cards.append(self._card(revisions[at], revisions[at - 1] if at else None, kind))
        inside.setLayout(column(*cards, None, space=SPACE.m))
        close = button(self.tr("Đóng"), self.accept, role="primary")
        whole = column(label(activity.title, "lead", wrap=True), scroll(inside), row(None, close), margin=SPACE.l)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(640), room.theme.px(480))
        close.setFocus()

    def _card(self, revision: Any, before: Any, kind: Kind | None) -> QWidget:
        who = self.tr("Lần {n} · {at} · {by}").format(n=revision.revision, at=_local(revision.at), by=revision.by or "–")
        where = "" if revision.device == self._own else self.tr(" · máy khác ({pc})").format(pc=revision.device[:4])
        lines: list[object] = [label(who + where, "strong", wrap=True)]
        for change in changes(revision, before, kind):
            lines.append(label(change, wrap=True))
        return card(*lines, space=SPACE.xs)


def changes(revision: Any, before: Any, kind: Kind | None) -> list[str]:
    """Return what a revision changed, one sentence a fact."""
    if before is None:
        return ["Ghi lần đầu."]
    found = []
    if revision.binned != before.binned:
        found.append("Bỏ vào thùng rác." if revision.binned else "Khôi phục từ thùng rác.")
    names = list(dict.fromkeys([*before.values, *revision.values]))
    found += [_change(name, before.values.get(name), revision.values.get(name), kind)
              for name in names if before.values.get(name) != revision.values.get(name)]  # fmt: skip
    return found or ["Lưu lại, nội dung không đổi."]


def _change(name: str, old: Any, new: Any, kind: Kind | None) -> str:
    known = kind is not None and name in kind.names
    field = kind.field(name) if kind is not None and known else None
    told = field.label if field else name
    was, now = (fields.show(field, value) if field else str(value or "") for value in (old, new))
    return f"{told}: {was or '(trống)'} → {now or '(trống)'}"


def _local(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M ngày %d/%m/%Y")
    except ValueError:
        return at
