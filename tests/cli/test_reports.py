"""The report at the console: kinds of report, issued versions, figures, and faults in a sentence."""

import json
from pathlib import Path

import pikepdf
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "activities.jsonl"


def record(run, tmp_path, *entries):
    path = tmp_path / "moi.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in entries), encoding="utf-8")
    code, out, err = run("record", path, "--json")
    assert code == 0, err
    return [json.loads(line)["uid"] for line in out.splitlines() if line.startswith("{")]


def lesson(day, people):
    return {"kind": "TAPHUAN", "title": f"Lớp ngày {day}", "starts_on": day, "topics": ["dvc"], "audiences": ["nguoidan"],
            "classes": 1, "place": "Hội trường", "campaign": "ngay1010", "participants": {"total": people}}  # fmt: skip


def words(path):
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_reports_of_a_period_a_campaign_and_an_activity_are_made(run, tmp_path):
    (uid,) = record(run, tmp_path, lesson("2026-10-05", 30))
    for name, options in (("ky", ["--period", "2026-Q4"]),
                          ("chiendich", ["--period", "2026-10-01..2026-10-10", "--campaign", "ngay1010"]),
                          ("hoatdong", ["--activity", uid])):  # fmt: skip
        code, out, err = run("report", *options, "-o", tmp_path / f"{name}.pdf")
        assert (code, err) == (0, "")
        assert f"{name}.pdf" in out
        assert words(tmp_path / f"{name}.pdf") >= 2 - (name == "hoatdong")


def test_figures_tell_which_activities_are_behind_them(run, tmp_path):
    record(run, tmp_path, lesson("2026-10-05", 30), lesson("2026-10-06", 12))
    code, out, _ = run("report", "--period", "2026-10", "--preset", "calendar", "--figures")
    found = {one["key"]: one for one in map(json.loads, out.splitlines())}
    assert code == 0
    assert found["TAPHUAN.participants"]["now"] == 42
    one = found["TAPHUAN"]
    code, out, _ = run("list", "--kind", *one["kinds"], "--from", one["since"], "--to", one["until"], "--json")
    assert len(out.splitlines()) == one["now"] == 2


def test_an_issued_report_is_made_again_byte_for_byte_and_a_correction_is_told(run, tmp_path):
    record(run, tmp_path, lesson("2026-10-05", 30))
    code, out, _ = run("report", "--period", "2026-Q4", "--issue", "7/BC-UBND", "-o", tmp_path / "1.pdf")
    assert code == 0
    assert "Đã phát hành bản lần 1, số 7/BC-UBND; mã đối chiếu sổ " in out
    record(run, tmp_path, lesson("2026-10-06", 5))
    code, _, err = run("report", "--period", "2026-Q4", "--issued", "1", "-o", tmp_path / "again.pdf")
    assert code == 0
    assert "Khác bản phát hành lần 1: Số lượt người tham gia 30 → 35 lượt người" in err
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()
    code, out, _ = run("report", "--period", "2026-Q4", "--issue")
    assert (code, "lần 2" in out) == (0, True)


@pytest.mark.parametrize(("options", "says"), [
    (["--period", "2026-Q4"], "Chưa nói làm gì"), (["-o", "x.pdf"], "Chưa có kỳ báo cáo"),
    (["--period", "2026-Q4", "-o", "x.doc"], "Chưa ghi được báo cáo kiểu «.doc»"),
    (["--period", "2026-Q4", "--issued", "1", "-o", "x.pdf"], "chưa phát hành lần nào"),
    (["--period", "2026-Q4", "--campaign", "tet", "-o", "x.pdf"], "Không có chiến dịch «tet»")])  # fmt: skip
def test_a_wrong_wish_is_one_sentence_and_writes_nothing(run, tmp_path, monkeypatch, options, says):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("report", *options)
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert not list(tmp_path.glob("x.*"))
