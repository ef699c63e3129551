"""IT's file and IT's code: at the first start, in the open window, by a double click; whose they are is shown before they count."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models import units
from desktop.policy import Policy
from desktop.provisioning import Provisioner
from desktop.tasks import Tasks
from desktop.ui.set_up import SetUp
from desktop.ui.theme import Theme, dress
from sync import enrolment, office_file, seal
from sync.central.enrolments import Enrolments
from sync.central.store import open_folder
from tests.sync.wards import Running


@pytest.fixture
def centre(tmp_path):
    """A running centre."""
    open_folder(tmp_path / "centre").close()
    running = Running(tmp_path / "centre")
    running.start()
    yield running
    running.kill()


@pytest.fixture
def office(centre, tmp_path):
    """A signed office file of the running centre: (path, code)."""
    return write(centre, tmp_path / "don-vi.toml")


def write(centre, path, *, hours=24, **facts):
    store = open_folder(centre.folder)
    enrolments, now = Enrolments(store), datetime.now(UTC)
    code, expires = enrolments.invite("20242", now=now)
    made = office_file.OfficeFile("20242", centre.url, code, store.public_key, now + timedelta(hours=hours), **facts)
    body = office_file.write(made, sign=lambda text: seal.sign(store.secret, text))
    enrolments.keep_office(code, body, expires)
    store.close()
    path.write_bytes(body)
    return path, code


@pytest.fixture
def set_up(qtbot, qapp):
    """Open the first start as IT prepared this PC."""
    made, all_tasks = [], []

    def begin(policy=None, offered=None, told=None):
        door = Provisioner(Policy(policy or {}))
        tasks = Tasks(lambda: door, bug=lambda fault: pytest.fail(repr(fault)))
        dialog = SetUp(units.load().values(), (told if told is not None else []).append, door=door, tasks=tasks, app=qapp,
                       offered=offered or door.offered())  # fmt: skip
        qtbot.addWidget(dialog)
        dialog.show()
        made.append(dialog)
        all_tasks.append(tasks)
        return dialog

    yield begin
    for dialog in made:
        dialog.close()
    for tasks in all_tasks:
        tasks.close()
    dress(qapp, Theme())


def test_the_file_it_laid_ready_fills_the_first_start(set_up, centre, tmp_path, qapp):
    path, _ = write(centre, tmp_path / "o.toml", text_size=150, look="light")
    told = []
    dialog = set_up({"office_file": str(path)}, told=told)
    assert dialog._unit() == "20242"
    assert "Hải Châu" in dialog._messages.text
    assert qapp.font().pixelSize() == Theme(150).px(14)
    dialog.begin()
    assert (told[0].unit, told[0].office.url, told[0].text_size, told[0].look) == ("20242", centre.url, 150, "light")


def test_a_code_typed_at_the_first_start_is_asked_for_at_the_centre(set_up, office, centre, qtbot):
    told = []
    dialog = set_up(told=told)
    dialog.invited.click()
    QTest.keyClicks(dialog.join.code, office[1].lower().replace("-", " "))
    QTest.keyClicks(dialog.join.address, centre.url)
    QTest.keyClick(dialog.join.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._unit() == "20242")
    assert dialog.steps.currentIndex() == 2, "Enter asked; it did not walk on"
    dialog.begin()
    assert told[0].office.signed


def test_a_code_nobody_gave_is_told_and_the_step_stays(set_up, centre, qtbot):
    dialog = set_up()
    dialog.invited.click()
    dialog.join.code.setText("ABCDE-FGHJK-MNPQR-STVWX-YZ234-5")
    dialog.join.address.setText(centre.url)
    dialog.join.ask_button.click()
    qtbot.waitUntil(lambda: "Mã ghi danh không đúng" in dialog._messages.text)
    assert dialog.join.ask_button.isEnabled()


def test_another_unit_than_the_files_takes_no_file_along(set_up, office):
    told = []
    dialog = set_up(offered=office[0], told=told)
    dialog.line.setText("an khe")
    dialog.begin()
    assert told[0].unit != "20242"
    assert told[0].office is None


def test_where_it_named_the_centre_a_file_of_another_is_refused(set_up, office):
    dialog = set_up({"centre_key": "ab" * 32}, offered=office[0])
    assert "quản trị" in dialog._messages.text
    assert not dialog._unit()


def test_a_file_in_the_open_window_is_shown_before_the_book_is_tied_to_it(open_window, book, office, centre, qtbot):
    window = open_window(book)
    dialog = window.show_page("sending").ask_join(office[0])
    assert centre.url in dialog.form.said.text()
    assert not enrolment.is_kept(book)
    QTest.keyClick(dialog.take_button, Qt.Key.Key_Return)
    assert enrolment.is_kept(book)
    assert centre.url in window.messages.text


def test_a_file_that_leads_elsewhere_says_where_the_book_goes_now(open_window, book, office, centre, tmp_path):
    window = open_window(book)
    page = window.show_page("sending")
    page.ask_join(office[0]).take()
    elsewhere = tmp_path / "khac.toml"
    elsewhere.write_text(
        "\n".join(
            line.replace(centre.url, "https://noi-khac.example")
            for line in office[0].read_text(encoding="utf-8").splitlines()
            if "signature" not in line
        )
        + "\n",
        encoding="utf-8",
    )
    dialog = page.ask_join(elsewhere)
    assert centre.url in dialog.sentence
    assert "noi-khac" in dialog.sentence
    assert "không có chữ ký" in dialog.form.said.text()
    dialog.reject()
    assert enrolment.route(book).url == centre.url


def test_an_old_file_is_told(open_window, book, centre, tmp_path):
    path, _ = write(centre, tmp_path / "cu.toml", hours=-1)
    dialog = open_window(book).show_page("sending").ask_join(path)
    assert "hết hạn" in dialog.form.said.text()


def test_what_is_no_office_file_is_told(open_window, book, tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("xin chào", encoding="utf-8")
    dialog = open_window(book).show_page("sending").ask_join(path)
    assert "TOML" in dialog.sentence
    assert not dialog.take_button.isEnabled()
