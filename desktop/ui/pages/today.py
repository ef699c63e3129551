"""Hôm nay: what waits, the kinds recorded most, this month's counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.models.text import date_official, date_vi, number_vi
from desktop.ui import chip
from desktop.ui.actions import described
from desktop.ui.banner import banner
from desktop.ui.flow import flow
from desktop.ui.page import Page
from desktop.ui.parts import button, card, clear, column, label, row, rule, scroll
from desktop.ui.room import Room
from desktop.ui.theme import SPACE
from desktop.ui.tips import tip
from desktop.ui.waiting import Due, Waiting, look_around

_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
AHEAD = 6  # reminders before "và … nữa"
_ICONS = {"campaign": "flag", "down": "flag", "report": "file-chart-column", "activity": "calendar-days", "target": "target"}
_TONES = {"note": "saved", "warn": "draft", "fault": "fault"}
SHOWN = 4  # lines of one sort before "và … nữa"
SETTLES = 80  # ms from the first page to what lies ahead


class Today(Page):
    """The first page: everything on it leads to the thing itself with one click."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._settles = QTimer(self, singleShot=True, interval=SETTLES)
        self._settles.timeout.connect(self._look_ahead)
        self.record = record = button(self.tr("Ghi hoạt động"), lambda: self.form_asked.emit("", None, ""), role="primary",
                        icon="plus", icons=self.icons, tip=described("new"))  # fmt: skip
        self._waiting = QVBoxLayout()
        self._quick = flow(space=SPACE.s)
        self._newest = QVBoxLayout()
        self._ahead = QVBoxLayout()
        for layout in (self._waiting, self._newest, self._ahead):
            layout.setSpacing(SPACE.xs)
        self._notices = column(space=SPACE.s)
        self._ahead_card = card(label(self.tr("Sắp tới và cần chú ý"), "lead"), self._ahead)
        self._ahead_card.hide()
        left = column(self._notices, card(label(self.tr("Đang chờ"), "lead"), self._waiting), self._ahead_card,
                      card(label(self.tr("Ghi nhanh"), "lead"), self._quick),
                      card(label(self.tr("Mới nhất trong sổ"), "lead"), self._newest), None, space=SPACE.l)  # fmt: skip
        self._month = column(space=SPACE.m)
        right = column(card(label(self.tr("Tháng này"), "lead"), self._month), None)
        self._both = row(space=SPACE.l)
        self._both.addLayout(left, 5)
        self._both.addLayout(right, 2)
        inside = QWidget()
        inside.setLayout(self._both)
        self.lay(self.tr("Hôm nay"), scroll(inside), subtitle=_spoken(date.today()), tools=(record,))

    def take_focus(self) -> None:
        """Put the keyboard on «Ghi hoạt động»."""
        self.record.setFocus()

    def refresh(self) -> None:
        """Read what waits."""
        self.room.tasks.run(lambda desk, job: look_around(desk, date.today()), self._show, failed=self.fail,
                            lane="today")  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put this month's counts below where there is no room beside."""
        narrow = self.width() < self.room.theme.px(760)
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def _show(self, waiting: Waiting) -> None:
        self._show_notices(waiting.notices)
        self._show_key(waiting)
        self._show_waiting(waiting)
        self._show_quick(waiting.quick)
        self._show_newest(waiting.newest)
        self._show_month(waiting)
        self.shown.emit()
        self._settles.start()

    def _look_ahead(self) -> None:
        """Read what lies ahead once the page stands on the screen: a start does not wait for plans and deadlines."""
        self.room.tasks.run(lambda desk, job: tuple(desk.plans.reminders(date.today())), self._show_ahead, failed=self.fail,
                            lane="ahead")  # fmt: skip
        self.room.tasks.run(lambda desk, job: desk.copying.brief(), self._show_copies, failed=lambda fault: None,
                            lane="copies ahead")  # fmt: skip
        self.room.tasks.run(lambda desk, job: (desk.personal.urgent(), desk.personal.standing()), self._show_persons,
                            failed=lambda fault: None, lane="persons ahead")  # fmt: skip
        # The centre's slot is closed once it is known; where the disk refuses now, it is tried again.
        self.room.tasks.run(lambda desk, job: desk.keys.refresh(), failed=lambda fault: None, lane="key ahead")

    def _show_notices(self, notices: tuple[Any, ...]) -> None:
        clear(self._notices)
        for one in notices:
            title = self.tr("Trung tâm, {day}: {title}").format(day=date_vi(one.at[:10]), title=one.title)
            self._notices.addWidget(banner(self.icons, "note", title, one.text, action=self.tr("Đã đọc"),
                                           run=lambda serial=one.serial: self._put_away(serial)))  # fmt: skip

    def _show_key(self, waiting: Waiting) -> None:
        """Say what of the book's key wants an act; an empty book may wait with its sheet."""
        key = waiting.key
        if key is None:
            return
        act, run = self.tr("Xem"), lambda: self.page_asked.emit("safety", None)
        if key.standing:
            self._notices.addWidget(banner(self.icons, "warn", self.tr("Sổ này chỉ để xem"), key.words, action=act, run=run))
        elif not key.encrypted:
            said = self.tr("Thiếu thư viện mã hóa: hãy cài lại chương trình, lần mở sau sổ tự được mã hóa.")
            self._notices.addWidget(banner(self.icons, "fault", self.tr("Sổ trên máy này chưa được mã hóa"), said))
        elif not key.sheet and waiting.total:
            said = self.tr("Máy hỏng hoặc cài lại Windows thì không mở được sổ. In một tờ, cất vào két: hai phút.")
            self._notices.addWidget(banner(self.icons, "warn", self.tr("Chưa in phiếu khôi phục"), said,
                                           action=self.tr("In phiếu"), run=run))  # fmt: skip

    def _show_copies(self, copies: Any) -> None:
        """Say what the copies want: a fault, a second place, the yearly drill; one thing at a time, the gravest first."""
        title, said, wanted = "", "", None
        if copies.fault:
            title, said, act = self.tr("Chưa sao lưu được"), copies.fault, self.tr("Xem")
        elif copies.late and copies.second is not None:
            title, act = self.tr("Nơi sao lưu thứ hai đã hơn 7 ngày không có bản mới"), self.tr("Xem")
            said = self.tr("Hãy cắm USB hoặc ổ đĩa đó vào: sổ tự sao sang.")
        elif copies.drill_late:
            title, act, wanted = self.tr("Đã hơn một năm chưa diễn tập khôi phục"), self.tr("Diễn tập"), "drill"
            said = self.tr("Thử mở lại bản sao mới nhất, có biên bản: mất khoảng một phút, sổ giữ nguyên.")
        elif copies.alone:
            title, act, wanted = self.tr("Bản sao lưu mới chỉ nằm trên máy này"), self.tr("Chọn nơi"), "second"
            said = self.tr("Ổ đĩa hỏng là mất cả hai. Chọn một USB hoặc ổ đĩa khác một lần, cắm vào là sổ tự sao sang.")
        if title:
            self._notices.addWidget(banner(self.icons, "warn", title, said, action=act,
                                           run=lambda: self.page_asked.emit("safety", wanted)))  # fmt: skip

    def _show_persons(self, read: tuple[Any, Any]) -> None:
        """Say how long there is to tell of an incident, and which lists of attendees end soon."""
        incident, standing = read
        act, run = self.tr("Xem"), lambda: self.page_asked.emit("safety", "persons")
        if incident is not None:
            title = self.tr("Sự cố dữ liệu cá nhân chưa được báo")
            self._notices.addWidget(banner(self.icons, "fault", title, incident.sentence(datetime.now(UTC)), action=act, run=run))
        elif standing.soon:
            day = date_vi(min(one.keep_until for one in standing.soon))
            title = self.tr("{n} danh sách người dự sắp hết hạn giữ").format(n=number_vi(len(standing.soon)))
            said = self.tr("Sớm nhất sau ngày {day}. Hết hạn thì tự xóa, có biên nhận; cần giữ thêm thì đổi ngày trong danh sách.")
            self._notices.addWidget(banner(self.icons, "note", title, said.format(day=day), action=act, run=run))

    def _put_away(self, serial: int) -> None:
        self.desk.notices.put_away(serial)
        self.refresh()

    def _show_waiting(self, waiting: Waiting) -> None:
        clear(self._waiting)
        before = self._waiting.count()
        if waiting.returned:
            self._line("undo-2", "fault", self.tr("{n} hoạt động được trả lại để sửa"), waiting.returned,
                       self.tr("Xem"), lambda: self.page_asked.emit("activities", {"state": "returned"}))  # fmt: skip
        if waiting.torn:
            self._line("copy", "draft", self.tr("{n} hoạt động do hai máy cùng sửa, cần chọn giá trị đúng"), waiting.torn,
                       self.tr("Xem"), lambda: self.page_asked.emit("activities", {"state": "conflict"}))  # fmt: skip
        if waiting.refused:
            self._line("circle-alert", "fault", self.tr("{n} hoạt động trung tâm chưa nhận vì chưa hợp lệ"), waiting.refused,
                       self.tr("Xem"), lambda: self.page_asked.emit("activities", {"state": "refused"}))  # fmt: skip
        for due in waiting.due[:SHOWN]:
            self._due(due)
        if len(waiting.due) > SHOWN:
            self._line("flag", "draft", self.tr("và {n} thứ khác đến hạn tháo dỡ"), len(waiting.due) - SHOWN,
                       self.tr("Xem"), lambda: self.page_asked.emit("activities", None))  # fmt: skip
        for draft in waiting.drafts[:SHOWN]:
            self._draft(draft)
        if waiting.unsent:
            self._line("cloud-upload", "saved", self.tr("{n} lần lưu chưa gửi về thành phố"), waiting.unsent,
                       self.tr("Gửi"), lambda: self.page_asked.emit("sending", None))  # fmt: skip
        if self._waiting.count() == before:
            self._nothing(waiting)

    def _show_ahead(self, found: tuple[Any, ...]) -> None:
        clear(self._ahead)
        self._ahead_card.setVisible(bool(found))
        for one in found[:AHEAD]:
            self._line(_ICONS[one.what], _TONES[one.tone], one.text, 0, self.tr("Mở"), lambda one=one: self._open(one),
                       into=self._ahead)  # fmt: skip
        if len(found) > AHEAD:
            told = self.tr("và {n} việc khác, xem lịch ở trang Kế hoạch").format(n=len(found) - AHEAD)
            self._line("calendar-days", "muted", told, 0, self.tr("Xem"), lambda: self.page_asked.emit("plans", "calendar"),
                       into=self._ahead)  # fmt: skip

    def _open(self, event: Any) -> None:
        if event.page == "activity":
            self.activity_asked.emit(event.wanted)
        else:
            self.page_asked.emit(event.page, event.wanted)

    def _take_down(self, uid: str) -> None:
        def done(title: str) -> None:
            self.told.emit("done", self.tr("Đã ghi là đã tháo: {title}. Lịch sử của hoạt động cho hoàn tác.").format(title=title))
            self.changed.emit()
            self.refresh()

        self.room.tasks.run(lambda desk, job: desk.plans.taken_down(uid), done, failed=self.fail)

    def _nothing(self, waiting: Waiting) -> None:
        text = (self.tr("Không có gì đang chờ. Mọi thứ đã ghi, đã gửi xong.") if waiting.total else
                self.tr("Sổ còn trống. Chọn một loại ở «Ghi nhanh» bên dưới, hoặc bấm Ctrl+N để ghi hoạt động "
                        "đầu tiên: chỉ cần tên, ngày và vài con số."))  # fmt: skip
        picture = QLabel()
        picture.setPixmap(self.icons.pixmap("circle-check" if waiting.total else "book-open", "sent", size=22))
        line = row(picture, label(text, wrap=True), space=SPACE.m)
        line.setStretch(1, 1)
        line.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        self._waiting.addLayout(line)

    def _due(self, due: Due) -> None:
        when = self.tr("quá hạn từ") if due.day < date.today().isoformat() else self.tr("hạn")
        text = self.tr("Tháo dỡ: {title}").format(title=due.title)
        self._line("flag", "draft", f"{text}, {when} {date_vi(due.day)}", 0, self.tr("Mở"),
                   lambda: self.activity_asked.emit(due.uid),
                   also=(self.tr("Đã tháo"), lambda: self._take_down(due.uid)))  # fmt: skip

    def _draft(self, draft: Any) -> None:
        kind = self.desk.kinds.get(draft.kind)
        title = str(draft.values.get("title") or "").strip() or self.tr("chưa có tên")
        text = self.tr("Bản nháp {kind}: {title}").format(kind=kind.label.lower() if kind else "", title=title)
        self._line("file-pen", "draft", text, 0, self.tr("Ghi tiếp"),
                   lambda: self.form_asked.emit(draft.kind, None, draft.key))  # fmt: skip

    def _line(self, icon: str, colour: str, text: str, number: int, act: str, run: Callable[[], object], *,
              into: QVBoxLayout | None = None, also: tuple[str, Callable[[], object]] | None = None) -> None:  # fmt: skip
        place = self._waiting if into is None else into
        if place.count():
            place.addWidget(rule())
        picture = QLabel()
        picture.setPixmap(self.icons.pixmap(icon, colour, size=20))
        said = text.format(n=number_vi(number)) if number else text
        go = button(act, run, role="quiet")
        go.setAccessibleName(f"{act}: {said}")
        acts = [go]
        if also:
            acts.insert(0, button(also[0], also[1], role="quiet"))
            acts[0].setAccessibleName(f"{also[0]}: {said}")
        line = row(picture, label(said, wrap=True), *acts, space=SPACE.m)
        line.setStretch(1, 1)
        place.addLayout(line)

    def _show_quick(self, codes: tuple[str, ...]) -> None:
        clear(self._quick)
        for code in codes:
            self._quick.addWidget(self._tile(code))

    def _tile(self, code: str) -> QPushButton:
        kind = self.desk.kinds[code]
        return button(kind.label, lambda: self.form_asked.emit(code, None, ""), role="tile", icon=kind.icon,
                      icons=self.icons, tip=self.tr("Ghi: {kind}").format(kind=kind.label))  # fmt: skip

    def _show_newest(self, lines: tuple[Any, ...]) -> None:
        clear(self._newest)
        if not lines:
            self._newest.addWidget(label(self.tr("Chưa có hoạt động nào."), "muted"))
        for at, line in enumerate(lines):
            if at:
                self._newest.addWidget(rule())
            self._newest.addLayout(self._entry(line))

    def _entry(self, line: Any) -> Any:
        kind = self.desk.kinds.get(line.kind)
        picture = QLabel()
        picture.setPixmap(self.icons.pixmap(kind.icon if kind else "file-text", "primary"))
        picture.setToolTip(tip(kind.label if kind else line.kind))
        title = ElidedButton(line.title, lambda: self.page_asked.emit("activities", line.uid))
        made = row(picture, title, label(date_vi(line.starts_on) if line.starts_on else "", "small"),
                   chip.Chip(line.state, self.room.theme), space=SPACE.m)  # fmt: skip
        made.setStretch(1, 1)
        return made

    def _show_month(self, waiting: Waiting) -> None:
        clear(self._month)
        for number, text in ((waiting.month_activities, self.tr("hoạt động")),
                             (waiting.month_people, self.tr("lượt người tham gia")),
                             (waiting.unsent, self.tr("lần lưu chưa gửi"))):  # fmt: skip
            pair = column(label(number_vi(number), "figure"), label(text, "muted"), space=0)
            self._month.addLayout(pair)
        go = button(self.tr("Xem báo cáo của kỳ"), lambda: self.page_asked.emit("reports", None), role="quiet",
                    icon="file-chart-column", icons=self.icons)  # fmt: skip
        self._month.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)


class ElidedButton(QPushButton):
    """A name that opens its activity; cut with … where the room is narrow."""

    def __init__(self, text: str, run: Callable[[], object]) -> None:
        super().__init__()
        self._whole = text
        self.setProperty("role", "entry")
        self.setAccessibleName(text)
        self.setToolTip(tip(text))
        self.setMinimumWidth(60)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: run())

    def resizeEvent(self, event: Any) -> None:
        """Cut the name anew."""
        room = self.width() - 16
        self.setText(self.fontMetrics().elidedText(self._whole.replace("&", "&&"), Qt.TextElideMode.ElideRight, room))
        super().resizeEvent(event)

    def sizeHint(self) -> Any:
        """Ask for little width: the row gives what it has."""
        hint = super().sizeHint()
        hint.setWidth(120)
        return hint


def _spoken(day: date) -> str:
    text = _DAYS[day.weekday()]
    return f"{text[0].upper()}{text[1:]}, {date_official(day)}"


def make(room: Room) -> Page:
    """Return the page."""
    return Today(room)
