"""Printers: their ways are data, a page keeps its true size, and a printing that breaks off knows what is out.

The last tests go through Qt into a PDF file, and through a real CUPS server of our own.
"""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop.models.errors import InputError, PrintError, StoreError
from desktop.printing import saving
from desktop.printing.printers import OFFERED, Preset, chosen, keep, place, presets, ranges
from desktop.printing.sheet import Sheet
from desktop.printing.spooling import JOB, Spool, sizes
from desktop.printing.trial import trial

ROOT = Path(__file__).parents[2]
A4 = (210.0, 297.0)


class Recorder:
    """A printer that notes what it is given, and fails at a given page."""

    def __init__(self, fail_at=None):
        self.jobs, self.now, self.fail_at, self.pictures, self.dropped = [], None, fail_at, [], 0

    def begin(self, preset):
        self.now = []

    def page(self, picture, placement, *, first):
        assert first == (not self.now)
        if self.fail_at is not None and sum(map(len, self.jobs)) + len(self.now) + 1 == self.fail_at:
            raise PrintError("Máy in kẹt giấy: hãy lấy giấy ra.")
        self.now.append(picture is not None)
        if picture is not None:
            self.pictures.append((picture.width, picture.height, picture.grey, bytes(picture.pixels[:3])))

    def end(self):
        self.jobs.append(self.now)

    def abort(self):
        self.dropped += 1


def numbered(count, size=(60.0, 40.0)):
    sheet = Sheet(*size, title="Trang")
    for page in range(count):
        if page:
            sheet.turn(*size)
        sheet.text(5, 15, str(page + 1), "sans", 12)
    return sheet.bytes()


def spool(pdf, press, *, pages="", **changed):
    return Spool(pdf, sizes(pdf), Preset("thử", **{"dpi": 72} | changed), press, pages=pages)


@pytest.mark.parametrize(("text", "pages"), [("", (0, 1, 2, 3, 4)), ("2", (1,)), (" 1-3, 5", (0, 1, 2, 4)), ("4-", (3, 4)),
                                             ("3;1", (2, 0)), ("2–3", (1, 2))])
def test_pages_are_chosen_as_people_write_them(text, pages):
    assert chosen(text, 5) == pages


@pytest.mark.parametrize("text", ["0", "6", "3-1", "a", "1,,2", "1-9", "-2", "9" * 40])
def test_pages_that_are_not_there_are_refused_in_words(text):
    with pytest.raises(InputError, match="hãy"):
        chosen(text, 5)


def test_ranges_say_the_same_pages_again():
    assert ranges([0, 1, 2, 4]) == "1-3, 5" and chosen(ranges([0, 1, 2, 4]), 5) == (0, 1, 2, 4)


@pytest.mark.parametrize("wrong", [{"paper": "A9"}, {"duplex": "x"}, {"copies": 0}, {"copies": 1000}, {"margin": -1.0},
                                   {"right": 11.0}, {"dpi": 600}])
def test_no_printer_can_do_that(wrong):
    with pytest.raises(InputError):
        Preset("thử", **wrong)


def test_ways_are_kept_for_each_printer_and_spoilt_ones_are_left_out():
    own = Preset("Giấy mời", duplex="short", grey=True, copies=40, right=0.5)
    kept = keep(keep({}, "Canon", Preset("Giấy mời")), "Canon", own)
    kept["Canon"] += [{"name": "cũ", "paper": "B2"}, {"name": "lạ", "copies": "3"}, "x", {"paper": "A4"}]
    assert presets(kept, "Canon") == (own, *OFFERED)
    assert presets(kept, "HP") == OFFERED == presets("hỏng", "Canon") == presets({"Canon": 3}, "Canon")


@pytest.mark.parametrize(("size", "where"), [((210.0, 297.0), (False, 0.0, 0.0)), ((148.0, 210.0), (False, 31.0, 43.5)),
                                             ((297.0, 210.0), (True, 0.0, 0.0)), ((210.4, 297.3), (False, -0.2, -0.15))])
def test_a_page_stands_in_the_middle_at_its_true_size(size, where):
    made = place(size, Preset("thử"))
    assert (made.across, round(made.x, 3), round(made.y, 3)) == where
    assert (made.width, made.height, made.scale) == (*size, 1.0)


def test_a_page_larger_than_its_paper_shrinks_only_when_asked():
    with pytest.raises(InputError, match="lớn hơn giấy A4"):
        place((297.0, 420.0), Preset("thử"))
    made = place((297.0, 420.0), Preset("thử", shrink=True, margin=5.0))
    assert made.width <= 200.001 and made.height <= 287.001 and made.width / made.height == pytest.approx(297 / 420)
    assert place((297.0, 420.0), Preset("thử", paper="A3")).scale == 1


def test_what_makes_good_for_a_printer_is_told_on_the_paper_not_on_what_is_read():
    askew = Preset("thử", right=1.0, down=2.0)
    assert (place(A4, askew).x, place(A4, askew).y) == (1.0, 2.0)
    lying = place((297.0, 210.0), askew)
    assert (lying.x, lying.y) == (-2.0, 1.0)


def test_pages_go_in_jobs_of_whole_sheets_and_copies_begin_on_a_new_one():
    press = Recorder()
    one = spool(numbered(5), press, duplex="long", copies=5)
    assert one.run() and [len(job) for job in press.jobs] == [JOB, 10]
    assert press.jobs[0][:6] == [True] * 5 + [False] and one.out == 30


def test_grey_pages_are_one_byte_a_dot_and_a_page_is_as_fine_as_asked():
    press = Recorder()
    spool(numbered(1, (25.4, 50.8)), press, grey=True, dpi=300).run()
    spool(numbered(1, (25.4, 50.8)), press, dpi=150).run()
    assert press.pictures == [(300, 600, True, b"\xff" * 3), (150, 300, False, b"\xff" * 3)]


def test_a_printer_that_fails_half_way_says_what_is_out_and_goes_on_from_there():
    pdf, press = numbered(50), Recorder(fail_at=34)
    one = spool(pdf, press)
    told = []
    with pytest.raises(PrintError, match="kẹt giấy"):
        one.run(progress=lambda done, whole: told.append((done, whole)))
    assert told[-1] == (33, 50) and press.dropped == 1
    assert one.told == "đã ra trang 1-20" and one.next_page == 21 and one.at == one.out == 20
    other = Recorder()
    one.go_on_from(31, other)  # somebody looked into the tray: ten more had come out
    assert one.run() and [len(job) for job in other.jobs] == [20] and one.next_page == 0
    assert one.told == "đã ra trang 1-50"


def test_going_on_prints_both_sides_of_the_sheet_and_stays_in_its_copy():
    press = Recorder(fail_at=27)
    one = spool(numbered(6), press, duplex="long", copies=8)
    with pytest.raises(PrintError):
        one.run()
    assert one.told == "đã ra 3 bản và trang 1-2 của bản sau" and one.next_page == 3
    one.go_on_from(4, Recorder())
    assert one.out == 3 * 6 + 2  # page 3 is the other side of 4
    with pytest.raises(InputError):
        one.go_on_from(7, Recorder())


def test_a_printing_can_be_stopped_and_says_what_is_out():
    press = Recorder()
    one = spool(numbered(30), press)
    assert not one.run(stopped=lambda: one.at == 25)
    assert press.dropped == 1 and one.out == 20 and one.next_page == 21 and len(press.pictures) == 25


def test_the_test_page_measures_what_it_says():
    for paper, size in (("A4", A4), ("A3", (297, 420)), ("A5", (148, 210))):
        assert sizes(trial(Preset("thử", paper=paper), "Canon")) == [pytest.approx(size, abs=0.01)]
    measure(trial(Preset("thử"), "Canon LBP2900"))


def test_a_stick_gets_a_name_of_its_own_and_is_read_back(tmp_path, monkeypatch):
    first = saving.save(tmp_path, 'Báo cáo: Quý IV/2025 "hội" ', b"%PDF-1")
    assert first.name == "Báo cáo Quý IV 2025 hội.pdf" and first.read_bytes() == b"%PDF-1"
    assert saving.save(tmp_path, 'Báo cáo: Quý IV/2025 "hội" ', b"%PDF-2").name == "Báo cáo Quý IV 2025 hội (2).pdf"
    assert saving.free(tmp_path, "../..").parent == tmp_path and saving.free(tmp_path, " ?? ").name == "Tài liệu.pdf"
    with monkeypatch.context() as worn, pytest.raises(StoreError, match="USB khác"):
        worn.setattr(saving, "atomic_write", lambda path, data: path.write_bytes(data[:-1]))
        saving.save(tmp_path, "hỏng", b"%PDF-3")
    with pytest.raises(StoreError):
        saving.save(tmp_path / "đã rút", "x", b"%PDF")


def printed(target, pdf, **changed):
    from desktop.ui.press import QtPress

    press = QtPress("tệp", "Trang thử", target=target)
    preset = Preset("thử", **changed)
    assert Spool(pdf, sizes(pdf), preset, press).run()
    return target.read_bytes()


def darkest(picture, box):
    """Where the ink in a box (mm) begins and ends: left, top, right, bottom in mm."""
    dot = picture.width / 210
    cut = picture.crop([round(side * dot) for side in box]).point(lambda value: 255 if value < 128 else 0)
    found = cut.getbbox()
    return [box[at % 2] + side / dot for at, side in enumerate(found)]


def measure(pdf, page=0):
    """Measure the two bars of the test page on a finished page, within 0.3 mm."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=300 / 72).to_pil().convert("L")
    finally:
        document.close()
    left, _, right, _ = darkest(picture, (30, 83.6, 190, 86))
    _, top, _, bottom = darkest(picture, (54, 88.6, 56.5, 200))
    assert right - left == pytest.approx(100, abs=0.3) and left == pytest.approx(55, abs=0.3)
    assert bottom - top == pytest.approx(100, abs=0.3) and top == pytest.approx(90, abs=0.3)


def test_through_qt_a_millimetre_is_a_millimetre(qapp, tmp_path):
    pdf = printed(tmp_path / "a.pdf", trial(Preset("thử"), "tệp"))
    measure(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as made:
        image = next(iter(made.pages[0].get_images().values()))
        assert "/DCTDecode" not in str(image.get("/Filter")), "letters are not smeared"
        assert image.Width == pytest.approx(2480, abs=2)


def test_a_page_that_lies_is_turned_to_the_left_on_paper_that_stands(qapp, tmp_path):
    sheet = Sheet(*A4, title="")
    sheet.box(20, 30, 10, 5, fill="#000000")
    sheet.turn(297, 210)
    sheet.box(20, 30, 10, 5, fill="#000000")
    document = pypdfium2.PdfDocument(printed(tmp_path / "a.pdf", sheet.bytes(), grey=True, right=1.0, down=2.0))
    try:
        found = []
        for page in document:
            picture = page.render(scale=150 / 72).to_pil().convert("L")
            assert picture.height > picture.width
            found.append(darkest(picture, (0, 0, 210, 297)))
    finally:
        document.close()
    assert found[0] == pytest.approx([21, 32, 31, 37], abs=0.3)
    assert found[1] == pytest.approx([31, 297 - 30 + 2, 36, 297 - 20 + 2], abs=0.3)


CUPSD = shutil.which("cupsd") or shutil.which("/usr/sbin/cupsd")
PRINTING = """
import subprocess
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from desktop.models.errors import PrintError
from desktop.printing.printers import Preset
from desktop.printing.spooling import Spool, sizes
from desktop.ui.press import QtPress, printers
app = QApplication([])
assert printers() == ["Phong_Van_hoa"], printers()
pdf = Path(sys.argv[1]).read_bytes()
one = Spool(pdf, sizes(pdf), Preset("thử"), QtPress("Phong_Van_hoa", "Trang thử"))
assert one.run()
print(one.told)


def tried(name, command=None):
    if command:
        subprocess.run([*command, name], check=True)
    try:
        print(Spool(pdf, sizes(pdf), Preset("thử"), QtPress(name, "Trang thử")).run())
    except PrintError as fault:
        print(fault.sentence)


tried("Khong_co")
tried("Phong_Van_hoa", ["cupsreject"])
tried("Phong_Van_hoa", ["cupsdisable"])
"""
BACKEND = '#!/bin/sh\n[ $# = 0 ] && exit 0\ncat "${6:--}" > "${DEVICE_URI#giay:}.part" && mv "${DEVICE_URI#giay:}.part" "${DEVICE_URI#giay:}"\n'
OPEN = "".join(f"<{name}>\nOrder allow,deny\nAllow all\n</{name.split()[0]}>\n" for name in ("Location /", "Location /admin"))


@pytest.fixture
def queue(tmp_path_factory):
    """A CUPS server of our own with one queue, whose printer keeps what it gets as a file."""
    folder = tmp_path_factory.mktemp("cups")
    for name in ("spool", "cache", "state", "temp", "bin/backend", "root"):
        (folder / name).mkdir(parents=True)
    for part in Path("/usr/lib/cups").iterdir():
        if part.name != "backend":
            (folder / "bin" / part.name).symlink_to(part)
    backend = folder / "bin/backend/giay"
    backend.write_text(BACKEND)
    backend.chmod(0o700)
    kept = {"ServerRoot": "root", "RequestRoot": "spool", "CacheDir": "cache", "StateDir": "state", "TempDir": "temp",
            "ServerBin": "bin", "ErrorLog": "error", "AccessLog": "access", "PageLog": "page"}
    (folder / "files").write_text("".join(f"{name} {folder / where}\n" for name, where in kept.items()))
    socket = folder / "state/sock"
    (folder / "conf").write_text(f"Listen {socket}\nDefaultAuthType None\n{OPEN}<Policy default>\n<Limit All>\n"
                                 "Order allow,deny\nAllow all\n</Limit>\n</Policy>\n")
    server = subprocess.Popen([CUPSD, "-f", "-c", folder / "conf", "-s", folder / "files"], stderr=subprocess.DEVNULL)
    env = os.environ | {"CUPS_SERVER": str(socket), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    out = folder / "out.pdf"
    command = ["lpadmin", "-p", "Phong_Van_hoa", "-E", "-v", f"giay:{out}"]
    try:
        for _ in range(200):
            if server.poll() is not None:
                pytest.skip("cupsd does not run here: " + (folder / "error").read_text()[-300:])
            if subprocess.run(command, env=env, capture_output=True, timeout=20).returncode == 0:
                break
        yield env, out
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.skipif(not CUPSD or not shutil.which("lpadmin"), reason="CUPS is not installed (Debian: cups, cups-client)")
def test_a_real_cups_queue_prints_the_page_at_its_true_size(queue, tmp_path):
    env, out = queue
    pdf = tmp_path / "in.pdf"
    pdf.write_bytes(trial(Preset("thử"), "Phòng Văn hóa"))
    ran = subprocess.run([sys.executable, "-c", PRINTING, pdf], env=env, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        "đã ra trang 1",
        "Không thấy máy in «Khong_co»: hãy kiểm tra dây, nguồn và mạng của máy in rồi in tiếp.",
        "Máy in «Phong_Van_hoa» đang bị khóa, không nhận thêm: hãy mở khóa hàng in rồi in tiếp.",
        "Máy in «Phong_Van_hoa» đang tạm dừng: hãy xem giấy, mực, cho máy chạy lại rồi in tiếp."]
    for _ in range(400):
        if out.exists():
            break
        subprocess.run(["lpstat", "-o"], env=env, capture_output=True, timeout=20)
    made = out.read_bytes()
    assert made.startswith(b"%PDF") and sizes(made) == [pytest.approx(A4, abs=0.3)]
    measure(made)
