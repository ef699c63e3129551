"""Files that mean harm, made in code: (name, door) -> bytes. Nothing here is random; `mutated` is given its numbers."""

import io
import json
import random
import stat
import struct
import warnings
import zipfile
import zlib

import xlsxwriter
from backports import zstd
from PIL import Image

from tests.models.test_people import HOSTILE as WORKBOOKS
from tests.models.test_people import row, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096
MB = 2**20


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as pack:
        for name, content in members:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a name twice: that is what is wanted
                pack.writestr(name, content)
    return kept.getvalue()


def overlapping():
    """Return a workbook whose directory names its last member once more under another name."""
    data = bytearray(beside("doc/one.bin"))
    at, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, tail = bytes(data[at:end]).replace(b"doc/one.bin", b"doc/two.bin"), data[end:]
    count, size = int.from_bytes(tail[8:10], "little") + 1, int.from_bytes(tail[12:16], "little") + len(entry)
    tail[8:12], tail[12:16] = struct.pack("<HH", count, count), struct.pack("<I", size)
    return bytes(data[:end]) + entry + bytes(tail)


def lying_size():
    """Return an archive that declares ten bytes and holds eighty million."""
    data = bytearray(zipped(("xl/workbook.xml", b" " * 80_000_000)))
    for at, offset in ((data.index(b"PK\x03\x04"), 22), (data.rindex(b"PK\x01\x02"), 24)):
        data[at + offset : at + offset + 4] = struct.pack("<I", 10)
    return bytes(data)


def locked():
    data = bytearray(zipped(("xl/workbook.xml", b"<workbook/>")))
    for at, offset in ((data.index(b"PK\x03\x04"), 6), (data.rindex(b"PK\x01\x02"), 8)):
        data[at + offset] |= 1
    return bytes(data)


def linked(name):
    one = zipfile.ZipInfo(name)
    one.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped(("design.toml", b""), (one, b"/etc/passwd"))


def honest_workbook():
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        page = book.add_worksheet("Lớp")
        page.write_row(0, 0, ["Tên hoạt động", "Ngày", "Số người"])
        for n in range(1, 40):
            page.write_row(n, 0, [f"Lớp {n}", f"{n % 27 + 1}/8/2026", n])
    return kept.getvalue()


def rewritten(change):
    """Return an honest workbook, each part changed by `change(name, bytes)`."""
    old = zipfile.ZipFile(io.BytesIO(honest_workbook()))
    return zipped(*((name, change(name, old.read(name))) for name in old.namelist()))


def beside(name, content=b"x", method=zipfile.ZIP_DEFLATED):
    """Return an honest workbook with one member more."""
    old = zipfile.ZipFile(io.BytesIO(honest_workbook()))
    return zipped(*((one, old.read(one)) for one in old.namelist()), (name, content), method=method)


def lying_dimension():
    return rewritten(lambda name, raw: raw.replace(b'<dimension ref="A1:C40"/>', b'<dimension ref="A1:XFD1048576"/>'))


def entity(kind):
    said = {"swell": b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
            "file": b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            "net": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">'}[kind]  # fmt: skip
    return rewritten(lambda name, raw: raw.replace(b"?>\n", b"?>\n" + said, 1) if name.endswith("sharedStrings.xml") else raw)


def deep_xml():
    return rewritten(lambda name, raw: b"<a>" * 400_000 if name.endswith("sheet1.xml") else raw)


def picture(kind, size=(64, 48), **more):
    kept = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 20).convert("RGB").save(kept, kind, **more)
    return kept.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, raw=b"\0" * 1000, *others):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(others) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def text_bomb():
    """Return a PNG with a text of two hundred megabytes pressed into a chunk."""
    return png(40, 40, b"\0" * 4880, chunk(b"zTXt", b"a\0\0" + zlib.compress(b" " * 200 * MB, 1)))


def icc_bomb():
    return png(40, 40, b"\0" * 4880, chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 200 * MB, 1)))


def frames(count):
    one = Image.new("P", (1200, 1200))
    kept = io.BytesIO()
    one.save(kept, "GIF", save_all=True, append_images=[Image.new("P", (1200, 1200), n % 250) for n in range(count)])
    return kept.getvalue()


def box(kind, data, size=None):
    return struct.pack(">I", size if size is not None else len(data) + 8) + kind + data


def heic(inner):
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + inner


def tiff(entries, more=b""):
    body = b"".join(struct.pack("<HHII", *one) for one in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + b"\0\0\0\0" + more


def exif_bomb():
    """Return a JPEG whose EXIF says of one field that it has four thousand million numbers, and points to itself."""
    told = b"Exif\0\0" + tiff([(0x8769, 4, 1, 8), (0x9286, 5, 0xFFFFFFFF, 8), (0x8825, 4, 1, 8)])
    data = picture("JPEG")
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + data[2:]


def scans(count):
    data = picture("JPEG", (400, 300), progressive=True)
    at = data.rindex(b"\xff\xda")
    return data[:at] + data[at:-2] * count + b"\xff\xd9"


def webp(width, height):
    bits = 0x2F | (width - 1) << 8 | (height - 1) << 22
    body = bits.to_bytes(5, "little") + b"\0" * 60
    part = b"VP8L" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(part) + 4) + b"WEBP" + part


SVG = (b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">'
       b'<image x:href="file:///etc/passwd"/><g id="a"/>' + b"<use x:href='#a'/>" * 20_000 + b"</svg>")  # fmt: skip


def jsonl(value):
    return (value if isinstance(value, bytes) else value.encode()) + b"\n"


def twice():
    return b'{"kind": "TOROI", "kind": "X", "title": "a"}'


def backup(*members, method=zipfile.ZIP_STORED):
    return zipped(*(members or (("book.db", b"no book"), ("backup.json", b'{"book": "a"}'))), method=method)


def office(more=""):
    return (f'unit = "20242"\nurl = "https://a.example"\ncode = "AAAAA-BBBBB-CCCCC"\ncentre_key = "{"0" * 64}"\n'
            f"expires = 2099-01-01T00:00:00Z\n{more}").encode()  # fmt: skip


def dotted(parts):
    return ".".join("a" for _ in range(parts)) + " = 1\n"


# name: (door, bytes, what must come of it); `read` is a file that only looks evil, `any` one that either may come of.
FILES = {
    "bomb.xlsx": ("excel", lambda: zipped(("xl/workbook.xml", b"<w/>"), ("xl/worksheets/s.xml", b" " * 100 * MB)), "refused"),
    "lying size.xlsx": ("excel", lying_size, "refused"),
    "overlap.xlsx": ("excel", overlapping, "refused"),
    "locked.xlsx": ("excel", locked, "refused"),
    "ole locked.xlsx": ("excel", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "refused"),
    "old.xls": ("excel", lambda: OLE, "refused"),
    "up.xlsx": ("excel", lambda: beside("../../evil.xml"), "refused"),
    "absolute.xlsx": ("excel", lambda: beside("/etc/evil.xml"), "refused"),
    "drive.xlsx": ("excel", lambda: beside("C:\\evil.xml"), "refused"),
    "device.xlsx": ("excel", lambda: beside("CON.xml"), "refused"),
    "dot.xlsx": ("excel", lambda: beside("xl/evil.xml. "), "refused"),
    "stream.xlsx": ("excel", lambda: beside("xl/a.xml:hidden"), "refused"),
    "twice.xlsx": ("excel", lambda: beside("DOCPROPS/App.xml"), "refused"),
    "link.xlsx": ("excel", lambda: linked("xl/workbook.xml"), "refused"),
    "bzip.xlsx": ("excel", lambda: beside("doc/a.bin", method=zipfile.ZIP_BZIP2), "refused"),
    "many.xlsx": ("excel", lambda: zipped(*((f"xl/p{n}.xml", b"") for n in range(3_500))), "refused"),
    "swell.xlsx": ("excel", lambda: entity("swell"), "refused"),
    "file entity.xlsx": ("excel", lambda: entity("file"), "refused"),
    "net entity.xlsx": ("excel", lambda: entity("net"), "refused"),
    "deep.xlsx": ("excel", deep_xml, "refused"),
    "dimension.xlsx": ("excel", lying_dimension, "read"),
    "corner.xlsx": ("excel", lambda: WORKBOOKS["a cell in the last corner"], "refused"),
    "nowhere.xlsx": ("excel", lambda: WORKBOOKS["a cell nowhere"], "refused"),
    "words.xlsx": ("excel", lambda: WORKBOOKS["one long word in every cell"], "refused"),
    "half.xlsx": ("excel", lambda: honest_workbook()[:4000], "refused"),
    "tail.xlsx": ("excel", lambda: b"MZ" + honest_workbook(), "refused"),
    "infinite.xlsx": ("excel", lambda: xlsx(row(1, "Tên") + '<row r="2"><c r="A2"><v>1e999</v></c></row>'), "read"),
    "quote.csv": ("table", lambda: b'"' + b"a" * 3_000_000, "refused"),
    "columns.csv": ("table", lambda: b"a," * 1_000_000, "refused"),
    "rows.csv": ("table", lambda: b"a,b\n" * 60_000, "refused"),
    "nul.csv": ("table", lambda: b"Ten,Ngay\nA\0B,1/2/2026\n", "refused"),
    "page.csv": ("table", lambda: b"<html><table><tr><td>1", "refused"),
    "binary.csv": ("table", lambda: bytes(range(256)) * 400, "refused"),
    "quotes.csv": ("table", lambda: b'""' * 400_000, "any"),
    "program.csv": ("table", lambda: b"MZ\x90\0" + b"\0\1" * 5000, "refused"),
    "brackets.jsonl": ("lines", lambda: jsonl(b"[" * 900_000), "told"),
    "nested.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","title":' + "[" * 500 + "]" * 500 + "}"), "told"),
    "twice.jsonl": ("lines", lambda: jsonl(twice()), "told"),
    "nan.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","cost":NaN}'), "told"),
    "huge.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","cost":' + "9" * 100_000 + "}"), "told"),
    "exponent.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","cost":1e999999}'), "told"),
    "long.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","title":"' + "a" * 3_000_000 + '"}'), "told"),
    "surrogate.jsonl": ("lines", lambda: jsonl('{"kind":"TOROI","title":"\\ud800"}'), "told"),
    "list.jsonl": ("lines", lambda: jsonl("[1,2]"), "told"),
    "points.png": ("photo", lambda: png(60_000, 60_000), "refused"),
    "empty rows.png": ("photo", lambda: png(9_000, 9_000), "refused"),
    "nothing.png": ("photo", lambda: png(4_000, 4_000), "refused"),
    "text.png": ("photo", text_bomb, "any"),
    "profile.png": ("photo", icc_bomb, "any"),
    "zero.png": ("photo", lambda: png(0, 0), "refused"),
    "cut.jpg": ("photo", lambda: picture("JPEG", (600, 400))[:900], "refused"),
    "exif.jpg": ("photo", exif_bomb, "any"),
    "scans.jpg": ("photo", lambda: scans(200), "refused"),
    "polyglot.jpg": ("photo", lambda: picture("JPEG") + zipped(("evil.exe", b"MZ")), "read"),
    "svg.jpg": ("photo", lambda: SVG, "refused"),
    "svg.svg": ("photo", lambda: b"<?xml version='1.0'?>" + SVG, "refused"),
    "postscript.jpg": ("photo", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n", "refused"),
    "paper.jpg": ("photo", lambda: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/Launch/F(calc.exe)>>>>endobj", "refused"),
    "metafile.jpg": ("photo", lambda: b"\xd7\xcd\xc6\x9a" + b"\0" * 400, "refused"),
    "font.jpg": ("photo", lambda: b"\0\1\0\0\0\x0f" + b"\0" * 4000, "refused"),
    "frames.gif": ("photo", lambda: frames(20), "any"),
    "loop.tif": ("photo", lambda: tiff([(256, 4, 1, 8), (257, 4, 1, 8), (330, 4, 1, 8)]), "refused"),
    "counts.tif": ("photo", lambda: tiff([(256, 4, 1, 90_000), (257, 4, 1, 90_000), (273, 4, 0xFFFFFFFF, 8)]), "refused"),
    "points.webp": ("photo", lambda: webp(16_000, 16_000), "refused"),
    "cut.heic": ("photo", lambda: heic(box(b"meta", b"\0" * 40)), "refused"),
    "boxes.heic": ("photo", lambda: heic(box(b"meta", b"\0" * 4, size=0xFFFFFFFF)), "refused"),
    "nest.heic": ("photo", lambda: heic(box(b"moov", b"\0\0\0\x08moov" * 100_000)), "refused"),
    "empty.jpg": ("photo", lambda: b"", "refused"),
    "points paper.png": ("paper", lambda: png(30_000, 30_000), "refused"),
    "svg paper.png": ("paper", lambda: SVG, "refused"),
    "wide paper.webp": ("paper", lambda: webp(16_000, 2_400), "refused"),
    "up.sophuong": ("pack", lambda: zipped(("design.toml", b""), ("art/../../a.toml", b"")), "refused"),
    "font.sophuong": ("pack", lambda: zipped(("design.toml", b""), ("a.ttf", b"")), "refused"),
    "svg.sophuong": ("pack", lambda: zipped(("design.toml", b""), ("art/a.svg", SVG)), "refused"),
    "link.sophuong": ("pack", lambda: linked("art/a.toml"), "refused"),
    "bomb.sophuong": ("pack", lambda: zipped(("design.toml", b" " * 90 * MB)), "refused"),
    "twice.sophuong": ("pack", lambda: zipped(("design.toml", b"a=1"), ("design.toml", b"a=2")), "refused"),
    "dotted.sophuong": ("pack", lambda: zipped(("design.toml", dotted(8_000).encode())), "refused"),
    "brackets.sophuong": ("pack", lambda: zipped(("design.toml", b"a = " + b"[" * 400_000)), "refused"),
    "brackets.toml": ("plan", lambda: b"a = " + b"[" * 200_000, "refused"),
    "digits.toml": ("plan", lambda: b"a = " + b"9" * 200_000, "refused"),
    "dotted.toml": ("plan", lambda: dotted(100_000).encode(), "refused"),
    "tables.toml": ("plan", lambda: "".join(f"[a{n}]\n" for n in range(20_000)).encode(), "refused"),
    "big.toml": ("plan", lambda: b"#" * 5 * MB, "refused"),
    "no text.toml": ("plan", lambda: b"\xff\xfe\0\1" * 100, "refused"),
    "brackets.office": ("office", lambda: office("proxy = " + "[" * 30_000), "refused"),
    "digits.office": ("office", lambda: office("text_size = " + "9" * 20_000), "refused"),
    "script.office": ("office", lambda: office().replace(b"https://a.example", b"file:///etc/passwd"), "refused"),
    "up.office": ("office", lambda: office('ca_file = "../../../../etc/passwd"'), "refused"),
    "no.backup": ("backup", lambda: b"SQLite format 3\0" + b"\0" * 5000, "refused"),
    "bomb.backup": ("backup", lambda: backup(("book.db", b"\0" * 100 * MB), ("backup.json", b"{}"), method=zipfile.ZIP_DEFLATED),
                    "refused"),
    "deep.backup": ("backup", lambda: backup(("book.db", b"x"), ("backup.json", b"[" * 60_000)), "refused"),
    "twice.backup": ("backup", lambda: backup(("book.db", b"x"), ("backup.json", b'{"book":"a","book":"b"}')), "refused"),
    "other.backup": ("backup", lambda: backup(("book.db", b"x"), ("backup.json", b"{}"), ("../so.db", b"x")), "refused"),
    "brackets.answer": ("answer", lambda: b"[" * 5_000, "refused"),
    "twice.answer": ("answer", lambda: b'{"what":"a","what":"b"}', "refused"),
    "count.receipts": ("receipts", lambda: b"SPR\x02" + b"\xff" * 4 + b"\0" * 100, "refused"),
    "length.receipts": ("receipts", lambda: b"SPR\x02" + struct.pack(">II", 1, 0xFFFFFFFF), "refused"),
    "brackets.mark": ("mark", lambda: b"[" * 19_000, "read"),
    "window.frame": ("frame", lambda: zstd.compress(b"\0" * 200 * MB, 3), "refused"),
    "brackets.frame": ("frame", lambda: zstd.compress(b"\x81" * 100_000), "refused"),
    "length.frame": ("frame", lambda: zstd.compress(b"\x9b" + b"\xff" * 8), "refused"),
    "tags.frame": ("frame", lambda: zstd.compress(b"\xc0" * 50_000 + b"\x00"), "refused"),
    "number.frame": ("frame", lambda: zstd.compress(b"\xc2\x5a\x00\x01\x00\x00" + b"\xff" * 65_536), "refused"),
}  # fmt: skip


def honest():
    """Return one valid file for each format, by the door it goes through."""
    line = json.dumps({"kind": "TOROI", "title": "Tờ rơi", "day": "2026-08-01"}, ensure_ascii=False)
    return {
        ("excel", ".xlsx"): honest_workbook(), ("table", ".csv"): "Tên,Ngày\nLớp,1/8/2026\n".encode() * 30,
        ("lines", ".jsonl"): jsonl(line) * 5, ("photo", ".jpg"): picture("JPEG"), ("photo", ".png"): picture("PNG"),
        ("photo", ".webp"): picture("WEBP"), ("photo", ".gif"): picture("GIF"), ("photo", ".tif"): picture("TIFF"),
        ("photo", ".bmp"): picture("BMP"), ("paper", ".png"): picture("PNG"), ("plan", ".toml"): b'code = "a"\ntitle = "b"\n',
        ("office", ".office"): office(), ("backup", ".backup"): backup(), ("pack", ".sophuong"): zipped(("design.toml", b"a = 1")),
        ("answer", ".answer"): b'{"what": "sophuong key answer", "format": 1}', ("receipts", ".receipts"): b"SPR\x02\0\0\0\0",
        ("frame", ".frame"): zstd.compress(b"\x83\x01\x02\x63abc"),
    }  # fmt: skip


def mutated(data, chance: random.Random):
    """Return a file with a few bytes changed, cut, doubled or made the largest there is."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(raw) or 1)
        match chance.randrange(6):
            case 0:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                raw[at : at + 4] = b"\xff\xff\xff\xff"
            case 2:
                del raw[at : at + chance.randrange(1, 60)]
            case 3:
                raw[at:at] = raw[at : at + chance.randrange(1, 400)]
            case 4:
                raw[at : at + 2] = b"\0\0"
            case _:
                raw = raw[: max(1, at)] if chance.random() < 0.2 else raw
    return bytes(raw)
