"""quick-card: one page, with the window's own keys."""

import re

import pikepdf
import pypdfium2

from desktop.ui.actions import ACTIONS, PAGES


def test_the_card_is_one_page_with_the_keys_of_the_window(run, tmp_path):
    out = tmp_path / "the.pdf"
    code, said, _ = run("quick-card", "-o", out, "--call", "Chị Hoa, Văn phòng", "0236 3 822 000")
    assert code == 0 and "the.pdf" in said
    with pypdfium2.PdfDocument(out) as pdf:
        assert len(pdf) == 1
        page = pdf[0]
        text = re.sub(r"\s+", " ", page.get_textpage().get_text_range())
        width, height = page.get_size()
    assert (round(width), round(height)) == (595, 842)
    for name in [one.name for one in PAGES] + ["new", "save", "repeat", "find", "history", "help", "safety"]:
        keys = ACTIONS[name].keys.replace("+", " + ").replace("Return", "Enter")
        assert keys in text and ACTIONS[name].text in text, name
    assert "Hải Châu" in text and "0236 3 822 000" in text and "Tin học thành phố" in text
    with pikepdf.open(out) as pdf:
        assert pdf.Root.MarkInfo.Marked
