"""The key of the book as the window is handed it: shapes and what can be asked (desktop.keyholding)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class KeyState:
    """Which ways open the book: the keyring (else a file), the sheet's number (0: none yet) with its ISO moment and whose hand,
    the centre's slot. `changing`: another key waits for the next start. `standing` is "moved", "history" or ""."""

    encrypted: bool
    keyring: bool
    sheet: int
    sheet_made: str
    sheet_by: str
    centre_made: str
    centre_known: bool
    changing: bool
    standing: str
    words: str


@dataclass(frozen=True, slots=True)
class SheetDraft:
    """A recovery sheet that is not in force yet: its code, number and PDF."""

    code: str
    number: int
    paper: bytes


class KeyHolding(Protocol):
    """The key of the book, and where the book goes (desktop.keyholding)."""

    def state(self) -> KeyState: ...
    def refresh(self) -> None: ...
    def new_sheet(self, by: str = "") -> SheetDraft: ...
    def keep_sheet(self, code: str, *, by: str = "", new_key: bool = False) -> None: ...
    def leave(self, target: Path) -> int: ...
    def take_back(self) -> None: ...
    def look(self, source: Path) -> Any: ...
    def take_in(self, source: Path, code: str) -> str: ...
    def histories(self) -> Sequence[tuple[str, Path]]: ...
    def hand_over(self, taker: str) -> bytes: ...
