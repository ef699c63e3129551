"""Photos as evidence: made upright, small and clean; what is no photo is told in a sentence.

two-colours.heic: 64 x 48 pixels, left half blue and right half red, made by heif-enc from a picture of our own.
"""

import io
import random
import struct
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from desktop import evidence, photo_making
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.services import Keeping

HEIC = Path(__file__).with_name("two-colours.heic")
PLACE = {1: "N", 2: (16.0, 4.0, 1.0), 3: "E", 4: (108.0, 13.0, 1.0)}


@pytest.fixture
def book(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as made:
        yield made


def jpeg(size=(400, 300), *, orientation=None, place=False, taken="2026:07:02 08:10:00", mode="RGB", colour=(200, 40, 30), **more):
    image = Image.new(mode, size, colour)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        # The upper left corner of the stored picture is black.
        image.paste((0, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    exif[0x010F] = "Điện thoại của An"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
        exif.get_ifd(0x8769)[0xA431] = "SERIAL-123"
    if place:
        exif.get_ifd(0x8825).update(PLACE)
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif.tobytes(), **more)
    return kept.getvalue()


def other(kind, size=(400, 300), mode="RGB", colour=(10, 120, 60), **more):
    kept = io.BytesIO()
    Image.new(mode, size, colour).save(kept, kind, **more)
    return kept.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def test_a_large_photo_becomes_a_small_jpeg_with_a_small_picture():
    made = evidence.prepare(jpeg((4000, 3000)), "a.jpg")
    assert opened(made.data).size == (1600, 1200)
    assert (opened(made.data).format, made.media_type) == ("JPEG", "image/jpeg")
    assert max(opened(made.thumb).size) == 240
    assert len(made.thumb) <= 20_000


def test_a_small_photo_is_not_made_larger():
    assert opened(evidence.prepare(jpeg((300, 200)), "a.jpg").data).size == (300, 200)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (-5, -5)), (6, (-5, 5)), (8, (5, -5))])
def test_a_photo_is_turned_upright(orientation, corner):
    image = opened(evidence.prepare(jpeg((400, 300), orientation=orientation), "a.jpg").data)
    assert image.size == ((400, 300) if orientation in (1, 3) else (300, 400))
    at = tuple(one if one > 0 else size + one for one, size in zip(corner, image.size, strict=True))
    assert sum(image.getpixel(at)) < 60
    assert image.getexif().get(0x0112) in (None, 1)


def test_place_and_device_are_taken_out_and_the_day_stays():
    made = evidence.prepare(jpeg(place=True), "a.jpg")
    exif = opened(made.data).getexif()
    assert made.had_place
    assert made.taken == date(2026, 7, 2)
    assert not dict(exif.get_ifd(0x8825))
    assert exif.get_ifd(0x8769)[0x9003].startswith("2026:07:02")
    assert b"SERIAL" not in made.data
    assert "Điện thoại".encode() not in made.data


def test_the_place_stays_only_where_the_person_asks_for_it():
    kept = opened(evidence.prepare(jpeg(place=True), "a.jpg", keep_place=True).data).getexif().get_ifd(0x8825)
    assert [float(one) for one in kept[2]] == [16.0, 4.0, 1.0]


def test_a_screenshot_stays_sharp():
    made = evidence.prepare(other("PNG", (1200, 800)), "man-hinh.png")
    assert made.media_type == "image/png"
    assert opened(made.data).size == (1200, 800)


@pytest.mark.parametrize(("kind", "more"), [
    ("WEBP", {}), ("BMP", {}), ("TIFF", {}), ("GIF", {"mode": "P", "colour": 1}), ("PNG", {"mode": "RGBA", "colour": (1, 2, 3, 0)}),
    ("PNG", {"mode": "I;16", "colour": 65535}), ("JPEG", {"mode": "CMYK", "colour": (0, 255, 255, 0)}), ("JPEG", {"mode": "L", "colour": 90})])  # fmt: skip
def test_other_kinds_of_pictures_are_read(kind, more):
    made = evidence.prepare(other(kind, **more), f"a.{kind.lower()}")
    assert opened(made.data).mode == "RGB"
    if more.get("mode") in {"RGBA", "I;16"}:
        assert min(opened(made.data).getpixel((5, 5))) > 250


def test_heic_of_a_telephone_is_read():
    image = opened(evidence.prepare(HEIC.read_bytes(), "IMG_0001.HEIC").data)
    assert image.size == (64, 48)
    left, right = image.getpixel((10, 20)), image.getpixel((54, 20))
    assert left[2] > left[0]
    assert right[0] > right[2]


def test_colours_of_another_space_become_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    made = evidence.prepare(jpeg(icc_profile=b"not a profile"), "a.jpg")
    assert abs(opened(made.data).getpixel((9, 9))[0] - 200) < 6
    assert profile is not None
    assert "icc_profile" not in opened(made.data).info


def test_the_same_photo_is_kept_once(book, tmp_path):
    (tmp_path / "a.jpg").write_bytes(jpeg((2000, 1000)))
    (tmp_path / "b.jpg").write_bytes(jpeg((2000, 1000)))
    keeping = Keeping(book)
    first, again = keeping.attach(tmp_path / "a.jpg"), keeping.attach(tmp_path / "b.jpg")
    assert first["sha256"] == again["sha256"]
    assert first["taken"] == "2026-07-02"
    assert book.query("SELECT count(*) FROM attachments") == [(1,)]
    assert keeping.thumb(first["sha256"]) == Attachments(book).thumb(first["sha256"]) != b""


def test_an_original_that_comes_again_is_the_photo_it_became_even_if_it_would_be_encoded_otherwise_now(book, monkeypatch):
    keeping = Keeping(book)
    first = keeping.attach(jpeg((2000, 1000)), "a.jpg")
    with monkeypatch.context() as now:
        now.setattr(evidence, "prepare", None)  # whatever it would make of it
        again = keeping.attach(jpeg((2000, 1000)), "b.jpg")
    assert again == first | {"name": "b.jpg"}
    assert keeping.attach(jpeg((2000, 1000), place=True), "c.jpg", place=True)["sha256"] != first["sha256"]


def test_a_small_picture_is_made_later_for_a_photo_from_elsewhere(book):
    kept = Attachments(book).keep(jpeg((900, 600)), "tu-trung-tam.jpg", "image/jpeg")
    assert Attachments(book).thumb(kept.sha256) == b""
    assert max(opened(Keeping(book).thumb(kept.sha256)).size) == 240
    assert Attachments(book).thumb(kept.sha256) != b""
    assert Keeping(book).thumb("0" * 64) == b""


def test_a_photo_is_turned_into_another_one(book):
    keeping = Keeping(book)
    first = keeping.attach(jpeg((400, 300)), "a.jpg")
    turned = keeping.turn_photo(first["sha256"], "a.jpg")
    assert turned["sha256"] != first["sha256"]
    assert opened(keeping.photo(turned["sha256"])).size == (300, 400)
    assert keeping.photo(first["sha256"])


def bomb(width, height):
    """A PNG that says it is huge, in a few bytes."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")


HOSTILE = {
    "empty": (b"", "trống"), "text": (b"hello", "Không đọc được"), "svg": (b"<?xml version='1.0'?><svg/>", "SVG"),
    "svg-late": (b"  <!-- x --><svg xmlns='a'>", "SVG"), "zip": (b"PK\x03\x04" + b"\0" * 40, "Không đọc được"),
    "bomb": (bomb(20_000, 10_000), "triệu điểm ảnh"), "bomb-edge": (bomb(60_000, 60_000), "triệu điểm ảnh"),
    "truncated": (jpeg((2000, 1500))[:3000], "Không đọc được"), "heic": (HEIC.read_bytes()[:200], "Không đọc được"),
    "png-of-nothing": (bomb(500, 500), "Không đọc được"), "nul": (b"\0" * 5000, "Không đọc được"),
    "gif-broken": (b"GIF89a\xff\xff\xff\xff\x00", "Không đọc được"), "exif": (jpeg()[:30] + b"\xff" * 2000, "Không đọc được"),
    "tiff-loop": (b"II*\0\x08\0\0\0\x01\0\x00\x01\x04\0\x01\0\0\0\xff\xff\xff\xff\x08\0\0\0", "Không đọc được"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_photo_is_told_in_one_sentence(name):
    data, says = HOSTILE[name]
    with pytest.raises(InputError, match=says) as told:
        evidence.prepare(data, "anh.jpg")
    assert "\n" not in told.value.sentence
    assert "anh.jpg" in told.value.sentence


def test_files_that_are_none_and_too_large_ones_are_told(tmp_path):
    with pytest.raises(InputError, match="không phải là tệp ảnh"):
        evidence.read(tmp_path)
    huge = tmp_path / "to.jpg"
    with huge.open("wb") as file:
        file.truncate(500 * 2**20)
    with pytest.raises(InputError, match="lớn 500 MB"):
        evidence.read(huge)


LARGEST = {
    "baseline": ((12_000, 9_000), "RGB", "JPEG", {"quality": 60}),
    "progressive": ((8_000, 6_000), "RGB", "JPEG", {"quality": 60, "progressive": True}),
    "clear": ((8_000, 6_000), "RGBA", "PNG", {"compress_level": 1}),
    "palette": ((8_000, 6_000), "P", "PNG", {"compress_level": 1}),
    "webp": ((4_600, 3_400), "RGB", "WEBP", {"quality": 10, "method": 0}),
}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_photo_takes_little_memory(tmp_path, name):
    size, mode, kind, more = LARGEST[name]
    path = tmp_path / "lon"
    Image.new(mode, size).save(path, kind, **more)
    # ru_maxrss of a child begins at what its parent had reached.
    program = ("import sys; from pathlib import Path; from desktop import evidence; "
               "made = evidence.prepare(Path(sys.argv[1]).read_bytes(), 'a.jpg'); "
               "from desktop.models import limited; "
               "peak = next(line for line in open(f'/proc/{limited.reader.pid}/status') if line.startswith('VmHWM')).split()[1]; "
               "print(len(made.data), int(peak) // 1024)")  # fmt: skip
    told = subprocess.run([sys.executable, "-c", program, str(path)], check=True, capture_output=True, text=True, timeout=60)
    made, peak = map(int, told.stdout.split())
    assert made > 1000
    assert peak < 300


def test_a_progressive_photo_of_countless_scans_is_refused():
    data = jpeg((400, 300), progressive=True)
    at = data.rindex(b"\xff\xda")
    with pytest.raises(InputError, match="nén bất thường"):
        evidence.prepare(data[:at] + data[at:-2] * 200 + b"\xff\xd9", "a.jpg")


def test_colours_of_a_wide_profile_are_brought_to_srgb_in_pictures_with_clear_parts_too():
    swapped = _profile_with_red_and_blue_swapped()
    for mode, colour in (("RGB", (250, 10, 10)), ("RGBA", (250, 10, 10, 255))):
        made = evidence.prepare(other("PNG", mode=mode, colour=colour, icc_profile=swapped), "a.png")
        red, _, blue = opened(made.data).getpixel((9, 9))[:3]
        assert blue > 150 > red


def _profile_with_red_and_blue_swapped():
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = data.index(b"rXYZ"), data.index(b"bXYZ")
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def test_a_small_picture_of_the_worst_noise_is_still_small():
    noise = Image.effect_noise((1200, 900), 120).convert("RGB")
    assert len(photo_making.thumb_of(noise)) <= 20_000


def test_a_photo_that_is_turned_keeps_its_day_and_a_sharp_one_stays_sharp():
    first = evidence.prepare(jpeg(place=True), "a.jpg", keep_place=True)
    again = evidence.turned(first.data, "a.jpg")
    assert (again.taken, again.had_place) == (date(2026, 7, 2), True)
    assert evidence.turned(evidence.prepare(other("PNG"), "a.png").data, "a.png").media_type == "image/png"


def test_a_photo_of_a_camera_saved_as_png_becomes_a_jpeg():
    noise = Image.merge("RGB", [Image.effect_noise((600, 400), 90) for _ in range(3)])
    kept = io.BytesIO()
    noise.save(kept, "PNG")
    assert evidence.prepare(kept.getvalue(), "a.png").media_type == "image/jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "HEIC"])
def test_whatever_is_broken_in_a_photo_it_is_a_photo_or_one_sentence(kind):
    chance = random.Random(kind)
    if kind == "HEIC":
        seed = HEIC.read_bytes()
    else:
        seed = jpeg((120, 90), orientation=6, place=True) if kind == "JPEG" else other(kind, (120, 90))
    for _ in range(120):
        data = bytearray(seed)
        for _ in range(chance.choice((1, 2, 6, 20))):
            data[chance.randrange(min(len(data), chance.choice((40, 300, len(data)))))] = chance.choice((0, 1, 255, chance.randrange(256)))
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            made = evidence.prepare(bytes(data), "a.jpg")
        except InputError as told:
            assert "a.jpg" in told.sentence
        else:
            assert max(opened(made.data).size) <= 1600
