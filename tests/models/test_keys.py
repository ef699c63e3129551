"""The key of a book: in the keyring where there is one, in a file of the owner's where there is none."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from desktop.models import keys
from desktop.models.book import Book
from desktop.models.errors import StoreError


class Ring(KeyringBackend):
    """A keyring of this process, through keyring's own door for backends."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def ring():
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_with_a_keyring_no_key_lies_beside_the_book(tmp_path, ring):
    Book.create(tmp_path / "so", unit="20242").close()
    assert not (tmp_path / "so" / keys.KEY_FILE).exists()
    assert len(ring.kept) == 1
    with Book.open(tmp_path / "so") as book:
        assert book.office.unit.code == "20242"


def test_a_key_gone_from_the_keyring_is_told_and_the_book_is_as_it_was(tmp_path, ring):
    Book.create(tmp_path / "so", unit="20242").close()
    ring.kept.clear()
    before = (tmp_path / "so" / "book.db").read_bytes()
    with pytest.raises(StoreError, match="khóa"):
        Book.open(tmp_path / "so")
    assert (tmp_path / "so" / "book.db").read_bytes() == before


def test_without_a_keyring_the_key_is_a_file_and_the_book_opens(tmp_path):
    Book.create(tmp_path / "so", unit="20242").close()
    assert (tmp_path / "so" / keys.KEY_FILE).exists()
    Book.open(tmp_path / "so").close()
