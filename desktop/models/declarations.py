"""The strict reader under every declaration: what is not known, or of the wrong type, is refused by file and line."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from desktop.models import guards
from desktop.models.errors import DeclarationError

_WORDS = {str: "một chuỗi chữ", int: "một số nguyên", float: "một số", bool: "true hoặc false", list: "một danh sách"}


class Table:
    """One table of a TOML file whose keys are taken one by one; `done` refuses what nobody took."""

    def __init__(self, path: Path, lines: list[str], data: dict[str, Any], *,
                 start: Callable[[], int] = lambda: 0) -> None:  # fmt: skip
        self.path = path
        self._lines = lines
        self._data = dict(data)
        self._find_start = start

    @property
    def _start(self) -> int:
        """The line behind this table's header; looked for only when a fault has to name its place."""
        return self._find_start()

    def fault(self, reason: str, key: str = "") -> DeclarationError:
        """Return the refusal of this table, placed at the line of `key` when that can be found."""
        return DeclarationError(self.path, self._line(key), reason)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a string; without a default it must be there."""
        found: str = self._take(key, str, default)
        return found

    def whole(self, key: str, default: int | None = None) -> int:
        """Take a whole number."""
        found: int = self._take(key, int, default)
        return found

    def real(self, key: str, default: float | None = None) -> float:
        """Take a number, whole or not."""
        try:
            return float(self._take(key, float, default))
        except OverflowError:
            raise self.fault(f"«{key}» quá lớn", key) from None

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        found: bool = self._take(key, bool, default)
        return found

    def strings(self, key: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """Take a list of strings."""
        found = self._take(key, list, None if default is None else list(default))
        if not all(isinstance(item, str) for item in found):
            raise self.fault(f"«{key}» phải là danh sách chuỗi chữ", key)
        return tuple(found)

    def anything(self, key: str) -> Any:
        """Take a value of any type, None when absent."""
        return self._data.pop(key, None)

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not taken yet."""
        return key in self._data

    def count(self, key: str) -> int:
        """Return how many entries a list has that is not taken yet, 0 when it is none."""
        found = self._data.get(key)
        return len(found) if isinstance(found, list) else 0

    def table(self, key: str) -> "Table":
        """Take a sub-table, empty when absent."""
        found = self._take(key, dict, {})
        return Table(self.path, self._lines, found, start=partial(self._header, rf"\[{re.escape(key)}\]", 0, key))

    def tables(self, key: str) -> Iterator["Table"]:
        """Take a list of tables, `[[key]]` or inline."""
        found = self._take(key, list, [])
        for index, item in enumerate(found):
            if not isinstance(item, dict):
                raise self.fault(f"«{key}» phải là danh sách bảng", key)
            start = partial(self._header, rf"\[\[(?:\w+\.)*{re.escape(key)}\]\]", index, key)
            yield Table(self.path, self._lines, item, start=start)

    def keys(self) -> list[str]:
        """Return the keys nobody took yet."""
        return list(self._data)

    def done(self) -> None:
        """Refuse the first key that nobody took."""
        for key in self._data:
            raise self.fault(f"không biết khóa «{key}»", key)

    def _take(self, key: str, kind: type, default: Any) -> Any:
        if key not in self._data:
            if default is None:
                raise self.fault(f"thiếu khóa «{key}»")
            return default
        value = self._data.pop(key)
        right = isinstance(value, int | float) if kind is float else isinstance(value, kind)
        if not right or (kind is not bool and isinstance(value, bool)):
            raise self.fault(f"«{key}» phải là {_WORDS.get(kind, 'một bảng')}", key)
        return value

    def _header(self, pattern: str, index: int, key: str) -> int:
        seen = -1
        for number in range(self._start, len(self._lines)):
            if re.match(rf"\s*{pattern}", self._lines[number]):
                seen += 1
                if seen == index:
                    return number + 1
        return max(self._line(key) - 1, 0)

    def _line(self, key: str) -> int:
        for number in range(self._start, len(self._lines)):
            if key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=|.*[{{,]\s*{re.escape(key)}\s*=", self._lines[number]):
                return number + 1
        return max(self._start, 1)


def read(path: Path) -> Table:
    """Read a declaration file. Raises DeclarationError when it is missing, not UTF-8 or no TOML."""
    try:
        return parse(path, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        raise DeclarationError(path, 0, f"không đọc được tệp ({fault})") from None


def parse(path: Path, text: str) -> Table:
    """Read the text of a declaration; `path` is only its name. Raises DeclarationError when it is no TOML."""
    try:
        return Table(path, text.splitlines(), guards.toml_of(text))
    except ValueError as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise DeclarationError(path, int(line[1]) if line else 0, f"sai cú pháp TOML ({fault})") from None
