"""What became of an activity: every save with who, when, where and what changed, what the centre said, and the way back."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QPushButton, QWidget

from desktop.models import fields
from desktop.models.errors import AppError
from desktop.models.kinds import Kind
from desktop.ui.moments import moment
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

EMPTY = "(trống)"


class History(QDialog):
    """Every save, the newest first, with the facts that changed; any of them can be made the newest again."""

    reverted = Signal(str, str)  # uid, sentence

    def __init__(self, room: Room, activity: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._activity = room, activity
        self.setWindowTitle(self.tr("Lịch sử: {title}").format(title=activity.title))
        self._kind = room.desk.kinds.get(activity.kind)
        self._own = room.desk.office().device
        self._revisions = list(room.desk.activities.history(activity.uid))
        self._trail = room.desk.trails.of(activity.uid)
        self.backs: dict[int, QPushButton] = {}  # by the seq of the save: two PCs may have written the same number
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        inside = QWidget()
        inside.setLayout(column(*self._cards(), None, space=SPACE.m))
        close = button(self.tr("Đóng"), self.accept, role="primary")
        told = self.tr("{n} lần lưu. Không lần nào bị xóa: trở lại một lần cũ là lưu thêm một lần mới.")
        whole = column(label(activity.title, "lead", wrap=True), label(told.format(n=len(self._revisions)), "small", wrap=True),
                       scroll(inside), self._fault, row(None, close), margin=SPACE.l)  # fmt: skip
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.resize(room.theme.px(700), room.theme.px(540))
        close.setFocus()

    def revert(self, revision: Any) -> None:
        """Make an earlier save the newest one."""
        try:
            done = self._room.desk.activities.revert(revision.uid, revision.revision, seq=revision.seq)
        except AppError as fault:
            self._fault.setText(fault.sentence)
            self._fault.show()
            return
        said = self.tr("Đã trở về nội dung lần {n} của «{title}», lưu thành lần {new}.")
        self.reverted.emit(done.uid, said.format(n=revision.revision, title=done.title, new=done.revision))
        self.accept()

    def _cards(self) -> list[object]:
        """Return saves and words of the centre together, the newest first."""
        by_rid = {one.rid[:8]: one for one in self._revisions}
        cards: list[tuple[str, object]] = []
        for at, one in enumerate(self._revisions):
            before = next((by_rid[parent] for parent in one.parents if parent in by_rid), None)
            before = before or (self._revisions[at - 1] if at else None)
            cards.append((one.at, self._card(one, before, newest=at == len(self._revisions) - 1)))
        cards += [(word.at, self._word(word)) for word in self._trail.words]
        return [made for _, made in sorted(cards, key=lambda pair: pair[0], reverse=True)]

    def _card(self, revision: Any, before: Any, *, newest: bool) -> QWidget:
        who = self.tr("Lần {n} · {at} · {by}").format(n=revision.revision, at=moment(revision.at), by=revision.by or "–")
        where = "" if revision.device == self._own else self.tr(" · máy khác ({pc})").format(pc=revision.device[:4])
        head: list[object] = [label(who + where, "strong", wrap=True)]
        if not newest:
            back = button(self.tr("Trở lại lần này"), lambda: self.revert(revision), role="quiet", icon="undo-2",
                          icons=self._room.icons)  # fmt: skip
            back.setAccessibleName(self.tr("Trở lại lần {n}").format(n=revision.revision))
            refused = self._room.desk.people.may("edit")
            back.setEnabled(not refused and self._activity.state != "locked")
            back.setToolTip(refused)
            self.backs[revision.seq] = back
            head.append(back)
        line = row(*head)
        line.setStretch(0, 1)
        body: list[object] = [line, label(self._sent(revision), "small", wrap=True)]
        if revision.seq in self._trail.redacted:
            when = moment(self._trail.redacted[revision.seq])
            body.append(label(self.tr("Đã xóa thông tin cá nhân khỏi lần lưu này lúc {at}.").format(at=when), "small", wrap=True))
        lines = sentences(revision, before)
        body += [label(one, wrap=True) for one in lines]
        changed = facts(revision, before, self._kind)
        if changed:
            body.append(self._table(changed))
        elif not lines:
            body.append(label(self.tr("Lưu lại, nội dung không đổi."), wrap=True))
        return card(*body, space=SPACE.xs)

    def _sent(self, revision: Any) -> str:
        receipt = self._trail.receipts.get(revision.seq)
        return sent_words(receipt, held=revision.seq in self._trail.held)

    def _table(self, changed: list[tuple[str, str, str]]) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        for at, (name, was, now) in enumerate(changed):
            cells = (label(name, "small", wrap=True), label(was or EMPTY, "muted", wrap=True), label("→", "muted"),
                     label(now or EMPTY, wrap=True))  # fmt: skip
            cells[1].setAccessibleName(self.tr("trước: {value}").format(value=was or EMPTY))
            cells[3].setAccessibleName(self.tr("sau: {value}").format(value=now or EMPTY))
            for place, cell in enumerate(cells):
                grid.addWidget(cell, at, place, Qt.AlignmentFlag.AlignTop)
        for place, stretch in ((0, 3), (1, 4), (3, 4)):
            grid.setColumnStretch(place, stretch)
        made = QFrame()
        made.setProperty("role", "sunken")
        made.setLayout(grid)
        return made

    def _word(self, word: Any) -> QWidget:
        titles = {"returned": self.tr("Trung tâm trả lại để sửa"), "accepted": self.tr("Trung tâm đã duyệt"),
                  "locked": self.tr("Trung tâm đã chốt"), "open": self.tr("Trung tâm mở lại"),
                  "approved": self.tr("{who} duyệt để gửi").format(who=word.by or self.tr("Lãnh đạo"))}  # fmt: skip
        tones = {"returned": "fault", "accepted": "done", "locked": "note", "open": "note", "approved": "done"}
        made = QFrame()
        made.setProperty("role", "message")
        made.setProperty("tone", tones[word.state])
        lines = [label(f"{titles[word.state]} · {moment(word.at)}", "strong", wrap=True)]
        lines += [label(self._remark(one), wrap=True) for one in word.remarks]
        made.setLayout(column(*lines, space=2, margin=SPACE.m))
        return made

    def _remark(self, one: Any) -> str:
        known = self._kind.field(one.field).label if self._kind and one.field in self._kind.names else ""
        return f"{known}: {one.sentence}" if known else str(one.sentence)


def sent_words(receipt: Any, *, held: bool) -> str:
    """Return in words whether a save was sent: the receipt with its time and number, or what it waits for."""
    if receipt is None:
        return "Chờ lãnh đạo duyệt, chưa gửi." if held else "Chưa gửi về thành phố."
    where = f"biên nhận {receipt.number} lúc {moment(receipt.at)}"
    if receipt.verdict == "refused":
        why = " ".join(one.sentence for one in receipt.problems)
        return f"Đã gửi nhưng chưa hợp lệ, {where}. {why}".strip()
    return f"Đã gửi, {where}."


def changes(revision: Any, before: Any, kind: Kind | None) -> list[str]:
    """Return what a revision changed, one sentence a fact."""
    found = [f"{name}: {was or EMPTY} → {now or EMPTY}" for name, was, now in facts(revision, before, kind)]
    return sentences(revision, before) + found or ["Lưu lại, nội dung không đổi."]


def sentences(revision: Any, before: Any) -> list[str]:
    """Return what a revision did besides changing facts."""
    if before is None:
        return ["Ghi lần đầu."]
    if revision.binned != before.binned:
        return ["Bỏ vào thùng rác." if revision.binned else "Khôi phục từ thùng rác."]
    return []


def facts(revision: Any, before: Any, kind: Kind | None) -> list[tuple[str, str, str]]:
    """Return (field in words, old, new) for each fact a revision changed, in the order of the form."""
    if before is None:
        return []
    names = [name for name in dict.fromkeys([*before.values, *revision.values])
             if before.values.get(name) != revision.values.get(name)]  # fmt: skip
    order = [field.name for field in kind.fields] if kind else []
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    return [_fact(name, before.values.get(name), revision.values.get(name), kind) for name in names]


def _fact(name: str, old: Any, new: Any, kind: Kind | None) -> tuple[str, str, str]:
    known = kind is not None and name in kind.names
    field = kind.field(name) if kind is not None and known else None
    if field is None:
        return name, _plain(old), _plain(new)
    if field.type == "people" and isinstance(old, Mapping) and isinstance(new, Mapping):
        return field.label, *_people(field, old, new)
    was, now = (_with_unit(field, value) for value in (old, new))
    return field.label, was, now


def _people(field: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    """Return only the counts that differ, each by its name."""
    names = {"total": "tổng số"} | {group.code: group.label.lower() for group in field.groups}
    codes = [code for code in names if old.get(code) != new.get(code)]
    was, now = ("\n".join(f"{names[code]}: {value.get(code, EMPTY)}" for code in codes) for value in (old, new))
    return was, now


def _with_unit(field: Any, value: Any) -> str:
    text = fields.show(field, value)
    return f"{text} {field.unit}" if text and field.unit and not text.endswith(field.unit) else text


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
