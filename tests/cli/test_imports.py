"""The command import: Excel and CSV by their headings, told line by line, taken back whole."""

import json

import pytest
import xlsxwriter

from desktop import cli

HEAD = ["STT", "Tên việc", "Ngày", "Địa điểm", "Mảng", "Số người"]


@pytest.fixture
def office(tmp_path, capsys):
    folder = str(tmp_path / "so")
    assert cli.run(["init", "--unit", "20242", "--data-dir", folder]) == 0

    def run(*arguments):
        capsys.readouterr()
        code = cli.run([*map(str, arguments), "--data-dir", folder])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def table(path, *rows, sheet="Lớp", head=HEAD):
    made = xlsxwriter.Workbook(str(path))
    made.add_worksheet("Bìa").write(0, 0, "Sổ theo dõi")
    page = made.add_worksheet(sheet)
    for at, row in enumerate([["TỔNG HỢP NĂM 2025"], head, *rows]):
        for across, cell in enumerate(row):
            page.write(at, across, cell)
    made.close()
    return path


GOOD = ([1, "Lớp tổ 1", "28/8", "Nhà văn hóa", "VNeID", 40], [2, "Lớp tổ 2", 45900, "Hội trường", "Y tế số", 25])
ALL = ("--kind", "taphuan", "--match", "Mảng=topics", "--set", "Đối tượng=Người dân")


def test_checked_imported_listed_and_taken_back(office, tmp_path):
    file = table(tmp_path / "lop.xlsx", *GOOD)
    code, out, _ = office("import", file, *ALL, "--check")
    assert (code, out) == (0, "2 dòng: 2 tốt, 0 cần sửa, 0 trùng. Chưa lưu gì.\n")
    assert office("list")[1] == "0 hoạt động\n"
    code, out, _ = office("import", file, *ALL)
    assert code == 0 and out.startswith("Đã nhập 2 hoạt động.\nLấy lại cả lần nhập này: sophuong import --undo ")
    made = json.loads(office("import", "--imports", "--json")[1])
    assert (made["file"], made["saved"], made["undone_at"]) == ("lop.xlsx", 2, "")
    listed = [json.loads(line) for line in office("list", "--json")[1].splitlines()]
    assert [one["starts_on"] for one in listed] == ["2025-08-31", "2025-08-28"]
    code, out, err = office("import", file, *ALL)
    assert code == 1 and "Dòng 3: đã có trong sổ ngày 28/08/2025, bỏ qua." in err and "Không có dòng nào để nhập" in err
    assert office("import", "--undo", made["uid"])[1] == "Đã bỏ 2 hoạt động vào thùng rác.\n"
    assert office("list")[1] == "0 hoạt động\n" and "đã lấy lại" in office("import", "--imports")[1]
    assert office("import", "--undo", "x")[0] == 1


def test_wrong_lines_are_told_by_number_field_and_reason(office, tmp_path):
    file = table(tmp_path / "lop.xlsx", *GOOD, [3, "Lớp tổ 3", "31/2", "Chợ", "Nấu ăn", 5])
    code, _, err = office("import", file, *ALL)
    told = err.splitlines()
    assert code == 1 and told[0].startswith("Dòng 5, starts_on: Không có ngày 31/2/2025")
    assert told[1].startswith("Dòng 5, topics: Không có lựa chọn «Nấu ăn»") and "chưa nhập dòng nào" in told[-1]
    assert office("list")[1] == "0 hoạt động\n"
    code, out, _ = office("import", file, *ALL, "--keep-good", "--json")
    saved = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and [(one["line"], one["kind"]) for one in saved] == [(3, "TAPHUAN"), (4, "TAPHUAN")]


@pytest.mark.parametrize(("more", "sentence"), [
    (("--sheet", "Không có"), "không có trang tính «Không có»: có «Bìa», «Lớp»"),
    (("--match", "Cột lạ=title"), "Không có cột «Cột lạ»"),
    (("--match", "Mảng=lạ"), "Không có trường «lạ»"),
    (("--set", "lạ=1"), "Không có trường «lạ»"),
    (("--kind", "LA"), "Không có loại hoạt động «LA»")], ids=range(5))  # fmt: skip
def test_what_is_not_there_is_told(office, tmp_path, more, sentence):
    code, _, err = office("import", table(tmp_path / "lop.xlsx", *GOOD), *ALL, *more)
    assert code == 1 and sentence in err.splitlines()[-1]


def test_old_letters_are_never_turned_unasked(office, tmp_path):
    file = tmp_path / "cu.csv"
    file.write_bytes("Tªn viÖc,Ngµy,§Þa ®iÓm,Sè ng­êi\nTËp huÊn kü n¨ng sè,28/8/2026,Nhµ v¨n hãa,45\n".encode("cp1252"))
    wanted = ("--kind", "TAPHUAN", "--set", "topics=vneid", "--set", "audiences=nguoidan")
    code, _, err = office("import", file, *wanted)
    assert code == 1 and "TËp huÊn kü n¨ng sè → Tập huấn kỹ năng số" in err and "--legacy convert" in err.splitlines()[-1]
    assert office("import", file, *wanted, "--legacy", "convert")[0] == 0
    assert "Tập huấn kỹ năng số" in office("list")[1]


def test_doubtful_numbers_are_asked_and_answered_for_the_whole_file(office, tmp_path):
    file = table(tmp_path / "lop.xlsx", [1, "Lớp", "28/8", "Chợ", "VNeID", "1,500"])
    code, _, err = office("import", file, *ALL)
    assert code == 1 and "chưa rõ là 1.500 hay 1,5" in err
    assert office("import", file, *ALL, "--numbers", "thousands")[0] == 0
    assert "1.500 lượt người" in office("list")[1]
