"""Cài đặt: whose book it is, the size of the letters, and what the program stands on."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.actions import described
from desktop.ui.chips import Chips
from desktop.ui.deadlines_card import DeadlinesCard
from desktop.ui.icons import FOLDER
from desktop.ui.languages import LANGUAGES
from desktop.ui.page import Page
from desktop.ui.parts import button, card, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import FONTS, SPACE, TEXT_SIZES
from desktop.ui.update_card import UpdateCard

_LICENCES = """Sổ Phường: giấy phép Apache 2.0.

Chương trình dùng các phần mềm tự do sau, mỗi phần theo giấy phép của nó:
Qt 6 và PySide6 (LGPL 3.0; thư viện nằm thành tệp riêng, thay thế được), SQLite (public domain), SQLCipher (BSD),
sqlite-utils (Apache 2.0), ReportLab (BSD), HarfBuzz và uharfbuzz (MIT, Apache 2.0), segno (BSD), PDFium (BSD) và
pypdfium2 (Apache 2.0, BSD), Pillow (MIT-CMU), httpx2 (BSD), cryptography (Apache 2.0, BSD), cbor2 (MIT),
truststore (MIT), keyring (MIT), click (BSD), simpleeval (MIT), python-calamine (MIT), XlsxWriter (BSD),
python-docx (MIT), lxml (BSD), pi-heif (BSD; libheif, libde265: LGPL 3.0), argon2-cffi (MIT).

Phông chữ Be Vietnam Pro và Barlow Condensed: SIL Open Font License 1.1. Liberation Serif: SIL OFL 1.1.
Biểu tượng: Lucide (ISC).
"""


class Settings(Page):
    """Everything here takes hold at once; nothing needs a restart."""

    text_size_asked = Signal(int)
    look_asked = Signal(str)
    language_asked = Signal(str)
    guard_asked = Signal()
    lock_asked = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        inside = QWidget()
        self.deadlines = DeadlinesCard(room)
        self.deadlines.told.connect(self.told)
        whole = column(self._office(), self._people(), self._safety(), self._text_size(), self.deadlines,
                       self._updates(), self._about(), None, space=SPACE.l)  # fmt: skip
        inside.setLayout(whole)
        inside.setMaximumWidth(room.theme.px(820))
        self.lay(self.tr("Cài đặt"), scroll(inside))

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        self.person.setFocus()

    def refresh(self) -> None:
        """Show what is kept."""
        self._show_person()
        self.people.refresh()
        self.deadlines.refresh()
        self.updates.refresh()
        self.shown.emit()

    def _show_person(self) -> None:
        self.person.setText(self.desk.office().person)
        guarded = self.desk.people.guarded  # then the name is that of who sits here
        self.person.setEnabled(not guarded)
        self._keep.setEnabled(not guarded)
        self.person.setToolTip(self.tr("Tên của tài khoản đang dùng") if guarded else "")

    # The cards

    def _office(self) -> QWidget:
        office = self.desk.office()
        self.person = QLineEdit()
        self.person.setAccessibleName(self.tr("Người nhập dữ liệu"))
        self.person.setMaximumWidth(self.room.theme.px(360))
        said = label(self.tr("Người nhập dữ liệu"), "label")
        said.setBuddy(self.person)
        self._keep = keep = button(self.tr("Ghi tên"), self._sign, tip=self.tr("Tên này được ghi vào lịch sử mỗi lần lưu"))
        self.person.returnPressed.connect(self._sign)
        line = row(self.person, keep, None)
        line.setStretch(0, 1)
        unit = self.tr("{name} · mã {code}").format(name=office.unit.name, code=office.unit.code)
        where = self.tr("Sổ nằm ở {folder}, được mã hóa.").format(folder=self.desk.folder)
        return card(label(self.tr("Đơn vị"), "lead"), label(unit, "strong"), label(where, "small", wrap=True),
                    column(said, line, space=SPACE.xs))  # fmt: skip

    def _people(self) -> QWidget:
        from desktop.ui.accounts import AccountsCard

        self.people = AccountsCard(self.room)
        self.people.told.connect(self.told)
        self.people.changed.connect(self.changed)
        self.people.guard_asked.connect(self.guard_asked)
        self.people.guard_asked.connect(self._show_person)
        self.people.lock_asked.connect(self.lock_asked)
        return self.people

    def _text_size(self) -> QWidget:
        self.sizes = Chips([(str(size), f"{size} %") for size in TEXT_SIZES], single=True)
        self.sizes.choose([str(self.room.theme.percent)])
        self.sizes.setAccessibleName(self.tr("Cỡ chữ"))
        for chip in self.sizes.buttons.values():
            chip.setAccessibleName(f"{self.tr('Cỡ chữ')} {chip.text()}")
        self.sizes.toggled.connect(self._size_chosen)
        self.sizes.setEnabled(self.desk.settings.decided("text_size") is None)
        said = label(self.tr("Cả cửa sổ lớn theo, từ 100 đến 200 %."), "small")
        self.looks = Chips([("system", self.tr("Theo máy")), ("light", self.tr("Sáng")), ("dark", self.tr("Tối")),
                            ("strong", self.tr("Tương phản mạnh"))], single=True)  # fmt: skip
        self.looks.choose([self.desk.settings.look])
        self.looks.setAccessibleName(self.tr("Màu"))
        for chip in self.looks.buttons.values():
            chip.setAccessibleName(f"{self.tr('Màu')} {chip.text()}")
        self.looks.toggled.connect(self._look_chosen)
        self.looks.setEnabled(self.desk.settings.decided("look") is None)
        # Each language by its own name: whoever took the wrong one finds the way back.
        self.languages = Chips(list(LANGUAGES.items()), single=True)
        self.languages.choose([self.desk.settings.language])
        self.languages.setAccessibleName(self.tr("Ngôn ngữ"))
        self.languages.toggled.connect(self._language_chosen)
        self.languages.setEnabled(self.desk.settings.decided("language") is None)
        decided = [name for name in ("text_size", "look", "language") if self.desk.settings.decided(name) is not None]
        set_by_it = label(self.tr("Mục mờ do quản trị đặt cho máy này."), "small")
        set_by_it.setVisible(bool(decided))
        return card(label(self.tr("Cỡ chữ và màu"), "lead"), self.sizes, said, self.looks,
                    label(self.tr("Ngôn ngữ của cửa sổ · Language"), "label"), self.languages, set_by_it)  # fmt: skip

    def _language_chosen(self) -> None:
        chosen = (self.languages.chosen() or [self.desk.settings.language])[0]
        self.languages.choose([chosen])
        if chosen != self.desk.settings.language:
            self.language_asked.emit(chosen)

    def _look_chosen(self) -> None:
        chosen = (self.looks.chosen() or [self.desk.settings.look])[0]
        self.looks.choose([chosen])
        if chosen != self.desk.settings.look:
            self.look_asked.emit(chosen)

    def _safety(self) -> QWidget:
        self.safety = button(self.tr("Mở An toàn của sổ"), lambda: self.page_asked.emit("safety", None), icon="database-backup",
                             icons=self.icons, tip=described("safety"))  # fmt: skip
        said = label(self.tr("Sao lưu, khôi phục, sức khỏe và khóa của sổ, phiếu khôi phục, chuyển máy, bàn giao."), "small",
                     wrap=True)  # fmt: skip
        line = row(self.safety, said, space=SPACE.m)
        line.setStretch(1, 1)
        return card(label(self.tr("An toàn của sổ"), "lead"), line)

    def _updates(self) -> QWidget:
        self.updates = UpdateCard(self.room)
        self.updates.told.connect(self.told)
        return self.updates

    def _about(self) -> QWidget:
        show = button(self.tr("Giấy phép"), self._show_licences, role="quiet")
        said = label(self.tr("Sổ Phường: sổ hoạt động truyền thông chuyển đổi số của phường, xã. "
                             "Ghi không cần mạng, in tại chỗ, gửi khi có đường truyền."), wrap=True)  # fmt: skip
        return card(label(self.tr("Về chương trình"), "lead"), said, row(show, None))

    # What is done

    def _sign(self) -> None:
        self.desk.sign_as(" ".join(self.person.text().split()))
        self.told.emit("done", self.tr("Từ giờ mỗi lần lưu ghi tên «{name}».").format(name=self.desk.office().person))
        self.changed.emit()

    def _size_chosen(self) -> None:
        chosen = self.sizes.chosen()
        if not chosen:
            self.sizes.choose([str(self.room.theme.percent)])
        elif int(chosen[0]) != self.room.theme.percent:
            self.text_size_asked.emit(int(chosen[0]))

    def _show_licences(self) -> None:
        dialog = Licences(self)
        dialog.open()


class Licences(QDialog):
    """What the program stands on, and the licence texts it ships."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Giấy phép"))
        texts = [_LICENCES] + [f"{file.name}\n\n{file.read_text('utf-8', errors='replace')}" for file in _files()]
        box = QPlainTextEdit("\n\n".join(texts))
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName(self.tr("Giấy phép"))
        close = button(self.tr("Đóng"), self.accept, role="primary")
        self.setLayout(column(box, row(None, close), margin=SPACE.l))
        self.resize(700, 520)
        close.setFocus()


def _files() -> list[Path]:
    # What a build collects of every library it holds comes first, then the general texts.
    every = sorted((FOLDER.parent / "licences").glob("*.txt"), key=lambda path: (path.stem != "third-party", path.name))
    return [*every, *sorted([*FOLDER.glob("LICENSE*"), *FONTS.rglob("*OFL*.txt"), *FONTS.rglob("LICEN*")])]


def make(room: Room) -> Page:
    """Return the page."""
    return Settings(room)
