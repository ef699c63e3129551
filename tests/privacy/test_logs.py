"""The log tells where something went wrong and never about whom."""

import logging
import unicodedata

import pytest

from desktop import logs
from desktop.models.errors import InputError

NAMES = ("Nguyễn Thị Bích Ngọc", "Trần Văn Đức", "Tran Van Duc", "ĐẶNG THUỲ TRÂM", "Lê Lợi", "Huỳnh Thúc Kháng")


@pytest.fixture
def log(tmp_path):
    logs.begin(tmp_path / "so")
    yield tmp_path / "so" / "logs"
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, logs.Quiet)]


def written(folder):
    return "".join(path.read_text("utf-8") for path in sorted(folder.iterdir()))


def stumble(name):
    try:
        raise KeyError(name)
    except KeyError as fault:
        raise InputError(f"Không có «{name}»", details=f"row of {name}, 0905 123 456") from fault


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_that_speaks_of_a_person_is_logged_without_them(log, name):
    try:
        stumble(name)
    except InputError as fault:
        logging.getLogger("sophuong").error("bug", exc_info=fault)
        logging.getLogger("sophuong").warning("slots: %s", fault.details)
    said = written(log)
    assert "test_logs.py" in said and "stumble" in said and "desktop.models.errors.InputError" in said and "KeyError" in said
    for form in ("NFC", "NFD"):
        assert not any(unicodedata.normalize(form, word) in said for word in name.split() if len(word) > 2 or not word.isascii())
    assert "0905" not in said


def test_nothing_is_made_before_there_is_something_to_say(log):
    assert logs.folder() == log and not log.exists() and logs.files() == []
    logging.getLogger("desktop").warning("copies: full")
    assert [path.name for path in logs.files()] == [logs.FILE]


def test_the_log_never_grows_beyond_two_small_files(log, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 2_000)
    for count in range(200):
        logging.getLogger("sophuong").warning("copies: %d of %s", count, "x" * 50)
    assert sorted(path.name for path in log.iterdir()) == [logs.BEFORE, logs.FILE]
    assert sum(path.stat().st_size for path in log.iterdir()) < 6_000
    assert "copies: 199" in written(log)


def test_a_disk_that_refuses_costs_the_record_and_not_the_work(tmp_path, capfd):
    (tmp_path / "file").write_text("")
    logs.begin(tmp_path / "file")
    logging.getLogger("sophuong").error("bug", exc_info=KeyError("Nguyễn Văn An"))
    logging.getLogger().handlers = [one for one in logging.getLogger().handlers if not isinstance(one, logs.Quiet)]
    assert "Nguyễn" not in "".join(capfd.readouterr())


def test_scrub_leaves_a_sentence_to_be_read_and_takes_the_person_out():
    said = ("Chị Nguyễn Thị Lan, 0905.123.456, lan.nt@danang.gov.vn ở /home/lan/so và C:\\Users\\Tran Binh\\so: "
            "phường Hải Châu có 12 lượt, lớp «Lớp của bà Tư», mã 7f3a9c1200aa, ngày 24/11/2026.")  # fmt: skip
    assert logs.scrub(said) == ("Chị …, …, … ở /home/…/so và C:\\Users\\… Binh\\so: "
                                "phường Hải Châu có 12 lượt, lớp «…», mã 7f3a9c1200aa, ngày 24/11/2026.")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_scrub_takes_a_name_out_in_either_form(name):
    for form in ("NFC", "NFD"):
        said = logs.scrub(unicodedata.normalize(form, f"xin mời {name} vào họp"))
        assert said == "xin mời … vào họp"


def test_what_is_shown_to_be_sent_for_help_says_no_name_even_of_what_stood_behind_the_fault():
    from desktop.ui.crash import describe

    try:
        stumble("Nguyễn Thị Bích Ngọc")
    except InputError as fault:
        said = describe(fault)
    assert "stumble" in said and "KeyError" in said and "Ngọc" not in said and "0905" not in said
