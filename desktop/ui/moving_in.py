"""A book comes: from the file of another PC, or from the one on this PC whose key is gone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, number_vi
from desktop.tasks import Tasks
from desktop.ui.guide import Guide
from desktop.ui.icons import Icons
from desktop.ui.messages import MessageBar
from desktop.ui.parts import button, card, column, label, row
from desktop.ui.recovery_code import CodeLine
from desktop.ui.theme import SPACE, Theme


class Locked(Protocol):
    """A book whose key is not on this PC (desktop.keyholding)."""

    @property
    def sheet(self) -> int: ...
    @property
    def has_centre(self) -> bool: ...
    @property
    def asked(self) -> str: ...
    def unlock(self, typed: str) -> None: ...
    def ask(self, target: Path) -> str: ...
    def accept(self, path: Path) -> None: ...


class FromFile(Guide):
    """Choose a file of a book, type the code of its sheet; what is then done is `work(context, path, code)` on the worker."""

    taken = Signal(object)  # what the work returned

    def __init__(
        self, tasks: Tasks, theme: Theme, icons: Icons, parent: QWidget | None, *, look: Callable[[Path], Any],
        name_of: Callable[[str], str], work: Callable[[Any, Path, str], object], history: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._look, self._name_of, self._work = tasks, look, name_of, work
        self._path: Path | None = None
        said = self.tr("Cắm USB có tệp của máy cũ, hoặc chọn một bản sao lưu; mã nằm trên phiếu khôi phục của đơn vị.")
        if history:
            said = self.tr("Sổ của đơn vị đã sáp nhập được cất riêng để tra cứu, in, xuất và gửi nốt: không tính và không gửi thêm "
                           "lần nào, biên nhận vẫn ở sổ đó.")  # fmt: skip
        self.setWindowTitle(self.tr("Nhận sổ của đơn vị sáp nhập") if history else self.tr("Nhận sổ từ máy cũ"))
        self._messages = MessageBar(icons)
        self.choose_button = button(self.tr("Chọn tệp…"), self._ask, icon="folder-open", icons=icons)
        self._about = label(self.tr("Tệp .so-phuong của máy cũ, hoặc một bản sao lưu."), "small", wrap=True)
        self.code = CodeLine(theme)
        self.code.changed.connect(self._judge)
        self.code.line.returnPressed.connect(self.take)
        self.take_button = button(self.tr("Nhận sổ"), self.take, role="primary", icon="download", icons=icons)
        line = row(self.choose_button, self._about, space=SPACE.m)
        line.setStretch(1, 1)
        self.setLayout(column(label(said, wrap=True), card(label(self.tr("1. Tệp của sổ"), "lead"), line),
                              card(label(self.tr("2. Phiếu khôi phục"), "lead"), self.code), self._messages,
                              row(None, button(self.tr("Thôi"), self.reject), self.take_button),
                              space=SPACE.m, margin=SPACE.l))  # fmt: skip
        self.resize(theme.px(640), 0)
        self._judge()

    def begin(self) -> "FromFile":
        """Show the dialog and return it."""
        self.open()
        return self

    @property
    def sentence(self) -> str:
        """What is told, "" for nothing."""
        return self._messages.text

    def choose(self, path: Path) -> None:
        """Take a file and say what it is."""
        try:
            found = self._look(path)
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self._path = path
        made = date_vi(found.made[:10]) if found.made else ""
        told = self.tr("{file}: sổ của {unit}, {n} lần lưu, ngày {day}; cần phiếu khôi phục số {sheet}.").format(
            file=path.name, unit=self._name_of(found.unit), n=number_vi(found.revisions), day=made, sheet=found.sheet)  # fmt: skip
        if not found.sheet:
            told = self.tr("{file} làm trước khi sổ có phiếu khôi phục nên máy này không mở được: hãy sao lưu lại trên máy cũ.")
            told = told.format(file=path.name)
            self._path = None
        self._about.setText(told)
        self._judge()
        self.code.line.setFocus()

    def take(self) -> None:
        """Do it on the worker."""
        path, typed, work = self._path, self.code.text, self._work
        if path is None or not self.take_button.isEnabled():
            return
        self.take_button.setEnabled(False)
        self._messages.tell("note", self.tr("Đang mở và kiểm tra từng trang…"))
        self._tasks.run(lambda context, job: work(context, path, typed), self._done, failed=self._failed)

    def _done(self, found: object) -> None:
        self.taken.emit(found)
        self.accept()

    def _failed(self, fault: AppError) -> None:
        self._judge()
        self._messages.tell("fault", fault.sentence)

    def _judge(self) -> None:
        self.take_button.setEnabled(self._path is not None and self.code.whole)

    def _ask(self) -> None:
        kinds = self.tr("Sổ và bản sao lưu (*.so-phuong *.backup);;Mọi tệp (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", kinds)
        if name:
            self.choose(Path(name))


class UnlockDialog(Guide):
    """The book is here and whole, its key is not: the sheet opens it, or the centre does."""

    def __init__(self, locked: Locked, tasks: Tasks, theme: Theme, icons: Icons, *, why: str) -> None:
        super().__init__()
        self._locked, self._tasks, self._icons = locked, tasks, icons
        self.setWindowTitle(self.tr("Mở sổ bằng phiếu khôi phục"))
        self._messages = MessageBar(icons)
        number = locked.sheet
        said = self.tr("Sổ này chưa có phiếu khôi phục nào cất bên cạnh.")
        if number:
            said = self.tr("Tìm phiếu khôi phục số {n} của đơn vị (phong bì trong két hoặc tủ khóa) và gõ mã.").format(n=number)
        self.code = CodeLine(theme)
        self.code.setEnabled(bool(number))
        self.code.changed.connect(self._judge)
        self.code.line.returnPressed.connect(self.unlock)
        self.open_button = button(self.tr("Mở sổ"), self.unlock, role="primary", icon="lock", icons=icons)
        whole = column(label(self.tr("Sổ còn nguyên, chỉ thiếu khóa trên máy này"), "title"), label(why, "muted", wrap=True),
                       card(label(self.tr("Bằng phiếu khôi phục"), "lead"), label(said, wrap=True), self.code), self._centre(),
                       self._messages, row(None, button(self.tr("Để sau"), self.reject), self.open_button),
                       space=SPACE.m, margin=SPACE.xl)  # fmt: skip
        self.setLayout(whole)
        self.resize(theme.px(680), 0)
        self._judge()
        self.code.line.setFocus()

    @property
    def sentence(self) -> str:
        """What is told, "" for nothing."""
        return self._messages.text

    def unlock(self) -> None:
        """Open by the code, on the worker."""
        typed = self.code.text
        if self.open_button.isEnabled():
            self.open_button.setEnabled(False)
            self._tasks.run(lambda locked, job: locked.unlock(typed), lambda _: self.accept(), failed=self._failed)

    def ask(self, target: Path) -> None:
        """Write a request for the centre and say its code."""
        try:
            code = self._locked.ask(target)
        except AppError as fault:
            self._messages.tell("fault", fault.sentence)
            return
        self._say_code(code)
        self._messages.tell("done", self.tr("Đã ghi {file}: hãy gửi tệp cho trung tâm.").format(file=target.name))

    def answer(self, path: Path) -> None:
        """Open by the centre's answer, on the worker."""
        self._tasks.run(lambda locked, job: locked.accept(path), lambda _: self.accept(), failed=self._failed)

    def _centre(self) -> QFrame:
        self.ask_button = button(self.tr("Ghi yêu cầu gửi trung tâm…"), self._ask_target, icon="send", icons=self._icons)
        self.answer_button = button(self.tr("Mở tệp trung tâm trả lời…"), self._ask_answer, icon="inbox", icons=self._icons)
        self._said = label("", wrap=True)
        able = self._locked.has_centre
        self.ask_button.setEnabled(able)
        self.answer_button.setEnabled(able)
        self._said.setText(self.tr("Trung tâm mở giúp được: gửi tệp yêu cầu, rồi gọi điện đọc mã yêu cầu.") if able else
                           self.tr("Sổ này chưa ghi danh với trung tâm nên trung tâm không mở được."))  # fmt: skip
        if self._locked.asked:
            self._say_code(self._locked.asked)
        return card(label(self.tr("Không còn phiếu"), "lead"), self._said, row(self.ask_button, self.answer_button, None))

    def _say_code(self, code: str) -> None:
        self._said.setText(self.tr("Mã yêu cầu: {code}. Gọi trung tâm, đọc mã này; rồi mở tệp trung tâm gửi về.").format(code=code))

    def _ask_target(self) -> None:
        usual = str(Path.home() / "yeu-cau-mo-khoa.json")
        name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), usual, self.tr("Yêu cầu mở khóa (*.json)"))
        if name:
            self.ask(Path(name))

    def _ask_answer(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.windowTitle(), "", self.tr("Tệp mở khóa (*.json);;Mọi tệp (*)"))
        if name:
            self.answer(Path(name))

    def _judge(self) -> None:
        self.open_button.setEnabled(self.code.whole)

    def _failed(self, fault: AppError) -> None:
        self._judge()
        self._messages.tell("fault", fault.sentence)
