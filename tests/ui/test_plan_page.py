"""The plan page by its own doors: pace, the list behind a target, a pre-filled form, changes as versions."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop.ui.forms.targets import TargetsEditor
from desktop.ui.plan_dialog import PlanDialog
from tests.ui.conftest import settle

WARD = "phuong-2026"


def page_of(qtbot, open_window, book):
    window = open_window(book)
    page = window.show_page("plans")
    settle(qtbot, window)
    page.turn_to(WARD)
    settle(qtbot, window)
    return window, page


def pressed(page, name):
    found = next(one for one in page.findChildren(QPushButton) if one.accessibleName().startswith(name))
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def dialog_of(qtbot, window, page):
    page.edit()
    settle(qtbot, window)
    (dialog,) = page.findChildren(PlanDialog)
    return dialog


def target(page, code):
    return next(one for one in page.plan.targets if one.code == code)


def test_each_target_opens_its_activities_and_a_form_that_would_count(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    asked = []
    page.page_asked.disconnect()
    page.page_asked.connect(lambda name, wanted: asked.append((name, wanted)))
    pressed(page, "Xem hoạt động: P4.")
    ((name, query),) = asked
    assert name == "activities"
    found = list(window._desk.activities.iterate(query))
    assert sum(one.values["classes"] for one in found) == target(page, "P4").done > 0
    pressed(page, "Ghi hoạt động: P9.")
    settle(qtbot, window)
    values = window.page.form.values()
    assert window.page.form.kind.code == "SUKIEN"
    assert values["campaign"] == "ngay288"


def test_a_change_in_the_dialog_is_a_next_version_and_an_older_one_can_be_taken_up(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    for wanted in ("9", "10"):
        dialog = dialog_of(qtbot, window, page)
        dialog.list.setCurrentRow(3)
        dialog.amount.setFocus()
        dialog.amount.selectAll()
        QTest.keyClicks(dialog.amount, wanted)
        dialog.save()
        settle(qtbot, window)
        assert target(page, "P4").amount == float(wanted)
        qtbot.waitUntil(lambda: not page.findChildren(PlanDialog))
    dialog = dialog_of(qtbot, window, page)
    assert dialog.versions.count() == 3
    dialog.versions.setCurrentIndex(2)
    dialog._go_back()
    settle(qtbot, window)
    assert dialog.plan().targets[3].amount == 9
    dialog.reject()


def test_a_plan_that_cannot_be_counted_stays_in_the_dialog_with_the_reason(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    dialog = dialog_of(qtbot, window, page)
    dialog.until.setText("1/1/2020")
    dialog.save()
    settle(qtbot, window)
    assert "không thể trước" in dialog._fault.text()
    dialog.until.setText("ngày nào đó")
    dialog.save()
    assert dialog._fault.text()
    dialog.until.setText("31/12/2026")
    dialog.amount.setText("nhiều")
    dialog.save()
    assert dialog._fault.text()
    assert dialog.isVisible()
    assert window._desk.plans.versions(WARD) == ()
    dialog.reject()


def test_targets_are_added_moved_and_taken_away(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    dialog = dialog_of(qtbot, window, page)
    count = dialog.list.count()
    dialog.list.setCurrentRow(0)
    dialog.add()
    QTest.keyClicks(dialog.label, "Gian hang so")
    dialog.move(1)
    dialog.save()
    settle(qtbot, window)
    assert len(page.plan.targets) == count + 1
    assert page.plan.targets[2].label == "Gian hang so"
    assert page.plan.targets[2].code == f"P{count + 1}"


def test_a_sample_is_taken_into_use_and_a_file_received(qtbot, open_window, full_book, tmp_path):
    window, page = page_of(qtbot, open_window, full_book)
    pressed(page, "Dùng kế hoạch này")
    settle(qtbot, window)
    assert page.plan.status == "current"
    window._desk.plans.write(WARD, tmp_path / "a.toml")
    text = (tmp_path / "a.toml").read_text(encoding="utf-8").replace(WARD, "thanh-pho-2026")
    (tmp_path / "b.toml").write_text(text, encoding="utf-8")
    page.take(tmp_path / "b.toml")
    settle(qtbot, window)
    assert page.plan.code == "thanh-pho-2026"
    (tmp_path / "b.toml").write_text("code = 1", encoding="utf-8")
    page.take(tmp_path / "b.toml")
    settle(qtbot, window)
    assert "b.toml" in window.messages.text


def test_an_activity_is_put_to_a_target_by_hand(qtbot, open_window, full_book):
    window, page = page_of(qtbot, open_window, full_book)
    before = target(page, "P8").done
    place = window.open_form("TAPHUAN", {
        "title": "Lớp cho giáo viên", "starts_on": date.today().isoformat(), "topics": ["dvc"], "audiences": ["nguoidan"],
        "classes": 1, "sessions": 2, "place": "Trường", "participants": {"total": 9}})  # fmt: skip
    place.form.unfold()
    editor = place.form.rows["plan_targets"].editor
    assert isinstance(editor, TargetsEditor)
    assert f"{WARD}/P8" in [code for code, _ in editor.choices()]
    editor.choose(f"{WARD}/P8")
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    page = window.show_page("plans")
    page.turn_to(WARD)
    settle(qtbot, window)
    assert target(page, "P8").done == before + 2
