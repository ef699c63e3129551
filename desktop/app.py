"""The composition root: opens the book, builds the desks, shows the window. Nobody imports this module."""

import gc
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop import installed, logs, paths
from desktop.copying import Copying, go_back
from desktop.health import Folder, Health
from desktop.importing import Importer
from desktop.keyholding import KeyHolding
from desktop.listing import Listing
from desktop.models import keys, units
from desktop.models.accounts import Accounts, Session
from desktop.models.activities import Activities
from desktop.models.approval import Approvals
from desktop.models.book import FILE, Book
from desktop.models.errors import AppError, Damaged, KeyMissing
from desktop.models.kinds import Kinds
from desktop.models.notices import Notices
from desktop.models.outbox import Outbox
from desktop.models.published import kinds_of
from desktop.models.templates import Templates
from desktop.models.trail import Trails
from desktop.models.typed import SafeDrafts
from desktop.personal import Personal
from desktop.planning import PlanShelf
from desktop.policy import Policy
from desktop.policy import load as load_policy
from desktop.provisioning import Provisioner, keep
from desktop.reporting import Reporter
from desktop.services import Keeping, Paper, Post
from desktop.settings import Settings
from desktop.staff import People
from desktop.tasks import Tasks
from desktop.ui import theme
from desktop.ui.caretaker import Caretaker
from desktop.ui.copies_watch import CopiesWatch
from desktop.ui.damage_watch import DamageWatch
from desktop.ui.desk import Desk
from desktop.ui.languages import months, speak
from desktop.ui.main_window import MainWindow
from desktop.ui.persons_watch import PersonsWatch
from desktop.ui.postman import Postman
from desktop.ui.single import Single, bring_forward
from desktop.ui.sweeper import Sweeper
from desktop.ui.updates_watch import UpdatesWatch
from desktop.updating import Updating

if TYPE_CHECKING:
    from desktop.ui.damage_dialog import DamageDialog
    from desktop.ui.restore_dialog import RestoreDialog
    from desktop.ui.set_up import Answers, SetUp
    from sync.office_file import Route
    from sync.schedule import Schedule

SETTLES = 60_000  # ms a new version has to stand on the screen before it counts as working
LISTENS = 1_000  # ms after the first page


def make_application(argv: list[str]) -> QApplication:
    """Make the Qt application: Vietnamese, Fusion, our fonts."""
    app = QApplication([*argv, "-style", theme.STYLE])
    app.setProperty(theme.STYLE, True)
    app.setApplicationName("Sổ Phường")
    app.setOrganizationName("so-phuong")
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
        kinds=kinds, activities=activities, drafts=SafeDrafts(book), templates=Templates(book),
        people=People(book, session), approvals=Approvals(book, session.may), trails=Trails(book),
        outbox=Outbox(book), notices=Notices(book), settings=Settings(book, decided.values),
        office=lambda: book.office, sign_as=book.sign_as, plans=PlanShelf(book, kinds),
        paper=Paper(book, kinds, activities), listing=Listing(book, kinds, activities), imports=Importer(book, kinds, activities),
        reporter=Reporter(book, kinds), post=Post(book, kinds),
        keeping=Keeping(book), updates=updates(book, decided), keys=KeyHolding(book), health=Health(book, kinds),
        copying=Copying(book, _sticks, session.may), personal=Personal(book, kinds, activities, session.may),
        folder=book.folder, close=book.close,
    )  # fmt: skip


def _sticks() -> list[Path]:
    """Return the folders of the sticks that are plugged in."""
    from desktop.ui.drives import removable

    return [drive.folder for drive in removable()]


def updates(book: Book, policy: Policy) -> Updating:
    """Return where newer versions of this program come from; asks nobody yet."""
    def route() -> "Route | None":
        from sync import enrolment

        return enrolment.route(book) if enrolment.is_kept(book) else None

    return Updating(book.folder / "updates", installed.here(), route, source=str(policy.get("update_source", "")))


def open_window(app: QApplication, book: Book, policy: Policy | None = None, *,
                renewed: Callable[[MainWindow], None] = lambda window: None) -> MainWindow:  # fmt: skip
    """Build the window over an open book; `renewed` is told of the window that follows when the book was put back in order."""
    kinds = kinds_of(book)
    session = Session(guarded=Accounts(book).guarded)

    def end() -> None:
        caretaker.close()
        watch.close()
        book.close()

    desk = replace(open_desk(book, kinds, session, policy), close=end)
    if desk.settings.language != "vi":
        speak(app, desk.settings.language)
    tasks, post, care = (Tasks(lambda: open_desk(book.again(), kinds, session, policy), bug=lambda fault: window.report(fault))
                         for _ in range(3))  # fmt: skip
    postman = Postman(desk, post, _schedule)
    window = MainWindow(desk, tasks, postman, app=app)
    window.painted.connect(lambda: months(window))
    watch = DamageWatch(window, desk, care, app)
    watch.settle_asked.connect(lambda dialog: _settle(window, dialog, book.folder, lambda: open_again()))
    caretaker = Caretaker(care, lambda: watch.touched, lambda: not tasks.idle, window)
    copies = CopiesWatch(window, caretaker, care)
    PersonsWatch(window, caretaker)
    UpdatesWatch(window, caretaker)
    copies.go_back_asked.connect(
        lambda dialog, ready: _settle(window, dialog, book.folder, lambda: open_again(), act=lambda: go_back(ready)))

    def open_again() -> MainWindow:
        fresh = open_window(app, Book.open(book.folder), policy, renewed=renewed)
        renewed(fresh)
        return fresh

    if policy is not None:
        begin = partial(_begin_day, policy=policy)
        window.painted.connect(lambda: tasks.run(begin, lambda said: window.messages.tell("note", said) if said else None))
    QTimer.singleShot(SETTLES, window, lambda: tasks.run(lambda desk, job: desk.updates.settle()))
    return window


def _settle(window: MainWindow | None, dialog: "DamageDialog | RestoreDialog", folder: Path, open_again: Callable[[], MainWindow],
            *, act: Callable[[], list[str]] | None = None) -> None:  # fmt: skip
    """Close every connection, put another book in place on a thread of its own, and begin anew with it.

    `act` does that and returns what it did in words; without one the mended book is put in place.
    """
    if window is not None:
        window.show_page("today")  # what is being typed becomes a draft
        window.end()
    worker = Tasks(lambda: Folder(folder), bug=lambda fault: dialog.fail(AppError(str(fault))))

    def opened(said: list[str], fault: AppError | None = None) -> None:
        fresh = open_again()
        fresh.show()
        dialog.setParent(fresh, dialog.windowFlags())
        dialog.open()
        if fault is None:
            dialog.show_done(said)
        else:
            dialog.fail(fault)
        if window is not None:
            window.hide()
            window.deleteLater()

    worker.run(lambda place, job: act() if act else place.settle(), opened, failed=lambda fault: opened([], fault))


def _begin_day(desk: Desk, job: object, *, policy: Policy) -> str:
    """Do what IT decided, and return what became of the last update."""
    names = ("photos_send", "photos_night_only", "photos_daily_mb")
    if any(policy.locked(name) for name in names):
        now = desk.post.photos()
        chosen = [policy.get(name, kept) for name, kept in zip(names, (now.send, now.night, now.daily_mb), strict=True)]
        desk.post.choose_photos(send=chosen[0], night=chosen[1], daily_mb=chosen[2])
    return desk.updates.take_told() or paths.unplug_words(desk.folder)


def _schedule() -> "Schedule":
    """Return when to send; read after the first page, like everything of the post."""
    from sync.schedule import Schedule
    return Schedule(time.monotonic, datetime.now)


def run(data_dir: str | None, *, file: Path | None = None, exit_after_paint: bool = False, argv: list[str] | None = None) -> int:
    """Open the window, or the first set-up where there is no book; `file` is an office file to look at. Return the exit code."""
    # Nothing made before the first page is garbage; looking for it is a tenth of the start.
    gc.disable()
    app = make_application(argv or sys.argv[:1])
    Sweeper(app)
    policy = load_policy()
    folder = paths.data_dir(data_dir or policy.get("data_dir"))
    logs.begin(folder)
    fresh = not Book.exists(folder)
    kept: list[MainWindow] = []

    def begin(book: Book) -> MainWindow:
        window = open_window(app, book, policy, renewed=taken)
        taken(window)
        if exit_after_paint:
            window.painted.connect(lambda: _leave(app, window))
        window.show()
        if file and not fresh:
            window.painted.connect(lambda: window.show_page("sending", file), Qt.ConnectionType.SingleShotConnection)
        if not exit_after_paint:
            window.painted.connect(lambda: QTimer.singleShot(LISTENS, window, lambda: single.listen(forward)))
        return window

    def taken(window: MainWindow) -> None:
        window.take_over_faults()
        kept.append(window)

    def forward(said: str) -> None:
        bring_forward(kept[-1])
        if said:
            kept[-1].show_page("sending", Path(said))

    single = Single(folder)
    if not exit_after_paint and not single.first() and single.call(str(file.absolute()) if file else ""):
        return 0
    try:
        if not fresh:
            _open_or_ask(app, folder, begin, leave=exit_after_paint)
        else:
            dialog = _set_up(app, folder, begin, policy, file)
            if exit_after_paint:
                QTimer.singleShot(0, dialog.close)
    except AppError as fault:
        if not exit_after_paint and _came_back(folder):
            begin(Book.open(folder))
            return app.exec()
        if exit_after_paint or not _mendable(folder, fault):
            return _refuse(app, fault)
        rescue = _mend_first(app, folder, begin)
        rescue.begin()
    return app.exec()


def _came_back(folder: Path) -> bool:
    """Tell whether a program that was turned back got the book of before the newer one's migration back too."""
    versions = installed.here()
    if versions is None or not versions.state().bad:
        return False
    from desktop.returning import bring_back

    return bring_back(folder, versions)


def _mendable(folder: Path, fault: AppError) -> bool:
    """Tell whether a book that did not open is one that «Sửa sổ» can do something for."""
    gone = (folder / keys.MARKER).exists() and not (folder / FILE).exists()
    return isinstance(fault, Damaged) or (gone and not isinstance(fault, KeyMissing))


def _mend_first(app: QApplication, folder: Path, begin: Callable[[Book], MainWindow]) -> "DamageDialog":
    """Offer to mend a book that does not even open, before there is a window."""
    from desktop.ui.damage_dialog import DamageDialog
    from desktop.ui.icons import Icons

    look = theme.Theme()
    theme.dress(app, look)
    tasks = Tasks(lambda: Folder(folder), bug=lambda fault: dialog.fail(AppError(str(fault))))
    dialog = DamageDialog(tasks, Icons(look), look)
    dialog.settle_asked.connect(lambda: _settle(None, dialog, folder, lambda: begin(Book.open(folder))))
    dialog.mended.connect(lambda said: begin(Book.open(folder)))
    dialog.show()
    return dialog


def _leave(app: QApplication, window: MainWindow) -> None:
    """End without writing anything: what is measured is the way to the first page."""
    window.end()
    app.exit(0)


def _set_up(app: QApplication, folder: Path, begin: Callable[[Book], MainWindow], policy: Policy, file: Path | None) -> "SetUp":
    from desktop.ui.set_up import SetUp

    theme.dress(app, theme.Theme())

    def make(told: "Answers") -> None:
        book = Book.create(folder, unit=told.unit, person=told.person)
        if told.office is not None:
            keep(book, told.office)
        kept = Settings(book)
        kept.text_size, kept.look = told.text_size, told.look
        window = begin(book)
        if told.sheet:
            window.show_page("safety").turn_to("sheet")
        elif told.begin == "record":
            window.choose_kind()
        elif told.begin == "tour":
            window.show_help()

    door = Provisioner(policy)
    tasks = Tasks(lambda: door, bug=lambda fault: logging.getLogger("sophuong").error("bug", exc_info=fault))
    dialog = SetUp(units.load().values(), make, door=door, tasks=tasks, app=app, offered=file or door.offered())
    dialog.finished.connect(lambda _: tasks.close())
    dialog.arrival_asked.connect(lambda: _arrive(folder, dialog, begin))
    dialog.show()
    return dialog


def _arrive(folder: Path, dialog: "SetUp", begin: Callable[[Book], MainWindow]) -> None:
    from desktop.arriving import arrive

    arrive(folder, dialog, begin)


def _open_or_ask(app: QApplication, folder: Path, begin: Callable[[Book], MainWindow], *, leave: bool) -> None:
    """Open the book; where its key is gone, ask for the sheet instead of ending with a sentence."""
    try:
        begin(Book.open(folder))
    except KeyMissing as fault:
        if leave:
            raise
        from desktop.arriving import ask_for_sheet

        theme.dress(app, theme.Theme())
        ask_for_sheet(app, folder, fault.sentence, begin, lambda other: _refuse(app, other))


def _refuse(app: QApplication, fault: AppError) -> int:
    """Say why there is no window: the one place where a message stands alone."""
    from PySide6.QtWidgets import QMessageBox

    theme.dress(app, theme.Theme())
    print(fault.sentence, file=sys.stderr)
    box = QMessageBox(QMessageBox.Icon.Warning, "Sổ Phường", fault.sentence)
    box.setDetailedText(fault.details)
    box.exec()
    return 1
