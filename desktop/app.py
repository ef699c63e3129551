"""The composition root: opens the book, builds the desks, shows the window. Nobody imports this module."""

import gc
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from desktop import installed, paths
from desktop.importing import Importer
from desktop.keyholding import KeyHolding
from desktop.listing import Listing
from desktop.models import units
from desktop.models.accounts import Accounts, Session
from desktop.models.activities import Activities
from desktop.models.approval import Approvals
from desktop.models.book import Book
from desktop.models.drafts import Drafts
from desktop.models.errors import AppError
from desktop.models.kinds import Kinds
from desktop.models.notices import Notices
from desktop.models.outbox import Outbox
from desktop.models.published import kinds_of
from desktop.models.templates import Templates
from desktop.models.trail import Trails
from desktop.planning import PlanShelf
from desktop.policy import Policy
from desktop.policy import load as load_policy
from desktop.reporting import Reporter
from desktop.services import Keeping, Paper, Post, read_office
from desktop.settings import Settings
from desktop.staff import People
from desktop.tasks import Tasks
from desktop.ui import theme
from desktop.ui.desk import Desk
from desktop.ui.languages import speak
from desktop.ui.main_window import MainWindow
from desktop.ui.postman import Postman
from desktop.ui.single import Single, bring_forward
from desktop.updating import Updating

if TYPE_CHECKING:
    from desktop.ui.set_up import Answers, SetUp
    from sync.office_file import Route
    from sync.schedule import Schedule

SETTLES = 60_000  # ms a new version has to stand on the screen before it counts as working
LISTENS = 1_000  # ms after the first page


def make_application(argv: list[str]) -> QApplication:
    """Make the Qt application: Vietnamese, Fusion, our fonts."""
    app = QApplication(argv)
    app.setApplicationName("Sổ Phường")
    app.setOrganizationName("so-phuong")
    QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    translate(app)
    theme.load_fonts()
    return app


def translate(app: QApplication) -> None:
    """Give Qt's own dialogs their Vietnamese words."""
    speak(app, "vi")


def open_desk(book: Book, kinds: Kinds, session: Session | None = None, policy: Policy | None = None) -> Desk:
    """Return a desk over one connection to the book; `session` says who sits there, the same for every thread."""
    session, decided = session or Session(guarded=False), policy or Policy()
    activities = Activities(book, kinds, may=session.may)
    return Desk(
        kinds=kinds, activities=activities, drafts=Drafts(book), templates=Templates(book),
        people=People(book, session), approvals=Approvals(book, session.may), trails=Trails(book),
        outbox=Outbox(book), notices=Notices(book), settings=Settings(book, decided.values),
        office=lambda: book.office, sign_as=book.sign_as, plans=PlanShelf(book, kinds),
        paper=Paper(book, kinds, activities), listing=Listing(book, kinds, activities), imports=Importer(book, kinds, activities),
        reporter=Reporter(book, kinds), post=Post(book, kinds),
        keeping=Keeping(book), updates=updates(book, decided), keys=KeyHolding(book), folder=book.folder, close=book.close,
    )  # fmt: skip


def updates(book: Book, policy: Policy) -> Updating:
    """Return where newer versions of this program come from; asks nobody yet."""
    def route() -> "Route | None":
        from sync import enrolment

        return enrolment.route(book) if enrolment.is_kept(book) else None

    return Updating(book.folder / "updates", installed.here(), route, source=str(policy.get("update_source", "")))


def open_window(app: QApplication, book: Book, policy: Policy | None = None) -> MainWindow:
    """Build the window over an open book."""
    kinds = kinds_of(book)
    session = Session(guarded=Accounts(book).guarded)
    desk = open_desk(book, kinds, session, policy)
    if desk.settings.language != "vi":
        speak(app, desk.settings.language)
    tasks, post = (Tasks(lambda: open_desk(book.again(), kinds, session, policy), bug=lambda fault: window.report(fault))
                   for _ in range(2))  # fmt: skip
    postman = Postman(desk, post, _schedule)
    window = MainWindow(desk, tasks, postman, app=app)
    if policy is not None:
        begin = partial(_begin_day, policy=policy)
        window.painted.connect(lambda: tasks.run(begin, lambda said: window.messages.tell("note", said) if said else None))
    QTimer.singleShot(SETTLES, window, lambda: tasks.run(lambda desk, job: desk.updates.settle()))
    return window


def _begin_day(desk: Desk, job: object, *, policy: Policy) -> str:
    """Do what IT decided, and return what became of the last update."""
    names = ("photos_send", "photos_night_only", "photos_daily_mb")
    if any(policy.locked(name) for name in names):
        now = desk.post.photos()
        chosen = [policy.get(name, kept) for name, kept in zip(names, (now.send, now.night, now.daily_mb), strict=True)]
        desk.post.choose_photos(send=chosen[0], night=chosen[1], daily_mb=chosen[2])
    return desk.updates.take_told()


def _schedule() -> "Schedule":
    """Return when to send; read after the first page, like everything of the post."""
    from sync.schedule import Schedule
    return Schedule(time.monotonic, datetime.now)


def run(data_dir: str | None, *, exit_after_paint: bool = False, argv: list[str] | None = None) -> int:
    """Open the window, or the first set-up where there is no book; return the exit code."""
    # Nothing made before the first page is garbage; looking for it is a tenth of the start.
    gc.disable()
    app = make_application(argv or sys.argv[:1])
    QTimer.singleShot(2_000, gc.enable)
    policy = load_policy()
    folder = paths.data_dir(data_dir or policy.get("data_dir"))
    kept: list[MainWindow] = []

    def begin(book: Book) -> MainWindow:
        window = open_window(app, book, policy)
        window.take_over_faults()
        kept.append(window)
        if exit_after_paint:
            window.painted.connect(lambda: _leave(app, window))
        window.show()
        forward = partial(bring_forward, window)
        if not exit_after_paint:
            window.painted.connect(lambda: QTimer.singleShot(LISTENS, window, lambda: single.listen(forward)))
        return window

    single = Single(folder)
    if not exit_after_paint and not single.first() and single.call():
        return 0
    try:
        if Book.exists(folder):
            begin(Book.open(folder))
        else:
            dialog = _set_up(app, folder, begin)
            if exit_after_paint:
                QTimer.singleShot(0, dialog.close)
    except AppError as fault:
        return _refuse(app, fault)
    return app.exec()


def _leave(app: QApplication, window: MainWindow) -> None:
    """End without writing anything: what is measured is the way to the first page."""
    window.end()
    app.exit(0)


def _set_up(app: QApplication, folder: Path, begin: Callable[[Book], MainWindow]) -> "SetUp":
    from desktop.ui.set_up import SetUp

    theme.dress(app, theme.Theme())

    def make(told: "Answers") -> None:
        book = Book.create(folder, unit=told.unit, person=told.person)
        if told.office is not None:
            Post(book, kinds_of(book)).join(told.office)
        kept = Settings(book)
        kept.text_size, kept.look = told.text_size, told.look
        window = begin(book)
        if told.begin == "record":
            window.choose_kind()
        elif told.begin == "tour":
            window.show_help()

    dialog = SetUp(units.load().values(), make, read_office=read_office, app=app)
    dialog.show()
    return dialog


def _refuse(app: QApplication, fault: AppError) -> int:
    """Say why there is no window: the one place where a message stands alone."""
    from PySide6.QtWidgets import QMessageBox

    theme.dress(app, theme.Theme())
    print(fault.sentence, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Warning, "Sổ Phường", fault.sentence)
    box.setDetailedText(fault.details)
    box.exec()
    return 1
