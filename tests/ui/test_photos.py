"""Photos in the form: files, dropped and pasted ones, kept on the worker; the viewer; the reminder about pupils."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.forms.photos import PhotosEditor
from desktop.ui.photo_viewer import PhotoViewer
from tests.ui.conftest import settle


def picture(path, colour, size=(300, 200)):
    Image.new("RGB", size, colour).save(path, "JPEG")
    return path


@pytest.fixture
def form(qtbot, window):
    def begin(code="TAPHUAN"):
        place = window.open_form(code)
        settle(qtbot, window)
        assert place.form.rows  # all of the form stands there
        return place.form.findChild(PhotosEditor)

    return begin


def test_several_photos_are_kept_on_the_worker_and_a_bad_one_is_told_by_name(qtbot, window, form, tmp_path):
    editor = form()
    (tmp_path / "hong.jpg").write_bytes(b"no photo")
    editor.add(picture(tmp_path / "a.jpg", "red"), tmp_path / "hong.jpg", picture(tmp_path / "b.jpg", "blue"))
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == ["a.jpg", "b.jpg"]
    assert "hong.jpg" in editor.fault()
    looks = [one for one in editor._buttons if "Xem ảnh" in one.accessibleName()]
    assert len(looks) == 2
    assert not looks[0].icon().isNull()


def test_photos_are_dropped_and_pasted(qtbot, window, form, tmp_path):
    editor = form()
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "a.jpg", "red")))])
    editor.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton,
                                Qt.KeyboardModifier.NoModifier))  # fmt: skip
    settle(qtbot, window)
    shot = QMimeData()
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    shot.setImageData(image)
    QApplication.clipboard().setMimeData(shot)
    editor._add.setFocus()
    QTest.keyClick(editor._add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == ["a.jpg", "anh-dan.png"]
    words = QMimeData()
    words.setText("không phải ảnh")
    QApplication.clipboard().setMimeData(words)
    editor.paste()
    assert "hãy chép ảnh" in editor.fault()


def test_what_is_saved_is_the_small_clean_photo(qtbot, window, form, tmp_path):
    editor = form()
    editor.add(picture(tmp_path / "lon.jpg", "red", (3200, 2400)))
    settle(qtbot, window)
    (photo,) = editor.raw()
    data = window._desk.keeping.photo(photo["sha256"])
    assert Image.open(io.BytesIO(data)).size == (1600, 1200)


def test_the_viewer_turns_rotates_takes_off_and_gives_back(qtbot, window, form, tmp_path):
    editor = form()
    editor.add(picture(tmp_path / "a.jpg", "red"), picture(tmp_path / "b.jpg", "blue"))
    settle(qtbot, window)
    editor.view(0)
    (viewer,) = editor.findChildren(PhotoViewer)
    settle(qtbot, window)
    assert viewer._where.text() == "Ảnh 1/2: a.jpg"
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    settle(qtbot, window)
    assert viewer._where.text() == "Ảnh 2/2: b.jpg"
    before = editor.raw()
    QTest.keyClick(viewer, Qt.Key.Key_R)
    settle(qtbot, window)
    assert editor.raw()[1]["sha256"] != before[1]["sha256"]
    assert viewer._whole.height() > viewer._whole.width()
    QTest.keyClick(viewer, Qt.Key.Key_Delete)
    assert [one["name"] for one in editor.raw()] == ["a.jpg"]
    QTest.keyClick(viewer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [one["name"] for one in editor.raw()] == ["a.jpg", "b.jpg"]
    viewer.save(tmp_path / "ra.jpg")
    settle(qtbot, window)
    assert (tmp_path / "ra.jpg").read_bytes() == viewer._data
    viewer.close()


def test_pupils_are_thought_of_before_the_first_photo(qtbot, window, form, tmp_path):
    editor = form("NGOAIKHOA")
    assert "không cận mặt" in editor._warning.text()
    editor.add(picture(tmp_path / "a.jpg", "red"))
    assert editor.raw() == []
    assert "đánh dấu" in editor.fault()
    editor._consent.setChecked(True)
    editor.add(tmp_path / "a.jpg")
    settle(qtbot, window)
    assert len(editor.raw()) == 1


def test_a_kind_without_pupils_asks_nothing(form):
    assert form("TAPHUAN")._warning.text() == ""
