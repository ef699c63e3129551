"""The card «Bản sao lưu»: the newest copy, the second place, copy now, the way back, the yearly drill."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QMenu, QProgressBar, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.text import number_vi
from desktop.tasks import Job
from desktop.ui.copies_watch import CopiesWatch
from desktop.ui.desk_copies import CopiesState
from desktop.ui.drives import removable
from desktop.ui.flow import flow
from desktop.ui.moments import moment
from desktop.ui.output import Output
from desktop.ui.parts import button, card, clear, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

OLD_DAYS = 7
SECOND_FOLDER = "Sao luu So Phuong"  # on a stick; plain letters, so that every system shows them


class CopiesCard(QFrame):
    """Copies make themselves; here one sees that they did."""

    told = Signal(str, str)  # tone, sentence
    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._state: CopiesState | None = None
        self._job: Job | None = None
        self._report: Any = None
        self._asked: QWidget | None = None
        self.lines: list[str] = []  # what the card says
        self._output = Output(room, self)
        self._output.told.connect(self.told)

        # What stands there
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE.xs)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Đang sao và kiểm tra"))
        self._bar.hide()

        # What can be done
        icons = room.icons
        self.copy_button = button(self.tr("Sao lưu ngay"), self.copy_now, icon="database-backup", icons=icons,
                                  tip=self.tr("Sao cả sổ vào máy này và nơi thứ hai, mở ra kiểm tra"))  # fmt: skip
        self.restore_button = button(self.tr("Khôi phục…"), self.ask_restore, icon="archive-restore", icons=icons,
                                     tip=self.tr("Đưa sổ trở về một bản sao lưu, xem trước những gì thay đổi"))  # fmt: skip
        self.second_button = button(self.tr("Chọn nơi thứ hai…"), self.ask_second, icon="folder-open", icons=icons,
                                    tip=self.tr("USB hoặc ổ đĩa khác, cất bản sao cả khi máy này hỏng"))  # fmt: skip
        self.file_button = button(self.tr("Lưu ra tệp…"), self._ask_file, icon="save", icons=icons)
        self.drill_button = button(self.tr("Diễn tập khôi phục"), self.drill, icon="refresh-cw", icons=icons,
                                   tip=self.tr("Thử mở lại bản sao mới nhất, so với sổ, lập biên bản; sổ giữ nguyên"))  # fmt: skip
        self.paper_button = button(self.tr("Biên bản (PDF)…"), self._save_paper, role="quiet", icon="printer", icons=icons)
        self.paper_button.hide()
        self.stop_button = button(self.tr("Dừng"), self._stop, role="quiet")
        self.stop_button.hide()
        self._acts = (self.copy_button, self.restore_button, self.second_button, self.file_button, self.drill_button)
        acts = flow(*self._acts, self.paper_button, self.stop_button, space=SPACE.s)
        said = label(self.tr("Sổ tự sao lưu sau mỗi 30 phút làm việc, lúc đóng chương trình, trước khi nhập tệp và trước khi "
                             "khôi phục. Mỗi bản đã mã hóa và được mở ra kiểm tra."), "small", wrap=True)  # fmt: skip
        self.setLayout(row(card(label(self.tr("Bản sao lưu"), "lead"), self._lines, self._bar, acts, said)))

    # Public

    def refresh(self) -> None:
        """Read the copies."""
        self._room.tasks.run(lambda desk, job: desk.copying.state(), self._show, failed=self._failed, lane="copies")

    def copy_now(self) -> None:
        """Make a copy now."""
        self._begin(lambda desk, job: desk.copying.make("auto"), self._copied)

    def back_up(self, target: Path) -> None:
        """Write a checked copy of the book to a file."""
        self._begin(lambda desk, job: desk.keeping.backup(target), lambda count: self._end("done", self.tr(
            "Đã sao lưu {n} lần lưu vào {file}.").format(n=number_vi(count), file=target)))  # fmt: skip

    def choose(self, folder: Path | None) -> None:
        """Take a folder as the second place and bring a copy there; None gives it up."""
        said = self.tr("Nơi thứ hai: {folder}. Đã có bản sao mới nhất ở đó.").format(folder=folder)
        gone = self.tr("Không còn dùng nơi thứ hai: các bản sao đã có ở đó vẫn còn.")
        self._begin(lambda desk, job: desk.copying.choose(folder), lambda _: self._end("done", said if folder else gone))

    def ask_restore(self) -> Any:
        """Open the way back, for whoever may change what everybody did."""
        if refused := self._room.desk.people.may("manage"):
            self.told.emit("warn", refused)
            return None
        watch = self.window().findChild(CopiesWatch)
        return watch.restore(self._room) if watch else None

    def drill(self) -> None:
        """Try the newest copies, on the caretaker's thread."""
        self._begin(lambda desk, job: desk.copying.drill(job.report, lambda: job.stopped), self._drilled, stoppable=True)

    def ask_second(self) -> QMenu:
        """Offer the sticks that are plugged in, another folder, and giving the second place up."""
        menu = QMenu(self)
        for drive in removable():
            name = self.tr("{name} ({folder}, còn {n} GB)").format(
                name=drive.name, folder=drive.folder, n=number_vi(round(drive.room / 1e9, 1), decimals=1))  # fmt: skip
            self._offer(menu, name, partial(self.choose, drive.folder / SECOND_FOLDER))
        self._offer(menu, self.tr("Thư mục khác…"), self._ask_folder)
        if self._state is not None and self._state.second is not None:
            self._offer(menu, self.tr("Không dùng nơi thứ hai nữa"), partial(self.choose, None))
        menu.popup(self.second_button.mapToGlobal(self.second_button.rect().bottomLeft()))
        return menu

    # Its work

    @staticmethod
    def _offer(menu: QMenu, text: str, run: Any) -> None:
        made = QAction(text, menu)
        made.triggered.connect(lambda: run())
        menu.addAction(made)

    def _begin(self, work: Any, done: Any, *, stoppable: bool = False) -> None:
        self._asked = next((part for part in self._acts if part.hasFocus()), None)
        for part in self._acts:
            part.setEnabled(False)
        self._bar.setRange(0, 0)
        self._bar.show()
        self.stop_button.setVisible(stoppable)
        watch = self.window().findChild(CopiesWatch)
        worker = watch or self._room.tasks
        self._job = worker.run(work, done, failed=self._failed, progress=self._progress)

    def _progress(self, done: int, whole: int) -> None:
        self._bar.setRange(0, whole)
        self._bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _copied(self, copy: Any) -> None:
        if copy is None:
            self._end("note", self.tr("Sổ không đổi gì từ bản sao gần nhất: không cần sao thêm."))
        else:
            self._end("done", self.tr("Đã sao lưu và kiểm tra {n} lần lưu.").format(n=number_vi(copy.revisions)))

    def _drilled(self, report: Any) -> None:
        self._report = report
        self.paper_button.setVisible(bool(report.tried))
        self._end("done" if report.well else "warn", report.sentence)

    def _save_paper(self) -> None:
        report = self._report
        self._room.tasks.run(lambda desk, job: desk.copying.drill_paper(report),
                             lambda pdf: self._output.ask_and_save(pdf, name="bien-ban-dien-tap-khoi-phuc"),
                             failed=self._failed)  # fmt: skip

    def _end(self, tone: str, sentence: str) -> None:
        self._rest()
        self.told.emit(tone, sentence)
        self.changed.emit()
        self.refresh()

    def _failed(self, fault: AppError) -> None:
        self._rest()
        self.told.emit("fault", fault.sentence)
        self._room.tasks.run(lambda desk, job: desk.copying.state(), self._show, failed=lambda again: None, lane="copies")

    def _rest(self) -> None:
        self._job = None
        self._bar.hide()
        self.stop_button.hide()
        for part in self._acts:
            part.setEnabled(True)
        if self._asked is not None:  # the keyboard comes back to where it was
            self._asked.setFocus()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Chọn nơi thứ hai"), str(Path.home()))
        if folder:
            self.choose(Path(folder))

    def _ask_file(self) -> None:
        usual = str(Path.home() / f"so-phuong-{self._room.desk.office().unit.code}-{datetime.now():%Y%m%d}.sophuong")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Sao lưu sổ"), usual, self.tr("Bản sao lưu (*.sophuong)"))
        if name:
            self.back_up(Path(name))

    def _show(self, state: CopiesState) -> None:
        self._state, self.lines = state, []
        clear(self._lines)
        self._say_last(state)
        self._say_second(state)
        self._say_drill(state)
        if state.fault:
            self._line("circle-alert", "fault", self.tr("Lần sao gần nhất chưa được: {why}").format(why=state.fault))
        self.second_button.setText(self.tr("Đổi nơi thứ hai…") if state.second else self.tr("Chọn nơi thứ hai…"))
        self.second_button.setAccessibleName(self.second_button.text())
        self.restore_button.setEnabled(not self._bar.isVisible())

    def _say_last(self, state: CopiesState) -> None:
        if state.last is None:
            self._line("info", "saved", self.tr("Chưa có bản sao nào: bản đầu tiên được làm sau vài phút làm việc."))
            return
        said = self.tr("Bản gần nhất lúc {at}. Đang giữ {room}.").format(
            at=moment(state.last.isoformat()), room=state.room)  # fmt: skip
        self._line("circle-check", "sent", said)

    def _say_second(self, state: CopiesState) -> None:
        second = state.second
        if second is None:
            self._line("circle-alert", "draft", self.tr("Chưa có nơi thứ hai: ổ đĩa của máy hỏng là mất cả sổ lẫn bản sao. "
                                                        "Hãy chọn một USB hoặc ổ đĩa khác."))  # fmt: skip
            return
        last = moment(second.last.isoformat()) if second.last else self.tr("chưa có bản nào")
        said = self.tr("Nơi thứ hai {folder}: {last}.").format(folder=second.folder, last=last)
        if not second.there:
            said += " " + self.tr("Chưa cắm; cắm vào là sổ tự sao sang.")
        elif second.beside:
            said += " " + self.tr("Cùng ổ đĩa với sổ: ổ hỏng là mất cả hai, nên dùng USB hoặc ổ khác.")
        wanting = state.late or second.beside
        self._line("circle-alert" if wanting else "circle-check", "draft" if wanting else "sent", said)

    def _say_drill(self, state: CopiesState) -> None:
        if state.drilled is None:
            said = self.tr("Chưa diễn tập khôi phục lần nào: nên làm mỗi năm một lần, mất khoảng một phút.")
            self._line("info", "draft" if state.drill_late else "saved", said)
            return
        days = (datetime.now(UTC) - state.drilled).days
        good = self.tr("đạt") if state.well else self.tr("chưa đạt")
        said = self.tr("Diễn tập khôi phục lúc {at}: {good}.").format(at=moment(state.drilled.isoformat()), good=good)
        if state.drill_late:
            said += " " + self.tr("Đã {n} ngày: hãy diễn tập lại.").format(n=number_vi(days))
        well = state.well and not state.drill_late
        self._line("circle-check" if well else "circle-alert", "sent" if well else "draft", said)

    def _line(self, icon: str, colour: str, text: str) -> None:
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap(icon, colour, size=20))
        self.lines.append(text)
        line = row(picture, label(text, wrap=True), space=SPACE.m)
        line.setStretch(1, 1)
        self._lines.addLayout(line)
