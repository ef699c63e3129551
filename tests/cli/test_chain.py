"""chain: the state of the journal, the code of a paper, what was done to the book."""

import json
import re

from desktop.models.book import Book


def record(run, tmp_path):
    source = tmp_path / "vao.jsonl"
    one = {"kind": "KHAC", "title": "Họp", "starts_on": "2026-10-10", "topics": ["dvc"], "audiences": ["nguoidan"],
           "campaign": "thuongxuyen", "host": "UBND phường"}  # fmt: skip
    source.write_text("\n".join(json.dumps(one | {"title": f"Họp {n}"}) for n in range(3)), encoding="utf-8")
    assert run("record", source)[0] == 0


def spoil(tmp_path, sql):
    with Book.open(tmp_path / "so") as book:
        book.connection.execute("DROP TRIGGER journal_keeps_content")
        book.connection.execute(sql)
        book.connection.commit()


def test_an_honest_journal_is_told_in_one_look(run, tmp_path):
    record(run, tmp_path)
    code, out, err = run("chain")
    assert code == 0 and not err
    assert "3 dòng" in out and "chưa xác nhận" in out and "liền mạch" in out


def test_a_changed_row_is_named_with_its_activity(run, tmp_path):
    record(run, tmp_path)
    spoil(tmp_path, "UPDATE journal SET change = replace(change, 'Họp', 'Hợp') WHERE seq = 2")
    code, _, err = run("chain")
    assert code == 1
    assert "Dòng 2 của nhật ký bị sửa nội dung" in err and "hoạt động" in err and "khôi phục" in err
    assert json.loads(run("chain", "--json")[1])["found"][0]["what"] == "content"


def test_the_code_on_a_paper_is_compared(run, tmp_path):
    record(run, tmp_path)
    _, out, _ = run("report", "--period", "2026-Q4", "--issue", "7/BC-UBND", "-o", tmp_path / "1.txt")
    printed = re.search(r"mã đối chiếu sổ ([0-9A-F ]{14})\.", out)[1]
    assert f"Mã đối chiếu sổ: {printed}" in (tmp_path / "1.txt").read_text(encoding="utf-8")
    code, out, _ = run("chain", "--report", printed)
    assert code == 0 and "số 7/BC-UBND" in out and "y nguyên" in out
    assert run("chain", "--report", "abc")[0] == 1
    spoil(tmp_path, "UPDATE issues SET report = replace(report, 'Hải Châu', 'Khác')")
    code, out, _ = run("chain", "--report", printed)
    assert code == 1 and "bị sửa trong sổ" in out


def test_what_was_done_to_the_book_is_listed(run, tmp_path):
    record(run, tmp_path)
    run("report", "--period", "2026-Q4", "--issue", "7/BC-UBND")
    code, out, _ = run("chain", "--events")
    assert code == 0 and "Phát hành báo cáo lần 1, số 7/BC-UBND" in out and "Bắt đầu ghi trên máy" in out
