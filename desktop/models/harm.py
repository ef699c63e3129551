"""What was seen of damage in an open book: known at once to every connection of it, which then writes nothing more."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop.models.errors import Damaged

READ_ONLY = ("Tệp sổ bị hỏng một phần nên sổ đang chỉ cho xem, không ghi thêm để khỏi hỏng lan: hãy bấm «Sửa sổ» (hoặc chạy: "
             "sophuong repair); tệp hỏng được giữ lại nguyên vẹn.")  # fmt: skip


@dataclass(slots=True, eq=False)
class Harm:
    """Shared by all connections of one open book; `told` is called once, on the thread that met the damage."""

    seen: str = ""  # what SQLite said, "" as long as nothing was seen
    told: Callable[[], None] | None = None

    def note(self, details: str) -> None:
        """Remember damage; from now on `refuse` raises."""
        first = not self.seen
        self.seen = self.seen or details or "damaged"
        if first and self.told is not None:
            self.told()

    def refuse(self) -> None:
        """Raise Damaged once damage was seen: a write to such a file may spread it."""
        if self.seen:
            raise Damaged(READ_ONLY, details=self.seen)
