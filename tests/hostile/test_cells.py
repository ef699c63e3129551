"""What goes out as a table: ten thousand hostile texts are texts again wherever they are opened, and what they were when they come back."""

import csv
import io
import random
import re

import pytest

from desktop.models import rows
from desktop.models.cells import guarded, taken_back

SEED, STRINGS = 20261124, 10_000
BEGINNINGS = ("=", "+", "-", "@", "\t=", "\r@", "＝", "＠", "=cmd|' /C calc'!A0", "a;=1+1", "a\n=HYPERLINK(\"http://x\")", "a\n-cmd|' /C'!A",
              "a\n@SUM(1)", "'=", "''=", ";=;", "-1+cmd|'x'!A", "lớp;+A1(")  # fmt: skip


def hostile(chance):
    return chance.choice(BEGINNINGS) + "".join(chance.choice("=+-@'\"\t\r\n;,|!(a1ạ ") for _ in range(chance.randrange(14)))


def live(cell):
    """Say whether a spreadsheet would calculate this cell: signs first, and something it could be."""
    return bool(re.match(r"[=@＝＠]|[+＋－-](?=[^\n]*[|!(])", cell))


def test_no_text_of_a_table_is_calculated_whatever_sign_the_pc_cuts_it_by_and_each_comes_back():
    chance = random.Random(SEED)
    texts = [hostile(chance) for _ in range(STRINGS)]
    out = io.StringIO()
    csv.writer(out).writerows([guarded(text), "x"] for text in texts)
    for cell in (row[0] for row in csv.reader(io.StringIO(out.getvalue(), newline=""))):
        assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") or re.fullmatch(r"-[0-9][0-9.,]*", cell)
        assert not [part for part in re.split("[;\t\r\n]", cell) if live(part)], cell
    assert [taken_back(guarded(text)) for text in texts] == texts


@pytest.mark.parametrize("text", ["-5", "-1.500,5", "Nội dung:\n- một\n- hai", "a; -b", "0905123456", "", "'ngoặc'", "5 - 3 = 2"])
def test_an_honest_text_is_written_as_it_is(text):
    assert guarded(text) == text == taken_back(text)


def test_a_table_that_was_copied_out_is_pasted_back_as_it_was():
    texts = ["=1+1", "-5", "'=x", "@a", "Lớp;=B1"]
    copied = "\t".join(guarded(text) for text in texts)
    assert copied.split("\t")[0] == "'=1+1"
    assert rows.table(copied) == [texts]
