"""A program that is carried about: a folder «du-lieu» beside it holds the book."""

import sys

import pytest

from desktop import paths


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A built program in a folder of versions."""
    folder = tmp_path / "so-phuong" / "app-1.2.3"
    folder.mkdir(parents=True)
    (folder / "so-phuong").write_bytes(b"")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "so-phuong"))
    return folder


@pytest.mark.parametrize("place", ["app-1.2.3", "."], ids=["in the program", "beside the versions"])
def test_the_book_lies_beside_the_program(program, place):
    beside = (program.parent / place / "du-lieu").resolve()
    beside.mkdir()
    assert paths.data_dir() == beside
    assert "đóng chương trình rồi mới rút USB" in paths.unplug_words(beside)


def test_a_folder_that_is_named_counts_more(program, tmp_path):
    (program.parent / "du-lieu").mkdir()
    assert paths.data_dir(tmp_path / "other") == tmp_path / "other"
    assert paths.unplug_words(tmp_path / "other") == ""


def test_an_installed_program_keeps_its_book_with_the_person(program):
    assert paths.portable() is None
    assert paths.data_dir().name == "so-phuong"


def test_from_source_nothing_is_portable(program, monkeypatch):
    (program / "du-lieu").mkdir()
    monkeypatch.delattr(sys, "frozen")
    assert paths.portable() is None
