"""What was edited on paper comes back as it was left, stays with its activity, and never travels."""

import hashlib

import pytest

from desktop.models import papers as papers_module
from desktop.models.attachments import Attachments
from desktop.models.book import Book
from desktop.models.errors import InputError
from desktop.models.papers import Papers
from sync import photos


@pytest.fixture
def papers(book):
    return Papers(book)


def test_a_paper_comes_back_as_it_was_left_also_after_a_restart(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as book:
        Papers(book).keep("a" * 32, "poster", '{"mode":"grey"}')
        Papers(book).keep("a" * 32, "poster", '{"mode":"ink"}')
        Papers(book).keep("", "poster", '{"mode":"large"}')
    with Book.open(tmp_path / "so") as book:
        assert Papers(book).get("a" * 32, "poster").order == '{"mode":"ink"}'
        assert Papers(book).get("", "poster").order == '{"mode":"large"}'
        assert Papers(book).get("b" * 32, "poster") is None
        assert [one.order for one in Papers(book).history("a" * 32, "poster")] == ['{"mode":"ink"}', '{"mode":"grey"}']


def test_a_state_that_changes_nothing_is_kept_once_and_the_history_is_bounded(papers):
    for number in range(papers_module.HISTORY + 20):
        papers.keep("a", "poster", str(number // 2))
    kept = papers.history("a", "poster")
    assert len(kept) == (papers_module.HISTORY + 20) // 2
    for number in range(100, 200):
        papers.keep("a", "poster", str(number))
    papers.keep("a", "banner", "x")
    assert len(papers.history("a", "poster")) == papers_module.HISTORY
    assert [one.design for one in papers.of("a")] == ["banner", "poster"] and papers.of("a")[1].order == "199"


def test_what_was_printed_is_remembered_until_the_paper_is_edited(papers):
    kept = papers.keep("a", "poster", "1")
    papers.printed(kept, b"%PDF")
    assert papers.get("a", "poster").printed == hashlib.sha256(b"%PDF").hexdigest()
    assert papers.keep("a", "poster", "2").printed == ""


def test_a_dropped_paper_is_filled_anew(papers):
    papers.keep("a", "poster", "1")
    papers.keep("a", "banner", "1")
    papers.drop("a", "poster")
    assert papers.get("a", "poster") is None and papers.get("a", "banner")


def test_a_photo_of_a_paper_is_kept_while_shown_and_never_sent(book, papers, tmp_path):
    data = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    digest = papers.add_photo(data)
    papers.keep("a", "poster", "1", photos=[digest])
    assert papers.photo(digest) == data
    book.connection.execute("UPDATE paper_photos SET at = '2020-01-01'")
    papers.keep("a", "poster", "2", photos=[digest])
    assert papers.photo(digest) == data
    assert photos.left(book).count == 0
    assert book.query("SELECT count(*) FROM attachments") == [(0,)], "only these travel, by line or by parcel"
    papers.drop("a", "poster")
    with pytest.raises(InputError, match="chọn lại ảnh"):
        papers.photo(digest)


def test_a_photo_of_an_activity_can_stand_on_paper(book, papers, tmp_path):
    path = tmp_path / "anh.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"y" * 100)
    kept = Attachments(book).add(path)
    assert papers.photo(kept.sha256) == path.read_bytes()


def test_a_photo_just_chosen_outlives_the_saving_of_another_paper(papers):
    digest = papers.add_photo(b"\x89PNG")
    papers.keep("b", "banner", "1")
    papers.drop("b", "banner")
    assert papers.photo(digest) == b"\x89PNG"


def test_a_photo_too_large_is_refused(papers):
    with pytest.raises(InputError, match="8 MB"):
        papers.add_photo(b"x" * (8 * 2**20 + 1))
