"""Designs added from packs, kept in the book; what the centre publishes is kept by news and stands above them."""

from dataclasses import dataclass

from desktop.models.book import Book
from desktop.models.journal import now


@dataclass(frozen=True, slots=True)
class AddedDesign:
    """A design of a pack: its declaration, the SHA-256 of the pack (hex), whether the centre signed it, when it came."""

    id: str
    text: str
    digest: str
    signed: bool
    at: str


class DesignPacks:
    """The added designs of one book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def add(self, name: str, text: str, *, digest: str, signed: bool) -> None:
        """Keep a design that was judged, in place of one of the same id."""
        with self._book.tx() as db:
            db.execute("INSERT OR REPLACE INTO designs (id, text, digest, signed, at) VALUES (?, ?, ?, ?, ?)",
                       [name, text, digest, int(signed), now()])  # fmt: skip

    def remove(self, name: str) -> bool:
        """Forget a design; False when there was none of that id."""
        with self._book.tx() as db:
            return bool(db.execute("DELETE FROM designs WHERE id = ?", [name]).rowcount)

    def all(self) -> tuple[AddedDesign, ...]:
        """Return the added designs by id."""
        rows = self._book.query("SELECT id, text, digest, signed, at FROM designs ORDER BY id")
        return tuple(AddedDesign(name, text, digest, bool(signed), at) for name, text, digest, signed, at in rows)

    def texts(self) -> dict[str, str]:
        """Return the declarations by a file name of their own, as printing.designs.load takes them."""
        return {f"{one.id}.toml": one.text for one in self.all()}
