"""A book whose folder goes away while it is open: nothing is said to be saved that nobody will find."""

import os
import shutil

import pytest

from desktop.models.book import FILE, Book
from desktop.models.errors import StoreError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file")


def test_a_folder_that_was_moved_takes_no_save_until_it_is_back(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as book:
        book.set("a", 1)
        (tmp_path / "so").rename(tmp_path / "cho khac")
        with pytest.raises(StoreError, match="đổi chỗ"):
            book.set("a", 2)
        (tmp_path / "cho khac").rename(tmp_path / "so")
        assert book.setting("a") == 1
        book.set("a", 3)
    with Book.open(tmp_path / "so") as book:
        assert book.setting("a") == 3


def test_a_book_that_was_replaced_under_an_open_window_is_not_written_past(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as book:
        book.set("a", 1)
        other = book.again()
        shutil.copy(tmp_path / "so" / FILE, tmp_path / "copy")
        os.replace(tmp_path / "copy", tmp_path / "so" / FILE)
        for one in (book, other):
            with pytest.raises(StoreError, match="thay bằng bản khác"):
                one.set("a", 2)
        other.close()


def test_a_folder_that_was_deleted_is_told(tmp_path):
    with Book.create(tmp_path / "so", unit="20242") as book:
        shutil.rmtree(tmp_path / "so")
        with pytest.raises(StoreError, match="hãy"):
            book.set("a", 2)
