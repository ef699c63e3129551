"""«Danh sách người dự»: who came to one activity; names are hidden until somebody asks to see them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QMessageBox, QWidget

from desktop.models import reading
from desktop.models.attendees import of_people
from desktop.models.errors import AppError, InputError
from desktop.models.text import date_vi, number_vi
from desktop.tasks import Job
from desktop.ui.attendees_table import AttendeesTable
from desktop.ui.desk import Desk
from desktop.ui.output import Output
from desktop.ui.parts import button, column, frame, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class AttendeesDialog(QDialog):
    """The list of one activity: typed, pasted or read from a file, kept in this PC until a day, printed for signing."""

    told = Signal(str, str)  # tone, sentence
    changed = Signal(str)  # uid of the activity whose count was written
    ready = Signal()
    safety_asked = Signal()

    def __init__(self, room: Room, activity: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._activity = room, activity
        self._listed: Any = None
        self.setWindowTitle(self.tr("Danh sách người dự: {title}").format(title=activity.title))
        self._output = Output(room, self)
        self._output.told.connect(lambda tone, sentence: self._say(sentence, tone))

        # What is told
        self._stands = label("", "strong", wrap=True)
        self._notice = label("", "small", wrap=True)
        self._fault = label("", "remark", wrap=True)
        self._fault.hide()

        # What is kept
        self.purpose = QLineEdit()
        self.purpose.setMaxLength(200)
        self.purpose.setAccessibleName(self.tr("Giữ để làm gì"))
        self.until = QLineEdit()
        self.until.setMaxLength(20)
        self.until.setAccessibleName(self.tr("Giữ đến hết ngày"))
        self.table = AttendeesTable(self._heads(phones=True), self.paste)
        self.table.setAccessibleName(self.tr("Người dự"))
        self.table.edited.connect(self._count)
        self.count_too = QCheckBox(self.tr("Ghi số người này vào «Số lượt người tham gia» của hoạt động"))
        facts = QFormLayout()
        facts.setHorizontalSpacing(SPACE.m)
        facts.addRow(label(self.tr("Giữ để làm gì")), self.purpose)
        facts.addRow(label(self.tr("Giữ đến hết ngày")), self.until)
        self._open = QWidget()
        inside = column(facts, self.table, self.count_too, space=SPACE.m)
        inside.setStretch(1, 1)
        self._open.setLayout(inside)

        # What can be done
        icons = room.icons
        self.show_button = button(self.tr("Hiện danh sách"), self.show_names, role="primary", icon="users", icons=icons)
        self.file_button = button(self.tr("Mở tệp xlsx, csv…"), self._ask_file, icon="folder-open", icons=icons)
        self.sheet_button = button(self.tr("Phiếu ký tên (PDF)…"), self.save_sheet, icon="printer", icons=icons,
                                   tip=self.tr("Danh sách để ký tên, có lời báo về dữ liệu cá nhân"))  # fmt: skip
        self.drop_button = button(self.tr("Xóa danh sách…"), self._ask_drop, role="danger", icon="trash-2", icons=icons)
        self.settings_button = button(self.tr("Mở «An toàn của sổ»"), self._to_safety, role="primary")
        self.keep_button = button(self.tr("Giữ danh sách"), self.keep, role="primary", icon="save", icons=icons)
        close = button(self.tr("Đóng"), self.reject)
        whole = column(label(activity.title, "lead", wrap=True), self._stands,
                       frame(column(self._notice, margin=SPACE.m), "plain"), self._open, self._fault,
                       row(self.file_button, self.sheet_button, self.drop_button, None),
                       row(close, None, self.settings_button, self.show_button, self.keep_button), space=SPACE.m,
                       margin=SPACE.l)  # fmt: skip
        whole.setStretch(3, 1)
        self.setLayout(whole)
        parent_room = parent.window().size()
        self.resize(min(room.theme.px(720), parent_room.width() - 40), min(room.theme.px(620), parent_room.height() - 40))
        for part in (self._open, self.file_button, self.drop_button, self.settings_button, self.show_button, self.keep_button):
            part.hide()

    def begin(self) -> "AttendeesDialog":
        """Read whether there is a list, without its names, and open."""
        uid = self._activity.uid
        self._run(lambda desk, job: (desk.personal.rules(), desk.personal.brief(uid), tuple(desk.personal.notice("attendees"))),
                  self._stand)  # fmt: skip
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()
        return self

    def show_names(self) -> None:
        """Read the names and show them."""
        self._run(lambda desk, job: desk.personal.attendees(self._activity.uid), self._show)

    def paste(self, text: str) -> None:
        """Take people from the clipboard, behind those that are there."""
        if "\n" not in text.strip() and "\t" not in text and self.table.currentItem() is not None:
            self.table.currentItem().setText(text.strip())
        elif text.strip():
            self._take(text)

    def open_file(self, path: Path) -> None:
        """Take people from a file, behind those that are there."""
        self._take(path)

    def keep(self) -> None:
        """Keep the list."""
        nameless = self.table.nameless()
        if nameless:
            self._say(self.tr("Dòng {n} thiếu họ và tên: hãy điền thêm hoặc xóa dòng.").format(n=nameless[0]), "fault")
            return
        try:
            until = reading.day(self.until.text(), today=date.today())
        except InputError as fault:
            self._say(fault.sentence, "fault")
            return
        fresh = replace(self._listed, people=self.table.people(), purpose=self.purpose.text(), keep_until=until.isoformat())
        uid, too = self._activity.uid, self.count_too.isChecked()

        def work(desk: Desk, job: Job) -> tuple[Any, str]:
            kept = desk.personal.keep(fresh)
            fault = ""
            if too:
                try:
                    desk.personal.count_in(uid, len(kept.people))
                except AppError as refused:
                    fault = refused.sentence
            return kept, fault

        self._run(work, self._kept)

    def drop(self) -> None:
        """Delete the list."""
        self._run(lambda desk, job: desk.personal.drop(self._activity.uid), self._dropped)

    def save_sheet(self) -> None:
        """Make the sheet for signing and ask where to keep it."""
        self._run(lambda desk, job: desk.personal.sheet(self._activity.uid),
                  lambda pdf: self._output.ask_and_save(pdf, name=self.tr("danh-sach-ky-ten")))  # fmt: skip

    # What happens

    def _stand(self, read: tuple[Any, Any, tuple[str, ...]]) -> None:
        rules, brief, notice = read
        self._notice.setText("\n".join(notice))
        self.table.setColumnCount(3 if rules.phones else 2)
        self.table.setHorizontalHeaderLabels(self._heads(phones=rules.phones))
        if brief is not None:
            said = self.tr("Có {n} người, giữ đến hết ngày {day}. Tên được ẩn cho đến khi cần xem.").format(
                n=number_vi(brief.count), day=date_vi(brief.keep_until))  # fmt: skip
            self._stands.setText(said)
            self.show_button.show()
            self.drop_button.show()
            self.show_button.setFocus()
        elif rules.on:
            self._stands.setText(self.tr("Chưa có danh sách. Gõ tên, dán từ Excel (Ctrl+V) hoặc mở tệp."))
            self.show_names()
        else:
            self._stands.setText(self.tr("Đơn vị chưa bật giữ danh sách người dự: sổ chỉ đếm số người. Vẫn in được phiếu ký tên để "
                                         "trống. Người quản lý bật ở trang «An toàn của sổ», thẻ Dữ liệu cá nhân."))  # fmt: skip
            self.settings_button.show()
        self.ready.emit()

    def _show(self, listed: Any) -> None:
        self._listed = listed
        self.purpose.setText(listed.purpose)
        self.purpose.setCursorPosition(0)
        self.until.setText(date_vi(listed.keep_until))
        self.table.put(listed.people)
        self.show_button.hide()
        for part in (self._open, self.file_button, self.keep_button):
            part.show()
        self.count_too.setVisible("participants" in self._names())
        self.table.setFocus()
        self.table.setCurrentCell(len(listed.people), 0)
        self.ready.emit()

    def _take(self, source: Path | str) -> None:
        self._run(lambda desk, job: desk.personal.read(source), self._taken)

    def _taken(self, people: Any) -> None:
        self.table.put((*self.table.people(), *of_people(people)))
        faulty = people.faulty()
        if faulty:
            first = faulty[0].faults[0].sentence
            self._say(self.tr("Bỏ qua {n} dòng chưa đúng. {first}").format(n=number_vi(len(faulty)), first=first), "fault")
        self.ready.emit()

    def _kept(self, done: tuple[Any, str]) -> None:
        kept, fault = done
        said = self.tr("Đã giữ danh sách {n} người đến hết ngày {day}.").format(
            n=number_vi(len(kept.people)), day=date_vi(kept.keep_until))  # fmt: skip
        if self.count_too.isChecked():
            self.changed.emit(self._activity.uid)
        if fault:
            said += " " + self.tr("Chưa ghi được số người vào hoạt động: {why}").format(why=fault)
        self.told.emit("warn" if fault else "done", said)
        self.accept()

    def _dropped(self, receipt: Any) -> None:
        self.told.emit("done", self.tr("{what} Biên nhận số {n}.").format(what=receipt.sentence, n=receipt.n))
        self.accept()

    def _count(self) -> None:
        if self._listed is not None:
            self._stands.setText(self.tr("{n} người").format(n=number_vi(len(self.table.people()))))

    def _names(self) -> frozenset[str]:
        kind = self._room.desk.kinds.get(self._activity.kind)
        return kind.names if kind else frozenset()

    def _heads(self, *, phones: bool) -> list[str]:
        heads = [self.tr("Họ và tên"), self.tr("Đơn vị, khu dân cư")]
        return [*heads, self.tr("Điện thoại")] if phones else heads

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Danh sách người dự"), "",
                                              self.tr("Danh sách (*.xlsx *.xls *.ods *.csv *.txt)"))  # fmt: skip
        if name:
            self.open_file(Path(name))

    def _ask_drop(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Xóa danh sách"),
                          self.tr("Xóa hẳn danh sách này? Tên trong đó không lấy lại được; bản sao lưu cũ mất trong vòng 30 ngày."),
                          parent=self)  # fmt: skip
        yes = box.addButton(self.tr("Xóa danh sách"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Để lại"), QMessageBox.ButtonRole.RejectRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda pressed: self.drop() if pressed is yes else None)
        box.open()

    def _to_safety(self) -> None:
        self.reject()
        self.safety_asked.emit()

    def _run(self, work: Any, done: Any) -> None:
        self._fault.hide()
        self._room.tasks.run(work, done, failed=lambda fault: self._say(fault.sentence, "fault"))

    def _say(self, sentence: str, tone: str) -> None:
        self._fault.setText(sentence)
        self._fault.setProperty("role", "fault" if tone == "fault" else "strong")
        self._fault.style().polish(self._fault)
        self._fault.show()
        self.ready.emit()
