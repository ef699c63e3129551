"""What can be done with the whole result of the list: exported, printed, sent, changed, binned; told, and taken back."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QMessageBox, QProgressDialog, QPushButton, QWidget

from desktop.models.errors import AppError
from desktop.models.query import Query
from desktop.models.text import number_vi
from desktop.ui import columns
from desktop.ui.output import Output
from desktop.ui.parts import button
from desktop.ui.room import Room

LONG = 200  # activities from which an act shows how far it is and can be stopped
BARE = 150  # percent of text beyond which the button says the number only
WORTH_TELLING = 3.0  # seconds left
PATIENCE = 400  # ms before a long act shows how far it is


class Whole(QObject):
    """The button «Cả kết quả (1.234)» and its acts; `asked` returns the question and its filters in words."""

    told = Signal(str, str)
    told_with = Signal(str, str, str, object)  # tone, sentence, words of the act, the act
    changed = Signal()
    send_asked = Signal()

    def __init__(self, room: Room, page: QWidget, asked: Callable[[], tuple[Query, str]],
                 shown: Callable[[], list[tuple[str, int]]]) -> None:  # fmt: skip
        super().__init__(page)
        self._room, self._page, self._asked, self._shown = room, page, asked, shown
        self._count = 0
        self._done: Any = None
        self._progress: QProgressDialog | None = None
        self._began = 0.0  # time.monotonic() of the act under way
        self.output = Output(room, page)
        self.output.told.connect(self.told)
        self.button: QPushButton = button(self.tr("Cả kết quả"), self.drop, icon="layers", icons=room.icons,
                                          tip=self.tr("Làm với tất cả hoạt động đang lọc được (Ctrl+A)"))  # fmt: skip
        self.tell(0)

    def tell(self, count: int, *, marked: bool = False) -> None:
        """Show how many the result has; `marked` when the person chose all of it."""
        self._count = count
        text = (self.tr("Đã chọn cả {n}") if marked else self.tr("Cả kết quả ({n})")).format(n=number_vi(count))
        self.button.setText(number_vi(count) if self._room.theme.percent > BARE else text)
        self.button.setAccessibleName(text)
        self.button.setEnabled(count > 0)
        self.button.setCheckable(marked)
        self.button.setChecked(marked)

    def drop(self) -> None:
        """Open the menu of acts."""
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return the acts that make sense for the result."""
        query, _ = self._asked()
        menu = QMenu(self.button)
        menu.setAccessibleName(self.button.text())
        icons = self._room.icons

        may = self._room.desk.people.may
        menu.setToolTipsVisible(True)

        def add(text: str, icon: str, run: Callable[[], object], act: str = "") -> None:
            made = menu.addAction(icons.icon(icon), text)
            refused = may(act) if act else ""
            made.setEnabled(not refused)
            made.setToolTip(refused or text)
            made.triggered.connect(lambda: run())

        add(self.tr("Xuất ra tệp…"), "save", self.ask_file)
        add(self.tr("In danh sách…"), "printer", self.print_list, "print")
        add(self.tr("Gửi ngay những gì đang chờ"), "send", self.send_asked.emit, "send")
        if self._room.desk.approvals.needed:
            add(self.tr("Duyệt những gì đang chờ trong kết quả"), "circle-check", self.approve, "approve")
        menu.addSeparator()
        if query.state == "binned":
            add(self.tr("Khôi phục cả kết quả…"), "archive-restore", self.restore, "bin")
        else:
            add(self.tr("Đặt chiến dịch cho cả kết quả…"), "flag", self.ask_campaign, "edit")
            add(self.tr("Gắn chỉ tiêu cho cả kết quả…"), "target", self.ask_target, "edit")
            add(self.tr("Bỏ cả kết quả vào thùng rác…"), "trash-2", self.bin, "bin")
        if self._done is not None:
            menu.addSeparator()
            add(self.tr("Lấy lại việc vừa làm với {n} hoạt động").format(n=number_vi(len(self._done.changed))), "undo-2",
                self.take_back)  # fmt: skip
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    # Files and paper

    def ask_file(self) -> None:
        """Ask where to export the result."""
        folder = self._room.desk.settings.kept("folder", str(Path.home()))
        kinds = self.tr("Bảng tính Excel (*.xlsx);;Bảng CSV (*.csv);;Mỗi dòng một hoạt động (*.jsonl)")
        chosen, kind = QFileDialog.getSaveFileName(self._page, self.tr("Xuất ra tệp"), str(Path(folder) / "hoat-dong.xlsx"), kinds)
        if chosen:
            suffix = next(one for one in (".xlsx", ".csv", ".jsonl") if one in kind) if kind else ".xlsx"
            self.export(Path(chosen if Path(chosen).suffix.lower() in (".xlsx", ".csv", ".jsonl") else f"{chosen}{suffix}"))

    def export(self, target: Path) -> None:
        """Write the result to a file."""
        query, _ = self._asked()
        self._room.desk.settings.keep("folder", str(target.parent))
        job = self._room.tasks.run(
            lambda desk, job: desk.listing.export(target, query, job.report, lambda: job.stopped),
            partial(self._exported, target), failed=self._fail, progress=self._show_progress)  # fmt: skip
        self._begin_progress(job)

    def _exported(self, target: Path, count: int) -> None:
        self._end_progress()
        if count:
            said = self.tr("Đã xuất {n} hoạt động ra {file}.")
            self.told.emit("done", said.format(n=number_vi(count), file=target))
        else:
            self.told.emit("warn", self.tr("Đã dừng, chưa ghi tệp nào."))

    def print_list(self) -> None:
        """Print the result as a list, through the print dialog."""
        query, said = self._asked()
        told = columns.for_paper(columns.every(self._room.desk.kinds), self._shown())
        self._room.tasks.run(lambda desk, job: desk.listing.pdf(query, said, told),
                             lambda pdf: self.output.ask_and_print(pdf, self.tr("Danh sách hoạt động")),
                             failed=self._fail)  # fmt: skip

    # Changes

    def approve(self) -> None:
        """Approve what waits for the leader in the whole result."""
        query, _ = self._asked()
        self._room.tasks.run(lambda desk, job: desk.approvals.approve(desk.listing.uids(query)), self._approved,
                             failed=self._fail)  # fmt: skip

    def _approved(self, count: int) -> None:
        self.told.emit("done", self.tr("Đã duyệt {n} hoạt động.").format(n=number_vi(count)))
        self.changed.emit()

    def ask_campaign(self) -> None:
        """Ask for the campaign of the whole result."""
        fields = [f for kind in self._room.desk.kinds.values() for f in kind.fields if f.name == "campaign"]
        options = [(choice.code, choice.label) for choice in fields[0].choices] if fields else []
        self._choose(self.tr("Đặt chiến dịch"), self.tr("Chiến dịch của {n} hoạt động:"), options,
                     lambda code: self.set_field("campaign", code))  # fmt: skip

    def ask_target(self) -> None:
        """Ask for a target of a plan that the whole result counts for."""
        self._room.tasks.run(lambda desk, job: desk.listing.targets(), self._offer_targets, failed=self._fail)

    def _offer_targets(self, options: Sequence[tuple[str, str]]) -> None:
        if not options:
            self.told.emit("warn", self.tr("Chưa có kế hoạch nào có chỉ tiêu: hãy mở trang Kế hoạch trước."))
            return
        self._choose(self.tr("Gắn chỉ tiêu"), self.tr("{n} hoạt động được tính vào chỉ tiêu:"), options,
                     lambda code: self.set_field("plan_targets", [code]))  # fmt: skip

    def set_field(self, name: str, value: Any) -> None:
        """Give a field one value in the whole result."""
        query, _ = self._asked()
        self._run(lambda desk, progress, stopped: desk.listing.set_field(query, name, value, progress, stopped),
                  self.tr("Đã đổi {n} hoạt động."))  # fmt: skip

    def bin(self) -> None:
        """Ask, and put the whole result into the bin."""
        query, said = self._asked()
        self._ask(self.tr("Bỏ {n} hoạt động vào thùng rác?").format(n=number_vi(self._count)),
                  self.tr("{said}\nKhôi phục được từ thùng rác, hoặc lấy lại ngay sau đó.").format(said=said),
                  self.tr("Bỏ vào thùng rác"),
                  lambda: self._run(lambda desk, progress, stopped: desk.listing.bin(query, progress, stopped),
                                    self.tr("Đã bỏ {n} hoạt động vào thùng rác.")))  # fmt: skip

    def restore(self) -> None:
        """Bring the whole result back from the bin."""
        query, _ = self._asked()
        self._run(lambda desk, progress, stopped: desk.listing.restore(query, progress, stopped),
                  self.tr("Đã khôi phục {n} hoạt động."))  # fmt: skip

    def take_back(self) -> None:
        """Undo the last whole act."""
        done, self._done = self._done, None
        if done is not None:
            self._run(lambda desk, progress, stopped: desk.listing.take_back(done, progress, stopped),
                      self.tr("Đã lấy lại: {n} hoạt động như trước."), back=False)  # fmt: skip

    # Asking and telling

    def _choose(self, title: str, text: str, options: Sequence[tuple[str, str]], run: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._page)
        dialog.setWindowTitle(title)
        dialog.setLabelText(text.format(n=number_vi(self._count)))
        dialog.setComboBoxItems([label for _, label in options])
        dialog.setOkButtonText(self.tr("Đặt cho cả {n}").format(n=number_vi(self._count)))
        dialog.setCancelButtonText(self.tr("Thôi"))
        dialog.textValueSelected.connect(lambda chosen: run(next(code for code, label in options if label == chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask(self, text: str, more: str, act: str, run: Callable[[], None]) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Cả kết quả"), text, parent=self._page)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(more)
        yes = box.addButton(act, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(self.tr("Thôi"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.buttonClicked.connect(lambda chosen: run() if chosen is yes else None)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _run(self, act: Callable[..., Any], sentence: str, *, back: bool = True) -> None:
        job = self._room.tasks.run(lambda desk, job: act(desk, job.report, lambda: job.stopped),
                                   partial(self._tell_done, sentence, back), failed=self._fail,
                                   progress=self._show_progress)  # fmt: skip
        self._begin_progress(job)

    def _begin_progress(self, job: Any) -> None:
        if self._count > LONG:
            self._began = time.monotonic()
            self._progress = QProgressDialog(self.tr("Đang làm…"), self.tr("Dừng lại"), 0, self._count, self._page)
            self._progress.setWindowTitle(self.tr("Cả kết quả"))
            self._progress.setWindowModality(Qt.WindowModality.WindowModal)
            self._progress.setMinimumDuration(PATIENCE)
            self._progress.canceled.connect(job.stop)

    def _show_progress(self, done: int, whole: int) -> None:
        if self._progress is not None:
            self._progress.setMaximum(whole)
            self._progress.setValue(done)
            text = self.tr("Xong {done} trong {whole} hoạt động").format(done=number_vi(done), whole=number_vi(whole))
            left = (time.monotonic() - self._began) / max(done, 1) * (whole - done)
            if left > WORTH_TELLING:
                said = self.tr("{n} giây").format(n=round(left)) if left < 90 else self.tr("{n} phút").format(n=round(left / 60))
                text = self.tr("{done}, còn khoảng {left}").format(done=text, left=said)
            self._progress.setLabelText(text)

    def _tell_done(self, sentence: str, back: bool, done: Any) -> None:
        self._end_progress()
        said = sentence.format(n=number_vi(len(done.changed)))
        if done.stopped:
            said = self.tr("{said} Đã dừng giữa chừng theo ý bạn.").format(said=said)
        if done.refused:
            title, why = done.left[0]
            said = self.tr("{said} {n} hoạt động giữ nguyên, ví dụ «{title}»: {why}").format(
                said=said, n=number_vi(done.refused), title=title, why=why)  # fmt: skip
        tone = "warn" if done.refused or done.stopped else "done"
        self._done = done if back and done.changed else None
        if self._done is not None:
            self.told_with.emit(tone, said, self.tr("Lấy lại"), self.take_back)
        else:
            self.told.emit(tone, said)
        self.changed.emit()

    def _fail(self, fault: AppError) -> None:
        self._end_progress()
        self.told.emit("fault", fault.sentence)

    def _end_progress(self) -> None:
        if self._progress is not None:
            shown, self._progress = self._progress, None
            shown.close()
            shown.deleteLater()

