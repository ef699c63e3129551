"""«Sự cố»: what happened to people's data, whom it touches, what was done; the notice to be sent within 72 hours."""

from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop.models import reading
from desktop.models.errors import AppError, InputError
from desktop.models.incidents import DATA, WHAT, Incident
from desktop.ui.output import Output
from desktop.ui.parts import button, column, label, row, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

LINES = 3  # of a text


class IncidentDialog(QDialog):
    """The incident that waits to be told, else a fresh one; keeping it makes the notice at once."""

    told = Signal(str, str)
    ready = Signal()

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = room
        self._kept: Any = None
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self.setWindowTitle(self.tr("Sự cố dữ liệu cá nhân"))
        self._left = label("", "strong", wrap=True)

        # What is asked
        self.what = QComboBox()
        for code, words in WHAT.items():
            self.what.addItem(words, code)
        self.seen_day, self.seen_time = QLineEdit(f"{date.today():%d/%m/%Y}"), QLineEdit(f"{datetime.now():%H:%M}")
        self.happened_day, self.happened_time = QLineEdit(), QLineEdit()
        self.people = QLineEdit()
        self.encrypted = QCheckBox(self.tr("Dữ liệu đã mã hóa, khóa không nằm cùng thiết bị"))
        self.encrypted.setChecked(True)
        self.data = {code: QCheckBox(words) for code, words in DATA.items()}
        self.texts = {name: QPlainTextEdit() for name in ("story", "harm", "done", "next")}
        self.contact = QLineEdit()
        labels = {"story": self.tr("Việc gì đã xảy ra"), "harm": self.tr("Có thể gây hại gì"), "done": self.tr("Đã làm gì ngay"),
                  "next": self.tr("Sẽ làm gì tiếp")}  # fmt: skip
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE.m)
        form.setVerticalSpacing(SPACE.s)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._add(form, self.tr("Loại sự cố"), self.what)
        self._moment(form, self.tr("Phát hiện lúc (72 giờ tính từ đây)"), self.seen_day, self.seen_time)
        self._moment(form, self.tr("Xảy ra lúc (không rõ thì để trống)"), self.happened_day, self.happened_time)
        self._text(form, labels, "story")
        self._add(form, self.tr("Bao nhiêu người bị ảnh hưởng (không rõ thì để trống)"), self.people)
        ticks = list(self.data.values())
        ticked = column(row(*ticks[:4], None), row(*ticks[4:], None), self.encrypted, space=SPACE.xs)
        form.addRow(label(self.tr("Dữ liệu nào")), ticked)
        for name in ("done", "harm", "next"):
            self._text(form, labels, name)
        self._add(form, self.tr("Người liên hệ, điện thoại"), self.contact)
        inside = QWidget()
        inside.setLayout(column(form, None))

        # What can be done
        self._fault = label("", "fault", wrap=True)
        self._fault.hide()
        self.keep_button = button(self.tr("Lưu và lập thông báo (PDF)…"), self.keep, role="primary", icon="printer",
                                  icons=room.icons)  # fmt: skip
        self.told_button = button(self.tr("Đã gửi thông báo"), self.tell, icon="circle-check", icons=room.icons)
        self.told_button.hide()
        said = self.tr("Việc đầu tiên: báo lãnh đạo; mất máy thì báo trung tâm thành phố để chặn máy đó. Thông báo ký, gửi cơ quan "
                       "chuyên trách trong 72 giờ từ lúc phát hiện. Ghi số lượng, không ghi tên người bị ảnh hưởng.")  # fmt: skip
        whole = column(self._left, label(said, "muted", wrap=True), scroll(inside), self._fault,
                       row(button(self.tr("Đóng"), self.reject), None, self.told_button, self.keep_button), space=SPACE.m,
                       margin=SPACE.l)  # fmt: skip
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._left.hide()
        window = parent.window().size()
        self.resize(min(room.theme.px(700), window.width() - 40), min(room.theme.px(680), window.height() - 30))

    def begin(self) -> None:
        """Read whether an incident waits, and open."""
        self._room.tasks.run(lambda desk, job: desk.personal.urgent(), self._show, failed=self._failed)
        self.open()

    def keep(self) -> None:
        """Keep the incident, make its notice and ask where to put it."""
        try:
            incident = self._said()
        except InputError as fault:
            self._failed(fault)
            return
        self._fault.hide()

        def work(desk: Any, job: Any) -> tuple[Any, bytes]:
            kept = desk.personal.keep_incident(incident)
            return kept, desk.personal.incident_notice(kept.uid)

        self._room.tasks.run(work, self._made, failed=self._failed)

    def tell(self) -> None:
        """Note that the notice was sent."""
        uid = self._kept.uid
        self._room.tasks.run(lambda desk, job: desk.personal.tell_incident(uid), lambda _: self._sent(), failed=self._failed)

    def _said(self) -> Incident:
        data = tuple(code for code, tick in self.data.items() if tick.isChecked())
        people = self.people.text().strip()
        if people and not people.isdecimal():
            raise InputError(self.tr("Số người bị ảnh hưởng là một số; không rõ thì để trống."))
        texts = {name: text.toPlainText() for name, text in self.texts.items()}
        kept = self._kept
        return Incident(
            uid=kept.uid if kept else "", what=self.what.currentData(), seen_at=_moment(self.seen_day, self.seen_time),
            happened_at=_moment(self.happened_day, self.happened_time), story=texts["story"], people=int(people) if people else -1,
            data=data, encrypted=self.encrypted.isChecked(), harm=texts["harm"], done=texts["done"], next=texts["next"],
            contact=self.contact.text(), at=kept.at if kept else "", by=kept.by if kept else "")  # fmt: skip

    def _show(self, kept: Any) -> None:
        self._kept = kept
        if kept is not None:
            self.what.setCurrentIndex(self.what.findData(kept.what))
            for at, day, time in ((kept.seen_at, self.seen_day, self.seen_time),
                                  (kept.happened_at, self.happened_day, self.happened_time)):  # fmt: skip
                moment = datetime.fromisoformat(at).astimezone() if at else None
                day.setText(f"{moment:%d/%m/%Y}" if moment else "")
                time.setText(f"{moment:%H:%M}" if moment else "")
            for name, text in self.texts.items():
                text.setPlainText(getattr(kept, name))
            for code, tick in self.data.items():
                tick.setChecked(code in kept.data)
            self.people.setText(str(kept.people) if kept.people >= 0 else "")
            self.encrypted.setChecked(kept.encrypted)
            self.contact.setText(kept.contact)
            self._left.setText(kept.sentence(datetime.now(UTC)))
            self._left.show()
            self.told_button.show()
        self.texts["story"].setFocus()
        self.ready.emit()

    def _made(self, made: tuple[Any, bytes]) -> None:
        kept, paper = made
        self._show(kept)
        self.told.emit("warn", kept.sentence(datetime.now(UTC)))
        self._output.ask_and_save(paper, name="thong-bao-su-co-du-lieu")

    def _sent(self) -> None:
        self.told.emit("done", self.tr("Đã ghi là đã gửi thông báo sự cố."))
        self.accept()

    def _add(self, form: QFormLayout, text: str, part: QWidget) -> None:
        part.setAccessibleName(text)
        form.addRow(label(text), part)

    def _moment(self, form: QFormLayout, text: str, day: QLineEdit, time: QLineEdit) -> None:
        day.setAccessibleName(self.tr("{what}: ngày").format(what=text))
        time.setAccessibleName(self.tr("{what}: giờ").format(what=text))
        day.setPlaceholderText("24/11/2026")
        time.setPlaceholderText("08:30")
        form.addRow(label(text), row(day, time, None))

    def _text(self, form: QFormLayout, labels: dict[str, str], name: str) -> None:
        text = self.texts[name]
        text.setTabChangesFocus(True)
        text.setFixedHeight(self._room.theme.px(LINES * 22 + 18))
        self._add(form, labels[name], text)

    def _failed(self, fault: AppError) -> None:
        self._fault.setText(fault.sentence)
        self._fault.show()
        self.ready.emit()


def _moment(day: QLineEdit, time: QLineEdit) -> str:
    """Return what two lines say as a moment, "" for none. Raises InputError."""
    if not day.text().strip():
        return ""
    on = reading.day(day.text(), today=date.today())
    at = time.text().strip().replace("h", ":").replace("g", ":").rstrip(":") or "0:00"
    hour, _, minute = at.partition(":")
    if not (hour.isdecimal() and (minute or "0").isdecimal() and int(hour) < 24 and int(minute or 0) < 60):
        raise InputError("Giờ ghi như 08:30 hoặc 8h30: hãy nhập lại.")
    return datetime(on.year, on.month, on.day, int(hour), int(minute or 0)).astimezone().isoformat()
