"""Files that mean harm, or came from elsewhere: refused in one sentence, with little memory and time, by a process of its own."""

import io
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from desktop.models.import_source import read
from tests.models.test_people import HOSTILE, row, xlsx

_RUN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20, 700 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (8, 8))
from pathlib import Path
from desktop.models.errors import InputError
from desktop.models.import_source import read
try:
    found = read(Path(sys.argv[1]))
    print("READ", sum(len(sheet.lines) for sheet in found.sheets))
except InputError as fault:
    print(fault.sentence)
# ru_maxrss begins at what the parent had reached before the exec.
print(int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) // 1024)
print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
"""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 2**20)
    return kept.getvalue()


def wide():
    cells = "".join(f'<c r="{_letters(at)}1"><v>1</v></c>' for at in range(16_384))
    return xlsx(f'<row r="1">{cells}</row>' + '<row><c r="XFD2"><v>1</v></c></row>' * 20)


def _letters(at):
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def lying():
    data = xlsx(row(1, "Tên hoạt động", "Ngày") + row(2, "Lớp", "28/8"))
    kept, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in kept.namelist():
            content = kept.read(one).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>', 1)
            packed.writestr(one, content)
    return out.getvalue()


FILES = {
    "bomb.xlsx": (bomb, "quá lớn"),
    "columns.xlsx": (wide, "100 cột"),
    "rows.xlsx": (lambda: xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_000))), "20.099 dòng"),
    "locked.xlsx": (lambda: _OLE + "EncryptedPackage".encode("utf-16-le"), "vì có mật khẩu: hãy mở bằng Excel"),
    "old.xls": (lambda: _OLE, "kiểu cũ (.xls): hãy"),
    "entities.xlsx": (lambda: HOSTILE["entities that swell"], "Không đọc được tệp Excel"),
    "corner.xlsx": (lambda: HOSTILE["a cell in the last corner"], "quá lớn"),
    "words.xlsx": (lambda: HOSTILE["one long word in every cell"], "quá lớn"),
    "picture.xlsx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "Không đọc được tệp Excel"),
    "picture.csv": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "không phải"),
    "nul.csv": (lambda: b"Ten,Ngay\nA\0B,1/2/2026\n", "không phải là bảng chữ"),
    "page.csv": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "không phải là bảng chữ"),
    "line.csv": (lambda: b"a," * 2_500_000, "quá nhiều dòng hoặc cột"),
    "quote.csv": (lambda: b'"' + b"a" * 3_000_000, "sai dạng"),
    "long.csv": (lambda: b"a,b\n" * 30_000, "quá nhiều dòng"),
    "empty rows.xlsx": (lambda: xlsx("<row/>" * 2**20), "trống"),
    "coloured rows.xlsx": (lambda: xlsx('<row><c s="1"/></row>' * 2**20), "trống"),
    "lying.xlsx": (lying, "READ 2"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_one_sentence(name, tmp_path):
    made, sentence = FILES[name]
    file = tmp_path / name
    file.write_bytes(made())
    done = subprocess.run([sys.executable, "-c", _RUN, str(file)], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    told, megabytes, seconds = done.stdout.splitlines()
    assert sentence in told and "\n" not in told
    assert int(megabytes) < 500 and float(seconds) < 5


def test_two_hundred_megabytes_are_refused_unread(tmp_path):
    file = tmp_path / "big.csv"
    with file.open("wb") as hole:
        hole.truncate(200 * 2**20)
    done = subprocess.run([sys.executable, "-c", _RUN, str(file)], capture_output=True, text=True, timeout=30, check=False)
    assert "lớn 200 MB, nhiều nhất 32 MB" in done.stdout


def test_formulas_links_and_hidden_sheets_are_values_and_told(tmp_path):
    file = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(str(file))
    page, hidden = made.add_worksheet("Lớp"), made.add_worksheet("Cũ")
    hidden.hide()
    hidden.write(0, 0, "x")
    page.write_row(0, 0, ["Tên hoạt động", "Số người"])
    page.write(1, 0, "Lớp")
    page.write_formula(1, 1, "=20+20", None, 40)
    page.write_formula(2, 1, "='[C:\\mat.xlsx]S'!A1", None, 7)
    page.write(2, 0, "=1+1", made.add_format({"num_format": "@"}))
    made.close()
    found = read(file)
    assert [(sheet.name, sheet.hidden) for sheet in found.sheets] == [("Lớp", False), ("Cũ", True)]
    assert [line.cells for line in found.sheet().lines[1:2]] == [("Lớp", 40)]
    assert found.sheet().lines[2].cells[1] == 7
