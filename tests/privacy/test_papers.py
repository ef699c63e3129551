"""Papers about personal data, and the same at the console: what is held, receipts without names, the notice of an incident."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from desktop import cli
from desktop.models.activities import Activities
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.incidents import DATA, WHAT, Incident, Incidents
from tests.privacy.conftest import ON, sample

HOA, PHONE = "Nguyễn Thị Hòa", "0905 111 222"
SEEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LOST = Incident(what="lost_pc", happened_at=(SEEN - timedelta(hours=10)).isoformat(), seen_at=SEEN.isoformat(), people=42,
                story="Máy tính của bộ phận văn hóa bị lấy trộm khỏi phòng làm việc đêm qua.", data=("names", "phones"),
                done="Báo công an phường; thu hồi khóa của máy ở trung tâm.")  # fmt: skip


def texts(pdf):
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.fixture
def run(tmp_path, capfd, kinds):
    with Book.create(tmp_path / "so", unit="20242", person="Cán bộ văn hóa") as made:
        facts = sample("TAPHUAN") | {"person": HOA, "phone": PHONE, "starts_on": "2026-02-10", "ends_on": "2026-02-10"}
        Activities(made, kinds).save("TAPHUAN", facts)

    def call(*arguments):
        code = cli.run(["--data-dir", str(tmp_path / "so"), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_what_is_held_of_a_person_is_a_paper_they_can_read(personal, activities):
    activities.save("TAPHUAN", sample("TAPHUAN") | {"person": HOA, "phone": PHONE})
    found = personal.find(HOA)
    said = texts(personal.held(found))
    assert "PHIẾU CUNG CẤP DỮ LIỆU CÁ NHÂN" in said and HOA in said and "Người phụ trách" in said and "20 ngày" in said
    table = personal.held_as_table(found).decode("utf-8-sig")
    assert HOA in table and table.splitlines()[0] == "Ở đâu,Nội dung,Khi xóa,Số chỗ"


def test_no_cell_of_what_is_handed_out_is_a_formula(personal, activities):
    activities.save("TAPHUAN", sample("TAPHUAN") | {"title": "=1+1 Lớp", "person": HOA})
    assert not any(line.startswith(("=", '"=')) for line in personal.held_as_table(personal.find(HOA)).decode("utf-8-sig").splitlines())


def test_a_receipt_bears_counts_and_no_name(personal, activities):
    activities.save("TAPHUAN", sample("TAPHUAN") | {"person": HOA, "phone": PHONE})
    done, paper = personal.erase(personal.find(HOA))
    said = texts(paper)
    assert "BIÊN NHẬN XÓA DỮ LIỆU CÁ NHÂN" in said and "30 ngày" in said and "2" in said
    assert HOA not in said and "Hòa" not in said and texts(personal.receipt(done.receipt.n)).startswith(said[:60])
    with pytest.raises(InputError, match="số 99"):
        personal.receipt(99)


def test_the_record_of_processing_says_what_is_declared_and_chosen(personal):
    said = texts(personal.processing())
    assert "Người phụ trách" in said and "Tổ trưởng" in said and "chỉ đếm số người" in said and "chưa cử người" in said
    personal.decide(replace(ON, days=90, phones=True))
    personal.name_officer("Lê Thị Thu")
    said = texts(personal.processing())
    assert "90 ngày" in said and "số điện thoại của người dự" in said and "Lê Thị Thu" in said


def test_the_sheet_for_the_door_says_it_in_large_letters_on_one_page(personal):
    personal.decide(replace(ON, days=90))
    personal.name_officer("Lê Thị Thu, 0236 3 881 888")
    paper = personal.poster()
    said = texts(paper)
    assert len(pypdfium2.PdfDocument(paper)) == 1
    assert "có ghi hình" in said and "90 ngày" in said and "không đồng ý" in said and "Lê Thị Thu" in said


@pytest.mark.parametrize(("hours", "words"), [(1, "Còn 71 giờ"), (71.75, "Còn 15 phút"), (80, "quá hạn 72 giờ 8 giờ")])
def test_an_incident_says_how_long_there_is_to_tell_it(hours, words):
    assert words in LOST.sentence(SEEN + timedelta(hours=hours))


def test_an_incident_is_kept_told_and_then_urgent_no_more(book):
    store = Incidents(book)
    late = store.keep(LOST, moment=SEEN)
    later = store.keep(replace(LOST, seen_at=(SEEN + timedelta(hours=3)).isoformat()), moment=SEEN + timedelta(hours=4))
    assert [one.uid for one in store.open()] == [late.uid, later.uid] and late.by == "Cán bộ văn hóa"
    store.tell(late.uid, reference="12/TB-UBND")
    assert [one.uid for one in store.open()] == [later.uid] and store.get(late.uid).reference == "12/TB-UBND"


@pytest.mark.parametrize(("wrong", "field"), [
    ({"seen_at": ""}, "seen_at"), ({"seen_at": "hôm qua"}, "seen_at"), ({"seen_at": "2027-01-01T00:00:00+00:00"}, "seen_at"),
    ({"happened_at": (SEEN + timedelta(hours=1)).isoformat()}, "happened_at"), ({"story": "mất"}, "story"), ({"data": ()}, "data"),
    ({"people": -2}, "people"), ({"done": " "}, "done"), ({"what": "x"}, "what")], ids=lambda value: str(value)[:24])  # fmt: skip
def test_an_incident_that_says_too_little_is_refused_by_field(book, wrong, field):
    with pytest.raises(InputError) as refused:
        Incidents(book).keep(replace(LOST, **wrong), moment=SEEN)
    assert [one.field for one in refused.value.problems] == [field]


@pytest.mark.parametrize("what", ["lost_pc", "published"])
def test_the_notice_of_an_incident_says_what_the_law_asks_for(book, personal, what):
    kept = Incidents(book).keep(replace(LOST, what=what, data=tuple(DATA), story=LOST.story + " Chi tiết." * 60), moment=SEEN)
    said = texts(personal.incident_notice(kept.uid))
    for words in ("THÔNG BÁO", "A05", "Điều 23", "42 người", WHAT[what], "Báo công an phường", "/TB-UBND", "đã được mã hóa"):
        assert words in said


def test_the_console_finds_hands_out_and_erases_a_person(run, tmp_path):
    code, out, _ = run("persons", "find", "nguyen thi hoa")
    assert code == 0 and "Người phụ trách" in out and HOA in out
    assert run("persons", "export", HOA, "-o", tmp_path / "cap.pdf")[0] == 0 and HOA in texts((tmp_path / "cap.pdf").read_bytes())
    code, out, _ = run("persons", "erase", HOA)
    assert "Chưa xóa gì" in out and run("persons", "find", HOA)[0] == 0
    code, out, _ = run("persons", "erase", HOA, "--yes", "-o", tmp_path / "bien-nhan.pdf")
    assert code == 0 and "Biên nhận số 1" in out and "Hòa" not in texts((tmp_path / "bien-nhan.pdf").read_bytes())
    assert run("persons", "find", HOA)[0] == 1 and "Biên nhận" not in run("persons", "receipts")[2]
    assert run("persons", "find", "An")[0] == 1


def test_the_console_purges_by_date(run):
    assert "1 hoạt động" in run("persons", "purge", "1/3/2026")[1]
    assert "Biên nhận số 1" in run("persons", "purge", "1/3/2026", "--yes")[1]
    assert "Không có gì để xóa" in run("persons", "purge", "1/3/2026", "--yes")[1]
    code, _, err = run("persons", "purge", "1/3/2090", "--yes")
    assert code == 0 or "ngày đã qua" in err


def test_the_console_writes_an_incident_down_and_tells_how_long_there_is(run, tmp_path):
    facts = {"what": "lost_copy", "seen_at": datetime.now(UTC).isoformat(), "story": LOST.story, "data": ["names"], "done": "Báo lãnh đạo"}
    file = tmp_path / "su-co.json"
    file.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    code, out, _ = run("incident", file, "-o", tmp_path / "thong-bao.pdf")
    assert code == 0 and "Còn 71 giờ" in out and "Mất USB" in texts((tmp_path / "thong-bao.pdf").read_bytes())
    assert "Còn 71 giờ" in run("incident")[1]
    assert "đã báo" in run("incident", "--told", "12/TB-UBND")[1] and "Không có sự cố" in run("incident")[1]
    file.write_text("[1]")
    assert run("incident", file)[0] == 1
