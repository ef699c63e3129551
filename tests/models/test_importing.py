"""Past activities from Excel, CSV and the clipboard: matched, judged, saved whole, taken back whole."""

import csv
import io
import json
import random

import pytest
import xlsxwriter

from desktop.models import exchange
from desktop.models.activities import Activities
from desktop.models.errors import InputError
from desktop.models.import_store import Imports
from desktop.models.query import Query

CLASS = ("STT\tTên hoạt động\tThời gian\tĐịa điểm\tChủ đề\tĐối tượng\tSố lượt người\tTrong đó: Nữ\n"
         "1\tTập huấn kỹ năng số tổ 12\t28/8\tNhà văn hóa tổ 12\tVNeID; An toàn thông tin\tNgười dân\t45 người\t20\n"
         "2\tTập huấn thanh toán số\ttừ 5/9 đến 7/9\tHội trường\tThanh toán không dùng tiền mặt\tCán bộ\t1.500\t\n")  # fmt: skip


@pytest.fixture
def imports(book, kinds, activities):
    return Imports(book, kinds, activities)


def judged(imports, text, *, kind="TAPHUAN", edits=None, change=lambda matching: matching):
    source = imports.open(text)
    table = imports.table(source.sheet())
    matching = change(imports.match(table, name=source.name, kind=kind))
    return source, imports.preview(table, matching, edits or {})


def faults(preview):
    return [(row.line, problem.field) for row in preview.rows for problem in row.problems]


def in_2026(matching):
    from dataclasses import replace

    return replace(matching, year=2026)


def book_of(path, sheets):
    made = xlsxwriter.Workbook(str(path))
    day = made.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for at, cells in enumerate(rows):
            for across, cell in enumerate(cells):
                if hasattr(cell, "isoformat"):
                    sheet.write_datetime(at, across, cell, day)
                elif cell != "":
                    sheet.write(at, across, cell)
    made.close()
    return path


def test_a_pasted_table_is_matched_and_read(imports):
    _, found = judged(imports, CLASS, change=in_2026)
    assert found.targets == ("title", "starts_on", "place", "topics", "audiences", "participants", "participants.female")
    first, second = found.rows
    assert first.values["starts_on"] == "2026-08-28" and "ends_on" not in first.values
    assert first.values["participants"] == {"total": 45, "female": 20}
    assert first.values["topics"] == ["vneid", "antoan"] and first.values["audiences"] == ["nguoidan"]
    assert (second.values["starts_on"], second.values["ends_on"]) == ("2026-09-05", "2026-09-07")
    assert second.values["participants"] == {"total": 1500} and second.values["audiences"] == ["canbo"]
    assert second.values["campaign"] == "thuongxuyen"
    assert first.meant["topics"] == "Định danh điện tử VNeID, Đề án 06; An toàn thông tin, phòng chống lừa đảo"


def test_saved_whole_and_taken_back_whole(imports, activities, book):
    source, found = judged(imports, CLASS, change=in_2026)
    made = imports.save(source, found)
    assert (made.found, made.saved, made.file) == (2, 2, "bảng dán vào") and activities.count(Query()) == 2
    assert [line for line, _ in imports.lines(made.uid)] == [2, 3]
    assert imports.again(source.digest) == made and imports.history() == [made]
    changed = imports.lines(made.uid)[0][1]
    activities.save("TAPHUAN", {**activities.get(changed).values, "results": "Đã sửa"}, uid=changed)
    done = imports.undo(made.uid)
    assert (done.binned, done.changed, done.locked) == (1, (changed,), 0)
    assert [activities.get(uid).state for _, uid in imports.lines(made.uid)] == ["saved", "binned"]
    assert imports.again(source.digest) is None and imports.history()[0].undone_at
    assert imports.undo(made.uid, changed_too=True).binned == 1 and activities.count(Query()) == 0
    assert len(activities.history(changed)) == 3  # nothing is deleted: each step is a revision


def test_a_stop_leaves_nothing(imports, activities, book):
    lines = CLASS.splitlines()[:1] + [f"{n}\tLớp {n}\t1/{n % 12 + 1}\tA\tvneid\tnguoidan\t5\t" for n in range(250)]
    source, found = judged(imports, "\n".join(lines), change=in_2026)
    told = []
    with pytest.raises(InputError, match="chưa lưu dòng nào"):
        imports.save(source, found, told=lambda done, whole: told.append(done), stopped=lambda: len(told) == 2)
    assert told == [100, 200] and activities.count(Query()) == 0 and imports.history() == []
    assert book.query("SELECT count(*) FROM journal")[0][0] == 0


def test_faults_stand_beside_their_cells_and_are_mended_in_the_preview(imports, activities):
    text = CLASS.replace("28/8", "31/2").replace("45 người", "nhiều").replace("An toàn thông tin", "Nấu ăn")
    source, found = judged(imports, text, change=in_2026)
    assert faults(found) == [(2, "starts_on"), (2, "topics"), (2, "participants")]
    assert (found.count("good"), found.count("faulty")) == (1, 1)
    edits = {(2, "starts_on"): "28/8", (2, "participants"): "45", (2, "topics"): "VNeID"}
    mended = imports.preview(found.table, found.matching, edits, before=found)
    assert mended.count("good") == 2 and mended.rows[1] is found.rows[1]
    assert imports.save(source, mended).saved == 2


def test_sub_counts_more_than_the_whole_are_told_at_the_cell(imports):
    _, found = judged(imports, CLASS.replace("\t20\n", "\t46\n"), change=in_2026)
    assert faults(found) == [(2, "participants")] and "nhiều hơn tổng số" in found.rows[0].problems[0].sentence


def test_doubles_are_left_out_unless_ticked(imports, activities):
    double = CLASS + CLASS.splitlines()[1].replace("Tập huấn", "TẬP  HUẤN") + "\n"
    source, found = judged(imports, double, change=in_2026)
    assert [(row.standing, row.remark) for row in found.rows] == [("good", ""), ("good", ""), ("double", "giống dòng 2")]
    assert imports.save(source, found).saved == 2
    source, found = judged(imports, double, change=in_2026)
    assert [row.remark for row in found.rows[:2]] == ["đã có trong sổ ngày 28/08/2026", "đã có trong sổ ngày 05/09/2026"]
    assert not found.ready()
    with pytest.raises(InputError, match="Không có dòng nào để nhập"):
        imports.save(source, found)
    assert imports.save(source, found, ticked=[4]).saved == 1
    assert activities.count(Query()) == 3


def test_our_own_export_comes_back_without_doubles(imports, activities, kinds, tmp_path, book):
    source, found = judged(imports, CLASS, change=in_2026)
    imports.save(source, found)
    activities.save("TOROI", {"title": "=Tờ rơi", "starts_on": "2026-08-01", "topics": "vneid", "audiences": "nguoidan",
                              "size": "A5", "printed": 100, "handed_out": 90})  # fmt: skip
    file = tmp_path / "xuat.csv"
    exchange.export(file, activities, kinds, Query())
    source = imports.open(file)
    table = imports.table(source.sheet())
    found = imports.preview(table, imports.match(table), {})
    assert [row.standing for row in found.rows] == ["known"] * 3 and not faults(found) and not found.ready([2, 3, 4])
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    for row in rows[1:]:
        row[0] = ""
    out = io.StringIO()
    csv.writer(out).writerows([row if n else row for n, row in enumerate(rows)])
    file.write_text(out.getvalue(), "utf-8")
    for uid in [row.uid for row in found.rows]:
        activities.bin(uid)
    source = imports.open(file)
    table = imports.table(source.sheet())
    again = imports.preview(table, imports.match(table), {})
    assert not faults(again)
    assert sorted(json.dumps(row.values, sort_keys=True) for row in again.rows) == \
        sorted(json.dumps(dict(activities.get(row.uid).values), sort_keys=True) for row in found.rows)  # fmt: skip


def test_an_office_workbook_with_titles_merged_headings_totals_and_signatures(imports, tmp_path):
    from datetime import datetime

    file = book_of(tmp_path / "nam 2025.xlsx", {"Ghi chú": [["Bảng tổng hợp"]], "Tập huấn": [
        ["UBND PHƯỜNG HẢI CHÂU"], ["TỔNG HỢP CÁC LỚP TẬP HUẤN NĂM 2025"], [],
        ["STT", "Tên hoạt động", "Ngày", "Địa điểm", "Số lượt người", "", "Kinh phí (triệu đồng)", "Ghi chú"],
        ["", "", "", "", "Tổng số", "Nữ", "", ""],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        ["I", "Quý I", "", "", "", "", "", ""],
        [1, "Lớp kỹ năng số", datetime(2025, 3, 5), "Hội trường", 45, 20, 12.5, ""],
        [2, "Công nghệ số cho tổ dân phố", 45730, "Nhà văn hóa", 30, "", "", ""],
        ["", "Tổng cộng", "", "", 75, 20, 12.5, ""],
        ["", "", "", "", "", "NGƯỜI LẬP BIỂU", "", ""]]})  # fmt: skip
    source = imports.open(file)
    assert [sheet.name for sheet in source.sheets] == ["Ghi chú", "Tập huấn"]
    table = imports.table(source.sheet())
    assert (table.sheet, table.head) == ("Tập huấn", 4)
    matching = imports.match(table, name=source.name)
    assert (matching.kind, matching.year, matching.factors) == ("TAPHUAN", 2025, {6: 1_000_000})
    assert matching.columns == ("", "title", "starts_on", "place", "participants", "participants.female", "cost_actual", "")
    found = imports.preview(table, matching, {})
    assert [(row.line, row.skip) for row in found.rows if row.skip] == [
        (7, "đề mục hoặc ghi chú"), (10, "dòng cộng"), (11, "đề mục hoặc ghi chú")]  # fmt: skip
    assert (9, "audiences") in faults(found) and "topics" in found.targets
    constant = matching.with_constant("topics", "VNeID").with_constant("audiences", "Người dân")
    good = imports.preview(table, constant, {})
    assert good.count("good") == 2 and good.count("skipped") == 3
    values = good.rows[1].values
    assert (values["starts_on"], values["cost_actual"], values["participants"]) == (
        "2025-03-05", 12_500_000, {"total": 45, "female": 20})  # fmt: skip
    assert good.rows[2].values["starts_on"] == "2025-03-14"


def test_the_kind_may_stand_in_a_column(imports):
    text = ("Loại\tNội dung hoạt động\tNgày\tChủ đề\tĐối tượng\tĐịa điểm\tSố người\n"
            "Lớp tập huấn\tA\t1/2/2026\tvneid\tnguoidan\tX\t3\nTờ rơi\tB\t2/2/2026\tvneid\tnguoidan\t\t\nBay\tC\t2/2/2026\tvneid\tnguoidan\t\t\n")
    _, found = judged(imports, text, kind="")
    assert found.matching.kind == "" and found.matching.columns[0] == "kind"
    assert [row.kind for row in found.rows] == ["TAPHUAN", "TOROI", ""]
    assert found.rows[0].standing == "good" and found.rows[0].meant["kind"] == "Tập huấn, bồi dưỡng"
    assert (4, "kind") in faults(found)


def test_a_doubtful_number_is_asked_once_for_its_column(imports, kinds):
    from dataclasses import replace

    from desktop.models.import_matching import doubts

    text = CLASS.replace("1.500", "1,500").replace("45 người", "2,500")
    _, found = judged(imports, text, change=in_2026)
    assert doubts(found.table, found.matching, kinds) == [(6, "2,500", ("2.500", "2,5"))]
    assert found.count("faulty") == 2
    said = replace(found.matching, doubtful={6: "thousands"})
    told = imports.preview(found.table, said, {})
    assert [row.values["participants"]["total"] for row in told.rows] == [2500, 1500]
    assert doubts(found.table, said, kinds) == []


def test_a_matching_is_remembered_for_the_same_headings(imports):
    text = CLASS.replace("Chủ đề", "Mảng việc")
    source, found = judged(imports, text, change=in_2026)
    assert found.matching.columns[4] == "" and [field for _, field in faults(found)] == ["topics", "topics"]
    chosen = found.matching.with_column(4, "topics").with_constant("host", "Đoàn Thanh niên")
    imports.save(source, imports.preview(found.table, chosen, {}))
    table = imports.table(imports.open(text.upper().replace("28/8", "29/8")).sheet())
    again = imports.match(table, name="x")
    assert (again.columns, again.kind, dict(again.constants)) == (chosen.columns, "TAPHUAN", {"host": "Đoàn Thanh niên"})


OLD = {"tcvn3": "Tªn ho¹t ®éng\tNgµy\t§Þa ®iÓm\tChñ ®Ò\t§èi t­îng\tSè l­ît ng­êi\n"
                "TËp huÊn kü n¨ng sè\t28/8/2026\tNhµ v¨n hãa\tVNeID\tNg­êi d©n\t45\n",
       "vni": "Teân hoaït ñoäng\tNgaøy\tÑòa ñieåm\tChuû ñeà\tÑoái töôïng\tSoá löôït ngöôøi\n"
              "Taäp huaán kyõ naêng soá\t28/8/2026\tNhaø vaên hoùa\tVNeID\tNgöôøi daân\t45\n"}  # fmt: skip


@pytest.mark.parametrize("encoding", sorted(OLD))
@pytest.mark.parametrize("way", ["csv", "xlsx"])
def test_old_fonts_are_shown_and_turned_only_when_a_person_says_so(imports, encoding, way, tmp_path):
    from dataclasses import replace

    file = tmp_path / f"cu.{way}"
    if way == "csv":
        file.write_bytes(OLD[encoding].encode("cp1252"))
    else:
        book_of(file, {"S": [line.split("\t") for line in OLD[encoding].splitlines()]})
    source = imports.open(file)
    table = imports.table(source.sheet())
    assert set(table.legacy().values()) == {encoding}
    assert ("Nhà văn hóa" in [after for _, after in table.before_after(9)])
    matching = imports.match(table, kind="TAPHUAN")
    assert matching.columns == ("title", "starts_on", "place", "topics", "audiences", "participants")
    raw = imports.preview(table, matching, {})
    with pytest.raises(InputError, match="phông chữ cũ"):
        imports.save(source, raw)
    turned = imports.preview(table, replace(matching, legacy=table.legacy()), {})
    assert turned.rows[0].values["title"] == "Tập huấn kỹ năng số" and turned.rows[0].values["audiences"] == ["nguoidan"]
    assert imports.save(source, turned).saved == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_of_every_encoding_and_sign(imports, encoding, sign, tmp_path):
    import unicodedata

    out = io.StringIO()
    rows = [line.split("\t") for line in CLASS.splitlines()]
    rows[1][3] = "Nhà văn hóa, tổ 12"
    csv.writer(out, delimiter=sign).writerows(rows)
    text = out.getvalue()
    if encoding == "cp1258":  # Windows keeps the tone as a sign of its own
        text = "".join(_toned(letter) for letter in text)
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(encoding))
    source = imports.open(file)
    table = imports.table(source.sheet())
    found = imports.preview(table, imports.match(table, kind="TAPHUAN"), {})
    assert not faults(found) and found.rows[0].values["place"] == {"name": "Nhà văn hóa, tổ 12"}
    assert unicodedata.is_normalized("NFC", found.rows[0].values["title"])


def _toned(letter):
    import unicodedata

    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        for cut in (2, 1):
            base = unicodedata.normalize("NFC", parts[:cut] if cut == 2 and parts[1] in "\u0302\u0306\u031b" else parts[0])
            rest = [mark for mark in parts[1:] if mark not in unicodedata.normalize("NFD", base)]
            try:
                return (base + "".join(rest)).encode("cp1258").decode("cp1258")
            except UnicodeEncodeError:
                continue
        return unicodedata.normalize("NFC", parts[0] + parts[2]) + parts[1]


def test_cells_of_several_lines_keep_their_text_and_lines_their_number(imports):
    text = CLASS.replace("Hội trường", '"Hội trường\ntầng 2"') + "3\tX\t\t\t\t\t\t\n"
    _, found = judged(imports, text, change=in_2026)
    assert found.rows[1].values["place"] == {"name": "Hội trường tầng 2"}
    assert [row.line for row in found.rows] == [2, 3, 5] and found.rows[2].skip == "đề mục hoặc ghi chú"


def test_values_said_for_every_row_fill_only_what_is_empty(imports):
    _, found = judged(imports, CLASS, change=lambda m: in_2026(m).with_constant("campaign", "Ngày Chuyển đổi số Đà Nẵng 28/8")
                      .with_constant("place", "Nơi khác"))  # fmt: skip
    assert [row.values["campaign"] for row in found.rows] == ["ngay288"] * 2
    assert found.rows[0].values["place"] == {"name": "Nhà văn hóa tổ 12"}


def test_the_journal_stays_a_chain_and_totals_are_those_of_the_file(imports, activities, book, kinds):
    from desktop.models.journal import Journal

    chance = random.Random(5)
    people = [chance.randrange(1, 200) for _ in range(300)]
    lines = [CLASS.splitlines()[0]]
    lines += [f"{n}\tLớp {n}\t{n % 28 + 1}/{n % 12 + 1}\tA\tvneid\tnguoidan\t{count}\t" for n, count in enumerate(people)]
    source, found = judged(imports, "\n".join(lines), change=in_2026)
    imports.save(source, found)
    assert Journal(book).verify() == 300
    assert book.query("SELECT sum(people), count(*) FROM activities")[0] == (sum(people), 300)
    assert Activities(book, kinds).count(Query(text="lop 299")) == 1


def test_every_sample_exported_to_excel_comes_back_as_it_was(imports, activities, kinds, tmp_path):
    from pathlib import Path

    from desktop.models.book import Book

    samples = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"
    assert not [one.problems for one in exchange.record(exchange.read(samples, kinds), activities) if one.problems]
    file = tmp_path / "xuat.xlsx"
    exchange.export(file, activities, kinds, Query())
    local = {field.name for kind in kinds.values() for field in kind.fields if field.type == "photos"}
    with Book.create(tmp_path / "khác", unit="20242") as empty:
        elsewhere = Imports(empty, kinds, Activities(empty, kinds))
        found = 0
        for sheet in imports.open(file).sheets:
            table = imports.table(sheet)
            here = imports.preview(table, imports.match(table), {})
            if not here.rows or "title" not in here.targets:
                continue
            assert {row.standing for row in here.rows if not row.skip} == {"known"}, sheet.name
            there = elsewhere.preview(table, elsewhere.match(table), {})
            for row in there.rows:
                if row.uid:
                    assert not row.problems, (sheet.name, row.problems)
                    wanted = {name: value for name, value in activities.get(row.uid).values.items() if name not in local}
                    assert {name: row.values[name] for name in row.values if name not in local} == wanted
                    found += 1
        assert found == activities.count(Query())


def test_a_sheet_of_another_kind_with_the_same_headings_is_not_taken_for_the_remembered_one(imports, tmp_path):
    from desktop.models.import_source import Sheet

    source, found = judged(imports, CLASS, change=in_2026)
    imports.save(source, found)
    lines = source.sheet().lines
    assert imports.match(imports.table(Sheet("Tập huấn", lines))).kind == "TAPHUAN"
    assert imports.match(imports.table(Sheet("Hội nghị", lines))).kind == "HOINGHI"
    assert imports.match(imports.table(Sheet("", lines)), kind="HOINGHI").kind == "HOINGHI"
