"""The window meets damage: it says so, writes nothing more, keeps what is typed, and mends by one button."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from desktop import app as composition
from desktop.health import Folder
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import Damaged
from desktop.models.query import Query
from desktop.ui.damage_watch import REST, DamageWatch
from desktop.ui.main_window import MainWindow
from desktop.ui.safety_health import HealthCard
from tests.ui.conftest import settle
from tests.ui.keys import type_text

PAGE = 4096


def spoil(folder, *pages):
    with (folder / "book.db").open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE + 200)
            file.write(b"\0" * 64)


def idle(qtbot, watch):
    qtbot.waitUntil(lambda: watch._care.idle, timeout=20_000)


@pytest.fixture
def window(open_window, full_book):
    return open_window(full_book)


@pytest.fixture
def watch(window):
    return window.findChild(DamageWatch)


def windows(qapp):
    return [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def test_damage_is_told_at_once_and_mended_by_one_button(full_book, qtbot, qapp):
    window = composition.open_window(qapp, full_book)
    window.show()
    settle(qtbot, window)
    watch = window.findChild(DamageWatch)
    folder, before = full_book.folder, full_book.query("SELECT rid FROM journal ORDER BY rid")
    form = window.open_form("KHAC")
    qtbot.waitUntil(lambda: "title" in form.form.rows, timeout=10_000)
    form.take_focus()
    type_text(form.form.focusWidget() or qapp.focusWidget(), "Dang go do")
    full_book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    last = full_book.query("PRAGMA page_count")[0][0]
    spoil(folder, last, last - 1)
    watch._care.run(lambda desk, job: desk.health.check(), failed=lambda fault: None)
    idle(qtbot, watch)
    qtbot.waitUntil(lambda: watch.dialog is not None and watch.dialog.mend_button.isEnabled(), timeout=20_000)
    assert "chỉ cho xem" in watch._said and watch._banner.isVisible()
    with pytest.raises(Damaged):
        full_book.set("x", 1)
    dialog = watch.dialog
    assert "trang hỏng" in dialog.accessibleDescription()
    qtbot.keyClick(dialog.mend_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "đã được sửa" in dialog._head.text(), timeout=20_000)
    (fresh,) = windows(qapp)
    assert fresh is not window
    with Book.open(folder) as book:
        assert book.query("SELECT rid FROM journal ORDER BY rid") == before
        assert "Dang go do" in str(book.query("SELECT content FROM drafts"))
    dialog.reject()
    qtbot.waitUntil(lambda: fresh._tasks.idle, timeout=10_000)
    fresh.close_now()
    fresh.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_small_harm_is_mended_without_leaving_the_page(window, watch, full_book, qtbot):
    with full_book.tx() as db:
        db.execute("UPDATE activities SET title = 'khác' WHERE id = (SELECT min(id) FROM activities)")
        db.execute("DROP INDEX journal_uid")
    watch.mend()
    qtbot.waitUntil(lambda: watch.dialog.mend_button.isEnabled(), timeout=20_000)
    assert "hiện khác với nhật ký" in watch.dialog.accessibleDescription()
    qtbot.mouseClick(watch.dialog.mend_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "đã được sửa" in watch.dialog._head.text(), timeout=20_000)
    assert not full_book.query("SELECT 1 FROM activities WHERE title = 'khác'")
    watch.dialog.reject()


def test_the_daily_check_waits_for_a_rest_and_gives_way_to_work(window, watch, full_book, qtbot, qapp):
    now = [0.0]
    watch._clock = lambda: now[0]
    watch._touched = 0.0
    watch.look()
    idle(qtbot, watch)
    assert full_book.setting("check") is None and not full_book.query("SELECT 1 FROM checks WHERE what = 'whole'")
    now[0] = REST + 1
    watch.look()
    qtbot.waitUntil(lambda: bool(full_book.query("SELECT 1 FROM checks WHERE what = 'whole'")), timeout=20_000)
    idle(qtbot, watch)
    assert (full_book.folder / "book.witness").exists()

    class Running:
        stopped = False

        def stop(self):
            self.stopped = True

    watch._job = Running()
    watch._follow(window.windowHandle())  # in front, which no window is on a screen of memory
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch._job.stopped
    watch._job = None


def test_the_card_checks_and_says_when(window, qtbot, watch):
    card = HealthCard(window._room)
    qtbot.addWidget(card)
    told = []
    card.told.connect(lambda tone, text: told.append((tone, text)))
    card.refresh()
    qtbot.waitUntil(lambda: "Chưa kiểm tra" in card._stands.text(), timeout=10_000)
    qtbot.mouseClick(card.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0][0] == "done" and "Sổ nguyên vẹn" in told[0][1]
    assert "Kiểm tra lần cuối" in card._when.text() and card.mend_button.isHidden()


def test_a_book_that_does_not_open_is_mended_before_there_is_a_window(sample_folder, tmp_path, kinds, qtbot, qapp):
    import shutil

    shutil.copytree(sample_folder, tmp_path / "so")
    folder = tmp_path / "so"
    with Book.open(folder) as book:
        count = Activities(book, kinds).count(Query())
    spoil(folder, 1)
    with pytest.raises(Damaged) as fault:
        Book.open(folder)
    assert composition._mendable(folder, fault.value)
    begun = []

    def begin(book):
        begun.append(composition.open_window(qapp, book))
        return begun[-1]

    dialog = composition._mend_first(qapp, folder, begin)
    dialog.begin()
    qtbot.waitUntil(lambda: dialog.mend_button.isEnabled(), timeout=20_000)
    dialog.mend()
    qtbot.waitUntil(lambda: bool(begun) and "đã được sửa" in dialog._head.text(), timeout=20_000)
    dialog.reject()
    window = begun[0]
    qtbot.waitUntil(lambda: window._tasks.idle, timeout=10_000)
    with Book.open(folder) as book:
        assert Activities(book, kinds).count(Query()) == count
    names = [one.name for one in (folder / "backups").iterdir()]
    assert len(names) == 1
    assert "trở lại" in Folder(folder).undo(names[0])[0]
    window.close_now()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
