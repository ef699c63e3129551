"""Lists of named people: pasted, typed, read from files of others, hostile ones too; and nothing of them is ever kept or sent."""

import io
import resource
import subprocess
import sys
import time
import unicodedata
import zipfile

import pytest

from desktop.models import people, workbook
from desktop.models.errors import InputError, StoreError

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADED = "STT\tHọ và tên\tChức vụ\tĐơn vị\tNgày sinh\n1\tNguyễn Thị Ẩn\tTổ trưởng\tTổ 12\t05/10/1980\n2\tLê Mỹ\t\tTổ 3\t1975\n"


def names(found):
    return [row.values["name"] for row in found.rows]


def xlsx(rows="", *, shared="", styles=False, doctype="", extra=None):
    """An .xlsx written part by part, so that it may be as wicked as need be."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        kinds = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                        f'spreadsheetml.{kind}+xml"/>' for name, kind in
                        (("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"),
                         ("styles", "styles")))
        packed.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
                        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>')
        packed.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        links = "".join(f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")), 1))
        packed.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>')
        packed.writestr("xl/workbook.xml", f'<workbook {NS} xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
                        "</sheets></workbook>")
        packed.writestr("xl/sharedStrings.xml", f"<sst {NS}>{shared}</sst>")
        packed.writestr("xl/styles.xml", f'<styleSheet {NS}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
                        "</styleSheet>")
        packed.writestr("xl/worksheets/sheet1.xml", f"{doctype}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>")
        for name, content in (extra or {}).items():
            packed.writestr(name, content)
    return kept.getvalue()


def cell(at, text):
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *texts):
    return f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", text) for at, text in enumerate(texts))}</row>'


def test_pasted_from_excel_with_a_heading():
    found = people.pasted(HEADED)
    assert [name for name, _ in found.columns] == ["name", "position", "workplace", "birth"]
    assert dict(found.rows[0].values) == {"name": "Nguyễn Thị Ẩn", "position": "Tổ trưởng", "workplace": "Tổ 12",
                                          "birth": "05/10/1980"}
    assert dict(found.rows[1].values) == {"name": "Lê Mỹ", "workplace": "Tổ 3", "birth": "1975"}
    assert found.rows[1].line == 3 and not found.faulty()


def test_without_a_heading_columns_are_told_by_what_is_in_them():
    found = people.pasted("1\tNguyễn Văn A\t02/09/1990\tPhó Chủ tịch\n2\tLê B\t03/02/1991\tCông chức\n")
    assert dict(found.rows[0].values) == {"name": "Nguyễn Văn A", "birth": "02/09/1990", "position": "Phó Chủ tịch"}


def test_typed_one_a_line_with_blank_lines_and_a_title_above_the_heading():
    assert names(people.pasted("\n  Nguyễn Văn A \r\n\r\nLê Thị  B\r\n")) == ["Nguyễn Văn A", "Lê Thị B"]
    assert dict(people.pasted("Lê B, Tổ trưởng").rows[0].values) == {"name": "Lê B", "position": "Tổ trưởng"}
    titled = "DANH SÁCH HỌC VIÊN\t\t\n\t\t\nTT\tHọ và tên đệm\tTên\n1\tNguyễn Thị\tẨn\n"
    assert names(people.pasted(titled)) == ["Nguyễn Thị Ẩn"]


@pytest.mark.parametrize("heading", ["Họ và tên", "HỌ VÀ TÊN:", "Họ tên", "ho va ten", "Họ và tên học viên", "Họ và tên (*)",
                                     unicodedata.normalize("NFD", "Họ và tên")])
def test_headings_as_people_write_them(heading):
    assert people.column_of(heading) == "name"


def test_decomposed_letters_come_out_composed():
    found = people.pasted(unicodedata.normalize("NFD", HEADED))
    assert names(found)[0] == unicodedata.normalize("NFC", "Nguyễn Thị Ẩn")
    assert [name for name, _ in found.columns] == ["name", "position", "workplace", "birth"]


@pytest.mark.parametrize(("text", "encoding"), [
    ("Hä vµ tªn\tChøc vô\nNguyÔn ThÞ H­¬ng\tTæ tr­ëng", "tcvn3"),
    ("Hoï vaø teân\tChöùc vuï\nNguyeãn Thò Höông\tToå tröôûng", "vni")])
def test_old_encodings_are_told_and_turned(text, encoding, tmp_path):
    file = tmp_path / "cũ.csv"
    file.write_bytes(text.encode("cp1252"))
    for found in (people.pasted(text), people.read(file)):
        assert found.legacy == encoding
        assert dict(found.rows[0].values) == {"name": "Nguyễn Thị Hương", "position": "Tổ trưởng"}


def test_what_is_wrong_is_told_row_by_row():
    found = people.pasted("Họ và tên\tNgày sinh\n\t01/02/1990\n0905123456\t\nLê B\t31/02/1990\n" + "A" * 81 + "\t\n"
                          "Lê C\t1990\tthừa\nTrần D\t\nTRẦN D\t\n")
    told = {row.line: [one.sentence for one in row.faults] for row in found.faulty()}
    assert told[2] == ["Dòng 2 thiếu họ và tên: hãy điền thêm hoặc xóa dòng."]
    assert "«0905123456» không giống họ và tên" in told[3][0]
    assert "31/02/1990" in told[4][0] and "lịch" in told[4][0]
    assert "dài 81 ký tự" in told[5][0]
    assert "nhiều cột hơn" in told[6][0]
    assert [row.line for row in found.ready()] == [7, 8]
    assert found.rows[-1].remarks[0].sentence.startswith("Dòng 8 trùng với dòng 7")


def test_quoted_cells_keep_their_commas_and_lines_their_number(tmp_path):
    file = tmp_path / "ds.csv"
    file.write_bytes('\ufeffHọ và tên,Đơn vị\r\n"Lê, Văn\r\nB","Tổ 1, khu vực 2"\r\nLê C,Tổ 2\r\n'.encode())
    found = people.read(file)
    assert dict(found.rows[0].values) == {"name": "Lê, Văn B", "workplace": "Tổ 1, khu vực 2"}
    assert [row.line for row in found.rows] == [2, 4]


def test_columns_are_matched_to_the_fields_of_a_design():
    found = people.pasted("Họ và tên\tChức danh\tSố giấy chứng nhận\tMàu áo\nLê B\tTổ trưởng\t12\tXanh")
    fields = [("person", "Họ và tên người nhận"), ("position", "Chức vụ"), ("so_giay", "Số giấy chứng nhận"), ("shirt", "Màu áo"),
              ("unit", "Đơn vị")]
    assert found.matched(fields) == {"person": "name", "position": "position", "so_giay": "number", "shirt": "mau_ao"}


def test_a_workbook_with_days_numbers_and_shared_words(tmp_path):
    file = tmp_path / "ds.xlsx"
    file.write_bytes(xlsx(row(3, "STT", "Họ và tên", "Ngày sinh", "Số") +
                          '<row r="4"><c r="A4"><v>1</v></c><c r="B4" t="s"><v>0</v></c><c r="C4" s="1"><v>29499</v></c>'
                          '<c r="D4"><v>12</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>',
                          shared="<si><t>Nguyễn Thị Ẩn</t></si>"))
    found = people.read(file)
    assert dict(found.rows[0].values) == {"name": "Nguyễn Thị Ẩn", "birth": "05/10/1980", "number": "12"}


HOSTILE = {
    "a cell in the last corner": xlsx(row(1, "A") + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a row in the last corner": xlsx(row(1, "A") + '<row r="1048576"><c><v>1</v></c></row>'),
    "a million rows": xlsx('<row><c><v>1</v></c></row>' * 1_000_000),
    "a zip bomb": xlsx(extra={"xl/media.xml": b"<a>" + b" " * 100_000_000 + b"</a>"}),
    "one long word in every cell": xlsx('<row><c t="s"><v>0</v></c></row>' * 9000, shared=f"<si><t>{'a' * 1_000_000}</t></si>"),
    "entities that swell": xlsx(doctype='<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">]>'),
    "many parts": xlsx(extra={f"xl/p{n}.xml": "<a/>" for n in range(500)}),
    "a cell nowhere": xlsx('<row><c r="ZZZZZZ99999999999999"><v>1</v></c></row>'),
    "an open document": xlsx().replace(b"xl/workbook.xml", b"content.xmlaaaa"),
    "half a file": xlsx(row(1, "A"))[:900],
    "no zip": b"Nguy\xe1\xbb\x85n",
    "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
}


@pytest.mark.parametrize("wicked", HOSTILE)
def test_a_hostile_workbook_is_refused_in_one_sentence(wicked):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(InputError) as fault:
        workbook.cells(HOSTILE[wicked], "ds.xlsx")
    assert fault.value.sentence.startswith(("Tệp Excel «ds.xlsx» quá lớn", "Không đọc được tệp Excel «ds.xlsx»"))
    assert "\n" not in fault.value.sentence
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024
    assert time.process_time() - began < 10


def test_two_gigabytes_are_refused_unread(tmp_path):
    file = tmp_path / "ds.xlsx"
    with file.open("wb") as hole:
        hole.truncate(2 * 1024**3)
    with pytest.raises(InputError, match="lớn hơn 16 MB"):
        people.read(file)


@pytest.mark.parametrize(("name", "data"), [("ds.docx", b"x"), ("ds.csv", b"a\0b"), ("ds.csv", b""), ("ds.csv", b"\xff\xfa\x80abc"),
                                            ("ds.csv", b'"' + b"a" * 200_000)])
def test_other_files_are_refused(name, data, tmp_path):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(InputError):
        people.read(file)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises((InputError, StoreError)):
        people.read(tmp_path / "không.csv")


def test_ten_thousand_people_and_not_one_more():
    assert len(people.pasted("\n".join("Lê B" for _ in range(10_000))).rows) == 10_000
    with pytest.raises(InputError, match="hơn 10.000 người"):
        people.pasted("\n".join("Lê B" for _ in range(10_001)))


def test_the_reader_of_excel_is_imported_when_needed_only():
    said = subprocess.run([sys.executable, "-c", "import sys, desktop.models.people; print('python_calamine' in sys.modules)"],
                          capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
