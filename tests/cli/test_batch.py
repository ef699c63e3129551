"""Paper for each person of a list at the console; and proof that the list stays nowhere and is sent nowhere."""

import httpx2
import pdfplumber
import pytest

from desktop import cli
from desktop.models import kinds as declarations
from sync import enrolment, wire
from tests.sync.wards import Centre, Ward

LIST = "STT,Họ và tên,Ngày sinh,Đơn vị\n1,Nguyễn Bích Khuê,05/10/1980,Tổ 12\n2,Huỳnh Đức Thắng,1975,Tổ 3\n"


class Listening(httpx2.BaseTransport):
    """Hands everything on and keeps what was sent."""

    def __init__(self, inner):
        self.inner, self.heard = inner, []

    def handle_request(self, request):
        self.heard.append(request.read())
        return self.inner.handle_request(request)


@pytest.fixture
def ward(tmp_path):
    ward = Ward(tmp_path / "so", declarations.load())
    yield ward
    ward.book.close()


@pytest.fixture
def program(ward, capsys):
    def run(*arguments):
        code = cli.run([*map(str, arguments), "--data-dir", str(ward.folder)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_certificates_from_a_list_and_nothing_of_it_is_kept_or_sent(program, ward, tmp_path):
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    code, out, err = program("batch", "giay-chung-nhan", "--list", tmp_path / "ds.csv", "-o", tmp_path / "ra.pdf")
    assert (code, err) == (0, "") and out.startswith("Đã in 2 trang cho 2 người")
    with pdfplumber.open(tmp_path / "ra.pdf") as pdf:
        assert "Nguyễn Bích Khuê" in pdf.pages[0].extract_text() and "Huỳnh Đức Thắng" in pdf.pages[1].extract_text()
    centre = Centre(tmp_path / "centre", declarations.load())
    enrolment.keep_office_file(ward.book, centre.office())
    ward.fill(1)
    line = Listening(centre.transport)
    assert ward.send(line).stored == 1
    tables = [name for (name,) in ward.book.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = "".join(str(ward.book.query(f'SELECT * FROM "{name}"')) for name in tables)
    batches = [wire.read_batch(wire.open_batch(raw)) for raw in line.heard if raw.startswith(wire.BATCH_MARK)]
    sent = str(batches)
    title = ward.book.query("SELECT title FROM activities")[0][0]
    assert title in kept and title in sent
    for secret in ("Khuê", "Huỳnh Đức", "05/10/1980", "Tổ 12"):
        assert secret not in kept and secret not in sent and secret.encode() not in b"".join(line.heard), secret


def test_wrong_rows_are_told_and_may_be_left_out(program, tmp_path):
    (tmp_path / "ds.csv").write_text(LIST + "3,,1990,Tổ 4\n", encoding="utf-8")
    order = ("batch", "the-deo", "--list", tmp_path / "ds.csv", "--sheet", "A4", "-o", tmp_path / "ra.pdf")
    code, _, err = program(*order)
    assert code == 1 and "Dòng 4 thiếu họ và tên" in err and "--skip-wrong" in err and not (tmp_path / "ra.pdf").exists()
    code, out, _ = program(*order, "--skip-wrong")
    assert code == 0 and "cho 2 người" in out


@pytest.mark.parametrize("design", ["poster-su-kien", "khong-co"])
def test_a_paper_without_names_is_refused_in_one_sentence(program, tmp_path, design):
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    code, out, err = program("batch", design, "--list", tmp_path / "ds.csv", "-o", tmp_path / "ra.pdf")
    assert (code, out) == (1, "") and err.startswith(("Mẫu «", "Không có mẫu «"))
