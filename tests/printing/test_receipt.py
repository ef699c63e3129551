"""The biên nhận on paper: the code reads back as the proof, everything lies inside the margins, long lists turn pages."""

import base64
import io
from dataclasses import replace

import pdfplumber
import pytest
import zxingcpp
from PIL import Image

from desktop.printing.raster import page_count, raster
from desktop.printing.receipt import Slip, SlipRow, receipt

MM = 72 / 25.4


def slip(count=12, *, size=225, title="Tập huấn kỹ năng số cho người dân tổ dân phố số 12", alone=False):
    rows = tuple(SlipRow(f"{n:08x}", "Tập huấn", title, "05/02/2026", "Đã nhận") for n in range(count))
    proof = "SPBN2:" + base64.b32encode(bytes(n * 37 % 256 for n in range(size))).decode().rstrip("=")
    return Slip(unit="Phường Hải Châu", centre="https://sophuong.example.vn", at="09 giờ 05 phút ngày 05/02/2026",
                batch="ab12" * 16, of=max(count, 1), stored=count, refused=0, proof=proof, rows=rows, alone=alone,
                fingerprint="0A1B 2C3D 4E5F 6071 8293 A4B5 C6D7 E8F9")  # fmt: skip


def picture(pdf, page=0, dpi=200):
    width, height, data = raster(pdf, page, dpi=dpi)
    return Image.frombytes("RGB", (width, height), data)


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return [page.extract_text() for page in found.pages]


@pytest.mark.parametrize("size", [225, 260, 548])  # a batch, one of a few, one of 500
def test_the_code_on_the_paper_reads_back_as_the_proof(size):
    one = slip(size=size)
    assert [code.text for code in zxingcpp.read_barcodes(picture(receipt(one)))] == [one.proof]


@pytest.mark.parametrize("count", [0, 1, 12, 40, 500])
def test_every_row_is_printed_once_inside_the_margins_on_as_many_pages_as_it_takes(count):
    pdf = receipt(slip(count))
    text = "\n".join(words(pdf))
    assert all(text.count(f"{n:08x}") == 1 for n in range(count))
    assert "BIÊN NHẬN GỬI DỮ LIỆU" in text and text.count("Cách kiểm tra") == 1
    assert page_count(pdf) == 1 if count <= 1 else page_count(pdf) <= 2 + count / 15
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        for number, page in enumerate(found.pages):
            inside = [char for char in page.chars if char["text"].strip() and char["top"] > 16 * MM]
            assert min(char["x0"] for char in inside) >= 30 * MM - 0.5
            assert max(char["x1"] for char in inside) <= 195 * MM + 0.5
            assert max(char["bottom"] for char in inside) <= 278.5 * MM
            assert number == 0 or page.extract_text().startswith(f"{number + 1}\n")


def test_a_hostile_title_breaks_neither_table_nor_page():
    long = "🎉 " + "Ẵ" * 300 + "\n" + "lời dài " * 700
    pages = words(receipt(slip(2, title=long)))
    assert len(pages) >= 2 and "🎉" not in "".join(pages)


def test_rows_with_a_receipt_elsewhere_are_told():
    one = slip(3)
    assert "9 lần lưu khác" in words(receipt(replace(one, of=12)))[0]
    assert "lần lưu khác" not in words(receipt(one))[0]
