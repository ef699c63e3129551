"""The first start by keyboard, and a second start that brings the first window to the front."""

import sys

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest

from desktop.models import units
from desktop.models.errors import InputError
from desktop.policy import Policy
from desktop.provisioning import Provisioner
from desktop.tasks import Tasks
from desktop.ui import single
from desktop.ui.set_up import Answers, SetUp
from desktop.ui.single import Single
from desktop.ui.theme import Theme, dress
from tests.ui.test_accessible import check


@pytest.fixture
def told():
    """What the set-up was told."""
    return []


@pytest.fixture
def dialog(qtbot, qapp, told):
    """The set-up over the real list of units."""
    door = Provisioner(Policy())
    tasks = Tasks(lambda: door, bug=lambda fault: pytest.fail(repr(fault)))
    made = SetUp(units.load().values(), told.append, door=door, tasks=tasks, app=qapp)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    tasks.close()
    dress(qapp, Theme())


def enter(dialog):
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)


def test_a_unit_without_marks_and_enter_six_times_make_a_book(dialog, told):
    QTest.keyClicks(dialog.line, "hai chau")
    enter(dialog)
    QTest.keyClicks(dialog.person, "Lan")
    for _ in range(5):
        enter(dialog)
    assert told == [Answers("20242", "Lan", begin="record")]


def test_without_a_unit_no_step_is_taken(dialog, told):
    dialog.line.setText("không có nơi nào như vậy")
    enter(dialog)
    assert dialog.steps.currentIndex() == 0
    assert told == []


def test_a_ward_is_found_by_its_name_before_the_merger(dialog):
    one = next(unit for unit in units.load().values() if unit.merged_from)
    dialog.line.setText(one.merged_from.split(";")[0].split(",")[0].strip())
    assert dialog._unit()


def test_steps_may_be_left_out(dialog, told):
    QTest.keyClicks(dialog.line, "hoa vang")
    dialog._skip.click()
    assert told[0].unit
    assert told[0].person == ""


def test_the_look_is_seen_at_once_and_kept(dialog, told, qapp):
    QTest.keyClicks(dialog.line, "hai chau")
    for _ in range(3):
        dialog.forward()
    dialog.sizes.buttons["150"].click()
    dialog.looks.buttons["dark"].click()
    assert qapp.font().pixelSize() == Theme(150).px(14)
    dialog.begin()
    assert (told[0].text_size, told[0].look) == (150, "dark")


def test_one_goes_back_and_nothing_is_forgotten(dialog):
    QTest.keyClicks(dialog.line, "hai chau")
    dialog.forward()
    QTest.keyClicks(dialog.person, "Lan")
    QTest.keyClick(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.steps.currentIndex() == 0
    assert dialog.person.text() == "Lan"
    assert dialog._unit() == "20242"


def test_a_fault_is_told_and_the_answers_stay(dialog):
    def refuse(answers):
        raise InputError("Ổ đĩa đầy: hãy dọn bớt rồi thử lại.")

    dialog._make = refuse
    QTest.keyClicks(dialog.line, "hai chau")
    dialog.begin()
    assert dialog.isVisible()
    assert dialog._unit() == "20242"


@pytest.mark.parametrize("at", range(5))
def test_every_step_is_walked_by_tab_and_says_what_it_is(dialog, at):
    QTest.keyClicks(dialog.line, "hai chau")
    for _ in range(at):
        dialog.forward()
    check(dialog, least=3)


def test_a_second_start_brings_the_first_window_forward(qtbot, tmp_path):
    first, asked = Single(tmp_path), []
    assert first.first()
    first.listen(asked.append)
    script = (f"import sys\nfrom pathlib import Path\nfrom desktop.ui.single import Single\n"
              f"one = Single(Path({str(tmp_path)!r}))\nsys.exit(0 if not one.first() and one.call('/a/đơn vị.toml') else 1)")  # fmt: skip
    other = QProcess()
    other.start(sys.executable, ["-c", script])
    qtbot.waitUntil(lambda: other.state() is QProcess.ProcessState.NotRunning, timeout=20_000)
    assert other.exitCode() == 0
    assert asked == ["/a/đơn vị.toml"]
    first.leave()
    again = Single(tmp_path)
    assert again.first()
    again.leave()


def test_where_nobody_answers_the_second_start_does_not_hang(tmp_path, monkeypatch):
    monkeypatch.setattr(single, "WAIT", 100)
    first, second = Single(tmp_path), Single(tmp_path)
    assert first.first()
    assert not second.first()
    assert not second.call()
    first.leave()


def test_another_book_has_a_window_of_its_own(tmp_path):
    one, other = Single(tmp_path / "a"), Single(tmp_path / "b")
    assert one.first()
    assert other.first()
    one.leave()
    other.leave()
