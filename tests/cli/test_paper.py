"""Paper at the console: layouts, parts, photos, what was edited, the papers of an activity, packs."""

import io
import json
import zipfile

import pdfplumber
import pytest
from PIL import Image

from desktop import cli
from desktop.models import pack_files
from desktop.models.book import Book
from sync import seal
from tests.printing.small import HEAD, LAYERS

SECRET = b"c" * 32
DESIGN = HEAD.replace('"bien", "sen", "rung"', '"bien"') + LAYERS


@pytest.fixture
def program(tmp_path, capsys):
    def run(*arguments):
        code = cli.run([*map(str, arguments), "--data-dir", str(tmp_path / "so")])
        said = capsys.readouterr()
        return code, said.out, said.err

    assert run("init", "--unit", "20242")[0] == 0
    return run


@pytest.fixture
def activity(program, tmp_path):
    told = {"title": "Tập huấn kỹ năng số", "starts_on": "2026-10-10", "participants": {"total": 45}}
    example = json.loads(program("kinds", "TAPHUAN", "--json")[1])["example"]
    (tmp_path / "a.jsonl").write_text(json.dumps(example | told, ensure_ascii=False) + "\n", encoding="utf-8")
    assert program("record", tmp_path / "a.jsonl")[0] == 0
    return json.loads(program("list", "--json")[1].splitlines()[0])["uid"]


def sealed(text=DESIGN):
    return pack_files.write(text, sign=lambda message: seal.sign(SECRET, message))


@pytest.fixture
def added(program, tmp_path):
    (tmp_path / "thu.sophuong").write_bytes(pack_files.write(DESIGN))
    assert program("designs", "add", tmp_path / "thu.sophuong", "--unsigned")[0] == 0
    return program


def words(path):
    with pdfplumber.open(io.BytesIO(path.read_bytes())) as found:
        return found.pages[0].extract_text() or ""


def test_designs_are_listed_as_lines_and_as_json(added):
    assert "thu" in added("designs")[1] and "gói không ký" in added("designs", "list")[1]
    told = {one["id"]: one for one in map(json.loads, added("designs", "list", "--json")[1].splitlines())}
    assert told["thu"]["blocks"][0]["id"] == "anh" and told["thu"]["modes"] == ["colour", "grey", "ink", "large"]
    assert "poster-su-kien" in told


def test_a_pack_is_checked_added_and_removed(program, tmp_path):
    file = tmp_path / "thu.sophuong"
    file.write_bytes(pack_files.write(DESIGN))
    code, said, _ = program("designs", "check", file)
    assert code == 0 and "không có con dấu" in said
    code, _, said = program("designs", "add", file)
    assert code == 1 and "--unsigned" in said
    code, _, said = program("designs", "add", file, "--unsigned")
    assert code == 0 and "không do trung tâm ký" in said
    assert program("designs", "remove", "thu")[0] == 0 and program("designs", "remove", "thu")[0] == 1
    assert "thu " not in program("designs")[1]


def test_the_seal_of_the_own_centre_is_enough_and_that_of_another_is_refused(program, tmp_path):
    file = tmp_path / "thu.sophuong"
    file.write_bytes(sealed())
    assert program("designs", "add", file)[0] == 1, "no centre is known yet"
    with Book.open(tmp_path / "so") as book:
        book.set("enrolment", {"centre_key": seal.public_key(b"x" * 32).hex()})
    code, _, said = program("designs", "add", file, "--unsigned")
    assert code == 1 and "giả mạo" in said
    with Book.open(tmp_path / "so") as book:
        book.set("enrolment", {"centre_key": seal.public_key(SECRET).hex()})
    code, said, warned = program("designs", "add", file)
    assert code == 0 and not warned and "gói có ký" in program("designs")[1]


def test_a_bad_pack_is_refused_with_every_reason(program, tmp_path):
    file = tmp_path / "xau.sophuong"
    file.write_bytes(pack_files.write(DESIGN + '[[layers]]\nkind = "circle"\nx = 155\ny = 175\nw = 9\nh = 9\n'))
    code, _, said = program("designs", "check", file)
    assert code == 1 and "- mã QR" in said
    assert program("designs", "add", file, "--unsigned")[0] == 1 and "thu " not in program("designs")[1]
    with zipfile.ZipFile(file, "w") as pack:
        pack.writestr("../x", "")
    assert program("designs", "add", file, "--unsigned")[0] == 1


def test_a_folder_is_packed(program, tmp_path):
    (tmp_path / "mau" / "art").mkdir(parents=True)
    (tmp_path / "mau" / "design.toml").write_text(DESIGN, encoding="utf-8")
    assert program("designs", "pack", tmp_path / "mau", "-o", tmp_path / "m.sophuong")[0] == 0
    assert program("designs", "check", tmp_path / "m.sophuong")[0] == 0


def test_a_design_is_printed_with_its_parts_and_photo(added, tmp_path):
    Image.new("RGB", (1800, 1200), "white").save(tmp_path / "anh.png")
    target = tmp_path / "a.pdf"
    code, _, said = added("print", "thu", "--set", "title=Ngày hội", "--set", f"photo=@{tmp_path}/anh.png", "--focus",
                          "photo=0.2,0.8", "--block", "chan", "--theme", "bien", "--mode", "large", "-o", target)  # fmt: skip
    assert code == 0 and not said and "Chân trang" in words(target)
    assert added("print", "thu", "--no-block", "anh", "-o", target, "--outlines")[0] == 0 and not words(target)
    for wrong in (("--block", "khac"), ("--layout", "khac"), ("--size", "A1"), ("--focus", "photo=2,0"), ("--mode", "neon")):
        code, _, said = added("print", "thu", *wrong, "-o", target)
        assert code == 1 and said.count("\n") == 1, wrong


def test_what_cannot_be_printed_is_told_with_its_way_out(added, tmp_path):
    code, _, said = added("print", "thu", "--set", "title=" + "Nghiêng " * 24, "-o", tmp_path / "b.pdf")
    assert code == 1 and "Rút gọn" in said and not (tmp_path / "b.pdf").exists()
    Image.new("RGB", (300, 200), "white").save(tmp_path / "nho.png")
    code, _, said = added("print", "thu", "--set", f"photo=@{tmp_path}/nho.png", "-o", tmp_path / "c.pdf")
    assert code == 0 and "dpi" in said and (tmp_path / "c.pdf").exists()


def test_what_was_edited_is_printed_again_byte_for_byte(added, activity, tmp_path):
    Image.new("RGB", (1800, 1200), "white").save(tmp_path / "anh.png")
    first, again, fresh = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    added("print", "thu", "--activity", activity, "--set", "title=Sửa tay", "--set", f"photo=@{tmp_path}/anh.png", "--keep", "-o", first)
    (tmp_path / "anh.png").unlink()
    assert added("print", "thu", "--activity", activity, "-o", again)[0] == 0
    assert again.read_bytes() == first.read_bytes() and "Sửa tay" in words(again)
    assert added("print", "thu", "--activity", activity, "--fresh", "-o", fresh)[0] == 0
    assert "Sửa tay" not in words(fresh)


def test_the_papers_of_an_activity_come_into_a_folder(added, activity, tmp_path):
    added("print", "thu", "--activity", activity, "--set", "title=Sửa tay", "--keep", "-o", tmp_path / "a.pdf")
    code, said, _ = added("papers", activity, "-o", tmp_path / "bo")
    assert code == 0 and "thu.pdf: Thử, 1 trang, như bản đã sửa" in said
    assert (tmp_path / "bo" / "thu.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
