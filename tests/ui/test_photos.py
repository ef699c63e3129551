"""Photos in the form: files, dropped and pasted ones, kept on the worker; the viewer; the reminder about pupils."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.details import Details
from desktop.ui.forms.photos import PhotosEditor
from desktop.ui.photo_viewer import PhotoViewer
from desktop.ui.thumbs import Thumbs
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
    looks = [one for one in editor.parts() if "Xem ảnh" in one.accessibleName()]
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


def test_a_photo_dropped_anywhere_on_the_form_is_taken(qtbot, window, form, tmp_path):
    editor = form()
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "a.jpg", "red")))])
    page = window._stack.currentWidget().form
    entered = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton,
                                            Qt.KeyboardModifier.NoModifier))  # fmt: skip
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == ["a.jpg"]


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
    assert viewer._area.accessibleName() == "Ảnh 1/2: a.jpg"
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    settle(qtbot, window)
    assert viewer._area.accessibleName() == "Ảnh 2/2: b.jpg"
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


def test_saving_waits_for_photos_on_their_way_and_then_goes_on(qtbot, window, form, tmp_path, kinds):
    editor = form("TOROI")
    place = window._stack.currentWidget()
    place.form.put({"title": "Phát tờ rơi", "starts_on": "2026-11-02", "topics": ["dvc"], "audiences": ["nguoidan"],
                    "campaign": "thuongxuyen", "host": "UBND phường", "size": "a5", "printed": 100, "handed_out": 90})  # fmt: skip
    editor.add(picture(tmp_path / "a.jpg", "red", (2400, 1800)), picture(tmp_path / "b.jpg", "blue"))
    assert place.save() is False
    settle(qtbot, window)
    (row,) = [window._desk.activities.get(uid) for (uid,) in window._desk.activities._book.query("SELECT uid FROM activities")]
    assert [one["name"] for one in row.values["photos"]] == ["a.jpg", "b.jpg"]


def test_files_added_while_others_are_on_their_way_are_all_counted(qtbot, window, form, tmp_path):
    editor = form()
    names = [f"{n}.jpg" for n in range(5)]
    for n, name in enumerate(names):
        editor.add(picture(tmp_path / name, (40 * n, 0, 0)))
    assert editor.busy
    assert "1/5" in editor._told.text() or editor._whole == 5
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == names
    assert not editor.busy


def test_stopping_keeps_what_is_there(qtbot, window, form, tmp_path):
    editor = form()
    editor.add(*(picture(tmp_path / f"{n}.jpg", (40 * n, 0, 0)) for n in range(4)))
    editor.stop()
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == ["0.jpg"]


def test_the_day_of_a_photo_is_only_offered(qtbot, window, form, tmp_path):
    editor = form()
    place = window._stack.currentWidget()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:07:02 08:10:00"
    Image.new("RGB", (300, 200)).save(tmp_path / "a.jpg", exif=exif)
    before = place.form.values()["starts_on"]
    editor.add(tmp_path / "a.jpg")
    settle(qtbot, window)
    assert place.form.values()["starts_on"] == before
    assert "02/07/2026" in editor._use_day.text()
    editor._use_day.click()
    assert place.form.values()["starts_on"] == "2026-07-02"
    assert editor._use_day.isHidden()


def test_addresses_of_files_and_a_picture_of_a_browser_are_taken(qtbot, window, form, tmp_path):
    editor = form()
    words = QMimeData()
    words.setText(f'"{picture(tmp_path / "a.jpg", "red")}"\n{picture(tmp_path / "b.jpg", "blue")}\n')
    QApplication.clipboard().setMimeData(words)
    editor.paste()
    settle(qtbot, window)
    dragged = QMimeData()
    dragged.setUrls([QUrl("https://danang.gov.vn/anh.png")])
    image = QImage(120, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    dragged.setImageData(image)
    editor._take(dragged)
    settle(qtbot, window)
    assert [one["name"] for one in editor.raw()] == ["a.jpg", "b.jpg", "anh-dan.png"]


def test_about_pupils_it_is_asked_for_every_activity_anew(qtbot, window, form, tmp_path):
    editor = form("NGOAIKHOA")
    editor._consent.setChecked(True)
    editor.add(picture(tmp_path / "a.jpg", "red"))
    settle(qtbot, window)
    editor.put(editor.raw())
    assert editor._consent.isChecked()
    editor.put(None)
    assert not editor._consent.isChecked()
    assert not editor._add.isEnabled()


def test_a_caption_is_written_in_the_viewer_and_its_letters_are_no_commands(qtbot, window, form, tmp_path):
    editor = form()
    editor.add(picture(tmp_path / "a.jpg", "red"))
    settle(qtbot, window)
    editor.view(0)
    (viewer,) = editor.findChildren(PhotoViewer)
    settle(qtbot, window)
    digest = editor.raw()[0]["sha256"]
    viewer._name.setFocus()
    viewer._name.selectAll()
    QTest.keyClicks(viewer._name, "rzf toan canh")
    QTest.keyClick(viewer._name, Qt.Key.Key_Tab)
    settle(qtbot, window)
    assert editor.raw() == [{"sha256": digest, "name": "rzf toan canh", "size": editor.raw()[0]["size"]}]
    assert viewer._area.accessibleName() == "Ảnh 1/1: rzf toan canh"
    viewer.look_closer(2)
    assert viewer._picture.pixmap().width() == 600
    viewer.close()


def test_the_photos_of_the_chosen_activity_are_seen_beside_the_list(qtbot, window, tmp_path, kinds):
    keeping = window._desk.keeping
    photos = [keeping.attach(picture(tmp_path / name, colour)) for name, colour in (("a.jpg", "red"), ("b.jpg", "blue"))]
    window._desk.activities.save("TOROI", {
        "title": "Phát tờ rơi", "starts_on": "2026-11-02", "topics": ["dvc"], "audiences": ["nguoidan"], "campaign": "thuongxuyen",
        "host": "UBND phường", "size": "a5", "printed": 100, "handed_out": 90, "photos": photos})  # fmt: skip
    window.show_page("activities")
    settle(qtbot, window)
    details = window.findChild(Details)
    details.show_activity(window._desk.activities._book.query("SELECT uid FROM activities")[0][0])
    settle(qtbot, window)
    (shown,) = details.findChildren(Thumbs)
    looks = shown.stops()
    assert [look.accessibleName() for look in looks] == ["Xem ảnh 1/2: a.jpg", "Xem ảnh 2/2: b.jpg"]
    assert not looks[0].icon().isNull()
    looks[1].click()
    settle(qtbot, window)
    (viewer,) = details.findChildren(PhotoViewer)
    assert viewer._area.accessibleName() == "Ảnh 2/2: b.jpg"
    QTest.keyClick(viewer, Qt.Key.Key_Delete)
    assert len(viewer.photos) == 2
    viewer.close()


def test_a_photo_that_is_not_in_this_book_says_so(qtbot, window, form):
    editor = form()
    place = window._stack.currentWidget()
    editor.put([{"sha256": "1" * 64, "name": "b.png", "size": 5}])
    place._area.ensureWidgetVisible(editor)
    settle(qtbot, window)
    assert "máy khác" in editor._thumbs.stops()[0].text()
    editor.view(0)
    (viewer,) = editor.findChildren(PhotoViewer)
    settle(qtbot, window)
    assert "Không thấy ảnh này" in viewer._where.text()
    viewer.close()
