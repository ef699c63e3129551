"""Báo cáo: choose which, write into it, look at its pages and figures, keep it, issue it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget, QWidget

from desktop.models.errors import AppError
from desktop.models.owed import owed
from desktop.models.report_choice import Choice
from desktop.models.report_left import Left
from desktop.ui.charts_card import ChartsCard
from desktop.ui.chips import Chips
from desktop.ui.desk import Desk
from desktop.ui.desk_paper import ReportView
from desktop.ui.in_time import InTime
from desktop.ui.output import Output
from desktop.ui.page import Page
from desktop.ui.parts import button, column, label, row, scroll
from desktop.ui.preview import Preview
from desktop.ui.report_figures import Figures
from desktop.ui.report_issues import Issues
from desktop.ui.report_period import PeriodCard
from desktop.ui.report_signing import Signing
from desktop.ui.report_writing import Writing
from desktop.ui.room import Room
from desktop.ui.theme import SPACE

TYPING = 500  # ms after the last letter until the report is made anew


class Reports(Page):
    """The official reports, drafted from the book."""

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.make)
        self._keeper = InTime(self, self.keep, self.fail)
        self._output = Output(room, self)
        self._output.told.connect(self.told)
        self._dirty = False
        self._looking: Any = None  # an issued version instead of today's
        preset = room.desk.settings.kept("report", {}).get("preset", "nd09")
        self.choice = Choice(period=owed(date.today(), preset=preset, span="quarter").text, preset=preset)
        self.left = Left()
        self._loaded: Choice | None = None

        # The questions
        self.period = PeriodCard(room, self.choice)
        self.period.chosen.connect(self.turn)
        self.signing = Signing(room)
        self.writing = Writing(room)
        self.issues = Issues(room)
        for part in (self.signing, self.writing):
            part.edited.connect(self._edited)
        self.issues.issue_asked.connect(self.issue)
        self.issues.compare_asked.connect(self.compare)
        self.issues.opened.connect(self._look)
        self.issues.saved.connect(self._ask_and_save_issue)
        self.tabs = self._chips(self.tr("Phần"), [("period", self.tr("Kỳ")), ("words", self.tr("Nội dung")),
                                                  ("signing", self.tr("Ký, gửi")), ("issues", self.tr("Phát hành"))])  # fmt: skip
        self.tabs.toggled.connect(self._show_tab)

        # The answer
        self.preview = Preview(room, lane="report-page", whole_page=False)
        self.preview.drawn.connect(self.shown)
        self.figures = Figures(room)
        self.figures.asked.connect(lambda query: self.page_asked.emit("activities", query))
        self.charts = ChartsCard(room, of_report=True)
        self.charts.opened.connect(lambda query: self.page_asked.emit("activities", query))
        self.charts.told.connect(self.told)
        self.charts.failed.connect(self.fail)
        self.sides = self._chips(self.tr("Xem"), [("pages", self.tr("Trang in")), ("figures", self.tr("Số liệu")),
                                                  ("charts", self.tr("Biểu đồ"))])  # fmt: skip
        self.sides.toggled.connect(self._show_side)
        self.sides.setFixedWidth(room.theme.px(300))
        self._note = label("", "small", wrap=True)
        self._back = button(self.tr("Về bản hôm nay"), self._look_away, role="quiet")
        self._save = button(self.tr("Lưu…"), self.ask_and_save, role="primary", icon="save", icons=self.icons)
        self._print = button(self.tr("In…"), self._ask_and_print, icon="printer", icons=self.icons)
        self._more = button(self.tr("Chép chữ"), self.copy_text, icon="copy", icons=self.icons,
                            tip=self.tr("Chép báo cáo dạng chữ để dán vào Zalo"))  # fmt: skip
        self._lay_out()

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        self.tabs.setFocus()

    def refresh(self) -> None:
        """Make the report of the choice anew."""
        self.make()

    def turn_to(self, wanted: object) -> None:
        """Show a report: a Choice, or {"activity": uid} for the report of one activity."""
        if isinstance(wanted, dict) and wanted.get("activity"):
            wanted = Choice("activity", "", self.choice.preset, str(wanted["activity"]))
        if isinstance(wanted, Choice):
            self.period.show_choice(wanted)
            self.turn(wanted)

    def choose(self, text: str) -> None:
        """Choose a period as the console program writes it: 2026-Q3, 2026-10, FROM..TO."""
        self.turn_to(replace(self.choice, kind="periodic", subject="", period=text, compared=""))

    def turn(self, choice: Choice) -> None:
        """Turn to another report, keeping first what was written into this one."""
        self._flush()
        if choice.kind == "periodic":
            self.desk.settings.keep("report", {"preset": choice.preset})
        self.choice = choice
        self._looking = None
        self.make()

    def make(self) -> None:
        """Keep what was written, make the report on the worker and show it."""
        self._timer.stop()
        self._flush()
        choice, known = self.choice, self._loaded == self.choice
        left = self.left if known else None
        if not known:
            self.preview.wait(self.tr("Đang lập báo cáo…"))
        self._ready(ready=False)

        def work(desk: Desk, job: Any) -> Any:
            set_ = desk.reporter.left(choice) if left is None else left
            offered = desk.reporter.campaigns(), desk.reporter.activities()
            return choice, set_, desk.reporter.view(choice, replace(set_, compared=choice.compared)), offered

        self.room.tasks.run(work, self._made, failed=self._not_made, lane="report")

    def issue(self, number: str) -> None:
        """Issue the report as it stands."""
        self._flush()
        choice, left = self.choice, self.left

        def done(issued: Any) -> None:
            told = self.tr("Đã phát hành bản lần {n}; bản này được giữ nguyên: bấm «Xem» ở bản ấy rồi in thì giấy có mã đối chiếu.")
            self.told.emit("done", told.format(n=issued.version))
            self.make()

        self.room.tasks.run(lambda desk, job: desk.reporter.issue(choice, left, number), done, failed=self.fail)

    def compare(self, typed: str) -> None:
        """Tell whether the book still says what a paper with that code says."""
        self.room.tasks.run(lambda desk, job: desk.reporter.compare(typed), lambda found: self.issues.show_compared(found[1]),
                            failed=lambda fault: self.issues.show_compared(fault.sentence))  # fmt: skip

    def ask_and_save(self) -> None:
        """Ask where to keep the report, and as what."""
        self._ask_and_save(self._looking)

    def save(self, target: Path, issue: Any = None) -> None:
        """Keep the report at a place, in the form its name asks for."""
        self._flush()
        self.desk.settings.keep("folder", str(target.parent))
        choice, left = self.choice, replace(self.left, compared=self.choice.compared)
        self.room.tasks.run(lambda desk, job: desk.reporter.save(choice, left, target, issue),
                            lambda _: self.told.emit("done", self.tr("Đã lưu {file}.").format(file=target)),
                            failed=self.fail)  # fmt: skip

    def copy_text(self) -> None:
        """Put the report as words on the clipboard."""
        self._flush()
        choice, left = self.choice, replace(self.left, compared=self.choice.compared)

        def done(text: str) -> None:
            QApplication.clipboard().setText(text)
            self.told.emit("done", self.tr("Đã chép báo cáo dạng chữ: dán vào Zalo hoặc tin nhắn."))

        self.room.tasks.run(lambda desk, job: desk.reporter.text(choice, left), done, failed=self.fail)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was written when the page goes."""
        self._flush()
        super().hideEvent(event)

    # What happens

    def _made(self, answer: Any) -> None:
        choice, left, view, offered = answer
        if choice != self.choice:
            return
        if self._loaded != choice:
            self._loaded, self.left, self._dirty = choice, left, False
            self.signing.show_left(left)
        self.period.offer(*offered)
        self._show(view)

    def _show(self, view: ReportView) -> None:
        self.writing.show_places(view.places, self.left.own)
        self.issues.show_issues(view.issues, view.different, view.changed)
        periodic = self.choice.kind != "activity"
        self.sides.setVisible(periodic)
        if periodic:
            window, beside = self.choice.window(), self.choice.beside()
            short = [one.label[:1].upper() + one.label[1:] if one.span != "free" else self.tr("Kỳ này") for one in (window, beside)]
            self.figures.show_figures(view.sources, view.different, labels=(
                short[0], short[1] if beside.span != "free" else self.tr("Kỳ so"),
                self.tr("Lũy kế năm {year}").format(year=window.year)))  # fmt: skip
            if self.sides.chosen() == ["charts"]:
                self._show_side()
        else:
            self.sides.choose(["pages"])
            self._show_side()
        if self._looking is None:
            self._note.setText(self._standing(view))
            self.preview.show_pdf(view.pdf)
        self._ready(ready=True)

    def _standing(self, view: ReportView) -> str:
        if not view.issues:
            return self.tr("Bản hôm nay, chưa phát hành.")
        newest = view.issues[0]
        if view.different or view.changed:
            return self.tr("Bản hôm nay; số liệu đã khác bản phát hành lần {n}.").format(n=newest.version)
        return self.tr("Bản hôm nay; số liệu như bản phát hành lần {n}.").format(n=newest.version)

    def _not_made(self, fault: AppError) -> None:
        self.preview.refuse(fault)
        self.shown.emit()

    def _edited(self) -> None:
        self.left = replace(self.left, own=dict(self.writing.own), **self.signing.facts())
        self._dirty = True
        self._timer.start(TYPING)
        self._keeper.touch()

    def keep(self) -> None:
        """Keep what was written, now."""
        self._keeper.stop()
        if self._dirty and self._loaded is not None:
            self.desk.reporter.keep(self._loaded, self.left)
            self._dirty = False

    def _flush(self) -> None:
        """Keep what was written before it is read again; where the disk refuses, it is told and tried again at the next letter."""
        try:
            self.keep()
        except AppError as fault:
            self.fail(fault)

    def _ready(self, *, ready: bool) -> None:
        for one in (self._save, self._print, self._more, self.issues.button):
            one.setEnabled(ready)

    def _look(self, issue: Any) -> None:
        def show(pdf: bytes) -> None:
            self._looking = issue
            self._note.setText(self.tr("Đang xem bản phát hành lần {n}, giữ nguyên như khi phát hành.").format(n=issue.version))
            self._back.show()
            self.sides.choose(["pages"])
            self._show_side()
            self.preview.show_pdf(pdf)

        self.room.tasks.run(lambda desk, job: desk.reporter.issued(issue), show, failed=self.fail)

    def _look_away(self) -> None:
        self._looking = None
        self._back.hide()
        self.make()

    def _ask_and_print(self) -> None:
        self._output.ask_and_print(self.preview.pdf, self.tr("Báo cáo"))

    def _ask_and_save_issue(self, issue: Any) -> None:
        self._ask_and_save(issue)

    def _ask_and_save(self, issue: Any) -> None:
        folder = self.desk.settings.kept("folder", str(Path.home()))
        name = self.choice.file_name() + (f"-lan-{issue.version}" if issue else "")
        kinds = [self.tr("Tài liệu PDF (*.pdf)"), self.tr("Tài liệu Word (*.docx)"), self.tr("Phụ lục Excel (*.xlsx)"),
                 self.tr("Chữ để gửi Zalo (*.txt)")]  # fmt: skip
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Lưu báo cáo"), str(Path(folder) / f"{name}.pdf"),
                                                   ";;".join(kinds))  # fmt: skip
        if chosen:
            wanted = (".pdf", ".docx", ".xlsx", ".txt")[kinds.index(kind) if kind in kinds else 0]
            target = Path(chosen)
            known = target.suffix.lower() in {".pdf", ".docx", ".xlsx", ".txt"}
            if known and target.suffix.lower() != wanted and target.stem == name:
                target = target.with_suffix(wanted)
            self.save(target if known else target.with_name(target.name + wanted), issue)

    def _show_tab(self) -> None:
        wanted = (self.tabs.chosen() or ["period"])[0]
        self.tabs.choose([wanted])
        self._asking.setCurrentIndex(["period", "words", "signing", "issues"].index(wanted))

    def _show_side(self) -> None:
        wanted = (self.sides.chosen() or ["pages"])[0] if self.choice.kind != "activity" else "pages"
        self.sides.choose([wanted])
        self._answer.setCurrentIndex(["pages", "figures", "charts"].index(wanted))
        # Large letters leave no room for a table beside the questions.
        self._questions.setHidden(wanted != "pages" and self.room.theme.percent > 110)
        if wanted == "charts":
            window = self.choice.window()
            self.charts.turn_to_days(window.text, window.preset, self.choice.subject if self.choice.kind == "campaign" else "")

    # Building

    def _chips(self, name: str, options: Any) -> Chips:
        made = Chips(options, single=True)
        made.setAccessibleName(name)
        for chip in made.buttons.values():
            chip.setAccessibleName(f"{name}: {chip.text()}")
        made.choose([options[0][0]])
        return made

    def _lay_out(self) -> None:
        self._asking = QStackedWidget()
        for part in (self.period, self.writing, self.signing, self.issues):
            inside = QWidget()
            inside.setLayout(column(part) if part is self.writing else column(part, None))
            self._asking.addWidget(inside if part is self.writing else scroll(inside))
        self._answer = QStackedWidget()
        self._answer.addWidget(self.preview)
        self._answer.addWidget(self.figures)
        around = scroll(self.charts)
        # A bar that comes and goes would change the width the chart is drawn for.
        around.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._answer.addWidget(around)
        self._back.hide()
        left, right = QWidget(), QWidget()
        self._questions = left
        asking = column(self.tabs, self._asking, space=SPACE.m)
        asking.setStretch(1, 1)
        left.setLayout(asking)
        left.setFixedWidth(self.room.theme.px(364) if self.room.theme.percent <= 125 else self.room.theme.px(300))
        head = row(self.sides, self._note, self._back, space=SPACE.m)
        head.setStretch(1, 1)
        answer = column(head, self._answer, space=SPACE.m)
        answer.setStretch(1, 1)
        right.setLayout(answer)
        both = row(left, right, space=SPACE.l)
        both.setStretch(1, 1)
        whole = QWidget()
        whole.setLayout(both)
        self.lay(self.tr("Báo cáo"), whole, tools=(self._more, self._print, self._save))


def make(room: Room) -> Page:
    """Return the page."""
    return Reports(room)
