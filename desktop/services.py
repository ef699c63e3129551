"""Paper, plans, reports, post and copies as the window asks for them; each layer is imported at first use.

The imports stand inside the methods on purpose: ReportLab, httpx2 and cryptography cost more than the whole
start of the window, and most days begin without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.models.book import Book
from desktop.models.files import atomic_write
from desktop.ui.desk import DesignCard, Picture, PlanCard, Sending

if TYPE_CHECKING:
    from desktop.models.activities import Activities
    from desktop.models.kinds import Kinds


class Paper:
    """The paper designs."""

    def __init__(self, book: Book, kinds: Kinds, activities: Activities) -> None:
        self._book, self._kinds, self._activities = book, kinds, activities

    def designs(self) -> Sequence[DesignCard]:
        """Return the designs in the order of the gallery."""
        return ()

    def fill(self, design: str, uid: str | None) -> Mapping[str, Any]:
        """Return what the paper says when nobody changes it."""
        return {}

    def render(self, design: str, slots: Mapping[str, Any], *, theme: str, mode: str, tile: str | None = None) -> bytes:
        """Return the PDF."""
        raise NotImplementedError

    def pages(self, pdf: bytes) -> int:
        """Return how many pages a PDF has."""
        raise NotImplementedError

    def picture(self, pdf: bytes, page: int, *, dpi: float) -> Picture:
        """Return one page as a picture."""
        raise NotImplementedError


class PlanShelf:
    """The plans and what was done of them."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds

    def progress(self) -> Sequence[PlanCard]:
        """Return every plan with its targets."""
        return ()


class Reporter:
    """The official report."""

    def __init__(self, book: Book, kinds: Kinds) -> None:
        self._book, self._kinds = book, kinds


class Post:
    """The line to the centre."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def centre(self) -> str:
        """Return the address of the centre, "" before an office file was opened."""
        return str((self._book.setting("enrolment") or {}).get("url", ""))

    def join(self, path: Path) -> str:
        """Keep the facts of an office file; return the address of its centre."""
        from sync import office_file, sender

        office = office_file.read(path)
        sender.keep_office_file(self._book, office)
        return office.url

    def send(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> Sending:
        """Send everything that waits; only what a receipt counted is called sent."""
        from sync.sender import Sender

        done = Sender(self._book).send(progress, stop)
        return Sending(done.stored + done.known, done.refused, done.left, done.seconds, done.note)


def read_office(path: Path) -> str:
    """Return the code of the unit an office file is for. Raises InputError when it is none."""
    from sync import office_file

    return office_file.read(path).unit


class Keeping:
    """Copies of the book, photos, and files the person asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def backup(self, target: Path) -> int:
        """Write a checked copy of the whole book; return how many saves it holds."""
        from desktop.models import backup

        return backup.backup(self._book, target)

    def attach(self, path: Path) -> dict[str, object]:
        """Keep a photo in the book; return what a photos field keeps of it."""
        from desktop.models.attachments import Attachments

        return Attachments(self._book).add(path).value

    def write(self, target: Path, data: bytes) -> None:
        """Write a file whole or not at all."""
        atomic_write(target, data)
