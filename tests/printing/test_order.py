"""An order is everything that decides the bytes: it comes back from JSON, prints the same again, and junk is refused."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.models import kinds, units
from desktop.models.declarations import parse
from desktop.models.errors import InputError
from desktop.models.office import Office
from desktop.printing import designs, facts, order, paper, remarks, sets
from desktop.printing.raster import raster

from .small import HEAD, LAYERS

SMALL = designs.load(published={"thu.toml": HEAD + LAYERS})
OFFICE = Office(units.find("20242"), "", "0" * 16, "x")
CLASS = {"title": "Tập huấn kỹ năng số", "starts_on": "2026-10-10", "starts_at": "08:00"}


def png(*halves):
    """Return a picture of equal parts side by side."""
    image = Image.new("RGB", (600, 300))
    for number, color in enumerate(halves):
        image.paste(color, (600 * number // len(halves), 0, 600, 300))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


PHOTOS = {"a" * 64: png("red", "blue")}


def filled(**changes):
    made = order.plain(SMALL["thu"], facts.fill(SMALL["thu"], facts.facts(OFFICE, kinds.load()["TAPHUAN"], CLASS)))
    return replace(made, **changes)


def words(pdf):
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        return found.pages[0].extract_text() or ""


def test_an_order_comes_back_from_its_json_and_prints_the_same():
    made = filled(mode="grey", theme="sen", blocks=frozenset({"anh", "chan"}),
                  photos={"photo": order.PhotoRef("a" * 64, (0.0, 1.0))})  # fmt: skip
    back = order.from_json(made.to_json())
    assert back == made and back.to_json() == made.to_json()
    assert order.render(back, SMALL, PHOTOS.__getitem__) == order.render(made, SMALL, PHOTOS.__getitem__)


def test_another_process_prints_the_same_bytes(tmp_path):
    poster = designs.load()["poster-su-kien"]
    made = order.plain(poster, facts.fill(poster, facts.facts(OFFICE, kinds.load()["TAPHUAN"], CLASS)))
    script = ("import sys\nfrom desktop.printing import designs, order\n"
              "pdf = order.render(order.from_json(sys.stdin.read()), designs.load(), {}.get)\n"
              "sys.stdout.buffer.write(pdf)")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], input=made.to_json().encode(), capture_output=True, check=True,
                          cwd=Path(__file__).parents[2])  # fmt: skip
    assert done.stdout == order.render(made, designs.load(), {}.get)


def test_a_part_is_drawn_only_when_it_is_on():
    assert "Chân trang" not in words(order.render(filled(), SMALL, PHOTOS.get))
    assert "Chân trang" in words(order.render(filled(blocks=frozenset({"chan"})), SMALL, PHOTOS.get))


@pytest.mark.parametrize(("focus", "is_red"), [((0.0, 0.5), True), ((1.0, 0.5), False)])
def test_a_photo_is_cut_around_its_focus(focus, is_red):
    narrow = HEAD + LAYERS.replace("w = 200\nh = 120", "w = 60\nh = 120")
    shelf = designs.load(published={"thu.toml": narrow})
    made = replace(filled(), photos={"photo": order.PhotoRef("a" * 64, focus)})
    width, height, pixels = raster(order.render(made, shelf, PHOTOS.__getitem__), 0, dpi=40)
    red, _, blue = Image.frombytes("RGB", (width, height), pixels).getpixel((round(13 * 40 / 25.4), round(13 * 40 / 25.4)))
    assert (red > 200 and blue < 60) is is_red


@pytest.mark.parametrize(("change", "part"), [
    ({"design": "khac"}, "Không có mẫu"), ({"theme": "khac"}, "bảng màu"), ({"layout": "khac"}, "bố cục"),
    ({"size": "A1"}, "khổ"), ({"blocks": frozenset({"khac"})}, "phần"), ({"slots": {"khac": "x"}}, "không có ô")])
def test_an_order_for_what_is_not_there_is_refused_in_one_sentence(change, part):
    with pytest.raises(InputError, match=part) as fault:
        order.render(filled(**change), SMALL, PHOTOS.get)
    assert "\n" not in fault.value.sentence


@pytest.mark.parametrize("change", [
    {"version": 2}, {"version": True}, {"design": 1}, {"mode": "neon"}, {"blocks": ["b", "a"]}, {"blocks": [1]},
    {"slots": {"a": 1}}, {"photos": {"photo": {"sha256": "x", "focus": [0, 0]}}}, {"photos": []},
    {"photos": {"photo": {"sha256": "a" * 64, "focus": [0, 2]}}}, {"more": 1},
    {"photos": {"photo": {"sha256": "a" * 64, "focus": [True, 0]}}}])  # fmt: skip
def test_an_order_of_another_shape_is_refused(change):
    with pytest.raises(InputError):
        order.from_json(json.dumps(json.loads(filled().to_json()) | change))


@given(st.one_of(st.text(), st.recursive(st.none() | st.booleans() | st.floats() | st.text(),
                                         lambda kept: st.lists(kept) | st.dictionaries(st.text(), kept)).map(json.dumps)))
def test_junk_is_never_an_order(text):
    with pytest.raises(InputError):
        order.from_json(text)


def test_the_papers_of_an_activity_come_filled_and_the_edited_ones_as_they_were_left():
    own, kind = {"thu": SMALL["thu"]}, kinds.load()["TAPHUAN"]
    first = sets.papers_for(own, OFFICE, kind, CLASS)
    assert [one.order.design for one in first] == ["thu"] and not first[0].edited
    assert first[0].order.slots["title"] == CLASS["title"] and first[0].order.slots["unit"] == "PHƯỜNG HẢI CHÂU"
    edited = replace(first[0].order, mode="large", slots={**first[0].order.slots, "title": "Khác"})
    again = sets.papers_for(own, OFFICE, kind, CLASS, {"thu": edited.to_json()}.get)
    assert again[0].edited and again[0].order == edited
    gone = replace(edited, layout="khac")
    assert not sets.papers_for(own, OFFICE, kind, CLASS, {"thu": gone.to_json()}.get)[0].edited
    assert not sets.papers_for(own, OFFICE, kinds.load()["TINNHAN"], CLASS), "made for classes only"


def test_an_activity_gets_one_paper_of_a_family_its_own_before_any_other():
    common = HEAD.replace('id = "thu"', 'id = "chung"').replace('kinds = ["TAPHUAN"]\n', "")
    shelf = {"chung": designs.read_text("chung.toml", common + LAYERS), "thu": SMALL["thu"]}
    assert [one.id for one in sets.pack(shelf, "TAPHUAN")] == ["thu"]
    assert [one.id for one in sets.pack(shelf, "SUKIEN")] == ["chung"]
    assert [one.id for one in sets.offered(shelf, "TAPHUAN")] == ["thu", "chung"]
    left = order.plain(shelf["chung"], {"title": "Sửa tay"}).to_json()
    papers = sets.papers_for(shelf, OFFICE, kinds.load()["TAPHUAN"], CLASS, {"chung": left}.get)
    assert [(one.order.design, one.edited) for one in papers] == [("chung", True)], "the edited one stands in for its family"


def test_letters_as_curves_look_the_same_and_need_no_font():
    poster = designs.load()["poster-su-kien"]
    slots = facts.fill(poster, facts.facts(OFFICE, kinds.load()["TAPHUAN"], CLASS))
    letters, curves = (paper.render(poster, slots, paper.Look(outlines=one)) for one in (False, True))
    with pdfplumber.open(io.BytesIO(curves)) as found:
        assert not found.pages[0].chars and found.pages[0].curves
    one, other = (Image.frombytes("RGB", made[:2], made[2]).convert("L")
                  for made in (raster(letters, 0, dpi=60), raster(curves, 0, dpi=60)))  # fmt: skip
    apart = sum(abs(a - b) > 90 for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
    assert one.size == other.size and apart < len(one.tobytes()) / 1000


def test_a_design_of_another_size_of_paper_is_the_same_art_grown(tmp_path):
    text = (HEAD + LAYERS).replace("size = [200, 280]\nbleed = 3.0\n", "") + \
        '[[layouts]]\nid = "doc"\nlabel = "Dọc"\nsize = [210, 297]\nbleed = 3.0\nsizes = ["A4", "A2", "A0"]\n'
    shelf = designs.load(published={"thu.toml": text})
    assert parse(Path("thu.toml"), text)
    sizes = {}
    for size in ("A4", "A2", "A0"):
        with pdfplumber.open(io.BytesIO(order.render(filled(layout="doc", size=size), shelf, PHOTOS.get))) as found:
            page = found.pages[0]
            letters = [char for char in page.chars if char["text"] == "T" and char["size"] > 20]
            trim = page.trimbox
            sizes[size] = (round((trim[2] - trim[0]) / 72 * 25.4), round((trim[3] - trim[1]) / 72 * 25.4), letters[0]["size"])
    assert [sizes[one][:2] for one in ("A4", "A2", "A0")] == [(210, 297), (420, 594), (841, 1189)]
    assert sizes["A2"][2] == pytest.approx(2 * sizes["A4"][2], rel=0.01)


@pytest.mark.parametrize(("kind", "families"), [
    ("SUKIEN", ["invitation", "poster", "banner", "sheet"]),
    ("TAPHUAN", ["invitation", "poster", "banner", "sheet", "certificate", "handout"])])  # fmt: skip
def test_the_gallery_has_every_paper_of_an_event_and_a_class_filled_and_ready(kind, families):
    shelf = designs.load()
    told = CLASS | {"title": "Ngày hội số phường", "place": {"name": "Nhà văn hóa"}, "participants": {"total": 45}}
    papers = sets.papers_for(shelf, OFFICE, kinds.load()[kind], told)
    assert [shelf[one.order.design].family for one in papers] == families
    for one in papers:
        assert not [remark for remark in remarks.remarks(shelf[one.order.design], one.order, {}.get) if remark.stops]
        assert order.render(one.order, shelf, {}.get).startswith(b"%PDF")
    poster = next(one.order for one in papers if shelf[one.order.design].family == "poster")
    assert "Ngày hội số phường" in poster.slots.values(), "the poster of this event, not of another day"
