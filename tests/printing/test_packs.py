"""Design packs: good ones print, hostile ones are refused with the reason and leave nothing behind."""

import io
import json
import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.models import pack_files
from desktop.models.book import Book
from desktop.models.declarations import parse
from desktop.models.design_packs import DesignPacks
from desktop.models.errors import DeclarationError, InputError
from desktop.printing import designs, judging, order, packs, paper
from desktop.printing.raster import raster
from sync import seal

from .small import HEAD, LAYERS

SECRET = b"s" * 32
LEAF = 'size = [24, 24]\nline = 0\npaths = ["M 0 0 L 24 0 L 12 24 Z"]\n'
ICON = '[[layers]]\nkind = "icon"\nicon = "la"\nx = 150\ny = 220\nw = 24\nh = 24\ncolor = "primary"\n'
GOOD = HEAD.replace('"bien", "sen", "rung"', '"bien"') + LAYERS + ICON


def centre(signature, message):
    return seal.signed_by(seal.public_key(SECRET), signature, message)


def signed(design=GOOD, art=None):
    return pack_files.write(design, {"la": LEAF} if art is None else art, sign=lambda message: seal.sign(SECRET, message))


def zipped(*members, **more):
    """Return a zip of (name or ZipInfo, content) as they are, also twice the same."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, content in members:
            pack.writestr(path, content, **more)
    return kept.getvalue()


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as made:
        yield made


def refused(book, data, *, unsigned=True):
    before = sorted((path, path.stat().st_size) for path in book.folder.parent.rglob("*"))
    with pytest.raises(InputError) as fault:
        packs.add(book, data, signed_by=centre, unsigned=unsigned)
    assert not DesignPacks(book).all() and "\n" not in fault.value.sentence
    assert sorted((path, path.stat().st_size) for path in book.folder.parent.rglob("*")) == before
    return fault.value.sentence


def test_a_signed_pack_is_added_prints_and_reads_back(book):
    pack = packs.add(book, signed(), signed_by=centre, unsigned=False)
    assert DesignPacks(book).all()[0].signed and pack.design.id == "thu"
    design = packs.shelf(book)["thu"]
    pdf = paper.render(design, {"title": "Ngày hội", "link": "https://danang.gov.vn"})
    width, height, pixels = raster(pdf, 0, dpi=100)
    drawn = Image.frombytes("RGB", (width, height), pixels)
    assert [one.text for one in zxingcpp.read_barcodes(drawn)] == ["https://danang.gov.vn"]
    leaf = drawn.getpixel((round((3 + 162) * 100 / 25.4), round((3 + 224) * 100 / 25.4)))
    assert leaf == (0x00, 0x59, 0x6B), "the drawing of the pack"
    made = order.plain(design, {"title": "Ngày hội"})
    with Book.open(book.folder) as again:
        assert order.render(made, packs.shelf(again), {}.get) == order.render(made, packs.shelf(book), {}.get)


def test_a_removed_design_is_gone(book):
    packs.add(book, signed(), signed_by=centre, unsigned=False)
    assert DesignPacks(book).remove("thu") and "thu" not in packs.shelf(book) and not DesignPacks(book).remove("thu")


def test_a_pack_without_a_seal_needs_a_word_and_never_replaces_a_shipped_design(book):
    plain = pack_files.write(GOOD, {"la": LEAF})
    assert "con dấu" in refused(book, plain, unsigned=False)
    packs.add(book, plain, signed_by=centre, unsigned=True)
    assert not DesignPacks(book).all()[0].signed
    DesignPacks(book).remove("thu")
    assert "trùng mã" in refused(book, pack_files.write(GOOD.replace('id = "thu"', 'id = "poster-su-kien"'), {"la": LEAF}))


@pytest.mark.parametrize("spoil", [
    lambda parts: parts | {"design.toml": parts["design.toml"].replace(b"label", b"label ", 1)},
    lambda parts: parts | {"art/khac.toml": LEAF.encode()},
    lambda parts: {name: content for name, content in parts.items() if name != "art/la.toml"} | {"art/le.toml": LEAF.encode()},
    lambda parts: parts | {"seal": b"00" * 64},
    lambda parts: parts | {"seal": b"zz"},
])  # fmt: skip
def test_a_pack_changed_after_it_was_signed_is_refused(book, spoil):
    with zipfile.ZipFile(io.BytesIO(signed())) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    said = refused(book, zipped(*spoil(parts).items()))
    assert "con dấu" in said.lower() or "hình" in said


def link(name):
    made = zipfile.ZipInfo(name)
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


def png_of_a_hundred_megapixels():
    kept = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(kept, "PNG")
    return kept.getvalue()


HOSTILE = {
    "parent": ((("../../x.toml", "x"),), "đường dẫn"),
    "absolute": ((("/etc/x.toml", "x"),), "đường dẫn"),
    "backslash": ((("..\\x.toml", "x"),), "đường dẫn"),
    "drive": ((("C:x.toml", "x"),), "đường dẫn"),
    "inside art": ((("art/../../x.toml", "x"),), "đường dẫn"),
    "symlink": (((link("art/lien.toml"), "/etc/passwd"),), "liên kết"),
    "symlink of the design": (((link("design.toml"), "/etc/passwd"),), "hai lần"),
    "font": ((("art/own.ttf", b"\x00\x01\x00\x00"),), "phông"),
    "svg": ((("art/la.svg", "<svg><script>alert(1)</script></svg>"),), "SVG"),
    "picture": ((("art/anh.png", png_of_a_hundred_megapixels()),), "ảnh"),
    "program": ((("run.py", "import os"),), "chương trình"),
    "folder": ((("art/deep/la.toml", LEAF),), "chỉ gồm"),
    "capital name": ((("art/La.toml", LEAF),), "chỉ gồm"),
    "twice": ((("design.toml", GOOD),), "hai lần"),
    "many": (tuple((f"art/a{number}.toml", LEAF) for number in range(100)), "nhiều nhất"),
    "bomb": ((("art/bom.toml", b"#" * 50_000_000),), "KB"),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_member_is_refused_by_its_reason(book, name):
    members, part = HOSTILE[name]
    assert part in refused(book, zipped(("design.toml", GOOD), ("art/la.toml", LEAF), *members))


def test_a_member_that_lies_about_its_size_is_not_unpacked(book):
    data = zipped(("design.toml", GOOD), ("art/la.toml", b"#" * 5_000_000))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    lying = data[: at + 24] + struct.pack("<L", 100) + data[at + 28 :]
    assert lying != data
    refused(book, lying)


def test_a_zip_too_large_or_locked_or_none_is_refused(book):
    assert "2 MB" in refused(book, b"PK" + b"x" * 2_100_000)
    assert "không đọc được" in refused(book, b"not a zip")
    data = bytearray(zipped(("design.toml", GOOD)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "mật khẩu" in refused(book, bytes(data))
    assert "nén" in refused(book, zipped(("design.toml", GOOD), compress_type=zipfile.ZIP_BZIP2))
    assert "thiếu tệp" in refused(book, zipped(("art/la.toml", LEAF)))


LONG_UNIT = LAYERS.replace("w = 160\nh = 12\n", "w = 44\nh = 6\n")
WORSE = {
    "ten thousand layers": (GOOD + '[[layers]]\nkind = "rect"\nw = 5\nh = 5\n' * 10_000, "nhiều nhất 400"),
    "a font of its own": (GOOD.replace('face = "sans-bold"', 'face = "own.ttf"'), "phông"),
    "an unknown layer": (GOOD + '[[layers]]\nkind = "script"\n', "mới hơn"),
    "an unknown key": (GOOD + '[[layers]]\nkind = "rect"\nw = 5\nh = 5\nrun = "x"\n', "run"),
    "an unknown kind of activity": (GOOD.replace('kinds = ["TAPHUAN"]', 'kinds = ["KHONGCO"]'), "KHONGCO"),
    "an endless number": (GOOD.replace("x = 150", "x = " + "9" * 5000), "TOML"),
    "a huge number": (GOOD.replace("x = 150", "x = " + "9" * 4000), "quá lớn"),
    "brackets without end": ("x = " + "[" * 100_000, "TOML"),
    "a path as id": (GOOD.replace('id = "thu"', 'id = "../thu"'), "id"),
    "letters as pale as their declared ground hides": (
        GOOD.replace("[[layers]]\nkind = \"text\"\nx = 20\ny = 130",
                     '[[layers]]\nkind = "rect"\nx = 0\ny = 125\nw = 200\nh = 20\ncolor = "muted"\n[[layers]]\nkind = "text"\nx = 20\ny = 130'),
        "khó đọc"),
    "a box too small for the longest ward": (HEAD.replace('"bien", "sen", "rung"', '"bien"') + LONG_UNIT + ICON, "Đơn vị"),
    "something drawn over its code": (GOOD + '[[layers]]\nkind = "circle"\nx = 155\ny = 175\nw = 9\nh = 9\n', "QR"),
    "text without end": (GOOD + '[[layers]]\nkind = "text"\nw = 90\nh = 9\ntext = "' + "{note}" * 100 + '"\n', "chữ"),
    "ruled lines without end": (GOOD + '[[layers]]\nkind = "lines"\nw = 90\nh = 270\nrow_height = 3\n' * 60, "dòng kẻ"),
    "a table of a hundred columns": (
        GOOD.replace("bleed = 3.0", "bleed = 0.0")
        + '[[fields]]\nname = "rows"\nlabel = "Dòng"\nkind = "number"\n[[layers]]\nkind = "roll"\nw = 90\nh = 90\nrows = "rows"\n'
        + '[[layers.columns]]\nlabel = "a"\nwidth = 5.0\n' * 100, "bảng"),
    "a template that eats memory": (GOOD + '[[layers]]\nkind = "text"\nw = 9\nh = 9\ntext = "{title:>99999999}"\n', "ngoặc nhọn"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORSE)
def test_a_design_that_cannot_be_used_is_refused_by_its_reason(book, name):
    text, part = WORSE[name]
    begun = time.process_time()
    assert part in refused(book, pack_files.write(text, {"la": LEAF}))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(("art", "part"), [
    ({"la": LEAF.replace("paths", "script")}, "script"), ({"la": LEAF.replace("Z", "A 1 1")}, "đường vẽ"),
    ({"la": LEAF.replace("24, 24", "1e9, 24")}, "size"),
    ({"la": LEAF.replace('["M', '["' + "M 0 0 L 1 1 " * 16_000 + 'M')}, "nặng"), ({"la": LEAF + 'href = "http://x"\n'}, "href"), ({}, "la")])
def test_a_drawing_that_is_none_is_refused(book, art, part):
    assert part in refused(book, pack_files.write(GOOD, art))


def test_what_the_centre_publishes_is_judged_the_same_way_and_once(book, monkeypatch):
    own = GOOD.replace(ICON, "")
    good, bad = own, own.replace('id = "thu"', 'id = "xau"') + '[[layers]]\nkind = "circle"\nx = 155\ny = 175\nw = 9\nh = 9\n'
    for serial, (name, text) in enumerate((("thu.toml", good), ("xau.toml", bad)), start=1):
        with book.tx() as db:
            db.table("bulletins").insert({
                "digest": bytes([serial]), "serial": serial, "topic": "designs", "key": name, "version": 1, "at": "",
                "body": json.dumps({"name": name, "text": text}), "raw": b"", "known": 1})  # fmt: skip
    found = packs.shelf(book)
    assert "thu" in found and "xau" not in found and "poster-su-kien" in found
    monkeypatch.setattr(judging, "problems", lambda *given: pytest.fail("judged twice"))
    assert set(packs.shelf(book)) == set(found)


@given(st.binary(max_size=400))
def test_junk_is_no_pack(data):
    with pytest.raises(InputError):
        packs.read(data)


PACK = pack_files.write(GOOD, {"la": LEAF})


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(PACK) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_pack_with_broken_bytes_reads_the_same_or_is_refused(changes):
    data = bytearray(PACK)
    for place, byte in changes:
        data[place] = byte
    try:
        packs.read(bytes(data))
    except InputError as fault:
        assert "\n" not in fault.sentence


VALUES = st.one_of(st.integers(-10, 10**6), st.floats(), st.booleans(), st.text(max_size=8), st.just("{title}"),
                   st.sampled_from(["text", "qr", "rect", "gradient", "flow", "steps", "icon", "path", "roll", "ink", "primary"]))
KEYS = st.sampled_from(["kind", "x", "y", "w", "h", "text", "field", "size", "smallest", "lines", "color", "on", "to", "face",
                        "page", "when", "rows", "icon", "gap", "line", "path", "pitch", "angle", "radius", "block", "glow"])


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + "".join(sign for sign in value if sign.isprintable() and sign != "'") + "'"
    return repr(value)


@settings(max_examples=150)
@given(st.dictionaries(KEYS, VALUES, max_size=9))
def test_a_design_of_junk_is_refused_by_file_and_line_or_can_be_drawn(layer):
    text = HEAD + LAYERS + "[[layers]]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in layer.items())
    try:
        design = designs.read_text("thu.toml", text)
    except DeclarationError as fault:
        assert fault.path.name == "thu.toml" and fault.reason
        return
    paper.render(design, {"title": "Ngày hội", "link": "https://danang.gov.vn"}, paper.Look(draft=True))


def test_the_text_of_a_number_too_long_is_a_fault_of_the_file():
    with pytest.raises(DeclarationError):
        parse(Path("x.toml"), "a = " + "9" * 5000)


def test_a_pack_sealed_at_the_centre_is_taken_by_its_wards(book, tmp_path):
    from click.testing import CliRunner

    from sync.central import command
    from sync.central.store import open_folder

    folder = tmp_path / "trung-tam"
    (tmp_path / "thu.sophuong").write_bytes(pack_files.write(GOOD, {"la": LEAF}))
    done = CliRunner().invoke(command.main, ["seal", str(tmp_path / "thu.sophuong"), "--data", str(folder)])
    assert done.exit_code == 0, done.output
    store = open_folder(folder)
    key = store.public_key
    store.close()
    packs.add(book, (tmp_path / "thu.sophuong").read_bytes(), unsigned=False,
              signed_by=lambda signature, message: seal.signed_by(key, signature, message))  # fmt: skip
    assert DesignPacks(book).all()[0].signed
