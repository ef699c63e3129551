"""The process that reads files of others: what it may not do, and what becomes of the program beside it when it falls."""

import socket
import sys
import time

import pytest

from desktop.models import limited
from desktop.models.errors import InputError

SENTENCE = "Tệp nặng bất thường nên đã dừng đọc: hãy dùng tệp khác."
_EVIL = ("from desktop.models import limited, limited_child; limited.JOBS['evil'] = 'tests.hostile.evil'; import tests.hostile.evil; "
         "limited_child.serve()")  # fmt: skip


@pytest.fixture
def reader(monkeypatch):
    monkeypatch.setattr(limited, "command", lambda: [sys.executable, "-c", _EVIL])
    monkeypatch.setitem(limited.JOBS, "evil", "tests.hostile.evil")
    made = limited.Reader()
    yield made
    made.close()


@pytest.mark.parametrize("what", ["swell", "fall", "write", "read", "call", "start", "scratch", "lie"])
def test_a_reader_that_was_talked_into_something_is_ended_and_the_next_file_is_read(what, reader, tmp_path):
    secret = tmp_path / "khoa"
    secret.write_text("khóa")
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0)
        place = secret if what == "read" else tmp_path / "made"
        with pytest.raises(InputError) as told:
            reader.run("evil", {"do": what, "place": str(place), "port": door.getsockname()[1]}, b"", sentence=SENTENCE)
        with pytest.raises(BlockingIOError):
            door.accept()
    assert told.value.sentence == SENTENCE
    assert [one.name for one in tmp_path.iterdir()] == ["khoa"]
    assert reader.run("evil", {"do": "nothing"}, b"", sentence=SENTENCE)[0] == {"came": "through"}


def test_a_reader_that_hangs_is_ended_in_time(reader, monkeypatch):
    reader.warm()
    monkeypatch.setattr(limited, "PATIENCE", 0.3)
    began = time.perf_counter()
    with pytest.raises(InputError, match="đã dừng đọc"):
        reader.run("evil", {"do": "hang"}, b"", sentence=SENTENCE)
    assert time.perf_counter() - began < 5


def test_where_no_process_may_be_started_files_are_read_here(monkeypatch, caplog):
    monkeypatch.setattr(limited, "command", lambda: ["/khong/co/chuong-trinh"])
    monkeypatch.setitem(limited.JOBS, "evil", "tests.hostile.evil")
    reader = limited.Reader()
    assert reader.run("evil", {"do": "nothing"}, b"", sentence=SENTENCE)[0] == {"came": "through"}
    assert reader.pid == 0 and "limited" in caplog.text
