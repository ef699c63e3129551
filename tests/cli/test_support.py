"""The support bundle holds what helps and nobody's name, key or token."""

import io
import json
import zipfile

import pikepdf
import pytest

from desktop import support

SEEDED = ("Nguyễn Thị Hồng Nhung", "Nhung", "0905123456", "mat-khau-proxy", "sp_Zk39fjqP20skfLqpw94mfkaQ", "Lễ ra quân kín",
          "ABCD2-EFGH3-JKLM4", "nhung@danang.vn")  # fmt: skip


def planted(entry):
    """An entry whose name is seeded, wherever its values stand."""
    return {key: SEEDED[5] if key == "title" else planted(value) if isinstance(value, dict) else value for key, value in entry.items()}


def test_a_bundle_holds_no_seeded_name_key_or_token(run, tmp_path):
    folder = tmp_path / "so"
    entry = json.loads(run("kinds", "TAPHUAN", "--json")[1])["example"]
    (tmp_path / "one.jsonl").write_text(json.dumps(planted(entry), ensure_ascii=False), encoding="utf-8")
    assert run("record", tmp_path / "one.jsonl")[0] == 0
    assert SEEDED[5] in run("list", "--json")[1]
    (folder / "logs").mkdir(exist_ok=True)
    (folder / "logs" / "so-phuong.log").write_text(
        f"2026 WARNING desktop.x: {SEEDED[0]} {SEEDED[2]} http://ai:{SEEDED[3]}@10.0.0.1:3128 Bearer {SEEDED[4]} {SEEDED[5]} "
        f"{SEEDED[6]} {SEEDED[7]}\n", encoding="utf-8")  # fmt: skip
    code, out, err = run("support", "-o", tmp_path / "goi.zip")
    assert (code, err) == (0, "")
    with zipfile.ZipFile(tmp_path / "goi.zip") as packed:
        assert {"so.json", "tu-kiem-tra.json", "tu-kiem-tra.pdf", "so-phuong.log"} == set(packed.namelist())
        for name in packed.namelist():
            data = packed.read(name)
            if name.endswith(".pdf"):
                assert len(pikepdf.open(io.BytesIO(data)).pages) >= 1
                continue
            assert [one for one in SEEDED if one in data.decode()] == [], name
        told = json.loads(packed.read("so.json"))
        assert told["unit"] == "20242" and told["counts"]["activities"] == told["counts"]["journal"] == 1
        assert "10.0.0.1:3128" in packed.read("so-phuong.log").decode()
        assert json.loads(packed.read("tu-kiem-tra.json"))["findings"]
    assert (tmp_path / "goi.zip").stat().st_size < support.LARGEST


def test_it_is_read_before_it_is_written_and_a_file_may_stay(run, tmp_path):
    code, out, _ = run("support", "--look", "--without", "tu-kiem-tra.json")
    assert code == 0 and '"unit": "20242"' in out and "findings" not in out
    assert run("support", "--look", "-o", tmp_path / "x.zip")[0] == 2
    assert not (tmp_path / "x.zip").exists()
    assert run("support", "--look", "--without", "khac.txt")[0] == 2


@pytest.mark.parametrize(("text", "secret"), [
    ("http://an:mat@khau@proxy:3128/", "khau"), ("http://an:mat/khau@proxy:3128/", "khau"), ("http://an:x@proxy:3128", "x@"),
    ("token=abcdefghijklmnopqrstuvwxyzabcdef", "abcdef"), ("Bearer deadbeef.cafe", "deadbeef"), ("password: ngan", "ngan"),
    ("PIN=1234", "1234"), ("Z" * 30, "ZZZ"), ("AbCdEf0123456789AbCdEf==", "AbCd"),
])  # fmt: skip
def test_a_login_a_token_and_what_is_called_a_secret_are_hidden_whole(text, secret):
    said = support.clean(f"WARNING the line is down {text} 10.0.0.1")
    assert secret not in said and said.startswith("WARNING the line is down")
