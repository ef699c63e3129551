"""Gửi dữ liệu: where things stand, in words; send now; what came back and why."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.query import Query
from desktop.models.text import number_vi
from desktop.tasks import Job
from desktop.ui import actions
from desktop.ui.desk import Desk, Sending
from desktop.ui.page import Page
from desktop.ui.parts import button, card, clear, column, label, row, rule, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

REFUSED_SHOWN, RECEIPTS_SHOWN = 30, 8


class SendingPage(Page):
    """Success is only ever what a receipt counted."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._job: Job | None = None

        # How it stands
        self._picture = QLabel()
        self._stands = label("", "lead", wrap=True)
        self._where = label("", "muted", wrap=True)
        self.send_button = button(self.tr("Gửi ngay"), self.send, role="primary", icon="send", icons=self.icons,
                                  tip=actions.described("send_now"))  # fmt: skip
        self._stop = button(self.tr("Dừng"), self.stop)
        self._join = button(self.tr("Mở tệp đơn vị…"), self._ask_office, icon="folder-open", icons=self.icons,
                            tip=self.tr("Tệp do bộ phận CNTT cấp, cho máy này biết trung tâm"))  # fmt: skip
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Đang gửi"))
        self._under_way = label("", "muted")

        # What came back
        self._refused = QVBoxLayout()
        self._receipts = QVBoxLayout()
        self._refused_card = card(label(self.tr("Bị trả lại: cần sửa rồi lưu, sẽ tự gửi lại"), "lead"), self._refused)
        self._receipts_card = card(label(self.tr("Biên nhận gần đây"), "lead"), self._receipts)
        self._lay_out()
        self._show_progress(running=False)

    def refresh(self) -> None:
        """Read how things stand."""
        self.room.tasks.run(_read, self._show, failed=self.fail, lane="sending")

    def take_focus(self) -> None:
        """Put the keyboard on «Gửi ngay»."""
        (self.send_button if not self.send_button.isHidden() else self._join).setFocus()

    def turn_to(self, wanted: object) -> None:
        """Send at once when asked so."""
        if wanted == "send":
            self.send()

    def send(self) -> None:
        """Send everything that waits, on the worker."""
        if self._job is not None:
            return
        self._show_progress(running=True)
        self._job = self.room.tasks.run(
            lambda desk, job: desk.post.send(job.report, lambda: job.stopped), self._sent,
            failed=self._not_sent, progress=self._progress)  # fmt: skip

    def stop(self) -> None:
        """Stop after the batch that is on its way."""
        if self._job is not None:
            self._job.stop()
            self._under_way.setText(self.tr("Đang dừng sau gói hiện tại…"))

    # What happened

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)
        said = self.tr("Đã có biên nhận cho {done} trong {whole} lần lưu")
        self._under_way.setText(said.format(done=number_vi(done), whole=number_vi(whole)))

    def _sent(self, done: Sending) -> None:
        self._finished()
        parts = [self.tr("Trung tâm đã nhận {n} lần lưu.").format(n=number_vi(done.stored))]
        if done.refused:
            parts.append(self.tr("{n} bị trả lại, lý do ở dưới.").format(n=number_vi(done.refused)))
        if done.left:
            parts.append(self.tr("Còn {n} chưa gửi, sẽ gửi tiếp lần sau.").format(n=number_vi(done.left)))
        if done.note:
            parts.append(done.note)
        if not (done.stored or done.refused or done.left):
            parts = [self.tr("Không có gì phải gửi.")]
        self.told.emit("warn" if done.refused or done.left or done.note else "done", " ".join(parts))

    def _not_sent(self, fault: AppError) -> None:
        self._finished()
        self.told.emit("warn", fault.sentence)

    def _finished(self) -> None:
        self._job = None
        self._show_progress(running=False)
        self.refresh()
        self.changed.emit()

    def _show_progress(self, *, running: bool) -> None:
        self.send_button.setEnabled(not running)
        for part in (self._bar, self._under_way, self._stop):
            part.setVisible(running)
        if running:
            self._bar.setRange(0, 0)
            self._under_way.setText(self.tr("Đang nối với trung tâm…"))

    # How it stands

    def _show(self, state: Any) -> None:
        counts, centre, refused, receipts = state
        icon, colour, said = self._in_words(counts, centre)
        self._picture.setPixmap(self.icons.pixmap(icon, colour, size=36))
        self._stands.setText(said)
        known = self.tr("Trung tâm: {url}. Máy này gửi khi có mạng; ghi và in không cần mạng.").format(url=centre)
        unknown = self.tr("Máy này chưa biết trung tâm ở đâu. Mở tệp đơn vị do bộ phận CNTT cấp, một lần là đủ. "
                          "Trong lúc chờ, mọi hoạt động vẫn được ghi và giữ trong sổ.")  # fmt: skip
        self._where.setText(known if centre else unknown)
        self._join.setVisible(not centre)
        self.send_button.setVisible(bool(centre))
        self.send_button.setEnabled(self._job is None and bool(counts.waiting))
        if self.isVisible() and self.send_button.isHidden() and not self._join.isHidden():
            self._join.setFocus()  # the button that had the keyboard went out of sight
        self._show_refused(refused, counts.refused_now)
        self._show_receipts(receipts)
        self.shown.emit()

    def _in_words(self, counts: Any, centre: str) -> tuple[str, str, str]:
        if counts.waiting:
            said = self.tr("Còn {n} lần lưu chưa gửi").format(n=number_vi(counts.waiting))
            return ("cloud-upload" if centre else "cloud-off"), "saved", said
        if not counts.sent and not counts.refused:
            return "inbox", "primary", self.tr("Chưa có gì để gửi")
        return "circle-check", "sent", self.tr("Mọi thứ đã gửi xong")

    def _show_refused(self, lines: list[Any], count: int) -> None:
        clear(self._refused)
        self._refused_card.setVisible(bool(lines))
        for at, (line, reasons) in enumerate(lines):
            if at:
                self._refused.addWidget(rule())
            fix = button(self.tr("Sửa"), lambda uid=line.uid: self.activity_asked.emit(uid), role="quiet",
                         icon="file-pen", icons=self.icons)  # fmt: skip
            fix.setAccessibleName(f"{self.tr('Sửa')}: {line.title}")
            words = column(label(line.title, "strong", wrap=True), *(label(why, wrap=True) for why in reasons), space=2)
            entry = row(words, fix, space=SPACE.m)
            entry.setStretch(0, 1)
            self._refused.addLayout(entry)
        if count > len(lines):
            rest = self.tr("và {n} hoạt động khác").format(n=number_vi(count - len(lines)))
            more = button(rest, lambda: self.page_asked.emit("activities", {"state": "refused"}), role="quiet")
            self._refused.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_receipts(self, receipts: Any) -> None:
        clear(self._receipts)
        self._receipts_card.setVisible(bool(receipts))
        for at, (_, when, counted, refused) in enumerate(receipts):
            if at:
                self._receipts.addWidget(rule())
            said = self.tr("đã nhận {n}").format(n=number_vi(counted))
            if refused:
                said += self.tr(", trả lại {n}").format(n=number_vi(refused))
            self._receipts.addLayout(row(label(_local(when)), None, label(said, "muted")))

    def _ask_office(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Tệp đơn vị"), "", self.tr("Tệp đơn vị (*.toml);;Mọi tệp (*)"))
        if name:
            self.join(Path(name))

    def join(self, path: Path) -> None:
        """Take the centre's address and this PC's right to send from an office file."""
        try:
            url = self.desk.post.join(path)
        except AppError as fault:
            self.fail(fault)
            return
        self.told.emit("done", self.tr("Máy này đã biết trung tâm {url}; bấm «Gửi ngay» để gửi.").format(url=url))
        self.refresh()

    def _lay_out(self) -> None:
        words = column(self._stands, self._where, space=SPACE.xs)
        head = row(self._picture, words, self._join, self.send_button, space=SPACE.l)
        head.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        under = row(self._bar, self._under_way, self._stop, space=SPACE.m)
        under.setStretch(0, 1)
        whole = column(card(head, under, space=SPACE.m), self._refused_card, self._receipts_card, None, space=SPACE.l)
        inside = QWidget()
        inside.setLayout(whole)
        self.lay(self.tr("Gửi dữ liệu"), scroll(inside))


def _read(desk: Desk, job: Job) -> Any:
    ids = list(desk.activities.first(Query(state="refused"), REFUSED_SHOWN))
    refused = [(line, _reasons(desk, line)) for line in desk.activities.rows(ids)]
    return desk.outbox.counts(), desk.post.centre(), refused, list(desk.outbox.receipts(RECEIPTS_SHOWN))


def _reasons(desk: Desk, line: Any) -> list[str]:
    kind = desk.kinds.get(line.kind)
    found = []
    for problem in desk.activities.reason(line.uid):
        name = kind.field(problem.field).label if kind and problem.field in kind.names else ""
        found.append(f"{name}: {problem.sentence}" if name else problem.sentence)
    return found


def _local(at: str) -> str:
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%H:%M ngày %d/%m/%Y")
    except ValueError:
        return at


def make(room: Room) -> Page:
    """Return the page."""
    return SendingPage(room)
