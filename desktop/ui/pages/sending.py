"""Gửi dữ liệu: where things stand, in words; send now; what came back and why."""

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
from desktop.ui.join_form import JoinDialog
from desktop.ui.moments import moment
from desktop.ui.page import Page
from desktop.ui.parcel_card import ParcelCard
from desktop.ui.parts import button, card, clear, column, label, row, rule, scroll
from desktop.ui.photos_card import PhotosCard
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

REFUSED_SHOWN, RECEIPTS_SHOWN = 30, 5


class SendingPage(Page):
    """Success is only ever what a receipt counted."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._postman = room.postman

        # How it stands
        self._picture = QLabel()
        self._stands = label("", "lead", wrap=True)
        self._fault = label("", wrap=True)
        self._next = label("", "muted", wrap=True)
        self._where = label("", "muted", wrap=True)
        self.send_button = button(self.tr("Gửi ngay"), self.send, role="primary", icon="send", icons=self.icons,
                                  tip=actions.described("send_now"))  # fmt: skip
        self._stop = button(self.tr("Dừng"), self.stop)
        self._join = button(self.tr("Nối với trung tâm…"), self.ask_join, icon="link", icons=self.icons,
                            tip=self.tr("Bằng tệp hoặc mã do bộ phận CNTT cấp"))  # fmt: skip
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Đang gửi"))
        self._under_way = label("", "muted")

        # Photos, and the way without a line
        self.photos = PhotosCard(room)
        self.photos.changed.connect(self.refresh)
        self.parcel = ParcelCard(room)
        self.parcel.told.connect(self.told)
        self.parcel.changed.connect(self._book_moved)

        # What came back
        self._refused = QVBoxLayout()
        self._receipts = QVBoxLayout()
        self._refused_card = card(label(self.tr("Chưa hợp lệ: cần sửa rồi lưu, sẽ tự gửi lại"), "lead"), self._refused)
        self._receipts_card = card(label(self.tr("Biên nhận gần đây"), "lead"), self._receipts)
        self._lay_out()
        for part in (self._join, self._fault, self._next, self._refused_card, self._receipts_card, self.photos, self.parcel):
            part.hide()  # nothing is said of what was not read yet
        self._show_progress(running=self._postman.busy)
        self._postman.began.connect(lambda: self._show_progress(running=True))
        self._postman.progressed.connect(self._progress)
        self._postman.pictures.connect(self._pictures)
        self._postman.ended.connect(self._sent)
        self._postman.failed.connect(self._not_sent)

    def refresh(self) -> None:
        """Read how things stand."""
        self.room.tasks.run(_read, self._show, failed=self.fail, lane="sending")

    def take_focus(self) -> None:
        """Put the keyboard on «Gửi ngay»."""
        (self.send_button if not self.send_button.isHidden() else self._join).setFocus()

    def turn_to(self, wanted: object) -> None:
        """Send at once when asked so, or look at an office file."""
        if wanted == "send":
            self.send()
        elif isinstance(wanted, Path):
            self.ask_join(wanted)

    def send(self) -> None:
        """Send everything that waits, on the post's own thread."""
        self._postman.send()

    def stop(self) -> None:
        """Stop after the batch that is on its way."""
        self._postman.stop()
        self._under_way.setText(self.tr("Đang dừng sau gói hiện tại…"))

    # What happened

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, max(1, whole))
        self._bar.setValue(done)
        said = self.tr("Đã có biên nhận cho {done} trong {whole} lần lưu")
        self._under_way.setText(said.format(done=number_vi(done), whole=number_vi(whole)))

    def _pictures(self, done: float, whole: float, rate: float) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * done / max(1.0, whole)))
        left = max(0.0, whole - done)
        size, minutes = number_vi(round(left / 1e6, 1), decimals=1), max(1, round(left / max(rate, 1.0) / 60))
        said = self.tr("Văn bản đã gửi, đang gửi ảnh: còn {size} MB, khoảng {minutes} phút")
        self._under_way.setText(said.format(size=size, minutes=number_vi(minutes)))

    def _sent(self, done: Sending, by_hand: bool) -> None:
        self._finished()
        if by_hand:
            self.told.emit("warn" if done.refused or done.left or done.note else "done", self._of(done))

    def _of(self, done: Sending) -> str:
        parts = [self.tr("Trung tâm đã nhận {n} lần lưu.").format(n=number_vi(done.stored))] if done.stored else []
        if done.refused:
            parts.append(self.tr("{n} chưa hợp lệ, lý do ở dưới.").format(n=number_vi(done.refused)))
        if done.left:
            parts.append(self.tr("Còn {n} chưa gửi, sẽ gửi tiếp lần sau.").format(n=number_vi(done.left)))
        if not parts:
            parts.append(self.tr("Không có gì phải gửi."))
        if done.pulled:
            parts.append(self.tr("Đã nhận {n} lần lưu từ máy khác của đơn vị.").format(n=number_vi(done.pulled)))
        return " ".join([*parts, done.note] if done.note else parts)

    def _not_sent(self, fault: AppError, by_hand: bool) -> None:
        self._finished()
        if by_hand:
            self.told.emit("warn", fault.sentence)

    def _finished(self) -> None:
        self._show_progress(running=False)
        self.refresh()

    def _book_moved(self) -> None:
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
        counts, centre, refused, receipts, photos = state
        fault = self._postman.fault
        icon, colour, said = self._in_words(counts, centre, fault)
        self._picture.setPixmap(self.icons.pixmap(icon, colour, size=36))
        self._stands.setText(said)
        self._tell_why(fault, counts, centre)
        known = self.tr("Trung tâm: {url}. Máy này tự gửi khi có mạng; ghi và in không cần mạng.").format(url=centre)
        unknown = self.tr("Máy này chưa biết trung tâm ở đâu. Mở tệp đơn vị do bộ phận CNTT cấp, một lần là đủ. "
                          "Trong lúc chờ, mọi hoạt động vẫn được ghi và giữ trong sổ.")  # fmt: skip
        self._where.setText(known if centre else unknown)
        self._join.setVisible(not centre)
        self.send_button.setVisible(bool(centre))
        self.send_button.setEnabled(not self._postman.busy)
        if self.isVisible() and self.send_button.isHidden() and not self._join.isHidden():
            self._join.setFocus()  # the button that had the keyboard went out of sight
        self._show_refused(refused, counts.refused_now)
        self._show_receipts(receipts)
        self.photos.show_state(photos, joined=bool(centre))
        self.parcel.show_state(counts, joined=bool(centre))
        self.shown.emit()

    def _tell_why(self, fault: AppError | None, counts: Any, centre: str) -> None:
        """Say why it is not sent yet, and when the program tries again; nothing where all is well."""
        self._fault.setText(fault.sentence if fault and centre else "")
        self._fault.setVisible(bool(fault and centre))
        at = self._postman.next_try
        waits = bool(at and centre and (fault or counts.waiting))
        self._next.setVisible(waits)
        if at and waits:
            said = self.tr("Chương trình tự gửi lại lúc {at}; không cần chờ ở trang này.")
            self._next.setText(said.format(at=at.strftime("%H:%M")))

    def _in_words(self, counts: Any, centre: str, fault: AppError | None) -> tuple[str, str, str]:
        if counts.waiting:
            said = self.tr("Còn {n} lần lưu chưa gửi").format(n=number_vi(counts.waiting))
            if counts.unconfirmed:
                said += self.tr(", trong đó {n} chưa xác nhận").format(n=number_vi(counts.unconfirmed))
            return ("cloud-off" if fault or not centre else "cloud-upload"), "saved", said
        if not counts.sent and not counts.refused:
            return "inbox", "primary", self.tr("Chưa có gì để gửi")
        return "circle-check", "sent", self.tr("Mọi thứ đã gửi xong, trung tâm đã có biên nhận")

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
        for at, (batch, when, counted, refused) in enumerate(receipts):
            if at:
                self._receipts.addWidget(rule())
            said = self.tr("đã nhận {n}").format(n=number_vi(counted))
            if refused:
                said += self.tr(", {n} chưa hợp lệ").format(n=number_vi(refused))
            paper = button(self.tr("In biên nhận"), lambda batch=batch: self._print_receipt(batch), role="quiet",
                           icon="printer", icons=self.icons)  # fmt: skip
            paper.setAccessibleName(f"{self.tr('In biên nhận')} {moment(when)}")
            line = row(label(moment(when)), label(said, "muted"), paper, space=SPACE.l)
            line.setStretch(1, 1)
            self._receipts.addLayout(line)

    def _print_receipt(self, batch: str) -> None:
        self.room.tasks.run(lambda desk, job: desk.post.receipt_pdf(batch), self._receipt_drawn, failed=self.fail)

    def _receipt_drawn(self, pdf: bytes) -> None:
        usual = str(Path.home() / self.tr("bien-nhan.pdf"))
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Biên nhận"), usual, self.tr("Tệp PDF (*.pdf)"))
        if name:
            self.keep_receipt(Path(name), pdf)

    def keep_receipt(self, target: Path, pdf: bytes) -> None:
        """Write a receipt and open it for printing."""
        try:
            self.desk.keeping.write(target, pdf)
        except AppError as fault:
            self.fail(fault)
            return
        said = self.tr("Đã lưu biên nhận vào {file}.").format(file=target)
        self.told.emit("done", said)

    def ask_join(self, path: Path | None = None) -> JoinDialog:
        """Ask for the office file or the code, and show where it leads before the book is tied to it."""
        room = self.room
        dialog = JoinDialog(room.desk.post, room.tasks, room.theme, self.icons, self, now=room.desk.post.centre())
        dialog.joined.connect(self._joined)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        if path:
            dialog.form.open_file(path)
        return dialog

    def _joined(self, url: str) -> None:
        self.told.emit("done", self.tr("Máy này đã biết trung tâm {url}; bấm «Gửi ngay» để gửi.").format(url=url))
        self.refresh()

    def _lay_out(self) -> None:
        words = column(self._stands, self._fault, self._next, self._where, space=SPACE.xs)
        head = row(self._picture, words, self._join, self.send_button, space=SPACE.l)
        head.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        under = row(self._bar, self._under_way, self._stop, space=SPACE.m)
        under.setStretch(0, 1)
        whole = column(card(head, under, space=SPACE.m), self._refused_card, self._receipts_card, self.photos, self.parcel, None,
                       space=SPACE.l)  # fmt: skip
        inside = QWidget()
        inside.setLayout(whole)
        self.lay(self.tr("Gửi dữ liệu"), scroll(inside))


def _read(desk: Desk, job: Job) -> Any:
    ids = list(desk.activities.first(Query(state="refused"), REFUSED_SHOWN))
    refused = [(line, _reasons(desk, line)) for line in desk.activities.rows(ids)]
    receipts = list(desk.outbox.receipts(RECEIPTS_SHOWN))
    return desk.outbox.counts(), desk.post.centre(), refused, receipts, desk.post.photos()


def _reasons(desk: Desk, line: Any) -> list[str]:
    kind = desk.kinds.get(line.kind)
    found = []
    for problem in desk.activities.reason(line.uid):
        name = kind.field(problem.field).label if kind and problem.field in kind.names else ""
        found.append(f"{name}: {problem.sentence}" if name else problem.sentence)
    return found


def make(room: Room) -> Page:
    """Return the page."""
    return SendingPage(room)
