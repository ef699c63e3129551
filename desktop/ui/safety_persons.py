"""The card «Dữ liệu cá nhân»: lists of who came, finding and erasing a person, purging by date, incidents, what is processed."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.models.errors import AppError
from desktop.models.text import date_vi, number_vi
from desktop.ui.flow import flow
from desktop.ui.moments import moment
from desktop.ui.output import Output
from desktop.ui.parts import button, card, clear, column, label, row
from desktop.ui.room import Room
from desktop.ui.theme import SPACE


class PersonsCard(QWidget):
    """Counts and days only: names are shown in the dialogs, to who may see them."""

    told = Signal(str, str)  # tone, sentence
    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.lines: list[str] = []  # what the card says
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE.xs)
        icons = room.icons
        self.find_button = button(self.tr("Tìm một người…"), self.ask_person, icon="search", icons=icons,
                                  tip=self.tr("Mọi chỗ sổ ghi một người: xem, cung cấp cho họ, xóa có biên nhận"))  # fmt: skip
        self.purge_button = button(self.tr("Xóa theo ngày…"), self.ask_purge, icon="calendar-days", icons=icons,
                                   tip=self.tr("Xóa tên, số điện thoại, danh sách của các hoạt động đã cũ"))  # fmt: skip
        self.lists_button = button(self.tr("Danh sách người dự…"), self.ask_lists, icon="users", icons=icons,
                                   tip=self.tr("Bật hoặc tắt, để làm gì, giữ bao lâu, ai phụ trách"))  # fmt: skip
        self.incident_button = button(self.tr("Sự cố…"), self.ask_incident, icon="triangle-alert", icons=icons,
                                      tip=self.tr("Mất máy, lộ tên: ghi lại và in thông báo để gửi trong 72 giờ"))  # fmt: skip
        self.record_button = button(self.tr("Bản ghi xử lý (PDF)…"), self.save_record, role="quiet", icon="file-text", icons=icons,
                                    tip=self.tr("Đơn vị giữ dữ liệu gì, để làm gì, bao lâu"))  # fmt: skip
        self.poster_button = button(self.tr("Lời báo treo ở sự kiện (PDF)…"), self.save_poster, role="quiet", icon="printer",
                                    icons=icons,
                                    tip=self.tr("Một tờ A4 chữ lớn: có ghi hình, ghi tên để làm gì, giữ bao lâu"))  # fmt: skip
        acts = flow(self.find_button, self.purge_button, self.lists_button, self.incident_button, self.record_button,
                    self.poster_button, space=SPACE.s)  # fmt: skip
        self.setLayout(column(card(label(self.tr("Dữ liệu cá nhân"), "lead"), self._lines, acts)))
        self.setFocusProxy(self.find_button)

    def refresh(self) -> None:
        """Read how the lists stand, what was erased last and whether an incident waits."""
        self._room.tasks.run(
            lambda desk, job: (desk.personal.rules(), desk.personal.standing(), desk.personal.officer(),
                               tuple(desk.personal.receipts())[:1], desk.personal.urgent()),
            self._show, failed=self._failed, lane="persons")  # fmt: skip

    def ask_person(self) -> Any:
        """Open the search for a person."""
        from desktop.ui.person_dialog import PersonDialog

        return self._opened(PersonDialog(self._room, self))

    def ask_purge(self) -> Any:
        """Open the purge by date."""
        from desktop.ui.purge_dialog import PurgeDialog

        return self._opened(PurgeDialog(self._room, self))

    def ask_lists(self) -> Any:
        """Open what the office decides about lists."""
        from desktop.ui.lists_dialog import ListsDialog

        return self._opened(ListsDialog(self._room, self))

    def ask_incident(self) -> Any:
        """Open the incident that waits to be told, or a fresh one."""
        from desktop.ui.incident_dialog import IncidentDialog

        return self._opened(IncidentDialog(self._room, self))

    def save_record(self) -> None:
        """Make the record of what is processed and ask where to keep it."""
        self._room.tasks.run(lambda desk, job: desk.personal.processing(),
                             lambda pdf: self._output.ask_and_save(pdf, name="ban-ghi-xu-ly-du-lieu"),
                             failed=self._failed)  # fmt: skip

    def save_poster(self) -> None:
        """Make the sheet that hangs at the door of an event and ask where to keep it."""
        self._room.tasks.run(lambda desk, job: desk.personal.poster(),
                             lambda pdf: self._output.ask_and_save(pdf, name="loi-bao-du-lieu-ca-nhan"),
                             failed=self._failed)  # fmt: skip

    def _opened(self, dialog: Any) -> Any:
        dialog.told.connect(self.told)
        dialog.finished.connect(lambda _: self.refresh())
        dialog.finished.connect(lambda _: self.changed.emit())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.begin()
        return dialog

    def _show(self, read: tuple[Any, ...]) -> None:
        rules, standing, officer, last, incident = read
        self.lines = []
        clear(self._lines)
        if incident is not None:
            self._line("circle-alert", "fault", incident.sentence(datetime.now(UTC)))
        if standing.lists:
            said = self.tr("Đang giữ {n} danh sách người dự, {people} người; hết hạn thì tự xóa, có biên nhận.")
            self._line("users", "saved", said.format(n=number_vi(standing.lists), people=number_vi(standing.people)))
        elif rules.on:
            self._line("users", "saved", self.tr("Được giữ danh sách người dự; chưa có danh sách nào."))
        else:
            self._line("circle-check", "sent", self.tr("Không giữ tên người dự: sổ chỉ đếm số người, danh sách ký nằm trên giấy."))
        if standing.soon:
            first = min(one.keep_until for one in standing.soon)
            said = self.tr("{n} danh sách sắp hết hạn giữ, sớm nhất sau ngày {day}: cần giữ thêm thì mở danh sách, đổi ngày.")
            self._line("clock", "draft", said.format(n=number_vi(len(standing.soon)), day=date_vi(first)))
        if officer:
            self._line("circle-check", "sent", self.tr("Phụ trách dữ liệu cá nhân: {who}.").format(who=officer))
        else:
            said = self.tr("Chưa ghi ai phụ trách dữ liệu cá nhân: ghi ở «Danh sách người dự…» để in vào thông báo.")
            self._line("info", "draft", said)
        for one in last:
            said = self.tr("Biên nhận xóa gần nhất: số {n}, {at}. {what}")
            self._line("info", "saved", said.format(n=one.n, at=moment(one.at), what=one.sentence))

    def _line(self, icon: str, colour: str, text: str) -> None:
        picture = QLabel()
        picture.setPixmap(self._room.icons.pixmap(icon, colour, size=20))
        self.lines.append(text)
        line = row(picture, label(text, wrap=True), space=SPACE.m)
        line.setStretch(1, 1)
        self._lines.addLayout(line)

    def _failed(self, fault: AppError) -> None:
        self.told.emit("fault", fault.sentence)
