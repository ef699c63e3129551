"""Vietnamese letters, lines and phrases on paper."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.errors import PrintError
from desktop.printing import fonts, typeset

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
MARKED = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product(VOWELS, TONES)] + ["đ"]
LETTERS = sorted({case for letter in MARKED for case in (letter, letter.upper())})

fonts.register()


@pytest.mark.parametrize("face", fonts.FACES)
def test_every_face_has_all_146_vietnamese_letters_and_the_signs_of_forms(face):
    assert len(LETTERS) == 146
    missing = [letter for letter in (*LETTERS, *"0123456789.,;:!?-–/()«»“”%…·×+@&") if not fonts.covers(face, letter)]
    assert missing == []


def test_every_face_ships_with_its_licence():
    for name in fonts.FACES.values():
        assert (fonts.FOLDER / name).stat().st_size > 10_000
    for licence in ("BarlowCondensed", "BeVietnamPro", "Lexend", "Liberation"):
        assert "Open Font License" in (fonts.FOLDER / f"OFL-{licence}.txt").read_text(encoding="utf-8", errors="replace")


def test_a_missing_font_file_is_told_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    monkeypatch.setattr(fonts, "FACES", fonts.FACES | {"gone": "Gone.ttf"})
    fonts.register.cache_clear()
    with pytest.raises(PrintError, match="Gone.ttf"):
        fonts.register()


@pytest.mark.parametrize("face", ["sans-black", "sans", "serif-bold", "narrow", "large-bold"])
@pytest.mark.parametrize("pitch", [1.0, 1.25])
def test_stacked_capitals_never_touch_the_line_above(face, pitch):
    found = typeset.setting(["GIỘY PHỤNG ỘỆỰ", "ẨẪẾỖ ỮỸ ẴẲ"], face, 100, pitch=pitch)
    tail, mark = fonts.ink(found.lines[0], face, 100)[1], fonts.ink(found.lines[1], face, 100)[0]
    assert found.drops[1] - found.drops[0] >= tail + mark
    assert found.drops[1] - found.drops[0] >= pitch * 100
    assert found.drops[0] >= fonts.ink(found.lines[0], face, 100)[0]


@pytest.mark.parametrize("text", [
    "Đi từng ngõ, gõ từng nhà, hướng dẫn từng người cùng chuyển đổi số", "Chào mừng Ngày Chuyển đổi số quốc gia 10/10",
    "Chuyển đổi số để phục vụ Nhân dân thành phố Đà Nẵng", "Chuyển đổi số: Nhanh hơn - Hiệu quả hơn - Gần dân hơn"])
@pytest.mark.parametrize("width", range(150, 500, 25))
def test_phrases_stay_whole_and_no_word_stands_alone(text, width):
    lines = typeset.balance(text, "sans-bold", 24, width)
    assert " ".join(lines) == text
    whole = [phrase for phrase in ("chuyển đổi số", "đà nẵng", "10/10") if phrase in text.lower()]
    widest = max(fonts.width(atom, "sans-bold", 24) for atom in typeset.atoms(text))
    if widest <= width:
        for phrase in whole:
            assert any(phrase in line.lower() for line in lines), lines
    if width >= 250:
        assert all(len(line.split()) > 1 for line in lines), lines


WORDS = st.lists(st.sampled_from(["chuyển", "đổi", "số", "Đà", "Nẵng", "ngày", "10/10", "45", "lượt", "x" * 60]), max_size=40)


@given(st.text(alphabet="abcđêộ ẨỸ/-.", max_size=120) | WORDS.map(" ".join), st.integers(30, 400), st.sampled_from([0.0, 0.2, 9.0]))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text, width, loosest):
    lines = typeset.wrap(text, "sans", 12, width, loosest=loosest)
    assert all(fonts.width(line, "sans", 12) <= width + 0.01 or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(unicodedata.normalize("NFC", text).split())


@given(WORDS.filter(bool).map(" ".join), st.integers(60, 500))
def test_even_lines_lose_nothing_and_are_no_more_than_greedy_ones(text, width):
    lines = typeset.balance(text, "sans-bold", 14, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert len(lines) == len(typeset.wrap(text, "sans-bold", 14, width))
    assert all(fonts.width(line, "sans-bold", 14) <= width + 0.05 for line in lines)


@given(st.integers(20, 300), st.integers(15, 200))
def test_a_headline_is_as_large_as_its_box_allows(width, height):
    found = typeset.fit("Ngày hội chuyển đổi số", "sans-black", width, height, largest=90, smallest=4)
    if found is None:
        return
    assert found.height <= height + 0.01
    assert all(fonts.width(line, "sans-black", found.size) <= width + 0.02 for line in found.lines)
    larger = typeset.fit("Ngày hội chuyển đổi số", "sans-black", width * 1.3, height * 1.3, largest=90, smallest=4)
    assert larger is not None and larger.size >= found.size * 0.99


def test_a_paragraph_does_not_end_in_a_word_alone():
    text = "Xin mã OTP, mật khẩu, ảnh căn cước"
    width = fonts.width("Xin mã OTP, mật khẩu, ảnh căn ", "sans", 12) + 1
    assert typeset.wrap(text, "sans", 12, width)[-1] == "cước"
    lines = typeset.prose(text, "sans", 12, width)
    assert len(lines) == 2 and " " in lines[-1] and " ".join(lines) == text


@given(st.text(alphabet="aảbcđ ốẤ\n", max_size=120), st.floats(20, 300))
def test_running_text_keeps_every_word_in_its_order(text, width):
    lines = typeset.prose(text, "sans", 12, width)
    assert "".join("".join(lines).split()) == "".join(unicodedata.normalize("NFC", text).split())
    assert all(fonts.width(line, "sans", 12) <= width + 0.01 for line in lines if len(line) > 1)


def test_a_headline_gives_up_some_size_to_keep_a_phrase_whole_but_not_much():
    whole = typeset.fit("Phục vụ Nhân dân", "sans-bold", fonts.width("Nhân dân", "sans-bold", 90), 900, largest=100, smallest=20)
    assert "Nhân dân" in whole.lines and 88 < whole.size < 91
    narrow = typeset.fit("Chuyển đổi số", "sans-bold", fonts.width("Chuyển", "sans-bold", 90), 900, largest=100, smallest=20)
    assert narrow.size > 85 and len(narrow.lines) > 1


def test_an_hour_stays_on_its_line():
    assert typeset.atoms("08 giờ 00, thứ Bảy ngày 10/10/2026 từ 9 giờ") == (
        "08 giờ 00,", "thứ", "Bảy", "ngày 10/10/2026", "từ", "9 giờ")
